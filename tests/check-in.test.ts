/** Checking in by a code: proved without a network, useless elsewhere, later or twice, and from it who came and how long. */
import type { Direction } from '@yimi/activities';
import {
  checkIns,
  codeAt,
  codes,
  directionOf,
  driftSteps,
  entries,
  hours,
  ownCodes,
  ownParts,
  printedCode,
  provenBy,
  stepMs,
} from '@yimi/activities';
import type { Replica } from '@yimi/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const day = '2026-03-10';
const at = (clock: string): number => Date.parse(`${day}T${clock}:00+08:00`);
const secretOf = (label: string): string => label.padEnd(64, 'a').replace(/[^0-9a-f]/g, 'b');
const dumplings = { id: named('dumplings'), secret: secretOf('dumplings') };
const chess = { id: named('chess'), secret: secretOf('chess') };
const seed = Number(process.env.YIMI_SEED ?? 20260310);

const send = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `activities.${name}`, input);

async function plan(world: World, { id, secret }: { id: string; secret: string }, planner = who.lan): Promise<void> {
  const planned = await send(world, planner, 'plan', {
    ...{
      title: '包饺子',
      aim: '',
      kinds: ['助餐'],
      roomId: place.room,
      seriesId: null,
      fromMinute: 540,
      toMinute: 660,
    },
    ...{ venue: '村委会', places: null, shifts: [], budget: 0, notice: null, sessions: [{ activityId: id, day }] },
  });
  expect(planned).toBe('accepted');
  await world.system('activities.open', { activityId: id });
  await world.system('activities.lay-out-code', { activityId: id, secret });
}

const entryOf = (activityId: string, userId: string): string => named(`${activityId} ${userId}`);
const joins = (world: World, activityId: string, helperId: string, part = 'helper') =>
  world.system('activities.sign-up', {
    ...{ entryId: entryOf(activityId, helperId), activityId, part, clientId: null, helperId, name: '韦小妹' },
    ...{ phone: null, shiftId: null, wholeSeries: false },
  });

/** An activity on its day, 韦小妹 on the list. */
async function county(): Promise<World> {
  const world = await memoryCounty();
  world.now = at('08:00');
  await plan(world, dumplings);
  await joins(world, dumplings.id, who.wei);
  world.now = at('20:00');
  return world;
}

/** Typed at one time, received at another: by evening the phones have found a network. */
async function types(world: World, userId: string, digits: string, clock: string, device = {}): Promise<string> {
  const envelope = { ...world.envelope('activities.check-in', { digits }), occurredAt: at(clock), ...device };
  const [outcome] = await world.send(userId, envelope);
  return outcome?.problem?.code ?? outcome?.status ?? 'nothing';
}
const shown = (direction: Direction, clock: string, of = dumplings): string => codeAt(of, direction, at(clock));
const checkedIn = (world: World) =>
  rowsOf(world, checkIns).map(({ direction, state, source }) => [direction, state, source]);
const minutes = (world: World) =>
  rowsOf(world, hours)
    .filter((row) => row.state === 'counted')
    .reduce((sum, row) => sum + row.minutes, 0);

describe('a code', () => {
  it('says by itself whether it is for in or out, and finds every single wrong digit', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.boolean(), fc.nat(7), fc.integer({ min: 1, max: 9 }), (minute, out, place, by) => {
        const direction = out ? 'out' : 'in';
        const digits = codeAt(dumplings, direction, minute * 1000);
        expect(directionOf(digits)).toBe(direction);
        const wrong = [...digits].map((one, i) => (i === place ? (Number(one) + by) % 10 : one)).join('');
        expect(directionOf(wrong)).toBe(null);
      }),
      { seed },
    );
  });

  it('is useless elsewhere, in the other direction and at another time: only drift apart it is believed', () => {
    const apart = fc.integer({ min: -720, max: 720 });
    fc.assert(
      fc.property(fc.nat(1e8), apart, fc.boolean(), (start, away, out) => {
        const direction = out ? 'out' : 'in';
        const now = at('09:00') + start;
        const digits = codeAt(dumplings, direction, now);
        const typed = now + away * stepMs;
        expect(provenBy(dumplings, digits, direction, typed)).toBe(Math.abs(away) <= driftSteps ? 'code' : null);
        expect(provenBy(chess, digits, direction, typed)).toBe(null);
        expect(provenBy(dumplings, digits, out ? 'in' : 'out', typed)).toBe(null);
      }),
      { seed, numRuns: 200 },
    );
  });
});

describe('checking in by the organiser’s phone', () => {
  it('ticks who came, and from in to out are the hours of who helped, however late the phone finds a network', async () => {
    const world = await county();
    expect(await types(world, who.wei, shown('in', '08:55'), '08:57')).toBe('accepted');
    expect(rowsOf(world, entries)).toMatchObject([{ attended: 'came' }]);
    expect(minutes(world)).toBe(0);
    world.now += 5 * 86_400_000;
    expect(await types(world, who.wei, shown('out', '11:29'), '11:27')).toBe('accepted');
    expect(rowsOf(world, hours)).toMatchObject([{ minutes: 150, source: 'attendance', fromAt: at('08:57') }]);
    expect(rowsOf(world, ownParts)).toMatchObject([{ inState: 'counted', outState: 'counted', inAt: at('08:57') }]);
    expect(world.faults).toEqual([]);
  });

  it('gives hours to who helped, and to who took part the tick alone', async () => {
    const world = await county();
    await joins(world, dumplings.id, who.qin, 'participant');
    expect(await types(world, who.qin, shown('in', '09:00'), '09:00')).toBe('accepted');
    expect(await types(world, who.qin, shown('out', '11:00'), '11:00')).toBe('accepted');
    expect(rowsOf(world, entries).find((one) => one.helperId === who.qin)).toMatchObject({ attended: 'came' });
    expect(rowsOf(world, hours)).toEqual([]);
  });

  it('refuses a code of another time, of no activity, by a clock that cannot be, and from who is not on the list', async () => {
    const world = await county();
    expect(await types(world, who.wei, shown('in', '09:00'), '11:00')).toBe('activities.code-past');
    expect(await types(world, who.wei, shown('in', '09:00', chess), '09:00')).toBe('activities.code-unknown');
    expect(await types(world, who.wei, '12345678', '09:00')).toBe('activities.code-mistyped');
    const tomorrow = { occurredAt: at('09:00') + 86_400_000 };
    expect(await types(world, who.wei, shown('in', '09:00'), '09:00', tomorrow)).toBe('activities.code-clock');
    expect(await types(world, who.qin, shown('in', '09:00'), '09:00')).toBe('activities.code-not-on-list');
    await send(world, who.lan, 'leave', { entryId: entryOf(dumplings.id, who.wei) });
    expect(await types(world, who.wei, shown('in', '09:00'), '09:00')).toBe('activities.code-not-on-list');
    expect(await types(world, who.wu, shown('in', '09:00'), '09:00')).toBe('sync.out-of-reach');
    expect(checkedIn(world)).toEqual([]);
  });

  it('is refused once the activity is summed up, and taken again while it is reopened', async () => {
    const world = await county();
    await send(world, who.lan, 'hold', { activityId: dumplings.id });
    await send(world, who.lan, 'close', { activityId: dumplings.id, spent: 0, summary: '好' });
    expect(await types(world, who.wei, shown('in', '09:00'), '09:00')).toBe('activities.code-over');
    await send(world, who.lan, 'reopen', { activityId: dumplings.id });
    expect(await types(world, who.wei, shown('in', '09:00'), '09:00')).toBe('accepted');
  });

  it('leaves to the organiser whom they ticked as absent, and hours that they noted', async () => {
    const world = await county();
    const entryId = entryOf(dumplings.id, who.wei);
    await send(world, who.lan, 'tick', { activityId: dumplings.id, ticks: [{ entryId, attended: 'absent' }] });
    await types(world, who.wei, shown('in', '09:00'), '09:00');
    expect(checkedIn(world)).toEqual([['in', 'waiting', 'code']]);
    expect(rowsOf(world, entries)).toMatchObject([{ attended: 'absent' }]);
    await send(world, who.lan, 'tick', { activityId: dumplings.id, ticks: [{ entryId, attended: 'came' }] });
    const noted = { entryId, fromAt: at('09:00'), toAt: at('10:00') };
    expect(await send(world, who.lan, 'note-hours', noted)).toBe('accepted');
    await types(world, who.wei, shown('out', '11:00'), '11:00');
    const waiting = rowsOf(world, checkIns).flatMap((row) => (row.state === 'waiting' ? [row.id] : []));
    const input = { activityId: dumplings.id, checkInIds: waiting, confirmed: true };
    expect(await send(world, who.lan, 'judge-check-ins', input)).toBe('accepted');
    expect(minutes(world)).toBe(60);
  });

  it('counts once whatever is typed again, doubled and shuffled', async () => {
    const orders = fc.shuffledSubarray(
      [
        ...[
          'in code',
          'in code again',
          'in print',
          'out code',
          'out code again',
          'out print',
          'in old',
          'in elsewhere',
        ],
      ],
      { minLength: 8, maxLength: 8 },
    );
    const digits: Record<string, string> = {
      ...{ 'in code': shown('in', '09:00'), 'in code again': shown('in', '09:00'), 'in old': shown('in', '07:00') },
      ...{ 'out code': shown('out', '11:00'), 'out code again': shown('out', '11:00') },
      ...{ 'in print': printedCode(dumplings, 'in'), 'out print': printedCode(dumplings, 'out') },
      'in elsewhere': shown('in', '09:00', chess),
    };
    await fc.assert(
      fc.asyncProperty(orders, fc.array(fc.nat(7), { maxLength: 6 }), async (order, doubled) => {
        const world = await county();
        for (const label of [...order, ...doubled.map((i) => order[i] ?? 'in code')])
          await types(world, who.wei, digits[label] ?? '', label.startsWith('in') ? '09:00' : '11:00');
        expect(checkedIn(world).sort()).toEqual([
          ['in', 'counted', 'code'],
          ['out', 'counted', 'code'],
        ]);
        expect(minutes(world)).toBe(120);
        expect(rowsOf(world, hours)).toHaveLength(1);
        expect(rowsOf(world, entries).filter((one) => one.attended === 'came')).toHaveLength(1);
        expect(world.faults).toEqual([]);
      }),
      { seed, numRuns: 25 },
    );
  });
});

describe('the poster', () => {
  it('counts nothing until the organiser confirms it, and nobody confirms themselves', async () => {
    const world = await county();
    await joins(world, dumplings.id, who.qin);
    for (const user of [who.wei, who.qin])
      for (const [direction, clock] of [
        ['in', '09:00'],
        ['out', '10:30'],
      ] as const)
        expect(await types(world, user, printedCode(dumplings, direction), clock)).toBe('accepted');
    expect(rowsOf(world, entries).map((one) => one.attended)).toEqual(['unknown', 'unknown']);
    expect(minutes(world)).toBe(0);
    const checkInIds = rowsOf(world, checkIns).map((one) => one.id);
    const all = { activityId: dumplings.id, checkInIds, confirmed: true };
    expect(await send(world, who.qin, 'judge-check-ins', all)).toBe('activities.second-person');
    expect(await send(world, who.wei, 'judge-check-ins', all)).toBe('sync.out-of-reach');
    const mine = rowsOf(world, checkIns).flatMap((one) => (one.helperId === who.wei ? [one.id] : []));
    expect(await send(world, who.qin, 'judge-check-ins', { ...all, checkInIds: mine })).toBe('accepted');
    expect(minutes(world)).toBe(90);
    const theirs = checkInIds.filter((id) => !mine.includes(id));
    const declined = { ...all, checkInIds: theirs, confirmed: false };
    expect(await send(world, who.lan, 'judge-check-ins', declined)).toBe('accepted');
    expect(minutes(world)).toBe(90);
    expect(rowsOf(world, entries).find((one) => one.helperId === who.qin)).toMatchObject({ attended: 'unknown' });
  });

  it('is no code of another activity, and stands back behind the organiser’s phone', async () => {
    const world = await county();
    expect(await types(world, who.wei, printedCode(chess, 'in'), '09:00')).toBe('activities.code-unknown');
    await types(world, who.wei, printedCode(dumplings, 'in'), '08:00');
    expect(await types(world, who.wei, shown('in', '09:00'), '09:00')).toBe('accepted');
    expect(rowsOf(world, checkIns)).toMatchObject([{ source: 'code', state: 'counted', at: at('09:00') }]);
    const again = await types(world, who.wei, printedCode(dumplings, 'in'), '09:10');
    expect(again).toBe('activities.already-checked-in');
  });
});

const held = async (world: World, userId: string): Promise<Replica> => {
  const phone = await world.phone(userId);
  await phone.sync();
  return phone;
};

describe('what phones carry', () => {
  it('the secret is on the organiser’s phone alone, moves to who takes it over, and goes when the day is over', async () => {
    const world = await county();
    const holders = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const user of [who.wei, who.qin, who.lan, who.shi, who.wu])
        if ((await held(world, user)).rows(ownCodes).length > 0) found.push(user);
      return found;
    };
    expect(await holders()).toEqual([who.lan]);
    expect((await held(world, who.lan)).rows(ownCodes)).toMatchObject([{ secret: dumplings.secret, day }]);
    expect(await send(world, who.wei, 'take-code', { activityId: dumplings.id })).toBe('sync.out-of-reach');
    expect(await send(world, who.qin, 'take-code', { activityId: dumplings.id })).toBe('accepted');
    expect(await holders()).toEqual([who.qin]);
    world.now = at('09:00') + 86_400_000;
    await world.system('activities.put-away-codes', { codeIds: [dumplings.id], partIds: [] });
    expect(await holders()).toEqual([]);
    // What a phone has not sent yet is still proved.
    expect(rowsOf(world, codes)).toHaveLength(1);
    expect(await types(world, who.wei, shown('in', '09:00'), '09:00')).toBe('accepted');
  });

  it('follows the plan: another hour, another day, called off', async () => {
    const world = await county();
    const changed = {
      ...{ activityId: dumplings.id, title: '包粽子', aim: '', kinds: ['助餐'], fromMinute: 600, toMinute: 720 },
      ...{ venue: '祠堂', places: null, shifts: [], budget: 0, notice: null, day: '2026-03-11' },
    };
    expect(await send(world, who.lan, 'change', changed)).toBe('accepted');
    const told = { title: '包粽子', venue: '祠堂', fromMinute: 600, day: '2026-03-11' };
    expect((await held(world, who.lan)).rows(ownCodes)).toMatchObject([told]);
    expect((await held(world, who.wei)).rows(ownParts)).toMatchObject([told]);
    // Typed on the day that was: the code is looked for on the new one.
    expect(await types(world, who.wei, shown('in', '09:00'), '09:00')).toBe('activities.code-unknown');
    await send(world, who.lan, 'call-off', { activityId: dumplings.id, reason: '下雨' });
    expect((await held(world, who.lan)).rows(ownCodes)).toEqual([]);
    expect((await held(world, who.wei)).rows(ownParts)).toMatchObject([{ state: 'called-off' }]);
  });

  it('knows of one’s own part, from signing up to leaving, and of nobody else’s', async () => {
    const world = await county();
    await joins(world, dumplings.id, who.qin);
    expect((await held(world, who.wei)).rows(ownParts)).toMatchObject([{ title: '包饺子', inAt: null }]);
    expect((await held(world, who.lan)).rows(ownParts)).toEqual([]);
    await send(world, who.lan, 'leave', { entryId: entryOf(dumplings.id, who.wei) });
    expect((await held(world, who.wei)).rows(ownParts)).toEqual([]);
    expect((await held(world, who.qin)).rows(ownParts)).toHaveLength(1);
  });

  it('a phone that types holds no activity: it predicts nothing and lets the server decide', async () => {
    const world = await county();
    const phone = await held(world, who.wei);
    world.now = at('09:00');
    const outcome = await phone.record('activities.check-in', { digits: shown('in', '09:00') });
    expect(outcome).toMatchObject({ state: 'pending', problem: null });
    expect(phone.rows(ownParts)).toMatchObject([{ inAt: null }]);
    expect(await phone.record('activities.check-in', { digits: '12345678' })).toMatchObject({
      code: 'activities.code-mistyped',
    });
    await phone.sync();
    expect(phone.rows(ownParts)).toMatchObject([{ inAt: at('09:00'), inState: 'counted' }]);
  });
});
