/** A meal round's day as people live it: the sheet on the phone, each door ticked, one that nobody opens, the word that all is done. */
import { doors, meals, ownSheets, sheets } from '@yimi/meals';
import type { Replica } from '@yimi/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, newClient, place, who } from './world/world.ts';

const day = '2026-03-10';
const send = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `meals.${name}`, input);
const neighbour = { kind: 'neighbour', name: '隔壁老莫', phone: '13800000002' };

function round(more: object = {}) {
  return {
    ...{ roundId: named('round'), stationId: place.station, name: '上屯午餐', weekdays: [1, 2, 3, 4, 5, 6, 7] },
    ...{ dueMinute: 13 * 60, delivererIds: [who.wei, who.lan], ended: false },
    diners: [
      { clientId: named('client'), note: '少盐', contacts: [neighbour] },
      { clientId: named('second'), note: null, contacts: [] },
    ],
    ...more,
  };
}

async function laidOut(more: object = {}): Promise<World> {
  const world = await memoryCounty();
  await world.system('people.register-client', newClient(named('second'), { name: '潘有福', phone: null }));
  expect(await send(world, who.lan, 'set-round', round(more))).toBe('accepted');
  await world.system('meals.lay-out', { roundId: named('round'), day });
  return world;
}

async function synced(world: World, userId: string): Promise<Replica> {
  const phone = await world.phone(userId);
  await phone.sync();
  return phone;
}

const mealOf = (world: World, client: string) => {
  const found = rowsOf(world, meals).find((one) => one.clientId === named(client));
  if (found === undefined) throw new Error('no such meal');
  return found;
};
const sheetOf = (world: World) => {
  const [sheet] = rowsOf(world, sheets);
  if (sheet === undefined) throw new Error('no sheet');
  return sheet;
};

describe('the sheet of a day', () => {
  it('is on the deliverer’s phone with names, notes and whom to ring, and on no other; the station’s see only who has not reported', async () => {
    const world = await laidOut();
    const wei = await synced(world, who.wei);
    expect(wei.rows(ownSheets).map(({ name, dueMinute }) => [name, dueMinute])).toEqual([['上屯午餐', 780]]);
    const carried = [...wei.rows(doors)].sort((one, other) => one.position - other.position);
    expect(carried.map(({ name, note, contacts }) => [name, note, contacts])).toEqual([
      ['杨桂花', '少盐', [neighbour]],
      ['潘有福', null, []],
    ]);
    for (const user of [who.qin, who.lan, who.shi]) {
      const phone = await synced(world, user);
      expect([...phone.rows(doors), ...phone.rows(ownSheets), ...phone.rows(meals)]).toEqual([]);
      expect(phone.rows(sheets)).toHaveLength(user === who.qin ? 0 : 1);
    }
  });

  it('is made once however often the job comes by, and not on a day without a round', async () => {
    const world = await laidOut({ weekdays: [2] });
    await world.system('meals.lay-out', { roundId: named('round'), day });
    await world.system('meals.lay-out', { roundId: named('round'), day: '2026-03-11' });
    expect(rowsOf(world, sheets)).toHaveLength(1);
    expect(rowsOf(world, meals)).toHaveLength(2);
  });

  it('of tomorrow follows a change of the round; today’s stays as the deliverer set out with it', async () => {
    const world = await laidOut();
    await world.system('meals.lay-out', { roundId: named('round'), day: '2026-03-11' });
    const [first] = round().diners;
    expect(await send(world, who.lan, 'set-round', round({ diners: [first] }))).toBe('accepted');
    const days = rowsOf(world, meals).map((one) => one.day);
    expect(days.sort()).toEqual([day, day, '2026-03-11']);
    expect(await send(world, who.lan, 'set-round', round({ ended: true }))).toBe('accepted');
    expect(rowsOf(world, sheets).map((one) => one.day)).toEqual([day]);
  });

  it('goes to the deputy’s phone when it is handed over, and leaves the first one’s', async () => {
    const world = await laidOut();
    const wei = await synced(world, who.wei);
    const input = { sheetId: sheetOf(world).id, delivererId: who.lan };
    expect(await send(world, who.wei, 'hand-over', input)).toBe('sync.out-of-reach');
    expect(await send(world, who.shi, 'hand-over', input)).toBe('accepted');
    await wei.sync();
    expect([...wei.rows(doors), ...wei.rows(ownSheets)]).toEqual([]);
    expect((await synced(world, who.lan)).rows(doors)).toHaveLength(2);
    expect(await send(world, who.wei, 'tick', { mealId: mealOf(world, 'client').id, state: 'delivered' })).toBe(
      'sync.out-of-reach',
    );
  });

  it('goes to the deputy by itself when the first deliverer serves no longer', async () => {
    const world = await laidOut();
    await world.system('network.end-post', { postId: named('post 韦小妹'), userId: who.wei, lastDay: day });
    await world.system('meals.lay-out', { roundId: named('round'), day: '2026-03-11' });
    const deliverers = rowsOf(world, sheets).map((sheet) => [sheet.day, sheet.delivererId] as const);
    expect(new Map(deliverers)).toEqual(
      new Map([
        [day, who.wei],
        ['2026-03-11', who.lan],
      ]),
    );
  });

  it('leaves the phone when the day is over; ticks that come in late still find their meals', async () => {
    const world = await laidOut();
    const wei = await synced(world, who.wei);
    await wei.record('meals.tick', { mealId: mealOf(world, 'client').id, state: 'delivered' });
    world.now += 86_400_000;
    await world.system('meals.put-away', { sheetIds: [sheetOf(world).id] });
    await wei.sync();
    await wei.sync();
    expect([...wei.rows(doors), ...wei.rows(ownSheets)]).toEqual([]);
    expect(wei.entries).toEqual([]);
    expect(counted(world, 'meals.delivered')).toBe(1);
  });

  it('lists nobody twice, nobody of another station, and no deliverer who does not serve there', async () => {
    const world = await laidOut();
    const [first] = round().diners;
    expect(await send(world, who.lan, 'set-round', round({ diners: [first, first] }))).toBe('meals.diner-twice');
    const stranger = { clientId: named('nobody'), note: null, contacts: [] };
    expect(await send(world, who.lan, 'set-round', round({ diners: [stranger] }))).toBe('meals.no-such-diner');
    expect(await send(world, who.lan, 'set-round', round({ delivererIds: [who.wu] }))).toBe('meals.no-such-deliverer');
    const elsewhere = round({ roundId: named('other round'), stationId: place.other });
    for (const user of [who.wei, who.qin, who.wu])
      expect(await send(world, user, 'set-round', round())).toBe('sync.out-of-reach');
    expect(await send(world, who.lan, 'set-round', elsewhere)).toBe('sync.out-of-reach');
  });
});

describe('at the doors, without a network', () => {
  it('a door that nobody opens asks for its outcome before the round can be reported', async () => {
    const world = await laidOut();
    const wei = await synced(world, who.wei);
    const sheetId = sheetOf(world).id;
    const [first, second] = [mealOf(world, 'client').id, mealOf(world, 'second').id];
    const refused = async (name: string, input: unknown) => {
      const entry = await wei.record(`meals.${name}`, JSON.parse(JSON.stringify(input)));
      return 'code' in entry ? entry.code : 'recorded';
    };
    expect(await refused('tick', { mealId: first, state: 'delivered' })).toBe('recorded');
    expect(await refused('report-round', { sheetId })).toBe('meals.doors-open');
    expect(await refused('report-door', { mealId: first, called: 'self', outcome: 'reached' })).toBe(
      'meals.door-answered',
    );
    expect(await refused('tick', { mealId: second, state: 'unanswered' })).toBe('recorded');
    expect(await refused('report-round', { sheetId })).toBe('meals.doors-open');
    expect(await refused('report-door', { mealId: second, called: 'neighbour', outcome: 'seen' })).toBe('recorded');
    expect(await refused('report-round', { sheetId })).toBe('recorded');
    expect(wei.row(ownSheets, sheetId)).toMatchObject({ reportedAt: world.now });
    expect(rowsOf(world, sheets)).toMatchObject([{ reportedAt: null }]);
    await wei.sync();
    expect(wei.entries).toEqual([]);
    expect(mealOf(world, 'second')).toMatchObject({ state: 'unanswered', called: 'neighbour', outcome: 'seen' });
    expect(rowsOf(world, sheets)).toMatchObject([{ reportedAt: world.now }]);
    expect(counted(world, 'meals.delivered')).toBe(1);
  });

  it('a round that is not reported by its minute is told of, and one that was is not', async () => {
    const world = await laidOut();
    const sheetIds = [sheetOf(world).id];
    await world.system('meals.alert', { sheetIds });
    expect(sheetOf(world).alertedAt).toBeNull();
    world.now = Date.parse(`${day}T13:01:00+08:00`);
    await world.system('meals.alert', { sheetIds });
    expect(sheetOf(world).alertedAt).toBe(world.now);
    const shi = await synced(world, who.shi);
    expect(shi.rows(sheets)).toMatchObject([{ alertedAt: world.now, delivererId: who.wei }]);
  });

  it('an erased person leaves the round and the phone, and the meals that were brought stand', async () => {
    const world = await laidOut();
    const wei = await synced(world, who.wei);
    await send(world, who.wei, 'tick', { mealId: mealOf(world, 'client').id, state: 'delivered' });
    expect(await told(world, who.shi, 'people.erase-client', { clientId: named('client') })).toBe('accepted');
    await wei.sync();
    await wei.sync();
    expect(wei.rows(doors).map(({ clientId }) => clientId)).toEqual([named('second')]);
    expect(counted(world, 'meals.delivered')).toBe(1);
  });
});

const aTick = fc.record({
  client: fc.constantFrom('client', 'second'),
  state: fc.constantFrom('delivered', 'unanswered', 'declined', 'away'),
});

it('no person is counted twice for one meal, however ticks are shuffled, repeated and sent again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aTick, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(7), { maxLength: 12 }),
      async (said, again) => {
        const world = await laidOut();
        const envelopes = said.map(({ client, state }) =>
          world.envelope('meals.tick', { mealId: mealOf(world, client).id, state }),
        );
        const order = [...envelopes, ...again.flatMap((at) => envelopes[at % envelopes.length] ?? [])];
        for (const envelope of order) await world.send(who.wei, envelope);
        const brought = rowsOf(world, meals).filter((one) => one.state === 'delivered');
        expect(counted(world, 'meals.delivered')).toBe(brought.length);
        expect(rowsOf(world, meals)).toHaveLength(2);
        for (const client of ['client', 'second']) {
          const last = said.findLast((one) => one.client === client);
          expect(mealOf(world, client).state).toBe(last?.state ?? 'waiting');
        }
      },
    ),
    { numRuns: 60 },
  );
});
