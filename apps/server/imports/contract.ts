/** Which agency runs a station today: what its workers teach the import serves all of that agency's stations. */
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';

const Rows = z.array(z.object({ agency_id: z.string() }));

export async function contractOfStation(trx: Trx, stationId: string, today: string): Promise<string | null> {
  const found = await sql`select agency_id from network.contracts where station_id = ${stationId}
    and from_day <= ${today} and (to_day is null or to_day >= ${today}) order by from_day desc, id limit 1`.execute(
    trx,
  );
  return Rows.parse(found.rows)[0]?.agency_id ?? null;
}
