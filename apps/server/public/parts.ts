/** What the public pages stand on. */
import type { Envelope, Outcome } from '@yimi/protocol';
import type { Database } from '../database.ts';

export interface PublicParts {
  readonly database: Database;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  /** Signs forms, and gives each its answer number. */
  readonly pepper: Uint8Array;
  /** As residents reach this house. */
  readonly publicUrl: string;
  /** As the server's own actor (law C1). */
  readonly push: (countyId: string, envelope: Envelope) => Promise<Outcome>;
}
