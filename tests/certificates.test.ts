/** Certificates of service: only hours that count, each paper of one station, and what the hours come to afterwards is said. */
import { certificateId, certificates } from '@yimi/activities';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const at = (clock: string, day = '2026-03-10'): number => Date.parse(`${day}T${clock}:00+08:00`);
const numbers = ['7K3M-0QXW-9RTA-52HV', '7K3M-0QXW-9RTA-52HW', '7K3M-0QXW-9RTA-52HX'] as const;
const [first, second, third] = numbers;

async function county(): Promise<World> {
  const world = await memoryCounty();
  world.now = at('20:00');
  return world;
}
const send = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `activities.${name}`, input);
const issue = (world: World, number: string, more: object = {}, userId = who.lan) =>
  send(world, userId, 'issue-certificate', {
    ...{ number, helperId: who.wei, stationId: place.station, fromDay: '2026-03-01', toDay: '2026-03-10' },
    ...{ askedFor: true, ...more },
  });
const papers = (world: World) => rowsOf(world, certificates);
const paper = (world: World, number: string) => papers(world).find((one) => one.number === number);

async function added(world: World, id: string, from: string, to: string, day = '2026-03-10') {
  const came = await send(world, who.lan, 'add-hours', {
    ...{ hoursId: named(id), helperId: who.wei, helperName: '韦小妹', roomId: place.room, reason: '陪覃奶奶看病' },
    ...{ fromAt: at(from, day), toAt: at(to, day) },
  });
  expect(came).toBe('accepted');
}
const confirmed = (world: World, id: string) =>
  world.system('activities.confirm-hours', { hoursId: named(id), confirmed: true, reason: null });

describe('a certificate', () => {
  it('names person, hours, content, issuer, number and day, and says nothing of why hours were added by hand', async () => {
    const world = await county();
    await added(world, 'a', '09:00', '11:00');
    await confirmed(world, 'a');
    expect(await issue(world, first)).toBe('accepted');
    expect(paper(world, first)).toMatchObject({
      ...{ id: certificateId(first), helperName: '韦小妹', minutes: 120, minutesNow: 120, total: 120, stars: 0 },
      ...{ stationId: place.station, issuedOn: '2026-03-10', state: 'valid', issuedBy: who.lan },
      lines: [{ kind: 'by-hand', title: null, times: 1, minutes: 120 }],
    });
    expect(JSON.stringify(papers(world))).not.toContain('覃奶奶');
  });

  it('holds only hours that count: not those that wait, lie outside its days, or came from another system', async () => {
    const world = await county();
    await added(world, 'waits', '09:00', '10:00');
    await added(world, 'before', '09:00', '10:00', '2026-02-27');
    await confirmed(world, 'before');
    const brought = { helperId: who.wei, helperName: '韦小妹', roomId: place.room, system: 'zhiyuanyun', number: '7' };
    await world.system('activities.import-hours', { ...brought, fromAt: at('17:00'), toAt: at('19:00') });
    expect(await issue(world, first)).toBe('activities.nothing-to-certify');
    await added(world, 'counts', '13:00', '13:30');
    await confirmed(world, 'counts');
    expect(await issue(world, first)).toBe('accepted');
    // In all: what counts of every day and source, on which the stars depend.
    expect(paper(world, first)).toMatchObject({ minutes: 30, total: 210 });
  });

  it('is of one station: another certifies its own hours and cannot certify these', async () => {
    const world = await county();
    await added(world, 'a', '09:00', '11:00');
    await confirmed(world, 'a');
    expect(await issue(world, first, { stationId: place.other })).toBe('sync.out-of-reach');
    expect(await issue(world, first, {}, who.wei)).toBe('sync.out-of-reach');
    expect(await issue(world, first, {}, who.wu)).toBe('sync.out-of-reach');
    expect(papers(world)).toEqual([]);
  });

  it('is refused for days that are not over, days the wrong way round, and without having been asked for', async () => {
    const world = await county();
    await added(world, 'a', '09:00', '11:00');
    await confirmed(world, 'a');
    expect(await issue(world, first, { toDay: '2026-03-11' })).toBe('activities.wrong-period');
    expect(await issue(world, first, { fromDay: '2026-03-10', toDay: '2026-03-09' })).toBe('activities.wrong-period');
    expect(await issue(world, first, { askedFor: false })).toBe('sync.wrong-shape');
    expect(await issue(world, 'ABC')).toBe('sync.wrong-shape');
  });

  it('gives a number once, and a newer one over the same days stands in the place of the older', async () => {
    const world = await county();
    await added(world, 'a', '09:00', '11:00');
    await confirmed(world, 'a');
    expect(await issue(world, first)).toBe('accepted');
    expect(await issue(world, first, { toDay: '2026-03-09' })).toBe('activities.certificate-number-taken');
    expect(await issue(world, second, { fromDay: '2026-03-05' })).toBe('accepted');
    expect(paper(world, first)?.state).toBe('valid');
    expect(await issue(world, third)).toBe('accepted');
    expect(papers(world).map(({ number, state }) => [number, state])).toEqual([
      [first, 'replaced'],
      [second, 'valid'],
      [third, 'valid'],
    ]);
  });

  it('says what its hours come to once some were struck, and as many again once they are put right', async () => {
    const world = await county();
    for (const [id, from, to] of [
      ['a', '09:00', '11:00'],
      ['b', '10:30', '12:00'],
    ] as const) {
      await added(world, id, from, to);
      await confirmed(world, id);
    }
    expect(await issue(world, first)).toBe('accepted');
    expect(paper(world, first)).toMatchObject({ minutes: 180, minutesNow: 180 });
    expect(await send(world, who.lan, 'strike-hours', { hoursId: named('a'), reason: '记错了人' })).toBe('accepted');
    // The half-hour that both covered is the second one's now.
    expect(paper(world, first)).toMatchObject({ minutes: 180, minutesNow: 90, state: 'valid' });
    await added(world, 'c', '09:00', '10:30');
    expect(paper(world, first)?.minutesNow).toBe(90);
    await confirmed(world, 'c');
    expect(paper(world, first)?.minutesNow).toBe(180);
  });

  it('is withdrawn with a reason, once, by its own station', async () => {
    const world = await county();
    await added(world, 'a', '09:00', '11:00');
    await confirmed(world, 'a');
    await issue(world, first);
    const withdraw = (userId: string) =>
      send(world, userId, 'withdraw-certificate', { certificateId: certificateId(first), reason: '开错了期间' });
    expect(await withdraw(who.wei)).toBe('sync.out-of-reach');
    expect(await withdraw(who.lan)).toBe('accepted');
    expect(paper(world, first)).toMatchObject({ state: 'withdrawn', endedOn: '2026-03-10', reason: '开错了期间' });
    expect(await withdraw(who.lan)).toBe('activities.certificate-withdrawn');
  });

  it('lists what was done by its title, the most first, and adds what has no room into one line', async () => {
    const world = await county();
    for (let n = 1; n <= 10; n++) await helped(world, n);
    expect(await issue(world, first)).toBe('accepted');
    const lines = paper(world, first)?.lines ?? [];
    expect(lines.length).toBe(8);
    expect(lines[0]).toEqual({ kind: 'activity', title: '第 10 场', times: 1, minutes: 20 });
    expect(lines[7]).toEqual({ kind: 'others', title: null, times: 3, minutes: 11 + 12 + 13 });
    expect(lines.reduce((sum, line) => sum + line.minutes, 0)).toBe(paper(world, first)?.minutes);
  });
});

/** 韦小妹 helped at an activity of its own day, ten minutes and as many more as its number. */
async function helped(world: World, n: number): Promise<void> {
  const [activityId, entryId, day] = [named(`act ${n}`), named(`entry ${n}`), `2026-03-0${Math.min(n, 9)}`];
  const clock = n === 10 ? '14:00' : '09:00';
  await world.system('activities.plan', {
    ...{
      title: `第 ${n} 场`,
      aim: '',
      kinds: ['助餐'],
      roomId: place.room,
      seriesId: null,
      sessions: [{ activityId, day }],
    },
    ...{ fromMinute: 540, toMinute: 660, venue: '村委会', places: null, shifts: [], budget: 0, notice: null },
  });
  await world.system('activities.open', { activityId });
  await world.system('activities.sign-up', {
    ...{ entryId, activityId, part: 'helper', clientId: null, helperId: who.wei, name: '韦小妹' },
    ...{ phone: null, shiftId: null, wholeSeries: false },
  });
  await world.system('activities.tick', { activityId, ticks: [{ entryId, attended: 'came' }] });
  const toAt = at(clock, day) + (10 + n) * 60_000;
  await world.system('activities.note-hours', { entryId, fromAt: at(clock, day), toAt });
}
