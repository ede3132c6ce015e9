/** The production way in: the real device, the screens, nothing else. */
import { applyUpdate, canWorkOffline, openDevice, startWorker } from './device/index.ts';
import { pinyinOf } from './device/pinyin.ts';
import { startPhone } from './start.ts';

const opened = () => import('./opened.ts');
await startPhone({ ability: canWorkOffline(), openDevice: () => openDevice(opened), opened, pinyinOf, applyUpdate });
// Only now: on a first visit the worker's fetching of all files must not compete with the screen.
if (import.meta.env.PROD) void startWorker(`${import.meta.env.BASE_URL}sw.js`);
