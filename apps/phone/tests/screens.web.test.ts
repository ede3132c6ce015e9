/**
 * Every screen in a real browser, under the content policy of production: axe finds nothing, every target fits a thumb,
 * nothing is wider than the phone. `YIMI_SHOTS=folder` keeps a picture of each.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FittingRoom, typePin } from './fitting-room.ts';
import { look } from './look.ts';

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNkYPhfz0AEYBxVSF+FAP5FDvcfRYWgAAAAAElFTkSuQmCC',
  'base64',
);
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

const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
const follow = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('link', { name }).first().click();

describe('the door', () => {
  it('tells somebody in WeChat what to open, and gives the address', async () => {
    const page = await room.phone('?as=wechat', '#/enrol/QK7M2P');
    await page.getByText('您是在微信里打开的').waitFor();
    await look(page, '01-unsupported');
    await press(page, '复制地址');
    await page.getByRole('status').getByText(/复制/).waitFor();
  });

  it('signs in, names what is wrong, enrols by a code, and sets the PIN twice', async () => {
    const page = await room.phone('?as=new');
    await page.getByLabel('用户名或手机号').waitFor();
    await look(page, '02-sign-in');
    await press(page, '登录');
    await page.getByText('请填密码').waitFor();
    await page.getByLabel('用户名或手机号').fill('weicaiyun');
    await page.getByLabel('密码', { exact: true }).fill('wrong');
    await press(page, '登录');
    await page.getByText('用户名或密码不对').waitFor();
    await look(page, '02-sign-in-wrong');
    await go(page, '#/enrol/QK7M2P');
    expect(await page.getByLabel('注册码').inputValue()).toBe('QK7M2P');
    await page.getByLabel('给自己定一个密码').fill('gongshan88');
    await page.getByLabel('再输一遍密码').fill('gongshan99');
    await press(page, '开通');
    await page.getByText('两遍不一样').waitFor();
    await look(page, '03-enrol');
    await page.getByLabel('再输一遍密码').fill('gongshan88');
    await press(page, '开通');
    await page.getByRole('heading', { name: '设 6 位数字密码' }).waitFor();
    await typePin(page, '123456');
    await page.getByText('这个太好猜了').waitFor();
    await look(page, '04-set-pin');
    await typePin(page, '246813');
    await page.getByRole('heading', { name: '再输一遍' }).waitFor();
    await typePin(page, '246813');
    await page.getByRole('navigation').waitFor();
  });

  it('opens by PIN, lets one of several choose, and says what a forgotten PIN means for unsent work (S5)', async () => {
    const two = await room.phone('?as=two');
    await two.getByRole('heading', { name: '谁在用？' }).waitFor();
    await look(two, '05-unlock-who');
    await press(two, '覃大海');
    await two.getByRole('heading', { name: /覃大海/ }).waitFor();
    const page = await room.phone('?as=wei');
    await page.getByRole('heading', { name: /韦彩云/ }).waitFor();
    await look(page, '05-unlock');
    await typePin(page, '111222');
    await page.getByText(/请等 \d 秒/).waitFor();
    await look(page, '05-unlock-wrong');
    await page.evaluate(() => window.yimiDev.setUnsent(3));
    await follow(page, '忘了密码');
    await page.getByText('还有 3 条没传出去').waitFor();
    await look(page, '05-forgot');
    await press(page, '清掉，重新登录');
    await page.getByRole('dialog').waitFor();
    await look(page, '05-forgot-sure');
  });
});

describe('a volunteer', () => {
  it('finds, records with a note and a photo, and sees where it stands, in at most 12 taps, offline', async () => {
    const page = await room.opened('wei');
    await look(page, '06-today-volunteer');
    await page.evaluate(() => window.yimiDev.setOnline(false));
    await page.evaluate(() => {
      window.taps = 0;
      window.addEventListener('pointerdown', () => (window.taps += 1), true);
    });
    await page.getByRole('link', { name: '找人：' }).click();
    // The box takes the cursor by itself: no tap of its own.
    await page.locator('input[type=search]:focus').waitFor();
    await page.keyboard.type('wxm');
    await look(page, '07-find');
    await press(page, /韦小妹/);
    await look(page, '08-person-card');
    await press(page, '记一次探访');
    await look(page, '09-door');
    await page.getByText('在家', { exact: true }).click();
    await press(page, '下一步');
    await page.getByText('生活照料').click();
    await press(page, '说一段');
    await page.waitForTimeout(1200);
    await press(page, '说完了');
    await page.getByRole('button', { name: '听一遍' }).waitFor();
    // The tap on the label opens the system's camera, which takes two more: shutter and "use".
    await page.locator('input[type=file]').setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: onePixel });
    await page.getByRole('img', { name: '照片 2' }).waitFor();
    await look(page, '10-tell');
    await press(page, '存好');
    await page.getByRole('heading', { name: '存好了' }).waitFor();
    const taps = (await page.evaluate(() => window.taps)) + 3;
    expect(taps).toBeLessThanOrEqual(12);
    await look(page, '11-saved-offline');
    expect(await page.getByRole('main').textContent()).toMatch(/您的第 \d+ 次/);
    await page.goBack();
    await page.getByRole('heading', { name: /月/ }).waitFor();
    await go(page, '#/outbox');
    await page.getByText('等着传 · 1 条').waitFor();
    await look(page, '12-outbox-offline');
    await page.evaluate(() => window.yimiDev.setOnline(true));
    await page.getByText('记录到了，文件还在传').waitFor();
    await go(page, '#/records');
    await look(page, '13-records');
  });

  it('keeps an unfinished visit while the app is open, and offers to go on', async () => {
    const page = await room.opened('wei');
    await go(page, `#/visit/${await page.evaluate(() => window.yimiDev.idOf('韦小妹'))}`);
    await page.getByText('在家', { exact: true }).click();
    await press(page, '下一步');
    await page.locator('textarea').fill('药拿到了。');
    await go(page, '#/');
    await page.getByText('韦小妹的探访还没记完').click();
    expect(await page.locator('textarea').inputValue()).toBe('药拿到了。');
  });

  it('changes the PIN for who knows the present one, and says when it was not the present one', async () => {
    const page = await room.opened('wei');
    await go(page, '#/me');
    await follow(page, '换数字密码');
    await page.getByRole('heading', { name: '先输现在的密码' }).waitFor();
    await look(page, '31-change-pin');
    await typePin(page, '111222');
    await page.getByRole('heading', { name: '设新的 6 位密码' }).waitFor();
    await typePin(page, '123456');
    await page.getByText('这个太好猜了').waitFor();
    await typePin(page, '135790');
    await page.getByRole('heading', { name: '再输一遍' }).waitFor();
    await typePin(page, '135790');
    await page.getByText('现在的密码不对，没有换').waitFor();
    await typePin(page, '246813');
    await page.getByRole('heading', { name: '设新的 6 位密码' }).waitFor();
    await typePin(page, '135790');
    await page.getByRole('heading', { name: '再输一遍' }).waitFor();
    await typePin(page, '135790');
    await page.getByRole('heading', { name: '换好了' }).waitFor();
    await look(page, '31-change-pin-done');
  });

  it('looks at a photo closely, turns it for good, uses it again, and is told calmly that it is there already', async () => {
    const page = await room.opened('wei');
    const visit = async (findings: string): Promise<void> => {
      await go(page, `#/people/${await page.evaluate(() => window.yimiDev.idOf('韦小妹'))}`);
      await press(page, '记一次探访');
      await page.getByText('在家', { exact: true }).click();
      await press(page, '下一步');
      await page.locator('textarea').fill(findings);
    };
    await visit('水管修好了');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: onePixel });
    await page.getByRole('img', { name: '照片 1' }).waitFor();
    await press(page, '存好');
    await page.getByRole('heading', { name: '存好了' }).waitFor();
    const first = page.url().split('/').at(-1) ?? '';
    await visit('同一天又去了一趟');
    await press(page, '从相册选、放文件');
    await press(page, /用今天拍过的/);
    await look(page, '32-more-evidence');
    await page.getByRole('img', { name: '照片 1' }).click();
    await page.getByText('这张照片已经在韦小妹').waitFor();
    await page
      .locator('input[accept*=".pdf"]')
      .setInputFiles({ name: '低保申请.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
    await page.getByText('低保申请.pdf').waitFor();
    await look(page, '32-tell-twice');
    await press(page, '存好');
    await page.getByRole('heading', { name: '存好了' }).waitFor();
    await look(page, '32-saved-files');
    await go(page, `#/records/${first}`);
    await page.getByRole('img', { name: '照片 1' }).click();
    await page.getByRole('dialog').waitFor();
    await look(page, '33-picture');
    await press(page, '转正');
    await page.keyboard.press('Escape');
    await page.locator('img.files-turn-1').waitFor();
    await press(page, '补照片或文件');
    await look(page, '33-attach');
  });

  it('mends or withdraws what was refused, and answers what is asked (C4)', async () => {
    const page = await room.opened('wei');
    await page.evaluate(() => window.yimiDev.refuseOne('说要去女儿家住一阵。'));
    const asked = await page.evaluate(() => window.yimiDev.ask('药还剩几天？要不要站里帮忙去卫生院拿？'));
    await page.getByText('2 条要您处理').first().waitFor();
    await look(page, '14-today-needs-you');
    await go(page, '#/outbox');
    await page.getByText('说要去女儿家住一阵').waitFor();
    await look(page, '15-outbox-trouble');
    await follow(page, '改好再交');
    await page.getByText('改好再交：').waitFor();
    await look(page, '15-mend');
    await press(page, '下一步');
    expect(await page.locator('textarea').inputValue()).toBe('说要去女儿家住一阵。');
    await go(page, '#/outbox');
    await press(page, '撤回');
    await page.getByRole('dialog').waitFor();
    await look(page, '15-withdraw-sure');
    await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click();
    await page.getByText('要您处理 · 1 条').waitFor();
    await go(page, `#/records/${asked}`);
    await look(page, '16-question');
    await page.locator('textarea').fill('还有三天，女儿周日会带来。');
    await press(page, '交上去');
    await page.getByText('您答复了，等站里看。').waitFor();
    await look(page, '16-answered');
    await press(page, '撤回这条');
    await look(page, '16-withdraw');
    await press(page, '先不');
    await follow(page, '改这条');
    await look(page, '17-correct');
    await page.getByText('没人', { exact: true }).click();
    await press(page, '改好了');
    await page.getByText('上门 · 没人').waitFor();
    await page.evaluate((id) => window.yimiDev.review(id), asked);
    expect(await page.locator('.y-receipt li.on').count()).toBe(4);
    expect(await page.evaluate(() => window.yimiDev.faults)).toEqual([]);
  });

  it('is asked for the password again without losing anything, and told of an update', async () => {
    const page = await room.opened('wei');
    await page.evaluate(() => window.yimiDev.endSession());
    await page.getByText('登录过期了').waitFor();
    await look(page, '18-signed-out');
    await go(page, '#/me');
    await page.getByText('有新版本').waitFor();
    await look(page, '20-me');
    await go(page, '#/sign-in?again=1');
    await page.getByRole('heading', { name: '请再登录一次' }).waitFor();
    await look(page, '18-sign-in-again');
    await page.getByLabel('密码', { exact: true }).fill('yimi-demo');
    await press(page, '登录');
    await page.getByRole('heading', { name: '传到哪了' }).waitFor();
    expect(await page.getByText('登录过期了').count()).toBe(0);
  });
});

describe('a worker', () => {
  it('gets the call sheet at once when nobody answers, and what was rung is in the record', async () => {
    const page = await room.opened('qin');
    await look(page, '06-today-village');
    await go(page, `#/people/${await page.evaluate(() => window.yimiDev.idOf('韦小妹'))}`);
    await look(page, '08-person-file');
    await press(page, '记一次探访');
    await page.getByText('没人', { exact: true }).click();
    await page.getByRole('heading', { name: '敲门没人应' }).waitFor();
    expect(await page.locator('a[href^="tel:"]').count()).toBeGreaterThan(4);
    await look(page, '19-call');
    await press(page, '都找不到人');
    expect(await page.locator('textarea').inputValue()).toContain('请站里接着找');
    await press(page, '存好');
    await page.getByRole('link', { name: '没联系上：打给社工站' }).waitFor();
    await look(page, '19-saved-unreached');
    const said = await page.getByRole('main').textContent();
    expect(said).toMatch(/归冲村本月\s*第 \d+ 次/);
    await go(page, '#/numbers');
    await look(page, '21-numbers');
    const village = await page
      .getByRole('button', { name: /归冲村的探访/ })
      .locator('.y-tile-value')
      .textContent();
    await press(page, /归冲村的探访/);
    await page.getByText(`${Number.parseInt(village ?? '', 10)} 条`).waitFor();
    await look(page, '21-village-visits');
  });

  it('sees no camera for somebody who has not agreed to photos, and reads why', async () => {
    const page = await room.opened('qin');
    await go(page, `#/visit/${await page.evaluate(() => window.yimiDev.idWithoutPhotos())}`);
    await page.getByText('在家', { exact: true }).click();
    await press(page, '下一步');
    await page.getByText('没有同意拍照').waitFor();
    expect(await page.locator('input[type=file]').count()).toBe(0);
    await look(page, '10-tell-no-photo');
  });

  it('registers a person: pinyin proposed, number checked, guardian asked, twin shown and not in the way', async () => {
    const page = await room.opened('qin');
    await go(page, '#/register');
    await page.getByLabel('姓名').fill('韦小妹');
    await page.getByText('也许已经登记过').waitFor();
    await page.getByLabel('身份证号').fill('110105194912310021');
    await page.getByText('这个号码不对').waitFor();
    await look(page, '22-register-twin');
    await page.getByLabel('身份证号').fill('11010519491231002X');
    await page.getByText('号码对的：1949年12月31日生，女').waitFor();
    await page.getByLabel('身份证号').fill('');
    await page.getByLabel('姓名').fill('单小河');
    await page.locator('input[type=date]').fill('2018-05-01');
    await press(page, '登记');
    await page.getByText('请填同意的监护人').waitFor();
    await look(page, '22-register-child');
    await page.getByLabel('监护人姓名').fill('单大河');
    await page.getByText('让我们登记并上门关心').click();
    expect(await page.getByLabel('拼音').inputValue()).toBe('shan xiao he');
    await press(page, '登记');
    await page.getByRole('heading', { name: '单小河登记好了' }).waitFor();
    await look(page, '22-registered');
    await follow(page, '看档案');
    await page.getByText('监护人同意').first().waitFor();
  });

  it('chooses the village and the language; English is complete on every screen', async () => {
    const page = await room.opened('lan');
    await look(page, '06-today-station');
    await press(page, '换个村');
    await look(page, '06-choose-room');
    await press(page, '归冲村');
    await page.locator('.today-room', { hasText: '归冲村' }).waitFor();
    await go(page, '#/me');
    await page.getByText('English').click();
    await page.getByText('Ring the station for help').waitFor();
    await look(page, '30-me-en');
    const client = await page.evaluate(() => window.yimiDev.idOf('韦小妹'));
    for (const [name, hash] of [
      ['today', '#/'],
      ['find', '#/people'],
      ['person', `#/people/${client}`],
      ['register', '#/register'],
      ['correct-person', `#/people/${client}/correct`],
      ['outbox', '#/outbox'],
      ['records', '#/records'],
      ['numbers', '#/numbers'],
      ['door', `#/visit/${client}`],
    ] as const) {
      await go(page, hash);
      await look(page, `30-${name}-en`);
    }
    await page.reload();
    await page.getByText('Type your PIN').waitFor();
  });
});

describe('the page', () => {
  it('had no error, no warning and no violation of the content policy in all of this', () => {
    expect(room.complaints).toEqual([]);
  });
});
