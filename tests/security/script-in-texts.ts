/**
 * Markup that would run if it were ever set as such, put into every text of an answer: the words that a schema takes from a
 * list are left alone, for with anything added no answer would be taken at all.
 */
import type { Page } from 'playwright-core';
import * as z from 'zod';
import { catalogue } from '../../apps/catalogue.ts';

export const script = '<img src=x onerror="window.stored=1"><svg onload="window.stored=1"><i data-stored>';

/** Fits into a name of forty letters: a phone's own commands check the rows that they are laid over. */
export const shortScript = '<img src=x onerror=stored=1>';

const listed = new Set<string>();
for (const { input } of catalogue.commands.values()) collect(z.toJSONSchema(input, { unrepresentable: 'any' }));
for (const { schema } of catalogue.tables.values()) collect(z.toJSONSchema(schema, { unrepresentable: 'any' }));
function collect(value: unknown, key = ''): void {
  if (Array.isArray(value))
    for (const one of value) key === 'enum' && typeof one === 'string' ? listed.add(one) : collect(one);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) collect(inner, name);
}

/** For whoever spoils answers in a page. */
export const listedWords: readonly string[] = [...listed];

/** Texts of people have letters of their language; codes, ids, days and names of commands have none. */
export function spoilt(value: unknown): unknown {
  if (typeof value === 'string')
    return /\p{Script=Han}/u.test(value) && !listed.has(value) ? `${value}${script}` : value;
  if (Array.isArray(value)) return value.map(spoilt);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoilt(inner)]));
}

/** Whether the markup stands on the page to be read, as the text that it is. */
export async function isRead(page: Page): Promise<boolean> {
  return /<img src=x onerror=("window\.)?stored/.test(await page.locator('body').innerText());
}

/** @returns what the markup did on this page; null if it did nothing */
export async function done(page: Page): Promise<string | null> {
  const ran = await page.evaluate(() => Reflect.get(window, 'stored') !== undefined);
  const made = await page.locator('[data-stored], img[src="x"]').count();
  return ran || made > 0 ? `ran ${ran}, elements ${made}` : null;
}
