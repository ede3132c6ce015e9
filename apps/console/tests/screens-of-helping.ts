/** The screens of needs, questionnaires, activities and meals, and the way to each. */
import { derivedId } from '@yimi/kernel';
import type { Page } from 'playwright-core';
import type { Screen } from './screen.ts';
import { screen } from './screen.ts';

async function openPairs(page: Page): Promise<void> {
  await page.locator('.switch button').nth(3).click();
  await page.locator('.late').first().waitFor();
}

/** The invented county's questionnaire that asks an earlier one again. */
export const askedAgain = derivedId('invented', 'form second');

export const screensOfHelping: readonly Screen[] = [
  screen('needs', 'head', '/needs', '.sheet'),
  screen('needs-help', 'head', '/needs', '.sheet', async (page) => {
    await page.keyboard.press('j');
    await page.locator('.help .people li').nth(2).scrollIntoViewIfNeeded();
  }),
  screen('needs-wish', 'head', '/needs', '.sheet', async (page) => {
    await page.keyboard.press('j');
    await page.locator('.wish summary').click();
    await page.locator('.wish .week').waitFor();
  }),
  screen('needs-desk', 'head', '/needs', '.sheet', async (page) => {
    await page.locator('.alike li').first().waitFor();
    await page.locator('.sheet > details summary').click();
    await page.locator('.sheet > details form').last().scrollIntoViewIfNeeded();
  }),
  screen('needs-rating-link', 'head', '/needs', '.sheet', async (page) => {
    await page.getByRole('button', { name: '已答复' }).click();
    await page.locator('.rating-link button').click();
    await page.locator('.rating-link img').scrollIntoViewIfNeeded();
  }),
  screen('needs-quick-form', 'head', '/needs', '.sheet', async (page) => {
    await page.keyboard.press('n');
    await page.locator('.el-dialog input').first().fill('杨');
    await page.locator('.el-dialog .found, .el-dialog form').first().waitFor();
  }),
  screen('needs-batch', 'head', '/needs/batch', '.ledger tbody tr'),
  screen('needs-batch-english', 'head', '/needs/batch', '.ledger tbody tr', undefined, 'en'),
  screen('ranked', 'head', '/ranked', '.y-bars tbody tr'),
  screen('ranked-opened', 'head', '/ranked', '.y-bars tbody tr', async (page) => {
    await page.locator('.y-bars tbody button').first().click();
    await page.locator('.el-drawer .ledger').waitFor();
  }),
  screen('ranked-county', 'county', '/ranked', '.y-bars tbody tr'),
  screen('forms', 'head', '/forms', '.ledger tbody tr'),
  screen('forms-county', 'county', '/forms', '.ledger tbody tr', undefined, 'en'),
  screen('forms-add', 'head', '/forms', '.ledger tbody tr', async (page) => {
    await page.keyboard.press('n');
    await page.locator('.el-dialog select').waitFor();
  }),
  screen('form', 'head', `/forms/${askedAgain}`, '.y-bars tbody tr'),
  screen('form-county', 'county', `/forms/${askedAgain}`, '.y-bars tbody tr', undefined, 'en'),
  screen('form-records', 'head', `/forms/${askedAgain}`, '.y-bars tbody tr', async (page) => {
    await page.locator('.y-bars tbody button').first().click();
    await page.locator('.el-drawer .ledger').waitFor();
  }),
  screen('form-write', 'head', `/forms/${askedAgain}/write`, '.question'),
  screen('form-write-english', 'head', `/forms/${askedAgain}/write`, '.question', undefined, 'en'),
  screen('form-write-two-languages', 'head', `/forms/${askedAgain}/write`, '.question', async (page) => {
    await page.getByLabel('另一种语言').selectOption('ug');
    await page.getByLabel('问什么（维吾尔语）').first().fill('كىم بىلەن تۇرىسىز؟');
  }),
  screen('form-type', 'head', `/forms/${askedAgain}/type`, '.asked > li'),
  screen('form-type-english', 'head', `/forms/${askedAgain}/type`, '.asked > li', undefined, 'en'),
  screen('activities', 'head', '/activities', '.ledger tbody tr'),
  screen('activities-county', 'county', '/activities', '.y-tile'),
  screen('activities-records', 'head', '/activities', '.ledger tbody tr', async (page) => {
    await page.locator('.y-tile').first().click();
    await page.locator('.el-drawer .ledger').waitFor();
  }),
  screen(
    'activities-plan',
    'head',
    '/activities?need-kind=%E5%8A%A9%E9%A4%90&add=1',
    '.el-dialog form',
    async (page) => {
      await page.locator('.el-dialog fieldset .y-button').last().click();
    },
  ),
  screen('activity-open', 'head', '/activities', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').nth(1).click();
    await page.locator('.join').waitFor();
  }),
  screen('activity-held', 'head', '/activities', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').nth(2).click();
    await page.locator('.heads').waitFor();
  }),
  screen('activity-check-ins', 'head', '/activities', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').nth(2).click();
    await page.locator('.waiting li').first().scrollIntoViewIfNeeded();
  }),
  screen(
    'activity-poster',
    'head',
    '/activities',
    '.ledger tbody tr',
    async (page) => {
      await page.locator('.ledger tbody tr').nth(2).click();
      await page.locator('.y-button.poster').click();
      await page.locator('.poster img').last().waitFor();
    },
    'en',
  ),
  screen('activities-hours', 'head', '/activities/hours', '.ledger tbody tr'),
  screen('activities-hours-opened', 'head', '/activities/hours', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.el-drawer .ledger').waitFor();
  }),
  screen('certificates', 'head', '/activities/hours', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.certificates li').last().scrollIntoViewIfNeeded();
  }),
  screen('certificates-issue', 'head', '/activities/hours', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.certificates .issue:enabled').click();
    await page.locator('.certificates form input[type=checkbox]').scrollIntoViewIfNeeded();
  }),
  screen(
    'certificates-withdraw',
    'head',
    '/activities/hours',
    '.ledger tbody tr',
    async (page) => {
      await page.locator('.ledger tbody tr').first().click();
      await page.locator('.certificates .withdraw').first().click();
      await page.locator('.certificates form input').scrollIntoViewIfNeeded();
    },
    'en',
  ),
  screen('activities-hours-by-hand', 'head', '/activities/hours', '.ledger tbody tr', async (page) => {
    await page.locator('.page-head .y-button--ink').click();
    await page.locator('.el-dialog form').waitFor();
  }),
  screen('activities-hours-export', 'head', '/activities/hours', '.ledger tbody tr', async (page) => {
    await page.locator('.page-head .export').click();
    await page.locator('.dialog-foot').waitFor();
  }),
  screen('points', 'head', '/points', '.vouchers tbody tr'),
  screen('points-english', 'worker', '/points', '.vouchers tbody tr', undefined, 'en'),
  screen('points-county', 'county', '/points', '.off'),
  screen('points-make', 'head', '/points', '.vouchers tbody tr', async (page) => {
    await page.locator('.page-head .make').click();
    const fields = page.locator('.el-dialog select');
    await fields.nth(0).selectOption({ label: '韦小妹' });
    await fields.nth(1).selectOption({ label: '26度万家驿站' });
    await fields.nth(2).selectOption({ index: 0 });
    await page.locator('.el-dialog [role=alert]').waitFor();
  }),
  screen('points-take', 'head', '/points', '.vouchers tbody tr', async (page) => {
    await page.locator('.page-head .take').click();
    await page.locator('.el-dialog input').first().fill('7K3M');
    await page.locator('.el-dialog .y-button--ink').click();
    await page.getByText('没有这个券码').waitFor();
  }),
  screen('points-merchant', 'head', '/points', '.vouchers tbody tr', async (page) => {
    await page.locator('.change').first().click();
    await page.locator('.el-dialog .address img').waitFor();
  }),
  screen(
    'points-settle',
    'county',
    '/points',
    '.settle',
    async (page) => {
      await page.locator('.settle').first().click();
      await page.locator('.dialog-foot').waitFor();
    },
    'en',
  ),
  screen('meals', 'head', '/meals', '.late'),
  screen('meals-sheet', 'head', '/meals', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.el-drawer .hand').waitFor();
  }),
  screen('meals-counted', 'head', '/meals', '.y-tile', async (page) => {
    await page.locator('.y-tile').first().click();
    await page.locator('.el-drawer .ledger').waitFor();
  }),
  screen('meals-round', 'head', '/meals', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger').nth(1).locator('tbody tr').first().click();
    await page.locator('.el-dialog .diner').first().waitFor();
  }),
  screen('meals-english', 'worker', '/meals', '.late', undefined, 'en'),
  screen('protection', 'head', '/protection', '.ledger tbody tr'),
  screen('protection-report', 'head', '/protection', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.el-drawer .must').waitFor();
  }),
  screen('protection-write', 'head', '/protection', '.ledger tbody tr', async (page) => {
    await page.locator('.page-head .y-button--ink').click();
    await page.locator('.el-dialog fieldset').first().waitFor();
  }),
  screen('protection-from-file', 'head', '/people', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('a[href*="/protection?client="]').click();
    await page.getByText('已对上档案').waitFor();
  }),
  screen('protection-english', 'worker', '/protection', '.ledger tbody tr', undefined, 'en'),
  screen('protection-county', 'county', '/protection', '.late'),
  screen('volunteers', 'head', '/volunteers', '.ledger tbody tr'),
  screen('volunteers-english', 'head', '/volunteers', '.ledger tbody tr', undefined, 'en'),
  screen('volunteers-counted', 'head', '/volunteers', '.counted .y-tile', async (page) => {
    await page.locator('.counted .y-tile').first().click();
    await page.locator('.el-drawer .ledger').waitFor();
  }),
  screen('volunteers-add', 'head', '/volunteers', '.ledger tbody tr', async (page) => {
    await page.keyboard.press('n');
    await page.locator('.el-dialog .week button').first().waitFor();
  }),
  screen('volunteers-one', 'head', '/volunteers', '.ledger tbody tr', async (page) => {
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.el-dialog .after').waitFor();
  }),
  screen('volunteers-partner', 'head', '/volunteers', '.ledger tbody tr', async (page) => {
    await page.locator('.switch button').nth(1).click();
    await page.locator('.ledger tbody tr').first().click();
    await page.locator('.el-dialog .week button').first().waitFor();
  }),
  screen('volunteers-pairs', 'head', '/volunteers', '.ledger tbody tr', openPairs),
  screen('volunteers-pairs-english', 'head', '/volunteers', '.ledger tbody tr', openPairs, 'en'),
  screen('volunteers-pair', 'head', '/volunteers', '.ledger tbody tr', async (page) => {
    await openPairs(page);
    await page.locator('.ledger tbody tr').nth(1).click();
    await page.locator('.pair li').first().waitFor();
  }),
  screen('volunteers-pair-up', 'head', '/volunteers', '.ledger tbody tr', async (page) => {
    await openPairs(page);
    await page.keyboard.press('n');
    await page.locator('.el-dialog input').first().fill('wxm');
    await page.locator('.el-dialog .found label').first().waitFor();
  }),
  screen('public-page', 'head', '/places/public-page', '.poster img'),
  screen('public-page-english', 'head', '/places/public-page', '.poster img', undefined, 'en'),
];
