/** What deposits need beside what accounts have. */
import type { Problem } from '@yimi/kernel';
import type { Receipt } from '@yimi/sync';
import type { AccountParts } from '../accounts/parts.ts';
import type { Trx } from '../database.ts';

export interface DepositParts extends AccountParts {
  /** The PostgresStore: parses and decrypts rows of engine.receipts, within a transaction of the county. */
  readonly store: {
    within(trx: Trx, countyId: string): { openReceipts(rows: readonly unknown[]): Promise<Receipt[]> };
  };
  readonly files: {
    /** Keeps the bytes, whose hash has been checked; durable when it resolves (law S1). */
    keep(sha256: string, bytes: Uint8Array, about: FileAbout): Promise<Problem | null>;
  };
}

export interface FileAbout {
  readonly countyId: string;
  readonly userId: string;
  readonly kind: 'photo' | 'voice' | 'file';
  readonly mime: string;
}
