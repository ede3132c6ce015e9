import { chromium } from 'playwright-core';
import { build } from 'vite';
const base = 'http://localhost:4899/console/';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'] });
async function enter(login: string) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(10000);
  page.on('pageerror', (e) => console.log(login, 'ERROR', e.message));
  page.on('response', async (r) => { if (r.status() >= 400 && !r.url().endsWith('/api/session')) console.log(login, r.status(), r.url(), await r.text().catch(() => '')); if (r.url().endsWith('/push')) console.log('push', (await r.text()).slice(0, 160)); });
  await page.goto(base);
  await page.locator('input[autocomplete="username"]').fill(login);
  await page.locator('input[type="password"]').fill('yimi-demo');
  await page.locator('form button[type="submit"]').click();
  await page.locator('nav a').first().waitFor();
  return page;
}
const head = await enter('laoxiucai');
const worker = await enter('lanxiuying');
await worker.goto(base + '#/review'); await worker.locator('.sheet').waitFor();
const before = await worker.locator('.item').count();
await head.goto(base + '#/review'); await head.locator('.sheet').waitFor();
await head.keyboard.press('j'); await head.waitForTimeout(300); await head.keyboard.press('a'); await head.waitForTimeout(7000);
console.log('worker list', before, '->', await worker.locator('.item').count());
await head.keyboard.press('q'); await head.locator('.el-dialog textarea').fill('药的事问过卫生院没有？'); await head.keyboard.press('Control+Enter'); await head.waitForTimeout(6500);
await head.locator('.switch button').nth(2).click(); await head.waitForTimeout(800);
console.log('questioned', await head.locator('.item b').allTextContents());
// photo
await head.locator('.switch button').nth(0).click(); await head.waitForTimeout(600);
const withPhoto = head.locator('.item', { has: head.locator('.bits .y-icon') }).first();
if (await withPhoto.count()) { await withPhoto.click(); await head.waitForTimeout(1200); console.log('photos', await head.locator('.photos img').evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth))); await head.screenshot({ path: '/tmp/yimi-console/real-photo.png' }); }
// people search & correct
await head.goto(base + '#/people'); await head.locator('input[type="search"]').fill('wxm'); await head.waitForTimeout(900);
console.log('found', await head.locator('.ledger tbody tr b').allTextContents());
await head.locator('input[type="search"]').fill('chenchunhua'); await head.waitForTimeout(900); await head.locator('.ledger tbody tr').first().click(); await head.locator('.page-head .y-button').click();
await head.locator('.el-drawer input[type="tel"]').fill('13900001111'); await head.locator('.el-drawer button[type="submit"]').click(); await head.waitForTimeout(1200);
console.log('phone', await head.locator('.facts').first().textContent());
// register
await head.goto(base + '#/people?register=1'); await head.locator('.el-drawer form').waitFor();
await head.locator('.el-drawer input').first().fill('覃桂香'); await head.waitForTimeout(800);
await head.locator('.el-drawer select').nth(1).selectOption({ index: 1 });
await head.locator('.el-drawer .picker').nth(1).locator('label').first().click();
await head.locator('.el-drawer button[type="submit"]').click(); await head.locator('h1.who').waitFor(); console.log('registered', await head.locator('h1.who').textContent());
// reveal
await head.goto(base + '#/places'); await head.locator('.page-head .y-button').click(); await head.locator('.el-drawer form').waitFor();
await head.locator('.el-drawer input').nth(0).fill('测试员'); await head.locator('.el-drawer input').nth(2).fill('tester'+Date.now()%10000); await head.locator('.el-drawer select').first().selectOption('village-worker'); await head.waitForTimeout(200); await head.locator('.el-drawer select').nth(2).selectOption({ index: 1 });
await head.locator('.el-drawer button[type="submit"]').click(); await head.locator('.enrolment img').waitFor(); console.log('code', await head.locator('.code').textContent());
const county = await enter('wuliping');
await county.goto(base + '#/board?open=services.visits'); await county.locator('.el-drawer .ledger tbody tr').first().click(); await county.locator('.el-dialog input').fill('核对补助名单'); await county.locator('.el-dialog button[type="submit"]').click(); await county.locator('.el-dialog dl').waitFor();
console.log('revealed', (await county.locator('.el-dialog dl').textContent())?.slice(0, 40));
await county.screenshot({ path: '/tmp/yimi-console/real-reveal.png' });
await county.goto(base + '#/settings'); await county.locator('input[type="number"]').nth(1).fill('28'); await county.locator('form button[type="submit"]').click(); await county.waitForTimeout(1500); console.log('rule', await county.locator('.rule .panel-head').textContent());
await county.goto(base + '#/audit'); await county.waitForTimeout(1500); await county.screenshot({ path: '/tmp/yimi-console/real-audit2.png' });
const city = await enter('huangmeizhen'); await city.waitForTimeout(1500); await city.screenshot({ path: '/tmp/yimi-console/real-city.png' }); await city.locator('.y-bar button').first().click(); await city.waitForTimeout(1200); await city.screenshot({ path: '/tmp/yimi-console/real-city-county.png' });
await county.goto(base + '#/board'); await county.waitForTimeout(1500); await county.screenshot({ path: '/tmp/yimi-console/real-county.png' });
await browser.close();
