/**
 * The main job in real Chromium, as people do it: two phones and three desks at once, the network cut by the browser. The
 * steps build on each other and run in order. `YIMI_E2E_DATA` names a data folder to use and keep between runs while
 * working on the test; `YIMI_SHOTS=1` takes the pictures of the README anew.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultPassword, demoAccounts, demoCounty, demoPhotos } from '@yimi/demo';
import { dayOf } from '@yimi/kernel';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Complaints } from './devices.ts';
import { Desk, openBrowser, Phone, patienceMs } from './devices.ts';
import { clearAway, newDataFolder, RunningHouse } from './running-house.ts';

const shots = process.env.YIMI_SHOTS === undefined ? null : join(import.meta.dirname, '../../docs/screenshots');
const shot = (name: string): string | null => (shots === null ? null : join(shots, `${name}.png`));
const kept = process.env.YIMI_E2E_DATA;
const today = dayOf(Date.now());
const say = (text: string) => process.stderr.write(`    ${text}\n`);
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

/** In a folder that was used before, told from the last run's. */
const findings = `精神不错，药只够三天${kept === undefined ? '' : `，第 ${Date.now() % 1_000_000} 回`}`;
const question = '药还剩几天？有人去取吗？';
const answer = '还剩三天，明天我陪着去卫生院取。';

const Registration = z.object({
  clientId: z.string(),
  name: z.string(),
  pinyin: z.string(),
  consents: z.array(z.unknown()),
  assigneeId: z.nullable(z.string()),
});
type Registration = z.infer<typeof Registration>;
const Queue = z.object({ rows: z.array(z.object({ id: z.string() })) });
const Figures = z.object({ tiles: z.array(z.object({ figure: z.string(), value: z.nullable(z.number()) })) });

/** Everybody registered in the demo county, as it was told. */
function registrations(): Registration[] {
  const found: Registration[] = [];
  for (const batch of demoCounty({ today })) {
    for (const { name, input } of batch.envelopes)
      if (name === 'people.register-client') found.push(Registration.parse(input));
  }
  return found;
}

let data = '';
let house: RunningHouse;
let browser: Browser;
let volunteer: Phone;
let stationPhone: Phone;
let station: Desk;
let county: Desk;
const complaints: Complaints = [];
const everybody = registrations();
const accounts = demoAccounts({ today });
const accountOf = (login: string) => {
  const found = accounts.find((one) => one.login === login);
  if (found === undefined) throw new Error(`the demo has no ${login}`);
  return found;
};
const wei = accountOf('weixiaomei');
const visited = everybody.find((one) => one.assigneeId === wei.userId && one.consents.includes('photo'));
if (visited === undefined) throw new Error('nobody of the volunteer agreed to photos');
const initials = visited.pinyin
  .split(' ')
  .map((syllable) => syllable.slice(0, 1))
  .join('')
  .toLowerCase();

async function countedVisits(desk: Desk): Promise<number> {
  const { tiles } = Figures.parse(await desk.read(`/api/figures?month=${today.slice(0, 7)}`));
  return tiles.find((tile) => tile.figure === 'services.visits')?.value ?? -1;
}
async function waitingAtStation(state: 'open' | 'answered' = 'open'): Promise<string[]> {
  const { rows } = Queue.parse(await station.read(`/api/visits/queue?state=${state}`));
  return rows.map((row) => row.id);
}
const placeInQueue = async (state: 'open' | 'answered') => (await waitingAtStation(state)).indexOf(visitId);
const ofThisPair = () => station.page.locator('.item').filter({ hasText: visited.name }).filter({ hasText: wei.name });
async function numberOn(tile: Locator): Promise<number> {
  return Number((await tile.locator('.y-tile-value').textContent())?.replace(/\D/g, ''));
}
/** The receipt as the volunteer reads it: how many of the four marks are reached. */
const receipt = (text: string) =>
  volunteer.page.locator('.y-receipt li[aria-current="step"]').filter({ hasText: text });

beforeAll(async () => {
  if (shots !== null) await mkdir(shots, { recursive: true });
  data = kept ?? (await newDataFolder());
  house = await RunningHouse.start(data, '--demo');
  say(`the house is ready after ${house.readySeconds.toFixed(1)} s`);
  browser = await openBrowser();
}, 700_000);

afterAll(async () => {
  await volunteer?.throwAway();
  await stationPhone?.throwAway();
  await browser?.close();
  await clearAway(house ?? null, data, kept !== undefined);
}, 120_000);

let visitId = '';
const before = { county: 0, times: 0 };

describe('a visit recorded offline in the village is counted at every level', () => {
  it('the demo county comes in whole: no command of it is refused but those that are there to be refused', () => {
    expect(house.said).not.toMatch(/未通过/);
  });

  it('1. a hamlet volunteer signs in, and her phone loads the cards of the people assigned to her', async () => {
    volunteer = await Phone.of('volunteer', house.origin, complaints);
    await volunteer.signIn('weixiaomei', defaultPassword);
    await volunteer.page.getByText(/该去看的 \d+ 人|今天都走到了/).waitFor();
    await volunteer.untilKept();
    await volunteer.shot(shot('phone-today'));
    const strangers = everybody.filter((one) => one.assigneeId !== wei.userId).map((one) => one.name);
    const mine = new Set(everybody.filter((one) => one.assigneeId === wei.userId).map((one) => one.name));
    const said = (await volunteer.page.locator('body').textContent()) ?? '';
    expect(strangers.filter((name) => said.includes(name) && !mine.has(name))).toEqual([]);
  });

  it('1. the station worker and the county officer sign in beside her', async () => {
    stationPhone = await Phone.of('station phone', house.origin, complaints);
    await stationPhone.signIn('lanxiuying', defaultPassword);
    station = await Desk.of(browser, house.origin, 'lanxiuying', defaultPassword, complaints);
    county = await Desk.of(browser, house.origin, 'wuliping', defaultPassword, complaints);
    before.county = await countedVisits(county);
    expect(before.county).toBeGreaterThan(0);
    await stationPhone.page.getByRole('link', { name: '找人' }).first().tap();
    await stationPhone.page.getByRole('searchbox', { name: '找人' }).fill(visited.name);
    await stationPhone.page.locator('.y-person').filter({ hasText: visited.name }).first().tap();
    const times = await stationPhone.page.getByText(/共探访 \d+ 次/).textContent();
    before.times = Number(/\d+/.exec(times ?? '')?.[0]);
  });

  it('1. offline she finds a person by initials and records the visit with a need, a photo and a voice note in at most 12 taps', async () => {
    const { page } = volunteer;
    const picture = join(data, 'picture-of-the-test.png');
    await writeFile(picture, [...demoPhotos().values()][0] ?? '');
    await volunteer.offline(true);
    volunteer.countTaps();
    await volunteer.tap(page.getByRole('link', { name: '记一次探访' }));
    await page.getByRole('searchbox', { name: '找人' }).pressSequentially(initials);
    await volunteer.tap(page.locator('.y-person').filter({ hasText: visited.name }).first());
    await volunteer.tap(page.getByText('在家', { exact: true }));
    await volunteer.tap(page.getByRole('button', { name: '下一步' }));
    await volunteer.tap(page.locator('.y-choices').getByText('政策咨询'));
    await volunteer.tap(page.getByRole('button', { name: '说一段' }));
    await page
      .getByRole('button', { name: /说完了/ })
      .getByText('0:02')
      .waitFor();
    await volunteer.tap(page.getByRole('button', { name: /说完了/ }));
    const choosing = page.waitForEvent('filechooser');
    await volunteer.tap(page.locator('label', { hasText: '拍一张' }));
    await (await choosing).setFiles(picture);
    // The camera's own two: the shutter, and "use this one".
    volunteer.taps += 2;
    await page.getByRole('img', { name: /照片/ }).waitFor();
    await volunteer.tap(page.getByLabel('想写一句也行'));
    await page.getByLabel('想写一句也行').pressSequentially(findings);
    await volunteer.shot(shot('phone-record'));
    await volunteer.tap(page.getByRole('button', { name: '存好' }));
    await page.getByRole('heading', { name: '存好了' }).waitFor();
    visitId = /saved\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? '';
    await receipt('存在手机').waitFor();
    await volunteer.shot(shot('phone-saved'));
    say(`${volunteer.taps} taps from home to saved`);
    expect(volunteer.taps).toBeLessThanOrEqual(12);
    expect(visitId).not.toBe('');
  });

  it('1. she closes the browser and opens it again still offline: everything is there, marked as saved on the phone', async () => {
    await volunteer.close();
    await volunteer.open(true);
    await volunteer.unlock();
    const { page } = volunteer;
    await volunteer.tab('记录');
    await page.locator('.records-line').filter({ hasText: findings }).tap();
    await page.waitForURL(`**/records/${visitId}`);
    await page.getByText(findings).waitFor();
    await page.getByText('政策咨询').waitFor();
    await receipt('存在手机').waitFor();
    await page.getByRole('img', { name: /照片/ }).waitFor();
    await page.getByRole('button', { name: '听一遍' }).waitFor();
    expect(await waitingAtStation()).not.toContain(visitId);
    expect(await countedVisits(county)).toBe(before.county);
  });

  it('2. and 3. back online it goes out by itself and shows saved, received and counted; the station sees it at once', async () => {
    const { page } = volunteer;
    await station.page.getByRole('link', { name: /待审/ }).first().click();
    await station.page.locator('.item').first().waitFor();
    const alike = await ofThisPair().count();
    const order: string[] = [];
    const pushed = page.waitForResponse((response) => response.url().endsWith('/api/sync/push') && response.ok(), {
      timeout: patienceMs,
    });
    await volunteer.offline(false);
    await pushed;
    const at = performance.now();
    const seen = async (where: string, what: Promise<unknown>): Promise<number> => {
      await what;
      order.push(where);
      return performance.now() - at;
    };
    const line = ofThisPair().nth(alike);
    const [console, phone, counted] = await Promise.all([
      seen('console', line.waitFor()),
      seen('phone', stationPhone.page.getByText(`共探访 ${before.times + 1} 次`).waitFor()),
      seen('counted', receipt('已计入').waitFor()),
    ]);
    say(
      `after the server had it: her receipt says counted in ${seconds(counted)}, the station's phone shows it in ${seconds(phone)}, its console in ${seconds(console)}`,
    );
    expect(order.sort()).toEqual(['console', 'counted', 'phone']);
    expect(await waitingAtStation()).toContain(visitId);
    await page.locator('.receipt-files li').filter({ hasText: '照片' }).getByText('已送达').waitFor();
    await page.locator('.receipt-files li').filter({ hasText: '录音' }).getByText('已送达').waitFor();
  });

  it('3. the station worker opens the photo, plays the note, and asks; the question appears on the volunteer’s phone', async () => {
    const { page } = station;
    await page
      .locator('.item')
      .nth(await placeInQueue('open'))
      .click();
    await page.locator('.sheet').getByText(findings).waitFor();
    const thumb = page.locator('.photos img').first();
    await expect
      .poll(() => thumb.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth), {
        timeout: patienceMs,
      })
      .toBeGreaterThan(100);
    await page.getByRole('button', { name: '播放' }).click();
    await expect
      .poll(
        () =>
          page
            .locator('audio')
            .first()
            .evaluate((sound) => sound instanceof HTMLAudioElement && sound.currentTime),
        { timeout: patienceMs },
      )
      .toBeGreaterThan(0);
    await station.shot(shot('console-review'));
    await page
      .getByRole('button', { name: /看大图/ })
      .first()
      .click();
    const large = page.locator('.stage-box img');
    await expect
      .poll(() => large.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth), {
        timeout: patienceMs,
      })
      .toBeGreaterThan(100);
    await page.keyboard.press('Escape');
    await large.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /问一句/ }).click();
    await page.getByLabel('问题').fill(question);
    await page.getByRole('button', { name: /发出问题/ }).click();
    await volunteer.page.getByText(question).waitFor();
  });

  it('3. she answers, the station worker marks it reviewed, and her phone shows all four marks', async () => {
    await volunteer.page.getByLabel('您的答复').fill(answer);
    await volunteer.page.getByRole('button', { name: '交上去' }).tap();
    const { page } = station;
    await page.getByRole('button', { name: /回了话的/ }).click();
    await expect.poll(() => placeInQueue('answered'), { timeout: patienceMs }).toBeGreaterThanOrEqual(0);
    await page
      .locator('.item')
      .nth(await placeInQueue('answered'))
      .click();
    await page.locator('.talk').getByText(answer).waitFor();
    await page.getByRole('button', { name: /审阅通过/ }).click();
    await receipt('已审阅').waitFor();
    await volunteer.shot(shot('phone-reviewed'));
  });

  it('4. the county’s figure has moved by one, and opens down county, station, village to the visit', async () => {
    const { page } = county;
    await expect.poll(() => countedVisits(county), { timeout: patienceMs }).toBe(before.county + 1);
    const tile = page.getByRole('button', { name: /^探访/ }).first();
    await expect
      .poll(async () => await numberOn(tile), {
        timeout: patienceMs,
      })
      .toBe(before.county + 1);
    await county.settled();
    await county.shot(shot('console-dashboard'));
    const stationName = (wei.stationName ?? '').replace(/社工站$/, '');
    await page.locator('.tree .township').filter({ hasText: stationName }).click();
    await page.getByRole('heading', { name: new RegExp(`^${wei.stationName}`) }).waitFor();
    await county.settled();
    await page
      .locator('.y-cover')
      .getByRole('button', { name: new RegExp(`^${(wei.roomName ?? '').replace(/村$/, '')}`) })
      .click();
    await page.getByRole('heading', { name: `${wei.roomName}的探访` }).waitFor();
    const records = `/api/figures/services.visits/records?month=${today.slice(0, 7)}&level=room&place=${wei.roomId}`;
    const at = Queue.parse(await county.read(records)).rows.findIndex((one) => one.id === visitId);
    expect(at).toBeGreaterThanOrEqual(0);
    const row = page.locator('.ledger tbody tr').nth(at);
    await row.getByText('已审阅').waitFor();
    await row.getByText('在家').waitFor();
    await county.settled();
    await row.scrollIntoViewIfNeeded();
    await county.shot(shot('console-visits'));
  });

  it('4. the city officer sees the figure and no person', async () => {
    const city = await Desk.of(browser, house.origin, 'huangmeizhen', defaultPassword, complaints);
    const tile = city.page.locator('.y-tile').filter({ hasText: '户次' });
    await tile.waitFor();
    expect(await numberOn(tile)).toBe(before.county + 1);
    await city.settled();
    await city.shot(shot('console-city'));
    const everything = `${await city.page.locator('body').textContent()}\n${await city.heard()}`;
    const own = accountOf('huangmeizhen').name;
    expect(everybody.filter((one) => one.name !== own && everything.includes(one.name)).map((one) => one.name)).toEqual(
      [],
    );
    expect(everybody.filter((one) => everything.includes(one.clientId))).toEqual([]);
    const records = `/api/figures/services.visits/records?month=${today.slice(0, 7)}&level=city`;
    for (const path of [`/api/visits/${visitId}`, `/api/people/${visited.clientId}`, '/api/people', records]) {
      const answered = await city.page.context().request.get(`${house.origin}${path}`);
      expect([path, answered.status()]).toEqual([path, expect.toSatisfy((status) => status === 403 || status === 404)]);
    }
  });

  it('5. verify proves it on the live data, and no page complained on the way', () => {
    expect(house.verify()).toEqual({ audit: true, rollups: true, hashes: true, journal: true });
    expect(complaints).toEqual([]);
  });
});
