import { RunningHouse } from '/work/main/tests/e2e/running-house.ts';
import { Phone } from '/work/main/tests/e2e/devices.ts';
const house = await RunningHouse.start('/tmp/e2e-data');
const complaints: string[] = [];
const v = await Phone.of('v', house.origin, complaints);
v.page.on('response', async (r) => { if (r.url().includes('/api/')) console.log(r.request().method(), r.url().slice(house.origin.length), r.status(), r.status() >= 400 || r.url().includes('files') ? JSON.stringify(r.request().headers()) + (await r.text().catch(() => '')).slice(0, 300) : ''); });
v.page.on('requestfailed', (r) => console.log('FAILED', r.method(), r.url(), r.failure()?.errorText));
try {
await v.signIn('weixiaomei', 'yimi-demo');
await v.page.getByRole('link', { name: '记一次探访' }).tap();
await v.page.locator('.y-person').first().tap();
await v.page.getByText('在家', { exact: true }).tap();
await v.page.getByRole('button', { name: '下一步' }).tap();
await v.page.getByRole('button', { name: '说一段' }).tap();
await v.page.getByRole('button', { name: /说完了/ }).getByText('0:02').waitFor();
await v.page.getByRole('button', { name: /说完了/ }).tap();
await v.page.waitForTimeout(500);
await v.page.getByRole('button', { name: '存好' }).tap();
await v.page.waitForTimeout(15000);
console.log(await v.page.locator('.receipt-files').innerText());
} catch (e) { console.log(e); }
console.log(complaints);
await v.throwAway();
await house.stop();
