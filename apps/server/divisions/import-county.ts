/**
 * A county's import goes on chunk by chunk (law S10): what is wanted stands in the parent's row, what is missing is read from
 * the database, and each chunk is named by the parent and its first place. Whoever runs it, the server's job or the verb, can
 * be killed at any point; the other, or the next start, goes on.
 */
import { dayOf, derivedId } from '@yimi/kernel';
import { divisionChunk } from '@yimi/network';
import type { ServerEngine } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';
import { pushAsSystem, systemEnvelope } from '../engine.ts';
import type { PlannedPlaces } from './county-places.ts';
import { plannedPlaces } from './county-places.ts';
import { isLoaded, listedWithin, loadDivisions } from './reference.ts';

export interface ImportParts {
  readonly database: Database;
  readonly owner: Database;
  readonly engine: ServerEngine;
  readonly now: () => number;
}

const Run = z.object({
  id: z.string(),
  county_code: z.string(),
  open_townships: z.array(z.string()).nullable(),
  include: z.array(z.string()),
  at: z.number(),
});
export type ImportRun = z.infer<typeof Run>;
const Ids = z.array(z.object({ id: z.string() }));

export async function runningImports(database: Database, countyId: string): Promise<ImportRun[]> {
  const found = await database.inCounty(countyId, (trx) =>
    sql`select id, county_code, open_townships, include, at from network.division_imports where state = 'running'
      order by at, id`.execute(trx),
  );
  return z.array(Run).parse(found.rows);
}

export async function plannedFor(
  { database, now }: ImportParts,
  countyId: string,
  run: ImportRun,
): Promise<PlannedPlaces> {
  const listed = await database.inCounty(countyId, (trx) => listedWithin(trx, run.county_code, dayOf(now())));
  const open = run.open_townships === null ? null : new Set(run.open_townships);
  return plannedPlaces(listed, { countyId, open, include: new Set(run.include) });
}

/** @returns the code of the refusal that stopped it, or null when all is in */
export async function importCounty(
  parts: ImportParts,
  countyId: string,
  run: ImportRun,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<string | null> {
  const { database, owner, engine } = parts;
  if (!(await isLoaded(database, run.county_code))) await loadDivisions(owner, run.county_code, () => undefined);
  const planned = await plannedFor(parts, countyId, run);
  const total = planned.stations.length + planned.rooms.length;
  const found = await database.inCounty(countyId, (trx) =>
    sql`select id from network.stations union all select id from network.rooms`.execute(trx),
  );
  const there = new Set(Ids.parse(found.rows).map((row) => row.id));
  const stations = planned.stations.filter((one) => !there.has(one.stationId));
  const rooms = planned.rooms.filter((one) => !there.has(one.roomId));
  let done = total - stations.length - rooms.length;
  // Stations first: a room names the station it lies in. The last chunk may be empty: it ends an import of nothing new.
  for (let at = 0; ; at += divisionChunk) {
    const chunk = {
      stations: stations.slice(at, at + divisionChunk),
      rooms: rooms.slice(Math.max(0, at - stations.length), Math.max(0, at + divisionChunk - stations.length)),
    };
    const first = chunk.stations[0]?.stationId ?? chunk.rooms[0]?.roomId ?? 'end';
    done += chunk.stations.length + chunk.rooms.length;
    const input = { importId: run.id, ...chunk, done, total };
    const id = derivedId(run.id, `chunk/${first}`);
    const outcome = await pushAsSystem(
      engine,
      countyId,
      systemEnvelope('network.import-division-chunk', input, run.at, id),
    );
    // Another process brought the same chunk, or the last one, at the same time.
    if (outcome.status !== 'accepted') return outcome.problem?.code ?? 'server.fault';
    progress(done, total);
    if (done >= total) return null;
  }
}

/** The job: every import of the county that is not done goes on. */
export async function goOnImporting(parts: ImportParts, countyId: string): Promise<void> {
  for (const run of await runningImports(parts.database, countyId)) await importCounty(parts, countyId, run);
}
