/**
 * What Shan County did (DOMAIN.md 6), replayed by a station's own commands: over 400 needs through five channels, over 50
 * activities that answer them, over 10,000 attendances; what cannot be met stands with its reason; who helped has points for the hours,
 * and each point is handed in at the 26度万家驿站 once.
 */
import { activities, entries } from '@yimi/activities';
import { startOfDay } from '@yimi/kernel';
import { balanceOf, pointEntries, vouchers } from '@yimi/points';
import { systemActor } from '@yimi/sync';
import { expect, it } from 'vitest';
import { counted, memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const channels = ['市长热线', '上门走访', '微心愿', '书记茶摊', '善益站'] as const;
const kinds = ['文体健康', '助餐', '社区参与', '环境保护'] as const;
const needsInAll = 410;
const activitiesInAll = 52;
const headsEach = 190;
/** Ten teams, of whom two people each come in turn. */
const helpersInAll = 20;
const helperAt = (n: number, at: number): string => named(`volunteer ${(2 * n + at) % helpersInAll}`);
/** Six a day over nine days, one after the other: nobody is at two of them at once. */
const dayOfActivity = (n: number): string => `2026-03-0${1 + (n % 9)}`;
const minuteOfActivity = (n: number): number => 480 + Math.floor(n / 9) * 120;
const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };

async function gather(world: World): Promise<void> {
  for (let n = 0; n < needsInAll; n++) {
    const need = {
      ...{ needId: named(`need ${n}`), channel: channels[n % 5], kind: kinds[n % 4], words: '大家一起说的', ...nobody },
      ...{ roomId: n % 3 === 0 ? place.far : place.room, byProxy: false, visitId: null, receivedAt: world.now },
      ...{ urgency: null, numberHash: null },
    };
    expect(await told(world, who.lan, 'needs.record', need)).toBe('accepted');
  }
}

/** One need in ten cannot be met; the others are answered by the activities. */
async function answer(world: World): Promise<void> {
  for (let n = 0; n < needsInAll; n++) {
    const needId = named(`need ${n}`);
    const [name, input] =
      n % 10 === 9
        ? (['needs.leave-unmet', { needId, reason: 'no-resource', note: '还没有场地' }] as const)
        : (['needs.answer', { needId, by: 'activity', note: '办了活动', done: true }] as const);
    expect(await told(world, who.lan, name, input)).toBe('accepted');
  }
}

async function hold(world: World, n: number): Promise<void> {
  const activityId = named(`activity ${n}`);
  const send = async (name: string, input: object = {}): Promise<void> => {
    expect(await told(world, who.lan, `activities.${name}`, { activityId, ...input })).toBe('accepted');
  };
  const plan = {
    ...{ title: `社区活动 ${n}`, aim: '', kinds: [kinds[n % 4]], roomId: place.room, seriesId: null, places: null },
    ...{ sessions: [{ activityId, day: dayOfActivity(n) }], venue: '小区广场', shifts: [] },
    ...{ fromMinute: minuteOfActivity(n), toMinute: minuteOfActivity(n) + 120 },
    ...{ budget: 30_000, notice: null },
  };
  expect(await told(world, who.lan, 'activities.plan', plan)).toBe('accepted');
  await send('open');
  const people = Array.from({ length: 10 }, (_, at) => named(`entry ${n} ${at}`));
  for (const [at, entryId] of people.entries()) {
    const helps = at < 2;
    await send('sign-up', {
      ...{ entryId, part: helps ? 'helper' : 'participant', clientId: null, phone: null, shiftId: null },
      ...{ helperId: helps ? helperAt(n, at) : null, name: `居民 ${at}`, wholeSeries: false },
    });
  }
  await send('tick', { ticks: people.map((entryId) => ({ entryId, attended: 'came' })) });
  const fromAt = startOfDay(dayOfActivity(n)) + minuteOfActivity(n) * 60_000;
  for (const entryId of people.slice(0, 2)) {
    const noted = { entryId, fromAt, toAt: fromAt + 7_200_000 };
    expect(await told(world, who.lan, 'activities.note-hours', noted)).toBe('accepted');
  }
  await send('count-heads', { heads: headsEach });
  await send('hold');
  await send('close', { spent: 28_000, summary: '来的人都说好' });
}

const house = named('26度万家驿站');
const oil = { what: '食用油一瓶', points: 5 };
const codeOf = (n: number, nth: number): string =>
  `0000-0000-${String(nth).padStart(4, '0')}-${String(n).padStart(4, '0')}`;
const today = '2026-03-10';

/** Everybody asks for all that their points allow, and once more; each voucher is shown twice, and also elsewhere. */
async function spendPoints(world: World): Promise<void> {
  const sums = () =>
    (['county', 'helper', 'reserved', 'merchant'] as const).map(
      (account) => balanceOf(account, rowsOf(world, pointEntries)) / 60,
    );
  const given = 2 * 2 * activitiesInAll;
  expect(sums()).toEqual([-given, given, 0, 0]);
  const shop = { merchantId: house, stationId: place.station, name: '26度万家驿站', offers: [oil], open: true };
  expect(await told(world, who.shi, 'points.save-merchant', { ...shop, token: codeOf(0, 9) })).toBe('accepted');
  const reserve = (n: number, nth: number) =>
    told(world, who.lan, 'points.reserve-voucher', {
      ...{ number: codeOf(n, nth), helperId: named(`volunteer ${n}`), stationId: place.station },
      ...{ merchantId: house, offer: oil },
    });
  const spend = (n: number, nth: number, merchantId = house) =>
    told(world, systemActor, 'points.spend-voucher', { number: codeOf(n, nth), merchantId, handedOn: today });
  for (let n = 0; n < helpersInAll; n++) {
    // Ten points or twelve: two bottles, and never a third.
    expect([await reserve(n, 1), await reserve(n, 2), await reserve(n, 3)]).toEqual([
      ...['accepted', 'accepted', 'points.not-enough'],
    ]);
    expect(await spend(n, 1, named('another shop'))).toBe('points.other-merchant');
    expect([await spend(n, 1), await spend(n, 1)]).toEqual(['accepted', 'points.voucher-spent']);
  }
  // The month is settled: what the shop handed over is what its vouchers say and what the ledger moved.
  const spent = rowsOf(world, vouchers).filter((one) => one.state === 'spent' && one.merchantId === house);
  expect(spent).toHaveLength(helpersInAll);
  expect(spent.reduce((sum, one) => sum + one.points, 0)).toBe(helpersInAll * oil.points);
  expect(sums()).toEqual([
    -given,
    given - 2 * helpersInAll * oil.points,
    helpersInAll * oil.points,
    helpersInAll * oil.points,
  ]);
}

it('400 needs over five channels become 50 activities and 10,000 attendances, every number is its records, and every point is spent once', async () => {
  const world = await memoryCounty();
  world.now = Date.parse('2026-03-10T09:00:00+08:00');
  const rule = { inUse: true, perHour: 1, months: 12 };
  expect(await told(world, who.wu, 'points.change-rule', rule)).toBe('accepted');
  await gather(world);
  for (let n = 0; n < activitiesInAll; n++) await hold(world, n);
  await answer(world);
  expect(counted(world, 'needs.needs')).toBe(needsInAll);
  for (const channel of channels) expect(counted(world, 'needs.needs', channel)).toBe(needsInAll / 5);
  expect(counted(world, 'needs.unmet', 'no-resource')).toBe(41);
  expect(counted(world, 'needs.answered', 'activity')).toBe(369);
  expect(counted(world, 'activities.held')).toBe(activitiesInAll);
  const attendances = activitiesInAll * (headsEach + 10);
  expect(attendances).toBeGreaterThan(10_000);
  expect(counted(world, 'activities.attendances')).toBe(attendances);
  expect(rowsOf(world, entries).filter((entry) => entry.attended === 'came')).toHaveLength(attendances);
  for (const kind of kinds) {
    const of = rowsOf(world, activities).filter((one) => one.kinds.includes(kind)).length;
    expect(counted(world, 'activities.attendances-by-kind', kind)).toBe(of * (headsEach + 10));
  }
  // The same volunteers at several of them are twenty people.
  expect(counted(world, 'activities.people', 'station-month', 'helper')).toBe(helpersInAll);
  await spendPoints(world);
});
