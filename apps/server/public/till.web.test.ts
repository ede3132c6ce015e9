/**
 * A shop without a network: in a real Chromium the merchant's page opens all the same, knows its own open vouchers, notes what was
 * taken in before it says so, and the house counts each once when the network is back.
 */
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

beforeAll(async () => {
  house = await openTrialHouse();
  await house.system('points.change-rule', { inUse: true, perHour: 10, months: 24 });
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
async function tillPhone(atHand: number): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${house.address}${path}`);
  await page.getByText(`已备好 ${atHand} 张`).waitFor();
  await page.waitForFunction(async () => (await caches.match(`${location.pathname}/ready`)) !== undefined);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return { context, page };
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

it('under an address that was changed it takes nothing, and keeps the codes for the station', async () => {
  const number = '5E7D-4KQX-9RTA-52HV';
  await house.system('points.reserve-voucher', {
    ...{ number, helperId: idOf('wei'), stationId: place.station, merchantId, offer: { what: '毛巾一条', points: 2 } },
  });
  const { context, page } = await tillPhone(1);
  await context.setOffline(true);
  await enter(page, number);
  await page.getByText('先记在这部手机上').waitFor();
  await house.system('points.save-merchant', { ...merchant, token: '7F7D-4KQX-9RTA-52HV' });
  await context.setOffline(false);
  await page.getByText('这个网址换过了').waitFor({ timeout: 20_000 });
  expect((await states()).at(-1)).toBe('reserved');
  await context.close();
});
