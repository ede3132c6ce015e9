/**
 * Builds the fitting room once, serves it under the content policy of production, and opens phones on it: 360 × 740, with
 * a microphone that hums. Violations of the policy and page errors are collected, so that a test can ask for none.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** Photos and sound are shown from the phone's own store, as blob: addresses. */
export const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

export class FittingRoom {
  readonly #folder: string;
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #origin: string;
  readonly complaints: string[] = [];

  constructor(folder: string, server: Server, browser: Browser, origin: string) {
    this.#folder = folder;
    this.#server = server;
    this.#browser = browser;
    this.#origin = origin;
  }

  static async open(): Promise<FittingRoom> {
    const folder = mkdtempSync(join(tmpdir(), 'yimi-phone-'));
    await build({
      configFile: join(import.meta.dirname, '../dev/vite.config.ts'),
      logLevel: 'error',
      build: { outDir: folder },
    });
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://phone').pathname;
      try {
        const body = readFileSync(join(folder, path === '/' ? 'index.html' : path));
        response.writeHead(200, {
          'content-type': types[extname(path)] ?? 'text/html',
          'content-security-policy': contentPolicy,
        });
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-quic',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
      ],
    });
    return new FittingRoom(folder, server, browser, `http://127.0.0.1:${address.port}`);
  }

  /** @param before a script that runs before the page's own */
  async phone(search: string, hash = '', before = ''): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 360, height: 740 },
      deviceScaleFactor: 2,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    if (before !== '') await page.addInitScript({ content: before });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') this.complaints.push(line.text());
    });
    await page.goto(`${this.#origin}/${search}${hash}`);
    return page;
  }

  /** A phone whose holder has typed the PIN. */
  async opened(as: string, more = '', before = ''): Promise<Page> {
    const page = await this.phone(`?as=${as}${more}`, '', before);
    await typePin(page, '246813');
    await page.getByRole('navigation').waitFor();
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function typePin(page: Page, pin: string): Promise<void> {
  const pad = page.locator('.y-pin');
  await pad.waitFor();
  for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page, as one line a finding. */
export async function findings(page: Page): Promise<string[]> {
  // Colours in transition would be measured half-way.
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))));
  await page.evaluate(axe);
  const found = await page.evaluate<Finding[]>('axe.run(document).then((result) => result.violations)');
  return found.map(
    (one) =>
      `${one.id}: ${one.help} (${one.nodes
        .slice(0, 2)
        .map((node) => node.html.slice(0, 120))
        .join(' | ')})`,
  );
}

/** What is smaller than a thumb, or wider than the phone. */
export async function tooSmallOrWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth)
      wrong.push(`page is ${document.documentElement.scrollWidth} wide`);
    for (const target of document.querySelectorAll(
      'a[href], button, select, textarea, input:not(.y-sr), label.y-button, .y-choices label',
    )) {
      const box = target.getBoundingClientRect();
      if (box.width > 0 && box.height > 0 && (box.height < 43.5 || box.width < 43.5)) {
        const table = target.closest('details table, .y-bars');
        if (table === null)
          wrong.push(
            `${target.tagName} ${target.textContent?.trim().slice(0, 20)} ${Math.round(box.width)}×${Math.round(box.height)}`,
          );
      }
    }
    return wrong;
  });
}
