/**
 * Which life of a county's data this is (packages/protocol/wire.ts, Epoch). It begins when the county is made, ends when a
 * backup is restored, and goes along when the county moves to another server. Read once a process: a restore is made while
 * no server runs on the data.
 */
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';

const EpochRow = z.object({ name: z.string(), begun_at: z.number(), state_of: z.number().nullable() });

export interface CountyEpoch {
  readonly name: string;
  readonly begunAt: number;
  /** The moment of the backup that was restored; null: never restored. */
  readonly stateOf: number | null;
}

/** How long phones may bring back what others wait for: as long as they keep it, and as long as many stay away. */
const bringingBackMs = 30 * 86_400_000;

export class Epochs {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #known = new Map<string, CountyEpoch>();

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async of(countyId: string): Promise<CountyEpoch> {
    const known = this.#known.get(countyId);
    if (known !== undefined) return known;
    const found = await this.#database.inCounty(countyId, (trx) =>
      sql`select name, begun_at, state_of from engine.epochs where county_id = ${countyId}`.execute(trx),
    );
    const [row] = z.array(EpochRow).parse(found.rows);
    // A county that somebody made past `createCounty`, in a test: its first life needs no row.
    if (row === undefined) return { name: 'first', begunAt: 0, stateOf: null };
    const epoch = { name: row.name, begunAt: row.begun_at, stateOf: row.state_of };
    this.#known.set(countyId, epoch);
    return epoch;
  }

  /** For the engine: commands made before this may miss what phones are still to send again; null: none may. */
  mayMissBefore(countyId: string): number | null {
    const known = this.#known.get(countyId);
    if (known === undefined || known.stateOf === null) return null;
    return this.#now() < known.begunAt + bringingBackMs ? known.begunAt : null;
  }
}
