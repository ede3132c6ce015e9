/**
 * Phones and consoles of the browser tests. A phone is a Chromium profile of its own that stays on disk when the browser
 * is closed, as a phone keeps what it has when the app is closed; a console is a window of one shared browser.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import * as z from 'zod';
import { browserArgs, ensureBrowser } from '../../scripts/browser.ts';

/** A loaded machine is slow, not broken. */
export const patienceMs = 60_000;
const pin = '246813';
/** A microphone that hums, and nobody who must be asked for it. */
const pretendMicrophone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const here = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };
const Me = z.object({ me: z.object({ userId: z.string() }) });

/** What no page may say: errors nobody caught, and what the content policy had to stop. */
export type Complaints = string[];

function listen(page: Page, who: string, complaints: Complaints): void {
  page.setDefaultTimeout(patienceMs);
  page.on('pageerror', (error) => complaints.push(`${who}: ${error.message}`));
  page.on('console', (line) => {
    const text = line.text();
    // A browser without a network says so for each request; the program's own word on it is what counts.
    if (
      line.type() === 'error' &&
      !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|ERR_BLOCKED_BY_CLIENT|status of 40\d/.test(
        text,
      )
    )
      complaints.push(`${who}: ${text}`);
  });
}

/** Of the browser: only its own command lines name the profile. */
async function processesNaming(profile: string): Promise<number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(all.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return all.filter((_, at) => lines[at]?.includes(`--user-data-dir=${profile}`)).map(Number);
}

export class Phone {
  readonly who: string;
  readonly #origin: string;
  readonly #profile: string;
  readonly #complaints: Complaints;
  readonly #args: readonly string[];
  #context: BrowserContext | null = null;
  #page: Page | null = null;
  /** Counted since the last `countTaps()`. */
  taps = 0;

  constructor(who: string, origin: string, profile: string, complaints: Complaints, args: readonly string[]) {
    this.#args = args;
    this.who = who;
    this.#origin = origin;
    this.#profile = profile;
    this.#complaints = complaints;
  }

  /** @param args further flags of the browser */
  static async of(
    who: string,
    origin: string,
    complaints: Complaints,
    args: readonly string[] = [],
    first: (context: BrowserContext) => Promise<void> = () => Promise.resolve(),
  ): Promise<Phone> {
    const profile = await mkdtemp(join(tmpdir(), 'yimi-e2e-phone-'));
    const phone = new Phone(who, origin, profile, complaints, args);
    await phone.open(false, first);
    return phone;
  }

  get page(): Page {
    if (this.#page === null) throw new Error(`${this.who} has the app closed`);
    return this.#page;
  }

  get #browser(): BrowserContext {
    if (this.#context === null) throw new Error(`${this.who} has the app closed`);
    return this.#context;
  }

  /** @param first done before the page is opened */
  async open(
    offline = false,
    first: (context: BrowserContext) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const context = await chromium.launchPersistentContext(this.#profile, {
      ...here,
      executablePath: ensureBrowser(),
      args: [...browserArgs, ...pretendMicrophone, ...this.#args],
      viewport: { width: 360, height: 740 },
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
      permissions: ['microphone'],
      offline,
    });
    this.#context = context;
    this.#page = context.pages()[0] ?? (await context.newPage());
    listen(this.#page, this.who, this.#complaints);
    await first(context);
    await this.#page.goto(`${this.#origin}/phone/`);
  }

  /** The app and its browser; what it has kept stays. */
  async close(): Promise<void> {
    // The page first: a browser that ends lets go of a cut network a moment before its pages, and what waits would go out.
    await this.#page?.close();
    await this.#context?.close();
    this.#context = null;
    this.#page = null;
  }

  /** Ends the page as Android does when the camera needs the memory: it is told nothing and finishes nothing. */
  async endPage(): Promise<void> {
    const ended = this.page;
    const session = await this.#browser.newCDPSession(ended);
    const crashed = ended.waitForEvent('crash');
    void session.send('Page.crash').catch(() => undefined);
    await crashed;
    this.#page = await this.#browser.newPage();
    listen(this.#page, this.who, this.#complaints);
    await ended.close();
  }

  /** Its processes end as when the battery is taken out: nothing is written that was not on the disk. */
  async kill(): Promise<void> {
    const gone = this.#browser.waitForEvent('close');
    for (const pid of await processesNaming(this.#profile)) process.kill(pid, 'SIGKILL');
    await gone;
    this.#context = null;
    this.#page = null;
  }

  async offline(cut: boolean): Promise<void> {
    await this.#browser.setOffline(cut);
  }

  async throwAway(): Promise<void> {
    await this.close();
    await rm(this.#profile, { recursive: true, force: true });
  }

  countTaps(): void {
    this.taps = 0;
  }

  async tap(what: Locator): Promise<void> {
    this.taps += 1;
    await what.tap();
  }

  async typePin(): Promise<void> {
    const pad = this.page.locator('.y-pin');
    for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).tap();
  }

  /** The first time on this phone, until today's list stands there. */
  async signIn(login: string, password: string): Promise<void> {
    await this.page.getByLabel('用户名或手机号').fill(login);
    await this.page.getByLabel('密码', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: '登录' }).tap();
    await this.choosePin();
  }

  async choosePin(): Promise<void> {
    await this.page.getByRole('heading', { name: '设 6 位数字密码' }).waitFor();
    await this.typePin();
    await this.page.getByRole('heading', { name: '再输一遍' }).waitFor();
    await this.typePin();
    await this.home();
  }

  async unlock(): Promise<void> {
    await this.page.locator('.y-pin').waitFor();
    await this.typePin();
    await this.home();
  }

  async home(): Promise<void> {
    await this.page.getByRole('link', { name: '记一次探访' }).waitFor();
  }

  /** The service worker has the app's files: from here on it opens without a network. */
  async untilKept(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }

  async tab(name: '今天' | '找人' | '记录' | '我'): Promise<void> {
    await this.page.getByRole('navigation', { name: '主要页面' }).getByRole('link', { name }).tap();
  }

  async shot(path: string | null): Promise<void> {
    if (path !== null) await this.page.screenshot({ path, animations: 'disabled', scale: 'css' });
  }
}

export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: ensureBrowser(), args: [...browserArgs, ...args] });
}

/** A desk with the console open; it keeps what every answer of the server said. */
export class Desk {
  readonly page: Page;
  readonly #origin: string;
  readonly #heard: Promise<string>[] = [];

  constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.startsWith('/api/') && !response.url().endsWith('/api/sync/events'))
        this.#heard.push(response.text().catch(() => ''));
    });
  }

  static async of(
    browser: Browser,
    origin: string,
    login: string,
    password: string,
    complaints: Complaints,
  ): Promise<Desk> {
    const context = await browser.newContext({ ...here, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    listen(page, login, complaints);
    const desk = new Desk(page, origin);
    await page.goto(`${origin}/console/`);
    await page.getByLabel('用户名或手机号').fill(login);
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.getByRole('navigation').first().waitFor();
    Me.parse(await desk.read('/api/session'));
    return desk;
  }

  /** Asks the server as the person at this desk. @param body of what travels in no address */
  async read(path: string, body?: object): Promise<unknown> {
    const { request } = this.page.context();
    const url = `${this.#origin}${path}`;
    // Playwright's own requests know nothing of the certificates that the browser trusts.
    const trusting = { ignoreHTTPSErrors: true, headers: { 'x-yimi': '1' } };
    const answer = await (body === undefined
      ? request.get(url, trusting)
      : request.post(url, { ...trusting, data: body }));
    return answer.json();
  }

  /** Numbers that moved have come to rest. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(() => document.querySelector('.tile-moving') === null);
  }

  /** All that the server has answered this desk so far. */
  async heard(): Promise<string> {
    return (await Promise.all(this.#heard)).join('\n');
  }

  async shot(path: string | null): Promise<void> {
    if (path !== null) await this.page.screenshot({ path, animations: 'disabled' });
  }
}
