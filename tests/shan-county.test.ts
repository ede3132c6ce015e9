/**
 * What Shan County did (DOMAIN.md 6), replayed by a station's own commands: over 400 needs through five channels, over 50
 * activities that answer them, over 10,000 attendances; what cannot be met stands with its reason. Points are not in it yet.
 */
import { activities, entries } from '@yimi/activities';
import { expect, it } from 'vitest';
import { counted, memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const channels = ['市长热线', '上门走访', '微心愿', '书记茶摊', '善益站'] as const;
const kinds = ['文体健康', '助餐', '社区参与', '环境保护'] as const;
const needsInAll = 410;
const activitiesInAll = 52;
const headsEach = 190;
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
    ...{ sessions: [{ activityId, day: '2026-03-09' }], fromMinute: 540, toMinute: 660, venue: '小区广场', shifts: [] },
    ...{ budget: 30_000, notice: null },
  };
  expect(await told(world, who.lan, 'activities.plan', plan)).toBe('accepted');
  await send('open');
  const people = Array.from({ length: 10 }, (_, at) => named(`entry ${n} ${at}`));
  for (const [at, entryId] of people.entries()) {
    const helps = at < 2;
    await send('sign-up', {
      ...{ entryId, part: helps ? 'helper' : 'participant', clientId: null, phone: null, shiftId: null },
      ...{ helperId: helps ? named(`volunteer ${at}`) : null, name: `居民 ${at}`, wholeSeries: false },
    });
  }
  await send('tick', { ticks: people.map((entryId) => ({ entryId, attended: 'came' })) });
  await send('count-heads', { heads: headsEach });
  await send('hold');
  await send('close', { spent: 28_000, summary: '来的人都说好' });
}

it('400 needs over five channels become 50 activities and 10,000 attendances, and every number is its records', async () => {
  const world = await memoryCounty();
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
  // The same two volunteers at every one of them are two people.
  expect(counted(world, 'activities.people', 'station-month', 'helper')).toBe(2);
});
