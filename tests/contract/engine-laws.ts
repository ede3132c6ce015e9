/** The laws of the command bus and of sync, each by its number, on whichever store is handed in. */
import { isProblem } from '@yimi/kernel';
import { clients, conflicts, mergeProposals } from '@yimi/people';
import { cards, care, ownVisits, visits } from '@yimi/services';
import type { ServerStore } from '@yimi/sync';
import { MemoryPersistence } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import { smallCounty as countyOn, named, newClient, newVisit, place, who } from '../world/world.ts';

export function engineLaws(makeStore: () => Promise<ServerStore>): void {
  const smallCounty = async () => countyOn(1, await makeStore());

  describe('the command bus', () => {
    it('C3: runs an id once, answers a repetition with the stored outcome and refuses the id with other content', async () => {
      const world = await smallCounty();
      const envelope = world.envelope('services.record-visit', newVisit(named('v1'), world));
      const [first] = await world.send(who.lan, envelope);
      const [again] = await world.send(who.lan, envelope);
      expect(first?.status).toBe('accepted');
      expect(again).toEqual(first);
      const [other] = await world.send(who.lan, {
        ...envelope,
        input: { ...newVisit(named('v1'), world), result: 'nobody' },
      });
      expect(other).toMatchObject({ status: 'refused', problem: { code: 'sync.id-reused', field: 'id' } });
      const phone = await world.phone(who.lan);
      await phone.sync();
      expect(phone.rows(visits)).toHaveLength(1);
      expect(phone.row(care, named('client'))?.visits).toBe(1);
    });

    it('C3: the same command sent on eight connections at once is counted once', async () => {
      const world = await smallCounty();
      const envelope = world.envelope('services.record-visit', newVisit(named('v1'), world));
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => world.send(who.lan, envelope)));
      expect(outcomes.flat().map((one) => one.status)).toEqual(Array.from({ length: 8 }, () => 'accepted'));
      const phone = await world.phone(who.lan);
      await phone.sync();
      expect(phone.row(care, named('client'))?.visits).toBe(1);
      expect(world.faults).toEqual([]);
    });

    it('C4, C7: a refused command stays, its dependants wait, and mending it lets them through', async () => {
      const world = await smallCounty();
      const disk = new MemoryPersistence();
      const phone = await world.phone(who.lan, disk);
      await phone.sync();
      const clientId = phone.newId();
      await phone.record('people.register-client', newClient(clientId, { name: '梁老七', pinyin: 'liang lao qi' }));
      const visitId = phone.newId();
      await phone.record('services.record-visit', newVisit(visitId, world, { clientId }));
      // While the phone was away its station lost the village.
      await world.system('network.change-station-of-room', {
        roomId: place.room,
        stationId: place.other,
        fromDay: '2026-03-01',
      });
      await phone.sync();
      expect(phone.entries.map((entry) => entry.state)).toEqual(['refused', 'waiting']);
      const reopened = await world.phone(who.lan, disk);
      expect(reopened.entries[0]?.problem?.code).toBe('sync.out-of-reach');
      expect(JSON.stringify(reopened.entries[0]?.envelope.input)).toContain('梁老七');
      await world.system('network.change-station-of-room', {
        roomId: place.room,
        stationId: place.station,
        fromDay: '2026-03-02',
      });
      await reopened.sync();
      const refused = reopened.entries[0]?.envelope;
      const mended = await reopened.record(refused?.name ?? '', refused?.input, refused?.id ?? null);
      expect(isProblem(mended)).toBe(false);
      await reopened.sync();
      await reopened.sync();
      expect(reopened.entries).toEqual([]);
      expect(reopened.row(visits, visitId)?.clientId).toBe(clientId);
    });

    it('opens no post for an evaluator without a last day, from the county’s desk or from an older app', async () => {
      const world = await smallCounty();
      const post = {
        userId: named('evaluator'),
        name: '评估员',
        phone: null,
        role: 'evaluator',
        fromDay: '2026-03-01',
      };
      const nowhere = { stationId: null, roomId: null, agencyId: null };
      const open = async (label: string, more: object, v = 2) => {
        const input = { ...post, ...nowhere, postId: named(label), ...more };
        const [outcome] = await world.send(who.wu, world.envelope('network.open-post', input, { v }));
        return outcome?.problem ?? outcome?.status;
      };
      const needsEnd = { code: 'network.evaluator-needs-end', field: 'input.toDay' };
      expect(await open('endless', { toDay: null })).toMatchObject(needsEnd);
      expect(await open('old app', {}, 1)).toMatchObject(needsEnd);
      expect(await open('for a month', { toDay: '2026-03-31' })).toBe('accepted');
    });

    it('C4: a refused command can be withdrawn, and only once', async () => {
      const world = await smallCounty();
      const phone = await world.phone(who.lan);
      await phone.sync();
      await phone.record('services.record-visit', newVisit(phone.newId(), world));
      await world.system('network.end-post', { postId: named('post 蓝秀英'), userId: who.lan, lastDay: '2026-03-01' });
      await phone.sync();
      const refused = phone.entries[0];
      expect(refused?.state).toBe('refused');
      await world.system('network.open-post', {
        postId: named('again'),
        userId: who.lan,
        name: '蓝秀英',
        phone: null,
        role: 'station-worker',
        stationId: place.station,
        roomId: null,
        agencyId: null,
        fromDay: '2026-03-01',
      });
      await phone.sync();
      await phone.withdraw(refused?.envelope.id ?? '');
      await phone.sync();
      expect(phone.entries).toEqual([]);
      const again = world.envelope(
        'sync.withdraw-command',
        { commandId: refused?.envelope.id },
        { mends: refused?.envelope.id ?? null },
      );
      expect(await world.send(who.lan, again)).toMatchObject([
        { status: 'refused', problem: { code: 'sync.already-mended' } },
      ]);
    });

    it('C5: a visit from a phone whose clock is a year off is kept, flagged and left out of figures', async () => {
      const world = await smallCounty();
      const envelope = world.envelope('services.record-visit', newVisit(named('v1'), world), {
        occurredAt: world.now + 365 * 86_400_000,
      });
      expect(await world.send(who.lan, envelope)).toMatchObject([{ status: 'accepted' }]);
      const phone = await world.phone(who.lan);
      await phone.sync();
      expect(phone.row(visits, named('v1'))).toMatchObject({ plausible: false, state: 'counted' });
      expect(phone.row(care, named('client'))?.visits).toBe(0);
    });

    it('C7: a probable duplicate is registered and proposed for merging, and the old id goes on resolving', async () => {
      const world = await smallCounty();
      const twice = named('twice');
      const register = world.envelope('people.register-client', newClient(twice, { name: '杨桂华' }));
      expect(await world.send(who.lan, register)).toMatchObject([{ status: 'accepted' }]);
      const phone = await world.phone(who.lan);
      await phone.sync();
      const [proposal] = phone.rows(mergeProposals);
      // Another character of the same sound, and all else alike: each reason is told to whoever decides.
      const reasons = ['same-sound', 'same-birth', 'same-phone'];
      expect(proposal).toMatchObject({ clientId: twice, otherId: named('client'), reason: 'alike', reasons });
      await phone.record('people.merge-clients', {
        clientId: twice,
        intoClientId: named('client'),
        proposalId: proposal?.id,
      });
      await phone.sync();
      const late = world.envelope('services.record-visit', newVisit(named('v1'), world, { clientId: twice }));
      expect(await world.send(who.lan, late)).toMatchObject([{ status: 'accepted' }]);
      await phone.sync();
      expect(phone.row(visits, named('v1'))?.clientId).toBe(named('client'));
    });

    it('refuses unknown commands, wrong shapes and texts that no database keeps, naming the field', async () => {
      const world = await smallCounty();
      const wrong = [
        world.envelope('services.delete-everything', {}),
        world.envelope('services.record-visit', { ...newVisit(named('v1'), world), result: 'maybe' }),
        world.envelope('services.record-visit', newVisit(named('v2'), world, { findings: '一\u0000二' })),
        world.envelope('services.record-visit', newVisit(named('v3'), world, { findings: 'x'.repeat(2001) })),
        world.envelope('services.record-visit', newVisit(named('v4'), world, { clientId: named('nobody') })),
      ];
      const outcomes = await world.send(who.lan, ...wrong);
      expect(outcomes.map((one) => [one.problem?.code, one.problem?.field])).toEqual([
        ['sync.unknown-command', 'name'],
        ['sync.wrong-shape', 'input.result'],
        ['sync.wrong-encoding', 'input.findings'],
        ['sync.wrong-shape', 'input.findings'],
        ['sync.out-of-reach', undefined],
      ]);
      expect(world.faults).toEqual([]);
    });

    it('A5: answers alike for a person who is not there and one who is not yours', async () => {
      const world = await smallCounty();
      const stranger = named('stranger');
      await world.system(
        'people.register-client',
        newClient(stranger, { roomId: place.far, name: '吴远', pinyin: 'wu yuan' }),
      );
      const [theirs] = await world.send(
        who.qin,
        world.envelope('services.record-visit', newVisit(named('v1'), world, { clientId: stranger })),
      );
      const [nobody] = await world.send(
        who.qin,
        world.envelope('services.record-visit', newVisit(named('v2'), world, { clientId: named('no one') })),
      );
      expect(theirs?.problem).toEqual(nobody?.problem);
      expect(theirs?.problem?.code).toBe('sync.out-of-reach');
    });
  });

  describe('sync', () => {
    it('S2: a person who moves leaves a tombstone in the old village, and their records follow', async () => {
      const world = await smallCounty();
      await world.send(who.lan, world.envelope('services.record-visit', newVisit(named('v1'), world)));
      const village = await world.phone(who.qin);
      await village.sync();
      expect(village.rows(clients)).toHaveLength(1);
      await world.system('people.move-clients', {
        clientIds: [named('client')],
        fromRoomId: place.room,
        toRoomId: place.far,
        fromDay: '2026-03-10',
      });
      expect((await village.sync()).diverged).toEqual([]);
      expect(village.rows(clients)).toEqual([]);
      expect(village.rows(visits)).toEqual([]);
      const station = await world.phone(who.lan);
      await station.sync();
      expect(station.row(visits, named('v1'))).toMatchObject({ heldIn: place.far, roomId: place.room });
    });

    it('S2, S5: a volunteer whose post ends holds nothing more, and her unsent visit stays hers to see', async () => {
      const world = await smallCounty();
      const phone = await world.phone(who.wei);
      await phone.sync();
      await phone.record('services.record-visit', newVisit(phone.newId(), world));
      await world.system('network.end-post', { postId: named('post 韦小妹'), userId: who.wei, lastDay: '2026-03-01' });
      await world.system('people.correct-client', {
        clientId: named('client'),
        changes: { assigneeId: { from: who.wei, to: null } },
      });
      await phone.sync();
      expect(phone.rows(cards)).toEqual([]);
      expect(phone.entries.map((entry) => entry.state)).toEqual(['refused']);
      expect(JSON.stringify(phone.entries[0]?.envelope.input)).toContain('腿脚不便');
    });

    it('S8: two edits of one field keep the later, and show the earlier to a person; other fields merge', async () => {
      const world = await smallCounty();
      const one = await world.phone(who.lan);
      const other = await world.phone(who.shi);
      await one.sync();
      await other.sync();
      const clientId = named('client');
      await one.record('people.correct-client', {
        clientId,
        changes: { phone: { from: '13800000001', to: '13811112222' } },
      });
      await other.record('people.correct-client', {
        clientId,
        changes: { phone: { from: '13800000001', to: '13833334444' }, risk: { from: 'key', to: 'high' } },
      });
      await one.sync();
      await other.sync();
      await one.sync();
      expect(one.row(clients, clientId)).toMatchObject({ phone: '13833334444', risk: 'high' });
      const [conflict] = one.rows(conflicts);
      expect(conflict).toMatchObject({ field: 'phone', earlier: '"13811112222"', state: 'open' });
      await one.record('people.settle-conflict', { conflictId: conflict?.id, clientId, keep: 'earlier' });
      await one.sync();
      expect(one.row(clients, clientId)).toMatchObject({ phone: '13811112222', risk: 'high' });
      expect(one.rows(conflicts)).toMatchObject([{ state: 'restored' }]);
    });

    it('S8: a second edit by the same offline phone is no conflict with its own first', async () => {
      const world = await smallCounty();
      const phone = await world.phone(who.lan);
      await phone.sync();
      const clientId = named('client');
      await phone.record('people.correct-client', { clientId, changes: { phone: { from: '13800000001', to: '1' } } });
      await phone.record('people.correct-client', { clientId, changes: { phone: { from: '1', to: '2' } } });
      await phone.sync();
      expect(phone.row(clients, clientId)?.phone).toBe('2');
      expect(phone.rows(conflicts)).toEqual([]);
    });

    it('N2, N5: withdrawing a visit takes it out of every number, on both phones', async () => {
      const world = await smallCounty();
      const phone = await world.phone(who.wei);
      await phone.sync();
      const visitId = phone.newId();
      await phone.record('services.record-visit', newVisit(visitId, world));
      await phone.sync();
      await phone.record('services.withdraw-visit', { visitId, reason: '记错了人' });
      expect(phone.row(ownVisits, visitId)?.state).toBe('withdrawn');
      await phone.sync();
      expect([phone.entries.map((entry) => entry.problem), world.faults]).toEqual([[], []]);
      const station = await world.phone(who.lan);
      await station.sync();
      expect(station.row(visits, visitId)?.state).toBe('withdrawn');
      expect(station.row(care, named('client'))).toMatchObject({ visits: 0, lastMetOn: null, dueOn: '2026-02-04' });
    });
  });
}
