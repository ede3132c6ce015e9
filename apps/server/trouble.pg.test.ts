/** The database dies under a running server: who asks is told to come again, nothing half done stays, and it goes on by itself. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from '@yimi/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrialHouse } from './trial-house.ts';
import { client, counties, newVisit, openTrialHouse } from './trial-house.ts';
import { troubleOf } from './trouble.ts';

let house: TrialHouse;
let cookie = '';
beforeAll(async () => {
  house = await openTrialHouse();
  cookie = await house.cookieOf('lan');
});
afterAll(() => house.close());

const newId = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

function push(visits: number) {
  const batch = Array.from({ length: visits }, () => ({
    ...{ id: newId(), name: 'services.record-visit', v: 1, occurredAt: Date.now() },
    ...{ input: newVisit(newId(), client, Date.now()), dependsOn: [], mends: null, hints: [] },
  }));
  const headers = { 'x-yimi': '1', cookie };
  return house.app.inject({ method: 'POST', url: '/api/sync/push', headers, payload: { protocol: 1, batch } });
}

/** The owner cuts what the program holds, as a fail-over does. */
async function cutConnections(): Promise<void> {
  await house.cellar.owner.outsideCounties((trx) =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'yimi_app'`.execute(trx),
  );
}

async function killPostgres(): Promise<void> {
  const note = await readFile(join(house.folder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  process.kill(Number(note.split('\n')[0]), 'SIGKILL');
}

describe('a database that goes away', () => {
  it('between two statements of a transaction fails that transaction, and the process lives on', async () => {
    const work = house.cellar.database.inCounty(counties.here, async (trx) => {
      await sql`select 1`.execute(trx);
      await cutConnections();
      // Longer than the news takes: it comes while nobody waits for an answer on this connection.
      await pause(300);
      await sql`select 1`.execute(trx);
    });
    const error: unknown = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(troubleOf(error)).toMatchObject({ kind: 'unavailable', code: 'server.database-away' });
    expect((await push(1)).statusCode).toBe(200);
  });

  it('is told as 503 with the time to come again, and no command of the batch gets an outcome', async () => {
    await killPostgres();
    await pause(50);
    const answer = await push(40);
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ problem: true, code: 'server.database-away', details: { waitSeconds: 5 } });
    expect(answer.headers['retry-after']).toBe('5');
    expect(house.lines.filter(({ at }) => at === 'engine' || at === 'fault')).toEqual([]);
  });

  it('is served again by itself once it is back', async () => {
    await expect.poll(async () => (await push(2)).statusCode, { timeout: 30_000 }).toBe(200);
    expect((await push(2)).json()).toMatchObject({ outcomes: [{ status: 'accepted' }, { status: 'accepted' }] });
  });
});
