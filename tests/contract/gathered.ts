/** Laws about those who come at once and are taken together, on whichever store is handed in. */
import { clients } from '@yimi/people';
import type { ServerStore, ServerTx } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import { buildEngine } from '../../apps/server/engine.ts';
import type { World } from '../world/world.ts';
import { countyId, smallCounty as countyOn, named, newVisit, place, who } from '../world/world.ts';

/** A desk whose first two visitors find the store asleep until all have come; tells how many transactions there were. */
function desk(world: World, store: ServerStore) {
  let transactions = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const engine = buildEngine({
    store: {
      transaction: async (county, work) => {
        transactions += 1;
        await opened;
        return store.transaction(county, work);
      },
      snapshot: (county, work) => store.snapshot(county, work),
    },
    now: () => world.now,
    fault: (error) => world.faults.push(error),
  });
  const send = (userId: string, name: string, input: unknown) =>
    engine.push({ countyId, userId }, [world.envelope(name, input)]).then(([outcome]) => outcome);
  return { send, open, transactions: () => transactions };
}

const visit = (world: World, label: string, more: object = {}) => ({ ...newVisit(named(label), world), ...more });

/** The store, and how often it was asked for rows by key. */
function counted(store: ServerStore) {
  let turns = 0;
  const counting = (tx: ServerTx): ServerTx =>
    new Proxy(tx, {
      get: (target, name) => {
        if (name === 'rows') turns += 1;
        const found: unknown = Reflect.get(target, name);
        return typeof found === 'function' ? found.bind(target) : found;
      },
    });
  const asked: ServerStore = {
    transaction: (county, work) => store.transaction(county, (tx) => work(counting(tx))),
    snapshot: (county, work) => store.snapshot(county, work),
  };
  return { store: asked, turns: () => turns };
}

export function gathered(makeStore: () => Promise<ServerStore>): void {
  describe('those who come at once', () => {
    it('Z4: what a sender asked for in turns the last time is fetched at once, and a new process finds it out anew', async () => {
      const made = await makeStore();
      const world = await countyOn(1, made);
      const { store, turns } = counted(made);
      const parts = { store, now: () => world.now, fault: (error: unknown) => world.faults.push(error) };
      const turnsOf = async (engine: ReturnType<typeof buildEngine>, label: string): Promise<number> => {
        const before = turns();
        const sent = world.envelope('services.record-visit', visit(world, label));
        const [outcome] = await engine.push({ countyId, userId: who.shi }, [sent]);
        expect(outcome?.status).toBe('accepted');
        return turns() - before;
      };
      const running = buildEngine(parts);
      await turnsOf(running, 'habit a');
      const usual = await turnsOf(running, 'habit b');
      const anew = await turnsOf(buildEngine(parts), 'habit c');
      expect(usual).toBeLessThan(anew);
      expect(world.faults).toEqual([]);
    });

    it('Z4: are taken in one transaction, each with the own outcome, a refused one beside the others', async () => {
      const store = await makeStore();
      const world = await countyOn(1, store);
      const { send, open, transactions } = desk(world, store);
      const answers = [
        send(who.wei, 'services.record-visit', visit(world, 'a')),
        send(who.lan, 'services.record-visit', visit(world, 'b')),
        send(who.qin, 'services.record-visit', visit(world, 'c')),
        send(who.lan, 'services.record-visit', visit(world, 'd', { clientId: named('nobody') })),
        send(who.shi, 'services.record-visit', visit(world, 'e')),
      ];
      open();
      const outcomes = await Promise.all(answers);
      expect(outcomes.map((one) => [one?.status, one?.problem?.code])).toEqual([
        ['accepted', undefined],
        ['accepted', undefined],
        ['accepted', undefined],
        ['refused', 'sync.out-of-reach'],
        ['accepted', undefined],
      ]);
      // Five by themselves would be five and what they discovered late; the last three shared theirs.
      expect(transactions()).toBeLessThan(9);
      const phone = await world.phone(who.lan);
      await phone.sync();
      expect((await phone.sync()).diverged).toEqual([]);
      expect(world.faults).toEqual([]);
    });

    it('A5: hear of the scopes that their own command moved, and of nobody else’s', async () => {
      const store = await makeStore();
      const world = await countyOn(1, store);
      const { send, open } = desk(world, store);
      const answers = [
        send(who.shi, 'services.record-visit', visit(world, 'a')),
        send(who.shi, 'services.record-visit', visit(world, 'b')),
        send(who.qin, 'services.record-visit', visit(world, 'c')),
        send(who.lan, 'services.record-visit', visit(world, 'd')),
      ];
      open();
      const [, , ofQin, ofLan] = await Promise.all(answers);
      expect(Object.keys(ofQin?.clocks ?? {}).sort()).toEqual([`room:${place.room}`, `self:${who.qin}`].sort());
      expect(Object.keys(ofLan?.clocks ?? {}).sort()).toEqual([`room:${place.room}`, `self:${who.lan}`].sort());
    });

    it('S4: are taken in the order of their coming: who was let go by the one before is refused', async () => {
      const store = await makeStore();
      const world = await countyOn(1, store);
      const { send, open } = desk(world, store);
      const answers = [
        send(who.shi, 'services.record-visit', visit(world, 'a')),
        send(who.shi, 'services.record-visit', visit(world, 'b')),
        send(who.qin, 'services.record-visit', visit(world, 'c')),
        send(who.shi, 'network.end-post', { postId: named('post 覃大海'), userId: who.qin, lastDay: '2026-03-09' }),
        send(who.qin, 'services.record-visit', visit(world, 'd')),
      ];
      open();
      const outcomes = await Promise.all(answers);
      expect(outcomes.map((one) => one?.status)).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'refused']);
    });

    it('C3: the same command from two connections at once runs once, and both hear the same', async () => {
      const store = await makeStore();
      const world = await countyOn(1, store);
      const { send, open } = desk(world, store);
      const engine = buildEngine({ store, now: () => world.now, fault: (error) => world.faults.push(error) });
      const envelope = world.envelope('services.record-visit', visit(world, 'twice'));
      open();
      await send(who.shi, 'services.record-visit', visit(world, 'a'));
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, () => engine.push({ countyId, userId: who.lan }, [envelope])),
      );
      expect(new Set(outcomes.map((one) => JSON.stringify(one))).size).toBe(1);
      expect(outcomes[0]).toMatchObject([{ status: 'accepted' }]);
    });
  });

  describe('who acts on what they read beforehand', () => {
    it('S10: goes through if nobody wrote meanwhile, and is told to look again if somebody did', async () => {
      const world = await countyOn(1, await makeStore());
      const scope = `room:${place.room}` as const;
      const read = async () =>
        new Map(
          (await world.store.snapshot(countyId, (tx) => tx.clocks([scope]))).map((clock) => [
            clock.scope,
            clock.version,
          ]),
        );
      const session = { countyId, userId: who.shi };
      const erasure = () => [world.envelope('people.erase-client', { clientId: named('client') })];
      const before = await read();
      await world.send(who.lan, world.envelope('services.record-visit', visit(world, 'meanwhile')));
      expect(await world.engine.pushIfUnmoved(session, erasure(), before)).toBe('moved');
      const phone = await world.phone(who.lan);
      await phone.sync();
      expect(phone.row(clients, named('client'))?.state).toBe('active');
      expect(await world.engine.pushIfUnmoved(session, erasure(), await read())).toMatchObject([
        { status: 'accepted' },
      ]);
      await phone.sync();
      expect(phone.row(clients, named('client'))?.state).toBe('erased');
      expect(world.faults).toEqual([]);
    });
  });
}
