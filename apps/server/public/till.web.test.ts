/**
 * A shop without a network: in a real Chromium the merchant's page opens all the same, knows its own open vouchers, notes what was
 * taken in before it says so, and the house counts each once when the network is back.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dayOf } from '@yimi/kernel';
import { sql } from 'kysely';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBrowser } from '../../../scripts/browser.ts';
import type { TrialHouse } from '../trial-house.ts';
import { counties, idOf, openTrialHouse, place } from '../trial-house.ts';

const token = '2B7D-4KQX-9RTA-52HV';
const path = `/v/459901/${token}`;
const merchantId = '01890000-0000-7000-8000-00000000d001';
const offer = { what: '食用油一桶（1.8 升）', points: 4 };
const numbers = ['3C7D-4KQX-9RTA-52HV', '4D7D-4KQX-9RTA-52HV'] as const;
const merchant = {
  merchantId,
  stationId: place.station,
  name: '26度万家驿站',
  offers: [offer, { what: '毛巾一条', points: 2 }],
  open: true,
};
let house: TrialHouse;
let browser: Browser;
let axe = '';

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  house = await openTrialHouse();
  await house.system('points.change-rule', { inUse: true, perHour: 100, months: 24 });
  await house.system('points.save-merchant', { ...merchant, token });
  const fromAt = Date.now() - 2 * 86_400_000;
  await house.system('activities.import-hours', {
    ...{ helperId: idOf('wei'), helperName: '韦小妹', roomId: place.room, system: 'zhiyuanyun', number: '1' },
    ...{ fromAt, toAt: fromAt + 3_600_000 },
  });
  for (const number of numbers) {
    const reserved = { number, helperId: idOf('wei'), stationId: place.station, merchantId, offer };
    await house.system('points.reserve-voucher', reserved);
  }
  browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const states = async (): Promise<string[]> => {
  const found = await house.cellar.database.inCounty(counties.here, (trx) =>
    sql<{ state: string }>`select state from points.vouchers order by number`.execute(trx),
  );
  return found.rows.map(({ state }) => state);
};

/** A phone on which the page has been opened once, with a network. */
async function tillPhone(atHand: number, lifted = false): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
    bypassCSP: lifted,
  });
  const page = await context.newPage();
  await page.goto(`${house.address}${path}`);
  await page.getByText(`已备好 ${atHand} 张`).waitFor();
  await page.waitForFunction(async () => (await caches.match(`${location.pathname}/ready`)) !== undefined);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return { context, page };
}
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await checker.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}
/** The house takes no form back that it gave out a moment ago. */
const formBreathMs = 2_100;
async function reserved(number: string): Promise<string> {
  const towel = { what: '毛巾一条', points: 2 };
  const voucher = { number, helperId: idOf('wei'), stationId: place.station, merchantId, offer: towel };
  await house.system('points.reserve-voucher', voucher);
  return number;
}
async function enter(page: Page, number: string): Promise<void> {
  await page.getByLabel('券码').fill(number);
  await page.getByRole('button', { name: '核销' }).click();
}

it('opens, takes in what it knows, once, and nothing else; the house counts it when the network is back', async () => {
  const { context, page } = await tillPhone(2);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('heading', { name: '26度万家驿站' }).waitFor();
  await enter(page, numbers[0].toLowerCase().replaceAll('-', ''));
  await page.getByText('先记在这部手机上').waitFor();
  expect(await page.getByRole('status').innerText()).toContain(offer.what);
  const seen = await page.getByRole('status').boundingBox();
  expect([(seen?.y ?? -1) >= 0, (seen?.y ?? 0) + (seen?.height ?? 0) <= 740]).toEqual([true, true]);
  await enter(page, numbers[0]);
  await page.getByText('已经收过了').waitFor();
  await enter(page, '9Z7D-4KQX-9RTA-52HV');
  await page.getByText('没有这张券').waitFor();
  expect(await page.getByRole('listitem').filter({ hasText: numbers[0] }).innerText()).toContain('等有网');
  expect(await states()).toEqual(['reserved', 'reserved']);
  // Closed and opened again, still without a network: what was noted is there.
  await page.close();
  const again = await context.newPage();
  await again.goto(`${house.address}${path}`);
  await again.getByText('等有网').waitFor();
  await context.setOffline(false);
  await again.getByText('已计入').waitFor({ timeout: 20_000 });
  expect(await states()).toEqual(['spent', 'reserved']);
  await context.close();
});

it('on two phones of one shop a voucher is counted once, and the other phone is told', async () => {
  const phones = await Promise.all(
    [0, 1].map(async () => {
      const { context, page } = await tillPhone(1);
      await context.setOffline(true);
      await enter(page, numbers[1]);
      await page.getByText('先记在这部手机上').waitFor();
      return { context, page };
    }),
  );
  for (const { context } of phones) await context.setOffline(false);
  const lists = phones.map(({ page }) => page.getByRole('listitem').filter({ hasText: numbers[1] }));
  await expect
    .poll(
      async () => (await Promise.all(lists.map((list) => list.innerText()))).filter((text) => text.includes('等有网')),
      {
        timeout: 20_000,
      },
    )
    .toEqual([]);
  const said = await Promise.all(lists.map((list) => list.innerText()));
  expect(said.filter((text) => text.includes('已计入'))).toHaveLength(1);
  expect(said.filter((text) => text.includes('已经核销过了'))).toHaveLength(1);
  expect(await states()).toEqual(['spent', 'spent']);
  for (const { context } of phones) await context.close();
});

it('what was taken in with a network is not good once more when the network goes', async () => {
  const number = await reserved('6E7D-4KQX-9RTA-52HV');
  const { context, page } = await tillPhone(1);
  await page.waitForTimeout(formBreathMs);
  await enter(page, number);
  await page.getByText('能用，已经核销').waitFor();
  await context.setOffline(true);
  await enter(page, number);
  await page.getByText('没有这张券').waitFor();
  expect(await page.locator('#till').innerText()).not.toContain('请把“');
  await context.close();
});

it('a button pressed twice without a network is one voucher, and a day to come is none', async () => {
  const number = await reserved('7E7D-4KQX-9RTA-52HV');
  const { context, page } = await tillPhone(1);
  await context.setOffline(true);
  await page.getByText('东西是前几天交的').click();
  await page.getByLabel('哪天交的').fill('2099-12-31');
  await enter(page, number);
  await page.getByText('这个日子不对').waitFor();
  await page.getByLabel('哪天交的').fill('');
  await page.getByLabel('券码').fill(number);
  await page.getByRole('button', { name: '核销' }).dblclick();
  await page.getByText('先记在这部手机上').waitFor();
  await page.getByRole('button', { name: '核销' }).click();
  await page.waitForTimeout(500);
  expect(await page.getByRole('status').innerText()).toContain('请把');
  await context.close();
  await house.system('points.spend-voucher', { number, merchantId, handedOn: dayOf(Date.now()) });
});

it.each(['zh', 'en'])('axe finds nothing on a till without a network, in both sizes: %s', async (lang) => {
  for (const [viewport, number] of [
    [{ width: 360, height: 740 }, `${lang === 'en' ? '8' : '9'}E7D-4KQX-9RTA-52HV`],
    [{ width: 1280, height: 800 }, `${lang === 'en' ? 'A' : 'B'}E7D-4KQX-9RTA-52HV`],
  ] as const) {
    await reserved(number);
    const context = await browser.newContext({ viewport, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${house.address}${path}?lang=${lang}`);
    await page.locator('#till .hint').waitFor();
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await context.setOffline(true);
    for (const role of ['status', 'alert'] as const) {
      await page.locator('#number').fill(number);
      await page.locator('button.first').click();
      await page.getByRole(role).waitFor();
      expect([role, await findings(page)]).toEqual([role, []]);
    }
    const shots = process.env.YIMI_SHOTS;
    if (shots !== undefined)
      await page.screenshot({ path: join(shots, `till-${lang}-${viewport.width}.png`), fullPage: true });
    await context.close();
    await house.system('points.spend-voucher', { number, merchantId, handedOn: dayOf(Date.now()) });
  }
});

it('under an address that was changed it takes nothing, and keeps the codes for the station', async () => {
  const number = '5E7D-4KQX-9RTA-52HV';
  await house.system('points.reserve-voucher', {
    ...{ number, helperId: idOf('wei'), stationId: place.station, merchantId, offer: { what: '毛巾一条', points: 2 } },
  });
  const { context, page } = await tillPhone(1, true);
  await context.setOffline(true);
  await enter(page, number);
  await page.getByText('先记在这部手机上').waitFor();
  await house.system('points.save-merchant', { ...merchant, token: '7F7D-4KQX-9RTA-52HV' });
  await context.setOffline(false);
  await page.getByText('这个网址换过了').waitFor({ timeout: 20_000 });
  const state = await house.cellar.database.inCounty(counties.here, (trx) =>
    sql<{ state: string }>`select state from points.vouchers where number = ${number}`.execute(trx),
  );
  expect(state.rows).toEqual([{ state: 'reserved' }]);
  // Opened anew, the address leads nowhere; the codes are still there, until the shop has brought them to the station.
  await page.goto(`${house.address}${path}`);
  const left = page.getByRole('listitem').filter({ hasText: number });
  await left.getByText('这个网址换过了').waitFor();
  expect(await findings(page)).toEqual([]);
  await left.getByRole('button', { name: '处理好了' }).click();
  await left.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('heading').waitFor();
  expect(await page.getByRole('listitem').count()).toBe(0);
  await context.close();
});
