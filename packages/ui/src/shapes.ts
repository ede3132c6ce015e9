import type { IconName } from './icons.ts';

/** What the components show. Every text arrives ready to read: translation stays in the apps. */

/** `waiting` for a network or a dependency; `needs-you`: a person must act; `questioned`: still counted, flagged. */
export type ReceiptState = 'waiting' | 'needs-you' | 'questioned' | 'withdrawn';
export type ReceiptStep = { label: string; icon: IconName; detail?: string | undefined };

export type RankedRow = {
  id: string;
  label: string;
  value: number;
  /** What is written for `value`, e.g. with a unit; else the number itself. */
  display?: string | undefined;
  /** A second, quieter piece of text, e.g. the share or who could help. */
  note?: string | undefined;
};

/** Days since the last visit, in five bands; `never` when no visit is on record. */
export type CoverageBand = 'fresh' | 'month' | 'late' | 'overdue' | 'never';
export type CoverageCell = {
  id: string;
  label: string;
  /** Days since the last visit; null when there was none. */
  days: number | null;
  /** The days in words, e.g. "12 days ago". */
  detail: string;
};

export type Choice = { value: string; label: string; icon?: IconName | undefined; hint?: string | undefined };
export type RiskLevel = 'high' | 'key' | 'ordinary';
export type DueTone = 'overdue' | 'today' | 'later';
export type NoticeTone = 'info' | 'done' | 'warn' | 'problem';
export type EmptyPicture = 'house' | 'tea' | 'basket' | 'search';
