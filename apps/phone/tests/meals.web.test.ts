/**
 * A meal round on the phone, without a network from the first door on: a tap a door, a shut one opens whom to ring at once and asks
 * what was learnt, and only then the round is reported. axe finds nothing, every target fits a thumb.
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

describe('a meal round on the phone', () => {
  it('is delivered offline: the shut door asks for its outcome, then the round is reported and arrives', async () => {
    const page = await room.opened('wei');
    await page.evaluate(() => window.yimiDev.mealRound(1439));
    await page.getByRole('link', { name: /送餐：归冲午餐/ }).waitFor();
    await look(page, '60-meal-strip');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await page.getByRole('link', { name: /送餐：归冲午餐/ }).click();
    await page.getByText('0/3 家').waitFor();
    await page.getByText('糖尿病，饭少一点').waitFor();
    await look(page, '61-meal-sheet');
    await press(page, /送到了$/);
    await press(page, /没人应门$/);
    await page.getByText('没人应门，先打电话').waitFor();
    expect(await page.locator('.door-calls a[href="tel:13977211807"]').count()).toBe(1);
    expect(await page.locator('.door-calls a[href^="tel:"]').count()).toBeGreaterThan(3);
    await look(page, '62-meal-calls');
    await press(page, /今天不要$/);
    await press(page, '都送完了，报平安');
    await page.getByText('还有 1 家没打勾').first().waitFor();
    await press(page, '邻居见过，没事');
    await page.getByText('3/3 家').waitFor();
    await look(page, '63-meal-done');
    await press(page, '都送完了，报平安');
    await page.getByText(/报过平安了/).waitFor();
    await look(page, '64-meal-reported');
    await page.evaluate(() => window.yimiDev.setOnline(true));
    await page.waitForTimeout(600);
    expect(await page.evaluate(() => window.yimiDev.faults)).toEqual([]);
    expect(await page.evaluate(() => window.yimiDev.unsentNow())).toEqual([]);
    await page.getByRole('button', { name: '返回' }).click();
    await page.getByRole('link', { name: /送餐：/ }).waitFor({ state: 'detached' });
    expect(room.complaints).toEqual([]);
  });

  it('a round that is late stands first on the station’s phone, with whom to ring, and names nobody who eats', async () => {
    const page = await room.opened('lan');
    await page.evaluate(() => window.yimiDev.mealRound(0));
    await page.getByRole('link', { name: '1 条送餐线路到点没报平安' }).click();
    await page.getByRole('link', { name: '打给韦彩云' }).waitFor();
    expect(await page.getByText('糖尿病').count()).toBe(0);
    await look(page, '65-meal-late');
    expect(room.complaints).toEqual([]);
  });

  it('reads well in English, and says what comes when there is no sheet', async () => {
    const page = await room.opened('wei', '', "localStorage.setItem('yimi.language', 'en')");
    await page.goto(page.url().replace(/#.*/, '#/meals'));
    await page.getByText('No meal sheet on this phone').waitFor();
    await page.evaluate(() => window.yimiDev.mealRound(1439));
    await page.getByText('0 of 3').waitFor();
    await press(page, /No answer$/);
    await page.getByText('does not answer: call first').waitFor();
    await look(page, '66-meal-english');
  });
});
