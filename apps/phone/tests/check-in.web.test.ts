/**
 * Checking in without a network: the organiser's phone shows eight digits, the helper's phone takes them, and what the server proves
 * later are the tick and the hours. axe finds nothing, every target fits a thumb.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FittingRoom } from './fitting-room.ts';
import { look } from './look.ts';

declare global {
  interface Window {
    yimiLater: (minutes: number) => void;
  }
}
let room: FittingRoom;

beforeAll(async () => {
  room = await FittingRoom.open();
});
afterAll(async () => {
  await room.close();
});

/** Noon in the county on the day of the test, and from there as far as the test says: no midnight comes in between. */
const noon = `{
  const real = Date.now.bind(Date);
  const begin = real();
  let noon = Math.floor((begin + 28800000) / 86400000) * 86400000 + 14400000;
  window.yimiLater = (minutes) => { noon += minutes * 60000; };
  Date.now = () => noon + real() - begin;
}`;

const go = (page: Page, hash: string): Promise<unknown> => page.goto(page.url().replace(/#.*/, `#${hash}`));

async function shownOn(page: Page): Promise<string> {
  return (await page.locator('.code-digits').innerText()).replace(/\D/g, '');
}

describe('checking in on the phone', () => {
  it('takes the organiser’s digits offline, in and out, and the hours are at the desk once there is a network', async () => {
    const page = await room.opened('lan', '', noon);
    await page.evaluate(() => window.yimiDev.activityToday());
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await page.getByRole('link', { name: /亮签到码：包粽子/ }).click();
    await page.getByRole('img', { name: '签到码的二维码' }).waitFor();
    await page.getByRole('button', { name: '签到', exact: true }).click();
    await look(page, '70-check-in-code');
    const into = await shownOn(page);
    expect(into).toMatch(/^[0-4]\d{7}$/);
    // The same person is on the list as a helper: one page holds one township.
    await page.getByRole('button', { name: '返回' }).click();
    await page.getByRole('link', { name: /今天的活动：包粽子/ }).click();
    await look(page, '71-check-in-empty');
    const field = page.getByLabel('组织者手机上的八个数字');
    await field.fill(into.replace(/.$/, (last) => String((Number(last) + 1) % 10)));
    await page.getByText('这八个数字不对').waitFor();
    await field.press('Enter');
    expect(await page.evaluate(() => window.yimiDev.unsentNow())).toEqual([]);
    await field.fill(into);
    await page.getByText('这是签到').waitFor();
    await page.getByRole('button', { name: '签到', exact: true }).click();
    await page.getByText(/签到记下了/).waitFor();
    await field.fill(into);
    await page.getByText('刚才已经签到了').waitFor();

    await page.evaluate(() => window.yimiLater(90));
    await page.getByRole('button', { name: '返回' }).click();
    await page.getByRole('link', { name: /亮签到码：包粽子/ }).click();
    await page.getByRole('button', { name: '签退', exact: true, pressed: true }).waitFor();
    const out = await shownOn(page);
    expect(out).toMatch(/^[5-9]\d{7}$/);
    await page.getByRole('button', { name: '返回' }).click();
    await page.getByRole('link', { name: /今天的活动：包粽子.*去签退/ }).click();
    await field.fill(out);
    await page.getByRole('button', { name: '签退', exact: true }).click();
    await page.getByText(/签退记下了/).waitFor();
    await look(page, '72-check-in-kept');
    await page.evaluate(() => window.yimiDev.setOnline(true));
    await page.waitForFunction(() => window.yimiDev.unsentNow().length === 0);
    await page.getByText(/\d\d:\d\d 签到 · \d\d:\d\d 签退/).waitFor();
    await look(page, '73-check-in-done');
    expect(await page.evaluate(() => window.yimiDev.attended())).toEqual({
      ...{ came: 1, checkIns: ['in counted', 'out counted'], minutes: 90 },
    });
    expect(await page.evaluate(() => window.yimiDev.faults)).toEqual([]);
    expect(room.complaints).toEqual([]);
  });

  it('opens what was scanned with the digits filled in, reads well in English, and says what to do where nothing is held', async () => {
    const page = await room.opened('wei', '', "localStorage.setItem('yimi.language', 'en')");
    await go(page, '/check-in/12345678');
    await page.getByText('These eight digits cannot be right').waitFor();
    await look(page, '74-check-in-english');
    await go(page, '/code/00000000-0000-4000-8000-000000000000');
    await page.getByText('No check-in code of this activity on this phone').waitFor();
    await look(page, '75-check-in-no-code');
    expect(room.complaints).toEqual([]);
  });
});
