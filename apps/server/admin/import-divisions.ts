/** `npm run admin -- import-divisions`: the same parent command and chunks as from the console, with progress on stderr. */

import { randomBytes } from 'node:crypto';
import type { Problem } from '@yimi/kernel';
import { addDays, dayOf, problem, uuidv7 } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Listed } from '../divisions/county-places.ts';
import { plannedPlaces } from '../divisions/county-places.ts';
import { importCounty, runningImports } from '../divisions/import-county.ts';
import { pushAsSystem, systemEnvelope } from '../engine.ts';
import type { Cellar } from '../house.ts';

export interface Imported {
  readonly stations: number;
  readonly rooms: number;
  /** Were there before. */
  readonly there: number;
  readonly leftOut: readonly Listed[];
}

export interface ImportOptions {
  readonly countyId: string;
  readonly countyCode: string;
  /** Townships that have a station already, nine digits; the others are planned. All are open when null. */
  readonly open: readonly string[] | null;
  readonly progress: (done: number, of: number) => void;
}

const Ids = z.array(z.object({ id: z.string() }));

type Parts = Pick<Cellar, 'database' | 'owner' | 'engine' | 'now'>;

/** Villages stood before the program came: visits of last year that are entered later have a station as well (N6). */
const daysBack = 5 * 365;

export async function importDivisions(
  cellar: Parts,
  listed: readonly Listed[],
  { countyId, countyCode, open, progress }: ImportOptions,
): Promise<Imported | Problem> {
  const { engine, database, now } = cellar;
  const wanted = { countyId, open: open === null ? null : new Set(open), include: new Set<string>() };
  const planned = plannedPlaces(listed, wanted);
  const all = planned.stations.length + planned.rooms.length;
  const before = await placesOf(cellar, countyId);
  // One that was cut off is finished, not begun beside it.
  const standing = (await runningImports(database, countyId)).find((run) => run.county_code === countyCode);
  const importId = standing?.id ?? uuidv7(now(), randomBytes(10));
  if (standing === undefined) {
    const fromDay = addDays(dayOf(now()), -daysBack);
    const input = { importId, countyCode, openTownships: open === null ? null : [...open], include: [], fromDay };
    const outcome = await pushAsSystem(engine, countyId, systemEnvelope('network.import-divisions', input, now()));
    if (outcome.status !== 'accepted') return stopped(outcome.problem?.code);
  }
  const run = (await runningImports(database, countyId)).find((one) => one.id === importId);
  // A server beside us may have finished it meanwhile.
  const because = run === undefined ? null : await importCounty(cellar, countyId, run, progress);
  if (because !== null && because !== 'network.import-is-done') return stopped(because);
  const stations = planned.stations.filter((one) => !before.has(one.stationId)).length;
  const rooms = planned.rooms.filter((one) => !before.has(one.roomId)).length;
  return { stations, rooms, there: all - stations - rooms, leftOut: planned.leftOut };
}

async function placesOf({ database }: Parts, countyId: string): Promise<Set<string>> {
  const found = await database.inCounty(countyId, (trx) =>
    sql`select id from network.stations union all select id from network.rooms`.execute(trx),
  );
  return new Set(Ids.parse(found.rows).map((row) => row.id));
}

function stopped(because: string | undefined): Problem {
  return problem('unavailable', 'admin.import-stopped', { because: because ?? 'server.fault' });
}
