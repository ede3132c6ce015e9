import { chromium } from 'playwright-core';

const base = 'http://localhost:4899/console/';
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
});
const tours: [string, string[]][] = [
  [
    'laoxiucai',
    [
      '/board',
      '/board?open=services.visits',
      '/board?open=services.in-time',
      '/board?open=services.rooms-unvisited',
      '/review',
      '/people',
      '/places',
      '/tray',
      '/audit',
      '/account',
    ],
  ],
  ['wuliping', ['/board', '/board?open=services.visits', '/places', '/tray', '/audit', '/settings']],
  ['huangmeizhen', ['/board']],
  ['moxiaofen', ['/board', '/places']],
  ['qindahai', ['/board', '/people']],
];
for (const [login, paths] of tours) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.on('pageerror', (e) => console.log(login, 'ERROR', e.message));
  page.on('console', (l) => l.type() === 'error' && console.log(login, l.text().slice(0, 200)));
  page.on('response', (r) => r.status() >= 400 && console.log(login, r.status(), r.url()));
  await page.goto(base);
  await page.locator('input[autocomplete="username"]').fill(login);
  await page.locator('input[type="password"]').fill('yimi-demo');
  await page.locator('form button[type="submit"]').click();
  await page.locator('nav a').first().waitFor();
  for (const path of paths) {
    await page.goto(base + '#' + path);
    await page.waitForTimeout(1500);
    const wrong = await page.locator('.y-notice[data-tone="problem"]').allTextContents();
    if (wrong.length) console.log(login, path, 'PROBLEM', wrong);
    await page.screenshot({ path: `/tmp/yimi-console/real-${login}${path.replace(/[^a-z]+/g, '-')}.png` });
  }
  if (login === 'laoxiucai') {
    await page.goto(base + '#/people');
    await page.locator('.ledger tbody tr').first().click();
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `/tmp/yimi-console/real-client.png` });
  }
  await context.close();
}
await browser.close();
