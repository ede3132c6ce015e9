/**
 * What the program's own source never does: ask an address that somebody sent (SSRF), set markup from text (XSS), run text
 * as a program, hand text to a shell, or hold text against a regular expression that takes ages over it (ReDoS).
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createContext, Script } from 'node:vm';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

function* filesIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (['node_modules', 'dist'].includes(name)) continue;
    if (statSync(path).isDirectory()) yield* filesIn(path);
    else if (/\.(ts|vue)$/.test(name)) yield path;
  }
}

interface Source {
  readonly name: string;
  readonly text: string;
}
const all: Source[] = ['packages', 'modules', 'apps', 'demo']
  .flatMap((folder) => [...filesIn(join(root, folder))])
  .map((path) => ({ name: relative(root, path), text: readFileSync(path, 'utf8') }));
/** What runs for people: no tests, no invented servers of the dev folders. */
const own = all.filter(({ name }) => !/\.test\.ts$|\/tests\/|\/dev\/|\/trial|\/scripts\//.test(name));
/** Of the server's folder, what a merchant's browser runs. */
const till = own.filter(({ name }) => name.startsWith('apps/server/public/till/'));
const onServer = own.filter(
  (source) => /^(apps\/server|modules|packages\/(kernel|protocol|sync))\//.test(source.name) && !till.includes(source),
);

const found = (among: readonly Source[], what: RegExp): string[] =>
  among.flatMap(({ name, text }) => (what.test(withoutComments(text)) ? [name] : []));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1');
}

it('is all read by these tests', () => {
  expect(own.length).toBeGreaterThan(400);
  expect(onServer.length).toBeGreaterThan(150);
});

it('SSRF: the server opens no connection but to its database, and asks no address that somebody sent', () => {
  // Not `keys.fetch(`, nor the method of that name where it is declared.
  expect(found(onServer, /(?<!async |[.\w])fetch\(|from 'undici'|from 'node:(tls|dgram)'|XMLHttpRequest/)).toEqual([
    // To the one address that the operator at the machine named when a county moved there (law S5); no request names it.
    'apps/server/deposits/passed-on.ts',
  ]);
  // In a merchant's browser: the page's own address, what is at hand below it, and what the browser itself asks for.
  expect(till.flatMap(({ text }) => [...text.matchAll(/(?<![.\w])fetch\(([^,)]*)/g)].map((one) => one[1]))).toEqual([
    ...['readyPath', 'path + location.search', 'request'],
  ]);
  // Types of requests and answers that come in, and nothing with which to send one.
  expect(found(onServer, /import (?!type)[^;]*from 'node:https?'/)).toEqual([]);
  expect(found(onServer, /from 'node:net'/)).toEqual(
    expect.arrayContaining(['apps/server/http/app.ts', 'apps/server/postgres/postmaster.ts']),
  );
  expect(found(onServer, /\b(createConnection|net\.connect)\(/)).toEqual([]);
});

it('XSS: no text is ever set as markup', () => {
  expect(found(own, /v-html|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|srcdoc/)).toEqual([]);
});

it('no text is run as a program, and no shell is asked', () => {
  expect(found(own, /(?<![.\w])eval\(|new Function\(|setTimeout\(['"`]|setInterval\(['"`]/)).toEqual([]);
  expect(found(own, /\bexec(Sync)?\(['"`]|\bexecFile|shell: true/)).toEqual([]);
});

/** Every regular expression that is written down in the program. */
function expressions(): { where: string; source: string; flags: string }[] {
  return own.flatMap(({ name, text }) => {
    const script = name.endsWith('.vue') ? (/<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '') : text;
    const file = ts.createSourceFile(name, script, ts.ScriptTarget.Latest, true);
    const literals: { where: string; source: string; flags: string }[] = [];
    const walk = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const at = node.text.lastIndexOf('/');
        literals.push({ where: name, source: node.text.slice(1, at), flags: node.text.slice(at + 1) });
      }
      ts.forEachChild(node, walk);
    };
    walk(file);
    return literals;
  });
}

/** Texts that make a backtracking matcher try again and again: what the expression likes, many times, and then no end. */
function attacks(source: string, length: number): string[] {
  const liked = new Set([
    'a',
    '0',
    ' ',
    '-',
    '.',
    '字',
    '\t',
    'a0',
    'a ',
    '0.',
    'a-',
    '1,',
    "'",
    '"',
    ...source.replace(/\\./g, ''),
  ]);
  const ends = ['', '!', '\u0001', '\n'];
  return [...liked].flatMap((pump) => {
    const many = pump.repeat(Math.ceil(length / pump.length));
    return ends.flatMap((end) => [many + end, `x${many}${end}`]);
  });
}

/** Nanoseconds that an expression takes over these texts; Infinity once it has taken longer than it may. */
function spent(source: string, flags: string, texts: readonly string[], mostMs: number): number {
  const context = createContext({ source, flags, texts });
  const script = new Script(
    'const m = new RegExp(source, flags); for (const text of texts) { m.lastIndex = 0; m.test(text); }',
  );
  const begun = process.hrtime.bigint();
  try {
    script.runInContext(context, { timeout: mostMs });
  } catch (error) {
    // It may come from another realm, where `Error` is another one.
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return Infinity;
    throw error;
  }
  return Number(process.hrtime.bigint() - begun);
}

const length = 1_000;
/**
 * Times the share of an expression that is quadratic, over 400 characters, measured in this run. A quadratic one over a whole
 * text takes some six times as much; a cubic one hundreds of times, and an exponential one never ends.
 */
const share = 100;

function isSlow(source: string, flags: string, linear: number): boolean {
  const texts = attacks(source, length);
  const most = linear * texts.length * share;
  return spent(source, flags, texts, Math.max(200, Math.ceil(most / 1e6))) > most;
}

function linearShare(): number {
  const plain = attacks('x', 400);
  return Math.max(spent('[^]*z', 'u', plain, 60_000), 1) / plain.length;
}

it('ReDoS: no expression takes more than its share over a text made to defeat it', () => {
  const linear = linearShare();
  const list = expressions();
  expect(list.length).toBeGreaterThan(150);
  const slow = list.filter(({ source, flags }) => isSlow(source, flags, linear));
  expect(slow).toEqual([]);
}, 240_000);

it.each(['^(a+)+$', '(0|00)*!!', '^(\\s*\\w*)*$'])(
  'and /%s/, which never ends, would be found',
  (source) => {
    expect(isSlow(source, '', linearShare())).toBe(true);
  },
  120_000,
);
