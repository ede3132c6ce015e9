/**
 * What a phone must live through in a village, on the whole program: the page ended by the camera, events that a network
 * swallows, a new build in the middle of unsent work, a browser that will not promise to keep its storage.
 */
import { visits } from '@yimi/services';
import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { named } from '../world/world.ts';
import type { Complaints } from './devices.ts';
import { Phone, patienceMs } from './devices.ts';
import { buildPhone, Front } from './front.ts';
import { HttpPhone } from './http-phone.ts';
import { clearAway, newDataFolder, RunningHouse } from './running-house.ts';
import { furnish, password } from './small-house.ts';

/** A poll comes every minute; a loaded machine takes its time. */
const pollPatienceMs = 240_000;

let data = '';
let house: RunningHouse;
let phone: Phone;
const complaints: Complaints = [];

beforeAll(async () => {
  data = await newDataFolder();
  await furnish(data);
  house = await RunningHouse.start(data);
}, 700_000);
afterEach(async () => {
  await phone.throwAway();
});
afterAll(async () => {
  await clearAway(house ?? null, data);
}, 120_000);

/** From today's list into the second step of a visit to the one person of the county. */
async function beginVisit(findings: string): Promise<void> {
  const { page } = phone;
  await page.goto(`${new URL(page.url()).origin}/phone/#/people/${named('client')}`);
  await page.getByRole('button', { name: '记一次探访' }).tap();
  await page.getByText('在家', { exact: true }).tap();
  await page.getByRole('button', { name: '下一步' }).tap();
  await page.getByLabel('想写一句也行').fill(findings);
}
const save = () => phone.page.getByRole('button', { name: '存好' }).tap();
const counted = () => phone.page.locator('.y-receipt li[aria-current="step"]').filter({ hasText: '已计入' });

async function storage(context: BrowserContext, setting: 'granted' | 'denied'): Promise<void> {
  const page = context.pages()[0];
  if (page === undefined) throw new Error('no page');
  const session = await context.newCDPSession(page);
  const permission = { name: 'persistent-storage' };
  await session.send('Browser.setPermission', { permission, setting, origin: house.origin });
}

describe('a visit that is being written', () => {
  it('stands there again after the PIN when the page was ended by the camera, and is saved once', async () => {
    phone = await Phone.of('volunteer', house.origin, complaints);
    await phone.signIn('wei', password);
    await phone.untilKept();
    await beginVisit('灯坏了，换了一个');
    const { page } = phone;
    await page.getByText('生活照料').tap();
    // The camera is open over the page; what comes next is not told to anybody.
    const chooser = page.waitForEvent('filechooser');
    await page.getByText('拍一张').tap();
    await chooser;
    await page.waitForTimeout(1_000);
    await phone.endPage();
    const again = phone.page;
    await again.goto(`${house.origin}/phone/#/visit/${named('client')}/tell`);
    await again.locator('.y-pin').waitFor();
    await phone.typePin();
    await again.getByText('手机把一米关掉了').waitFor();
    expect(await again.getByLabel('想写一句也行').inputValue()).toBe('灯坏了，换了一个');
    expect(await again.getByLabel('生活照料').isChecked()).toBe(true);
    await again.goto(`${house.origin}/phone/#/`);
    await again.getByText('杨桂花的探访还没记完').tap();
    await save();
    await counted().waitFor();
    await phone.close();
    await phone.open();
    await phone.unlock();
    expect(await phone.page.getByText('还没记完').count()).toBe(0);
  });
});

describe('a network that swallows server-sent events', () => {
  it('still brings what the station asks, for the phone looks by itself every minute', async () => {
    phone = await Phone.of('volunteer', house.origin, complaints, [], async (context) => {
      const page = context.pages()[0];
      if (page === undefined) throw new Error('no page');
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      await session.send('Network.setBlockedURLs', { urls: ['*/api/sync/events*'] });
    });
    await phone.signIn('wei', password);
    await beginVisit('问起低保');
    await save();
    await counted().waitFor();
    const visitId = /saved\/([0-9a-f-]{36})/.exec(phone.page.url())?.[1] ?? '';
    await phone.page.getByRole('link', { name: '回到今天' }).tap();
    const station = await HttpPhone.signIn(house.origin, 'lan', password);
    const asked = station.envelope('services.question-visit', { visitId, question: '低保的材料带了吗？' });
    const { outcomes } = await station.push([asked]);
    expect(outcomes.map((one) => one.status)).toEqual(['accepted']);
    await phone.page.getByRole('link', { name: '条要您处理 去看看' }).waitFor({ timeout: pollPatienceMs });
    const listening = await phone.page.evaluate(
      () =>
        performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/sync/events')).length > 0 &&
        performance
          .getEntriesByType('resource')
          .some(
            (one) =>
              one instanceof PerformanceResourceTiming &&
              one.responseStatus === 200 &&
              one.name.includes('/api/sync/events'),
          ),
    );
    expect(listening).toBe(false);
  }, 400_000);
});

describe('a new build', () => {
  it('takes over when the person agrees, and the unsent record and the open draft are there', async () => {
    const front = await Front.before(house.origin, await buildPhone('1-before'));
    const next = await buildPhone('2-after');
    try {
      phone = await Phone.of('volunteer', front.origin, complaints);
      await phone.signIn('wei', password);
      await phone.untilKept();
      const { page } = phone;
      await page.getByText('杨桂花').first().waitFor();
      front.apiShut = true;
      await beginVisit('还没传出去的一条');
      await save();
      await page.getByRole('heading', { name: '存好了' }).waitFor();
      const sentLater = /saved\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
      await beginVisit('写到一半的一条');
      await page.waitForTimeout(1_000);
      front.serve(next);
      await page.goto(`${front.origin}/phone/#/me`);
      await page.getByText('版本 1-before').waitFor();
      await page.evaluate(async () => {
        await (await navigator.serviceWorker.ready).update();
      });
      await page.getByRole('button', { name: '更新', exact: true }).tap();
      await page.locator('.y-pin').waitFor();
      await phone.unlock();
      await page.goto(`${front.origin}/phone/#/me`);
      await page.getByText('版本 2-after').waitFor();
      await phone.tab('今天');
      await page.getByText('杨桂花的探访还没记完').tap();
      expect(await page.getByLabel('想写一句也行').inputValue()).toBe('写到一半的一条');
      front.apiShut = false;
      await save();
      await counted().waitFor();
      const drafted = /saved\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
      const station = await (await HttpPhone.signIn(house.origin, 'lan', password)).fresh();
      const held = station.rows(visits);
      expect(held.find((row) => row.id === sentLater)?.findings).toBe('还没传出去的一条');
      expect(held.find((row) => row.id === drafted)?.findings).toBe('写到一半的一条');
    } finally {
      await front.close();
    }
  }, 400_000);
});

describe('a browser that does not promise to keep its storage', () => {
  it('is said to the person, and so is one that promises (S1)', async () => {
    phone = await Phone.of('volunteer', house.origin, complaints, [], (context) => storage(context, 'denied'));
    await phone.signIn('wei', password);
    await phone.tab('我');
    await phone.page.getByText('浏览器没答应留住资料').waitFor();
    await phone.throwAway();
    phone = await Phone.of('volunteer', house.origin, complaints, [], (context) => storage(context, 'granted'));
    await phone.signIn('wei', password);
    await phone.tab('我');
    await phone.page.getByText('浏览器答应替您留住资料').waitFor();
  });
});

describe('in all of this', () => {
  it(
    'no page complained, and the house proves its data',
    () => {
      expect(complaints).toEqual([]);
      expect(house.verify()).toEqual({ audit: true, rollups: true, hashes: true, journal: true });
    },
    patienceMs * 2,
  );
});
