/** What people read: complete in both languages, and words for every refusal that the house can utter. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { answerFaults, modelFaults } from '@yimi/forms';
import { problem } from '@yimi/kernel';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { sayCommand, sayField, sayProblem } from '../core/say.ts';
import { codeWord } from '../locales/code-lists.ts';
import { en } from '../locales/en/index.ts';
import { i18n, loadEnglish, t, wordsOfScreens } from '../locales/index.ts';
import { first } from '../locales/zh-CN/first.ts';
import { zhCN } from '../locales/zh-CN/index.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** The phone's own refusals never reach the console. */
const sources = ['packages', 'modules', 'apps/server', 'apps/console'];

function codesOf(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.(ts|vue)$/.test(file) && !/node_modules|[/\\]dist[/\\]|\.test\.ts$|[/\\]?dev[/\\]/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, folder, file), 'utf8');
      // The terminal's own words (`npm run admin`) never reach the console either.
      return [...text.matchAll(/\bproblem\(\s*'[a-z-]+',\s*'([a-z-]+\.[a-z0-9-]+)'/g)]
        .map((match) => match[1] ?? '')
        .filter((code) => !code.startsWith('admin.'));
    });
}

function leaves(value: unknown, before = ''): [string, string][] {
  if (typeof value === 'string') return [[before, value]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => leaves(inner, before === '' ? key : `${before}.${key}`));
}

/** The files which a first visit evaluates: from the start, the door and the board along what each imports at once. */
function filesOfFirstVisit(): Set<string> {
  const seen = new Set<string>();
  const walk = (file: string): void => {
    if (seen.has(file) || file.includes('locales')) return;
    seen.add(file);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*'(\.[^']+\.(?:ts|vue))'/g))
      walk(join(dirname(file), path));
  };
  for (const file of [
    'main.ts',
    'screens/SignInScreen.vue',
    'screens/SecondStepForm.vue',
    'screens/board/BoardScreen.vue',
  ])
    walk(join(root, 'apps/console', file));
  return seen;
}

beforeAll(wordsOfScreens);
afterEach(() => {
  i18n.global.locale.value = 'zh-CN';
});

describe('The texts of the console', () => {
  it('have the same keys in both languages, none of them empty', () => {
    const chinese = leaves(zhCN);
    const english = leaves(en);
    expect(english.map(([key]) => key).sort()).toEqual(chinese.map(([key]) => key).sort());
    expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('come with the first visit where the door, the frame and the board name them', () => {
    const known = new Set(leaves(first).map(([key]) => key));
    const files = [...filesOfFirstVisit()];
    const named = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(files.length).toBeGreaterThan(30);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((key) => !known.has(key))).toEqual([]);
  });

  it('use the same placeholders in both languages', () => {
    const holes = (text: string): string[] =>
      [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((hole) => hole[1] ?? ''))].sort();
    const english = new Map(leaves(en));
    // Chinese leaves out what its grammar does not need, never the other way round.
    const lost = leaves(zhCN).filter(([key, text]) =>
      holes(text).some((hole) => !holes(english.get(key) ?? '').includes(hole)),
    );
    expect(lost.filter(([key]) => !key.startsWith('words.'))).toEqual([]);
  });

  it('say “1 township” and “2 townships”: whatever is counted has both its forms in English', async () => {
    // A count and, perhaps after one word, the thing counted; a count that says `n` picks the form.
    const countedNoun =
      /\{(n|clients|townships|stations|rooms|workers|visits|met|real)\}(?: [a-z-]+)? ([a-z]+s|people)\b/;
    const onlyMany = leaves(en).filter(([, text]) => countedNoun.test(text) && !text.includes(' | '));
    expect(onlyMany.map(([, text]) => text)).toEqual([]);
    await loadEnglish();
    i18n.global.locale.value = 'en';
    expect([t('board.stations', { n: 1 }), t('board.stations', { n: 2 })]).toEqual([
      '1 township: days since anybody went',
      '2 townships: days since anybody went',
    ]);
    expect([t('audit.entries', { n: '1' }), t('audit.entries', { n: '1,201' })]).toEqual(['1 entry', '1,201 entries']);
  });

  it('have words in both languages for every problem that the program can return', () => {
    const ofForms = [...modelFaults, ...answerFaults.map((fault) => `answer-${fault}`)].map(
      (fault) => `forms.${fault}`,
    );
    const codes = [...new Set([...sources.flatMap(codesOf), ...ofForms])].sort();
    expect(codes.length).toBeGreaterThan(60);
    for (const locale of ['zh-CN', 'en'] as const) {
      const missing = codes.filter(
        (code) => !i18n.global.te(`problems.${code}.title`, locale) || !i18n.global.te(`problems.${code}.next`, locale),
      );
      expect(missing, locale).toEqual([]);
    }
  });

  it('name every command of the catalogue', () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const missing = [...catalogue.commands.keys()].filter((name) => !i18n.global.te(`commandNames.${name}`, locale));
      expect(missing, locale).toEqual([]);
    }
    expect(sayCommand('services.record-visit')).toBe('记探访');
  });

  it('tell a field by the last step of its path that has a word', () => {
    expect(sayField('input.changes.phone.to')).toBe('电话');
    expect(sayField('input.nothing.known')).toBe('内容');
    expect(sayField(undefined)).toBe('内容');
  });

  it('never show a code alone: an unknown one is told by its kind', () => {
    const said = sayProblem(problem('conflict', 'future.unheard-of'));
    expect(said.title).toBe('和别人的改动碰上了');
    expect(said.next).not.toBe('');
  });

  it('say which field is too long, and how long it may be', () => {
    const said = sayProblem(problem('invalid', 'sync.wrong-shape', { fault: 'too_big', most: 500 }, 'input.question'));
    expect(said).toEqual({ title: '“问题”太长了', next: '请写短一些，最多 500。' });
  });

  it('translate the code lists for an English reader and leave them as they are for a Chinese one', async () => {
    expect(codeWord('助餐')).toBe('助餐');
    await loadEnglish();
    i18n.global.locale.value = 'en';
    expect(codeWord('助餐')).toBe('meals');
  });
});
