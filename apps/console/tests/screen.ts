/** What a screen of the console is to axe and to the photographs: a name, and the way to it from signing in. */
import type { Page } from 'playwright-core';

export interface Screen {
  readonly name: string;
  readonly open: (page: Page, address: string) => Promise<void>;
}

export async function signIn(
  page: Page,
  address: string,
  login: string,
  language: 'zh-CN' | 'en' = 'zh-CN',
): Promise<void> {
  await page.addInitScript((chosen) => localStorage.setItem('yimi.console.language', chosen), language);
  await page.goto(address);
  await page.locator('input[autocomplete="username"]').fill(login);
  await page.locator('input[type="password"]').fill('yimi');
  await page.locator('form button[type="submit"]').click();
  await page.locator('nav a').first().waitFor();
}

/** Goes to an address and waits until the screen has its content and stands still. */
async function go(page: Page, address: string, hash: string, ready: string): Promise<void> {
  await page.goto(`${address}#${hash}`);
  await page.locator(ready).first().waitFor();
  await page.waitForTimeout(450);
}

export function screen(
  name: string,
  login: string,
  hash: string,
  ready: string,
  then?: (page: Page) => Promise<void>,
  language: 'zh-CN' | 'en' = 'zh-CN',
): Screen {
  return {
    name,
    open: async (page, address) => {
      await signIn(page, address, login, language);
      await go(page, address, hash, ready);
      await then?.(page);
      if (then !== undefined) await page.waitForTimeout(450);
    },
  };
}

export const click = (selector: string) => (page: Page) => page.locator(selector).first().click();
