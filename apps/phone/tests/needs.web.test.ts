/**
 * Needs on the phone, without a network from the first tap on: brought in with one tap from the visit, from a person's page,
 * with words of an alarm; answered and rated at the door. axe finds nothing, every target fits a thumb.
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

async function backOnline(page: Page): Promise<void> {
  await page.evaluate(() => window.yimiDev.setOnline(true));
  await page.waitForTimeout(600);
  expect(await page.evaluate(() => window.yimiDev.faults)).toEqual([]);
  expect(await page.evaluate(() => window.yimiDev.unsentNow())).toEqual([]);
}

/** From today's list to the receipt, with what was noticed and said. */
async function visit(page: Page, noticed: string | null, said: string): Promise<void> {
  await page.locator('.y-person').first().click();
  await press(page, '记一次探访');
  await page.getByText('在家', { exact: true }).click();
  await press(page, '下一步');
  if (noticed !== null) await page.getByText(noticed, { exact: true }).click();
  await page.getByLabel('想写一句也行').fill(said);
  await press(page, '存好');
  await page.getByRole('heading', { name: '存好了' }).waitFor();
}

async function toForm(page: Page): Promise<void> {
  await page.locator('.y-person').first().click();
  await page.getByRole('link', { name: '报一条需求' }).click();
  await page.getByText('要什么').waitFor();
}

describe('needs on the phone', () => {
  it('a volunteer brings one in with one tap from the visit, offline, and sees what became of it', async () => {
    const page = await room.opened('wei');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await visit(page, '助餐', '腿脚不便，想订午饭');
    await look(page, '40-need-offered');
    await press(page, '报：助餐');
    await page.getByRole('link', { name: '已报：助餐' }).click();
    await page.getByText('腿脚不便，想订午饭').waitFor();
    await look(page, '41-need-kept');
    await page.goto(page.url().replace(/#.*/, '#/needs'));
    await page.getByText('助餐').first().waitFor();
    await look(page, '42-my-needs');
    await backOnline(page);
    await page.getByText('站里收到，等研判').waitFor();
    expect(await page.getByText('村里要办的').count()).toBe(0);
    expect(room.complaints).toEqual([]);
  });

  it('words of an alarm are answered at once, offline, with whom to ring; sent, nothing of them stays on the phone', async () => {
    const page = await room.opened('wei');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await toForm(page);
    await press(page, '报上去');
    await page.getByText('请先选要什么').waitFor();
    await page.getByText('精神慰藉', { exact: true }).click();
    await page.getByText('这一类只归社工站看').waitFor();
    await look(page, '43-need-form');
    await page.getByLabel('本人怎么说的').fill('老伴走了，说活不下去');
    await page.getByRole('heading', { name: '先别走开' }).waitFor();
    expect(await page.locator('.crisis a[href^="tel:"]').count()).toBeGreaterThan(2);
    await look(page, '44-need-alarm');
    await page.getByText('别人代说的', { exact: true }).click();
    await page.getByLabel('代说的人').fill('邻居');
    await press(page, '报上去');
    await page.getByText('记下了，还没报到站里').waitFor();
    await page.getByRole('heading', { name: '先别走开' }).waitFor();
    await look(page, '45-need-with-station');
    await backOnline(page);
    await page.getByText('已交站里，由站里办').waitFor();
    await page.getByText('老伴走了').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain('活不下去');
    await look(page, '46-need-sent');
  });

  it('what was written at a visit raises the alarm too, and is offered as a need', async () => {
    const page = await room.opened('wei');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await visit(page, null, '他说想死');
    await page.getByRole('heading', { name: '先别走开' }).waitFor();
    await press(page, '报：危机干预');
    await page.getByRole('link', { name: '已报：危机干预' }).waitFor();
    await backOnline(page);
  });

  it('a village worker answers and lets the resident rate at the door, offline', async () => {
    const page = await room.opened('qin');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await toForm(page);
    await page.getByText('出行', { exact: true }).click();
    await page.getByLabel('本人怎么说的').fill('想去卫生院拿药，没有车');
    await press(page, '报上去');
    await page.getByText('记下了，还没报到站里').waitFor();
    await press(page, '办好了');
    await page.getByText('请写一句怎么办的').waitFor();
    await page.getByLabel('怎么办的').fill('明天搭村里的车去');
    await look(page, '47-need-answer');
    await press(page, '办好了');
    await page.getByRole('group', { name: '请本人打分' }).waitFor();
    await page.getByText('4 分，满意').click();
    await look(page, '48-need-rate');
    await press(page, '记下分数');
    await page.getByText('4 分（有人代点）').waitFor();
    await backOnline(page);
    await page.getByText('办好了，评过了').waitFor();
    await page.goto(page.url().replace(/#.*/, '#/needs'));
    await page.getByText('村里要办的').click();
    await page.getByText('村里现在没有要办的').waitFor();
    await look(page, '49-village-needs');
    expect(room.complaints).toEqual([]);
  });

  it('speaks English throughout', async () => {
    const page = await room.opened('qin', '', "localStorage.setItem('yimi.language', 'en')");
    await page.locator('.y-person').first().click();
    await look(page, '50-person-en');
    await page.getByRole('link', { name: 'Bring in a need' }).click();
    await page.getByText('What is missing').waitFor();
    await page.getByLabel('In their own words').fill('说不想活了');
    await page.getByRole('heading', { name: 'Do not leave yet' }).waitFor();
    await look(page, '51-need-form-en');
    await page.goto(page.url().replace(/#.*/, '#/needs'));
    await page.getByText('You have brought in no need yet').waitFor();
    await look(page, '52-needs-en');
  });
});
