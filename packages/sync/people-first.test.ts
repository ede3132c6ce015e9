/** Law S7 on the wire and on the disk: whoever is served comes, and is read, before what was done. */
import { isProblem, scopes } from '@yimi/kernel';
import { clients } from '@yimi/people';
import type { PullResponse } from '@yimi/protocol';
import { visits } from '@yimi/services';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../apps/catalogue.ts';
import { entitledTo, postsOf } from '../../apps/server/engine.ts';
import type { World } from '../../tests/world/world.ts';
import { countyId, named, newVisit, place, smallCounty, who } from '../../tests/world/world.ts';
import { digestOf, MemoryPersistence, PulledAhead, pull } from './index.ts';
import type { Transport } from './persistence.ts';

/** A county in which 蓝 has visited 杨桂花 three times. */
async function visited(): Promise<World> {
  const world = await smallCounty();
  const phone = await world.phone(who.lan);
  await phone.sync();
  for (let n = 0; n < 3; n++) await phone.record('services.record-visit', newVisit(phone.newId(), world));
  await phone.sync();
  return world;
}

/** The line breaks after so many answers to pulls, until it is mended. */
function breaking(world: World, answers: number) {
  const whole = world.transport(who.lan);
  const heard: PullResponse[] = [];
  let left = answers;
  const transport: Transport = {
    push: (batch) => (left > 0 ? whole.push(batch) : Promise.reject(new Error('cut'))),
    pull: async (request) => {
      if (left === 0) throw new Error('cut');
      left -= 1;
      const answer = await whole.pull(request);
      heard.push(answer);
      return answer;
    },
  };
  const mend = (): void => {
    left = 1000;
  };
  return { transport, heard, mend };
}

function asked(world: World, protocol: number): Promise<PullResponse> {
  return world.store.snapshot(countyId, async (snapshot) => {
    const entitled = await entitledTo(snapshot, who.lan, await postsOf(snapshot, who.lan, world.now));
    return pull({ catalogue, entitled, now: world.now }, snapshot, { protocol, scopes: [], diverged: [] });
  });
}

const tablesOf = ({ parts }: PullResponse): string[] => parts.flatMap((part) => part.tables.map(({ table }) => table));

describe('S7: people first', () => {
  it('of a village never held, the first answer tells its people and leaves its history for the next', async () => {
    const world = await visited();
    const answer = await asked(world, 3);
    expect(tablesOf(answer)).toContain('people.clients');
    expect(tablesOf(answer)).not.toContain('services.visits');
    expect(answer.more).toBe(true);
    expect(answer.parts.find((part) => part.scope === scopes.room(place.room))?.rest).toBe(true);
  });

  it('S9: a phone of the first protocol is answered as it always was, whole and without a word it does not know', async () => {
    const world = await visited();
    const answer = await asked(world, 1);
    expect(tablesOf(answer)).toContain('services.visits');
    expect(answer.more).toBe(false);
    expect(answer.parts.filter((part) => 'rest' in part)).toEqual([]);
  });

  it('with the line cut after the people, a visit is recorded, and later all agrees (S3)', async () => {
    const world = await visited();
    const line = breaking(world, 1);
    const phone = await world.phone(who.lan, new MemoryPersistence(), line.transport);
    await expect(phone.sync()).rejects.toThrow('cut');
    expect(phone.row(clients, named('client'))?.name).toBe('杨桂花');
    expect(phone.isWhole).toBe(false);
    expect(phone.rows(visits)).toEqual([]);
    expect(isProblem(await phone.record('services.record-visit', newVisit(phone.newId(), world)))).toBe(false);
    line.mend();
    expect(await phone.sync()).toMatchObject({ pushed: 1, refused: 0, diverged: [] });
    expect(phone.rows(visits)).toHaveLength(4);
    expect(phone.isWhole).toBe(true);
  });

  it('asked for while a PIN is chosen, the first pages are asked for once, and all agrees in the end', async () => {
    const world = await visited();
    const line = breaking(world, 1000);
    const ahead = new PulledAhead(line.transport.pull);
    await new Promise((done) => setTimeout(done, 50));
    const before = line.heard.length;
    expect(before).toBeGreaterThan(1);
    // Something happens between the page and the phone's coming for it.
    const other = await world.phone(who.lan);
    await other.sync();
    await other.record('services.record-visit', newVisit(other.newId(), world));
    await other.sync();
    const phone = await world.phone(who.lan, new MemoryPersistence(), ahead.laidBefore(line.transport));
    expect(await phone.sync()).toMatchObject({ diverged: [] });
    expect(phone.isWhole).toBe(true);
    expect(line.heard.length).toBe(before);
    await phone.sync(true);
    expect(phone.rows(visits)).toHaveLength(4);
  });

  it('asked for ahead over a line that breaks, they are asked for again by the phone itself', async () => {
    const world = await visited();
    const line = breaking(world, 1);
    const ahead = new PulledAhead(line.transport.pull);
    await new Promise((done) => setTimeout(done, 50));
    const phone = await world.phone(who.lan, new MemoryPersistence(), ahead.laidBefore(line.transport));
    line.mend();
    expect(await phone.sync()).toMatchObject({ diverged: [] });
    expect(phone.isWhole).toBe(true);
    expect(phone.rows(visits)).toHaveLength(3);
  });

  it('switched off between people and history, the phone goes on with the history and asks for nobody twice', async () => {
    const world = await visited();
    const disk = new MemoryPersistence();
    const line = breaking(world, 1);
    const phone = await world.phone(who.lan, disk, line.transport);
    await expect(phone.sync()).rejects.toThrow('cut');
    line.mend();
    const again = await world.phone(who.lan, disk, line.transport);
    expect(await again.sync()).toMatchObject({ diverged: [] });
    expect(again.rows(visits)).toHaveLength(3);
    expect(line.heard.flatMap(tablesOf).filter((table) => table === 'people.clients')).toHaveLength(1);
  });

  it('what changed of the people while the history was on its way is there when it has come', async () => {
    const world = await visited();
    const line = breaking(world, 1);
    const phone = await world.phone(who.lan, new MemoryPersistence(), line.transport);
    await expect(phone.sync()).rejects.toThrow('cut');
    await world.system('people.erase-client', { clientId: named('client') });
    line.mend();
    expect(await phone.sync()).toMatchObject({ diverged: [] });
    expect(phone.row(clients, named('client'))?.state).toBe('erased');
  });

  it('C6: at the opening people stand before history is read; until then it is not held, and afterwards whole', async () => {
    const world = await visited();
    const disk = new MemoryPersistence();
    await (await world.phone(who.lan, disk)).sync();
    const load = disk.load.bind(disk);
    let read = (): void => undefined;
    const slow = Object.assign(disk, {
      load: async () => {
        const { history, ...rest } = await load();
        const waited = new Promise<void>((done) => (read = done));
        return { ...rest, history: () => waited.then(history) };
      },
    });
    const phone = await world.opening(who.lan, slow);
    expect(phone.row(clients, named('client'))?.name).toBe('杨桂花');
    expect([phone.isWhole, phone.rows(visits).length]).toEqual([false, 0]);
    const before = await phone.record('services.record-visit', newVisit(phone.newId(), world));
    expect(isProblem(before)).toBe(false);
    read();
    expect(await phone.sync()).toMatchObject({ pushed: 1, refused: 0, diverged: [] });
    expect([phone.isWhole, phone.rows(visits).length]).toEqual([true, 4]);
  });
});

describe('a look at the server', () => {
  it('S3: asks with one digest of all it holds, and pulls only if the server says it is behind or told it so', async () => {
    const world = await visited();
    const whole = world.transport(who.lan);
    const digests: string[] = [];
    let pulls = 0;
    let news = false;
    const transport: Transport = {
      push: whole.push,
      pull: (request) => {
        pulls += 1;
        return whole.pull(request);
      },
      behind: async (digest) => {
        digests.push(digest);
        return news;
      },
    };
    const phone = await world.phone(who.lan, new MemoryPersistence(), transport);
    await phone.sync();
    expect([digests.length, pulls]).toEqual([0, 2]);
    await phone.sync();
    expect([digests.length, pulls]).toEqual([1, 2]);
    const held = (await asked(world, 1)).parts;
    expect(digests[0]).toBe(digestOf(held, ''));
    news = true;
    await phone.sync();
    await phone.sync(true);
    expect([digests.length, pulls]).toEqual([2, 4]);
  });
});

it('a list of rows is the same list until one of them changes', async () => {
  const world = await visited();
  const phone = await world.phone(who.lan);
  await phone.sync();
  const people = phone.rows(clients);
  const records = phone.rows(visits);
  await phone.record('services.record-visit', newVisit(phone.newId(), world));
  expect(phone.rows(clients)).toBe(people);
  expect(phone.rows(visits)).not.toBe(records);
  expect(phone.rows(visits)).toHaveLength(4);
  await phone.sync();
  expect(phone.rows(visits).map((row) => phone.isPending(visits as never, row.id))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
