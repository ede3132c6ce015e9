/**
 * A trip on the phone, without a network from the first tap on: worked out, planned, granted, packed, driven, visited and
 * closed. axe finds nothing, every target fits a thumb. `YIMI_SHOTS=folder` keeps a picture of each screen.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FittingRoom } from './fitting-room.ts';
import { look } from './look.ts';

let room: FittingRoom;

beforeAll(async () => {
  room = await FittingRoom.open();
});
afterAll(async () => {
  await room.close();
});

const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

describe('a trip on the phone', () => {
  it('is worked out, planned, granted, driven and summed up offline, and all of it reaches the server', async () => {
    const page = await room.opened('shi');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await page.getByRole('link', { name: '下乡：看安排，或算一算怎么跑' }).click();
    await page.getByRole('heading', { name: '该怎么跑' }).waitFor();
    await look(page, '30-trips');
    await press(page, '算一算这两周');
    await page.getByRole('button', { name: '照这样排，报站长' }).first().waitFor();
    await look(page, '31-trips-proposed');
    const first = page.getByRole('article').first();
    const days = await page.getByRole('article').count();
    expect(days).toBeGreaterThan(0);
    expect(await first.textContent()).toMatch(/过期 \d+ 人|当天到期 \d+ 人|带东西办事 \d+ 件/);
    await first.getByRole('button').click();
    await page.getByText('等站长批').first().waitFor();
    await look(page, '32-trip-requested');
    // 石 is the only head of this station: the request would wait for ever.
    await press(page, '批准');
    await page.getByText('站长自己批的').waitFor();
    await press(page, '出发');
    await page.getByRole('button', { name: '回来了，报平安' }).waitFor();
    await page.getByRole('checkbox', { name: '工作证' }).check();
    await page.getByText(/装车清单 1\//).waitFor();
    await press(page, '到了');
    await page.getByText('到过了').first().waitFor();
    await look(page, '33-trip-on-the-way');
    await page.evaluate(() => {
      window.taps = 0;
      window.addEventListener('pointerdown', () => (window.taps += 1), true);
    });
    await page.locator('.stop .y-person').first().click();
    await page.getByText('在家', { exact: true }).click();
    await press(page, '下一步');
    await press(page, '存好');
    await page.getByRole('heading', { name: '存好了' }).waitFor();
    expect(await page.evaluate(() => window.taps)).toBeLessThanOrEqual(12);
    await page.getByRole('link', { name: '回到今天' }).click();
    await page.getByRole('link', { name: /在路上/ }).click();
    await page.getByText('在路上').first().click();
    await page.getByText('今天看过了').first().waitFor();
    await press(page, '回来了，报平安');
    await page.getByRole('heading', { name: '这趟下来' }).waitFor();
    await look(page, '34-trip-closed');
    await page.evaluate(() => window.yimiDev.setOnline(true));
    await page.waitForTimeout(600);
    expect(await page.evaluate(() => window.yimiDev.faults)).toEqual([]);
    expect(await page.evaluate(() => window.yimiDev.unsentNow())).toEqual([]);
    expect(room.complaints).toEqual([]);
  });

  it('is changed, called off, and given something to bring, offline, and all of it reaches the server', async () => {
    const page = await room.opened('shi');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await page.getByRole('link', { name: '下乡：看安排，或算一算怎么跑' }).click();
    await press(page, '加一件');
    await page.getByLabel('是什么').fill('棉被两床，放活动室');
    await look(page, '36-errand');
    await press(page, '存好');
    await page.getByText('棉被两床，放活动室').waitFor();
    await press(page, '算一算这两周');
    await press(page, '照这样排，报站长');
    await page.getByText('等站长批').first().waitFor();
    await page.getByRole('link', { name: '改这趟安排' }).click();
    await page.getByLabel('最晚回来').fill('18:10');
    await page.getByLabel('最晚回来').blur();
    await page.getByLabel('加一样，例如 食用油').fill('手电筒');
    await press(page, '加上');
    await look(page, '37-trip-edit');
    await press(page, '存好');
    await page.getByText('18:10 前回来').waitFor();
    await page.getByText('手电筒 × 1').first().waitFor();
    await press(page, '取消这趟');
    await page.getByLabel('为什么取消？').fill('下大雨，路断了');
    await look(page, '38-trip-call-off');
    await press(page, '取消这趟');
    await page.getByText('下大雨，路断了').waitFor();
    await page.getByText('取消了').first().waitFor();
    await page.evaluate(() => window.yimiDev.setOnline(true));
    await page.waitForTimeout(600);
    expect(await page.evaluate(() => window.yimiDev.faults)).toEqual([]);
    expect(await page.evaluate(() => window.yimiDev.unsentNow())).toEqual([]);
  });

  it('is told to a village worker as a day and a time, and nothing more', async () => {
    const page = await room.opened('qin');
    await page.evaluate(() => window.yimiDev.stationComes());
    await page.getByRole('link', { name: /站里来村里/ }).click();
    await page.getByRole('heading', { name: '站里要来' }).waitFor();
    await look(page, '35-village-day');
    expect(await page.getByText('该怎么跑').count()).toBe(0);
  });
});
