/** The production way in: the real device, the screens, nothing else. */
import { applyUpdate, canWorkOffline, openDevice, startWorker } from './device/index.ts';
import { pinyinOf } from './device/pinyin.ts';
import { startPhone } from './start.ts';

/** Each failed try of a poor line is followed by another: whoever signs in on it waits, and is not thrown back. */
const tries = 5;
const pauseMs = 2_000;
async function opened(tried = 1): Promise<typeof import('./opened.ts')> {
  try {
    return await import('./opened.ts');
  } catch (error) {
    if (tried >= tries) throw error;
    await new Promise((done) => setTimeout(done, pauseMs));
    return opened(tried + 1);
  }
}

await startPhone({
  ability: canWorkOffline(),
  openDevice: () => openDevice(() => opened()),
  opened: () => opened(),
  pinyinOf,
  applyUpdate,
});
// Only now: on a first visit the worker's fetching of all files must not compete with the screen.
if (import.meta.env.PROD) void startWorker(`${import.meta.env.BASE_URL}sw.js`);
