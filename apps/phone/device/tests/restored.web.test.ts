/**
 * The server comes back from a backup that lacks what this phone had sent (law S1): on real IndexedDB, through a kill of the
 * browser, it is sent again, under the same id, and can be handed in sealed by a locked phone as well (S5).
 */
import { visits } from '@yimi/services';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { named, who } from '../../../../tests/world/world.ts';
import type { Device, OpenUser } from '../index.ts';
import { Phone } from './chromium.ts';
import { SmallServer } from './small-server.ts';

interface Bench {
  yimi: typeof import('../index.ts');
  device: Device;
  user: OpenUser;
}
declare const self: Bench;

let server: SmallServer;
let phone: Phone;
beforeAll(async () => {
  server = await SmallServer.start();
}, 60_000);
afterAll(() => server.stop());
afterEach(() => phone.throwAway());

async function open(first: boolean): Promise<Page> {
  const page = await phone.open(server.address, server.now);
  await page.evaluate(
    async ([userId, fresh]) => {
      self.device = await self.yimi.openDevice();
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
  phone = new Phone();
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
