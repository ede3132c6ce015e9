/** Every screen of the console and the way to it: for axe, for the photographs. */
import type { Page } from 'playwright-core';
import type { Screen } from './screen.ts';
import { click, screen } from './screen.ts';
import { screensOfHelping } from './screens-of-helping.ts';

export type { Screen } from './screen.ts';
export { signIn } from './screen.ts';
export { askedAgain } from './screens-of-helping.ts';

/** Any file: the invented server answers with its own ledger. */
async function chooseLedger(page: Page): Promise<void> {
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: '花名册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK') });
  await page.locator('.map tbody tr').first().waitFor();
}

/** The same file taken for another kind of ledger. */
const takenAs =
  (kind: string) =>
  async (page: Page): Promise<void> => {
    await chooseLedger(page);
    await page.locator('.kind button', { hasText: kind }).click();
    await page.locator(`.kind button[aria-pressed="true"]`, { hasText: kind }).waitFor();
    await page.locator('.dialog-foot .y-button--ink').click();
    await page.locator('.tiles').waitFor();
  };

async function toPreview(page: Page): Promise<void> {
  await chooseLedger(page);
  await page.locator('.dialog-foot .y-button--ink').click();
  await page.locator('.tiles').waitFor();
}

/** The county's book, at one of its three parts. */
export async function openBook(page: Page, part: number): Promise<void> {
  await page.locator('.page-head .book').click();
  await page.locator('.el-drawer .switch button').nth(part).click();
  await page.locator('.book-list li').first().waitFor();
}

export const screens: readonly Screen[] = [
  {
    name: 'sign-in',
    open: async (page, address) => {
      await page.goto(address);
      await page.locator('form').waitFor();
    },
  },
  screen('board-station', 'head', '/board', '.y-cover'),
  screen('board-county', 'county', '/board', '.cells'),
  screen('board-city', 'city', '/board', '.y-heat'),
  screen('board-province', 'province', '/board', '.y-tile'),
  screen('board-english', 'head', '/board', '.y-cover', undefined, 'en'),
  screen('board-records', 'head', '/board?open=services.visits', '.el-drawer .ledger'),
  screen(
    'board-records-county',
    'county',
    '/board?open=services.in-time&dims=%7B%22risk%22%3A%22high%22%7D',
    '.el-drawer .ledger',
  ),
  screen('board-groups', 'head', '/board', '.groups', (page) => page.locator('.groups').scrollIntoViewIfNeeded()),
  screen('board-group-opened', 'head', '/board', '.groups', async (page) => {
    await page.locator('.groups .panel').nth(1).locator('tbody button').first().click();
    await page.locator('.el-drawer .ledger').waitFor();
  }),
  screen('board-village', 'head', '/board', '.y-cover', async (page) => {
    await page.locator('.y-cover button').first().click();
    await page.locator('.block .ledger').waitFor();
  }),
  ...screensOfHelping,
  screen('review', 'head', '/review', '.sheet'),
  screen('review-held', 'head', '/review', '.sheet', async (page) => {
    await page.keyboard.press('j');
    await page.waitForTimeout(300);
    await page.keyboard.press('a');
  }),
  screen('review-ask', 'head', '/review', '.sheet', async (page) => {
    await page.keyboard.press('q');
    await page.locator('.el-dialog textarea').waitFor();
  }),
  screen('review-photo', 'head', '/review', '.sheet .photos button', click('.sheet .photos button')),
  screen('trips', 'head', '/trips', '.board .card'),
  screen('trips-chosen', 'head', '/trips', '.board .card', async (page) => {
    await page.locator('.board .card').first().click();
    await page.locator('.trip-sheet').waitFor();
  }),
  screen('trips-village', 'head', '/trips', '.board .card', async (page) => {
    await page.locator('.village .reach').nth(2).click();
    await page.locator('.el-dialog .part').first().waitFor();
  }),
  screen('registers-trips', 'head', '/registers?register=trips', '.ledger tbody tr'),
  screen('registers-needs', 'head', '/registers?register=needs', '.ledger tbody tr'),
  screen('registers-activities', 'head', '/registers?register=activities', '.ledger tbody tr'),
  screen('registers-hours', 'head', '/registers?register=hours', '.ledger tbody tr'),
  screen('registers-more', 'head', '/registers', '.ledger tbody tr', click('.filters .y-button')),
  screen('board-trips', 'head', '/board?open=services.trips', '.el-drawer .ledger'),
  screen('trips-english', 'head', '/trips', '.board .card', click('.board .card'), 'en'),
  screen('people', 'head', '/people', '.ledger tbody tr'),
  screen('people-register', 'head', '/people?register=1', '.el-drawer form', async (page) => {
    await page.locator('.el-drawer input').first().fill('覃桂香');
    await page.locator('.el-drawer input[maxlength="18"]').fill('11010519491231002X');
  }),
  screen('imports', 'head', '/imports', '.ledger tbody tr'),
  screen('import-file', 'head', '/imports/new', '.drop'),
  screen('import-columns', 'head', '/imports/new', '.drop', chooseLedger),
  screen('import-preview', 'head', '/imports/new', '.drop', toPreview),
  screen('import-preview-english', 'head', '/imports/new', '.drop', toPreview, 'en'),
  screen('import-visits-preview', 'head', '/imports/new', '.drop', takenAs('走访记录')),
  screen('import-villages-preview', 'head', '/imports/new', '.drop', takenAs('村屯名单')),
  screen('import-staff-preview', 'head', '/imports/new', '.drop', takenAs('工作人员')),
  screen('import-needs-preview', 'head', '/imports/new', '.drop', takenAs('居民诉求')),
  screen('import-hours-preview', 'head', '/imports/new', '.drop', takenAs('服务时长')),
  screen('import-report', 'head', '/imports', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.tiles').waitFor();
  }),
  screen('import-undo', 'head', '/imports', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.page-head button').click();
    await page.locator('.el-dialog').waitFor();
  }),
  screen('client', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('input[type="search"]').fill('wxm');
    await page.waitForTimeout(500);
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.story li').first().waitFor();
  }),
  screen('people-filtered', 'head', '/people?care=overdue', '.ledger tbody tr'),
  screen('people-none', 'head', '/people?care=never&risk=high&group=%E5%AD%A4%E5%84%BF', '.y-empty'),
  screen('client-compare', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.twin .y-button').click();
    await page.locator('.compare').waitFor();
  }),
  screen('client-household', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').nth(1).click();
    await page.getByRole('button', { name: '加进一户' }).click();
    await page.locator('.el-dialog .found li').first().waitFor();
  }),
  screen('client-tie', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').nth(1).click();
    await page.getByRole('button', { name: '记一个', exact: true }).click();
    await page.locator('.el-dialog input').first().fill('wxm');
    await page.locator('.el-dialog .found label').first().waitFor();
  }),
  screen('client-group', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.getByRole('button', { name: '记一个身份' }).click();
    await page.locator('.el-dialog select').waitFor();
  }),
  screen('client-print', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.getByRole('link', { name: '打印给本人看' }).click();
    await page.locator('article.paper').waitFor();
  }),
  screen(
    'client-english',
    'head',
    '/people',
    '.ledger tbody tr',
    async (page) => {
      await page.locator('.ledger tbody tr').first().click();
      await page.locator('.story li').first().waitFor();
    },
    'en',
  ),
  screen('duplicates', 'head', '/people/duplicates', '.compare'),
  screen('duplicates-held', 'head', '/people/duplicates', '.compare', async (page) => {
    await page.keyboard.press('j');
    await page.waitForTimeout(200);
    await page.keyboard.press('m');
    await page.locator('.held').waitFor();
  }),
  screen('client-document', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').nth(2).click();
    await page.locator('.head .document').click();
    await page.locator('.el-dialog input').first().fill('11010519491231002X');
  }),
  screen('client-household-correct', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.getByRole('button', { name: '换户、搬出' }).click();
    await page.getByRole('button', { name: '改这一户' }).click();
  }),
  screen('client-export', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.getByRole('button', { name: '导出这个人的资料' }).click();
    await page.locator('.el-dialog input').waitFor();
  }),
  screen('client-withdraw', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.consents .link').first().click();
    await page.locator('.el-dialog').waitFor();
  }),
  screen('people-register-more', 'head', '/people?register=1', '.el-drawer form', async (page) => {
    await page.locator('.el-drawer input[type="date"]').fill('2016-05-01');
    await page.locator('.el-drawer summary').click();
    await page.locator('.el-drawer .more select').last().selectOption('birth-certificate');
    await page.locator('.el-drawer .more').scrollIntoViewIfNeeded();
  }),
  screen('client-correct', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').nth(2).click();
    await page.locator('.correct').click();
    await page.locator('.el-drawer form').waitFor();
  }),
  screen('places', 'county', '/places', '.picture svg'),
  screen('places-english', 'county', '/places', '.picture svg', undefined, 'en'),
  screen('places-table', 'county', '/places', '.picture svg', (page) =>
    page.locator('.page-head .switch button').nth(1).click(),
  ),
  screen('places-village', 'county', '/places', '.picture svg', click('.cell[data-band="overdue"]')),
  screen('places-split', 'county', '/places', '.picture svg', async (page) => {
    await page.locator('.cell').first().click();
    await page.locator('.room .y-button').nth(1).click();
    await page.locator('.el-drawer .switch button').nth(1).click();
    await page.locator('.plan table').waitFor();
  }),
  screen('places-move', 'county', '/places', '.picture svg', async (page) => {
    await page.locator('.team .words button').nth(2).click();
    await page.locator('.el-dialog .will').waitFor();
  }),
  screen('places-account', 'county', '/places', '.picture svg', async (page) => {
    await page.locator('.team .words button').nth(1).click();
    await page.locator('.el-dialog .devices').waitFor();
  }),
  screen('places-import', 'county', '/places', '.picture svg', async (page) => {
    await page.getByRole('button', { name: '导入乡镇和村' }).click();
    await page.locator('.el-drawer table').waitFor();
  }),
  screen('places-split-names', 'county', '/places', '.picture svg', async (page) => {
    await page.locator('.cell').first().click();
    await page.locator('.room .y-button').nth(1).click();
    await page.locator('.el-drawer .switch button').nth(1).click();
    await page.getByRole('button', { name: '看姓名来挑' }).click();
    await page.locator('.el-dialog input[minlength="4"]').fill('拆村时逐户核对');
    await page.getByRole('button', { name: '记下用途并显示' }).click();
    await page.locator('.people table select').first().waitFor();
  }),
  screen('places-book-agencies', 'county', '/places', '.picture svg', async (page) => {
    await openBook(page, 0);
    await page.getByRole('button', { name: /^承接一个站/ }).click();
  }),
  screen('places-book-models', 'county', '/places', '.picture svg', async (page) => {
    await openBook(page, 1);
    await page.getByRole('button', { name: /^修改/ }).click();
  }),
  screen('places-book-papers', 'county', '/places', '.picture svg', async (page) => {
    await openBook(page, 2);
    await page.getByRole('button', { name: '抄一条' }).click();
    await page.getByLabel(/^总数/).fill('23');
    await page.getByLabel('分项 1').fill('男 10、女 12');
  }),
  screen('places-book-english', 'county', '/places', '.picture svg', (page) => openBook(page, 0), 'en'),
  screen('places-station', 'county', '/places', '.picture svg', async (page) => {
    await page.getByRole('button', { name: '改站的资料' }).click();
    await page.locator('.el-dialog form').waitFor();
  }),
  screen('places-room', 'county', '/places', '.picture svg', async (page) => {
    await page.getByRole('button', { name: '添一个村' }).click();
    await page.locator('.el-dialog form').waitFor();
  }),
  screen('places-beside', 'county', '/places', '.picture svg', async (page) => {
    await page.locator('.team .words button').nth(1).click();
    await page.getByRole('button', { name: '兼一个岗' }).click();
    await page.locator('.el-dialog .will').waitFor();
  }),
  screen('places-post', 'head', '/places', '.ledger', click('.page-head .add')),
  screen('places-qr', 'head', '/places', '.team', async (page) => {
    await page.locator('.team .link').first().click();
    await page.locator('.el-dialog .y-button--ink').click();
    await page.locator('.enrolment img').waitFor();
  }),
  screen('registers', 'head', '/registers', '.ledger tbody tr'),
  screen('registers-county', 'county', '/registers?register=villages', '.ledger tbody tr'),
  screen('registers-columns', 'head', '/registers?register=clients', '.ledger tbody tr', async (page) => {
    await page.getByRole('button', { name: '栏目' }).click();
    await page.locator('.el-dialog input[type="checkbox"]').first().waitFor();
  }),
  screen('registers-export', 'head', '/registers', '.ledger tbody tr', click('.page-head .y-button--ink')),
  screen('reports', 'head', '/reports', '.paper'),
  screen('reports-signed', 'head', '/reports', '.paper', async (page) => {
    await page.locator('.page-head .y-button--ink').click();
    await page.locator('.sign-now').click();
    await page.locator('.since').waitFor();
  }),
  screen('reports-english', 'county', '/reports', '.paper', undefined, 'en'),
  screen('tray', 'head', '/tray', 'article'),
  screen('audit', 'county', '/audit', '.ledger'),
  screen('status', 'county', '/status', '.ledger tbody tr'),
  screen('status-english', 'county', '/status', '.ledger tbody tr', undefined, 'en'),
  screen('data-protection', 'county', '/data-protection', '.would'),
  screen('data-protection-english', 'county', '/data-protection', '.would', undefined, 'en'),
  screen('data-protection-trial', 'county', '/data-protection', '.would', async (page) => {
    await page.locator('.periods select').first().selectOption('10');
    await page.waitForTimeout(400);
  }),
  screen('settings-workload', 'county', '/settings', '.load', async (page) => {
    for (const summary of await page.locator('.load summary').all()) await summary.click();
    await page.locator('.rule select').first().selectOption({ index: 2 });
    await page.locator('.load').scrollIntoViewIfNeeded();
  }),
  screen('settings', 'county', '/settings', '.rule', (page) => page.locator('input[type="number"]').nth(1).fill('21')),
  screen('account', 'head', '/account', '.sessions li'),
  screen('palette', 'head', '/board', '.y-cover', async (page) => {
    await page.keyboard.press('Control+k');
    await page.locator('.palette input').fill('wx');
    await page.waitForTimeout(400);
  }),
];
