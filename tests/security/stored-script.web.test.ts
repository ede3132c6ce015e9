/**
 * A script in every text that the console is told (law of the edge: text stays text). The built console runs in a real
 * Chromium; each answer of the invented county is changed on its way so that every text in it, but the words that a schema
 * takes from a list, carries markup that would run if it were ever set as such. On every screen: nothing runs, no element
 * of it comes to be, and the markup stands there to be read.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Served } from '../../apps/console/dev/serve-built.ts';
import { serveBuilt } from '../../apps/console/dev/serve-built.ts';
import { screens } from '../../apps/console/tests/screens.ts';
import { ensureBrowser } from '../../scripts/browser.ts';
import { done, isRead, script, spoilt } from './script-in-texts.ts';

let folder = '';
let served: Served;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yimi-stored-script-'));
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  const configFile = join(import.meta.dirname, '../../apps/console/vite.config.ts');
  await build({ configFile, mode: 'production', logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  process.env.NODE_ENV = before;
  served = await serveBuilt(folder);
  browser = await chromium.launch({ executablePath: ensureBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
  await rm(folder, { recursive: true, force: true });
});

async function spoil(route: Route): Promise<void> {
  const answer = await route.fetch();
  const type = answer.headers()['content-type'] ?? '';
  if (!type.includes('json')) return route.fulfill({ response: answer });
  await route.fulfill({ response: answer, json: spoilt(await answer.json()) });
}

async function open(name: string, use: (page: Page) => Promise<void>): Promise<string | null> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  // Many a screen goes no further here, for it looks for a text that is another one now: it must not be waited for long.
  page.setDefaultTimeout(5_000);
  let asked = false;
  page.on('dialog', (dialog) => {
    asked = true;
    void dialog.dismiss();
  });
  // The stream of events never ends, and says nothing but that something moved.
  await page.route(({ pathname }) => pathname.startsWith('/api/') && !pathname.endsWith('/events'), spoil);
  try {
    await use(page);
    const found = await done(page);
    return asked || found !== null ? `${name}: asked ${asked}, ${found}` : null;
  } finally {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  }
}

it('runs on no screen of the console, and is shown as the text that it is', async () => {
  const broken: string[] = [];
  const shown = new Set<string>();
  const unopened: string[] = [];
  for (const screen of screens) {
    const found = await open(screen.name, async (page) => {
      // A screen that finds its way by a text that is now another one opens no further; what it shows is looked at all the same.
      await screen.open(page, served.address).catch(() => unopened.push(screen.name));
      if (await isRead(page)) shown.add(screen.name);
    });
    if (found !== null) broken.push(found);
  }
  process.stderr.write(
    `    stored script: shown on ${shown.size} of ${screens.length} screens; not fully opened: ${unopened.join(', ')}\n`,
  );
  expect(broken).toEqual([]);
  expect(shown.size).toBeGreaterThan(screens.length / 2);
}, 600_000);

it('and would be noticed: the same markup set as markup is', async () => {
  const found = await open('by hand', async (page) => {
    await page.goto(served.address);
    await page.evaluate((markup) => {
      document.body.insertAdjacentHTML('beforeend', markup);
    }, script);
  });
  expect(found).toContain('elements 2');
});
