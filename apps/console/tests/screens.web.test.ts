// biome-ignore-all lint/suspicious/noTemplateCurlyInString: conditions of a questionnaire are written so
/**
 * The built console in a real Chromium, under the server's content policy: axe on every screen, the main flows by
 * keyboard, the weight of the first visit. The invented county of dev/ answers.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import excel from '@protobi/exceljs';
import { PushRequest } from '@yimi/protocol';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBrowser } from '../../../scripts/browser.ts';
import { catalogue } from '../../catalogue.ts';
import type { Served } from '../dev/serve-built.ts';
import { serveBuilt } from '../dev/serve-built.ts';
import { askedAgain, openBook, screens, signIn } from './screens.ts';

let folder = '';
let served: Served;
let browser: Browser;
let axe = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yimi-console-test-'));
  const before = process.env.NODE_ENV;
  // A test runner's word here would build in Vue's development half.
  process.env.NODE_ENV = 'production';
  const configFile = join(import.meta.dirname, '..', 'vite.config.ts');
  await build({
    configFile,
    mode: 'production',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 600 },
  });
  process.env.NODE_ENV = before;
  served = await serveBuilt(folder);
  browser = await chromium.launch({
    executablePath: ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
  });
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await served?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Visit {
  readonly page: Page;
  /** What the page complained of: uncaught errors and breaches of the content policy. */
  readonly complaints: string[];
}

async function visit<T>(width: number, use: (visit: Visit) => Promise<T>): Promise<T> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    // The first question, who is signed in, is answered 401 to a stranger.
    if (line.type() === 'error' && !line.text().includes('401')) complaints.push(line.text());
  });
  try {
    return await use({ page, complaints });
  } finally {
    await context.close();
  }
}

async function violations(page: Page): Promise<string[]> {
  // Injected by the test's own channel: the page's content policy stays as it is.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations: found } = await checker.run(document);
    return found.map(
      (one) =>
        `${one.id}: ${one.nodes
          .map((node) => node.target.join(' '))
          .slice(0, 3)
          .join(' | ')}`,
    );
  });
}

describe('Every screen of the console', () => {
  for (const screen of screens) {
    it(`has nothing for axe to complain of: ${screen.name}`, async () => {
      await visit(1440, async ({ page, complaints }) => {
        await screen.open(page, served.address);
        expect(await violations(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
    });
  }

  it('fits 1024 pixels without scrolling sideways', async () => {
    for (const screen of screens.filter((one) =>
      ['board-county', 'review', 'people', 'places', 'audit'].includes(one.name),
    )) {
      await visit(1024, async ({ page }) => {
        await screen.open(page, served.address);
        const wide = await page.evaluate(
          () =>
            document.documentElement.scrollWidth > innerWidth ||
            (document.querySelector('main')?.scrollWidth ?? 0) > (document.querySelector('main')?.clientWidth ?? 0),
        );
        expect(wide, screen.name).toBe(false);
      });
    }
  });
});

describe('The picture of the network', () => {
  const openPlaces = async (page: Page): Promise<void> => {
    await signIn(page, served.address, 'county');
    await page.goto(`${served.address}#/places`);
    await page.locator('.picture svg .cell').first().waitFor();
  };

  it('is walked with the arrow keys from one stop of the Tab key, and Enter opens the village below', async () => {
    await visit(1440, async ({ page }) => {
      await openPlaces(page);
      expect(await page.locator('.picture svg [tabindex="0"]').count()).toBe(1);
      await page.locator('.picture svg [tabindex="0"]').focus();
      const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      expect(await label()).toContain('社工站');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      const village = (await label()).split('，')[0] ?? '';
      expect(village).toMatch(/村$/);
      await page.keyboard.press('Enter');
      await page.locator('.room .name').waitFor();
      expect(await page.locator('.room .name').textContent()).toContain(village);
    });
  });

  it('a village is parted by its hamlets: what will happen is said first, and the job is seen to end', async () => {
    await visit(1440, async ({ page }) => {
      await openPlaces(page);
      const villages = await page.locator('.picture .cell').count();
      await page.locator('.picture .cell').first().click();
      await page.locator('.room .y-button').nth(1).click();
      await page.locator('.el-drawer .switch button').nth(1).click();
      const act = page.locator('.el-drawer .dialog-foot .y-button--ink');
      await page.locator('.plan table select').first().waitFor();
      expect(await act.isDisabled()).toBe(true);
      await page.locator('.plan .village input').nth(0).fill('新桥村');
      await page.locator('.plan .village input').nth(1).fill('450226100299');
      await page.locator('.plan table select').first().selectOption({ index: 1 });
      expect(await page.locator('.el-drawer .will').textContent()).toContain('不会丢');
      expect(await act.isDisabled()).toBe(false);
      await act.click();
      await page.locator('.work li').first().waitFor();
      expect(await page.locator('.work li').first().textContent()).toContain('新桥村');
      await page.locator('.work li', { hasText: '办完了' }).first().waitFor();
      await expect.poll(() => page.locator('.picture .cell').count()).toBe(villages + 1);
    });
  });

  it('a village is merged into its neighbour, its people of the station with it', async () => {
    await visit(1440, async ({ page }) => {
      await openPlaces(page);
      const villages = await page.locator('.picture .cell').count();
      await page.locator('.picture .cell').nth(1).click();
      await page.locator('.room .y-button').nth(1).click();
      await page.locator('.el-drawer select').selectOption({ index: 1 });
      const said = await page.locator('.el-drawer .will').textContent();
      expect(said).toContain('跟着并到');
      await page.locator('.el-drawer .dialog-foot .y-button--ink').click();
      await page.locator('.work li').first().waitFor();
      await expect.poll(() => page.locator('.picture .cell').count()).toBe(villages - 1);
    });
  });

  it('a contradiction opens to the station it is about', async () => {
    await visit(1440, async ({ page }) => {
      await openPlaces(page);
      const line = page.locator('.odd li button').first();
      const name = ((await line.textContent()) ?? '').split('有')[0] ?? '';
      await line.click();
      await expect.poll(() => page.locator('.panel h2.name').first().textContent()).toContain(name);
    });
  });
});

describe('Reviewing by keyboard', () => {
  const names = (page: Page): Promise<string[]> => page.locator('.item b').allTextContents();

  it('takes an approval back with u before it is sent, and sends it after five seconds', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'worker');
      await page.goto(`${served.address}#/review`);
      await page.locator('.sheet').waitFor();
      const pushes: string[] = [];
      page.on(
        'request',
        (request) => request.url().endsWith('/api/sync/push') && pushes.push(request.postData() ?? ''),
      );
      await page.keyboard.press('j');
      const before = await names(page);
      await page.keyboard.press('a');
      await page.locator('.held').waitFor();
      expect(await names(page)).toEqual([before[0], ...before.slice(2)]);
      await page.keyboard.press('u');
      expect(await names(page)).toEqual(before);
      expect(pushes).toEqual([]);
      await page.keyboard.press('a');
      await page.waitForRequest((request) => request.url().endsWith('/api/sync/push'), { timeout: 8000 });
      expect(pushes).toHaveLength(1);
      expect(pushes[0]).toContain('"services.review-visit"');
    });
  });

  it('asks with q and sends the question with Ctrl Enter', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/review`);
      await page.locator('.sheet').waitFor();
      const pushed = page.waitForRequest((request) => request.url().endsWith('/api/sync/push'), { timeout: 12_000 });
      await page.keyboard.press('q');
      await page.locator('.el-dialog textarea').fill('药的事问过卫生院没有？');
      await page.keyboard.press('Control+Enter');
      const body = (await pushed).postData() ?? '';
      expect(body).toContain('"services.question-visit"');
      expect(body).toContain('药的事问过卫生院没有');
    });
  });
});

describe('Numbers', () => {
  it('open to the records behind them, as many as the number says', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      const tile = page.locator('.y-tile').first();
      await tile.waitFor();
      const said = Number((await tile.locator('.y-tile-value').textContent())?.replace(/\D/g, ''));
      await tile.click();
      await page.locator('.el-drawer .ledger tbody tr').first().waitFor();
      expect(await page.locator('.el-drawer .ledger tbody tr:not(.quiet)').count()).toBe(said);
      await page.locator('.el-drawer .ledger tbody tr').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.locator('.story').waitFor();
    });
  });

  it('show the city no person and no way to one', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'city');
      await page.locator('.y-tile').first().waitFor();
      expect(await page.locator('nav[aria-label] > a').count()).toBe(1);
      expect(await page.locator('button.y-tile, .in-time button').count()).toBe(0);
      await page.goto(`${served.address}#/people`);
      await page.getByText('您的岗位看不到').waitFor();
    });
  });

  it('tell a province of its cities what was counted, and not that nobody ever went there', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'province');
      await page.getByRole('heading', { name: '各市这个月的探访' }).waitFor();
      expect(await page.locator('main').textContent()).not.toMatch(/多久没去|还没去过/);
    });
  });
});

describe('A register', () => {
  it('leaves as a spreadsheet with as many rows as its total says, after a purpose is given', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/registers`);
      await page.locator('.ledger tbody tr').first().waitFor();
      const total = Number(await page.locator('.total b').textContent());
      await page.locator('.page-head .y-button--ink').click();
      const act = page.locator('.el-dialog button[type="submit"]');
      expect(await act.isDisabled()).toBe(true);
      await page.locator('.el-dialog input').fill('第二季度报县总站');
      const saved = page.waitForEvent('download');
      await act.click();
      const file = await saved;
      expect(file.suggestedFilename()).toBe('枫木乡社工站探访台账.xlsx');
      const book = new excel.Workbook();
      await book.xlsx.readFile(await file.path());
      const sheet = book.worksheets[0];
      expect(sheet?.getCell('A1').value).toBe('枫木乡社工站探访台账');
      expect(sheet?.getCell('B3').value).toBe('探访日期');
      expect(sheet?.getCell('B4').value).toBeInstanceOf(Date);
      expect(sheet?.getCell(`A${3 + total}`).value).toBe(total);
      expect(sheet?.getCell(`B${4 + total}`).value).toBe(`${total} 户次`);
      expect(sheet?.getSheetValues().flat().join(' ')).toContain('用途：第二季度报县总站');
    });
  });

  it('is walked with the arrows, ordered by its heads and narrowed by a part of its total', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/registers`);
      await page.locator('.ledger tbody tr').first().waitFor();
      const phone = page.locator('.part', { hasText: '电话' });
      const n = Number(await phone.locator('b').textContent());
      await phone.click();
      await page.waitForFunction((want) => document.querySelector('.total b')?.textContent === String(want), n);
      await page.locator('.sorter').first().click();
      await page.locator('th[aria-sort="ascending"]').waitFor();
      await page.locator('.ledger tbody tr').first().focus();
      if (n > 1) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.locator('.story').waitFor();
    });
  });
});

describe('Data protection', () => {
  it('says what a period would remove before it can be saved, and asks again', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'county');
      await page.goto(`${served.address}#/data-protection`);
      const save = page.locator('.periods button[type="submit"]');
      await page.locator('.would', { hasText: '5 处核对过的改动' }).waitFor();
      expect(await save.isDisabled()).toBe(true);
      await page.getByLabel('探访、需求里写的话和照片').selectOption('10');
      await page.locator('.would', { hasText: '231 条探访、需求的内容' }).waitFor();
      expect(await save.isDisabled()).toBe(true);
      await page.getByLabel('看清楚了，确定这样定').check();
      await save.click();
      await page.getByText('定好了，明天起照办').waitFor();
      await page.reload();
      await page.locator('.would', { hasText: '231 条探访、需求的内容' }).waitFor();
      expect(await page.getByLabel('探访、需求里写的话和照片').inputValue()).toBe('10');
      await page.getByRole('rowheader', { name: '身份证号', exact: true }).first().waitFor();
    });
  });
});

describe('A village’s sheet', () => {
  it('takes a way, a drive, an errand and who is visited by two, and the next plan knows of them', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/trips`);
      await page.locator('.board .card').first().waitFor();
      // By keyboard alone: the sketch is a group of buttons.
      const village = page.locator('.map .village').nth(2);
      const name = (await village.locator('text').first().textContent()) ?? '';
      await village.focus();
      await page.keyboard.press('Enter');
      const sheet = page.locator('.el-dialog');
      await sheet.getByLabel('站里开车过去，分钟').fill('75');
      await sheet.getByLabel('在站里的哪一边').selectOption('sw');
      await sheet.getByRole('button', { name: '存下' }).first().click();
      await page.getByText('路和开门时间存好了').waitFor();
      await sheet.getByLabel('到哪个村').selectOption({ index: 1 });
      await sheet.locator('.few').fill('18');
      await sheet.locator('form').nth(1).getByRole('button').click();
      await sheet.getByText('18 分钟').waitFor();
      await sheet.getByLabel('是什么，例如 轮椅一把').fill('助行器两副');
      await sheet.locator('form').nth(2).getByRole('button', { name: '加' }).click();
      await sheet.getByText('助行器两副').waitFor();
      const pair = sheet.locator('.people select').first();
      await pair.selectOption('safety');
      await page.getByText('记下了').first().waitFor();
      expect(await pair.inputValue()).toBe('safety');
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
      expect(name.length).toBeGreaterThan(1);
    });
  });
});

describe('The county’s book', () => {
  const openPlaces = async (page: Page): Promise<string[]> => {
    const pushes: string[] = [];
    page.on('request', (request) => request.url().endsWith('/api/sync/push') && pushes.push(request.postData() ?? ''));
    await signIn(page, served.address, 'county');
    await page.goto(`${served.address}#/places`);
    await page.locator('.picture svg .cell').first().waitFor();
    return pushes;
  };

  it('takes an agency and its contract by keyboard alone, and says beforehand who holds the station', async () => {
    await visit(1440, async ({ page }) => {
      await openPlaces(page);
      await openBook(page, 0);
      await page.getByRole('button', { name: '添一个机构' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.type('康宁养老服务中心');
      await page.keyboard.press('Enter');
      await page.locator('.book-list > li', { hasText: '康宁养老服务中心' }).waitFor();
      await page.getByRole('button', { name: '承接一个站 康宁养老服务中心' }).click();
      await page.locator('.book-form select').selectOption({ index: 0 });
      await page.getByText('承接到2025年8月31日').waitFor();
      await page.locator('.book-form select').selectOption({ index: 3 });
      await page.locator('.book-form .y-button--ink').click();
      const agency = page.locator('.book-list > li', { hasText: '康宁养老服务中心' });
      await agency.locator('.contracts li').waitFor();
      await agency.getByRole('button', { name: /^提前结束/ }).click();
      await page.keyboard.press('Escape');
      expect(await page.locator('.book-form').count()).toBe(0);
      expect(await page.getByRole('dialog', { name: '县里的底册' }).isVisible()).toBe(true);
    });
  });

  it('takes what a paper says as it stands there, and says at once that the parts are not the total', async () => {
    await visit(1440, async ({ page }) => {
      const pushes = await openPlaces(page);
      await openBook(page, 2);
      await page.getByRole('button', { name: '抄一条' }).click();
      await page.getByLabel('哪份文件').fill('《社工站年报》');
      await page.getByLabel(/^总数/).fill('23');
      await page.getByLabel('分项 1').fill('男 十');
      const act = page.locator('.book-form .y-button--ink');
      expect(await act.isDisabled()).toBe(true);
      await page.getByLabel('分项 1').fill('男 10、女 12');
      await page.getByText('和总数差 1').waitFor();
      await act.click();
      await page.locator('.book-list li', { hasText: '男 10、女 12 = 22' }).waitFor();
      expect(pushes.at(-1)).toContain('"network.note-statement"');
    });
  });

  it('sets a station up and corrects one: name, code, model, from a day on', async () => {
    await visit(1440, async ({ page }) => {
      const pushes = await openPlaces(page);
      await page.getByRole('button', { name: '改站的资料' }).click();
      const name = page.getByLabel('站名');
      const old = await name.inputValue();
      await name.fill('鼓楼坪街道社工站');
      await page.getByText(`旧名“${old}”会留在来历里`).waitFor();
      await page.getByLabel('乡镇的区划代码（12 位）').fill('450226110000');
      await page.getByLabel('建站模式').selectOption('');
      await page.locator('.el-dialog .y-button--ink').click();
      await expect.poll(() => pushes.at(-1)).toContain('"network.choose-model"');
      expect(pushes.at(-2)).toContain('"network.correct-station"');
    });
  });

  it('gives an account to somebody who came by a roster, and shows the code for their phone', async () => {
    await visit(1440, async ({ page }) => {
      await openPlaces(page);
      await page.getByRole('button', { name: '表', exact: true }).click();
      const open = page.getByRole('button', { name: '开账号' });
      // Not at every station somebody is without one.
      for (const name of await page.locator('.tree button').all()) {
        if ((await open.count()) > 0) break;
        await name.click();
      }
      await open.first().click();
      await page.getByLabel('用户名').fill('qinxl');
      await page.locator('.el-dialog').getByRole('button', { name: '开账号' }).click();
      await page.locator('.enrolment .code').waitFor();
    });
  });

  it('parts a village by names too: asked what for, a household together, a name before its hamlet', async () => {
    await visit(1440, async ({ page }) => {
      const pushes = await openPlaces(page);
      await page.locator('.picture .cell').nth(2).click();
      await page.locator('.room .y-button').nth(1).click();
      await page.locator('.el-drawer .switch button').nth(1).click();
      await page.locator('.plan .village input').nth(0).fill('新桥村');
      await page.locator('.plan .village input').nth(1).fill('450226100288');
      await page.getByRole('button', { name: '看姓名来挑' }).click();
      const show = page.getByRole('button', { name: '记下用途并显示' });
      expect(await show.isDisabled()).toBe(true);
      await page.locator('.el-dialog input[minlength="4"]').fill('拆村时逐户核对');
      await show.click();
      await page.locator('.people table select').first().selectOption({ index: 1 });
      await page.getByText('按姓名定了 1 人').waitFor();
      await page.locator('.el-drawer .dialog-foot .y-button--ink').last().click();
      await expect.poll(() => pushes.at(-1)).toContain('"network.split-room"');
      expect(pushes.at(-1)).toMatch(/"clientIds":\["[0-9a-f-]{36}"\]/);
    });
  });
});

describe('The book of who helps', () => {
  /** What was sent last, under the command's own schema: a form that says too little or too much is refused by it. */
  async function sent(pushes: readonly string[], name: string): Promise<unknown> {
    await expect.poll(() => pushes.at(-1) ?? '').toContain(`"${name}"`);
    const { batch } = PushRequest.parse(JSON.parse(pushes.at(-1) ?? ''));
    return catalogue.commands.get(name)?.input.parse(batch.find((one) => one.name === name)?.input);
  }
  const opened = async (page: Page, path = '/volunteers', ready = '.ledger tbody tr'): Promise<string[]> => {
    const pushes: string[] = [];
    page.on('request', (request) => request.url().endsWith('/api/sync/push') && pushes.push(request.postData() ?? ''));
    await signIn(page, served.address, 'head');
    await page.goto(`${served.address}#${path}`);
    await page.locator(ready).first().waitFor();
    return pushes;
  };

  it('takes a volunteer on without a mouse, lets one rest, and asks twice before one has left', async () => {
    await visit(1440, async ({ page, complaints }) => {
      const pushes = await opened(page);
      await page.keyboard.press('n');
      await page.getByLabel('姓名').fill('覃二嫂');
      await page.getByLabel('送餐', { exact: true }).check();
      await page.getByRole('button', { name: '周三上午' }).press('Enter');
      await page.getByLabel('姓名').press('Enter');
      const added = await sent(pushes, 'volunteers.add');
      expect(added).toMatchObject({
        name: '覃二嫂',
        skills: ['送餐'],
        free: 1 << 4,
        withAccount: false,
        consentOn: null,
      });
      await page.locator('.ledger tbody tr').first().click();
      await page.getByRole('button', { name: '暂停', exact: true }).click();
      expect(await sent(pushes, 'volunteers.pause')).toMatchObject({ untilDay: null });
      await page.locator('.ledger tbody tr').first().click();
      await page.getByLabel('一周最多几件').fill('5');
      await page.locator('.el-dialog button[type="submit"]').click();
      expect(await sent(pushes, 'volunteers.correct')).toMatchObject({ places: 5, name: '覃大姐' });
      const before = pushes.length;
      await page.locator('.ledger tbody tr').first().click();
      await page.getByRole('button', { name: '退出', exact: true }).click();
      expect(pushes).toHaveLength(before);
      await page.getByRole('button', { name: '覃大姐确实退出了' }).click();
      expect(await sent(pushes, 'volunteers.end')).toBeTruthy();
      expect(complaints).toEqual([]);
    });
  });

  it('keeps a partner and a project with the needs they help with', async () => {
    await visit(1440, async ({ page }) => {
      const pushes = await opened(page);
      await page.locator('.switch button').nth(1).click();
      await page.locator('.ledger tbody tr').first().click();
      await page.getByLabel('联系人', { exact: false }).fill('石老师');
      await page.locator('.el-dialog button[type="submit"]').click();
      expect(await sent(pushes, 'volunteers.save-partner')).toMatchObject({ contactName: '石老师', open: true });
      await page.locator('.switch button').nth(2).click();
      await page.locator('.ledger tbody tr').nth(1).click();
      await page.locator('.el-dialog button[type="submit"]').click();
      expect(await sent(pushes, 'volunteers.save-project')).toMatchObject({ partnerId: null, open: false });
    });
  });

  it('writes the page for residents, closes it, and has a sheet with its code to print', async () => {
    await visit(1440, async ({ page, complaints }) => {
      const pushes = await opened(page, '/places/public-page', '.poster img');
      await page.getByLabel('什么时候有人').fill('周一到周六');
      await page.locator('form button[type="submit"]').click();
      const written = { slug: 'fengmu', open: true, hours: '周一到周六' };
      expect(await sent(pushes, 'network.write-public-page')).toMatchObject(written);
      await page.getByRole('button', { name: '先关掉' }).click();
      await expect.poll(() => pushes.at(-1)).toContain('"open":false');
      expect(complaints).toEqual([]);
    });
  });

  it('is asked from the need itself, and what the volunteer says is noted', async () => {
    await visit(1440, async ({ page }) => {
      const pushes = await opened(page, '/needs', '.sheet');
      await page.keyboard.press('j');
      await page.getByLabel('什么时候方便').fill('周三上午');
      await page.getByRole('button', { name: '请他来' }).first().click();
      expect(await sent(pushes, 'volunteers.offer')).toMatchObject({ suits: '周三上午', answerBy: '2025-06-15' });
      await page.getByRole('button', { name: '不方便' }).click();
      await page.getByLabel('为什么不方便').selectOption('unwell');
      await page.getByRole('button', { name: '记下', exact: true }).click();
      const declined = { accepted: false, reason: 'unwell' };
      expect(await sent(pushes, 'volunteers.answer-offer')).toMatchObject(declined);
    });
  });

  it('is asked for a whole batch: a pair is changed, one left out, too much for one is said, and each is an offer of its own', async () => {
    await visit(1440, async ({ page, complaints }) => {
      const pushes = await opened(page, '/needs/batch', '.ledger tbody tr');
      const whom = page.locator('.ledger select');
      await expect.poll(() => page.getByRole('button', { name: '请这 4 件的人' }).count()).toBe(1);
      await whom.nth(4).selectOption({ index: 2 });
      await page.getByText('莫老师这样就超过一周愿意帮的件数了').waitFor();
      await whom.nth(4).selectOption('');
      await whom.nth(3).selectOption('');
      await page.getByLabel('什么时候方便').fill('周三上午');
      await page.getByRole('button', { name: '请这 3 件的人' }).click();
      await page.getByText('问了 3 件').waitFor();
      const offered = pushes.filter((push) => push.includes('"volunteers.offer"'));
      expect(offered).toHaveLength(3);
      for (const push of offered) expect(push).toContain('"answerBy":"2025-06-15"');
      expect(complaints).toEqual([]);
    });
  });
});

describe('Papers of a questionnaire', () => {
  const opened = async (page: Page): Promise<string[]> => {
    const pushes: string[] = [];
    page.on('request', (request) => request.url().endsWith('/api/sync/push') && pushes.push(request.postData() ?? ''));
    await signIn(page, served.address, 'head');
    await page.goto(`${served.address}#/forms/${askedAgain}/type`);
    await page.locator('.asked > li').first().waitFor();
    return pushes;
  };
  /** The number stands there; one of three, two of four, hours for the meal if that was ticked, the age. */
  async function type(page: Page, n: number): Promise<void> {
    const keys = page.keyboard;
    await keys.press(String((n % 3) + 1));
    await keys.press('Enter');
    await keys.press('1');
    if (n % 2 === 0) await keys.press('2');
    await keys.press('Enter');
    if (n % 2 === 0) {
      await keys.type('11:30');
      await keys.press('Enter');
    }
    await keys.type(String(50 + (n % 40)));
    await keys.press('Enter');
  }

  it('two hundred are typed in by keyboard alone: each is one command, numbers that are in already are passed over', async () => {
    await visit(1440, async ({ page, complaints }) => {
      const pushes = await opened(page);
      await page.keyboard.press('Enter');
      for (let n = 0; n < 200; n++) await type(page, n);
      await page.locator('.count b', { hasText: /^200$/ }).waitFor();
      await expect.poll(() => pushes.length, { timeout: 20_000 }).toBe(200);
      const papers = pushes.map((push) => /"paper":"(\d+)"/.exec(push)?.[1]);
      // 1, 2 and 17 were in before.
      expect(new Set(papers).size).toBe(200);
      expect([papers[0], papers.includes('17'), papers.at(-1)]).toEqual(['3', false, '203']);
      expect(pushes[0]).toContain('"values":{"lives":"alone","wish":["drum","meal"],"when":"11:30","age":50}');
      expect(pushes[1]).toContain('"values":{"lives":"couple","wish":["drum"],"age":51}');
      expect(complaints).toEqual([]);
    });
  }, 120_000);

  it('a number that is in already is refused at once, and so is an age that cannot be, without anything being sent', async () => {
    await visit(1440, async ({ page }) => {
      const pushes = await opened(page);
      await page.locator('#typing-0').fill('17');
      await page.keyboard.press('Enter');
      await page.getByText('17 号已经录过了').waitFor();
      await page.locator('#typing-0').fill('18');
      await page.keyboard.press('Enter');
      await page.keyboard.press('2');
      await page.keyboard.press('Enter');
      await page.keyboard.press('4');
      await page.keyboard.press('Enter');
      await page.keyboard.type('780');
      await page.keyboard.press('Enter');
      await page.getByText('第 4 题的答案不合要求').waitFor();
      expect(pushes).toEqual([]);
      await page.keyboard.type('78');
      await page.keyboard.press('Enter');
      await expect.poll(() => pushes.length).toBe(1);
      expect(pushes[0]).toContain('"paper":"18"');
    });
  });

  it('nothing is lost on a reload, nor while the network is away: what waits goes by itself', async () => {
    await visit(1440, async ({ page }) => {
      const pushes = await opened(page);
      await page.keyboard.press('Enter');
      await page.keyboard.press('3');
      await page.keyboard.press('Enter');
      await page.keyboard.press('1');
      await page.reload();
      await page.locator('.choice[aria-pressed="true"]', { hasText: '和儿女' }).waitFor();
      await page.locator('.choice[aria-pressed="true"]', { hasText: '打腰鼓' }).waitFor();
      await page.route('**/api/sync/push', (route) => route.abort());
      for (const key of ['Enter', 'Enter', 'Enter']) await page.keyboard.press(key);
      await page.keyboard.type('66');
      await page.keyboard.press('Enter');
      await page.getByText('1 张等着送').waitFor();
      await page.unroute('**/api/sync/push');
      pushes.length = 0;
      await page.reload();
      await expect.poll(() => pushes.length, { timeout: 12_000 }).toBe(1);
      expect(pushes[0]).toContain('"values":{"lives":"family","wish":["drum"],"age":66}');
    });
  });
});

describe('A questionnaire', () => {
  it('is written with its needs and its conditions in plain words, and goes out', async () => {
    await visit(1440, async ({ page }) => {
      const pushes: string[] = [];
      page.on(
        'request',
        (request) => request.url().endsWith('/api/sync/push') && pushes.push(request.postData() ?? ''),
      );
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/forms/${askedAgain}/write`);
      await page.locator('.question').first().waitFor();
      await page.getByRole('button', { name: '加一道题' }).click();
      await page.keyboard.type('想几点来上课？');
      const last = page.locator('.question').last();
      await last.getByLabel('选项', { exact: true }).first().fill('早上');
      await page.keyboard.press('Enter');
      await page.keyboard.type('晚上');
      await last.getByLabel('选项', { exact: true }).nth(1).fill('中午');
      await last.getByLabel('代表哪类需求').first().selectOption('文体健康');
      await last.getByLabel('什么时候问').selectOption({ label: '选了“打腰鼓、跳舞”才问' });
      await page.getByLabel('另一种语言').selectOption({ label: '英语' });
      await last.getByLabel('问什么（英语）').fill('At what time?');
      await last.getByLabel('选项（英语）').first().fill('Morning');
      const sound = { name: '念.m4a', mimeType: 'audio/x-m4a', buffer: Buffer.from('....ftypM4A ') };
      await last.getByLabel('配读音（英语）：想几点来上课？').setInputFiles(sound);
      await last.getByLabel('听读音（英语）：想几点来上课？').waitFor();
      await last.getByLabel('配读音（中文）：早上').setInputFiles(sound);
      await last.getByRole('button', { name: '去掉读音（中文）：早上' }).click();
      await page.getByRole('button', { name: '发出' }).click();
      await expect.poll(() => pushes.length).toBe(2);
      expect(pushes[0]).toMatch(/"en":"At what time\?"\},"audio":\{"en":"[0-9a-f]{64}"\}/);
      expect(pushes[0]).toContain('"languages":["zh","en"]');
      expect(pushes[0]).toContain('"labels":{"zh":"想几点来上课？","en":"At what time?"}');
      expect(pushes[0]).toContain('"relevant":"selected(${wish}, \'drum\')"');
      expect(pushes[0]).toMatch(/"labels":\{"zh":"早上","en":"Morning"\},"audio":\{\},"need":"文体健康"/);
      expect(pushes[1]).toContain('"forms.publish"');
    });
  });
});

describe('A monthly report', () => {
  it('is signed, and what comes since opens to its records', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/reports`);
      await page.locator('.paper').waitFor();
      // Another test may have signed already: what is signed are the numbers of now.
      await page.locator('.editions button').first().click();
      await page.locator('textarea').first().fill('路断了，两个屯没去成。');
      await page.locator('.page-head .y-button--ink').click();
      await page.locator('.sign-now').click();
      await page.locator('.since.some').waitFor();
      expect(await page.locator('.paper').textContent()).toContain('路断了，两个屯没去成。');
      await page.locator('.since button').first().click();
      await page.locator('.apart').waitFor();
      expect(await page.locator('.ledger tbody tr').count()).toBe(1);
      expect(page.url()).toContain('since=');
    });
  });

  it('opens each number to the register that it is', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/reports`);
      const number = page.locator('tr', { hasText: '无人' }).locator('.number');
      const n = await number.textContent();
      await number.click();
      await page.waitForFunction((want) => document.querySelector('.total b')?.textContent === want, n);
    });
  });
});

describe('A person', () => {
  it('is found in the palette by initials and opened without a mouse', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.keyboard.press('Control+k');
      await page.locator('.palette input').fill('wxm');
      await page.locator('.palette li b', { hasText: '韦小妹' }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.locator('h1.who', { hasText: '韦小妹' }).waitFor();
      expect(page.url()).not.toMatch(/%E9|wxm/);
    });
  });

  it('is erased only after the name was typed', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/people`);
      await page.locator('.ledger tbody tr').nth(4).click();
      const name = (await page.locator('h1.who').textContent())?.trim().split(' ')[0] ?? '';
      await page.locator('.erase').click();
      const act = page.locator('.el-dialog .danger');
      expect(await act.isDisabled()).toBe(true);
      await page.locator('.el-dialog input').fill(name);
      await act.click();
      await page.locator('h1.who', { hasText: '已删除' }).waitFor();
    });
  });

  it('has a card number that is checked while it is typed', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/people?register=1`);
      const card = page.locator('.el-drawer input[maxlength="18"]');
      await card.fill('110105194912310021');
      await page.getByText('校验位对不上').waitFor();
      await card.fill('11010519491231002X');
      await page.getByText('1949年12月31日 生，女').waitFor();
    });
  });
});

describe('A person’s file', () => {
  const opened = async (page: Page, at: number): Promise<string[]> => {
    const pushes: string[] = [];
    page.on('request', (request) => request.url().endsWith('/api/sync/push') && pushes.push(request.postData() ?? ''));
    await signIn(page, served.address, 'head');
    await page.goto(`${served.address}#/people`);
    await page.locator('.ledger tbody tr').nth(at).click();
    await page.locator('h1.who').waitFor();
    return pushes;
  };

  it('gets another document, and its household another head', async () => {
    await visit(1440, async ({ page }) => {
      const pushes = await opened(page, 0);
      await page.locator('.head .document').click();
      await page.locator('.el-dialog .switch button').nth(1).click();
      await page.locator('.el-dialog select').selectOption('household-register');
      await page.locator('.el-dialog input').fill('0772-118');
      await page.locator('.el-dialog button[type="submit"]').click();
      await page.locator('.about', { hasText: '户口' }).waitFor();
      expect(pushes.at(-1)).toContain('"document":{"kind":"household-register","number":"0772-118"}');
      await page.getByRole('button', { name: '换户、搬出' }).click();
      await page.getByRole('button', { name: '改这一户' }).click();
      await page.locator('.el-dialog select').selectOption({ label: '韦小妹' });
      await page.locator('.el-dialog button[type="submit"]').click();
      await expect.poll(() => pushes.at(-1)).toContain('"people.correct-household"');
      expect(pushes.at(-1)).not.toContain('"address"');
    });
  });

  it('gets a picture, made small on the way, and loses it again', async () => {
    await visit(1440, async ({ page }) => {
      const pushes = await opened(page, 0);
      const bytes = await page.screenshot();
      const patched = page.waitForRequest((request) => request.method() === 'PATCH');
      await page.locator('.face input').setInputFiles({ name: '像.png', mimeType: 'image/png', buffer: bytes });
      expect((await patched).headers()['content-type']).toBe('application/offset+octet-stream');
      await expect.poll(() => pushes.at(-1)).toMatch(/"people.set-photo".*"photo":"[0-9a-f]{64}"/);
      await page.locator('.face button').click();
      await expect.poll(() => pushes.at(-1)).toContain('"photo":null');
    });
  });

  it('is exported for a purpose, as a file that does not bear the name', async () => {
    await visit(1440, async ({ page }) => {
      await opened(page, 0);
      await page.getByRole('button', { name: '导出这个人的资料' }).click();
      await page.locator('.el-dialog input').fill('本人来站里要一份自己的资料');
      const coming = page.waitForEvent('download');
      await page.locator('.el-dialog button[type="submit"]').click();
      expect((await coming).suggestedFilename()).toBe('个人信息副本 2025-06-12.json');
    });
  });

  it('of which another station has the number is told to the head, until the two have spoken', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/people/duplicates`);
      await page.locator('.same-id button').click();
      await page.locator('.same-id').waitFor({ state: 'detached' });
    });
  });
});

describe('A visit under review', () => {
  it('gets a picture that came to the station by hand, and takes nothing that is neither picture nor paper', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/review`);
      await page.locator('.attach input').waitFor({ state: 'attached' });
      const pushed = page.waitForRequest((request) => request.url().endsWith('/api/sync/push'));
      const buffer = await page.screenshot();
      await page
        .locator('.attach input')
        .setInputFiles({ name: 'p.exe', mimeType: 'application/x-msdownload', buffer });
      await page.getByText('只收照片、PDF').waitFor();
      await page.locator('.attach input').setInputFiles({ name: 'p.png', mimeType: 'image/png', buffer });
      expect((await pushed).postData()).toMatch(/"services.attach-evidence".*"mime":"image\/jpeg"/);
    });
  });
});

describe('Two files of one person', () => {
  it('are decided by keyboard: taken back before it is sent, then merged with what was chosen, and taken apart again', async () => {
    await visit(1440, async ({ page }) => {
      await signIn(page, served.address, 'head');
      await page.goto(`${served.address}#/people/duplicates`);
      await page.locator('.compare').waitFor();
      const pushes: string[] = [];
      page.on(
        'request',
        (request) => request.url().endsWith('/api/sync/push') && pushes.push(request.postData() ?? ''),
      );
      const pairs = await page.locator('.item').count();
      await page.keyboard.press('m');
      await page.locator('.held').waitFor();
      expect(await page.locator('.item').count()).toBe(pairs - 1);
      await page.keyboard.press('u');
      expect(await page.locator('.item').count()).toBe(pairs);
      expect(pushes).toEqual([]);
      const stays = await page.locator('th.stays a').getAttribute('href');
      await page.keyboard.press('m');
      await page.waitForRequest((request) => request.url().endsWith('/api/sync/push'), { timeout: 12_000 });
      expect(pushes[0]).toContain('"people.merge-clients"');
      expect(pushes[0]).toContain('"groups"');
      await page.goto(`${served.address}${stays?.slice(stays.indexOf('#')) ?? ''}`);
      await page.getByRole('button', { name: '撤销这次并档' }).click();
      await page.locator('.undo').click();
      await expect.poll(() => pushes.at(-1)).toContain('"people.undo-merge"');
      await page.getByRole('button', { name: '撤销这次并档' }).waitFor({ state: 'detached' });
    });
  });
});

describe('The first visit', () => {
  it('loads at most 350 KB of compressed script up to the dashboard, charts included', async () => {
    await visit(1440, async ({ page }) => {
      const scripts = new Set<string>();
      page.on(
        'response',
        (response) => response.url().endsWith('.js') && scripts.add(new URL(response.url()).pathname),
      );
      await signIn(page, served.address, 'head');
      await page.locator('.y-heat').waitFor();
      await page.waitForLoadState('load');
      await page.waitForTimeout(1500);
      let bytes = 0;
      for (const path of scripts) bytes += gzipSync(await readFile(join(folder, path.replace('/console/', '')))).length;
      expect(scripts.size).toBeGreaterThan(3);
      expect(Math.round(bytes / 1024)).toBeLessThanOrEqual(350);
    });
  });

  it('keeps English when it was chosen', async () => {
    await visit(1440, async ({ page }) => {
      await page.goto(served.address);
      await page.locator('.language').click();
      await page.getByText('Open the console').waitFor();
      await page.reload();
      await page.getByText('Open the console').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
    });
  });
});
