/**
 * A county moves from one house to another, under phones at work: all is there and proved, what was sealed opens, who could sign in
 * still can, and a phone goes on with what it had not sent (law S5). There is no moment at which both houses write.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { isProblem } from '@yimi/kernel';
import { visits } from '@yimi/services';
import type { Replica } from '@yimi/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sealTo } from '../../phone/device/sealed-box.ts';
import { areaFaults } from '../figures/index.ts';
import { jpeg, sha256Of } from '../files/trial-files.ts';
import { rotateKeys } from '../keys/rotate.ts';
import type { TrialHouse } from '../trial-house.ts';
import { client, counties, idOf, named, newClient, newVisit, password, place, trialPhone } from '../trial-house.ts';
import type { TrialMove } from './trial-move.ts';
import { good, openTrialMove, verified } from './trial-move.ts';

let trial: TrialMove;
let old: TrialHouse;
let next: TrialHouse;
let there: string;
const picture = jpeg(6000);
const card = '45022619420501100X';

async function visit(phone: Replica): Promise<string> {
  const visitId = phone.newId();
  const entry = await phone.record('services.record-visit', newVisit(visitId, client, Date.now()));
  if (isProblem(entry)) throw new Error(entry.code);
  return visitId;
}

const ask = async (house: TrialHouse, cookie: string | null, method: 'GET' | 'POST', url: string, payload?: object) => {
  const headers = { 'x-yimi': '1', ...(cookie === null ? {} : { cookie }) };
  const answer = await house.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.json() };
};
const signIn = (house: TrialHouse) => ask(house, null, 'POST', '/api/session', { login: 'lan', password });

beforeAll(async () => {
  trial = await openTrialMove();
  ({ old, next, there } = trial);
  await old.system('people.register-client', {
    ...newClient(named('有证的人'), place.room),
    name: '潘老满',
    idNumber: card,
  });
  const about = { countyId: counties.here, userId: idOf('lan'), kind: 'photo' as const, mime: 'image/jpeg' };
  expect(await old.cellar.vault.keep(sha256Of(picture), picture, about)).toBeNull();
}, 120_000);
afterAll(() => trial.close(), 60_000);

it('can be called off before it was handed over; while it stands still it is read and not written', async () => {
  const cookie = await old.cookieOf('lan');
  const phone = await trialPhone(() => old, cookie);
  await phone.sync();
  const parcel = await trial.newFolder();
  expect([await trial.pack(parcel), trial.noted]).toEqual([0, expect.anything()]);
  const waiting = await visit(phone);
  await expect(phone.sync()).rejects.toThrow('county.moving');
  expect(phone.entries.map((entry) => entry.state)).toEqual(['pending']);
  expect((await ask(old, cookie, 'GET', '/api/session')).status).toBe(200);
  // Nobody in any door of the database, not only of the program's.
  const write = old.cellar.database.inCounty(counties.here, (trx) =>
    sql`insert into files.files values (${counties.here}, ${'ab'.repeat(32)}, 'image/jpeg', 'photo', 1, 1, ${idOf('lan')})`.execute(
      trx,
    ),
  );
  await expect(write).rejects.toMatchObject({ code: 'YM001' });
  expect((await signIn(old)).body).toMatchObject({ code: 'county.moving' });
  expect(await trial.admin(old, 'call-off-move', '--county', '459901')).toBe(0);
  expect(await phone.sync()).toMatchObject({ pushed: 1, refused: 0 });
  expect(phone.rows(visits).map((row) => row.id)).toEqual([waiting]);
  expect(await verified(old)).toEqual(good);
}, 120_000);

it('a parcel of a move that was called off can be taken in and never opened', async () => {
  const parcel = await trial.newFolder();
  expect(await trial.pack(parcel)).toBe(0);
  expect(await trial.admin(old, 'call-off-move', '--county', '459901')).toBe(0);
  expect([await trial.take(parcel), trial.noted]).toEqual([0, expect.anything()]);
  const receipt = trial.word('receipt');
  expect(await trial.admin(old, 'hand-over-county', '--county', '459901', '--receipt', receipt)).toBe(1);
  expect(trial.noted.at(-1)).toContain('admin.no-move');
  expect(await trial.admin(next, 'open-county', '--county', '459901', '--release', receipt)).toBe(1);
  expect(trial.noted.at(-1)).toContain('admin.move-wrong-word');
  expect((await signIn(next)).body).toMatchObject({ code: 'county.moving' });
  expect(await trial.admin(next, 'call-off-move', '--county', '459901')).toBe(0);
  const left = await next.cellar.owner.pool.query('select count(*)::int as n from public.counties');
  expect(left.rows).toEqual([{ n: 0 }]);
  expect(await areaFaults(next.cellar.database)).toEqual([]);
}, 120_000);

it('moves with everything; a phone goes on where it is, with what it had not sent', async () => {
  const cookie = await old.cookieOf('lan');
  let stands = old;
  const phone = await trialPhone(() => stands, cookie);
  await phone.sync();
  const { me } = (await ask(old, cookie, 'GET', '/api/session')).body;
  const { me: wei } = (await ask(old, await old.cookieOf('wei'), 'GET', '/api/session')).body;
  // The old house's keys have a history of their own.
  expect(isProblem(await rotateKeys(old.cellar))).toBe(false);
  const parcel = await trial.newFolder();
  expect(await trial.pack(parcel)).toBe(0);
  const unsent = await visit(phone);
  await expect(phone.sync()).rejects.toThrow('county.moving');
  // Broken off half-way, on both sides, and run again.
  await rm(join(parcel, 'runs'), { recursive: true });
  expect(await trial.take(parcel)).toBe(1);
  expect(trial.noted.at(-1)).toContain('admin.no-parcel');
  expect([await trial.pack(parcel), await trial.take(parcel), await trial.take(parcel)]).toEqual([0, 0, 0]);
  const receipt = trial.word('receipt');
  expect(await trial.admin(old, 'hand-over-county', '--county', '459901', '--receipt', 'AAAA-AAAA-AAAA')).toBe(1);
  expect(await trial.admin(old, 'hand-over-county', '--county', '459901', '--receipt', receipt)).toBe(0);
  const release = trial.word('release');
  expect(await trial.admin(old, 'call-off-move', '--county', '459901')).toBe(1);
  expect(trial.noted.at(-1)).toContain('admin.county-left');
  // Between the two: neither takes anything, and both say so.
  expect(await ask(old, cookie, 'GET', '/api/session')).toEqual({
    status: 503,
    body: expect.objectContaining({ code: 'county.moved', details: { to: there, waitSeconds: 300 } }),
  });
  await expect(phone.sync()).rejects.toThrow('county.moved');
  stands = next;
  await expect(phone.sync()).rejects.toThrow('county.moving');
  expect(await trial.admin(next, 'open-county', '--county', '459901', '--release', release)).toBe(0);

  expect(await phone.sync()).toMatchObject({ pushed: 1, refused: 0, again: 0, diverged: [] });
  expect(phone.rows(visits).map((row) => [row.id, row.findings])).toContainEqual([unsent, '腿脚不便，药快吃完了']);
  expect(await phone.sync()).toMatchObject({ pushed: 0, diverged: [] });
  expect(await verified(next)).toEqual(good);
  const file = await next.cellar.vault.find(counties.here, sha256Of(picture));
  expect(file === null ? null : await buffer(await file.open())).toEqual(Buffer.from(picture));
  expect((await signIn(next)).status).toBe(200);

  // Sealed to the old house's key, handed in with the old house's token, by a phone that was locked all the while.
  const envelope = {
    ...{ id: named('deposited'), name: 'services.record-visit', v: 1, occurredAt: Date.now() },
    input: newVisit(named('deposited visit'), client, Date.now()),
    ...{ dependsOn: [], mends: null, hints: [] },
  };
  const sealed = await sealTo(me.depositKey, { userId: idOf('lan'), countyId: counties.here, envelope });
  const entries = [Buffer.from(sealed).toString('base64')];
  const deposit = { deviceId: named('device lan'), depositToken: me.depositToken, entries };
  expect((await ask(next, null, 'POST', '/api/deposit', deposit)).body).toMatchObject({
    taken: [0],
    outcomes: [{ status: 'accepted' }],
  });
  expect(wei.depositToken).not.toBe(me.depositToken);
  // A phone that stays at the old address hands in there, and the old house passes it on.
  const passed = await ask(old, null, 'POST', '/api/deposit', deposit);
  expect(passed.body).toMatchObject({ taken: [0], outcomes: [{ id: named('deposited'), status: 'accepted' }] });
  const wrong = await ask(old, null, 'POST', '/api/deposit', { ...deposit, depositToken: wei.depositToken });
  expect(wrong.body).toMatchObject({ code: 'deposits.wrong-token' });
}, 180_000);

it('what was sealed opens at the new house, by its own keys alone; a card number is found by its match', async () => {
  const cookie = await next.cookieOf('lan');
  const again = await ask(next, cookie, 'POST', '/api/sync/push', {
    protocol: 1,
    batch: [
      {
        ...{ id: named('same card'), name: 'people.register-client', v: 1, occurredAt: Date.now() },
        input: {
          ...newClient(named('same card person'), place.room),
          name: '潘满',
          birthDay: '1950-01-01',
          idNumber: card,
        },
        ...{ dependsOn: [], mends: null, hints: [] },
      },
    ],
  });
  expect(again.body.outcomes[0].status).toBe('accepted');
  const proposals = await next.cellar.database.inCounty(counties.here, (trx) =>
    sql`select client_id, other_id from people.merge_proposals`.execute(trx),
  );
  expect(JSON.stringify(proposals.rows)).toContain(named('有证的人'));
  const versions = await next.cellar.owner.pool.query('select distinct key_version from engine.subject_keys');
  expect(versions.rows).toEqual([{ key_version: 1 }]);
});

it('the parcel tells nothing to who has not its key', async () => {
  const parcel = await trial.newFolder();
  expect(await trial.pack(parcel, '459902')).toBe(0);
  const all: Buffer[] = [];
  for (const entry of await readdir(parcel, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) all.push(await readFile(join(entry.parentPath, entry.name)));
  const [{ pepper }] = old.cellar.secrets.all();
  for (const secret of ['石桥的人', '杨桂花', pepper, 'PRIVATE KEY'])
    expect(Buffer.concat(all).includes(secret)).toBe(false);
  expect(await trial.admin(old, 'call-off-move', '--county', '459902')).toBe(0);
  expect(await verified(old, counties.there)).toEqual([good[0], [], []]);
});

it('the old house lets go of the county, and still tells its phones where it went; the other county stays as it was', async () => {
  expect(await trial.admin(old, 'clear-county', '--county', '459901')).toBe(0);
  const left = await old.cellar.owner.pool.query(
    `select (select count(*)::int from people.clients where county_id = $1) as people,
       (select count(*)::int from engine.subject_keys where county_id = $1) as keys,
       (select count(*)::int from people.clients where county_id = $2) as others`,
    [counties.here, counties.there],
  );
  expect(left.rows).toEqual([{ people: 0, keys: 0, others: 1 }]);
  expect((await signIn(old)).body).toMatchObject({ code: 'county.moved', details: { to: there } });
  expect(await verified(old, counties.there)).toEqual([good[0], [], []]);
});
