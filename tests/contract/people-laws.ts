/** What people's files promise, on whichever store is handed in: merges that can be undone. */
import { rollups } from '@yimi/kernel';
import { clients, merges } from '@yimi/people';
import { cards, care, visits } from '@yimi/services';
import type { Replica, ServerStore } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import type { World } from '../world/world.ts';
import { smallCounty as countyOn, named, newClient, newVisit, place, who } from '../world/world.ts';

const client = named('client');
const twice = named('twice');

/** How many people were visited in March in the whole county, by the leaves that a phone holds. */
function visitedInCounty(phone: Replica): number {
  return phone
    .rows(rollups)
    .filter((leaf) => leaf.figure === 'services.clients-visited' && leaf.period === '2026-03')
    .filter((leaf) => JSON.parse(leaf.dims)[0] === 'county-month')
    .reduce((sum, leaf) => sum + leaf.n, 0);
}

async function act(world: World, userId: string, name: string, input: unknown) {
  const [outcome] = await world.send(userId, world.envelope(name, input));
  return outcome?.status === 'accepted' ? 'accepted' : outcome?.problem?.code;
}

export function peopleLaws(makeStore: () => Promise<ServerStore>): void {
  const smallCounty = async () => countyOn(1, await makeStore());

  /** A county in which somebody was registered a second time, in another village, and visited under both files. */
  async function registeredTwice(more: Record<string, unknown> = {}) {
    const world = await smallCounty();
    const input = newClient(twice, { roomId: place.far, phone: '13900000002', groups: ['残疾人'], ...more });
    await world.system('people.register-client', input);
    await world.system('services.record-visit', newVisit(named('of client'), world));
    await world.system('services.record-visit', newVisit(named('of twice'), world, { clientId: twice }));
    const phone = await world.phone(who.lan);
    await phone.sync();
    return { world, phone };
  }
  const merge = (take: string[] = []) => ({ clientId: twice, intoClientId: client, proposalId: null, take });

  describe('a merge', () => {
    it('C7, N3: counts the person once, takes over what was chosen and keeps what was not', async () => {
      const { world, phone } = await registeredTwice();
      expect(visitedInCounty(phone)).toBe(2);
      expect(await act(world, who.lan, 'people.merge-clients', merge(['phone', 'groups']))).toBe('accepted');
      await phone.sync();
      expect(visitedInCounty(phone)).toBe(1);
      expect(phone.row(clients, client)).toMatchObject({ phone: '13900000002', groups: ['独居老人', '残疾人'] });
      expect(phone.row(clients, twice)).toMatchObject({ state: 'merged', mergedInto: client, phone: '13900000002' });
      expect(phone.row(care, client)).toMatchObject({ visits: 2 });
      expect(phone.row(visits, named('of twice'))).toMatchObject({ clientId: client, recordedFor: twice });
    });

    it('is undone: both files, their visits, care, cards and numbers are as they were', async () => {
      const { world, phone } = await registeredTwice({ assigneeId: who.wei });
      const before = {
        one: phone.row(clients, client),
        other: phone.row(clients, twice),
        care: phone.row(care, twice),
      };
      await act(world, who.lan, 'people.merge-clients', merge(['phone', 'name', 'groups', 'risk']));
      const volunteer = await world.phone(who.wei);
      await volunteer.sync();
      expect(volunteer.rows(cards).map((card) => card.id)).toEqual([client]);
      expect(await act(world, who.lan, 'people.undo-merge', { clientId: twice, takeVisits: [] })).toBe('accepted');
      await phone.sync();
      await volunteer.sync();
      expect(phone.row(clients, client)).toEqual(before.one);
      expect(phone.row(clients, twice)).toEqual(before.other);
      expect(phone.row(care, twice)).toEqual(before.care);
      expect(phone.row(care, client)).toMatchObject({ visits: 1 });
      expect(phone.row(visits, named('of twice'))).toMatchObject({
        clientId: twice,
        recordedFor: null,
        heldIn: place.far,
      });
      expect(visitedInCounty(phone)).toBe(2);
      expect(
        volunteer
          .rows(cards)
          .map((card) => card.id)
          .sort(),
      ).toEqual([client, twice].sort());
    });

    it('undone, leaves later edits alone, and later visits with the person who stayed unless they are chosen', async () => {
      const { world, phone } = await registeredTwice();
      await act(world, who.lan, 'people.merge-clients', merge(['phone']));
      const edit = { clientId: client, changes: { phone: { from: '13900000002', to: '13700000009' } } };
      await act(world, who.lan, 'people.correct-client', edit);
      for (const label of ['later', 'later chosen']) {
        await world.system('services.record-visit', newVisit(named(label), world));
      }
      // Somebody who did not know of the merge yet recorded under the old file: that one goes back by itself.
      await world.system('services.record-visit', newVisit(named('under the old id'), world, { clientId: twice }));
      await act(world, who.lan, 'people.undo-merge', { clientId: twice, takeVisits: [named('later chosen')] });
      await phone.sync();
      expect(phone.row(clients, client)).toMatchObject({ phone: '13700000009' });
      const owner = (label: string) => phone.row(visits, named(label))?.clientId;
      expect([owner('of client'), owner('later')]).toEqual([client, client]);
      expect([owner('of twice'), owner('later chosen'), owner('under the old id')]).toEqual([twice, twice, twice]);
      expect(phone.row(care, client)?.visits).toBe(2);
      expect(phone.row(care, twice)?.visits).toBe(3);
    });

    it('in the middle of a chain is undone with everything that came through it', async () => {
      const { world, phone } = await registeredTwice();
      const third = named('third');
      await world.system('people.register-client', newClient(third, { name: '杨贵花', birthDay: '1950-02-02' }));
      await act(world, who.lan, 'people.merge-clients', merge());
      await act(world, who.lan, 'people.merge-clients', { ...merge(), clientId: client, intoClientId: third });
      await phone.sync();
      expect(phone.row(care, third)?.visits).toBe(2);
      await act(world, who.lan, 'people.undo-merge', { clientId: client, takeVisits: [] });
      await phone.sync();
      expect(phone.row(visits, named('of twice'))?.clientId).toBe(client);
      expect([phone.row(care, third)?.visits, phone.row(care, client)?.visits]).toEqual([0, 2]);
      await act(world, who.lan, 'people.undo-merge', { clientId: twice, takeVisits: [] });
      await phone.sync();
      expect(phone.row(visits, named('of twice'))).toMatchObject({ clientId: twice, recordedFor: null });
    });

    it('is undone after the person who stayed has moved to another village', async () => {
      const { world, phone } = await registeredTwice({ roomId: place.room });
      await act(world, who.lan, 'people.merge-clients', merge());
      const move = { clientIds: [client], fromRoomId: place.room, toRoomId: place.far, fromDay: '2026-03-01' };
      await act(world, who.lan, 'people.move-clients', move);
      expect(await act(world, who.lan, 'people.undo-merge', { clientId: twice, takeVisits: [] })).toBe('accepted');
      await phone.sync();
      expect(phone.row(visits, named('of twice'))).toMatchObject({ clientId: twice, heldIn: place.room });
      expect(phone.row(visits, named('of client'))).toMatchObject({ clientId: client, heldIn: place.far });
      expect(phone.row(merges, phone.rows(merges)[0]?.id ?? '')).toMatchObject({ state: 'undone', roomId: place.far });
    });

    it('A5: is refused into a file of another station, in the words for one that is not there', async () => {
      const { world } = await registeredTwice();
      const change = { roomId: place.far, stationId: place.other, fromDay: '2026-03-01' };
      await world.system('network.change-station-of-room', change);
      const into = { clientId: client, intoClientId: twice, proposalId: null, take: [] };
      expect(await act(world, who.lan, 'people.merge-clients', into)).toBe('people.no-such-client');
      const nobody = { ...into, intoClientId: named('nobody') };
      expect(await act(world, who.lan, 'people.merge-clients', nobody)).toBe('people.no-such-client');
    });

    it('carries no yes over a no: a consent that was taken back in one file ends in both', async () => {
      const { world, phone } = await registeredTwice();
      await act(world, who.lan, 'people.withdraw-consent', { clientId: twice, purpose: 'photo' });
      await act(world, who.lan, 'people.merge-clients', merge());
      await phone.sync();
      const photo = phone.row(clients, client)?.consents.find((one) => one.purpose === 'photo');
      expect(photo?.withdrawnDay).toBe('2026-03-10');
    });

    it('A7: erasing the person erases the files that were merged into theirs, which then do not come back', async () => {
      const { world, phone } = await registeredTwice();
      await act(world, who.lan, 'people.merge-clients', merge(['phone']));
      await world.system('people.erase-client', { clientId: client });
      await phone.sync();
      expect(phone.row(clients, twice)).toMatchObject({ state: 'erased', name: '', phone: null, soundKey: '' });
      expect(phone.rows(merges)[0]?.replaced).toBeNull();
      const again = await act(world, who.lan, 'people.undo-merge', { clientId: twice, takeVisits: [] });
      expect(again).toBe('people.no-such-merge');
      expect(phone.row(visits, named('of twice'))).toMatchObject({ findings: null });
    });
  });
}
