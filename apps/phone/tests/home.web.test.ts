/** A person at home, on the phone: household and kin, a file put right offline, somebody registered who may be there already. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FittingRoom } from './fitting-room.ts';
import { look } from './look.ts';

let room: FittingRoom;
beforeAll(async () => {
  room = await FittingRoom.open();
});
afterAll(async () => {
  await room.close();
});

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForTimeout(150);
}

describe('a worker', () => {
  it('sees who lives with somebody and whom to ring, and puts the file right without the network', async () => {
    const page = await room.opened('qin');
    const client = await page.evaluate(() => window.yimiDev.idOf('韦小妹'));
    await go(page, `#/people/${client}`);
    await page.getByRole('heading', { name: '这一户' }).waitFor();
    expect(await page.locator('a[href="tel:13977211806"]').count()).toBe(1);
    await page.getByText('半自理，照应不够').waitFor();
    await look(page, '08-person-home');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await page.getByRole('link', { name: '改资料' }).click();
    await page.getByLabel('电话', { exact: true }).fill('13500000099');
    await page.getByLabel('自理').selectOption('dependent');
    await look(page, '23-correct-person');
    await page.getByRole('button', { name: '改好了' }).click();
    await page.getByText('不能自理').waitFor();
    expect(await page.locator('a[href="tel:13500000099"]').count()).toBe(1);
    await page.evaluate(() => window.yimiDev.setOnline(true));
    expect(await page.evaluate(() => window.yimiDev.faults)).toEqual([]);
  });

  it('registers somebody who may be there already: said calmly after saving, with the reasons', async () => {
    const page = await room.opened('qin');
    await go(page, '#/register');
    await page.getByLabel('姓名').fill('韦小妹');
    await page.locator('input[type=date]').fill('1936-01-10');
    await page.getByText('补充信息').click();
    await page.getByLabel('和谁一户').selectOption({ index: 1 });
    await page.getByLabel('民族').selectOption('侗族');
    await look(page, '22-register-more');
    await page.getByText('让我们登记并上门关心').click();
    await page.getByRole('button', { name: '登记' }).click();
    await page.getByRole('heading', { name: '韦小妹登记好了' }).waitFor();
    await page.getByText('可能是同一人').waitFor();
    await page.getByText('生日一样').first().waitFor();
    await look(page, '22-registered-twin');
    await page.getByRole('link', { name: '看档案' }).click();
    await page.getByText('侗族').waitFor();
    await page.getByRole('heading', { name: '这一户' }).waitFor();
  });

  it('of the station sees on the file that it may be somebody’s twin, and a volunteer sees none of it', async () => {
    const page = await room.opened('shi');
    const client = await page.evaluate(() => window.yimiDev.idOf('韦小妹'));
    await go(page, `#/people/${client}`);
    await page.getByRole('heading', { name: '这一户' }).waitFor();
    const volunteer = await room.opened('wei');
    await go(volunteer, `#/people/${await volunteer.evaluate(() => window.yimiDev.idOf('韦小妹'))}`);
    await volunteer.getByText('您这里只有联系需要的几样').waitFor();
    expect(await volunteer.getByRole('heading', { name: '这一户' }).count()).toBe(0);
    expect(await volunteer.getByText('侗族').count()).toBe(0);
  });

  it('leaves no error, no warning and no violation of the content policy behind', () => {
    expect(room.complaints).toEqual([]);
  });
});
