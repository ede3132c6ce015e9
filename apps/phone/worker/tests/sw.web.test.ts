/** The worker in a real browser: opens the app without a network, keeps no answer of the server, updates when agreed. */

import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, Phone } from '../../device/tests/chromium.ts';

const here = import.meta.dirname;

async function bundled(entry: string, manifest: readonly object[]): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'self.__WB_MANIFEST': JSON.stringify(manifest) },
    build: { write: false, minify: false, lib: { entry: resolve(here, entry), formats: ['iife'], name: 'update' } },
  });
  const first = Array.isArray(made) ? made[0] : made;
  const chunk = first !== undefined && 'output' in first ? first.output[0] : undefined;
  if (chunk === undefined) throw new Error('nothing was built');
  return chunk.code;
}

/** One version of an app of two files. */
function app(version: number) {
  const page = `<!doctype html><title>v${version}</title><script src="update.js"></script><script src="assets/app-${version}.js"></script>`;
  return { page, script: `globalThis.readings = ${version}` };
}

describe.skipIf(!hasChromium())('the service worker', () => {
  let http: Server;
  let phone: Phone;
  let updateScript = '';
  const workers = new Map<number, string>();
  let version = 1;
  let cut = false;
  let apiCalls = 0;

  beforeAll(async () => {
    updateScript = await bundled('../../device/app-update.ts', []);
    for (const n of [1, 2]) {
      const manifest = [
        { url: 'index.html', revision: `r${n}` },
        { url: 'update.js', revision: 'same' },
        { url: `assets/app-${n}.js`, revision: null },
      ];
      workers.set(n, await bundled('../sw.ts', manifest));
    }
    http = createServer((request, response) => {
      if (cut) return void response.destroy();
      const path = request.url ?? '';
      const script = /^\/phone\/assets\/app-(\d)\.js$/.exec(path);
      const say = (type: string, body: string): void => {
        response.setHeader('content-type', type);
        response.end(body);
      };
      if (path.startsWith('/phone/sw.js')) return say('text/javascript', workers.get(version) ?? '');
      if (path === '/phone/update.js') return say('text/javascript', updateScript);
      if (script !== null) return say('text/javascript', app(Number(script[1])).script);
      if (path.startsWith('/api/')) {
        apiCalls += 1;
        return say('application/json', String(apiCalls));
      }
      say('text/html', app(version).page);
    });
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  });
  afterAll(
    () =>
      new Promise((done) => {
        http.close(done);
        http.closeAllConnections();
      }),
  );
  afterEach(() => phone.throwAway());

  const origin = (): string => {
    const address = http.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  };
  const start = (page: Page) =>
    page.evaluate(async () => {
      await update.startWorker('/phone/sw.js');
      await navigator.serviceWorker.ready;
    });

  it('opens the app offline, never answers for the server, and changes version only when agreed', async () => {
    phone = new Phone();
    let page = await phone.open(`${origin()}/phone/`, Date.now());
    await start(page);
    await phone.stop();
    cut = true;
    page = await phone.open(`${origin()}/phone/#/people`, Date.now());
    expect(await page.title()).toBe('v1');
    expect(
      await page.evaluate(() =>
        fetch('/api/session').then(
          () => 'answered',
          () => 'cut',
        ),
      ),
    ).toBe('cut');

    cut = false;
    expect(
      await page.evaluate(async () => [await (await fetch('/api/x')).text(), await (await fetch('/api/x')).text()]),
    ).toEqual(['1', '2']);
    version = 2;
    await start(page);
    await expect.poll(() => page.evaluate(() => update.updateReady()), { timeout: 10_000 }).toBe(true);
    await page.reload();
    expect(await page.title()).toBe('v1');
    await start(page);
    await Promise.all([page.waitForEvent('load'), page.evaluate(() => void update.applyUpdate())]);
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('v2');
    const kept = await page.evaluate(async () => (await caches.keys()).length);
    expect(kept).toBe(2);
  });
});

declare const update: typeof import('../../device/app-update.ts');
