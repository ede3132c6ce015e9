/**
 * What the benches ask of the app from within its page: the open person's own interface (`apps/phone/device/open-user.ts`),
 * found through Vue's own mark on the root element, so that the build that is measured is the one that people get.
 */
import type { Page } from 'playwright-core';
import type { OpenUser } from '../../apps/phone/device/index.ts';

/** Hands the open person to the page as `globalThis.bench`; again after each opening. */
export async function reach(page: Page): Promise<void> {
  await page.evaluate(() => {
    const root = document.querySelector('#app') as unknown as {
      __vue_app__: { _context: { provides: Record<symbol, { live?: { value: { user: OpenUser } | null } }> } };
    };
    const { provides } = root.__vue_app__._context;
    const user = Object.getOwnPropertySymbols(provides)
      .map((key) => provides[key]?.live?.value?.user)
      .find((found) => found !== undefined);
    if (user === undefined) throw new Error('nobody has opened the phone');
    Object.assign(globalThis, { bench: user });
  });
}

declare global {
  /** In the page only. */
  var bench: OpenUser;
}

/**
 * One round with the server, begun now, until the phone notes that it is in step; what the server has to say afterwards begins
 * another round, which is no part of it. Nothing may be under way when it is called.
 * @returns milliseconds until the last record was answered, and until the round had ended; a round that fails is begun again and counts
 */
export function roundOf(page: Page): Promise<{ answeredMs: number; ms: number }> {
  return page.evaluate(async () => {
    const begun = performance.now();
    const before = bench.status.value.lastSyncAt ?? 0;
    let answeredMs = 0;
    const ended = new Promise<number>((done) => {
      const stop = bench.subscribe(() => {
        const { lastSyncAt, pending } = bench.status.value;
        if (pending > 0) return;
        answeredMs ||= performance.now() - begun;
        if ((lastSyncAt ?? 0) <= before) return;
        stop();
        done(performance.now() - begun);
      });
    });
    for (let tries = 0; tries < 20 && (bench.status.value.lastSyncAt ?? 0) <= before; tries++) await bench.syncNow();
    if ((bench.status.value.lastSyncAt ?? 0) <= before) throw new Error('the server cannot be reached');
    return { answeredMs: Math.round(answeredMs), ms: Math.round(await ended) };
  });
}

/** No round is under way, whatever waits. */
export async function quiet(page: Page): Promise<void> {
  await page.waitForFunction(() => !bench.status.value.syncing);
}

export function recordAll(page: Page, name: string, inputs: readonly unknown[]): Promise<void> {
  return page.evaluate(
    async ([command, all]) => {
      for (const input of all) {
        const entry = await bench.record(command, input);
        if ('problem' in entry && entry.problem === true) throw new Error(JSON.stringify(entry));
      }
    },
    [name, inputs] as const,
  );
}

/** Nothing is under way: no round, no waiting record. */
export async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() => !bench.status.value.syncing && bench.status.value.pending === 0);
  // The connection over which the server tells of news is opened after a round, and its first word begins another.
  await page.waitForTimeout(4_000);
  await page.waitForFunction(() => !bench.status.value.syncing);
}
