/** Brings a county's townships and villages in by the same commands as any other change, in batches (laws C1, Z4). */
import type { Problem } from '@yimi/kernel';
import { addDays, dayOf, derivedId, problem } from '@yimi/kernel';
import { systemActor } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import { systemEnvelope } from '../engine.ts';
import type { Cellar } from '../house.ts';
import type { Divisions, Township, Village } from './divisions.ts';

/** A batch is one transaction: small enough that progress is seen and a phone's push waits only briefly. */
const batchSize = 100;

export interface Imported {
  readonly stations: number;
  readonly rooms: number;
  /** Were there before. */
  readonly there: number;
}

export interface ImportOptions {
  readonly countyId: string;
  /** Townships that have a station already, by name; the others are planned. All are open when null. */
  readonly open: ReadonlySet<string> | null;
  readonly progress: (done: number, of: number) => void;
}

const Ids = z.array(z.object({ id: z.string() }));

export const stationIdOf = (countyId: string, township: string) => derivedId(countyId, `township ${township}`);
export const roomIdOf = (countyId: string, village: string) => derivedId(countyId, `village ${village}`);

export async function importDivisions(
  { database, engine, now }: Pick<Cellar, 'database' | 'engine' | 'now'>,
  divisions: Divisions,
  { countyId, open, progress }: ImportOptions,
): Promise<Imported | Problem> {
  const found = await database.inCounty(countyId, (trx) =>
    sql`select id from network.stations union all select id from network.rooms`.execute(trx),
  );
  const there = new Set(Ids.parse(found.rows).map((row) => row.id));
  // Villages stood before the program came: visits of last year that are entered later have a station as well (N6).
  const fromDay = addDays(dayOf(now()), -5 * 365);
  const stations = divisions.townships
    .map((one) => stationInput(countyId, one, open))
    .filter(notIn(there, 'stationId'));
  const rooms = divisions.villages.map((one) => roomInput(countyId, one, fromDay)).filter(notIn(there, 'roomId'));
  const commands = [
    ...stations.map((input) => ({ name: 'network.add-station', input })),
    ...rooms.map((input) => ({ name: 'network.add-room', input })),
  ];
  for (let at = 0; at < commands.length; at += batchSize) {
    const batch = commands.slice(at, at + batchSize).map(({ name, input }) => systemEnvelope(name, input, now()));
    const outcomes = await engine.push({ countyId, userId: systemActor }, batch);
    const refused = outcomes.find((outcome) => outcome.status !== 'accepted');
    if (refused !== undefined) return wrong(refused.problem);
    progress(at + batch.length, commands.length);
  }
  const all = divisions.townships.length + divisions.villages.length;
  return { stations: stations.length, rooms: rooms.length, there: all - commands.length };
}

function wrong(found: { code: string } | undefined): Problem {
  return problem('unavailable', 'admin.import-stopped', { because: found?.code ?? 'server.fault' });
}

function notIn<K extends string>(there: ReadonlySet<string>, key: K) {
  return (input: Record<K, string>): boolean => !there.has(input[key]);
}

function stationInput(countyId: string, { code, name }: Township, open: ReadonlySet<string> | null) {
  const state: 'open' | 'planned' = open === null || open.has(name) ? 'open' : 'planned';
  return {
    stationId: stationIdOf(countyId, code),
    name: `${name}社工站`,
    code: `${code}000`,
    state,
    phone: null,
  };
}

function roomInput(countyId: string, { code, name, township }: Village, fromDay: string) {
  const roomId = roomIdOf(countyId, code);
  return { roomId, stationId: stationIdOf(countyId, township), name, code, minutesAway: null, fromDay };
}
