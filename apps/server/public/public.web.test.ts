// biome-ignore-all lint/suspicious/noTemplateCurlyInString: conditions of a questionnaire are written so
/**
 * The public pages as residents open them: in a real Chromium with JavaScript switched off, on a phone and on a desk, in both
 * languages. axe, which is a script itself, looks at them apart, with the policy lifted for it alone. `YIMI_SHOTS=folder`
 * keeps pictures.
 */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBrowser } from '../../../scripts/browser.ts';
import type { TrialHouse } from '../trial-house.ts';
import { idOf, openTrialHouse, place } from '../trial-house.ts';
import { ratingToken } from './rating-token.ts';

const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } };
const formId = '01890000-0000-7000-8000-00000000f001';
const comingId = '01890000-0000-7000-8000-00000000a001';
const shop = '/v/459901/2B7D-4KQX-9RTA-52HV';
const below = [
  '',
  '/ask',
  '/answer',
  `/q/${formId}`,
  `/r/${comingId}`,
  '/c/459901',
  '/c/459901/7K3M-0QXW-9RTA-52HV',
  shop,
];
let house: TrialHouse;
let browser: Browser;
let axe = '';

beforeAll(async () => {
  house = await openTrialHouse();
  const page = {
    intro: '常年下村入户，认得每个寨子的路。',
    address: '清河乡政府一楼',
    hours: '圩日不休',
    phone: '0773-1234567',
  };
  await house.system('network.write-public-page', { stationId: place.station, slug: 'qinghe', open: true, ...page });
  await askOnTheWeb();
  await askToCome();
  await certify();
  await makeVouchers();
  await answerANeed();
  browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

/** One question of each shape. */
async function askOnTheWeb(): Promise<void> {
  const plain = { audio: {}, required: true, relevant: null, constraint: null, choices: [] };
  const of = (name: string, type: string, zh: string, more: object = {}) => ({
    name,
    type,
    labels: { zh },
    ...plain,
    ...more,
  });
  const choices = ['有人送饭', '打腰鼓'].map((zh, n) => ({
    name: `c${n}`,
    labels: { zh },
    audio: n === 0 ? { zh: 'a'.repeat(64) } : {},
    need: null,
  }));
  const inThree = { zh: '和谁住？', en: 'Whom do you live with?', ug: 'كىم بىلەن تۇرىسىز؟' };
  const questions = [
    of('lives', 'select_one', '和谁住？', { choices, labels: inThree }),
    of('note', 'note', '下面问想要什么。'),
    of('wish', 'select_multiple', '想要什么？', { choices }),
    of('age', 'integer', '多大年纪？', { required: false }),
    of('day', 'date', '哪天有空？', { required: false, relevant: "selected(${wish}, 'c1')" }),
  ];
  const model = { languages: ['zh', 'en', 'ug'], questions };
  const draft = {
    formId,
    stationId: place.station,
    title: '居民需求问卷',
    lead: '十分钟就好。',
    followsId: null,
    model,
  };
  await house.system('forms.save-draft', draft);
  await house.system('forms.publish', { formId });
  await house.system('forms.show-on-web', { formId, shown: true });
}

/** 招募令: something to come to in three days. */
async function askToCome(): Promise<void> {
  const day = new Date(house.cellar.now() + 80 * 3_600_000).toISOString().slice(0, 10);
  await house.system('activities.plan', {
    ...{
      title: '重阳包饺子',
      aim: '',
      kinds: ['社会融入'],
      roomId: place.room,
      seriesId: null,
      places: 20,
      shifts: [],
    },
    ...{ sessions: [{ activityId: comingId, day }], fromMinute: 540, toMinute: 660, venue: '鼓楼坪', budget: 0 },
    notice: '会包的来教，不会的来学；想帮忙的早到半个钟。',
  });
  await house.system('activities.open', { activityId: comingId });
}

/** A certificate of service of the house, whose number is known: the page that checks it. */
const number = '7K3M-0QXW-9RTA-52HV';
async function certify(): Promise<void> {
  const [activityId, entryId] = ['01890000-0000-7000-8000-00000000b001', '01890000-0000-7000-8000-00000000c001'];
  const noon = Date.parse('2025-03-03T12:00:00+08:00');
  await house.system('activities.plan', {
    ...{
      title: '腰鼓班第一课',
      aim: '',
      kinds: ['文体健康'],
      roomId: place.room,
      seriesId: null,
      places: null,
      shifts: [],
    },
    ...{ sessions: [{ activityId, day: '2025-03-03' }], fromMinute: 540, toMinute: 660, venue: '村委会' },
    ...{ budget: 0, notice: null },
  });
  await house.system('activities.open', { activityId });
  await house.system('activities.sign-up', {
    ...{ entryId, activityId, part: 'helper', clientId: null, helperId: idOf('wei'), name: '韦小妹' },
    ...{ phone: null, shiftId: null, wholeSeries: false },
  });
  await house.system('activities.tick', { activityId, ticks: [{ entryId, attended: 'came' }] });
  await house.system('activities.note-hours', { entryId, fromAt: noon, toAt: noon + 9_000_000 });
  await house.system('activities.issue-certificate', {
    ...{ number, helperId: idOf('wei'), stationId: place.station, fromDay: '2025-03-01', toDay: '2025-03-31' },
    askedFor: true,
  });
}

/** Answered, and not rated yet. */
const metId = '01890000-0000-7000-8000-00000000e001';
async function answerANeed(): Promise<void> {
  await house.system('needs.record', {
    ...{ needId: metId, channel: '来电来访', kind: '出行', words: '去镇上没有车', roomId: place.room, clientId: null },
    ...{ householdId: null, visitId: null, urgency: null, askerName: null, askerPhone: null, byProxy: false },
    ...{ proxyName: null, numberHash: null, receivedAt: house.cellar.now() },
  });
  await house.system('needs.answer', { needId: metId, by: 'person', note: '圩日有人顺路接送', done: true });
}
const ratePath = (): string => `/rate/${ratingToken(house.cellar.secrets.pepper, { needId: metId, reopened: 0 })}`;

const vouchers = ['3C7D-4KQX-9RTA-52HV', '4D7D-4KQX-9RTA-52HV'] as const;
/** A shop with a page of its own, and two vouchers for it, of points that hours of today gave. */
async function makeVouchers(): Promise<void> {
  const merchantId = '01890000-0000-7000-8000-00000000d001';
  const offer = { what: '食用油一桶（1.8 升）', points: 4 };
  await house.system('points.change-rule', { inUse: true, perHour: 10, months: 24 });
  await house.system('points.save-merchant', {
    ...{
      merchantId,
      stationId: place.station,
      name: '26度万家驿站',
      offers: [offer],
      open: true,
      token: shop.slice(-19),
    },
  });
  const fromAt = Date.now() - 2 * 86_400_000;
  await house.system('activities.import-hours', {
    ...{ helperId: idOf('wei'), helperName: '韦小妹', roomId: place.room, system: 'zhiyuanyun', number: '1' },
    ...{ fromAt, toAt: fromAt + 3_600_000 },
  });
  for (const one of vouchers)
    await house.system('points.reserve-voucher', {
      ...{ number: one, helperId: idOf('wei'), stationId: place.station, merchantId, offer },
    });
}

/** Below the station’s page; `/c/` and `/v/` stand beside it. */
const at = (path: string, lang: string) =>
  `${house.address}${/^\/[cv]\//.test(path) ? '' : '/s/459901/qinghe'}${path}${lang === 'en' ? '?lang=en' : ''}`;

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.YIMI_SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `public-${name}.png`), fullPage: true });
}

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await checker.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
}

it.each(['zh', 'en'])(
  'axe finds nothing, nothing is wider than the window, and every target fits a thumb: %s',
  async (lang) => {
    for (const [size, viewport] of Object.entries(sizes)) {
      const context = await browser.newContext({ viewport, bypassCSP: true });
      const page = await context.newPage();
      for (const path of [...below, ratePath()]) {
        await page.goto(at(path, lang));
        await shoot(page, `${path.slice(1).split('/').slice(0, 3).join('-') || 'station'}-${lang}-${size}`);
        expect([path, size, await findings(page)]).toEqual([path, size, []]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect([path, size, wide <= 0]).toEqual([path, size, true]);
        const small = await page.evaluate(() =>
          [
            ...document.querySelectorAll(
              'a:not(.skip), button, .choice, select, textarea, input[type=text]:not(#trap), input[type=date]',
            ),
          ]
            .filter((one) => one.getBoundingClientRect().height < 44)
            .map((one) => one.outerHTML.slice(0, 80)),
        );
        expect([path, size, small]).toEqual([path, size, []]);
      }
      await context.close();
    }
  },
);

it('a certificate is checked with JavaScript switched off, by typing its number', async () => {
  const context = await browser.newContext({ viewport: sizes.phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(at('/c/459901', 'zh'));
  await page.getByLabel('证明编号').fill('0000000000000000');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('alert').innerText()).toContain('没有这个编号的证明');
  await page.getByLabel('证明编号').fill(number.toLowerCase().replaceAll('-', ''));
  await page.keyboard.press('Enter');
  await page.getByText('这份证明是真的，现在有效').waitFor();
  expect(await page.getByText('韦小妹').isVisible()).toBe(true);
  expect(page.url()).not.toContain(number);
  await context.close();
});

it('a resident rates an answer in one tap from the link, with JavaScript switched off', async () => {
  const context = await browser.newContext({ viewport: sizes.phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(at(ratePath(), 'zh'));
  await page.getByRole('button', { name: '很满意' }).click();
  await page.getByText('您的评价：很满意').waitFor();
  await page.reload();
  expect(await page.getByRole('button').count()).toBe(0);
  await context.close();
});

it('a resident signs up for what the station asks people to come to, with JavaScript switched off', async () => {
  const context = await browser.newContext({ viewport: sizes.phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(at('', 'zh'));
  await page.getByRole('link', { name: '重阳包饺子' }).click();
  await page.getByLabel('来帮忙').check();
  await page.getByLabel('怎么称呼您').fill('莫来客');
  await page.waitForTimeout(2_100);
  await page.getByRole('button', { name: '报名' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('请写电话');
  expect(await page.getByLabel('怎么称呼您').inputValue()).toBe('莫来客');
  await page.getByLabel(/^电话/).fill('13800000077');
  await page.getByLabel(/^我同意/).check();
  await page.getByRole('button', { name: '报名' }).click();
  await page.getByRole('heading', { name: '报上名了' }).waitFor();
  await shoot(page, 'signed-up-phone');
  await context.close();
});

it('a merchant takes a voucher in with JavaScript switched off, and is told when it comes a second time', async () => {
  const context = await browser.newContext({ viewport: sizes.phone, javaScriptEnabled: false });
  const page = await context.newPage();
  const type = async (code: string): Promise<void> => {
    await page.getByLabel('券码').fill(code);
    await page.waitForTimeout(2_100);
    await page.keyboard.press('Enter');
  };
  await page.goto(at(shop, 'zh'));
  await type('0000');
  expect(await page.getByRole('alert').innerText()).toContain('没有这个券码');
  await type(vouchers[0].toLowerCase().replaceAll('-', ''));
  await page.getByText('请把“食用油一桶（1.8 升）”交给对方').waitFor();
  await shoot(page, 'voucher-good-phone');
  await type(vouchers[0]);
  expect(await page.getByRole('alert').innerText()).toContain('不要交东西');
  await shoot(page, 'voucher-used-phone');
  await page.getByText('东西是前几天交的').click();
  await page.getByLabel('哪天交的').fill(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
  await type(vouchers[1]);
  await page.getByText('能用，已经核销').waitFor();
  expect(await page.content()).not.toContain('韦小妹');
  await context.close();
});

it.each(['zh', 'en'])('axe finds nothing on what a merchant is told of a voucher: %s', async (lang) => {
  for (const viewport of Object.values(sizes)) {
    const context = await browser.newContext({ viewport, bypassCSP: true });
    const page = await context.newPage();
    for (const code of ['0000', vouchers[0]]) {
      await page.goto(at(shop, lang));
      await page.locator('#number').fill(code);
      await page.waitForTimeout(2_100);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      expect([code, await findings(page)]).toEqual([code, []]);
    }
    await context.close();
  }
});

it('is filled in, sent and followed with JavaScript switched off, by keyboard alone where one likes', async () => {
  const context = await browser.newContext({ viewport: sizes.phone, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(at('', 'zh'));
  await page.getByRole('link', { name: '说出您的需求' }).click();
  await page.getByRole('button', { name: '提交' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('有几处要改一改');
  await shoot(page, 'ask-wrong-phone');
  await page.getByLabel('出行').check();
  await page.getByLabel('您想说什么').fill('去镇上没有车');
  await page.getByLabel('不太急').check();
  await page.getByLabel('哪个村').selectOption({ label: '木桥村' });
  await page.getByLabel('我自己或我家').check();
  await page.getByLabel(/我同意/).check();
  await page.getByRole('button', { name: '提交' }).focus();
  // A hand needs longer for this form than a program, and the house minds.
  await page.waitForTimeout(2_100);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '收到了' }).waitFor();
  await shoot(page, 'received-phone');
  const number = (await page.locator('.number').innerText()).trim();
  expect(page.url()).not.toContain(number);
  await page.getByRole('link', { name: /\/answer$/ }).waitFor();
  await page.goto(at('/answer', 'zh'));
  await page.getByLabel('答复号').fill(number);
  await page.keyboard.press('Enter');
  await page.getByText('收到了，还没看到').waitFor();
  await shoot(page, 'answer-phone');
  expect(page.url()).not.toContain(number);
  await page.getByRole('button', { name: '收回这条需求' }).click();
  await page.getByText('您已收回').waitFor();
  await context.close();
});

it('a questionnaire in several languages is read in the one whose link was followed, and asks again in it', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: sizes.phone });
  const page = await context.newPage();
  await page.goto(at(`/q/${formId}`, 'zh'));
  await page.getByRole('link', { name: 'English' }).last().click();
  await page.getByText('Whom do you live with?').waitFor();
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByText('Whom do you live with?').count()).toBe(1);
  expect(await page.locator('nav [aria-current]').innerText()).toBe('English');
  await shoot(page, 'questionnaire-languages-phone');
  await context.close();
});
