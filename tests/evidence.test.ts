/** Evidence as people meet it: consent decides what is kept and shown, one picture serves several records. */
import { cards, evidence, ownVisits } from '@yimi/services';
import { MemoryStore } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import type { World } from './world/world.ts';
import { countyId, named, newClient, newVisit, smallCounty, who } from './world/world.ts';

const sha = (letter: string): string => letter.repeat(64);
const here = { lat: 25.78123, lon: 109.60456, accuracy: 12 };

function photo(world: World, id: string, more: Record<string, unknown> = {}) {
  const about = { kind: 'photo', sha256: sha('a'), mime: 'image/jpeg', bytes: 5000, takenAt: world.now };
  return { id: named(id), ...about, ...more };
}

const stores = new WeakMap<World, MemoryStore>();

async function county(): Promise<World> {
  const store = new MemoryStore();
  const world = await smallCounty(1, store);
  stores.set(world, store);
  return world;
}

function rowOf(world: World, id: string) {
  const found = stores.get(world)?.county(countyId).rows.get(evidence.name)?.get(named(id));
  return found === undefined ? null : evidence.schema.parse(found.row);
}

async function send(world: World, userId: string, name: string, input: unknown): Promise<string> {
  const [outcome] = await world.send(userId, world.envelope(name, input));
  return outcome?.problem?.code ?? outcome?.status ?? 'nothing';
}

const visitBy = (world: World, visit: string, files: object[], more: object = {}) =>
  send(world, who.wei, 'services.record-visit', newVisit(named(visit), world, { files, ...more }));

describe('a place beside a picture', () => {
  it('is kept only if the person agreed to it, and no finer than the county says', async () => {
    const world = await county();
    expect(await visitBy(world, 'v1', [photo(world, 'p1', { place: here })])).toBe('accepted');
    expect(rowOf(world, 'p1')?.place).toBeNull();
    const agreed = { clientId: named('client'), purpose: 'location', givenBy: 'person' };
    expect(await send(world, who.lan, 'people.give-consent', agreed)).toBe('accepted');
    expect(await visitBy(world, 'v2', [photo(world, 'p2', { sha256: sha('b'), place: here })])).toBe('accepted');
    expect(rowOf(world, 'p2')?.place).toBe('25.78,109.60,1000');
    const exact = { longestSide: 1200, quality: 75, place: 'exact' };
    expect(await send(world, who.lan, 'services.change-evidence-rule', exact)).toBe('sync.out-of-reach');
    expect(await send(world, who.wu, 'services.change-evidence-rule', exact)).toBe('accepted');
    expect(await visitBy(world, 'v3', [photo(world, 'p3', { sha256: sha('c'), place: here })])).toBe('accepted');
    expect(rowOf(world, 'p3')?.place).toBe('25.78123,109.60456,12');
    expect(await send(world, who.wu, 'services.change-evidence-rule', { ...exact, place: 'off' })).toBe('accepted');
    expect(await visitBy(world, 'v4', [photo(world, 'p4', { sha256: sha('d'), place: here })])).toBe('accepted');
    expect(rowOf(world, 'p4')?.place).toBeNull();
  });

  it('goes to the station and to nobody else’s phone; the author reads the time', async () => {
    const world = await county();
    await send(world, who.lan, 'people.give-consent', {
      clientId: named('client'),
      purpose: 'location',
      givenBy: 'person',
    });
    await visitBy(world, 'v1', [photo(world, 'p1', { place: here })]);
    const volunteer = await world.phone(who.wei);
    await volunteer.sync();
    expect(volunteer.rows(cards).map((card) => card.mayLocate)).toEqual([true]);
    expect(volunteer.rows(ownVisits)[0]?.files[0]).toMatchObject({ id: named('p1'), takenAt: world.now });
    expect(JSON.stringify(volunteer.rows(ownVisits))).not.toContain('25.78');
    expect(volunteer.rows(evidence)).toEqual([]);
    const station = await world.phone(who.lan);
    await station.sync();
    expect(station.rows(evidence)[0]?.place).toBe('25.78,109.60,1000');
  });

  it('is never asked for: a visit of a phone of yesterday, without the field, counts the same', async () => {
    const world = await county();
    const input = newVisit(named('v1'), world, { files: [photo(world, 'p1')] });
    const [outcome] = await world.send(who.wei, world.envelope('services.record-visit', input, { v: 1 }));
    expect(outcome?.status).toBe('accepted');
    expect(rowOf(world, 'p1')).toMatchObject({ place: null, name: null, turned: 0, withheld: false });
  });
});

describe('one picture for several records', () => {
  it('is named by its hash in both, and refused twice in one', async () => {
    const world = await county();
    await visitBy(world, 'v1', [photo(world, 'p1')]);
    await visitBy(world, 'v2', []);
    const again = { visitId: named('v2'), files: [photo(world, 'p2')] };
    expect(await send(world, who.wei, 'services.attach-evidence', again)).toBe('accepted');
    expect(rowOf(world, 'p2')?.sha256).toBe(rowOf(world, 'p1')?.sha256);
    const twice = { visitId: named('v2'), files: [photo(world, 'p3')] };
    expect(await send(world, who.wei, 'services.attach-evidence', twice)).toBe('services.already-attached');
    const phone = await world.phone(who.wei);
    await phone.sync();
    const files = phone.rows(ownVisits).flatMap((visit) => visit.files.map((file) => file.id));
    expect(files.sort()).toEqual([named('p1'), named('p2')].sort());
  });

  it('is refused beyond twelve files, to strangers of the visit, and where there is no consent', async () => {
    const world = await county();
    await visitBy(
      world,
      'v1',
      Array.from({ length: 12 }, (_, n) => photo(world, `p${n}`, { sha256: n.toString(16).repeat(64) })),
    );
    const more = (id: string) => ({ visitId: named('v1'), files: [photo(world, id, { sha256: sha('e') })] });
    expect(await send(world, who.wei, 'services.attach-evidence', more('x'))).toBe('services.too-many-files');
    expect(await send(world, who.qin, 'services.attach-evidence', more('y'))).toBe('sync.out-of-reach');
    const shy = newClient(named('shy'), { consents: ['service'], assigneeId: who.wei, name: '石大姐' });
    expect(await send(world, who.lan, 'people.register-client', shy)).toBe('accepted');
    expect(await visitBy(world, 'v2', [], { clientId: named('shy') })).toBe('accepted');
    const picture = { visitId: named('v2'), files: [photo(world, 'z')] };
    expect(await send(world, who.wei, 'services.attach-evidence', picture)).toBe('services.no-photo-consent');
    const letter = { kind: 'file', mime: 'application/pdf', name: '申请.pdf', sha256: sha('f') };
    const paper = { visitId: named('v2'), files: [photo(world, 'w', letter)] };
    expect(await send(world, who.lan, 'services.attach-evidence', paper)).toBe('accepted');
    expect(rowOf(world, 'w')).toMatchObject({ kind: 'file', name: '申请.pdf', authorId: who.lan });
  });

  it('refuses a page that a browser would run, whatever it calls itself', async () => {
    const world = await county();
    for (const mime of ['text/html', 'image/svg+xml', 'application/pdf']) {
      const files = [photo(world, 'p', { mime })];
      expect([mime, await visitBy(world, 'v1', files)]).toEqual([mime, 'sync.wrong-shape']);
    }
  });
});

describe('which way is up', () => {
  it('is remembered beside the picture, on the station’s side and in the author’s copy', async () => {
    const world = await county();
    await visitBy(world, 'v1', [photo(world, 'p1')]);
    const turn = { visitId: named('v1'), evidenceId: named('p1'), turned: 3 };
    expect(await send(world, who.wei, 'services.turn-picture', turn)).toBe('accepted');
    expect(rowOf(world, 'p1')?.turned).toBe(3);
    expect(await send(world, who.lan, 'services.turn-picture', { ...turn, turned: 1 })).toBe('accepted');
    const phone = await world.phone(who.wei);
    await phone.sync();
    expect(phone.rows(ownVisits)[0]?.files[0]?.turned).toBe(1);
    expect(await send(world, who.lan, 'services.turn-picture', { ...turn, evidenceId: named('none') })).toBe(
      'services.no-such-file',
    );
  });
});

describe('consent to photos taken back', () => {
  it('withholds the pictures on every side, keeps voice notes and the count, and giving it again shows them', async () => {
    const world = await county();
    const note = { kind: 'voice', mime: 'audio/webm', sha256: sha('b') };
    await visitBy(world, 'v1', [photo(world, 'p1'), photo(world, 'n1', note)]);
    const purpose = { clientId: named('client'), purpose: 'photo' };
    expect(await send(world, who.lan, 'people.withdraw-consent', purpose)).toBe('accepted');
    expect(rowOf(world, 'p1')?.withheld).toBe(true);
    expect(rowOf(world, 'n1')?.withheld).toBe(false);
    const phone = await world.phone(who.wei);
    await phone.sync();
    const own = phone.rows(ownVisits)[0];
    expect(own?.state).toBe('counted');
    expect(own?.files.filter((file) => file.withheld).map((file) => file.id)).toEqual([named('p1')]);
    expect(await send(world, who.lan, 'people.give-consent', { ...purpose, givenBy: 'person' })).toBe('accepted');
    expect(rowOf(world, 'p1')?.withheld).toBe(false);
  });

  it('withholds everything of somebody who was erased, names and places gone (A7)', async () => {
    const world = await county();
    const paper = { kind: 'file', mime: 'application/pdf', name: '杨桂花申请.pdf', sha256: sha('b') };
    await visitBy(world, 'v1', [photo(world, 'p1', { place: here }), photo(world, 'f1', paper)]);
    expect(await send(world, who.shi, 'people.erase-client', { clientId: named('client') })).toBe('accepted');
    for (const id of ['p1', 'f1']) expect(rowOf(world, id)).toMatchObject({ withheld: true, name: null, place: null });
  });
});
