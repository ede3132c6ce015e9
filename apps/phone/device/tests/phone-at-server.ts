/**
 * What each of these tests stands on: one small server for the file, and for each test a phone of its own, thrown away
 * afterwards, when the server serves everybody again.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Device, OpenUser } from '../index.ts';
import { Phone } from './chromium.ts';
import { SmallServer } from './small-server.ts';

/** What the page under test keeps between two calls. */
export interface Bench {
  yimi: Omit<typeof import('../index.ts'), 'openDevice'> & { openDevice(): Promise<Device> };
  device: Device;
  user: OpenUser;
}
declare const self: Bench;

export let server: SmallServer;
export let phone: Phone;

export function newPhone(): Phone {
  phone = new Phone();
  return phone;
}

export function serverAndPhone(): void {
  beforeAll(async () => {
    server = await SmallServer.start();
  }, 60_000);
  afterAll(() => server.stop());
  afterEach(async () => {
    Object.assign(server, { cut: false, loseAnswers: false, refuseDeposits: false, refusedAtEdge: null });
    await phone.throwAway();
  });
}

/** The page in that phone, its device open; nobody is signed in yet. */
export async function openPhone(): Promise<Page> {
  const page = await phone.open(server.address, server.now);
  await page.evaluate(async () => {
    self.device = await self.yimi.openDevice();
  });
  return page;
}
