/**
 * A trip from the desk to the village and back, on two phones without a network, on either store: planned, asked for,
 * granted, packed, driven, visited, closed; and what is refused on the way.
 */
import { isProblem } from '@yimi/kernel';
import {
  care,
  errands,
  notBack,
  packingList,
  packTicks,
  stops,
  tripReport,
  trips,
  villageDays,
  visits,
} from '@yimi/services';
import type { Replica, ServerStore } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import { smallCounty as countyOn, named, newClient, newVisit, place, type World, who } from '../world/world.ts';

const hour = 3_600_000;
const tripId = named('trip');
const near = named('stop near');
const far = named('stop far');

function plan(more: Record<string, unknown> = {}) {
  return {
    tripId,
    stationId: place.station,
    day: '2026-03-10',
    memberIds: [who.lan, who.shi],
    car: 'station',
    seats: 5,
    leaveAt: 510,
    backBy: 1050,
    stops: [
      { stopId: near, roomId: place.room, arriveAt: 580, stayMinutes: 50, clientIds: [named('client')], errandIds: [] },
      { stopId: far, roomId: place.far, arriveAt: 700, stayMinutes: 50, clientIds: [named('潘')], errandIds: [] },
    ],
    supplies: [{ id: named('oil'), text: '食用油', quantity: 2 }],
    note: '',
    ask: true,
    ...more,
  };
}

async function refusal(world: World, userId: string, name: string, input: unknown): Promise<string | undefined> {
  const [outcome] = await world.send(userId, world.envelope(name, input));
  return outcome?.status === 'accepted' ? undefined : outcome?.problem?.code;
}

async function must(phone: Replica, name: string, input: unknown): Promise<void> {
  const entry = await phone.record(name, input);
  if (isProblem(entry)) throw new Error(`${name}: ${entry.code}`);
}

export function fieldTrips(makeStore: () => Promise<ServerStore>): void {
  async function county(): Promise<World> {
    const world = await countyOn(1, await makeStore());
    await world.system('people.register-client', newClient(named('潘'), { name: '潘老贵', roomId: place.far }));
    return world;
  }
  async function phoneOf(world: World, userId: string): Promise<Replica> {
    const phone = await world.phone(userId);
    await phone.sync();
    return phone;
  }

  describe('a field trip', () => {
    it('is planned by a worker, granted by the head, driven by two phones offline, and reports the sum of its visits', async () => {
      const world = await county();
      const rice = named('rice');
      expect(
        await refusal(world, who.qin, 'services.add-errand', {
          errandId: rice,
          roomId: place.room,
          clientId: null,
          kind: 'drop-off',
          text: '村里要 20 张申请表',
          byDay: '2026-03-11',
        }),
      ).toBeUndefined();
      const lan = await phoneOf(world, who.lan);
      expect(lan.row(errands, rice)?.state).toBe('open');
      const first = plan().stops[0];
      await must(lan, 'services.propose-trip', plan({ stops: [{ ...first, errandIds: [rice] }, plan().stops[1]] }));
      expect(lan.row(trips, tripId)?.state).toBe('requested');
      await lan.sync();

      const shi = await phoneOf(world, who.shi);
      await must(shi, 'services.decide-trip', { tripId, revision: 1, approve: true, reason: '' });
      await shi.sync();
      await lan.sync();
      expect(lan.row(trips, tripId)).toMatchObject({ state: 'approved', selfApproved: false, decidedBy: who.shi });

      // From here on nobody has a network; both phones say what they see.
      await must(lan, 'services.tick-packing', { tripId, item: `errand/${rice}`, packed: true });
      await must(shi, 'services.tick-packing', { tripId, item: `supply/${named('oil')}`, packed: true });
      await must(lan, 'services.start-trip', { tripId, startedAt: world.now });
      await must(shi, 'services.reach-stop', { tripId, stopId: near, reachedAt: world.now + hour });
      await must(lan, 'services.reach-stop', { tripId, stopId: near, reachedAt: world.now + hour + 60_000 });
      const visitId = lan.newId();
      world.now += 2 * hour;
      await must(lan, 'services.record-visit', newVisit(visitId, world));
      await must(lan, 'services.settle-errand', { errandId: rice, outcome: 'done', tripId, at: world.now });
      await must(shi, 'services.skip-stop', { tripId, stopId: far, reason: '塌方，过不去' });
      await must(lan, 'services.close-trip', { tripId, backAt: world.now + hour });
      await must(shi, 'services.close-trip', { tripId, backAt: world.now + hour });
      expect(shi.row(trips, tripId)?.state).toBe('closed');

      expect(await lan.sync()).toMatchObject({ refused: 0, diverged: [] });
      expect(await shi.sync()).toMatchObject({ refused: 0, diverged: [] });
      await lan.sync();
      expect(world.faults).toEqual([]);
      const trip = lan.row(trips, tripId);
      const way = lan.rows(stops).filter((stop) => stop.tripId === tripId);
      if (trip === null) throw new Error('no trip');
      expect(way.map((stop) => stop.state).sort()).toEqual(['reached', 'skipped']);
      expect(tripReport(trip, way, lan.rows(visits), lan.rows(errands))).toMatchObject({
        villages: 1,
        skipped: 1,
        visits: 1,
        met: 1,
        notReached: [named('潘')],
        needs: [{ need: '生活照料', n: 1 }],
        errandsDone: 1,
        minutes: 180,
        visitIds: [visitId],
      });
      const packed = packingList(trip, way, lan.rows(errands), lan.rows(packTicks));
      expect(packed.filter((one) => one.packed).map((one) => one.thing.from)).toEqual(['supply', 'drop-off']);
    });

    it('tells a village its day once it is granted, and that nobody comes when it is called off; never whom they visit', async () => {
      const world = await county();
      const lan = await phoneOf(world, who.lan);
      await must(lan, 'services.propose-trip', plan());
      await lan.sync();
      const qin = await phoneOf(world, who.qin);
      expect(qin.rows(villageDays)).toEqual([]);
      expect(
        await refusal(world, who.shi, 'services.decide-trip', { tripId, revision: 1, approve: true, reason: '' }),
      ).toBeUndefined();
      await qin.sync();
      expect(qin.rows(villageDays)).toMatchObject([{ id: near, day: '2026-03-10', arriveAt: 580, state: 'coming' }]);
      // The village holds neither the trip nor the list of people on it (laws A1, S2).
      expect(qin.rows(trips)).toEqual([]);
      expect(qin.rows(stops)).toEqual([]);
      expect(await refusal(world, who.lan, 'services.call-off-trip', { tripId, reason: '大雨' })).toBeUndefined();
      await qin.sync();
      expect(qin.row(villageDays, near)?.state).toBe('not-coming');
      expect(await refusal(world, who.lan, 'services.start-trip', { tripId, startedAt: world.now })).toBe(
        'services.trip-called-off',
      );
    });

    it('asks again when car or day change, and not when only the order of the villages does', async () => {
      const world = await county();
      expect(await refusal(world, who.lan, 'services.propose-trip', plan())).toBeUndefined();
      expect(
        await refusal(world, who.shi, 'services.decide-trip', { tripId, revision: 1, approve: true, reason: '' }),
      ).toBeUndefined();
      const turned = plan({ stops: [...plan().stops].reverse(), revision: 1 });
      expect(await refusal(world, who.lan, 'services.change-trip', turned)).toBeUndefined();
      const phone = await phoneOf(world, who.shi);
      expect(phone.row(trips, tripId)).toMatchObject({ state: 'approved', revision: 2, roomId: place.far });
      // Made over a plan that somebody has changed since: refused, and nothing is overwritten (S8).
      expect(await refusal(world, who.lan, 'services.change-trip', turned)).toBe('services.trip-changed');
      const later = plan({ day: '2026-03-12', revision: 2, stops: [plan().stops[1]] });
      expect(await refusal(world, who.lan, 'services.change-trip', later)).toBeUndefined();
      await phone.sync();
      expect(phone.row(trips, tripId)).toMatchObject({ state: 'requested', decidedBy: null });
      expect(phone.row(stops, near)).toBeNull();
      expect(phone.row(villageDays, near)).toBeNull();
    });

    it('is sent back with a reason, and granted to oneself only where there is no other head, flagged', async () => {
      const world = await county();
      await refusal(world, who.lan, 'services.propose-trip', plan());
      const decide = (userId: string, more: Record<string, unknown> = {}) =>
        refusal(world, userId, 'services.decide-trip', { tripId, revision: 1, approve: true, reason: '', ...more });
      expect(await decide(who.lan)).toBe('sync.out-of-reach');
      expect(await decide(who.shi, { revision: 9 })).toBe('services.trip-changed');
      expect(await decide(who.shi, { approve: false })).toBe('services.reason-needed');
      expect(await decide(who.shi, { approve: false, reason: '车在修' })).toBeUndefined();
      const phone = await phoneOf(world, who.lan);
      expect(phone.row(trips, tripId)).toMatchObject({ state: 'declined', reason: '车在修' });
      expect(await decide(who.shi)).toBe('services.trip-not-requested');

      const own = plan({ tripId: named('own'), stops: [{ ...plan().stops[0], stopId: named('own stop') }] });
      expect(await refusal(world, who.shi, 'services.propose-trip', own)).toBeUndefined();
      expect(await decide(who.shi, { tripId: named('own') })).toBeUndefined();
      await phone.sync();
      expect(phone.row(trips, named('own'))).toMatchObject({ state: 'approved', selfApproved: true });

      await world.system('network.open-post', {
        postId: named('post second head'),
        userId: named('second head'),
        name: '龙站长',
        phone: null,
        role: 'station-head',
        stationId: place.station,
        roomId: null,
        agencyId: null,
        fromDay: '2026-01-01',
      });
      const again = plan({ tripId: named('again'), stops: [{ ...plan().stops[0], stopId: named('again stop') }] });
      expect(await refusal(world, who.shi, 'services.propose-trip', again)).toBeUndefined();
      expect(await decide(who.shi, { tripId: named('again') })).toBe('services.own-trip');
      expect(await decide(named('second head'), { tripId: named('again') })).toBeUndefined();
    });

    it('needs nobody’s leave when it asks for neither car nor things', async () => {
      const world = await county();
      const walk = plan({ car: 'none', supplies: [], stops: [plan().stops[0]] });
      expect(await refusal(world, who.lan, 'services.propose-trip', walk)).toBeUndefined();
      const phone = await phoneOf(world, who.lan);
      expect(phone.row(trips, tripId)).toMatchObject({ state: 'approved', decidedBy: null });
    });

    it('refuses a plan without villages, with somebody else’s, with strangers, or that ends before it begins', async () => {
      const world = await county();
      const propose = (more: Record<string, unknown>) => refusal(world, who.lan, 'services.propose-trip', plan(more));
      expect(await propose({ stops: [] })).toBe('services.no-stops');
      expect(await propose({ backBy: 500 })).toBe('services.trip-times');
      expect(await propose({ memberIds: [who.wu] })).toBe('services.not-of-this-station');
      expect(await propose({ stops: [{ ...plan().stops[0], roomId: named('nowhere') }] })).toBe(
        'services.stop-elsewhere',
      );
      expect(await propose({ stationId: place.other })).toBe('sync.out-of-reach');
      expect(await propose({})).toBeUndefined();
      expect(await propose({})).toBe('services.trip-already-there');
      expect(await refusal(world, who.lan, 'services.start-trip', { tripId, startedAt: world.now })).toBe(
        'services.trip-not-approved',
      );
      expect(await refusal(world, who.lan, 'services.close-trip', { tripId, backAt: world.now })).toBe(
        'services.trip-not-started',
      );
      expect(await refusal(world, who.lan, 'services.call-off-trip', { tripId, reason: ' ' })).toBe(
        'services.reason-needed',
      );
    });

    it('alerts by itself when nobody has said "we are back" by the hour', async () => {
      const world = await county();
      const lan = await phoneOf(world, who.lan);
      await must(lan, 'services.propose-trip', plan({ car: 'none', supplies: [] }));
      await must(lan, 'services.start-trip', { tripId, startedAt: world.now });
      await lan.sync();
      const shi = await phoneOf(world, who.shi);
      const evening = Date.parse('2026-03-10T17:30:01+08:00');
      expect(notBack(shi.rows(trips), evening - 2_000)).toEqual([]);
      expect(notBack(shi.rows(trips), evening).map((trip) => trip.id)).toEqual([tripId]);
      await must(lan, 'services.close-trip', { tripId, backAt: evening + hour });
      await lan.sync();
      await shi.sync();
      expect(notBack(shi.rows(trips), evening + 2 * hour)).toEqual([]);
    });
  });

  describe('what a village needs', () => {
    it('follows the person it is for, and leaves no words when they are erased (S2, A7)', async () => {
      const world = await county();
      const add = (errandId: string, clientId: string | null) =>
        refusal(world, who.lan, 'services.add-errand', {
          errandId,
          roomId: place.room,
          clientId,
          kind: 'drop-off',
          text: '拐杖',
          byDay: null,
        });
      expect(await add(named('stick'), named('client'))).toBeUndefined();
      expect(await add(named('rice'), null)).toBeUndefined();
      await world.system('people.move-clients', {
        clientIds: [named('client')],
        fromRoomId: place.room,
        toRoomId: place.far,
        fromDay: '2026-03-10',
      });
      const phone = await phoneOf(world, who.lan);
      expect(phone.row(errands, named('stick'))?.roomId).toBe(place.far);
      expect(phone.row(errands, named('rice'))?.roomId).toBe(place.room);
      await world.system('people.erase-client', { clientId: named('client') });
      await phone.sync();
      expect(phone.row(errands, named('stick'))).toMatchObject({ text: '', state: 'dropped' });
    });

    it('keeps who is visited by two through visits and moves, as a person decided', async () => {
      const world = await county();
      expect(
        await refusal(world, who.qin, 'services.require-pair', { clientId: named('client'), reason: 'refused' }),
      ).toBeUndefined();
      await world.send(who.wei, world.envelope('services.record-visit', newVisit(named('later visit'), world)));
      const phone = await phoneOf(world, who.lan);
      expect(phone.row(care, named('client'))).toMatchObject({ pairReason: 'refused', visits: 1 });
      expect(await refusal(world, who.qin, 'services.require-pair', { clientId: named('潘'), reason: 'risk' })).toBe(
        'sync.out-of-reach',
      );
    });
  });
}
