/**
 * Suspected harm on the phone, without a network from the first tap on: whom to call stands before what to write, the words leave the
 * phone, and what must be done by when stays on it. axe finds nothing, every target fits a thumb.
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
const choose = (page: Page, text: string): Promise<void> => page.locator('.y-choices label', { hasText: text }).click();

describe('a mandatory report on the phone', () => {
  it('is reached from a person’s page, guides step by step offline, and arrives once the network is back', async () => {
    const page = await room.opened('wei');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    const client = await page.evaluate(() => window.yimiDev.idOf('韦小妹'));
    await page.goto(page.url().replace(/#.*/, `#/people/${client}`));
    await page.getByRole('link', { name: '怀疑有人受到伤害？' }).click();
    await press(page, '下一步');
    await page.getByText('请先选：现在有人有危险吗').waitFor();
    await choose(page, '有，就在眼前');
    expect(await page.locator('a[href="tel:110"]').count()).toBe(1);
    await look(page, '70-harm-danger');
    await press(page, '下一步');
    await page.getByText('不答应“替你保密”').waitFor();
    expect(await page.locator('a[href="tel:12355"]').count()).toBe(1);
    await look(page, '71-harm-calls');
    await press(page, '下一步');
    await choose(page, '未成年人');
    await press(page, '下一步');
    await page.getByText('请至少选一样看到、听到的').waitFor();
    await choose(page, '身上有伤');
    await page.getByLabel('他原话怎么说的').fill('不要告诉爸爸');
    await look(page, '72-harm-words');
    await press(page, '返回');
    await page.getByRole('link', { name: '怀疑有人受到伤害？' }).click();
    expect(await page.getByLabel('他原话怎么说的').inputValue()).toBe('不要告诉爸爸');
    await press(page, '下一步');
    await page.getByText('2 小时还没报').waitFor();
    await choose(page, '告诉了站长');
    await page.getByText('2 小时还没报').waitFor();
    await look(page, '73-harm-told');
    await press(page, '报上去');
    await page.getByText('请马上报给公安或主管部门').waitFor();
    await page.getByText('存在手机，网通了就送到站里').waitFor();
    expect(await page.getByText('不要告诉爸爸').count()).toBe(0);
    await look(page, '74-harm-kept');
    await choose(page, '报了警');
    await page.getByLabel('报警回执号或接警人').fill('110-0312');
    await press(page, '记下来');
    await page.getByText(/起公安或主管部门已经知道/).waitFor();
    await page.evaluate(() => window.yimiDev.setOnline(true));
    await page.getByText('存在手机，网通了就送到站里').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => window.yimiDev.faults)).toEqual([]);
    expect(await page.evaluate(() => window.yimiDev.unsentNow())).toEqual([]);
    await look(page, '75-harm-known');
    expect(room.complaints).toEqual([]);
  });

  it('can be made of somebody who is on no list, and stands above today’s list until police or an authority know', async () => {
    const page = await room.opened('qin', '', "localStorage.setItem('yimi.language', 'en')");
    await page.goto(page.url().replace(/#.*/, '#/harms'));
    await page.getByText('You have reported nothing').waitFor();
    await look(page, '76-harm-none-english');
    await page.getByRole('link', { name: 'Report something' }).click();
    await choose(page, 'Not sure');
    await press(page, 'Next');
    await look(page, '77-harm-calls-english');
    await press(page, 'Next');
    await page.getByLabel(/Who it is/).fill('a boy at the shop');
    await choose(page, 'a child');
    await choose(page, 'neglected, hungry');
    await look(page, '78-harm-words-english');
    await press(page, 'Next');
    await press(page, 'Report');
    await page.getByText('a boy at the shop').waitFor();
    await look(page, '79-harm-kept-english');
    await page.goto(page.url().replace(/#.*/, '#/'));
    await page.getByRole('link', { name: '1 mandatory reports are not with police' }).waitFor();
    expect(room.complaints).toEqual([]);
  });
});
