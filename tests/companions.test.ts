/** Companionship as it runs: a volunteer's visit is a contact, told twice it is one, and a pair goes with its people. */
import { addDays, startOfDay } from '@yimi/kernel';
import { contactIdOf, contacts, pairs } from '@yimi/volunteers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, newClient, newVisit, place, who } from './world/world.ts';

const pairId = named('pair');
const since = '2026-03-01';
const noon = (day: string): number => startOfDay(day) + 12 * 3_600_000;

async function county(): Promise<World> {
  const world = await memoryCounty();
  world.now = noon('2026-03-20');
  await world.system('volunteers.add', {
    ...{
      profileId: who.wei,
      withAccount: true,
      roomId: place.room,
      name: '韦小妹',
      phone: null,
      sex: null,
      skills: [],
    },
    ...{ languages: [], free: 3, mostMinutes: 60, places: 2, insuredUntil: null, trainedOn: null },
    consentOn: '2026-01-01',
  });
  return world;
}

const act = (world: World, name: string, input: unknown, userId = who.lan) =>
  told(world, userId, `volunteers.${name}`, input);
const pairing = (more: object = {}) => ({
  ...{ pairId, helperId: who.wei, clientId: named('client'), everyDays: 7, kinds: ['comfort'], sinceOn: since },
  ...more,
});
const visit = (world: World, id: string, day: string, more: object = {}) =>
  told(world, who.wei, 'services.record-visit', newVisit(named(id), world, { visitedAt: noon(day), ...more }));
const note = (world: World, day: string, kinds = ['care']) => act(world, 'note-contact', { pairId, day, kinds });
const pairOf = (world: World) => rowsOf(world, pairs).find((row) => row.id === pairId);
const days = (world: World) =>
  rowsOf(world, contacts)
    .map((row) => row.day)
    .sort();

describe('A pair', () => {
  it('is made of somebody on file and a volunteer who agreed to be asked, by the desk and nobody else', async () => {
    const world = await county();
    expect(await act(world, 'pair-up', pairing(), who.wei)).toBe('sync.out-of-reach');
    expect(await act(world, 'pair-up', pairing({ clientId: named('nobody') }))).toBe('sync.out-of-reach');
    expect(await act(world, 'pair-up', pairing({ helperId: who.qin }))).toBe('volunteers.no-such-profile');
    expect(await act(world, 'pair-up', pairing({ sinceOn: '2026-04-01' }))).toBe('volunteers.day-to-come');
    expect(await act(world, 'pair-up', pairing({ kinds: [] }))).toBe('sync.wrong-shape');
    expect(await act(world, 'pair-up', pairing())).toBe('accepted');
    expect(await act(world, 'pair-up', pairing({ pairId: named('again') }))).toBe('volunteers.already-paired');
    expect(pairOf(world)).toMatchObject({ state: 'living', lastOn: null, dueOn: addDays(since, 7) });
    await world.system('volunteers.pause', { profileId: who.wei, untilDay: null });
    await world.system('people.register-client', newClient(named('other'), { phone: null, name: '潘阿公' }));
    const resting = pairing({ pairId: named('second'), clientId: named('other') });
    expect(await act(world, 'pair-up', resting)).toBe('volunteers.may-not-be-asked');
  });

  it('meets by the volunteer’s own visits and by what the desk is told, one a day; the next is due from the last', async () => {
    const world = await county();
    await act(world, 'pair-up', pairing());
    expect(await visit(world, 'v1', '2026-03-05')).toBe('accepted');
    expect(pairOf(world)).toMatchObject({ lastOn: '2026-03-05', dueOn: '2026-03-12' });
    expect(await note(world, '2026-03-05')).toBe('accepted');
    expect(await visit(world, 'v2', '2026-03-09', { result: 'nobody' })).toBe('accepted');
    expect(await note(world, '2026-03-10')).toBe('accepted');
    expect(days(world)).toEqual(['2026-03-05', '2026-03-10']);
    expect(rowsOf(world, contacts).find((one) => one.day === '2026-03-05')).toMatchObject({ kinds: ['care'] });
    expect(await note(world, '2026-02-01')).toBe('volunteers.contact-day');
    expect(await note(world, '2026-03-21')).toBe('volunteers.contact-day');
    expect(await act(world, 'withdraw-contact', { contactId: contactIdOf(pairId, '2026-03-05') })).toBe(
      'volunteers.from-a-visit',
    );
    expect(await act(world, 'withdraw-contact', { contactId: contactIdOf(pairId, '2026-03-10') })).toBe('accepted');
    await told(world, who.wei, 'services.withdraw-visit', { visitId: named('v1'), reason: '记错了人' });
    // The desk was told of that day as well.
    expect(pairOf(world)).toMatchObject({ lastOn: '2026-03-05' });
    await act(world, 'withdraw-contact', { contactId: contactIdOf(pairId, '2026-03-05') });
    expect(pairOf(world)).toMatchObject({ lastOn: null, dueOn: addDays(since, 7) });
  });

  it('keeps a day that another visit or the desk’s word holds up, when a visit is taken back', async () => {
    const world = await county();
    await act(world, 'pair-up', pairing());
    for (const id of ['v1', 'v2']) await visit(world, id, '2026-03-05');
    await visit(world, 'v3', '2026-03-12');
    await note(world, '2026-03-12');
    const withdraw = (id: string) =>
      told(world, who.wei, 'services.withdraw-visit', { visitId: named(id), reason: '记重了' });
    for (const id of ['v1', 'v3']) expect(await withdraw(id)).toBe('accepted');
    expect(days(world)).toEqual(['2026-03-05', '2026-03-12']);
    expect(await withdraw('v2')).toBe('accepted');
    expect(days(world)).toEqual(['2026-03-12']);
  });

  it('counts a day once and ends the same, in whichever order visits and words of the desk arrive', async () => {
    const step = fc.record({ day: fc.integer({ min: 1, max: 6 }), byVisit: fc.boolean() });
    const order = fc
      .array(step, { minLength: 1, maxLength: 8 })
      .chain((steps) => fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length })));
    await fc.assert(
      fc.asyncProperty(order, async ([steps, shuffled]) => {
        const ends = [];
        for (const sequence of [steps, shuffled]) {
          const world = await county();
          await act(world, 'pair-up', pairing());
          for (const [at, { day, byVisit }] of sequence.entries()) {
            const on = `2026-03-0${day}`;
            expect(await (byVisit ? visit(world, `v${at}`, on) : note(world, on))).toBe('accepted');
          }
          ends.push([days(world), pairOf(world)?.dueOn]);
        }
        expect(ends[0]).toEqual(ends[1]);
        expect(ends[0]?.[0]).toEqual([...new Set(steps.map(({ day }) => `2026-03-0${day}`))].sort());
      }),
      { seed: 20261123, numRuns: 25 },
    );
  });

  it('goes with who moves within the station, with a merged file and back; it ends where somebody leaves', async () => {
    const world = await county();
    await act(world, 'pair-up', pairing());
    await note(world, '2026-03-05');
    const move = { clientIds: [named('client')], fromRoomId: place.room, toRoomId: place.far, fromDay: '2026-03-19' };
    await world.system('people.move-clients', move);
    expect(pairOf(world)).toMatchObject({ roomId: place.far, state: 'living', lastOn: '2026-03-05' });
    await world.system('people.register-client', newClient(named('twin'), { phone: null, roomId: place.far }));
    const merge = { clientId: named('client'), intoClientId: named('twin'), proposalId: null, take: [] };
    await world.system('people.merge-clients', merge);
    expect(pairOf(world)).toMatchObject({ clientId: named('twin'), recordedFor: named('client') });
    expect(rowsOf(world, contacts)).toMatchObject([{ clientId: named('twin'), day: '2026-03-05' }]);
    await world.system('people.undo-merge', { clientId: named('client'), takeVisits: [] });
    expect(pairOf(world)).toMatchObject({ clientId: named('client'), recordedFor: null, state: 'living' });
    await world.system('volunteers.end', { profileId: who.wei });
    expect(pairOf(world)).toMatchObject({ state: 'ended', endReason: 'helper-left', dueOn: null });
    expect(await act(world, 'part', { pairId, reason: 'fulfilled' })).toBe('volunteers.pair-ended');
  });

  it('is parted with a reason, may begin again, and has nobody once the person is erased', async () => {
    const world = await county();
    await act(world, 'pair-up', pairing());
    expect(await act(world, 'change-pair', { pairId, everyDays: 14, kinds: ['care', 'comfort'] })).toBe('accepted');
    expect(pairOf(world)).toMatchObject({ everyDays: 14, dueOn: addDays(since, 14) });
    expect(await act(world, 'part', { pairId, reason: 'helper-declined' })).toBe('accepted');
    expect(pairOf(world)).toMatchObject({ state: 'ended', endedOn: '2026-03-20', dueOn: null });
    expect(await act(world, 'pair-up', pairing({ pairId: named('again') }))).toBe('accepted');
    await world.system('people.erase-client', { clientId: named('client') });
    expect(
      rowsOf(world, pairs)
        .map((row) => [row.state, row.endReason])
        .sort(),
    ).toEqual([
      ['ended', 'helper-declined'],
      ['ended', 'person-left'],
    ]);
  });
});
