/** On PostgreSQL: the program gives out a code for what is near, the secret reaches the organiser's phone and no other, and lies encrypted. */
import { checkIns, codeAt, codes, ownCodes, ownParts, printedCode } from '@yimi/activities';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInCodes } from '../apps/server/check-in-jobs.ts';
import type { ReadingCounty } from '../apps/server/reads/reading-county.ts';
import { countyId, named, openReadingCounty, others, place, who } from '../apps/server/reads/reading-county.ts';

let county: ReadingCounty;
const activityId = named('dumplings');
const day = '2026-03-10';
const at = (clock: string): number => Date.parse(`${day}T${clock}:00+08:00`);
const everybodyElse = [who.wei, who.qin, who.shi, who.wu, others.long, others.shiyuan];

async function act(userId: string, name: string, input: unknown, occurredAt = county.world.now): Promise<string> {
  const envelope = { ...county.world.envelope(`activities.${name}`, input), occurredAt };
  const [outcome] = await county.world.send(userId, envelope);
  return outcome?.problem?.code ?? outcome?.status ?? 'nothing';
}

async function secretOn(userId: string): Promise<string[]> {
  const phone = await county.world.phone(userId);
  await phone.sync();
  return phone.rows(ownCodes).map(({ secret }) => secret);
}

const job = () =>
  checkInCodes(
    { database: county.opened.database, engine: county.world.engine, now: () => county.world.now },
    countyId,
  );

beforeAll(async () => {
  county = await openReadingCounty();
  county.world.now = at('08:00') - 20 * 86_400_000;
  const plan = {
    ...{
      title: '包饺子',
      aim: '',
      kinds: ['助餐'],
      roomId: place.room,
      seriesId: null,
      fromMinute: 540,
      toMinute: 660,
    },
    ...{ venue: '村委会', places: null, shifts: [], budget: 0, notice: null, sessions: [{ activityId, day }] },
  };
  expect(await act(who.lan, 'plan', plan)).toBe('accepted');
  expect(await act(who.lan, 'open', { activityId })).toBe('accepted');
  await county.world.system('activities.sign-up', {
    ...{ entryId: named('entry'), activityId, part: 'helper', clientId: null, helperId: who.wei, name: '韦小妹' },
    ...{ phone: null, shiftId: null, wholeSeries: false },
  });
}, 120_000);
afterAll(() => county.close());

it('gives out a code from a week before the day, once, to the phone of who planned it and to no other', async () => {
  await job();
  expect(await county.asOwner('select id from activities.codes')).toEqual([]);
  expect(await act(who.lan, 'take-code', { activityId })).toBe('activities.no-code-yet');
  county.world.now = at('08:00') - 7 * 86_400_000;
  await job();
  const [secret] = await secretOn(who.lan);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  await job();
  expect(await secretOn(who.lan)).toEqual([secret]);
  for (const userId of everybodyElse) expect([userId, await secretOn(userId)]).toEqual([userId, []]);
  const hex = Buffer.from(secret ?? '').toString('hex');
  for (const table of ['codes', 'own_codes']) {
    const [row] = await county.asOwner(`select encode(secret, 'hex') as secret from activities.${table}`);
    expect(String(row?.secret).length).toBeGreaterThan(hex.length);
    expect(String(row?.secret)).not.toContain(hex);
  }
});

it('shows the desk who checked in and how, prints the poster for the station alone, and tells nobody the secret', async () => {
  const [secret = ''] = await secretOn(who.lan);
  const coded = { id: activityId, secret };
  county.world.now = at('20:00');
  const digits = codeAt(coded, 'in', at('08:58'));
  expect(await act(who.wei, 'check-in', { digits }, at('08:58'))).toBe('accepted');
  const printed = printedCode(coded, 'out');
  expect(await act(who.wei, 'check-in', { digits: printed }, at('11:28'))).toBe('accepted');
  const url = `/api/activities/${activityId}`;
  const { body } = await county.get(who.lan, url);
  expect(body).toMatchObject({
    code: { mine: true },
    entries: [{ attended: 'came', hours: null }],
    checkIns: [
      { direction: 'in', source: 'code', state: 'counted', at: at('08:58') },
      { direction: 'out', source: 'print', state: 'waiting' },
    ],
  });
  expect(JSON.stringify(body)).not.toContain(secret);
  const poster = await county.get(who.qin, `${url}/poster`);
  expect(poster).toEqual({ status: 200, body: { in: printedCode(coded, 'in'), out: printed } });
  for (const nobody of [who.wu, who.wei]) expect((await county.get(nobody, `${url}/poster`)).status).toBe(403);
  expect((await county.get(others.long, `${url}/poster`)).status).toBe(404);
  const [row] = await county.asOwner("select id from activities.check_ins where source = 'print'");
  const input = { activityId, checkInIds: [row?.id], confirmed: true };
  expect(await act(others.long, 'judge-check-ins', input)).toBe('sync.out-of-reach');
  expect(await act(who.qin, 'judge-check-ins', input)).toBe('accepted');
  expect((await county.get(who.lan, url)).body).toMatchObject({ entries: [{ hours: { minutes: 150 } }] });
});

it('takes the secret off the phone after the day, one’s own part a week later, and forgets it after the last late check-in', async () => {
  county.world.now = at('08:00') + 86_400_000;
  await job();
  expect(await secretOn(who.lan)).toEqual([]);
  expect(await county.asOwner('select id from activities.own_codes')).toEqual([]);
  const phone = await county.world.phone(who.wei);
  await phone.sync();
  expect(phone.rows(ownParts)).toMatchObject([{ inState: 'counted', outState: 'counted' }]);
  county.world.now += 8 * 86_400_000;
  await job();
  await phone.sync();
  expect(phone.rows(ownParts)).toEqual([]);
  expect(await county.asOwner('select id from activities.codes')).toHaveLength(1);
  county.world.now += 90 * 86_400_000;
  await job();
  expect(await county.asOwner('select id from activities.codes')).toEqual([]);
  expect(await county.asOwner('select id from activities.check_ins')).toHaveLength(2);
  expect([codes.seenBy, checkIns.seenBy]).toEqual([[], []]);
  expect(county.world.faults).toEqual([]);
});
