/** What a person's file holds beside the merge: households, ties, groups over time, documents, consent; on both stores. */
import { clients, households, mergeProposals, sameIdNotices, ties, withCheckDigit } from '@yimi/people';
import { cards } from '@yimi/services';
import type { ServerStore } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import type { World } from '../world/world.ts';
import { countyId, smallCounty as countyOn, erase, named, newClient, newVisit, place, who } from '../world/world.ts';

const client = named('client');
const son = named('son');
const house = named('house');

async function act(world: World, userId: string, name: string, input: unknown) {
  const [outcome] = await world.send(userId, world.envelope(name, input));
  return outcome?.status === 'accepted' ? 'accepted' : outcome?.problem?.code;
}

async function stored(world: World, table: Parameters<typeof erase>[0], id: string) {
  const found = await world.store.transaction(countyId, (tx) => tx.rows([{ table: erase(table), id }]));
  return found[0]?.row;
}

export function filesOfPeople(makeStore: () => Promise<ServerStore>): void {
  async function county() {
    const world = await countyOn(1, await makeStore());
    const born = { name: '杨大山', pinyin: 'yang da shan', birthDay: '1970-01-09', sex: 'male' };
    await world.system('people.register-client', newClient(son, { ...born, phone: null }));
    const phone = await world.phone(who.lan);
    await phone.sync();
    return { world, phone };
  }
  const made = {
    householdId: house,
    roomId: place.room,
    hamlet: '上屯',
    address: '上屯 3 号',
    phone: null,
    headId: son,
    memberIds: [client, son],
    day: '2026-03-01',
  };
  const move = (clientIds: string[]) => ({
    clientIds,
    fromRoomId: place.room,
    toRoomId: place.far,
    fromDay: '2026-03-02',
  });

  describe('a household', () => {
    it('is made with its people, on a phone as on the server, and its head is one of them', async () => {
      const { world, phone } = await county();
      const stranger = { ...made, headId: named('nobody') };
      expect(await act(world, who.lan, 'people.make-household', stranger)).toBe('people.not-a-member');
      await phone.record('people.make-household', made);
      expect(phone.row(households, house)).toMatchObject({ headId: son, state: 'active' });
      await phone.sync();
      expect(phone.rows(clients).filter((one) => one.householdId === house)).toHaveLength(2);
    });

    it('stays with those who stay, and goes along with the last who moves', async () => {
      const { world, phone } = await county();
      await act(world, who.lan, 'people.make-household', made);
      await act(world, who.lan, 'people.move-clients', move([son]));
      await phone.sync();
      expect(phone.row(clients, son)).toMatchObject({ roomId: place.far, householdId: null });
      expect(phone.row(households, house)).toMatchObject({ roomId: place.room, headId: null, state: 'active' });
      await act(world, who.lan, 'people.move-clients', move([client]));
      await phone.sync();
      expect(phone.row(clients, client)).toMatchObject({ roomId: place.far, householdId: house });
      expect(phone.row(households, house)).toMatchObject({ roomId: place.far });
    });

    it('S10: of a merged village goes along although its people move in several chunks', async () => {
      const { world, phone } = await county();
      await act(world, who.lan, 'people.make-household', made);
      await world.system('network.merge-rooms', { roomId: place.room, intoRoomId: place.far });
      await world.system('people.move-clients', move([son]));
      await world.system('people.move-clients', move([client]));
      await phone.sync();
      expect(phone.rows(clients).map((one) => [one.roomId, one.householdId])).toEqual([
        [place.far, house],
        [place.far, house],
      ]);
      expect(phone.row(households, house)).toMatchObject({ roomId: place.far, headId: son });
    });

    it('that was put down twice is laid together, and the old id goes on resolving', async () => {
      const { world, phone } = await county();
      await act(world, who.lan, 'people.make-household', made);
      const again = named('house again');
      await act(world, who.lan, 'people.make-household', { ...made, householdId: again, headId: null, memberIds: [] });
      await act(world, who.lan, 'people.merge-households', { householdId: house, intoHouseholdId: again });
      const late = named('late');
      await world.system('people.register-client', newClient(late, { name: '杨小山', pinyin: 'yang xiao shan' }));
      expect(await act(world, who.lan, 'people.join-household', { clientId: late, householdId: house })).toBe(
        'accepted',
      );
      await phone.sync();
      expect(phone.rows(clients).map((one) => one.householdId)).toEqual([again, again, again]);
    });

    it('A7: without people left after an erasure tells no address any more', async () => {
      const { world, phone } = await county();
      await act(world, who.lan, 'people.make-household', { ...made, headId: client, memberIds: [client] });
      await world.system('people.erase-client', { clientId: client });
      await phone.sync();
      expect(phone.row(households, house)).toMatchObject({ state: 'empty', address: '', headId: null });
    });

    it('A5: of another village cannot be written into a file by correcting its address', async () => {
      const { world, phone } = await county();
      await act(world, who.lan, 'people.make-household', { ...made, headId: null, memberIds: [] });
      await act(world, who.lan, 'people.move-clients', move([son]));
      const moved = (householdId: string) => ({
        clientId: son,
        changes: { address: { from: { hamlet: '上屯', householdId: null }, to: { hamlet: '上屯', householdId } } },
      });
      expect(await act(world, who.lan, 'people.correct-client', moved(house))).toBe('people.no-such-household');
      expect(await act(world, who.lan, 'people.correct-client', moved(named('none')))).toBe('people.no-such-household');
      const own = { ...moved(house), clientId: client };
      expect(await act(world, who.lan, 'people.correct-client', own)).toBe('accepted');
      await phone.sync();
      expect(phone.row(clients, son)).toMatchObject({ householdId: null });
      expect(phone.row(clients, client)).toMatchObject({ householdId: house });
    });

    it('A5: of another village takes nobody in, in the words for one that is not there', async () => {
      const { world } = await county();
      await act(world, who.lan, 'people.make-household', { ...made, headId: null, memberIds: [] });
      await act(world, who.lan, 'people.move-clients', move([son]));
      const far = { clientId: son, householdId: house };
      expect(await act(world, who.lan, 'people.join-household', far)).toBe('people.no-such-household');
      const none = { ...far, householdId: named('none') };
      expect(await act(world, who.lan, 'people.join-household', none)).toBe('people.no-such-household');
    });
  });

  describe('a tie', () => {
    const tie = { tieId: named('tie'), clientId: client, kind: 'child', otherId: son, contact: null };

    it('is seen from both ends, survives a move, and ends at both', async () => {
      const { world, phone } = await county();
      expect(await act(world, who.lan, 'people.tie-clients', tie)).toBe('accepted');
      await act(world, who.lan, 'people.move-clients', move([son]));
      await phone.sync();
      const seen = phone.rows(ties).map((one) => [one.clientId, one.kind, one.otherId, one.roomId]);
      expect(seen.sort()).toEqual(
        [
          [client, 'child', son, place.room],
          [son, 'parent', client, place.far],
        ].sort(),
      );
      await act(world, who.lan, 'people.untie-clients', { tieId: tie.tieId, clientId: client });
      await phone.sync();
      expect(phone.rows(ties)).toEqual([]);
    });

    it('is one tie, said again after a merge with another kind, and then ends at both', async () => {
      const { world, phone } = await county();
      const twice = named('twice');
      await world.system('people.register-client', newClient(twice));
      await act(world, who.lan, 'people.tie-clients', { ...tie, clientId: twice });
      await act(world, who.lan, 'people.merge-clients', { clientId: twice, intoClientId: client, proposalId: null });
      const again = { ...tie, clientId: twice, kind: 'neighbour' };
      expect(await act(world, who.lan, 'people.tie-clients', again)).toBe('accepted');
      await phone.sync();
      const seen = phone.rows(ties).map((one) => [one.clientId, one.kind, one.otherId]);
      expect(seen.sort()).toEqual(
        [
          [client, 'neighbour', son],
          [son, 'neighbour', client],
        ].sort(),
      );
      await act(world, who.lan, 'people.untie-clients', { tieId: tie.tieId, clientId: client });
      await phone.sync();
      expect(phone.rows(ties)).toEqual([]);
    });

    it('A5: of one end in another village tells the village worker no more than that there is one', async () => {
      const { world } = await county();
      await act(world, who.lan, 'people.tie-clients', tie);
      await act(world, who.lan, 'people.move-clients', move([son]));
      const village = await world.phone(who.qin);
      await village.sync();
      expect(village.rows(ties)).toMatchObject([{ clientId: client, otherId: son, otherName: null, otherPhone: null }]);
      expect(village.row(clients, son)).toBeNull();
      const far = { ...tie, tieId: named('tie 2'), otherId: son };
      expect(await act(world, who.qin, 'people.tie-clients', far)).toBe('people.no-such-client');
    });

    it('passes with a merge and comes back with its undoing', async () => {
      const { world, phone } = await county();
      const twice = named('twice');
      await world.system('people.register-client', newClient(twice, { roomId: place.far }));
      const contact = { name: '杨小妹', phone: '13600000000' };
      await act(world, who.lan, 'people.tie-clients', { ...tie, clientId: twice, otherId: null, contact });
      await act(world, who.lan, 'people.merge-clients', { clientId: twice, intoClientId: client, proposalId: null });
      await phone.sync();
      expect(phone.rows(ties)).toMatchObject([{ clientId: client, recordedFor: twice, roomId: place.room }]);
      await act(world, who.lan, 'people.undo-merge', { clientId: twice, takeVisits: [] });
      await phone.sync();
      expect(phone.rows(ties)).toMatchObject([
        { clientId: twice, recordedFor: null, roomId: place.far, otherName: '杨小妹' },
      ]);
    });

    it('A7: goes at both ends when one is erased', async () => {
      const { world, phone } = await county();
      await act(world, who.lan, 'people.tie-clients', tie);
      await world.system('people.erase-client', { clientId: son });
      await phone.sync();
      expect(phone.rows(ties)).toEqual([]);
    });
  });

  describe('a membership', () => {
    const record = (more: object) => ({
      clientId: client,
      membership: { group: '低保对象', source: '县民政局名单', fromDay: '2026-02-01', toDay: null, ...more },
    });

    it('is told with source and days, and the groups of today follow', async () => {
      const { world, phone } = await county();
      expect(await act(world, who.lan, 'people.record-membership', record({}))).toBe('accepted');
      await phone.sync();
      // What the registration named begins with it; its source is not known.
      expect(phone.row(clients, client)).toMatchObject({
        groups: ['独居老人', '低保对象'],
        memberships: [
          { group: '独居老人', source: null, fromDay: '2026-01-05', toDay: null },
          { group: '低保对象', source: '县民政局名单', fromDay: '2026-02-01', toDay: null },
        ],
      });
      const wrong = record({ toDay: '2026-01-01' });
      expect(await act(world, who.lan, 'people.record-membership', wrong)).toBe('people.wrong-days');
    });

    it('ends by itself on its day: the server’s job looks, and twice changes nothing', async () => {
      const { world, phone } = await county();
      await act(world, who.lan, 'people.record-membership', record({ toDay: '2026-03-20' }));
      await phone.sync();
      expect(phone.row(clients, client)).toMatchObject({ groupsChangeOn: '2026-03-21' });
      for (const day of ['2026-03-20', '2026-03-21', '2026-03-21']) {
        await world.system('people.refresh-groups', { clientIds: [client], day });
      }
      await phone.sync();
      expect(phone.row(clients, client)).toMatchObject({ groups: ['独居老人'], groupsChangeOn: null });
      expect(phone.row(clients, client)?.memberships).toHaveLength(2);
    });

    it('ends when a list of groups no longer names it, and its past stays', async () => {
      const { world, phone } = await county();
      const changes = { groups: { from: ['独居老人'], to: ['残疾人'] } };
      await act(world, who.lan, 'people.correct-client', { clientId: client, changes });
      await phone.sync();
      expect(phone.row(clients, client)?.memberships).toMatchObject([
        { group: '独居老人', toDay: '2026-03-09' },
        { group: '残疾人', fromDay: '2026-03-10', toDay: null },
      ]);
    });
  });

  describe('consent', () => {
    it('is given later, by the guardian for a child under fourteen, who is on file', async () => {
      const { world, phone } = await county();
      const child = named('child');
      const guardianContact = { name: '韦外婆', relation: '外婆', phone: '13500000000' };
      const born = { birthDay: '2016-05-01', guardianContact, consents: ['service'] };
      await world.system(
        'people.register-client',
        newClient(child, { name: '杨小宝', pinyin: 'yang xiao bao', ...born }),
      );
      const give = { clientId: child, purpose: 'photo', givenBy: 'person' };
      expect(await act(world, who.lan, 'people.give-consent', give)).toBe('people.guardian-needed');
      expect(await act(world, who.lan, 'people.give-consent', { ...give, givenBy: 'guardian' })).toBe('accepted');
      await phone.sync();
      expect(phone.row(clients, child)).toMatchObject({ guardian: '韦外婆', guardianContact });
      expect(phone.row(clients, child)?.consents.map((one) => [one.purpose, one.givenBy])).toEqual([
        ['service', 'guardian'],
        ['photo', 'guardian'],
      ]);
    });

    it('taken back for photos takes the picture from the file and the camera from the volunteer', async () => {
      const { world, phone } = await county();
      const photo = 'ab'.repeat(32);
      expect(await act(world, who.lan, 'people.set-photo', { clientId: client, photo })).toBe('accepted');
      const volunteer = await world.phone(who.wei);
      await volunteer.sync();
      expect(volunteer.row(cards, client)?.mayPhotograph).toBe(true);
      await act(world, who.lan, 'people.withdraw-consent', { clientId: client, purpose: 'photo' });
      await phone.sync();
      await volunteer.sync();
      expect(phone.row(clients, client)?.photo).toBeNull();
      expect(volunteer.row(cards, client)?.mayPhotograph).toBe(false);
      expect(await act(world, who.lan, 'people.set-photo', { clientId: client, photo })).toBe(
        'people.no-photo-consent',
      );
    });
  });

  describe('a document', () => {
    const number = withCheckDigit('45990119420501002');

    it('is one of two: a citizen id that is checked, or another where there is none', async () => {
      const { world } = await county();
      const correct = { clientId: client, idNumber: number, document: null };
      const other = { kind: 'passport', number: 'E12345678' };
      const both = { ...correct, document: other };
      expect(await act(world, who.lan, 'people.correct-document', both)).toBe('people.two-documents');
      const old = { ...correct, idNumber: '459901420501002' };
      expect(await act(world, who.lan, 'people.correct-document', old)).toBe('people.old-citizen-id');
      const wrong = { ...correct, idNumber: '459901194205010020' };
      expect(await act(world, who.lan, 'people.correct-document', wrong)).toBe('people.invalid-citizen-id');
      expect(await act(world, who.lan, 'people.correct-document', correct)).toBe('accepted');
      expect(await act(world, who.qin, 'people.correct-document', correct)).toBe('sync.out-of-reach');
      const village = await world.phone(who.qin);
      await village.sync();
      expect(village.row(clients, client)).not.toHaveProperty('idNumber');
      expect(
        await act(world, who.lan, 'people.correct-document', { ...correct, idNumber: null, document: other }),
      ).toBe('accepted');
      expect(await stored(world, erase(clients), client)).toMatchObject({
        idNumber: null,
        documentNumber: 'E12345678',
      });
    });

    it('A5: of two people of two stations leaves each head a notice without a name; within one it is proposed', async () => {
      const { world, phone } = await county();
      await world.system('people.correct-document', { clientId: client, idNumber: number, document: null });
      const twin = newClient(named('far twin'), {
        name: '韦五妹',
        pinyin: 'wei wu mei',
        roomId: place.far,
        idNumber: number,
      });
      await world.system('people.register-client', twin);
      const look = { clientId: named('far twin'), otherIds: [client], day: '2026-03-10' };
      await world.system('people.look-alike', look);
      await phone.sync();
      expect(phone.rows(mergeProposals)).toMatchObject([{ reason: 'same-id', score: 100 }]);
      const third = { ...twin, clientId: named('third'), roomId: named('away') };
      await world.system('network.add-room', {
        roomId: named('away'),
        stationId: place.other,
        name: '石桥村',
        code: '459901202201',
        minutesAway: 20,
        fromDay: '2026-01-01',
      });
      await world.system('people.register-client', third);
      await world.system('people.look-alike', { ...look, clientId: named('third') });
      await phone.sync();
      expect(phone.rows(mergeProposals)).toHaveLength(1);
      const found = await world.store.transaction(countyId, (tx) =>
        tx.list({ table: erase(sameIdNotices), column: 'clientId', value: client, within: `station:${place.station}` }),
      );
      expect(found.map((one) => one.row)).toMatchObject([{ otherStationId: place.other, state: 'open' }]);
      const settle = { noticeId: found[0]?.row.id };
      expect(await act(world, who.lan, 'people.settle-same-id', settle)).toBe('sync.out-of-reach');
      expect(await act(world, who.shi, 'people.settle-same-id', settle)).toBe('accepted');
    });
  });

  it('a visit is recorded for somebody whose household, groups and ties were just changed offline', async () => {
    const { world, phone } = await county();
    await phone.record('people.make-household', made);
    await phone.record('people.tie-clients', {
      tieId: named('t'),
      clientId: client,
      kind: 'child',
      otherId: son,
      contact: null,
    });
    await phone.record('services.record-visit', newVisit(named('v'), world));
    await phone.sync();
    expect(phone.entries.filter((entry) => entry.state === 'refused')).toEqual([]);
    expect(phone.rows(ties)).toHaveLength(2);
  });
}
