/**
 * The screens on a pretended device, for work on their look and for the browser tests. The address says who holds the
 * phone: `?as=wei` (volunteer), `qin` (village worker), `lan` (station worker), `new` (nobody yet), `wechat`. The test
 * drives the rest through `window.yimiDev`. Nothing of this folder is in the production build.
 */
import '../device/jitless.ts';
import { pinyinOf } from '../device/pinyin.ts';
import { startPhone } from '../start.ts';
import { Acts } from './acts.ts';
import { PretendDevice } from './pretend-device.ts';
import { smallTownship } from './township.ts';

const asked = new URLSearchParams(location.search);
const as = asked.get('as') ?? 'wei';
const world = await smallTownship(Number(asked.get('people') ?? 60), window.yimiOnTheWay);
const device = new PretendDevice(world, as);
window.yimiDev = new Acts(device, world);

await startPhone({
  ability: as === 'wechat' ? { ok: false, why: 'wechat' } : { ok: true },
  openDevice: () => Promise.resolve(device),
  opened: () => import('../opened.ts'),
  pinyinOf,
  applyUpdate: () => Promise.resolve(),
});
