/** Every refusal that the program can give has words in every language, and both languages fill the same blanks. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../locales/en.ts';
import { zhCN as first } from '../locales/zh-CN.ts';
import { later } from '../locales/zh-CN-later.ts';
import { textAt } from '../words.ts';

const zhCN = { ...first, ...later };
const root = join(import.meta.dirname, '../../..');
const sources = ['packages', 'modules', 'apps/phone', 'apps/server'];
const made = /problem\(\s*'[a-z-]+',\s*'([a-z-]+\.[a-z-]+)'/g;
/** Refusals of the console's reads and imports and of the administrator's command line never reach a phone. */
const elsewhere = /^(reads|admin|accounts|imports)\./;

function codesInSource(): string[] {
  const files = sources.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }));
  const codes = files
    .filter((file) => !/node_modules|dist\/|\.test\.ts$|tests\/|apps\/phone\/dev\//.test(file))
    .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(made)].map((match) => match[1] ?? ''));
  return [...new Set(codes)].filter((code) => !elsewhere.test(code)).sort();
}

function texts(of: object, path = ''): [string, string][] {
  return Object.entries(of).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : texts(value, `${path}${key}.`),
  );
}

const blanks = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('the words of the phone', () => {
  it('say what to do for every problem code in the source, in both languages', () => {
    const codes = codesInSource();
    expect(codes.length).toBeGreaterThan(40);
    for (const [language, messages] of [
      ['zh-CN', zhCN],
      ['en', en],
    ] as const) {
      const missing = codes.filter((code) => textAt(messages, `problems.${code}`) === null);
      expect(missing, language).toEqual([]);
    }
  });

  it('fill the same blanks in both languages', () => {
    const english = new Map(texts(en));
    const differing = texts(zhCN).filter(
      ([key, text]) => blanks(text).join() !== blanks(english.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('leave no text empty but units that English does without', () => {
    expect(texts(zhCN).filter(([, text]) => text.trim() === '')).toEqual([]);
    const empty = texts(en)
      .filter(([, text]) => text.trim() === '')
      .map(([key]) => key);
    expect(empty).toEqual(['today.times', 'numbers.ownUnit', 'numbers.metUnit']);
  });

  it('keep Chinese out of the English ones, but for what is typed and where an example must be Chinese', () => {
    const allowed = ['search.how', 'register.hamletHint'];
    const chinese = texts(en).filter(([key, text]) => /[\u4e00-\u9fff]/.test(text) && !allowed.includes(key));
    expect(chinese).toEqual([]);
  });
});
