/**
 * Law Z2: several server processes serve one database behind one address. Two houses on the same database, each with its
 * jobs and its watch of the clocks: what phones send to either is done once, both sets of jobs do no work twice and leave
 * nothing that the proof finds, and who listens at one hears of what came in at the other.
 */

import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isProblem, uuidv7 } from '@yimi/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogue } from '../../apps/catalogue.ts';
import type { Cellar, House } from '../../apps/server/house.ts';
import { openCellar, openHouse } from '../../apps/server/house.ts';
import { Jobs } from '../../apps/server/jobs.ts';
import { toUrl } from '../../apps/server/postgres/connection.ts';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { client, counties, named, newClient, newVisit, openTrialHouse, place } from '../../apps/server/trial-house.ts';
import { sealAudit, verifyCounty } from '../../apps/server/verify/index.ts';

let one: TrialHouse;
let cellar: Cellar;
let other: House;
let address: string;
let cookie: string;
const faults: unknown[] = [];

beforeAll(async () => {
  one = await openTrialHouse();
  // The same data folder, as several machines would share keys and files; the database by its address.
  const opened = await openCellar({ data: one.folder, databaseUrl: toUrl(one.cellar.ownerConnection) }, (line) => {
    if (line.at === 'engine') faults.push(line);
  });
  if (isProblem(opened)) throw new Error(opened.code);
  cellar = opened;
  other = await openHouse(cellar, {
    log: (line) => {
      if (line.at === 'job' || line.at === 'fault') faults.push(line);
    },
    publicUrl: 'http://localhost',
  });
  address = await other.app.listen({ port: 0, host: '127.0.0.1' });
  cookie = await one.cookieOf('lan');
}, 120_000);
afterAll(async () => {
  await other.close();
  await cellar.close();
  await one.close();
});

const visit = () => {
  const id = () => uuidv7(Date.now(), randomBytes(10));
  const envelope = { id: id(), name: 'services.record-visit', v: 1, occurredAt: Date.now() };
  return {
    ...envelope,
    input: newVisit(id(), client, Date.now()),
    dependsOn: [],
    mends: null,
    hints: [`room:${place.room}`],
  };
};
const push = async (app: House['app'], batch: object[]) => {
  const headers = { 'x-yimi': '1', cookie };
  const answer = await app.inject({ method: 'POST', url: '/api/sync/push', headers, payload: { protocol: 1, batch } });
  return answer.json().outcomes.map((outcome: { status: string }) => outcome.status);
};

it('C3: the same commands sent to both at once happen once, and others side by side all happen', async () => {
  const batches = Array.from({ length: 12 }, () => [visit(), visit()]);
  const answers = await Promise.all(batches.flatMap((batch) => [push(one.app, batch), push(other.app, batch)]));
  expect(new Set(answers.flat())).toEqual(new Set(['accepted']));
  const counted = await one.cellar.database.inCounty(counties.here, (trx) =>
    sql<{ n: number; clock: number }>`select (select count(*)::int from services.visits) as n,
      (select visits from services.care limit 1) as clock`.execute(trx),
  );
  expect(counted.rows).toEqual([{ n: 24, clock: 24 }]);
});

/** What a stream of events says until it says `wanted`. */
async function heardUntil(wanted: string, then: () => unknown): Promise<string> {
  const stop = new AbortController();
  const answer = await fetch(`${address}/api/sync/events`, { headers: { cookie }, signal: stop.signal });
  if (answer.body === null) throw new Error('no stream');
  let text = '';
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    const greeted = text.includes('hello');
    text += part;
    if (!greeted && text.includes('hello')) await then();
    if (text.includes(wanted)) break;
  }
  stop.abort();
  return text;
}

/** What the jobs move is told to whoever listens, and rightly: a house has a round of them soon after its start. */
async function jobsRested(): Promise<void> {
  const clocks = () =>
    one.cellar.database.inCounty(counties.here, (trx) =>
      sql<{ n: number }>`select sum(version)::int as n from engine.clocks`.execute(trx),
    );
  for (let same = 0, last = -1; same < 4; ) {
    const now = (await clocks()).rows[0]?.n ?? 0;
    same = now === last ? same + 1 : 0;
    last = now;
    await pause(800);
  }
}

it('tells who comes back of nothing that moved while nobody listened: they ask by themselves', async () => {
  await jobsRested();
  await push(one.app, [visit()]);
  await push(one.app, [visit()]);
  let pushed = false;
  const later = (): void => {
    pushed = true;
    void push(one.app, [visit()]);
  };
  // Three looks of the watch with nothing to tell, then something.
  await heardUntil('moved', () => void setTimeout(later, 1_600));
  expect(pushed).toBe(true);
});

it('Z2: both run the jobs at once, over and over, and nothing is done twice', async () => {
  for (let round = 0; round < 4; round++) {
    await push(round % 2 === 0 ? one.app : other.app, [visit()]);
    await Promise.all([one.cellar, cellar].map(({ database }) => sealAudit(database, counties.here)));
  }
  const gone = named('并走的村');
  const added = { roomId: gone, stationId: place.station, name: '新寨村', code: '459901201202', minutesAway: 10 };
  await one.system('network.add-room', { ...added, fromDay: '2025-01-01' });
  await one.system('people.register-client', { ...newClient(named('并走的人'), gone), name: '吴老三' });
  await one.system('network.merge-rooms', { roomId: gone, intoRoomId: place.room });
  const jobs = [one.cellar, cellar].map(
    ({ database, engine, now }) =>
      new Jobs({
        database,
        engine,
        now,
        log: (line) => faults.push(line),
        others: [{ name: 'seal', run: (id) => sealAudit(database, id) }],
      }),
  );
  await Promise.all(jobs.flatMap((each) => [each.round(), each.round()]));
  await sealAudit(cellar.database, counties.here);
  const left = await one.cellar.database.inCounty(counties.here, (trx) =>
    sql<{ n: number }>`select count(*)::int as n from people.clients where room_id = ${gone}`.execute(trx),
  );
  expect(left.rows).toEqual([{ n: 0 }]);
  const { details, ...good } = await verifyCounty(cellar.database, cellar.store, catalogue, counties.here);
  expect(details.filter(({ proof }) => proof !== 'journal')).toEqual([]);
  expect(good).toEqual({ audit: true, rollups: true, hashes: true, journal: true });
  expect(faults).toEqual([]);
});

it('Z2: whoever listens at one process hears of what came in at the other', async () => {
  // Once, after the hello: what moves from then on is told.
  expect(await heardUntil('moved', () => push(one.app, [visit()]))).toContain(`room:${place.room}`);
});

it('a session made at one is known at the other, and ended at one is ended at the other', async () => {
  const headers = { 'x-yimi': '1', cookie: await one.cookieOf('wu') };
  const me = () => other.app.inject({ method: 'GET', url: '/api/session', headers });
  expect((await me()).statusCode).toBe(200);
  await one.app.inject({ method: 'DELETE', url: '/api/session', headers });
  expect((await me()).statusCode).toBe(401);
});
