/** What the simulator found, each told as small as it gets. */
import { isProblem } from '@yimi/kernel';
import { clients, conflicts } from '@yimi/people';
import { care, ownVisits, visits } from '@yimi/services';
import { describe, expect, it } from 'vitest';
import { actingPosts, entitledTo, postsOf, sha256 } from '../../apps/server/engine.ts';
import { catalogues, changedCommand } from '../../tests/simulation/two-versions.ts';
import type { World } from '../../tests/world/world.ts';
import { countyId, named, newClient, newVisit, place, smallCounty, who } from '../../tests/world/world.ts';
import type { Entry, Persistence, Transport } from './index.ts';
import { MemoryPersistence, MemoryStore, ServerEngine } from './index.ts';

async function countyInMemory(): Promise<{ world: World; store: MemoryStore }> {
  const store = new MemoryStore();
  return { world: await smallCounty(1, store), store };
}

function toOtherStation(world: World): Promise<void> {
  const input = { roomId: place.room, stationId: place.other, fromDay: '2026-03-01' };
  return world.system('network.change-station-of-room', input);
}

describe('the command bus', () => {
  it('S9: a command from a newer app waits for the server upgrade and then runs', async () => {
    const { world, store } = await countyInMemory();
    const engine = (age: 'old' | 'new') =>
      new ServerEngine({
        catalogue: catalogues[age],
        store,
        now: () => world.now,
        digest: sha256,
        posts: actingPosts,
        fault: (error) => world.faults.push(error),
      });
    const input = { visit: newVisit(named('v1'), world), companions: 2 };
    const v = catalogues.new.commands.get(changedCommand)?.version ?? 0;
    const envelope = world.envelope(changedCommand, input, { v });
    const session = { countyId, userId: who.lan };
    const [before] = await engine('old').push(session, [envelope]);
    expect(before).toMatchObject({ status: 'waiting', problem: { code: 'sync.newer-than-server' } });
    expect(await engine('new').push(session, [envelope])).toMatchObject([{ status: 'accepted' }]);
  });

  it('C7: two visits in one village have nothing to do with each other, though they count in one figure', async () => {
    const world = await smallCounty();
    await world.system('people.register-client', newClient(named('other'), { name: '韦老六', pinyin: 'wei lao liu' }));
    const phone = await world.phone(who.lan);
    await phone.sync();
    await phone.record('services.record-visit', newVisit(phone.newId(), world));
    await phone.record('services.record-visit', newVisit(phone.newId(), world, { clientId: named('other') }));
    expect(phone.entries.map((entry) => entry.envelope.dependsOn)).toEqual([[], []]);
    await world.system('people.erase-client', { clientId: named('client') });
    expect(await phone.sync()).toMatchObject({ pushed: 1, refused: 1 });
  });

  it('C4: what waited and was taken back does not run when its cause is mended, and settles on the phone', async () => {
    const world = await smallCounty();
    const phone = await world.phone(who.lan);
    await phone.sync();
    const clientId = phone.newId();
    const someone = newClient(clientId, { name: '梁老七', pinyin: 'liang lao qi' });
    const register = await phone.record('people.register-client', someone);
    const visit = await phone.record('services.record-visit', newVisit(named('v1'), world, { clientId }));
    await toOtherStation(world);
    await phone.sync();
    expect(phone.entries.map((entry) => entry.state)).toEqual(['refused', 'waiting']);
    if (isProblem(register) || isProblem(visit)) throw new Error('recorded offline');
    await phone.withdraw(visit.envelope.id);
    await phone.sync();
    expect(phone.entries.map((entry) => entry.state)).toEqual(['refused']);
    const back = { roomId: place.room, stationId: place.station, fromDay: '2026-03-02' };
    await world.system('network.change-station-of-room', back);
    await phone.sync();
    await phone.record('people.register-client', someone, register.envelope.id);
    await phone.sync();
    // An old push, long on the way, brings the visit once more.
    expect(await world.send(who.lan, visit.envelope)).toMatchObject([{ status: 'waiting' }]);
    await phone.sync();
    expect(phone.row(clients, clientId)?.name).toBe('梁老七');
    expect(phone.row(visits, named('v1'))).toBeNull();
  });

  it('C3, S5: what a supervisor adopted counts as done when its author sends it after all', async () => {
    const world = await smallCounty();
    const phone = await world.phone(who.wei);
    await phone.sync();
    const entry = await phone.record('services.record-visit', newVisit(named('v1'), world));
    if (isProblem(entry)) throw new Error('recorded offline');
    const adopted = await world.engine.push({ countyId, userId: who.shi }, [entry.envelope], who.wei);
    expect(adopted).toMatchObject([{ status: 'accepted' }]);
    expect(await phone.sync()).toMatchObject({ pushed: 1, refused: 0 });
    expect(phone.entries).toEqual([]);
    expect(phone.row(ownVisits, named('v1'))?.authorId).toBe(who.wei);
    // The id with other content is still refused.
    const forged = { ...entry.envelope, occurredAt: entry.envelope.occurredAt + 1 };
    expect(await world.send(who.lan, forged)).toMatchObject([{ problem: { code: 'sync.id-reused' } }]);
  });

  it('A4: a command that goes on waiting is audited once, however often it is sent', async () => {
    const { world, store } = await countyInMemory();
    const lonely = world.envelope('services.record-visit', newVisit(named('v1'), world), {
      dependsOn: [named('never sent')],
    });
    for (let i = 0; i < 3; i++) expect(await world.send(who.lan, lonely)).toMatchObject([{ status: 'waiting' }]);
    const entries = store.county(countyId).audit.filter((entry) => entry.outcome === 'waiting');
    expect(entries).toHaveLength(1);
  });

  it('S3: a row that a command writes without reading it leaves the hash right', async () => {
    const world = await smallCounty();
    const phone = await world.phone(who.lan);
    for (const fromDay of ['2026-01-01', '2026-02-01']) {
      await world.system('services.archive-visits', { roomId: place.room, fromDay, visitIds: [] });
      expect((await phone.sync()).diverged).toEqual([]);
    }
    const fresh = await world.phone(who.shi);
    expect((await fresh.sync()).diverged).toEqual([]);
  });
});

describe('a phone', () => {
  it('C6: predicts no refusal where it does not hold what the rule asks for', async () => {
    const world = await smallCounty();
    await world.system('network.merge-rooms', { roomId: place.room, intoRoomId: place.far });
    const village = await world.phone(who.qin);
    await village.sync();
    expect(isProblem(await village.record('people.register-client', newClient(village.newId())))).toBe(false);
    const head = await world.phone(who.shi);
    await head.sync();
    const opened = await head.record('network.open-post', {
      postId: head.newId(),
      userId: named('new volunteer'),
      name: '新人',
      phone: null,
      role: 'hamlet-volunteer',
      stationId: place.station,
      roomId: place.far,
      agencyId: null,
      fromDay: '2026-03-01',
    });
    expect(isProblem(opened)).toBe(false);
    expect(await head.sync()).toMatchObject({ pushed: 1, refused: 0 });
  });

  /** @returns a phone on which a tie was recorded while its village went to another station: the form was open meanwhile */
  async function villageLeftMeanwhile(disk: MemoryPersistence) {
    const world = await smallCounty();
    const line = world.transport(who.lan);
    let meanwhile = async (): Promise<void> => undefined;
    const slow: Transport = {
      push: (batch) => line.push(batch),
      pull: async (request) => {
        await meanwhile();
        return line.pull(request);
      },
    };
    const phone = await world.phone(who.lan, disk, slow);
    await phone.sync();
    const tie = { tieId: phone.newId(), clientId: named('client') };
    meanwhile = async () => {
      meanwhile = async () => undefined;
      const contact = { name: '杨小妹', phone: null };
      await phone.record('people.tie-clients', { ...tie, kind: 'ward', otherId: null, contact });
      await toOtherStation(world);
    };
    await phone.sync();
    expect(phone.row(clients, tie.clientId)).toBeNull();
    return { world, phone, tie };
  }

  it('C7: a command waits for what it names, also when the village has left the phone in between', async () => {
    const { phone, tie } = await villageLeftMeanwhile(new MemoryPersistence());
    await phone.record('people.untie-clients', tie);
    await phone.sync();
    expect(phone.entries.map((entry) => entry.state)).toEqual(['refused', 'waiting']);
  });

  it('C7: a command waits for what it names, also when the app was closed in between', async () => {
    const disk = new MemoryPersistence();
    const { world, tie } = await villageLeftMeanwhile(disk);
    const reopened = await world.phone(who.lan, disk);
    await reopened.record('people.untie-clients', tie);
    await reopened.sync();
    expect(reopened.entries.map((entry) => entry.state)).toEqual(['refused', 'waiting']);
  });

  it('C6: does not play a command over rows that already include it, whenever it was switched off', async () => {
    const world = await smallCounty();
    const disk = new MemoryPersistence();
    const dying: Persistence = {
      load: () => disk.load(),
      appendSegment: (people, history) => disk.appendSegment(people, history),
      replaceSegments: (people, history) => disk.replaceSegments(people, history),
      putEntries: (entries: readonly Entry[]) => disk.putEntries(entries),
      retire: () => Promise.reject(new Error('switched off')),
      sent: () => disk.sent(),
      sendAgain: (entries) => disk.sendAgain(entries),
    };
    const phone = await world.phone(who.lan, dying);
    await phone.sync();
    await phone.record('services.record-visit', newVisit(phone.newId(), world));
    await expect(phone.sync()).rejects.toThrow('switched off');
    const reopened = await world.phone(who.lan, disk);
    expect(reopened.entries.map((entry) => entry.state)).toEqual(['accepted']);
    expect(reopened.row(care, named('client'))?.visits).toBe(1);
    expect(reopened.predictedProblem(reopened.entries[0]?.envelope.id ?? '')).toBeNull();
  });

  it('S1: shows what came even if the disk is too full to fold its log', async () => {
    const world = await smallCounty();
    const disk = new MemoryPersistence();
    for (let i = 0; i < 64; i++) await disk.appendSegment({ parts: [], dropped: [] });
    const full: Persistence = {
      load: () => disk.load(),
      appendSegment: (people, history) => disk.appendSegment(people, history),
      replaceSegments: () => Promise.reject(new Error('full')),
      putEntries: (entries) => disk.putEntries(entries),
      retire: (done, forgetBefore) => disk.retire(done, forgetBefore),
      sent: () => disk.sent(),
      sendAgain: (entries) => disk.sendAgain(entries),
    };
    const phone = await world.phone(who.lan, full);
    let told = 0;
    phone.onChange(() => {
      told = phone.rows(clients).length;
    });
    await expect(phone.sync()).rejects.toThrow('full');
    expect(told).toBe(1);
  });
});

describe('a person', () => {
  it('C7: merged, keeps the visits of both files, in care and in the own copies', async () => {
    const world = await smallCounty();
    const twice = named('twice');
    await world.system('people.register-client', newClient(twice, { name: '杨桂华', birthDay: null }));
    await world.send(
      who.lan,
      world.envelope('services.record-visit', newVisit(named('v1'), world, { clientId: twice })),
    );
    await world.send(who.lan, world.envelope('services.record-visit', newVisit(named('v2'), world)));
    const merge = { clientId: twice, intoClientId: named('client'), proposalId: null };
    await world.send(who.lan, world.envelope('people.merge-clients', merge));
    const phone = await world.phone(who.lan);
    await phone.sync();
    expect(phone.row(care, named('client'))?.visits).toBe(2);
    expect(phone.row(ownVisits, named('v1'))?.clientId).toBe(named('client'));
    const withdraw = { visitId: named('v1'), reason: '记错了' };
    await world.send(who.lan, world.envelope('services.withdraw-visit', withdraw));
    await phone.sync();
    expect(phone.row(care, named('client'))).toMatchObject({ visits: 1, lastMetOn: '2026-03-10' });
  });

  it('A1, A7: takes the replaced values along when they move, and erasure leaves neither values nor new texts', async () => {
    const { world, store } = await countyInMemory();
    const clientId = named('client');
    const edit = (from: string, to: string) => ({ clientId, changes: { phone: { from, to } } });
    await world.send(who.lan, world.envelope('people.correct-client', edit('13800000001', '1')));
    await world.send(who.lan, world.envelope('people.correct-client', edit('13800000001', '2')));
    await world.send(who.lan, world.envelope('services.record-visit', newVisit(named('v1'), world)));
    const move = { clientIds: [clientId], fromRoomId: place.room, toRoomId: place.far, fromDay: '2026-03-10' };
    await world.system('people.move-clients', move);
    const phone = await world.phone(who.lan);
    await phone.sync();
    expect(phone.rows(conflicts)).toMatchObject([{ roomId: place.far, earlier: '"1"' }]);
    await world.system('people.erase-client', { clientId });
    const late = { visitId: named('v1'), result: 'home', findings: '她说', needs: [] };
    expect(await world.send(who.lan, world.envelope('services.correct-visit', late))).toMatchObject([
      { status: 'refused', problem: { code: 'services.client-not-active' } },
    ]);
    const row = {
      ...{ visitId: named('v2'), clientId, visitedAt: world.now, authorId: who.lan, authorRole: 'station-worker' },
      ...{ mode: 'home', result: 'home', findings: '她说', needs: [], reviewedBy: null },
    };
    const page = { stationId: place.station, ledger: '旧台账', importedOn: '2026-03-10', rows: [row] };
    expect(await world.send(who.shi, world.envelope('services.import-visits', page))).toMatchObject([
      { status: 'refused', problem: { code: 'services.client-not-active', field: 'input.rows.0.clientId' } },
    ]);
    await phone.sync();
    expect(phone.rows(conflicts)).toMatchObject([{ earlier: null, later: null }]);
    expect(phone.row(visits, named('v1'))?.findings).toBeNull();
    const held = await store.snapshot(countyId, async (snapshot) =>
      entitledTo(snapshot, who.lan, await postsOf(snapshot, who.lan, world.now)),
    );
    expect(held.map((one) => one.scope)).toContain(`room:${place.far}`);
  });
});
