/**
 * The first day of a station head, as the README's tour tells it: an empty county, one ledger file, the first visit on a
 * phone without a network, the first register on paper. `YIMI_SHOTS=1` takes the README's pictures on the way.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import excel from '@protobi/exceljs';
import { withCheckDigit } from '@yimi/people';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Complaints } from './devices.ts';
import { Desk, openBrowser, Phone } from './devices.ts';
import { clearAway, newDataFolder, RunningHouse, runAdmin } from './running-house.ts';

const root = join(import.meta.dirname, '../..');
const password = 'sanjiang-2026';
const shots = process.env.YIMI_SHOTS === undefined ? null : join(root, 'docs/screenshots');
const shot = (name: string): string | null => (shots === null ? null : join(shots, `${name}.png`));

let data = '';
let house: RunningHouse | null = null;
let browser: Browser;
let desk: Desk | null = null;
let phone: Phone | null = null;
let code = '';
const complaints: Complaints = [];

const admin = (...words: string[]): string => runAdmin(data, ...words);
const open = (): RunningHouse => {
  if (house === null) throw new Error('the house is not open');
  return house;
};
const atDesk = (): Page => {
  if (desk === null) throw new Error('nobody sits at the desk');
  return desk.page;
};

/** A village's ledger as a station has it: a title, a heading, ten people, one card number that cannot be, a sum. */
async function ledger(): Promise<Buffer> {
  const villages = ['大竹村委会', '西尤村委会', '平传村'];
  const names = ['吴培英', '杨光荣', '石美兰', '覃胜利', '韦秀花', '梁富贵', '莫玉珍', '侯文明', '龙爱莲', '罗国强'];
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('Sheet1');
  sheet.addRow(['古宜镇低保、特困人员花名册']);
  sheet.mergeCells('A1:H1');
  sheet.addRow(['序号', '姓名', '性别', '身份证号', '联系电话', '所在村', '屯', '人员类别']);
  names.forEach((name, at) => {
    const woman = /[英兰花珍莲]$/.test(name);
    const id = withCheckDigit(`450226${1938 + at * 3}0${1 + (at % 9)}1${at}12${woman ? (at % 2 ? 2 : 4) : 1}`);
    const kind = at % 3 === 0 ? '特困人员' : '低保对象';
    sheet.addRow([
      at + 1,
      name,
      woman ? '女' : '男',
      id,
      `1540000${String(1000 + at)}`,
      villages[at % 3],
      '上屯',
      kind,
    ]);
  });
  const id = `${withCheckDigit('45022619450101121').slice(0, 17)}Z`;
  sheet.addRow([11, '陆有财', '男', id, '', '平传村', '下屯', '低保对象']);
  sheet.addRow(['合计', 11]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

beforeAll(async () => {
  data = await newDataFolder();
  browser = await openBrowser();
  if (shots !== null) await mkdir(shots, { recursive: true });
}, 60_000);

afterAll(async () => {
  await phone?.throwAway();
  await browser.close();
  await clearAway(house, data);
}, 120_000);

it('an empty county has its places and a code for the head after three commands', async () => {
  admin('create-county', '--code', '450226', '--name', '三江侗族自治县');
  expect(admin('import-divisions', '--county', '450226')).toContain('170 个村');
  const head = ['--login', 'head', '--name', '吴站长', '--role', 'station-head', '--station', '古宜镇'];
  code = /enrol\/([0-9A-Z-]+)/.exec(admin('create-account', '--county', '450226', ...head))?.[1] ?? '';
  expect(code).not.toBe('');
  house = await RunningHouse.start(data);
}, 300_000);

it('the head sets a password on the phone with the code, and it opens the console too', async () => {
  const { origin } = open();
  phone = await Phone.of('head', origin, complaints);
  // The door stands open first: an address that changes while the app is still starting is answered by its first screen.
  await phone.page.getByRole('button', { name: '登录' }).waitFor();
  await phone.page.goto(`${origin}/phone/#/enrol/${code}`);
  await phone.page.getByLabel('给自己定一个密码').fill(password);
  await phone.page.getByLabel('再输一遍密码').fill(password);
  await phone.page.getByRole('button', { name: '开通' }).tap();
  await phone.choosePin();
  desk = await Desk.of(browser, origin, 'head', password, complaints);
}, 300_000);

it('one ledger file becomes ten people, and the one row that cannot be right comes back with its reason', async () => {
  const page = atDesk();
  await page.getByRole('navigation').getByRole('link', { name: '导入台账' }).click();
  await page.getByRole('button', { name: '导入一份台账' }).first().click();
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: '古宜镇花名册.xlsx', mimeType: 'application/octet-stream', buffer: await ledger() });
  await page.locator('.map tbody tr').first().waitFor();
  await desk?.shot(shot('first-day-columns'));
  await page.getByRole('button', { name: '看会怎样' }).click();
  await page.locator('.tiles').waitFor();
  expect(await page.locator('.tiles [data-key="new"] dd').textContent()).toMatch(/^10/);
  expect(await page.locator('.tiles [data-key="refused"] dd').textContent()).toMatch(/^1/);
  await page.getByText('名单里的人都签过建档服务的同意书').click();
  await desk?.shot(shot('first-day-preview'));
  await page.getByRole('button', { name: '导入 10 人' }).click();
  await page.locator('.back a[download]').waitFor();
  const saved = page.waitForEvent('download');
  await page.locator('.back a[download]').click();
  const book = new excel.Workbook();
  await book.xlsx.readFile(await (await saved).path());
  expect(JSON.stringify(book.worksheets[0]?.getSheetValues())).toContain('陆有财');
  await page.goto(`${open().origin}/console/#/people`);
  await page.locator('.ledger tbody tr', { hasText: '吴培英' }).waitFor();
  await desk?.shot(shot('first-day-people'));
}, 300_000);

it('the first visit is recorded without a network, and counted when it is there again', async () => {
  if (phone === null) throw new Error('no phone');
  const { page } = phone;
  await phone.tab('今天');
  await phone.tab('找人');
  await page.getByRole('searchbox').fill('wpy');
  await page
    .getByRole('button', { name: /吴培英/ })
    .first()
    .waitFor();
  await phone.offline(true);
  await page
    .getByRole('button', { name: /吴培英/ })
    .first()
    .tap();
  await page.locator('.p-foot').getByText('记一次探访').tap();
  await page.getByText('在家', { exact: true }).tap();
  await page.getByRole('button', { name: '下一步' }).tap();
  await page.getByRole('button', { name: '存好' }).tap();
  await page.locator('.y-receipt').waitFor();
  await phone.shot(shot('first-day-visit'));
  await phone.offline(false);
  await page.locator('.y-receipt li[aria-current="step"]').filter({ hasText: '已计入' }).waitFor();
}, 300_000);

it('the first register leaves as a workbook with that visit in it, titled and signed for', async () => {
  const page = atDesk();
  await page.getByRole('navigation').getByRole('link', { name: '台账', exact: true }).click();
  await page.locator('.ledger tbody tr', { hasText: '吴培英' }).waitFor();
  await desk?.shot(shot('first-day-register'));
  await page.getByRole('button', { name: '导出表格' }).click();
  await page.locator('.el-dialog input[minlength="4"]').fill('第一份探访台账');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /^导出 1 / }).click();
  const book = new excel.Workbook();
  await book.xlsx.readFile(await (await saved).path());
  const sheet = book.worksheets[0];
  expect(String(sheet?.getCell('A1').value)).toContain('探访台账');
  const cells = JSON.stringify(sheet?.getSheetValues());
  for (const said of ['吴培英', '大竹', '吴站长', '用途：第一份探访台账']) expect(cells).toContain(said);
  expect(open().verify()).toEqual({ audit: true, rollups: true, hashes: true, journal: true });
  expect(complaints).toEqual([]);
}, 300_000);
