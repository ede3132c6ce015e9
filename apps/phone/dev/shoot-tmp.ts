import { mkdirSync } from 'node:fs';
import { FittingRoom, findings, tooSmallOrWide, typePin } from '../tests/fitting-room.ts';
mkdirSync('/tmp/phone-shots', { recursive: true });
const only = process.argv[2];
const room = await FittingRoom.open();
const t0 = Date.now();
async function shot(page: any, name: string, full = false) {
  await page.waitForTimeout(350);
  await page.screenshot({ path: `/tmp/phone-shots/${name}.png`, fullPage: full });
  const f = await findings(page); const s = await tooSmallOrWide(page);
  console.log(name, f.length ? f : 'axe ok', s.length ? s : '');
}
const W = globalThis as any;
async function go(page: any, hash: string) { await page.evaluate((h: string) => { location.hash = h; }, hash); await page.waitForTimeout(250); }
const stories: Record<string, () => Promise<void>> = {
  door: async () => {
    const w = await room.phone('?as=wechat'); await shot(w, '01-unsupported'); 
    const n = await room.phone('?as=new'); await n.waitForSelector('form'); await shot(n, '02-sign-in');
    await n.getByRole('button', { name: '登录' }).click(); await n.getByLabel('用户名或手机号').fill('weicaiyun'); await n.getByLabel('密码', { exact: true }).fill('x'); await n.getByRole('button', { name: '登录' }).click(); await shot(n, '02b-sign-in-wrong');
    await go(n, '#/enrol/QK7M2P'); await shot(n, '03-enrol');
    await n.getByLabel('给自己定一个密码').fill('gongshan88'); await n.getByLabel('再输一遍密码').fill('gongshan88'); await n.getByRole('button', { name: '开通' }).click();
    await n.waitForSelector('.y-pin'); await shot(n, '04-set-pin'); await typePin(n, '123456'); await shot(n, '04b-too-easy'); await typePin(n, '246813'); await typePin(n, '246813'); await n.getByRole('navigation').waitFor(); await shot(n, '04c-after-pin');
    const u = await room.phone('?as=wei'); await u.waitForSelector('.y-pin'); await shot(u, '05-unlock'); await typePin(u, '111222'); await shot(u, '05b-wrong');
    const two = await room.phone('?as=two'); await two.waitForSelector('.unlock-who'); await shot(two, '05c-who');
    await u.evaluate(() => { (window as any).yimiDev.device.unsent = 3; }); await u.getByRole('link', { name: '忘了密码' }).click(); await shot(u, '05d-forgot');
    await u.getByRole('button', { name: '清掉，重新登录' }).click(); await shot(u, '05e-forgot-sure');
  },
  volunteer: async () => {
    const p = await room.opened('wei'); await shot(p, '06-today-volunteer');
    await p.evaluate(() => (window as any).yimiDev.device.user.setOnline(false));
    await p.locator('.today-search').click(); await p.getByLabel('找人', { exact: true }).fill('wx'); await shot(p, '07-find');
    await p.getByLabel('找人', { exact: true }).fill('zzz'); await shot(p, '07b-find-none');
    await p.getByLabel('找人', { exact: true }).fill('wxm'); await p.locator('.y-person').first().click(); await p.waitForSelector('.person-care'); await shot(p, '08-person-card', true);
    await p.getByRole('button', { name: '记一次探访' }).click(); await p.waitForSelector('.door-ask'); await shot(p, '09-door');
    await p.getByText('在家', { exact: true }).click(); await p.getByRole('button', { name: '下一步' }).click(); await p.waitForSelector('.tell-ask');
    await p.getByText('生活照料').click(); await p.getByRole('button', { name: '说一段' }).click(); await p.waitForTimeout(1300); await shot(p, '10a-recording'); await p.getByRole('button', { name: /说完了/ }).click();
    await p.waitForSelector('.files li');
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNkYPhfz0AEYBxVSF+FAP5FDvcfRYWgAAAAAElFTkSuQmCC', 'base64');
    await p.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png });
    await p.locator('textarea').fill('药拿到了，膝盖还痛。'); await shot(p, '10-tell');
    await p.getByRole('button', { name: '存好' }).click(); await p.waitForSelector('.saved-done'); await shot(p, '11-saved-offline', true);
    await p.getByRole('link', { name: '回到今天' }).click(); await shot(p, '06b-today-offline');
    await go(p, '#/outbox'); await shot(p, '12-outbox-offline');
    await p.evaluate(() => (window as any).yimiDev.device.user.setOnline(true)); await p.waitForTimeout(300); await shot(p, '12b-outbox-files');
    await go(p, '#/records'); await shot(p, '13-records');
    await p.evaluate(async () => { const { device, world } = (window as any).yimiDev; const own = [...device.user.replica.rows({ name: 'services.own_visits' })].sort((a: any, b: any) => b.occurredAt - a.occurredAt); (window as any).q = own[0].id; await world.send((await import('data:text/javascript,export default 0')).default || '', 'x', {}).catch(() => 0); }).catch(() => 0);
  },
  trouble: async () => {
    const p = await room.opened('wei');
    const ids = await p.evaluate(async () => {
      const { device, world, holders } = (window as any).yimiDev;
      const own = [...device.user.replica.rows({ name: 'services.own_visits' })].sort((a: any, b: any) => b.occurredAt - a.occurredAt);
      await world.send(holders.lan.userId, 'services.question-visit', { visitId: own[0].id, question: '药还剩几天？要不要站里帮忙去卫生院拿？' });
      const card = device.user.replica.rows({ name: 'services.cards' })[2];
      await device.user.setOnline(false);
      await device.user.record('services.record-visit', { visitId: device.user.replica.newId(), clientId: card.clientId, visitedAt: Date.now() - 3600000, mode: 'home', result: 'home', findings: '说要去女儿家住一阵。', needs: ['出行'], files: [] });
      await world.send(holders.shi.userId, 'people.correct-client', { clientId: card.clientId, changes: { state: { from: 'active', to: 'moved-away' } } });
      await device.user.setOnline(true);
      const card2 = device.user.replica.rows({ name: 'services.cards' })[1];
      await device.user.setOnline(false);
      await device.user.record('services.record-visit', { visitId: device.user.replica.newId(), clientId: card2.clientId, visitedAt: Date.now() - 600000, mode: 'home', result: 'home', findings: null, needs: [], files: [] });
      return { questioned: own[0].id, gone: card.clientId };
    });
    await shot(p, '14-today-needs-you'); await go(p, '#/outbox'); await shot(p, '15-outbox-trouble', true);
    await p.getByRole('button', { name: '撤回' }).first().click(); await shot(p, '15b-withdraw-ask'); await p.getByRole('button', { name: '先不' }).click();
    await p.getByRole('link', { name: '改好再交' }).click(); await shot(p, '15c-mend');
    await go(p, `#/records/${ids.questioned}`); await shot(p, '16-question', true);
    await p.locator('textarea').fill('还有三天，女儿周日会带来。'); await p.getByRole('button', { name: '交上去' }).click(); await shot(p, '16b-answered', true);
    await p.getByRole('button', { name: '撤回这条' }).click(); await shot(p, '16c-withdraw');
    await p.getByRole('button', { name: '先不' }).click(); await p.getByRole('link', { name: '改这条' }).click(); await shot(p, '17-correct', true);
    await go(p, '#/records'); await shot(p, '13b-records-trouble');
    await p.evaluate(() => (window as any).yimiDev.device.user.change({ signedOut: true, updateReady: true })); await go(p, '#/'); await shot(p, '14b-signed-out'); await go(p, '#/me'); await shot(p, '20-me', true);
    await go(p, '#/sign-in?again=1'); await shot(p, '02c-sign-in-again');
  },
  call: async () => {
    const p = await room.opened('qin'); await shot(p, '06c-today-village'); await p.locator('.y-person').first().click(); await p.waitForSelector('.person-care'); await shot(p, '08b-person-file', true);
    await p.getByRole('button', { name: '记一次探访' }).click(); await p.getByText('没人', { exact: true }).click(); await p.waitForSelector('.call-lead'); await shot(p, '18-call', true);
    await p.getByRole('button', { name: '都找不到人' }).click(); await shot(p, '18b-tell-after-call'); await p.getByRole('button', { name: '存好' }).click(); await p.waitForSelector('.saved-done'); await shot(p, '18c-saved', true);
    await go(p, '#/numbers'); await shot(p, '19-numbers', true); await go(p, '#/numbers/village'); await shot(p, '19b-village');
    await go(p, '#/register'); await p.getByLabel('姓名').fill('韦小妹'); await p.waitForTimeout(800); await p.getByLabel('身份证号').fill('11010519491231002X'); await shot(p, '21-register', true);
    await p.getByLabel('身份证号').fill(''); await p.getByLabel('姓名').fill('单依纯'); await p.waitForTimeout(400); await p.getByLabel('出生日期').fill('2018-05-01'); await p.getByRole('button', { name: '登记' }).click(); await shot(p, '21b-register-errors', true);
    await p.getByLabel('监护人姓名').fill('单大河'); await p.getByText('让我们登记并上门关心').click(); await p.getByRole('button', { name: '登记' }).click(); await shot(p, '21c-registered');
  },
  station: async () => {
    const p = await room.opened('lan'); await shot(p, '06d-today-station'); await p.locator('button.today-room').click(); await shot(p, '06e-choose-room'); await p.getByRole('button', { name: '大瑶冲' }).click(); await shot(p, '06f-other-room');
    await go(p, '#/me'); await p.getByText('English').click(); await p.waitForTimeout(300); await shot(p, '22-me-en', true); await go(p, '#/'); await shot(p, '22b-today-en'); await p.locator('.y-person').first().click(); await shot(p, '22c-person-en', true); await go(p, '#/register'); await shot(p, '22d-register-en', true); await go(p, '#/outbox'); await shot(p, '22e-outbox-en');
    await go(p, '#/numbers'); await shot(p, '22f-numbers-en', true);
  },
};
try { for (const [name, story] of Object.entries(stories)) if (!only || only.split(',').includes(name)) { try { await story(); } catch (e: any) { console.log('STORY FAILED', name, e.message.slice(0, 400)); } } }
finally { console.log('complaints', room.complaints.slice(0, 12)); await room.close(); console.log(Date.now() - t0, 'ms'); }
