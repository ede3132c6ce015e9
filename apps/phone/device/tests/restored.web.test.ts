/**
 * The server comes back from a backup that lacks what this phone had sent (law S1): on real IndexedDB, through a kill of the
 * browser, it is sent again, under the same id, and can be handed in sealed by a locked phone as well (S5).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { visits } from '@yimi/services';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { named, who } from '../../../../tests/world/world.ts';
import { vaultName } from '../stored.ts';
import { type Bench, newPhone, openPhone, phone, server, serverAndPhone } from './phone-at-server.ts';

declare const self: Bench;

serverAndPhone();

async function open(first: boolean): Promise<Page> {
  const page = await openPhone();
  await page.evaluate(
    async ([userId, fresh]) => {
      const me = await self.device.signIn('lan', 'right');
      if ('problem' in me) throw new Error(me.code);
      const answer = fresh ? await self.device.setPin(me, '2468') : await self.device.unlock(String(userId), '2468');
      if ('problem' in answer) throw new Error(answer.code);
      self.user = answer;
    },
    [who.lan, first] as const,
  );
  return page;
}

const sync = (page: Page) => page.evaluate(() => self.user.syncNow());
const kinds = (page: Page) => page.evaluate(() => self.user.replica.entries.map((entry) => entry.state));
const idsThere = () => server.rows(visits).map(({ row }) => row.id);

async function record(page: Page, visitId: string): Promise<void> {
  const input = {
    clientId: named('client'),
    mode: 'home',
    result: 'home',
    findings: '柴快烧完了',
    needs: [],
    files: [],
  };
  const state = await page.evaluate(
    async (sent) => {
      const entry = await self.user.record('services.record-visit', sent);
      return 'state' in entry ? entry.state : entry.code;
    },
    { ...input, visitId, visitedAt: server.now },
  );
  expect(state).toBe('pending');
}

it('sends again what it had sent, once, after a kill, and what it had not sent after that', async () => {
  newPhone();
  const first = await open(true);
  await sync(first);
  const restore = server.backup();
  await record(first, named('lost'));
  await sync(first);
  expect(await kinds(first)).toEqual([]);
  expect(idsThere()).toEqual([named('lost')]);
  restore();
  expect(idsThere()).toEqual([]);
  await phone.kill();

  const again = await open(false);
  await record(again, named('unsent'));
  await sync(again);
  expect(idsThere().sort()).toEqual([named('lost'), named('unsent')].sort());
  expect(await kinds(again)).toEqual([]);
  const ids = server.pushes.flatMap((push) => push.ids);
  expect([ids.length, new Set(ids).size]).toEqual([3, 2]);
  await sync(again);
  expect(server.pushes.flatMap((push) => push.ids)).toHaveLength(3);
});

/** How many records lie aside on this phone's disk. */
const aside = (page: Page): Promise<number> =>
  page.evaluate(async (name) => {
    const opening = indexedDB.open(name);
    await new Promise((done) => {
      opening.onsuccess = done;
    });
    const counting = opening.result.transaction('sent').objectStore('sent').count();
    await new Promise((done) => {
      counting.onsuccess = done;
    });
    opening.result.close();
    return counting.result;
  }, vaultName(who.lan));

/** A round that began before the server's change may be the one that is waited for: it is the last that counts. */
async function settles(page: Page, there: () => string[], ids: readonly string[]): Promise<void> {
  const look = async () => {
    await sync(page);
    return [there().sort(), await kinds(page)];
  };
  await expect.poll(look, { timeout: 20_000 }).toEqual([ids.toSorted(), []]);
}

it.each([0, 20, 60, 150, 'ended'] as const)(
  'loses none of five that a round took, the page dying %s (ms) into it',
  async (when) => {
    newPhone();
    const first = await open(true);
    await sync(first);
    const restore = server.backup();
    const before = idsThere();
    const there = () => idsThere().filter((id) => !before.includes(id));
    const ids = [1, 2, 3, 4, 5].map((at) => named(`aside ${when} ${at}`));
    // Without a network, so that one round takes all of them.
    server.cut = true;
    for (const id of ids) await record(first, id);
    server.cut = false;
    if (when === 'ended') {
      await settles(first, there, ids);
      expect(await aside(first)).toBe(1);
    } else {
      await first.evaluate(() => void self.user.syncNow());
      await pause(when);
    }
    await phone.kill();

    const again = await open(false);
    await settles(again, there, ids);
    restore();
    expect(there()).toEqual([]);
    await settles(again, there, ids);
  },
);
