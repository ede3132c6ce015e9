/** UX.md 3: a person is found by name, pinyin, initials and last four, and not by what merely lies in the middle. */
import { expect, it } from 'vitest';
import { matches, searchTokens } from './search-tokens.ts';

const wei = {
  name: '韦小妹',
  pinyin: 'wei xiao mei',
  phone: '138 0000 1234',
  idLastFour: '002X',
  hamlet: '归冲屯',
  soundKey: 'wei xiao mei',
};

it.each([
  '韦',
  '韦小',
  '小妹',
  '妹',
  'wei',
  'weixiao',
  'wei xiao',
  'wxm',
  'wx',
  'xiaomei',
  'WXM',
  '1234',
  '002x',
  '002X',
  '13800001234',
  '13800',
  '归冲',
])('finds 韦小妹 by %s', (typed) => {
  expect(matches(searchTokens(wei), typed)).toBe(true);
});

it.each(['', ' ', 'xm', 'iao', '王', 'wxmm', '0000', '123', '~', '80000'])('does not find 韦小妹 by "%s"', (typed) => {
  expect(matches(searchTokens(wei), typed)).toBe(false);
});
