/** Volunteers as a station keeps them: who takes whom on, what a profile may not say, whom one may ask, and what phones are sent. */
import { mayBeAsked, partners, profiles, projects } from '@yimi/volunteers';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const send = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `volunteers.${name}`, input);
const profileOf = (world: World, id: string) => rowsOf(world, profiles).find((row) => row.id === id);

const drummer = (id: string, more: object = {}) => ({
  ...{
    profileId: named(id),
    withAccount: false,
    roomId: place.room,
    name: '罗师傅',
    phone: '13800000021',
    sex: 'male',
  },
  ...{ skills: ['文艺', '教学'], languages: ['普通话', '壮'], free: 0b11, mostMinutes: 40, places: 2 },
  ...{ insuredUntil: '2026-12-31', trainedOn: '2026-02-01', consentOn: '2026-03-01', ...more },
});
function correcting(id: string, more: object = {}): object {
  const { withAccount: _, ...told } = drummer(id, more);
  return told;
}
const only = (id: string) => ({ profileId: named(id) });

const library = (more: object = {}) => ({
  ...{ name: '腰鼓班', what: '十次课，从零学起', kinds: ['文体健康'], skills: ['文艺'], languages: [], times: 0b100 },
  ...{ roomIds: [], limits: '一次二十人', open: true, stationId: place.station, ...more },
});
const partner = (id: string, more: object = {}) => ({
  ...{ partnerId: named(id), contactName: '陆老板', contactPhone: '13800000031', ...library({ name: '陆家鼓坊' }) },
  ...more,
});
const project = (id: string, more: object = {}) => ({ projectId: named(id), partnerId: null, ...library(), ...more });

describe('who takes volunteers on', () => {
  it('a village worker in the own village, the station in all of its villages, a volunteer and the county nowhere', async () => {
    const world = await memoryCounty();
    expect(await send(world, who.qin, 'add', drummer('a'))).toBe('accepted');
    expect(await send(world, who.qin, 'add', drummer('b', { roomId: place.far }))).toBe('sync.out-of-reach');
    expect(await send(world, who.lan, 'add', drummer('b', { roomId: place.far }))).toBe('accepted');
    for (const name of ['pause', 'resume', 'end']) {
      const input = (id: string) => (name === 'pause' ? { ...only(id), untilDay: null } : only(id));
      expect(await send(world, who.qin, name, input('b'))).toBe('sync.out-of-reach');
      for (const nobody of [who.wei, who.wu]) {
        expect(await send(world, nobody, name, input('a'))).toBe('sync.out-of-reach');
        // What is not there is told from what is out of reach by nobody (law A5).
        expect(await send(world, nobody, name, input('never'))).toBe('sync.out-of-reach');
      }
    }
    for (const nobody of [who.wei, who.wu]) {
      expect(await send(world, nobody, 'add', drummer('c'))).toBe('sync.out-of-reach');
      expect(await send(world, nobody, 'correct', correcting('a'))).toBe('sync.out-of-reach');
    }
    expect(profileOf(world, named('a'))).toMatchObject({ state: 'active', stationId: place.station });
  });

  it('somebody with an account stands under it, so that nobody is two volunteers, and only where they have a post', async () => {
    const world = await memoryCounty();
    const own = drummer('x', { profileId: who.wei, withAccount: true, name: '韦小妹', sex: 'female' });
    expect(await send(world, who.lan, 'add', own)).toBe('accepted');
    expect(await send(world, who.shi, 'add', own)).toBe('volunteers.already-added');
    expect(await send(world, who.lan, 'add', drummer('y', { withAccount: true }))).toBe('volunteers.no-post-there');
    expect(rowsOf(world, profiles)).toHaveLength(1);
  });

  it('no phone is sent a profile, a project or a partner', async () => {
    const world = await memoryCounty();
    await send(world, who.lan, 'add', drummer('x', { profileId: who.wei, withAccount: true }));
    await send(world, who.lan, 'save-partner', partner('p'));
    await send(world, who.lan, 'save-project', project('j'));
    expect([...rowsOf(world, partners), ...rowsOf(world, projects), ...rowsOf(world, profiles)]).toHaveLength(3);
    for (const user of [who.wei, who.qin, who.lan]) {
      const phone = await world.phone(user);
      await phone.sync();
      expect([...phone.rows(profiles), ...phone.rows(partners), ...phone.rows(projects)]).toEqual([]);
    }
  });
});

describe('the number of a volunteer', () => {
  it('counts up under the code of the township, and is kept by who leaves and comes back', async () => {
    const world = await memoryCounty();
    for (const id of ['a', 'b']) await send(world, who.lan, 'add', drummer(id));
    expect(profileOf(world, named('a'))?.number).toBe('459901201-0001');
    expect(profileOf(world, named('b'))?.number).toBe('459901201-0002');
    expect(await send(world, who.lan, 'end', only('a'))).toBe('accepted');
    expect(profileOf(world, named('a'))).toMatchObject({ state: 'ended', phone: null, consentOn: null });
    expect(await send(world, who.lan, 'end', only('a'))).toBe('volunteers.has-ended');
    expect(await send(world, who.lan, 'add', drummer('c'))).toBe('accepted');
    expect(await send(world, who.lan, 'add', drummer('a', { roomId: place.far }))).toBe('accepted');
    expect(profileOf(world, named('a'))).toMatchObject({
      number: '459901201-0001',
      state: 'active',
      roomId: place.far,
    });
    expect(profileOf(world, named('c'))?.number).toBe('459901201-0003');
  });

  it('is never given twice, also where a village took its volunteers to another station', async () => {
    const world = await memoryCounty();
    for (const id of ['a', 'b']) await send(world, who.lan, 'add', drummer(id));
    await send(world, who.lan, 'add', drummer('c', { roomId: place.far }));
    await world.system('network.change-station-of-room', {
      ...{ roomId: place.far, stationId: place.other, fromDay: '2026-03-01' },
    });
    expect(profileOf(world, named('c'))).toMatchObject({ stationId: place.other, number: '459901201-0003' });
    // It is the other station's volunteer now.
    expect(await send(world, who.lan, 'end', only('c'))).toBe('sync.out-of-reach');
    await send(world, who.lan, 'add', drummer('d'));
    await world.system('volunteers.add', drummer('e', { roomId: place.far }));
    const numbers = rowsOf(world, profiles).map((row) => row.number);
    expect(numbers.sort()).toEqual([
      ...['459901201-0001', '459901201-0002', '459901201-0003', '459901201-0004', '459901202-0001'],
    ]);
  });
});

describe('a profile', () => {
  it('is put right, and keeps what it is not asked about', async () => {
    const world = await memoryCounty();
    await send(world, who.lan, 'add', drummer('a'));
    const right = correcting('a', { skills: ['维修', '维修'], phone: null, roomId: place.far });
    expect(await send(world, who.lan, 'correct', right)).toBe('accepted');
    expect(profileOf(world, named('a'))).toMatchObject({
      ...{ skills: ['维修'], phone: null, roomId: place.far, number: '459901201-0001', state: 'active' },
    });
    expect(await send(world, who.lan, 'correct', correcting('a', { roomId: named('no village') }))).toBe(
      'volunteers.unknown-village',
    );
    await world.system('network.change-station-of-room', {
      ...{ roomId: place.room, stationId: place.other, fromDay: '2026-03-01' },
    });
    expect(await send(world, who.lan, 'correct', correcting('a'))).toBe('volunteers.village-elsewhere');
    await send(world, who.lan, 'end', only('a'));
    expect(await send(world, who.lan, 'correct', right)).toBe('volunteers.has-ended');
  });

  it('knows no consent and no training of days to come, and no half-day beyond the week', async () => {
    const world = await memoryCounty();
    for (const field of ['consentOn', 'trainedOn']) {
      const early = drummer('a', { [field]: '2026-03-11' });
      expect(await send(world, who.lan, 'add', early), field).toBe('volunteers.day-to-come');
    }
    expect(await send(world, who.lan, 'add', drummer('a', { free: 2 ** 14 }))).toBe('sync.wrong-shape');
    expect(rowsOf(world, profiles)).toEqual([]);
    expect(await send(world, who.lan, 'add', drummer('a', { free: 2 ** 14 - 1 }))).toBe('accepted');
  });

  it('rests until a day or until told, and helps again', async () => {
    const world = await memoryCounty();
    await send(world, who.lan, 'add', drummer('a'));
    expect(await send(world, who.lan, 'resume', only('a'))).toBe('volunteers.not-paused');
    const until = (untilDay: string | null) => send(world, who.lan, 'pause', { ...only('a'), untilDay });
    expect(await until('2026-03-09')).toBe('volunteers.pause-is-past');
    expect(await until('2026-03-20')).toBe('accepted');
    expect(profileOf(world, named('a'))).toMatchObject({ state: 'paused', pausedUntil: '2026-03-20' });
    expect(await send(world, who.lan, 'resume', only('a'))).toBe('accepted');
    expect(profileOf(world, named('a'))).toMatchObject({ state: 'active', pausedUntil: null });
  });
});

it('asks only who agreed, does not rest and has not left', () => {
  const day = '2026-03-10';
  const agreed = { state: 'active', pausedUntil: null, consentOn: '2026-03-01' } as const;
  expect(mayBeAsked(agreed, day)).toBe(true);
  expect(mayBeAsked({ ...agreed, consentOn: null }, day)).toBe(false);
  expect(mayBeAsked({ ...agreed, consentOn: '2026-03-11' }, day)).toBe(false);
  expect(mayBeAsked({ ...agreed, state: 'paused' }, day)).toBe(false);
  expect(mayBeAsked({ ...agreed, state: 'paused', pausedUntil: '2026-03-10' }, day)).toBe(false);
  expect(mayBeAsked({ ...agreed, state: 'paused', pausedUntil: '2026-03-09' }, day)).toBe(true);
  expect(mayBeAsked({ ...agreed, state: 'ended' }, day)).toBe(false);
});

describe('the library', () => {
  it('is the station’s: its villages, its partners, and nobody else’s', async () => {
    const world = await memoryCounty();
    for (const nobody of [who.wei, who.qin, who.wu]) {
      expect(await send(world, nobody, 'save-project', project('j'))).toBe('sync.out-of-reach');
      expect(await send(world, nobody, 'save-partner', partner('p'))).toBe('sync.out-of-reach');
    }
    expect(await send(world, who.lan, 'save-project', project('j', { stationId: place.other }))).toBe(
      'sync.out-of-reach',
    );
    expect(await send(world, who.lan, 'save-project', project('j', { partnerId: named('p') }))).toBe(
      'volunteers.no-such-partner',
    );
    expect(await send(world, who.lan, 'save-partner', partner('p'))).toBe('accepted');
    expect(await send(world, who.lan, 'save-project', project('j', { partnerId: named('p') }))).toBe('accepted');
    expect(await send(world, who.shi, 'save-project', project('j', { open: false, limits: '' }))).toBe('accepted');
    expect(rowsOf(world, projects)).toMatchObject([{ open: false, limits: '', partnerId: null, authorId: who.shi }]);
    const elsewhere = { roomIds: [named('no village')] };
    expect(await send(world, who.lan, 'save-partner', partner('q', elsewhere))).toBe('volunteers.unknown-village');
    // A row of another station can be taken over by nobody.
    await world.system('volunteers.save-partner', partner('r', { stationId: place.other }));
    expect(await send(world, who.lan, 'save-partner', partner('r'))).toBe('sync.out-of-reach');
    expect(rowsOf(world, partners)).toHaveLength(2);
  });
});
