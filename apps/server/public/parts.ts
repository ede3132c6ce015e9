/** What the public pages stand on. */
import type { Envelope, Outcome } from '@yimi/protocol';
import type { Database } from '../database.ts';
import type { FileVault } from '../files/index.ts';

export interface PublicParts {
  readonly database: Database;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  /** Signs forms, and gives each its answer number. */
  readonly pepper: Uint8Array;
  /** Recordings of questions lie there. */
  readonly vault: Pick<FileVault, 'find' | 'keep'>;
  /** As residents reach this house. */
  readonly publicUrl: string;
  /** As the server's own actor (law C1). */
  readonly push: (countyId: string, envelope: Envelope) => Promise<Outcome>;
}
