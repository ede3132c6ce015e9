/**
 * A ledger's whole way in real Chromium: the wizard takes the file for what it is, shows what would happen, the job imports
 * it, the refused rows come back as the same file, mended they go in, and the batch is taken back as one.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from '@protobi/exceljs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { idOf, people, wrongId } from '../ledgers/people.ts';
import { xlsx } from '../ledgers/write-files.ts';
import type { Complaints } from './devices.ts';
import { Desk, openBrowser } from './devices.ts';
import { clearAway, newDataFolder, RunningHouse } from './running-house.ts';
import { furnish, password } from './small-house.ts';

let data = '';
let house: RunningHouse | null = null;
let browser: Browser;
let desk: Desk;
const complaints: Complaints = [];
const shots = process.env.YIMI_SHOTS;
const shot = (name: string): string | null => (shots === undefined ? null : join(shots, `${name}.png`));

const List = z.looseObject({ rows: z.array(z.looseObject({ name: z.nullable(z.string()) })) });
async function names(): Promise<string[]> {
  const { rows } = List.parse(await desk.read('/api/people'));
  return rows.flatMap((row) => row.name ?? []);
}

/** Through the wizard with a file, to its report. */
async function importFile(path: string): Promise<void> {
  const { page } = desk;
  await page.goto(`${house?.origin}/console/#/imports/new`);
  await page.locator('input[type="file"]').setInputFiles(path);
  await page.locator('.kind button[aria-pressed="true"]', { hasText: '服务对象' }).waitFor();
  await desk.shot(shot('import-columns'));
  await page.getByRole('button', { name: '看会怎样' }).click();
  await page.locator('.tiles').waitFor();
  await page.getByLabel(/同意书/).check();
  await desk.shot(shot('import-preview'));
  await page.getByRole('button', { name: /^导入 \d+ 人$/ }).click();
  await page.getByText('导入好了').waitFor();
  await desk.shot(shot('import-report'));
}

beforeAll(async () => {
  data = await newDataFolder();
  await furnish(data);
  house = await RunningHouse.start(data);
  browser = await openBrowser();
  desk = await Desk.of(browser, house.origin, 'shi', password, complaints);
}, 700_000);

afterAll(async () => {
  await browser?.close();
  await clearAway(house, data);
}, 120_000);

describe('a ledger imported at the desk', () => {
  it('comes in, gives its refused rows back, takes them mended, and is taken back as one batch', async () => {
    const first = join(data, '花名册.xlsx');
    const rows = [
      ['木桥村2025年困难群众花名册'],
      ['姓名', '身份证号', '电话', '村', '类别'],
      [people.guilan[0], people.guilan[1], '13800000001', '木桥村', '低保'],
      [people.fuming[0], wrongId('19481112', '131'), '13800000002', '木桥村', '特困'],
      ['合计', '', '', '', '2'],
    ];
    await writeFile(first, await xlsx([{ name: '2025', rows, merges: ['A1:E1'] }]));
    await importFile(first);
    expect(await names()).toContain(people.guilan[0]);
    expect(await names()).not.toContain(people.fuming[0]);

    const { page } = desk;
    const arriving = page.waitForEvent('download');
    await page.getByRole('link', { name: /下载没导入的/ }).click();
    const back = join(data, 'refused.xlsx');
    await (await arriving).saveAs(back);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(back);
    const [sheet] = book.worksheets;
    expect(sheet?.getCell('F3').text).toContain('校验位');
    if (sheet !== undefined) sheet.getCell('B3').value = idOf('19481112', '131');
    await book.xlsx.writeFile(back);
    const report = page.url();
    await importFile(back);
    expect(await names()).toContain(people.fuming[0]);
    expect((await names()).filter((name) => name === people.guilan[0])).toHaveLength(1);

    await page.goto(report);
    await page.getByRole('button', { name: '整批撤回' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).click();
    await page.getByText('已撤回 1 份，留下 0 份').waitFor();
    await desk.shot(shot('import-undone'));
    expect(await names()).not.toContain(people.guilan[0]);
    expect(await names()).toContain(people.fuming[0]);
    expect(complaints).toEqual([]);
  }, 300_000);
});
