/** 保存期限 on PostgreSQL: what is past the county's periods goes, what is not stays, and the page counts what the run takes. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Day } from '@yimi/kernel';
import { addDays, dayOf } from '@yimi/kernel';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStore } from '../../tests/world/postgres.ts';
import { openTestStore } from '../../tests/world/postgres.ts';
import type { World } from '../../tests/world/world.ts';
import { countyId, named, newClient, newVisit, place, smallCounty, who } from '../../tests/world/world.ts';
import { FileVault } from './files/index.ts';
import { jpeg, sha256Of } from './files/trial-files.ts';
import { personalBeside } from './reads/personal-columns.ts';
import { countPast, keepPeriods, limitsOf } from './retention.ts';

let opened: TestStore;
let world: World;
let vault: FileVault;
let folder = '';
const photo = jpeg(900);
const periods = { goneYears: 3, findingsYears: 3, settledMonths: 6, leaversMonths: 1 };

beforeAll(async () => {
  opened = await openTestStore(randomBytes(32));
  world = await smallCounty(9, opened.store);
  folder = await mkdtemp(join(tmpdir(), 'yimi-retention-'));
  vault = new FileVault({ database: opened.database, folder, now: () => world.now });
  await world.system('people.register-client', newClient(named('neighbour'), { name: '韦大妈', pinyin: 'wei da ma' }));
  const file = {
    id: named('picture'),
    kind: 'photo',
    sha256: sha256Of(photo),
    mime: 'image/jpeg',
    bytes: photo.length,
  };
  await vault.keep(file.sha256, photo, { countyId, userId: who.lan, kind: 'photo', mime: 'image/jpeg' });
  const visit = newVisit(named('visit'), world, { files: [{ ...file, takenAt: world.now }] });
  expect((await world.send(who.lan, world.envelope('services.record-visit', visit)))[0]?.status).toBe('accepted');
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

const parts = () => ({ database: opened.database, engine: world.engine, vault, now: () => world.now });
const rows = async (text: RawBuilder<unknown>): Promise<unknown[]> =>
  (await opened.database.inCounty(countyId, (trx) => text.execute(trx))).rows;
const past = (today: Day) => opened.database.inCounty(countyId, (trx) => countPast(trx, limitsOf(periods, today)));
const become = (clientId: string, from: string, to: string) =>
  world.system('people.correct-client', { clientId, changes: { state: { from, to } } });
const on = (day: Day): void => {
  world.now = Date.parse(`${day}T09:00:00+08:00`);
};
const runs = () =>
  rows(sql`select day, gone, findings, settled, leavers, files from network.retention_runs order by day`);
const none = { gone: 0, findings: 0, settled: 0, leavers: 0, files: 0 };

it('removes nothing by time until a county has set a period, and notes each day once', async () => {
  on('2026-03-11');
  await become(named('neighbour'), 'active', 'died');
  await keepPeriods(parts(), countyId);
  await keepPeriods(parts(), countyId);
  on('2030-03-11');
  await keepPeriods(parts(), countyId);
  expect(await runs()).toEqual([
    { day: '2026-03-11', ...none },
    { day: '2030-03-11', ...none },
  ]);
  expect(await rows(sql`select since from people.departures`)).toEqual([{ since: '2026-03-11' }]);
});

it('refuses a period shorter than the law lets somebody still have a claim', async () => {
  const ask = (rule: object) =>
    world.send(who.wu, world.envelope('network.change-retention-rule', { ...periods, ...rule }));
  expect((await ask({ goneYears: 2 }))[0]).toMatchObject({ status: 'refused', problem: { code: 'sync.wrong-shape' } });
  expect((await ask({ findingsYears: 31 }))[0]?.status).toBe('refused');
  const head = await world.send(who.shi, world.envelope('network.change-retention-rule', periods));
  expect(head[0]).toMatchObject({ status: 'refused', problem: { kind: 'forbidden' } });
  expect((await ask({}))[0]?.status).toBe('accepted');
});

it('counts beforehand what the next day’s run then takes: words and files of old visits, and who is gone', async () => {
  expect(await past(dayOf(world.now))).toEqual({ gone: 1, findings: 1, settled: 0, leavers: 0 });
  on('2030-03-12');
  await keepPeriods(parts(), countyId);
  expect((await runs()).at(-1)).toEqual({ day: '2030-03-12', ...none, gone: 1, findings: 1, files: 1 });
  expect(await past(dayOf(world.now))).toEqual({ gone: 0, findings: 0, settled: 0, leavers: 0 });
  expect(await rows(sql`select findings, state from services.visits`)).toEqual([{ findings: null, state: 'counted' }]);
  expect(await rows(sql`select withheld from services.evidence`)).toEqual([{ withheld: true }]);
  expect(await vault.find(countyId, sha256Of(photo))).toBeNull();
  expect(await rows(sql`select name, state from people.clients where id = ${named('neighbour')}`)).toEqual([
    { name: '', state: 'erased' },
  ]);
  expect(await rows(sql`select name from people.clients where id = ${named('client')}`)).toEqual([{ name: '杨桂花' }]);
  expect(await rows(sql`select wrapped from engine.subject_keys where subject = ${named('neighbour')}`)).toEqual([
    { wrapped: null },
  ]);
  expect(
    await rows(sql`select subject from engine.audit where action = 'people.erase-departed' and outcome = 'accepted'`),
  ).toEqual([{ subject: named('neighbour') }]);
});

it('keeps who came back, and begins their time anew when they go again', async () => {
  await become(named('client'), 'active', 'moved-away');
  on('2030-03-13');
  await keepPeriods(parts(), countyId);
  await become(named('client'), 'moved-away', 'active');
  on('2033-06-01');
  expect((await past('2033-06-01')).gone).toBe(0);
  await keepPeriods(parts(), countyId);
  expect(await rows(sql`select id from people.departures`)).toEqual([]);
  await become(named('client'), 'active', 'moved-away');
  on('2033-06-02');
  await keepPeriods(parts(), countyId);
  expect(await rows(sql`select since from people.departures`)).toEqual([{ since: '2033-06-02' }]);
  expect((await past('2036-06-02')).gone).toBe(0);
  expect((await past('2036-06-03')).gone).toBe(1);
});

it('keeps the file of somebody gone whom a visit names since', async () => {
  on('2033-06-03');
  await become(named('client'), 'moved-away', 'active');
  await world.system('services.record-visit', newVisit(named('late'), world));
  await become(named('client'), 'active', 'moved-away');
  expect((await past('2036-06-03')).gone).toBe(0);
  expect((await past('2036-06-04')).gone).toBe(1);
});

it('forgets the number of who left, and never their name; and both sides of a settled conflict', async () => {
  await world.system('network.open-post', {
    ...{
      postId: named('leaver'),
      userId: named('leaver'),
      name: '莫小海',
      phone: '13800000077',
      role: 'station-worker',
    },
    ...{ stationId: place.station, roomId: null, agencyId: null, fromDay: '2030-01-01', toDay: '2033-05-02' },
  });
  await become(named('client'), 'moved-away', 'active');
  const change = (from: string, to: string) =>
    world.system('people.correct-client', { clientId: named('client'), changes: { phone: { from, to } } });
  await change('13800000001', '13800000002');
  await change('13800000001', '13800000003');
  const [open] = (await rows(sql`select id from people.conflicts where state = 'open'`)) as { id: string }[];
  on('2034-01-01');
  expect(await past('2034-01-01')).toMatchObject({ settled: 0, leavers: 1 });
  await world.system('people.settle-conflict', { conflictId: open?.id, clientId: named('client'), keep: 'later' });
  expect(await past('2034-01-01')).toMatchObject({ settled: 1, leavers: 1 });
  await keepPeriods(parts(), countyId);
  expect((await runs()).at(-1)).toMatchObject({ settled: 1, leavers: 1 });
  expect(await rows(sql`select earlier, later, state from people.conflicts`)).toEqual([
    { earlier: null, later: null, state: 'kept-later' },
  ]);
  expect(await rows(sql`select name, phone from network.staff where id = ${named('leaver')}`)).toEqual([
    { name: '莫小海', phone: null },
  ]);
  expect(world.faults).toEqual([]);
});

it('ends the words, name and phone of who asked and is nobody’s client; that they asked stays counted', async () => {
  const ask = (id: string, more: object) =>
    world.system('needs.record', {
      ...{
        needId: named(id),
        channel: '市长热线',
        kind: '助餐',
        words: '想订午饭',
        roomId: place.room,
        clientId: null,
      },
      ...{ householdId: null, askerName: '黄阿公', askerPhone: '13800000055', byProxy: true, proxyName: '黄小妹' },
      ...{ visitId: null, receivedAt: world.now, urgency: null, numberHash: null, ...more },
    });
  await ask('stranger’s need', {});
  await ask('client’s need', {
    clientId: named('client'),
    askerName: null,
    askerPhone: null,
    byProxy: false,
    proxyName: null,
  });
  const leaves = () =>
    rows(sql`select figure, sum(n)::int as n from figures.rollups where figure like 'needs.%' group by 1`);
  expect(await leaves()).toEqual([{ figure: 'needs.needs', n: 2 }]);
  const others = (await past('2037-01-01')).findings;
  expect((await past('2037-01-02')).findings).toBe(others + 1);
  on('2037-01-02');
  await keepPeriods(parts(), countyId);
  expect((await runs()).at(-1)).toMatchObject({ day: '2037-01-02', findings: others + 1 });
  expect((await past('2037-01-02')).findings).toBe(0);
  const told = sql`select words is null as silent, asker_name, asker_phone, proxy_name, state from needs.needs order by 1`;
  const nobody = { asker_name: null, asker_phone: null, proxy_name: null, state: 'received' };
  expect(await rows(told)).toEqual([
    { silent: false, ...nobody },
    { silent: true, ...nobody },
  ]);
  expect(await leaves()).toEqual([{ figure: 'needs.needs', n: 2 }]);
});

it('two processes at once take each thing once', async () => {
  on('2040-01-01');
  await Promise.all([keepPeriods(parts(), countyId), keepPeriods(parts(), countyId)]);
  const erasures = await rows(
    sql`select count(*)::int as n from engine.audit where action = 'people.erase-departed' and outcome = 'accepted'`,
  );
  expect(erasures).toEqual([{ n: 1 }]);
  expect((await runs()).filter((run) => (run as { day: string }).day === '2040-01-01')).toHaveLength(1);
  expect(world.faults).toEqual([]);
});

/** Texts, bytes and documents beside the modules' tables that tell of nobody: codes, hashes of requests, scopes. */
const plain = [
  ...['login.accounts.city_code', 'login.cities.code', 'login.cities.name', 'login.city_posts.role'],
  ...['login.city_posts.from_day', 'login.city_posts.to_day', 'login.sessions.token_hash', 'login.sessions.kind'],
  ...['login.enrolments.code_hash', 'login.attempts.key', 'login.acts.act', 'login.deposits.state'],
  ...['login.deposits.digest', 'login.steps.token_hash', 'login.steps.kind', 'login.passkeys.credential_id'],
  ...['login.passkeys.transports', 'engine.clocks.scope', 'engine.clocks.hashes', 'engine.tombstones.scope'],
  ...['engine.tombstones.table_name', 'engine.receipts.name', 'engine.receipts.status', 'engine.receipts.digest'],
  ...['engine.receipts.clocks', 'engine.subject_keys.wrapped', 'engine.audit.action', 'engine.audit.outcome'],
  ...['engine.audit_chain.hash', 'engine.epochs.name', 'engine.job_marks.job', 'engine.search_tokens.table_name'],
  ...['files.files.mime', 'files.files.kind', 'imports.lines.outcome', 'imports.lines.undone'],
  ...['engine.search_tokens.scope', 'engine.contributions.figure', 'engine.contributions.period'],
  ...['engine.contributions.dims', 'engine.contributions.place_id', 'engine.contributions.grain'],
  ...['engine.phone_states.hash', 'engine.phone_states.scope', 'engine.phone_states.role_class'],
  ...['imports.progress.left_out', 'engine.moves.state', 'engine.moves.other_url'],
  ...['login.public_counts.key'],
];

it('every column beside the modules’ tables is on the page of personal data or said to tell of nobody', async () => {
  const found = (await rows(sql`select table_schema || '.' || table_name || '.' || column_name as name
    from information_schema.columns where table_schema in ('login', 'engine', 'files', 'imports')
      and data_type in ('text', 'bytea', 'jsonb', 'ARRAY')`)) as { name: string }[];
  const told = new Set([...personalBeside.flatMap(({ columns }) => columns), ...plain]);
  expect(found.length).toBeGreaterThan(40);
  expect(found.map(({ name }) => name).filter((name) => !told.has(name))).toEqual([]);
  const there = new Set(found.map(({ name }) => name));
  expect(personalBeside.flatMap(({ columns }) => columns).filter((name) => !there.has(name))).toEqual([]);
});

it('forgets who came to an activity and is nobody’s client, and counts them as before', async () => {
  const day = dayOf(world.now);
  const activityId = named('dumplings');
  const plan = {
    ...{
      title: '包饺子',
      aim: '一起过节',
      kinds: ['社会融入'],
      roomId: place.room,
      seriesId: null,
      places: null,
      shifts: [],
    },
    ...{ sessions: [{ activityId, day }], fromMinute: 540, toMinute: 660, venue: '村委会', budget: 0, notice: null },
  };
  await world.system('activities.plan', plan);
  await world.system('activities.open', { activityId });
  const comer = { activityId, part: 'participant', clientId: null, phone: null, shiftId: null, wholeSeries: false };
  const guest = { ...comer, entryId: named('guest'), helperId: null, name: '来客莫阿公' };
  const helper = { ...comer, entryId: named('helper'), helperId: who.wei, name: '韦小妹', part: 'helper' };
  for (const one of [guest, helper]) await world.system('activities.sign-up', one);
  const later = addDays(day, 4000);
  expect((await past(later)).findings).toBe((await past(addDays(day, 1000))).findings + 1);
  on(later);
  await keepPeriods(parts(), countyId);
  expect(await rows(sql`select name, seat from activities.entries order by name nulls first`)).toEqual([
    { name: null, seat: 'in' },
    { name: '韦小妹', seat: 'in' },
  ]);
  expect(world.faults).toEqual([]);
});
