/** The build itself, as it is served: opens under the content policy, and again with the network away. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compress } from '../../build.ts';
import { contentPolicy } from './fitting-room.ts';

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};
const made = mkdtempSync(join(tmpdir(), 'yimi-phone-built-'));
/** Named as the real one is. */
const folder = join(made, 'dist');
const run = promisify(execFile);
let server: Server | undefined;
let browser: Browser | undefined;
let printed = '';
let origin = '';

function serve(): Server {
  return createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://phone').pathname;
    const headers = { 'content-security-policy': contentPolicy };
    if (path.startsWith('/api/')) {
      const body = { problem: true, code: 'auth.not-signed-in', kind: 'unauthenticated', details: {} };
      response.writeHead(401, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
      return;
    }
    try {
      const file = path.replace('/phone/', '') || 'index.html';
      const body = readFileSync(join(folder, file));
      response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? 'text/html' }).end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
}

beforeAll(async () => {
  // A process of its own: within the test runner NODE_ENV would put Vue's development build into the bundle.
  const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
  const config = join(import.meta.dirname, '../vite.config.ts');
  const env = { ...process.env, NODE_ENV: 'production' };
  const { stdout } = await run(process.execPath, [vite, 'build', '--config', config, '--outDir', folder], { env });
  printed = stdout;
  server = serve();
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
  });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(made, { recursive: true, force: true });
});

describe('the built app', () => {
  it('asks for the sign-in, installs its worker, and opens again without a network', async () => {
    if (browser === undefined) throw new Error('no browser');
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => {
      // The browser itself notes each 401 of the pretended server.
      if (line.type() === 'error' && !line.text().includes('401')) complaints.push(line.text());
    });
    await page.goto(`${origin}/phone/`);
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    expect(complaints).toEqual([]);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await page.getByRole('link', { name: '我有注册码' }).click();
    await page.getByRole('heading', { name: '开通这台手机' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('stands at its door before what the PIN opens has come', async () => {
    if (browser === undefined) throw new Error('no browser');
    const context = await browser.newContext({ locale: 'zh-CN', serviceWorkers: 'block' });
    const page = await context.newPage();
    const held: string[] = [];
    await page.route(/assets\/opened-.*\.js/, (route) => void held.push(route.request().url()));
    await page.goto(`${origin}/phone/`);
    await page.getByRole('heading', { name: '登录' }).waitFor();
    // Asked for, though nobody has typed anything yet.
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await context.close();
  });

  it('weighs at most 150 KB of compressed script up to the first list (UX.md 11)', () => {
    const weight = /first visit: ([\d.]+) KB of script with gzip/.exec(printed)?.[1];
    expect(Number(weight)).toBeLessThanOrEqual(150);
  });

  it('lies compressed beside itself, as the server sends it', async () => {
    await compress(folder);
    const scripts = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(5);
    for (const name of scripts) {
      const plain = readFileSync(join(folder, 'assets', name));
      expect(brotliDecompressSync(readFileSync(join(folder, 'assets', `${name}.br`))).equals(plain), name).toBe(true);
      expect(gunzipSync(readFileSync(join(folder, 'assets', `${name}.gz`))).equals(plain), name).toBe(true);
    }
  });

  it('comes in few files: on a poor line each is a trip', () => {
    const scripts = readdirSync(join(folder, 'assets')).filter((name) => /\.(js|css)$/.test(name));
    expect(scripts.length).toBeLessThanOrEqual(32);
  });

  it('has no inline script and names an installable app', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.webmanifest'), 'utf8'));
    expect(manifest).toMatchObject({ name: '一米', lang: 'zh-CN', start_url: '/phone/', display: 'standalone' });
  });
});
