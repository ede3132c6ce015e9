/**
 * What the house tells of itself: health and metrics, the officer's page, and a log that tells nothing of anybody. The last
 * runs a day of the house and then looks for every name, phone and id number that was used in all that was logged.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Login, TrialHouse } from '../trial-house.ts';
import { client, counties, idOf, named, newClient, newVisit, openTrialHouse, password, place } from '../trial-house.ts';
import { healthRoutes, metricsApp } from './health.ts';
import { Metrics } from './metrics.ts';

let house: TrialHouse;
beforeAll(async () => {
  house = await openTrialHouse();
}, 120_000);
afterAll(() => house.close());

const get = async (url: string, login?: Login) => {
  const cookie = login === undefined ? {} : { cookie: await house.cookieOf(login) };
  return house.app.inject({ method: 'GET', url, headers: { 'x-yimi': '1', ...cookie } });
};
const post = async (url: string, payload: object, login?: Login) => {
  const cookie = login === undefined ? {} : { cookie: await house.cookieOf(login) };
  return house.app.inject({ method: 'POST', url, headers: { 'x-yimi': '1', ...cookie }, payload });
};
const asSent = (name: string, input: object, label: string) => ({
  ...{ id: named(label), name, v: 1, occurredAt: Date.now(), input, dependsOn: [], mends: null, hints: [] },
});

it('lives and is ready; without its database it lives and is not ready', async () => {
  expect((await get('/health/live')).json()).toMatchObject({ live: true });
  expect((await get('/health/ready')).statusCode).toBe(200);
  const { buildApp } = await import('../http/app.ts');
  const { Database } = await import('../database.ts');
  const away = new Database({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 500 });
  const app = buildApp({ log: () => undefined });
  healthRoutes(app, away);
  const answer = await app.inject({ method: 'GET', url: '/health/ready' });
  expect([answer.statusCode, answer.json()]).toEqual([503, { ready: false }]);
  expect((await app.inject({ method: 'GET', url: '/health/live' })).statusCode).toBe(200);
  await away.close();
});

it('gives metrics on their own port and not to the public', async () => {
  expect((await get('/metrics')).body).not.toContain('yimi_http_request_seconds');
  const { database, data, now } = house.cellar;
  const metrics = new Metrics({ database, data, now });
  const log = metrics.heard(() => undefined);
  log({ at: 'http', method: 'POST', path: '/api/sync/push', status: 200, ms: 30 });
  log({ at: 'job', job: 'seal-audit', error: 'Error', code: null });
  const app = metricsApp(metrics, database);
  const { body, headers } = await app.inject({ method: 'GET', url: '/metrics' });
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain('yimi_http_request_seconds_count{method="POST",route="/api/sync/push",status="200"} 1');
  expect(body).toContain('yimi_faults_total{at="job"} 1');
  expect(body).toMatch(/^yimi_up 1$/m);
  expect(body).toMatch(/^yimi_disk_free_bytes [1-9]/m);
  expect(body).toMatch(/^yimi_files_missing \d+$/m);
  await app.close();
});

it('tells the officer of silent phones, what they owe, work that waits, the last backup; and nobody else', async () => {
  await house.cookieOf('wei');
  const owed = { id: named('owed'), sha256: 'ab'.repeat(32), kind: 'photo', mime: 'image/jpeg', bytes: 1000 };
  const file = { ...owed, takenAt: Date.now() };
  const answer = await post(
    '/api/sync/push',
    {
      protocol: 1,
      batch: [asSent('services.record-visit', newVisit(named('v'), client, Date.now(), [file]), 'with a photo')],
    },
    'lan',
  );
  expect(answer.json().outcomes[0].problem).toBeUndefined();
  const longAgo = Date.now() - 9 * 86_400_000;
  await house.cellar.owner.inCounty(counties.here, (trx) =>
    sql`update login.sessions set last_seen_at = ${longAgo} where user_id = ${idOf('wei')}`.execute(trx),
  );
  await house.cellar.owner.outsideCounties((trx) =>
    sql`insert into public.house_proofs values ('backup', 1000, true, '{}'), ('verify', 2000, false, '{}')`.execute(
      trx,
    ),
  );
  const status = (await get('/api/status', 'wu')).json();
  expect(status).toMatchObject({
    open: { refused: 0, waiting: 0, deposits: 0 },
    backup: { at: 1000, good: true },
    verify: { at: 2000, good: false },
    restored: null,
  });
  const rows: { name: string; silent: boolean; files: number; heardAt: number | null }[] = status.phones.rows;
  expect(rows.find((row) => row.name === '韦小妹')).toMatchObject({ silent: true, files: 0, heardAt: longAgo });
  expect(rows.find((row) => row.name === '蓝秀英')).toMatchObject({ silent: false, files: 1 });
  expect(rows.some((row) => row.name === '龙海')).toBe(false);
  expect(status.disk.freeBytes).toBeGreaterThan(0);
  for (const login of ['wei', 'lan', 'shi'] as const) expect((await get('/api/status', login)).statusCode).toBe(403);
});

it('logs nothing of anybody: no name, phone, id number, finding, password or token stands in a day of logs', async () => {
  const secret = ['潘老满', '13907729991', '450226195001010014', '家里只有一口水缸', '110101194205010028'];
  const input = { ...newClient(named('潘'), place.room), name: secret[0], phone: secret[1], pinyin: 'pan lao man' };
  const visit = { ...newVisit(named('v2'), named('潘'), Date.now()), findings: secret[3] };
  const bad = asSent('people.register-client', { ...input, idNumber: secret[4], nonsense: secret[2] }, 'bad');
  await post('/api/sync/push', { protocol: 1, batch: [asSent('people.register-client', input, 'r'), bad] }, 'lan');
  await post('/api/sync/push', { protocol: 1, batch: [asSent('services.record-visit', visit, 'v')] }, 'lan');
  for (const search of secret.slice(0, 2)) await post('/api/people/search', { search }, 'lan');
  await get(`/api/people/${encodeURIComponent(secret[0] ?? '')}`, 'lan');
  await post('/api/session', { login: secret[1], password: `${password}不对` });
  await post('/api/session', { login: { deep: secret[0] }, password });
  await post('/api/people/reveal', { clientId: client, purpose: `给${secret[0]}办残疾证` }, 'shi');
  const headers = { 'x-yimi': '1', cookie: await house.cookieOf('lan'), 'content-type': 'application/octet-stream' };
  const ledger = Buffer.from(`姓名,身份证号,村\n${secret[0]},${secret[2]},木桥村\n`);
  await house.app.inject({ method: 'POST', url: '/api/imports/files', headers, payload: ledger });
  await house.cellar.owner.outsideCounties((trx) => sql`select ${secret[0]}::int`.execute(trx)).catch(() => undefined);
  const logs = join(house.folder, 'postgres', 'log');
  const files = await Promise.all((await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')));
  const text = [...house.lines.map((line) => JSON.stringify(line)), ...files].join('\n');
  expect(house.lines.filter((line) => line.at === 'http').length).toBeGreaterThan(10);
  const tokens = await Promise.all((['lan', 'wu'] as const).map((login) => house.cookieOf(login)));
  const people = ['杨桂花', '韦小妹', '蓝秀英', '石建国', 'yang gui hua', 'pan lao man', '13800000001'];
  for (const word of [...secret, ...people, password, ...tokens.map((one) => one.split('=')[1] ?? one)]) {
    expect(text.includes(word), word).toBe(false);
    expect(text.includes(encodeURIComponent(word)), word).toBe(false);
  }
});
