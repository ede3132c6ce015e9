/** Activities as people hold them: the queue for places, the list of who came, a series, who may do what, what is counted. */
import { activities, entries } from '@yimi/activities';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, newClient, place, who } from './world/world.ts';

const day = 86_400_000;
const activityOf = (world: World, id: string) =>
  rowsOf(world, activities).find((activity) => activity.id === named(id)) ?? null;
const entriesOf = (world: World, id: string) =>
  rowsOf(world, entries).filter((entry) => entry.activityId === named(id));
const entryOf = (world: World, activity: string, id: string) =>
  entriesOf(world, activity).find((entry) => entry.id === named(id));
const send = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `activities.${name}`, input);

const planned = (id: string, more: object = {}) => ({
  ...{ title: '重阳包饺子', aim: '独居老人一起过节', kinds: ['社会融入', '助餐'], roomId: place.room, seriesId: null },
  ...{ sessions: [{ activityId: named(id), day: '2026-03-10' }], fromMinute: 540, toMinute: 660, venue: '村委会' },
  ...{ places: 2, shifts: [], budget: 80_000, notice: null, ...more },
});
const joining = (activity: string, id: string, more: object = {}) => ({
  ...{ entryId: named(id), activityId: named(activity), part: 'participant', clientId: null, helperId: null },
  ...{ name: `来人${id}`, phone: null, shiftId: null, wholeSeries: false, ...more },
});

const only = (id: string) => ({ activityId: named(id) });
const ticked = (activity: string, attended: string, ...ids: string[]) => ({
  activityId: named(activity),
  ticks: ids.map((id) => ({ entryId: named(id), attended })),
});

async function opened(world: World, id = 'a', more: object = {}): Promise<void> {
  expect(await send(world, who.lan, 'plan', planned(id, more))).toBe('accepted');
  expect(await send(world, who.lan, 'open', only(id))).toBe('accepted');
}

describe('who may hold an activity', () => {
  it('a village worker in the own village, a station worker in all of the station’s, a volunteer and the county nowhere', async () => {
    const world = await memoryCounty();
    expect(await send(world, who.qin, 'plan', planned('a'))).toBe('accepted');
    expect(await send(world, who.qin, 'plan', planned('b', { roomId: place.far }))).toBe('sync.out-of-reach');
    expect(await send(world, who.lan, 'plan', planned('b', { roomId: place.far }))).toBe('accepted');
    expect(await send(world, who.qin, 'open', only('b'))).toBe('sync.out-of-reach');
    for (const nobody of [who.wei, who.wu]) {
      expect(await send(world, nobody, 'plan', planned('c'))).toBe('sync.out-of-reach');
      expect(await send(world, nobody, 'open', only('a'))).toBe('sync.out-of-reach');
      // What is not there is told from what is out of reach by nobody (law A5).
      expect(await send(world, nobody, 'open', only('never'))).toBe('sync.out-of-reach');
    }
  });

  it('no phone is sent an activity or a list of names', async () => {
    const world = await memoryCounty();
    await opened(world);
    await send(world, who.lan, 'sign-up', joining('a', 'e1'));
    for (const user of [who.wei, who.qin, who.lan]) {
      const phone = await world.phone(user);
      await phone.sync();
      expect(phone.rows(activities)).toEqual([]);
      expect(phone.rows(entries)).toEqual([]);
    }
  });
});

describe('the course of an activity', () => {
  it('goes from the plan to the summary, one step after the other', async () => {
    const world = await memoryCounty();
    await send(world, who.lan, 'plan', planned('a', { sessions: [{ activityId: named('a'), day: '2026-03-11' }] }));
    expect(await send(world, who.lan, 'plan', planned('a'))).toBe('activities.already-planned');
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e1'))).toBe('activities.not-open');
    expect(await send(world, who.lan, 'hold', only('a'))).toBe('activities.not-open');
    await send(world, who.lan, 'open', only('a'));
    expect(await send(world, who.lan, 'open', only('a'))).toBe('activities.not-planned');
    expect(await send(world, who.lan, 'hold', only('a'))).toBe('activities.not-yet');
    await send(world, who.lan, 'sign-up', joining('a', 'e1', { phone: '13800000009' }));
    expect(await send(world, who.lan, 'tick', ticked('a', 'came', 'e1'))).toBe('activities.not-yet');
    world.now += day;
    expect(await send(world, who.lan, 'tick', ticked('a', 'came', 'e1'))).toBe('accepted');
    expect(await send(world, who.lan, 'call-off', { ...only('a'), reason: '下雨' })).toBe('activities.someone-came');
    const closed = { ...only('a'), spent: 76_000, summary: '来的人都说好' };
    expect(await send(world, who.lan, 'close', closed)).toBe('activities.not-held');
    expect(await send(world, who.lan, 'hold', only('a'))).toBe('accepted');
    expect(await send(world, who.lan, 'close', closed)).toBe('accepted');
    expect(activityOf(world, 'a')).toMatchObject({ state: 'closed', budget: 80_000, spent: 76_000 });
    // The phone was for this activity only.
    expect(entryOf(world, 'a', 'e1')).toMatchObject({ name: '来人e1', phone: null });
    expect(await send(world, who.lan, 'tick', ticked('a', 'absent', 'e1'))).toBe('activities.not-open');
    expect(await send(world, who.lan, 'reopen', only('a'))).toBe('accepted');
    expect(await send(world, who.lan, 'reopen', only('a'))).toBe('activities.not-closed');
    expect(await send(world, who.lan, 'tick', ticked('a', 'absent', 'e1'))).toBe('accepted');
  });

  it('is called off with its reason while nobody has come, and counts nowhere then', async () => {
    const world = await memoryCounty();
    await opened(world);
    expect(await send(world, who.lan, 'call-off', { ...only('a'), reason: '下大雨' })).toBe('accepted');
    expect(activityOf(world, 'a')).toMatchObject({ state: 'called-off', reason: '下大雨' });
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e1'))).toBe('activities.not-open');
    expect(await send(world, who.lan, 'call-off', { ...only('a'), reason: '再说' })).toBe('activities.not-open');
    expect(counted(world, 'activities.held')).toBe(0);
  });

  it('is changed as one likes until it was held; hours that end before they begin are refused', async () => {
    const world = await memoryCounty();
    await opened(world);
    await send(world, who.lan, 'sign-up', joining('a', 'e1'));
    const { roomId: _, seriesId: __, sessions: ___, ...plan } = planned('a', { kinds: ['文体健康'] });
    const change = { ...plan, ...only('a'), day: '2026-03-09' };
    expect(await send(world, who.lan, 'change', { ...change, toMinute: 540 })).toBe('activities.ends-before-it-begins');
    expect(await send(world, who.lan, 'change', change)).toBe('accepted');
    expect(entryOf(world, 'a', 'e1')).toMatchObject({ day: '2026-03-09', kinds: ['文体健康'] });
    await send(world, who.lan, 'hold', only('a'));
    expect(await send(world, who.lan, 'change', change)).toBe('activities.not-open');
  });
});

describe('places', () => {
  it('go to who comes first; who leaves lets the next one in; who came keeps the place', async () => {
    const world = await memoryCounty();
    await opened(world);
    for (const id of ['e1', 'e2', 'e3', 'e4']) await send(world, who.lan, 'sign-up', joining('a', id));
    const seats = () => ['e1', 'e2', 'e3', 'e4'].map((id) => entryOf(world, 'a', id)?.seat);
    expect(seats()).toEqual(['in', 'in', 'waiting', 'waiting']);
    expect(await send(world, who.lan, 'leave', { entryId: named('e1') })).toBe('accepted');
    expect(seats()).toEqual(['left', 'in', 'in', 'waiting']);
    expect(await send(world, who.lan, 'leave', { entryId: named('e1') })).toBe('activities.has-left');
    // Whoever waits and comes all the same has come.
    expect(await send(world, who.lan, 'tick', ticked('a', 'came', 'e4'))).toBe('accepted');
    expect(seats()).toEqual(['left', 'in', 'waiting', 'in']);
    expect(await send(world, who.lan, 'leave', { entryId: named('e4') })).toBe('activities.not-open');
    expect(await send(world, who.lan, 'tick', ticked('a', 'came', 'e1'))).toBe('activities.has-left');
    expect(await send(world, who.lan, 'tick', ticked('a', 'came', 'never'))).toBe('activities.no-such-entry');
  });

  it('are each person’s once, by file or by volunteer, and need a name', async () => {
    const world = await memoryCounty();
    await opened(world, 'a', { places: null });
    const file = { clientId: named('client'), name: null };
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e1', file))).toBe('accepted');
    expect(entryOf(world, 'a', 'e1')).toMatchObject({ name: null, person: named('client') });
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e2', file))).toBe('activities.already-signed-up');
    const helper = { part: 'helper', helperId: who.wei, name: '韦小妹' };
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e3', helper))).toBe('accepted');
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e4', helper))).toBe('activities.already-signed-up');
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e5', { name: null }))).toBe('activities.nobody-named');
    const nobody = { clientId: named('nobody'), name: null };
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e6', nobody))).toBe('activities.no-such-person');
    await send(world, who.lan, 'leave', { entryId: named('e1') });
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e7', file))).toBe('accepted');
  });

  it('of helpers are their shift’s; a shift that somebody took is not struck off', async () => {
    const world = await memoryCounty();
    const shift = { id: named('shift'), name: '端菜', fromMinute: 600, toMinute: 660, places: 1 };
    await opened(world, 'a', { shifts: [shift] });
    const helper = (id: string, shiftId: string) => joining('a', id, { part: 'helper', shiftId: named(shiftId) });
    expect(await send(world, who.lan, 'sign-up', helper('e1', 'no shift'))).toBe('activities.no-such-shift');
    await send(world, who.lan, 'sign-up', helper('e1', 'shift'));
    await send(world, who.lan, 'sign-up', helper('e2', 'shift'));
    expect(['e1', 'e2'].map((id) => entryOf(world, 'a', id)?.seat)).toEqual(['in', 'waiting']);
    const { roomId: _, seriesId: __, sessions: ___, ...plan } = planned('a');
    expect(await send(world, who.lan, 'change', { ...plan, ...only('a'), day: '2026-03-10' })).toBe(
      'activities.shift-taken',
    );
    const wider = { ...plan, ...only('a'), day: '2026-03-10', shifts: [{ ...shift, places: 2 }] };
    expect(await send(world, who.lan, 'change', wider)).toBe('accepted');
    expect(entryOf(world, 'a', 'e2')?.seat).toBe('in');
  });

  it('of a shift that asks for training and insurance go to nobody who lacks one on that day', async () => {
    const world = await memoryCounty();
    const shift = {
      id: named('s'),
      name: '开车',
      fromMinute: 540,
      toMinute: 600,
      places: 5,
      asks: ['trained', 'insured'],
    };
    await opened(world, 'a', { shifts: [shift] });
    const profile = (more: object) => ({
      ...{
        profileId: named('v'),
        roomId: place.room,
        name: '罗师傅',
        phone: null,
        sex: null,
        skills: [],
        languages: [],
      },
      ...{ free: 3, mostMinutes: 60, places: 2, consentOn: null, trainedOn: null, insuredUntil: null, ...more },
    });
    const driving = (id: string, helperId: string | null = named('v')) =>
      send(world, who.lan, 'sign-up', joining('a', id, { part: 'helper', helperId, shiftId: named('s') }));
    expect(await driving('e1', null)).toBe('activities.not-trained');
    await world.system('volunteers.add', { ...profile({}), withAccount: false });
    expect(await driving('e1')).toBe('activities.not-trained');
    await world.system('volunteers.correct', profile({ trainedOn: '2026-03-01', insuredUntil: '2026-03-09' }));
    expect(await driving('e1')).toBe('activities.not-insured');
    await world.system('volunteers.correct', profile({ trainedOn: '2026-03-01', insuredUntil: '2026-03-10' }));
    expect(await driving('e1')).toBe('accepted');
    expect(await send(world, who.lan, 'sign-up', joining('a', 'e2', { part: 'helper' }))).toBe('accepted');
  });

  it('are never given to more than there are, nor left empty while somebody waits, whatever order things come in', async () => {
    const step = fc.record({ what: fc.constantFrom('sign-up', 'leave', 'places'), n: fc.integer({ min: 0, max: 7 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const world = await memoryCounty();
        await opened(world);
        const { roomId: _, seriesId: __, sessions: ___, ...plan } = planned('a');
        for (const { what, n } of steps) {
          if (what === 'sign-up') await send(world, who.lan, 'sign-up', joining('a', `e${n}`));
          else if (what === 'leave') await send(world, who.lan, 'leave', { entryId: named(`e${n}`) });
          else await send(world, who.lan, 'change', { ...plan, ...only('a'), day: '2026-03-10', places: 1 + (n % 4) });
        }
        const places = activityOf(world, 'a')?.places ?? 0;
        const queue = entriesOf(world, 'a').filter((entry) => entry.seat !== 'left');
        const seated = queue.filter((entry) => entry.seat === 'in').map((entry) => entry.turn);
        const waiting = queue.filter((entry) => entry.seat === 'waiting').map((entry) => entry.turn);
        expect(seated.length).toBe(Math.min(places, queue.length));
        expect(Math.max(0, ...seated)).toBeLessThan(Math.min(Number.POSITIVE_INFINITY, ...waiting));
      }),
      { numRuns: 25, seed: 20260310 },
    );
  });
});

describe('a series', () => {
  const sessions = Array.from({ length: 10 }, (_, at) => ({
    activityId: named(`drum ${at + 1}`),
    day: `2026-03-${String(10 + at * 2).padStart(2, '0')}`,
  }));
  const drums = { title: '腰鼓班', kinds: ['文体健康'], places: 20, seriesId: named('drums'), sessions };

  it('is ten sessions, each with its own list; one entry signs up for all that are still to come', async () => {
    const world = await memoryCounty();
    expect(await send(world, who.lan, 'plan', planned('', drums))).toBe('accepted');
    expect(activityOf(world, 'drum 10')).toMatchObject({ session: 10, sessions: 10, seriesId: named('drums') });
    for (const { activityId } of sessions) await send(world, who.lan, 'open', { activityId });
    await send(world, who.lan, 'call-off', { ...only('drum 5'), reason: '老师有事' });
    const file = { clientId: named('client'), name: null, wholeSeries: true };
    await send(world, who.lan, 'sign-up', joining('drum 3', 'e3', { clientId: named('client'), name: null }));
    expect(await send(world, who.lan, 'sign-up', joining('drum 2', 'e2', file))).toBe('accepted');
    const sizes = sessions.map((_, at) => entriesOf(world, `drum ${at + 1}`).length);
    expect(sizes).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 1, 1]);
    world.now += 30 * day;
    for (const at of [2, 3, 4]) {
      const entryIds = entriesOf(world, `drum ${at}`).map((entry) => entry.id);
      const ticks = entryIds.map((entryId) => ({ entryId, attended: 'came' }));
      expect(await send(world, who.lan, 'tick', { ...only(`drum ${at}`), ticks })).toBe('accepted');
    }
    // Three times there, one person.
    expect(counted(world, 'activities.attendances', 'participant')).toBe(3);
    expect(counted(world, 'activities.people', 'station-month')).toBe(1);
  });
});

describe('what is counted', () => {
  it('an activity once it was held, an attendance for everybody who came, heads without a name as rows', async () => {
    const world = await memoryCounty();
    await opened(world, 'a', { places: null });
    await send(world, who.lan, 'sign-up', joining('a', 'e1'));
    await send(world, who.lan, 'sign-up', joining('a', 'e2'));
    expect(counted(world, 'activities.held')).toBe(0);
    await send(world, who.lan, 'tick', ticked('a', 'came', 'e1'));
    await send(world, who.lan, 'tick', ticked('a', 'absent', 'e2'));
    expect(await send(world, who.lan, 'count-heads', { ...only('a'), heads: 30 })).toBe('accepted');
    await send(world, who.lan, 'hold', only('a'));
    expect(counted(world, 'activities.held')).toBe(1);
    expect(counted(world, 'activities.held-by-kind', '助餐')).toBe(1);
    expect(counted(world, 'activities.attendances')).toBe(31);
    expect(counted(world, 'activities.attendances-by-kind', '社会融入')).toBe(31);
    expect(counted(world, 'activities.people', 'room-month')).toBe(1);
    await send(world, who.lan, 'count-heads', { ...only('a'), heads: 12 });
    expect(counted(world, 'activities.attendances', 'unnamed')).toBe(12);
    expect(entriesOf(world, 'a')).toHaveLength(14);
  });

  it('grades of those who came, with their words out of everybody’s sight; a tick taken back takes the grade along', async () => {
    const world = await memoryCounty();
    await opened(world);
    await send(world, who.lan, 'sign-up', joining('a', 'e1'));
    const grade = { entryId: named('e1'), rating: 4, words: '饺子好吃' };
    expect(await send(world, who.lan, 'rate', grade)).toBe('activities.did-not-come');
    await send(world, who.lan, 'tick', ticked('a', 'came', 'e1'));
    expect(await send(world, who.lan, 'rate', grade)).toBe('accepted');
    expect(counted(world, 'activities.ratings', 4)).toBe(1);
    await send(world, who.lan, 'tick', ticked('a', 'unknown', 'e1'));
    expect(entryOf(world, 'a', 'e1')).toMatchObject({ rating: null, ratingWords: null });
    expect(counted(world, 'activities.ratings')).toBe(0);
  });
});

describe('what follows the person', () => {
  it('two files that become one are one person of the activity, and part again; an erasure takes the words', async () => {
    const world = await memoryCounty();
    await world.system('people.register-client', newClient(named('other'), { name: '杨桂华', phone: null }));
    await opened(world, 'a', { places: null });
    const file = (id: string, of: string) => joining('a', id, { clientId: named(of), name: null });
    await send(world, who.lan, 'sign-up', file('e1', 'client'));
    await send(world, who.lan, 'sign-up', file('e2', 'other'));
    await send(world, who.lan, 'tick', ticked('a', 'came', 'e1', 'e2'));
    await send(world, who.lan, 'rate', { entryId: named('e2'), rating: 5, words: '想再来' });
    expect(counted(world, 'activities.people', 'room-month')).toBe(2);
    await world.system('people.merge-clients', {
      ...{ clientId: named('other'), intoClientId: named('client'), proposalId: null, take: [] },
    });
    expect(entryOf(world, 'a', 'e2')).toMatchObject({ person: named('client'), recordedFor: named('other') });
    expect(counted(world, 'activities.people', 'room-month')).toBe(1);
    await world.system('people.undo-merge', { clientId: named('other'), takeVisits: [] });
    expect(entryOf(world, 'a', 'e2')).toMatchObject({ person: named('other'), recordedFor: null });
    expect(counted(world, 'activities.people', 'room-month')).toBe(2);
    await world.system('people.erase-client', { clientId: named('other') });
    expect(entryOf(world, 'a', 'e2')).toMatchObject({ ratingWords: null, rating: 5, attended: 'came' });
    expect(counted(world, 'activities.attendances')).toBe(2);
  });

  it('a person who moved to another station is found at the desk where they came; strangers are entered by name', async () => {
    const world = await memoryCounty();
    await opened(world, 'a', { places: null });
    await send(world, who.lan, 'sign-up', joining('a', 'e1', { clientId: named('client'), name: null }));
    await send(world, who.lan, 'tick', ticked('a', 'came', 'e1'));
    await send(world, who.lan, 'rate', { entryId: named('e1'), rating: 3, words: '太吵' });
    const elsewhere = { roomId: named('their room'), stationId: place.other, name: '云岭村', code: '459901202201' };
    await world.system('network.add-room', { ...elsewhere, minutesAway: 10, fromDay: '2026-01-01' });
    const from = { fromRoomId: place.room, toRoomId: named('their room'), fromDay: '2026-03-10' };
    await world.system('people.move-clients', { clientIds: [named('client')], ...from });
    await world.system('people.register-client', newClient(named('stranger'), { roomId: named('their room') }));
    const stranger = joining('a', 'e2', { clientId: named('stranger'), name: null });
    expect(await send(world, who.lan, 'sign-up', stranger)).toBe('activities.lives-elsewhere');
    await world.system('people.erase-client', { clientId: named('client') });
    expect(entryOf(world, 'a', 'e1')).toMatchObject({ ratingWords: null, attended: 'came' });
  });
});
