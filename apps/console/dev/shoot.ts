/**
 * Photographs every screen of the built console into the temporary folder, so that it can be looked at:
 * `node apps/console/dev/shoot.ts [width] [part of a name] [--as-built]`.
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { screens } from '../tests/screens.ts';
import { serveBuilt } from './serve-built.ts';

const width = Number(process.argv[2] ?? 1440);
const only = process.argv.slice(3).find((one) => !one.startsWith('--')) ?? '';
const folder = join(tmpdir(), 'yimi-console');
mkdirSync(folder, { recursive: true });
const built = join(folder, 'built');
if (!process.argv.includes('--as-built')) {
  const configFile = join(import.meta.dirname, '..', 'vite.config.ts');
  await build({
    configFile,
    logLevel: 'warn',
    build: { outDir: built, emptyOutDir: true, chunkSizeWarningLimit: 600 },
  });
}
const served = await serveBuilt(built);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
});
try {
  for (const screen of screens.filter((one) => one.name.includes(only))) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(screen.name, error.message));
    page.on(
      'console',
      (line) => (line.type() === 'error' || line.type() === 'warning') && console.error(screen.name, line.text()),
    );
    // One screen that fails leaves the others to be looked at.
    await screen
      .open(page, served.address)
      .catch((error: unknown) => console.error(screen.name, String(error).slice(0, 300)));
    const file = join(folder, `${screen.name}-${width}.png`);
    await page.screenshot({ path: file });
    console.log(file);
    await context.close();
  }
} finally {
  await browser.close();
  await served.close();
}
