/** What happens to the network itself: people who move or serve twice, villages parted, divisions imported, codes that change. */
import { derivedId } from '@yimi/kernel';
import { divisionImports, posts, rooms, splits, staff, stations } from '@yimi/network';
import { clients } from '@yimi/people';
import { visits } from '@yimi/services';
import type { ServerStore } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import { smallCounty as countyOn, named, newClient, newVisit, place, who } from '../world/world.ts';

export function networkChanges(makeStore: () => Promise<ServerStore>): void {
  const smallCounty = async () => countyOn(1, await makeStore());
  const second = {
    postId: named('second post'),
    userId: who.lan,
    name: '蓝秀英',
    phone: null,
    role: 'station-worker',
    stationId: place.other,
    roomId: null,
    agencyId: null,
    fromDay: '2026-02-01',
  };
  const move = (more: Record<string, unknown> = {}) => ({
    postId: named('post 蓝秀英'),
    userId: who.lan,
    newPostId: named('moved'),
    role: 'station-worker',
    stationId: place.other,
    roomId: null,
    fromDay: '2026-03-10',
    ...more,
  });

  describe('posts', () => {
    it('a person with two posts at two stations stands in both directories, and ending one leaves the other', async () => {
      const world = await smallCounty();
      await world.system('network.open-post', second);
      const phone = await world.phone(who.lan);
      await phone.sync();
      const mine = () =>
        phone
          .rows(staff)
          .filter((row) => row.userId === who.lan)
          .map((row) => [row.stationId, row.active, row.toDay])
          .sort();
      expect(mine()).toEqual(
        [
          [place.station, true, null],
          [place.other, true, null],
        ].sort(),
      );
      await world.system('network.end-post', { postId: second.postId, userId: who.lan, lastDay: '2026-03-09' });
      const head = await world.phone(who.shi);
      await head.sync();
      expect(head.rows(staff).find((row) => row.userId === who.lan)).toMatchObject({ active: true, toDay: null });
    });

    it('N6, S2: a move ends one post and opens the other on the day; the phone is re-scoped, what was recorded stays', async () => {
      const world = await smallCounty();
      const phone = await world.phone(who.lan);
      await phone.sync();
      await phone.record('services.record-visit', newVisit(named('before the move'), world));
      await phone.sync();
      const head = await world.phone(who.shi);
      expect(await world.send(who.wu, world.envelope('network.move-worker', move()))).toMatchObject([
        { status: 'accepted' },
      ]);
      await phone.sync();
      expect(
        phone
          .rows(posts)
          .map((one) => [one.stationId, one.fromDay, one.toDay])
          .sort(),
      ).toEqual(
        [
          [place.station, '2026-01-01', '2026-03-09'],
          [place.other, '2026-03-10', null],
        ].sort(),
      );
      expect(phone.scopes.map((one) => one.scope)).not.toContain(`room:${place.room}`);
      await head.sync();
      expect(head.row(visits, named('before the move'))).toMatchObject({
        stationId: place.station,
        authorId: who.lan,
      });
      expect(head.rows(staff).find((row) => row.userId === who.lan)).toMatchObject({ active: false, name: '蓝秀英' });
    });

    it('S5: what a moved worker had not sent is refused in plain sight, and nothing of it is lost', async () => {
      const world = await smallCounty();
      const phone = await world.phone(who.lan);
      await phone.sync();
      await phone.record('services.record-visit', newVisit(phone.newId(), world, { findings: '还没送出的话' }));
      await world.send(who.wu, world.envelope('network.move-worker', move()));
      await phone.sync();
      expect(phone.entries.map((entry) => entry.state)).toEqual(['refused']);
      expect(JSON.stringify(phone.entries[0]?.envelope.input)).toContain('还没送出的话');
    });

    it('a head moves their own people between their own villages, and nobody to another station or above', async () => {
      const world = await smallCounty();
      const within = {
        ...move({ postId: named('post 覃大海'), userId: who.qin, role: 'village-worker', stationId: place.station }),
        roomId: place.far,
      };
      expect(await world.send(who.shi, world.envelope('network.move-worker', within))).toMatchObject([
        { status: 'accepted' },
      ]);
      const out = [
        move({ newPostId: named('m2') }),
        move({ newPostId: named('m3'), stationId: place.station, role: 'station-head' }),
      ];
      for (const input of out) {
        expect(await world.send(who.shi, world.envelope('network.move-worker', input))).toMatchObject([
          { status: 'refused', problem: { code: 'sync.out-of-reach' } },
        ]);
      }
    });

    it('somebody whose post was to end next month can still be moved today, and nobody whose post is over', async () => {
      const world = await smallCounty();
      await world.system('network.end-post', {
        ...{ postId: named('post 蓝秀英'), userId: who.lan, lastDay: '2026-04-30' },
      });
      expect(await world.send(who.wu, world.envelope('network.move-worker', move()))).toMatchObject([
        { status: 'accepted' },
      ]);
      const again = world.envelope('network.move-worker', move({ newPostId: named('twice') }));
      expect(await world.send(who.wu, again)).toMatchObject([
        { status: 'refused', problem: { code: 'network.post-already-ended' } },
      ]);
    });

    it('a move is refused before the post began, into a village of another station, and into a merged one', async () => {
      const world = await smallCounty();
      const tried = async (more: Record<string, unknown>) => {
        const [outcome] = await world.send(who.wu, world.envelope('network.move-worker', move(more)));
        return outcome?.problem?.code;
      };
      expect(await tried({ fromDay: '2026-01-01' })).toBe('network.moves-too-early');
      expect(await tried({ role: 'village-worker', roomId: place.room })).toBe('network.room-elsewhere');
      expect(await tried({ role: 'village-worker' })).toBe('network.post-needs-place');
      await world.system('network.merge-rooms', { roomId: place.far, intoRoomId: place.room });
      expect(await tried({ role: 'village-worker', roomId: place.far, stationId: place.station })).toBe(
        'network.room-is-merged',
      );
      expect(await tried({ userId: who.qin })).toBe('network.no-such-post');
    });
  });

  describe('agencies', () => {
    const agency = { founder: 'care-home', registeredAt: 'city', incubator: '孵化园' };
    const contract = { contractId: named('contract 2'), stationId: place.station, lot: '三', fromDay: '2026-03-01' };
    const codeOf = async (world: Awaited<ReturnType<typeof smallCounty>>, name: string, input: unknown) => {
      const [outcome] = await world.send(who.wu, world.envelope(name, input));
      return outcome?.problem?.code ?? outcome?.status;
    };

    it('an agency’s contract ends on a day, earlier than agreed but not later, and never before it began', async () => {
      const world = await smallCounty();
      const agencyId = named('agency 2');
      expect(await codeOf(world, 'network.add-agency', { agencyId, name: '康宁养老', ...agency })).toBe('accepted');
      const open = (more: object) => codeOf(world, 'network.open-contract', { ...contract, agencyId, ...more });
      expect(await open({ toDay: '2026-02-01' })).toBe('network.ends-before-it-begins');
      expect(await open({ agencyId: named('nobody'), toDay: null })).toBe('network.no-such-agency');
      expect(await open({ toDay: '2026-08-31' })).toBe('accepted');
      const end = (lastDay: string) =>
        codeOf(world, 'network.end-contract', { contractId: contract.contractId, lastDay });
      expect(await end('2026-12-31')).toBe('network.contract-is-over');
      expect(await end('2026-05-31')).toBe('accepted');
      expect(await codeOf(world, 'network.end-contract', { contractId: named('none'), lastDay: '2026-05-31' })).toBe(
        'network.no-such-contract',
      );
    });

    it('nobody takes a post whose last day lies before its first', async () => {
      const world = await smallCounty();
      expect(await codeOf(world, 'network.open-post', { ...second, toDay: '2026-01-31' })).toBe(
        'network.ends-before-it-begins',
      );
    });
  });

  describe('places', () => {
    const parts = (more: Record<string, unknown> = {}) => [
      {
        ...{ roomId: named('upper'), name: '木桥上村', code: '459901201211', minutesAway: 80 },
        ...{ hamlets: ['上屯'], clientIds: [], ...more },
      },
    ];
    const split = (more: Record<string, unknown> = {}) => ({
      ...{ roomId: place.room, fromDay: '2026-03-10', parts: parts(), ...more },
    });

    it('S10: parting a village makes the new ones at once and plans who goes; the old one goes on', async () => {
      const world = await smallCounty();
      await world.system('network.split-room', split());
      const phone = await world.phone(who.lan);
      await phone.sync();
      expect(phone.row(rooms, named('upper'))).toMatchObject({
        splitFrom: place.room,
        stationId: place.station,
        stationHistory: [{ stationId: place.station, fromDay: '2026-03-10' }],
      });
      expect(phone.row(rooms, place.room)?.mergedInto).toBeNull();
      const held = phone.scopes.map((one) => one.scope);
      expect(held).toContain(`room:${named('upper')}`);
    });

    it('N6: who goes with the new village keeps their records under the old one’s day', async () => {
      const world = await smallCounty();
      await world.send(who.lan, world.envelope('services.record-visit', newVisit(named('v1'), world)));
      await world.system('network.split-room', split());
      const input = {
        clientIds: [named('client')],
        fromRoomId: place.room,
        toRoomId: named('upper'),
        fromDay: '2026-03-10',
      };
      await world.system('people.move-clients', input);
      const phone = await world.phone(who.lan);
      await phone.sync();
      expect(phone.row(clients, named('client'))?.roomId).toBe(named('upper'));
      expect(phone.row(visits, named('v1'))).toMatchObject({ roomId: place.room, heldIn: named('upper') });
    });

    it('refuses to send a hamlet to two villages, to part a merged village, and to make one that is there', async () => {
      const world = await smallCounty();
      const tried = async (input: unknown) => {
        const [outcome] = await world.send(who.wu, world.envelope('network.split-room', input));
        return outcome?.problem?.code;
      };
      const twice = [...parts(), { ...parts()[0], roomId: named('lower'), name: '木桥下村' }];
      expect(await tried(split({ parts: twice }))).toBe('network.two-places-at-once');
      const both = { parts: parts({ clientIds: [named('client')] }), stay: [named('client')] };
      expect(await tried(split(both))).toBe('network.two-places-at-once');
      expect(await tried(split({ parts: parts({ roomId: place.far }) }))).toBe('network.already-there');
      await world.system('network.merge-rooms', { roomId: place.far, intoRoomId: place.room });
      expect(await tried(split({ roomId: place.far }))).toBe('network.room-is-merged');
    });

    it('a new name and code hold from their day on, and the old ones are kept beside them', async () => {
      const world = await smallCounty();
      await world.system('network.correct-room', {
        roomId: place.room,
        name: '木桥社区',
        code: '459901201011',
        minutesAway: 60,
        fromDay: '2026-03-01',
      });
      const phone = await world.phone(who.lan);
      await phone.sync();
      expect(phone.row(rooms, place.room)).toMatchObject({
        name: '木桥社区',
        minutesAway: 60,
        formerNames: [{ name: '木桥村', lastDay: '2026-02-28' }],
        codeHistory: [
          { code: '459901201201', fromDay: '0001-01-01' },
          { code: '459901201011', fromDay: '2026-03-01' },
        ],
      });
    });

    it('S10: an import brings places in by chunks, each once, and ends with the last', async () => {
      const world = await smallCounty();
      const importId = named('import');
      const county = { countyCode: '459901', openTownships: null, include: [], fromDay: '2021-01-01' };
      await world.system('network.import-divisions', { importId, ...county });
      const stationId = derivedId(importId, 'station');
      const station = { stationId, name: '白岩乡社工站', code: '459901203000', state: 'open' };
      const roomOf = (n: number) => ({
        roomId: derivedId(importId, `room ${n}`),
        stationId,
        name: `第${n}村`,
        code: `45990120320${n}`,
      });
      const first = { importId, stations: [station], rooms: [roomOf(1)], done: 2, total: 3 };
      await world.system('network.import-division-chunk', first);
      await world.system('network.import-division-chunk', { ...first, done: 2 });
      await world.system('network.import-division-chunk', { ...first, stations: [], rooms: [roomOf(2)], done: 3 });
      const phone = await world.phone(who.lan);
      await phone.sync();
      expect(phone.row(stations, stationId)?.name).toBe('白岩乡社工站');
      expect(phone.rows(rooms).filter((room) => room.stationId === stationId)).toHaveLength(2);
      const late = world.envelope('network.import-division-chunk', { ...first, stations: [], rooms: [] });
      expect(await world.send('00000000-0000-8000-8000-000000000000', late)).toMatchObject([
        { status: 'refused', problem: { code: 'network.import-is-done' } },
      ]);
      expect([divisionImports, splits].every((table) => table.seenBy.length === 0)).toBe(true);
    });

    it('A1: no worker, head or agency parts villages, imports or renames', async () => {
      const world = await smallCounty();
      const refused = [{ status: 'refused', problem: { code: 'sync.out-of-reach' } }];
      for (const by of [who.lan, who.shi]) {
        expect(await world.send(by, world.envelope('network.split-room', split()))).toMatchObject(refused);
      }
      const late = newClient(named('late'), { hamlet: '上屯' });
      expect(await world.send(who.lan, world.envelope('people.register-client', late))).toMatchObject([
        { status: 'accepted' },
      ]);
    });
  });
}
