/**
 * The server comes back from a backup that lacks what this phone had sent (law S1): on real IndexedDB, through a kill of the
 * browser, it is sent again, under the same id, and can be handed in sealed by a locked phone as well (S5).
 */
import { visits } from '@yimi/services';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { named, who } from '../../../../tests/world/world.ts';
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
