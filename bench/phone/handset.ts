/**
 * A cheap phone: Chromium with a profile of its own, 412×823, the page's main thread slowed six times by CDP
 * (`Emulation.setCPUThrottlingRate`). CDP slows no worker and none of the browser's own threads: WebCrypto, IndexedDB's
 * disk, the unpacking of HTTP's compression run at this machine's pace. The app does no work of its own in workers.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../scripts/browser.ts';
import { login } from './station.ts';

const slowdown = 6;
const pin = '246813';
/** A poor line and a slow phone on a busy machine; what takes longer has failed. */
const patienceMs = 300_000;

export class Handset {
  readonly #profile: string;
  #context: BrowserContext | null = null;
  #page: Page | null = null;
  #session: CDPSession | null = null;

  private constructor(profile: string) {
    this.#profile = profile;
  }

  static async fresh(): Promise<Handset> {
    return new Handset(await mkdtemp(join(tmpdir(), 'yimi-bench-phone-')));
  }

  get page(): Page {
    if (this.#page === null) throw new Error('the phone is off');
    return this.#page;
  }

  get devtools(): CDPSession {
    if (this.#session === null) throw new Error('the phone is off');
    return this.#session;
  }

  /** A browser just started, its page empty. */
  async switchOn(serviceWorkers: 'allow' | 'block' = 'allow'): Promise<void> {
    const context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: ensureBrowser(),
      args: [...browserArgs],
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 412, height: 823 },
      hasTouch: true,
      serviceWorkers,
      isMobile: true,
    });
    context.setDefaultTimeout(patienceMs);
    this.#context = context;
    this.#page = context.pages()[0] ?? (await context.newPage());
    this.#session = await context.newCDPSession(this.#page);
    await this.#session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  }

  async switchOff(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
    this.#page = null;
    this.#session = null;
  }

  async throwAway(): Promise<void> {
    await this.switchOff();
    await rm(this.#profile, { recursive: true, force: true });
  }

  /** By taps in the page itself: a robot's hand at a slow phone's pace is no part of what is measured. */
  async typePin(): Promise<void> {
    await this.page.evaluate(
      async (digits) => {
        const keys = [...document.querySelectorAll<HTMLButtonElement>('.y-pin button')];
        for (const digit of digits) {
          keys.find((key) => key.textContent?.trim() === digit)?.click();
          await new Promise((done) => requestAnimationFrame(done));
        }
      },
      [...pin],
    );
  }

  /** Milliseconds since the page's navigation began. */
  async pageMs(): Promise<number> {
    return Math.round(await this.page.evaluate(() => performance.now()));
  }

  /** The service worker has the app's files: from here on it opens without a network. */
  async untilInstalled(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }

  /** Types who it is; the tap on 登录 is the caller's. */
  async fillSignIn(origin: string): Promise<void> {
    await this.page.goto(`${origin}/phone/`);
    await this.page.getByLabel('用户名或手机号').fill(login.name);
    await this.page.getByLabel('密码', { exact: true }).fill(login.password);
  }

  async signIn(): Promise<void> {
    await this.page.getByRole('button', { name: '登录' }).tap();
    await this.page.getByRole('heading', { name: '设 6 位数字密码' }).waitFor();
    await this.typePin();
    await this.page.getByRole('heading', { name: '再输一遍' }).waitFor();
    await this.typePin();
    await this.home();
  }

  async home(): Promise<void> {
    await this.page.getByRole('link', { name: '记一次探访' }).waitFor();
  }

  /** What the phone says of its station: 'loading' until the villages' records lie on it whole. */
  async untilWhole(): Promise<void> {
    await this.page.locator('[data-held="whole"]').first().waitFor({ state: 'attached' });
  }

  /** From today's list: types initials as somebody who wants to record a visit, until the person stands in the list. */
  async find(initials: string, name: string): Promise<void> {
    await this.page.getByRole('link', { name: '记一次探访' }).tap();
    await this.page.getByRole('searchbox', { name: '找人' }).fill(initials);
    await this.#line(name).waitFor();
  }

  #line(name: string) {
    return this.page.locator('.y-person').filter({ hasText: name }).first();
  }

  /** The main job, on the person who was found, until the phone says that it is kept. */
  async visit(name: string): Promise<void> {
    const { page } = this;
    await this.#line(name).tap();
    await page.getByText('在家', { exact: true }).tap();
    await page.getByRole('button', { name: '下一步' }).tap();
    await page.getByRole('button', { name: '存好' }).tap();
    await page.getByRole('heading', { name: '存好了' }).waitFor();
  }
}
