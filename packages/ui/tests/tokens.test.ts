import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const tokens = new Map(
  [...read('../tokens.css').matchAll(/--y-([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]),
);

/** Relative luminance and contrast ratio: WCAG 2.2, "relative luminance" and "contrast ratio". */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(front: string, back: string): number {
  const [a, b] = [front, back].map((name) => {
    const hex = tokens.get(name);
    if (!hex) throw new Error(`tokens.css has no colour --y-${name}`);
    return luminance(hex);
  });
  const [light, dark] = [Math.max(a ?? 0, b ?? 0), Math.min(a ?? 0, b ?? 0)];
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['paper', 'sheet', 'sunken'];
const inks = ['ink', 'ink-2', 'ink-3', 'indigo', 'indigo-deep', 'indigo-mid', 'persimmon', 'leaf', 'grain', 'amaranth'];
const textPairs: [string, string][] = [
  ...grounds.flatMap((ground) => inks.map((ink): [string, string] => [ink, ground])),
  ...['indigo', 'persimmon', 'leaf', 'grain', 'amaranth'].flatMap((hue): [string, string][] => [
    [hue, `${hue}-soft`],
    ['ink', `${hue}-soft`],
    ['ink-2', `${hue}-soft`],
    ['on-dark', hue],
  ]),
  ['ink-3', 'indigo-soft'],
  ['on-dark', 'indigo-deep'],
  ['on-dark', 'indigo-mid'],
  ['on-dark', 'persimmon-deep'],
  ['on-dark', 'ink-3'],
  ['on-dark-2', 'indigo'],
  ['on-dark-2', 'indigo-deep'],
  ['persimmon-bright', 'indigo-deep'],
  ['persimmon-line', 'indigo-deep'],
];
const edgePairs: [string, string][] = [
  ['line-strong', 'paper'],
  ['line-strong', 'sheet'],
  ['focus', 'paper'],
  ['focus', 'sheet'],
  ['focus', 'indigo-soft'],
  ['focus-on-dark', 'indigo'],
  ['focus-on-dark', 'indigo-deep'],
  ['persimmon-bright', 'indigo'],
  ['indigo-mid', 'sheet'],
];

describe('tokens', () => {
  test.each(textPairs)('text in %s on %s has a contrast of at least 4.5', (front, back) => {
    expect(contrast(front, back)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(edgePairs)('edges and marks in %s on %s have a contrast of at least 3', (front, back) => {
    expect(contrast(front, back)).toBeGreaterThanOrEqual(3);
  });
  test('body text is at least 17 px and the smallest text 15 px on the phone', () => {
    const rem = (name: string): number =>
      Number(/([\d.]+)rem/.exec(read('../tokens.css').split(`--y-${name}:`)[1] ?? '')?.[1]);
    expect(rem('text-m') * 16).toBeGreaterThanOrEqual(17);
    expect(rem('text-s') * 16).toBeGreaterThanOrEqual(15);
  });
  test('touch targets are at least 44 px on the phone', () => {
    expect(Number(/--y-target: (\d+)px/.exec(read('../tokens.css'))?.[1])).toBeGreaterThanOrEqual(44);
  });
});

describe('library maps', () => {
  const require = createRequire(import.meta.url);
  const names = (css: string, prefix: string): Set<string> =>
    new Set([...css.matchAll(new RegExp(`(--${prefix}-[a-z0-9-]+)`, 'g'))].map((m) => m[1] ?? ''));
  test.each([
    ['vant.css', 'van', 'vant/lib/index.css'],
    ['element.css', 'el', 'element-plus/theme-chalk/index.css'],
  ])('%s sets only variables that the library knows', (map, prefix, library) => {
    const known = names(readFileSync(require.resolve(library), 'utf8'), prefix);
    expect([...names(read(`../${map}`), prefix)].filter((name) => !known.has(name))).toEqual([]);
  });
  test.each(['tokens.css', 'base.css', 'vant.css', 'element.css'])('%s uses only tokens that exist', (file) => {
    const defined = names(read('../tokens.css').replace(/var\([^)]*\)/g, ''), 'y');
    const used = [...read(`../${file}`).matchAll(/var\((--y-[a-z0-9-]+)/g)].map((m) => m[1] ?? '');
    expect(used.filter((name) => !defined.has(name))).toEqual([]);
  });
});
