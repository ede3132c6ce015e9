/**
 * A volunteer's day on the phone: the station asks, the answer is given without a network, who it is shows once the network is back,
 * and is gone from the phone as soon as the task ends. axe finds nothing, every target fits a thumb.
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
const online = async (page: Page, on: boolean): Promise<void> => {
  await page.evaluate((to) => window.yimiDev.setOnline(to), on);
  await page.waitForTimeout(600);
};

describe('a volunteer’s day on the phone', () => {
  it('an offer is accepted without a network; who, where and the number come, and go once it is done', async () => {
    const page = await room.opened('wei');
    await page.evaluate(() => window.yimiDev.askForHelp());
    await page.getByRole('link', { name: /有 2 件事问您能不能帮/ }).waitFor();
    await look(page, '70-asked-strip');
    await online(page, false);
    await page.getByRole('link', { name: /有 2 件事问您能不能帮/ }).click();
    await page.getByText('等您回话').waitFor();
    // The urgent one stands first, and nothing tells who asks.
    expect(await page.locator('.offer h3').first().textContent()).toContain('急');
    expect(await page.getByText('摔了腰').count()).toBe(0);
    expect(await page.locator('.offer a[href^="tel:"]').count()).toBe(0);
    await look(page, '71-asked-waiting');
    await press(page, '我来');
    await page.getByText('有网以后，这里会显示是谁').waitFor();
    await look(page, '72-asked-agreed-offline');
    await press(page, '这次不行');
    await look(page, '73-asked-why');
    await press(page, '太远');
    await page.getByText('您说了这次不行').waitFor();
    await online(page, true);
    await page.getByText('要的是：摔了腰，这几天煮不了饭').waitFor();
    expect(await page.locator('.offer a[href^="tel:"]').count()).toBe(1);
    await look(page, '74-asked-task');
    const name = await page.locator('.offer-who').textContent();
    await online(page, false);
    await press(page, '办好了');
    await page.getByLabel(/办得怎么样/).fill('饭送到了，人好多了');
    await look(page, '75-asked-ending');
    await press(page, '办好了，保存');
    await page.getByText('您办好了，谢谢').waitFor();
    expect(await page.locator('.offer-who').count()).toBe(0);
    await online(page, true);
    expect(await page.getByText(name ?? '', { exact: true }).count()).toBe(0);
    await look(page, '76-asked-over');
    expect(await page.evaluate(() => window.yimiDev.faults)).toEqual([]);
    expect(await page.evaluate(() => window.yimiDev.unsentNow())).toEqual([]);
    await press(page, '返回');
    await page.getByRole('link', { name: /问您能不能帮/ }).waitFor({ state: 'detached' });
    expect(room.complaints).toEqual([]);
  });

  it('the village worker’s phone shows nothing of what a volunteer was asked', async () => {
    const page = await room.opened('qin');
    await page.evaluate(() => window.yimiDev.askForHelp());
    await page.goto(page.url().replace(/#.*/, '#/asked'));
    await page.getByText('现在没有找您帮忙的').waitFor();
    await look(page, '77-asked-none');
  });

  it('reads well in English', async () => {
    const page = await room.opened('wei', '', "localStorage.setItem('yimi.language', 'en')");
    await page.evaluate(() => window.yimiDev.askForHelp());
    await page.getByRole('link', { name: /Asked whether you can help: 2/ }).click();
    await page.getByText('Waiting for your answer').waitFor();
    await look(page, '78-asked-english');
    await press(page, 'I will');
    await page.getByText('Asked for: 摔了腰').waitFor();
    await press(page, /^Cannot do it/);
    await look(page, '79-asked-english-task');
  });
});
