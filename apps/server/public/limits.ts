/**
 * How often strangers may send something, counted in the database because several processes answer (law Z2): by the hour,
 * under a keyed digest of the address or station, so that no address can be read there. Whole hours, so that a
 * station with a steady trickle never comes to its limit by adding up weeks.
 */
import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';

const hourMs = 3_600_000;

/** In an hour. A village may share one mobile address, and fill in a questionnaire at its meeting; a station that hears more is being flooded. A shop on a market day sends
 * in hundreds, and looks at each answer. */
export const mostInAnHour = {
  asking: 30,
  station: 200,
  looking: 60,
  answering: 60,
  form: 300,
  merchant: 300,
  voice: 5,
} as const;
type Limit = keyof typeof mostInAnHour;

/** Whoever has one IPv6 address has the whole /64. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  if (tail !== undefined) groups.push(...Array.from({ length: 4 - Math.min(4, groups.length) }, () => '0'));
  return groups.slice(0, 4).join(':');
}

export class Limits {
  readonly #database: Database;
  readonly #pepper: Uint8Array;

  constructor(database: Database, pepper: Uint8Array) {
    this.#database = database;
    this.#pepper = pepper;
  }

  /** Counts one more. @returns 0 lets it pass, else the seconds until the next hour */
  async count(limit: Limit, of: string, now: number): Promise<number> {
    const key = createHmac('sha256', this.#pepper).update(`public/${limit}/${of}`).digest();
    const hour = Math.floor(now / hourMs);
    const { rows } = await this.#database.outsideCounties((trx) =>
      sql`insert into login.public_counts as c (key, hour, n) values (${key}, ${hour}, 1)
        on conflict (key, hour) do update set n = c.n + 1 returning n`.execute(trx),
    );
    const { n } = z.object({ n: z.number() }).parse(rows[0]);
    return n <= mostInAnHour[limit] ? 0 : Math.ceil(((hour + 1) * hourMs - now) / 1000);
  }
}

/** For a job: hours that are over count for nothing. @returns how many rows went */
export async function forgetCounts(database: Database, now: number): Promise<number> {
  const done = await database.outsideCounties((trx) =>
    sql`delete from login.public_counts where hour < ${Math.floor(now / hourMs) - 1}`.execute(trx),
  );
  return Number(done.numAffectedRows ?? 0);
}
