/**
 * A script in every text that a public page shows, and in every field that a stranger sends (law of the edge: text stays text). The
 * pages' own policy forbids scripts; it is lifted here and JavaScript switched on, so that escaping alone holds. Which texts there are is
 * read off the grants of the residents' role, so that a column of tomorrow is tried without a word here.
 */
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { openTrialHouse, place } from '../../apps/server/trial-house.ts';
import { ensureBrowser } from '../../scripts/browser.ts';
import { done, isRead, script } from './script-in-texts.ts';

/** Words of the program and parts of addresses: with anything else in them no page would be found at all. */
const ofForm = new Set([
  'figures.rollups.dims',
  'figures.rollups.figure',
  'figures.rollups.period',
  'needs.needs.due_on',
  'needs.needs.number_hash',
  'needs.needs.received_on',
  'needs.needs.state',
  'network.public_pages.slug',
  'network.public_pages.withheld',
  'network.stations.state',
]);

let house: TrialHouse;
let browser: Browser;
let spoiltColumns: readonly string[] = [];
const Columns = z.array(z.object({ table: z.string(), column: z.string() }));

beforeAll(async () => {
  house = await openTrialHouse();
  const words = { intro: '认得每个寨子的路', address: '乡政府一楼', hours: '圩日不休', phone: '0773-1234567' };
  await house.system('network.write-public-page', { stationId: place.station, slug: 'qinghe', open: true, ...words });
  spoiltColumns = await asOwner(spoilColumns);
  browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

/** In the database itself, past commands and triggers: whatever stands there, a page shows it as text. */
async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(house.cellar.ownerConnection);
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    return await work(client);
  } finally {
    await client.end();
  }
}

async function spoilColumns(client: pg.Client): Promise<string[]> {
  const found = await client.query(
    `select distinct p.table_schema || '.' || p.table_name as table, p.column_name as column
     from information_schema.column_privileges p
       join information_schema.columns c using (table_schema, table_name, column_name)
     where p.grantee = 'yimi_public' and c.data_type = 'text' order by 1, 2`,
  );
  const spoilt = Columns.parse(found.rows).filter(({ table, column }) => !ofForm.has(`${table}.${column}`));
  for (const table of new Set(spoilt.map((one) => one.table))) {
    const checks = await client.query<{ name: string }>(
      `select conname as name from pg_constraint where contype = 'c' and conrelid = $1::regclass`,
      [table],
    );
    for (const { name } of checks.rows) await client.query(`alter table ${table} drop constraint "${name}"`);
  }
  for (const { table, column } of spoilt)
    await client.query(`update ${table} set "${column}" = "${column}" || $1`, [script]);
  return spoilt.map(({ table, column }) => `${table}.${column}`);
}

async function open(path: string, use: (page: Page) => Promise<void>): Promise<readonly [string | null, boolean]> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
  const page = await context.newPage();
  let asked = false;
  page.on('dialog', (dialog) => {
    asked = true;
    void dialog.dismiss();
  });
  try {
    await page.goto(`${house.address}/s/459901/qinghe${path}`);
    await use(page);
    return [asked ? 'a dialog' : await done(page), await isRead(page)];
  } finally {
    await context.close();
  }
}
const look = () => Promise.resolve();

/** Every field says the script; what limits it is lifted. */
async function fillAll(page: Page): Promise<void> {
  await page.evaluate((text) => {
    for (const field of document.querySelectorAll('input, textarea, option')) {
      field.removeAttribute('maxlength');
      if (field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type)) field.checked = true;
      if (
        field instanceof HTMLInputElement ||
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLOptionElement
      )
        field.value = text;
    }
  }, script);
  await page.locator('form').last().getByRole('button').last().click();
  await page.waitForLoadState();
}

it('knows the texts that residents are shown', () => {
  for (const known of [
    'network.public_pages.intro',
    'network.rooms.name',
    'network.stations.name',
    'needs.needs.public_words',
  ])
    expect(spoiltColumns).toContain(known);
});

it.each(['', '/ask', '/answer'])('is shown as the text that it is, and does nothing: %s', async (path) => {
  for (const lang of ['', '?lang=en', `?lang=${encodeURIComponent(script)}`])
    expect([lang, await open(`${path}${lang}`, look)]).toEqual([lang, [null, true]]);
});

it.each(['/ask', '/answer'])('comes back from a form as it was typed, and does nothing: %s', async (path) => {
  const [found] = await open(path, async (page) => {
    await fillAll(page);
    const kept = await page
      .locator('input[type=text], textarea')
      .evaluateAll(
        (fields, text) => fields.some((field) => 'value' in field && String(field.value).includes(text.slice(0, 20))),
        script,
      );
    expect([path, kept]).toEqual([path, true]);
  });
  expect(found).toBeNull();
});

it('stands in a need that was published, and in the page that a resident finds by its number', async () => {
  const tell = async (page: Page): Promise<string> => {
    await page.getByLabel('出行').check();
    await page.getByLabel('您想说什么').fill(script);
    await page.getByLabel('不太急').check();
    await page.locator('#village').selectOption({ index: 1 });
    await page.getByLabel('我自己或我家').check();
    await page.getByLabel(/我同意/).check();
    await page.waitForTimeout(2_100);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '收到了' }).waitFor();
    return (await page.locator('.number').innerText()).trim();
  };
  let number = '';
  const [sent] = await open('/ask', async (page) => {
    number = await tell(page);
  });
  expect(sent).toBeNull();
  await asOwner((client) => client.query('update needs.needs set public_words = $1, kind = kind || $1', [script]));
  expect(await open('', look)).toEqual([null, true]);
  const found = await open('/answer', async (page) => {
    await page.getByLabel('答复号').fill(number);
    await page.keyboard.press('Enter');
    await page.locator('.state').waitFor();
  });
  expect(found).toEqual([null, true]);
});

it('and would be noticed: the same markup set as markup is', async () => {
  const [found] = await open('', (page) =>
    page.evaluate((markup) => document.body.insertAdjacentHTML('beforeend', markup), script),
  );
  expect(found).toContain('elements 2');
});
