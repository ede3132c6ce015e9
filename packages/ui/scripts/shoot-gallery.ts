/**
 * Photographs every screen of the built gallery at its true size and lets axe look at it: `npm run gallery && npm run shoot`.
 * Pictures go to the temporary folder; a finding of axe ends the script with code 1.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';

type Finding = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] };
const built = join(tmpdir(), 'yimi-gallery');
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const screens = ['pin', 'today', 'door', 'call', 'tell', 'saved', 'outbox'].map((name) => ({
  hash: `phone/${name}`,
  width: 360,
  height: 740,
}));
screens.push(...['board', 'review', 'records'].map((name) => ({ hash: `console/${name}`, width: 1440, height: 900 })));
screens.push({ hash: 'parts', width: 1440, height: 900 });

const server = createServer((request, response) => {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  try {
    const body = readFileSync(join(built, path === '/' ? 'index.html' : path));
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/html' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('no port');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const only = process.argv[2];
let found = 0;
for (const screen of screens.filter((s) => !only || s.hash.includes(only))) {
  const page = await browser.newPage({
    viewport: { width: screen.width, height: screen.height },
    deviceScaleFactor: screen.width < 500 ? 2 : 1,
  });
  page.on('pageerror', (error) => console.error(screen.hash, error.message));
  page.on('console', (line) => line.type() !== 'log' && console.error(screen.hash, line.text()));
  await page.goto(`http://127.0.0.1:${address.port}/#${screen.hash}`);
  await page.waitForTimeout(300);
  const file = join(built, `${screen.hash.replace('/', '-')}.png`);
  await page.screenshot({ path: file, fullPage: screen.hash === 'parts' });
  await page.evaluate(axe);
  const findings = (await page.evaluate(
    'axe.run(document, { rules: { region: { enabled: false } } }).then((r) => r.violations)',
  )) as Finding[];
  const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  console.log(file, findings.length === 0 ? 'axe: nothing' : `axe: ${findings.length}`, wide ? 'TOO WIDE' : '');
  for (const finding of findings) {
    found += 1;
    console.log('  ', finding.id, finding.help);
    for (const node of finding.nodes.slice(0, 4))
      console.log('     ', node.html.slice(0, 140), '|', node.failureSummary?.split('\n')[1]);
  }
  await page.close();
}
await browser.close();
server.close();
process.exitCode = found > 0 ? 1 : 0;
