/**
 * Somebody is registered a second time at the desk, with a like-sounding name: the program proposes, a person decides, and
 * what was decided can be taken back. Real Chromium, real server, real database.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { Complaints } from './devices.ts';
import { Desk, openBrowser, patienceMs } from './devices.ts';
import { clearAway, newDataFolder, RunningHouse } from './running-house.ts';
import { furnish, password } from './small-house.ts';

let data = '';
let house: RunningHouse | null = null;
let browser: Browser;
let desk: Desk;
const complaints: Complaints = [];
const People = z.object({ rows: z.array(z.object({ id: z.string(), name: z.string(), state: z.string() })) });

async function named(search: string): Promise<string[]> {
  const { rows } = People.parse(await desk.read('/api/people/search', { search }));
  return rows.map((row) => row.name);
}
const page = (): Page => desk.page;
const go = (hash: string) => page().goto(`${house?.origin}/console/#${hash}`);

beforeAll(async () => {
  data = await newDataFolder();
  browser = await openBrowser();
  await furnish(data);
  house = await RunningHouse.start(data);
  desk = await Desk.of(browser, house.origin, 'lan', password, complaints);
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await clearAway(house, data);
}, 120_000);

it('a registration is taken although the person may be there already', async () => {
  await go('/people?register=1');
  const form = page().locator('.el-drawer form');
  await form.getByLabel('姓名').fill('杨贵花');
  await form.getByLabel('拼音').fill('yang gui hua');
  await form.getByLabel('生日').fill('1942-05-01');
  await form.getByLabel('电话', { exact: false }).first().fill('13800000001');
  await form.getByLabel('村', { exact: true }).selectOption({ label: '木桥村' });
  await form.getByText('接受服务').first().click();
  await form.getByRole('button', { name: '登记', exact: true }).click();
  await page().locator('h1.who', { hasText: '杨贵花' }).waitFor();
  expect((await named('yangguihua')).sort()).toEqual(['杨桂花', '杨贵花'].sort());
}, 240_000);

it('the pair is proposed with its reasons', async () => {
  const doubt = page().locator('.doubt.twin');
  await doubt.waitFor();
  const said = (await doubt.textContent()) ?? '';
  for (const reason of ['名字同音', '生日一样', '电话一样']) expect(said).toContain(reason);
  expect(said).toContain('杨桂花');
}, 120_000);

it('a person merges the two, and the old file leads to the one that stayed', async () => {
  await go('/people/duplicates');
  await page().locator('.compare').waitFor();
  await page().keyboard.press('m');
  await page().locator('.held').waitFor();
  // Held for some seconds, so that it can be taken back; then sent.
  await expect.poll(() => named('yangguihua'), { timeout: patienceMs }).toHaveLength(1);
  await page().locator('.y-empty').waitFor();
}, 180_000);

it('the merge is undone, and both files are there again', async () => {
  const { rows } = People.parse(await desk.read('/api/people/search', { search: 'yangguihua' }));
  await go(`/people/${rows[0]?.id}`);
  await page().getByRole('button', { name: '撤销这次并档' }).click();
  await page().locator('.undo').click();
  await expect
    .poll(async () => (await named('yangguihua')).sort(), { timeout: patienceMs })
    .toEqual(['杨桂花', '杨贵花'].sort());
  await page().getByRole('button', { name: '撤销这次并档' }).waitFor({ state: 'detached' });
}, 180_000);

it('what was done is true to the records: audit, numbers and phones agree, and no page complained', async () => {
  expect(complaints).toEqual([]);
  expect(await house?.stop()).toBe(true);
  expect(house?.verify()).toEqual({ audit: true, rollups: true, hashes: true, journal: true });
}, 240_000);
