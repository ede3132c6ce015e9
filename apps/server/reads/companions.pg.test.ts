/** Pairs at the desk: whom it shows whom, in which order, and that a visit sent by the volunteer's phone stands there. */
import { startOfDay } from '@yimi/kernel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newVisit } from '../../../tests/world/world.ts';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
const url = '/api/companions';

beforeAll(async () => {
  county = await openReadingCounty();
  const { world } = county;
  const told = { phone: '13800000021', sex: null, skills: [], languages: [], free: 3, mostMinutes: 40, places: 2 };
  const days = { insuredUntil: null, trainedOn: null, consentOn: '2026-01-01', roomId: place.room };
  await world.system('volunteers.add', { profileId: who.wei, withAccount: true, name: '韦小妹', ...told, ...days });
  await world.system('volunteers.add', {
    profileId: named('v1'),
    withAccount: false,
    name: '罗师傅',
    ...told,
    ...days,
  });
  const agreed = { kinds: ['comfort', 'care'], sinceOn: '2026-02-01' };
  for (const [pair, helperId, everyDays] of [
    ['own', who.wei, 30],
    ['desk', named('v1'), 7],
  ] as const)
    await world.system('volunteers.pair-up', {
      ...{ pairId: named(pair), helperId, clientId: named('client'), everyDays, ...agreed },
    });
  const visit = newVisit(named('v'), world, { visitedAt: startOfDay('2026-03-04') + 3_600_000 });
  const [outcome] = await world.send(who.wei, world.envelope('services.record-visit', visit));
  expect(outcome?.status).toBe('accepted');
});
afterAll(() => county.close());

it('shows the desk who is expected first, with the visit that made a contact and no other helper’s', async () => {
  const { status, body } = await county.get(who.lan, url);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    rows: [
      { id: named('desk'), helperName: '罗师傅', late: true, lastOn: null, times: 0, name: '杨桂花' },
      {
        ...{ id: named('own'), helperName: '韦小妹', late: false, lastOn: '2026-03-04', dueOn: '2026-04-03', times: 1 },
        contacts: [{ day: '2026-03-04', byVisit: true, kinds: [] }],
      },
    ],
  });
});

it('is the desk’s alone: volunteers, villages, the county and another station see nothing of it', async () => {
  for (const userId of [who.wei, who.qin, who.wu, others.shiyuan, others.ping]) {
    const { status } = await county.get(userId, url);
    expect([userId, status]).toEqual([userId, 403]);
  }
  expect((await county.get(others.long, url)).body).toMatchObject({ rows: [] });
});
