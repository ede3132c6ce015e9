/**
 * One look at a screen of the phone: axe finds nothing, every target fits a thumb, nothing is wider than the phone.
 * `YIMI_SHOTS=folder` keeps a picture of it, and of the whole page where it is longer than the phone.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findings, tooSmallOrWide } from './fitting-room.ts';

const shots = process.env.YIMI_SHOTS;

export async function look(page: Page, name: string): Promise<void> {
  // Lists and pictures arrive a moment after the screen.
  await page.waitForTimeout(250);
  if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`) });
  if (
    shots !== undefined &&
    (await page.evaluate(() => document.documentElement.scrollHeight > window.innerHeight + 40))
  ) {
    await page.screenshot({ path: join(shots, `${name}-whole.png`), fullPage: true });
  }
  expect(await findings(page), `${name}: axe`).toEqual([]);
  expect(await tooSmallOrWide(page), `${name}: sizes`).toEqual([]);
}
