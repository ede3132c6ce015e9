/** A real Chromium with a profile of its own, which can be killed as a dead battery would kill it. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

const executable = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const startsWithinMs = 20_000;

export function hasChromium(): boolean {
  return existsSync(executable);
}

export class Phone {
  readonly #profile = mkdtempSync(join(tmpdir(), 'yimi-profile-'));
  #process: ChildProcess | null = null;
  #browser: Browser | null = null;

  /** Opens the page; the profile is the one from before, if there was one. @param clock what the page takes for now */
  async open(address: string, clock: number): Promise<Page> {
    rmSync(join(this.#profile, 'DevToolsActivePort'), { force: true });
    // A group of its own, so that killing it takes the helpers of the browser along.
    this.#process = spawn(
      executable,
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-quic',
        '--no-first-run',
        '--disable-dev-shm-usage',
        '--remote-debugging-port=0',
        `--user-data-dir=${this.#profile}`,
        'about:blank',
      ],
      { detached: true, stdio: 'ignore' },
    );
    this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${await this.#port()}`);
    const page = await this.newPage();
    await page.addInitScript((ahead) => {
      const real = Date.now;
      Date.now = () => real() + ahead;
    }, clock - Date.now());
    await page.goto(address);
    await page.waitForFunction(() => 'readings' in globalThis);
    return page;
  }

  async newPage(): Promise<Page> {
    const context = this.#browser?.contexts()[0];
    if (context === undefined) throw new Error('the browser is not open');
    return context.newPage();
  }

  async #port(): Promise<string> {
    const file = join(this.#profile, 'DevToolsActivePort');
    const until = Date.now() + startsWithinMs;
    while (Date.now() < until) {
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      const port = text.split('\n')[0];
      if (port !== undefined && port !== '' && text.includes('\n')) return port;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error('Chromium did not start');
  }

  /** Like pulling the battery: nothing is told, nothing is finished. */
  async kill(): Promise<void> {
    const process_ = this.#process;
    if (process_?.pid === undefined || process_.exitCode !== null) return;
    const ended = new Promise((done) => process_.once('exit', done));
    process.kill(-process_.pid, 'SIGKILL');
    await ended;
    await this.#browser?.close().catch(() => undefined);
    this.#process = null;
  }

  /** Closed as a person closes it; what the browser still had to write is written. */
  async stop(): Promise<void> {
    const process_ = this.#process;
    if (process_ === null) return;
    const ended = new Promise((done) => process_.once('exit', done));
    const session = await this.#browser?.newBrowserCDPSession();
    await session?.send('Browser.close');
    await ended;
    await this.#browser?.close().catch(() => undefined);
    this.#process = null;
  }

  async throwAway(): Promise<void> {
    await this.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
