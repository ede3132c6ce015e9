/**
 * What lies in the phone's databases, by name. `yimi-device` is the phone's own; each person has `yimi-<userId>`. What a
 * locked phone must be able to do — name its people, hand in sealed work — needs only what stands here in the clear:
 * ids, states, sizes, hashes. Everything personal is in the boxes.
 */
import type { EntryState } from '@yimi/sync';
import type { Bytes } from './bytes.ts';
import type { WrappedKey } from './pin-lock.ts';

export const deviceName = 'yimi-device';
export const vaultName = (userId: string): string => `yimi-${userId}`;

export const deviceTables = {
  facts: 'name',
  users: 'userId',
  /** Sealed work of people whose vault was given up. */
  deposits: 'id, userId',
  depositFiles: 'id, userId',
} as const;
export const vaultTables = { segments: '++seq', outbox: 'seq', files: 'sha256', fileBytes: 'sha256' } as const;
/** Came later: a vault of before gets them when it is next opened. */
export const vaultTablesSince2 = { drafts: 'id' } as const;
export const vaultTablesSince3 = { sent: 'id, recordedAt' } as const;
/** Segments of history; those of people, and the mixed ones of before, lie in `segments`. */
export const vaultTablesSince4 = { history: '++seq' } as const;

export interface PhoneFact {
  readonly name: 'phone';
  readonly id: string;
  readonly mixKey: CryptoKey;
  readonly boxKey: CryptoKey;
}

/** Whose the session cookie is, as far as is known. */
export interface SessionFact {
  readonly name: 'session';
  /** `unknown`: a sign-in was cut off; the server must be asked. */
  readonly user: { readonly known: true; readonly id: string | null } | { readonly known: false };
  /** Signed out offline: the server is still to be told. */
  readonly toEnd: boolean;
}

/** Under the phone's box key: read while locked. */
export interface UserLabel {
  readonly name: string;
  readonly login: string;
  /** Can deposit and nothing else. */
  readonly depositToken: string | null;
}

export interface UserRow {
  readonly userId: string;
  readonly label: Bytes;
  readonly vault: WrappedKey | null;
  /** `Me` under the vault's key. */
  readonly me: Bytes | null;
  readonly failures: number;
  /** Milliseconds since 1970; no PIN is tried before. */
  readonly notBefore: number;
  readonly lastSyncAt: number | null;
}

export interface DepositRow {
  /** The command's id. */
  readonly id: string;
  readonly userId: string;
  readonly sealed: Bytes;
}

export interface DepositFileRow {
  /** `<userId>/<sha256>` */
  readonly id: string;
  readonly userId: string;
  readonly sha256: string;
  readonly sealedKey: Bytes;
  readonly data: Bytes;
}

export interface SegmentRow {
  readonly seq?: number;
  readonly box: Bytes;
}

export interface OutboxRow {
  readonly seq: number;
  readonly id: string;
  readonly state: EntryState;
  readonly box: Bytes;
  /** The envelope, sealed to the server; null once the server has it. */
  readonly sealed: Bytes | null;
}

/** What the server has taken, kept a while against its coming back from a backup; apart, so that opening does not read it. */
export interface SentRow {
  readonly id: string;
  readonly recordedAt: number;
  readonly box: Bytes;
}

export interface FileRow {
  readonly sha256: string;
  readonly kind: 'photo' | 'voice' | 'file';
  readonly mime: string;
  readonly bytes: number;
  /** Length of a voice note; null for a photo. */
  readonly seconds: number | null;
  /** The file's own key, under the vault's key. */
  readonly key: Bytes;
  /** The same, sealed to the server; null once the file was deposited or has arrived. */
  readonly sealedKey: Bytes | null;
  /** A command of the outbox names it: only then may it leave the phone. */
  readonly named: boolean;
  readonly uploadUrl: string | null;
  readonly addedAt: number;
  /** Sent whole; the server has still to confirm the hash. */
  readonly sentAt: number | null;
  readonly arrivedAt: number | null;
}

export interface FileBytesRow {
  readonly sha256: string;
  /** IV and ciphertext. */
  readonly data: Bytes;
}

export function labelPlace(userId: string): string {
  return `label ${userId}`;
}

/** Whether a locked phone should hand the row in: the server has given no outcome, and it has not been taken. */
export function isDepositable(row: OutboxRow): boolean {
  return row.sealed !== null && (row.state === 'pending' || row.state === 'waiting');
}

export function isDepositableFile(row: FileRow): boolean {
  return row.named && row.sealedKey !== null && row.arrivedAt === null;
}
