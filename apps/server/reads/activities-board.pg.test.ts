/** A month of activities at the console: sums that open to their records, lists of names for the organiser's own eyes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
const activityId = named('dumplings');

const joining = (id: string, more: object) => ({
  ...{ entryId: named(id), activityId, part: 'participant', clientId: null, helperId: null, name: null, phone: null },
  ...{ shiftId: null, wholeSeries: false, ...more },
});

beforeAll(async () => {
  county = await openReadingCounty();
  const { world } = county;
  await world.system('activities.plan', {
    ...{ title: '包饺子', aim: '一起过节', kinds: ['社会融入', '助餐'], roomId: place.room, seriesId: null },
    ...{ sessions: [{ activityId, day: '2026-03-08' }], fromMinute: 540, toMinute: 660, venue: '村委会' },
    ...{ places: 2, shifts: [], budget: 80_000, notice: '来帮忙包饺子' },
  });
  await world.system('activities.open', { activityId });
  await world.system('activities.sign-up', joining('e1', { clientId: named('client') }));
  await world.system('activities.sign-up', joining('e2', { name: '覃来宝', phone: '13800000009' }));
  await world.system('activities.sign-up', joining('e3', { name: '蒙阿妹' }));
  await world.system('activities.sign-up', joining('e4', { part: 'helper', helperId: who.wei, name: '韦小妹' }));
  const ticks = ['e1', 'e4'].map((id) => ({ entryId: named(id), attended: 'came' }));
  await world.system('activities.tick', { activityId, ticks });
  await world.system('activities.count-heads', { activityId, heads: 7 });
  await world.system('activities.rate', { entryId: named('e1'), rating: 5, words: '还想来' });
  await world.system('activities.hold', { activityId });
});
afterAll(() => county.close());

it('adds up a month for station and county, by kind and by what lies below', async () => {
  const sums = { held: 1, attendances: 9, people: 2, helpers: 1, ratings: [0, 0, 0, 0, 1] };
  const station = (await county.get(who.lan, '/api/activities?month=2026-03')).body;
  expect(station).toMatchObject({ sums, below: [{ id: place.room, held: 1, attendances: 9 }] });
  expect(station).toMatchObject({ rows: [{ id: activityId, signed: 2, waiting: 1, came: 9, budget: 80_000 }] });
  expect(z.object({ kinds: z.array(z.object({ kind: z.string() })) }).parse(station).kinds).toHaveLength(2);
  const all = (await county.get(who.wu, '/api/activities?month=2026-03')).body;
  // The county reads the sums and opens them; the list of the organiser's own activities it does not need.
  expect(all).toMatchObject({ sums, below: [{ id: place.station, held: 1 }], rows: [] });
  expect((await county.get(others.long, '/api/activities?month=2026-03')).body).toMatchObject({
    sums: { held: 0, attendances: 0 },
    rows: [],
  });
  expect((await county.get(who.wei, '/api/activities')).status).toBe(403);
});

it('opens each number to as many records, with names for who may read people there and for nobody else', async () => {
  const opened = async (user: string, figure: string, more = '') => {
    const { status, body } = await county.get(user, `/api/figures/activities.${figure}/records?month=2026-03${more}`);
    expect(status).toBe(200);
    return body;
  };
  const kind = `&dims=${encodeURIComponent(JSON.stringify({ kinds: '助餐' }))}`;
  expect(await opened(who.wu, 'held-by-kind', kind)).toMatchObject({ total: 1, rows: [{ title: '包饺子' }] });
  expect(await opened(who.lan, 'attendances-by-kind', kind)).toMatchObject({ total: 9 });
  expect(await opened(who.lan, 'people')).toMatchObject({ total: 2 });
  expect(await opened(who.lan, 'ratings')).toMatchObject({ total: 1 });
  const told = JSON.stringify(await opened(who.lan, 'attendances'));
  for (const name of ['杨桂花', '韦小妹', '覃来宝']) expect(told).toContain(name);
  expect(await opened(who.lan, 'attendances')).toMatchObject({
    total: 9,
    leftOut: [{ reason: 'did-not-come', n: 2 }],
  });
  const countyTold = JSON.stringify(await opened(who.wu, 'attendances'));
  for (const name of ['杨桂花', '韦小妹', '覃来宝']) expect(countyTold).not.toContain(name);
});

it('shows the list of one activity to its station and village, and to others not even that there is one', async () => {
  const url = `/api/activities/${activityId}`;
  for (const user of [who.lan, who.shi, who.qin]) {
    const { status, body } = await county.get(user, url);
    expect(status).toBe(200);
    expect(body).toMatchObject({ heads: 7, activity: { title: '包饺子' }, helpers: [{ id: who.wei, name: '韦小妹' }] });
    const { entries } = z
      .object({ entries: z.array(z.looseObject({ name: z.string(), seat: z.string() })) })
      .parse(body);
    expect(entries.map(({ name, seat }) => [name, seat])).toEqual([
      ['杨桂花', 'in'],
      ['覃来宝', 'in'],
      ['蒙阿妹', 'waiting'],
      ['韦小妹', 'in'],
    ]);
  }
  const elsewhere = await county.get(others.long, url);
  const nowhere = await county.get(others.long, `/api/activities/${named('never')}`);
  expect([elsewhere.status, elsewhere.body]).toEqual([nowhere.status, nowhere.body]);
  expect(elsewhere.status).toBe(404);
  for (const nobody of [who.wu, who.wei]) expect((await county.get(nobody, url)).status).toBe(403);
});

it('adds up a volunteer’s hours with the stretches behind them, for the station and village and for nobody else', async () => {
  const at = (clock: string): number => Date.parse(`2026-03-08T${clock}:00+08:00`);
  const stretch = { fromAt: at('09:00'), toAt: at('11:30') };
  await county.world.system('activities.note-hours', { entryId: named('e4'), ...stretch });
  const added = { hoursId: named('by hand'), helperId: who.wei, helperName: '韦小妹', roomId: place.room };
  const from = { fromAt: at('11:00'), toAt: at('12:00'), reason: '收拾场地' };
  await county.world.system('activities.add-hours', { ...added, ...from });
  const waits = { id: named('by hand'), state: 'waiting', minutes: 0, reason: '收拾场地' };
  for (const user of [who.lan, who.qin]) {
    expect((await county.get(user, '/api/hours?month=2026-03')).body).toMatchObject({
      helpers: [{ id: who.wei, name: '韦小妹', minutes: 150, total: 150, stars: 0 }],
      rows: [{ title: '包饺子', minutes: 150, state: 'counted' }, waits],
      volunteers: [{ id: who.wei, roomId: place.room }],
    });
  }
  const confirmed = { hoursId: named('by hand'), confirmed: true, reason: null };
  const [outcome] = await county.world.send(who.shi, county.world.envelope('activities.confirm-hours', confirmed));
  expect(outcome?.status).toBe('accepted');
  expect((await county.get(who.lan, '/api/hours?month=2026-03')).body).toMatchObject({
    helpers: [{ minutes: 180 }],
    rows: [{ minutes: 150 }, { minutes: 30, overlapping: 30, source: 'by-hand', state: 'counted' }],
  });
  expect((await county.get(others.long, '/api/hours?month=2026-03')).body).toMatchObject({ helpers: [], rows: [] });
  for (const nobody of [who.wu, who.wei]) expect((await county.get(nobody, '/api/hours')).status).toBe(403);
});

it('offers for hours by hand whoever is on the book, also without an account, and each of them once', async () => {
  const told = { phone: null, sex: null, skills: [], languages: [], free: 0, mostMinutes: 30, places: 2 };
  const days = { insuredUntil: null, trainedOn: null, consentOn: null, roomId: place.room };
  const add = (profileId: string, name: string, withAccount: boolean) =>
    county.world.system('volunteers.add', { profileId, withAccount, name, ...told, ...days });
  await add(named('no phone'), '覃大姐', false);
  await add(who.wei, '韦小妹', true);
  const { body } = await county.get(who.lan, '/api/hours?month=2026-03');
  const { volunteers } = z.object({ volunteers: z.array(z.object({ id: z.string(), name: z.string() })) }).parse(body);
  expect(volunteers.filter((one) => one.id === who.wei)).toHaveLength(1);
  expect(volunteers.map((one) => one.name)).toContain('覃大姐');
  expect(new Set(volunteers.map((one) => one.id)).size).toBe(volunteers.length);
  const list = await county.get(who.lan, `/api/activities/${activityId}`);
  expect(JSON.stringify(list.body)).toContain('"minutes":150');
});
