/**
 * What matching knows of a need and of a helper: no name, no phone, no address. Whoever calls fills these from records;
 * nothing here reads a store, a clock or chance, so that the same week gives the same proposal everywhere.
 */
import type { Language } from '@yimi/people';

/** 技能 (DOMAIN.md 4). */
export const skills = ['文艺', '体育', '健康', '调解', '教学', '送餐', '维修', '法律', '心理', '双语翻译'] as const;
export type Skill = (typeof skills)[number];

/** 紧急、较急、一般. */
export const urgencies = ['urgent', 'soon', 'ordinary'] as const;
export type Urgency = (typeof urgencies)[number];

export type Sex = 'female' | 'male';

/** Half-days as bits (`HalfDaysOfWeek`). */
export type HalfDays = number;

export interface Ask {
  readonly id: string;
  readonly villageId: string;
  /** Whose need it is, if that person is known: who helped them before is preferred. */
  readonly personId: string | null;
  readonly urgency: Urgency;
  /** Any of these would help; none: anybody can. */
  readonly skills: readonly Skill[];
  /** What the person can be spoken to in; empty: not known, so nobody is ruled out. */
  readonly languages: readonly Language[];
  /** The person's wish who comes to them. */
  readonly helperSex: Sex | null;
  /** When it suits; 0: at any time. */
  readonly times: HalfDays;
  /** Who was asked for this need and declined: never asked for it again. */
  readonly declinedBy: readonly string[];
}

export interface Helper {
  readonly id: string;
  readonly villageId: string;
  readonly skills: readonly Skill[];
  readonly languages: readonly Language[];
  readonly sex: Sex | null;
  /** When the helper is free in the week; 0: never, so that no need is proposed. */
  readonly free: HalfDays;
  /** How far the helper goes, in minutes of way. */
  readonly mostMinutes: number;
  /** How many tasks a week the helper takes. */
  readonly places: number;
  /** How many of these are taken already. */
  readonly given: number;
  /** People whom the helper served before. */
  readonly served: readonly string[];
}

/** Minutes of way between two different villages; null: not known. */
export type MinutesBetween = (oneVillageId: string, otherVillageId: string) => number | null;
