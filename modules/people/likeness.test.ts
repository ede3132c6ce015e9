/** Law C7: who may be one person, with the reasons that a person is shown; and who is not, however alike. */
import { expect, it } from 'vitest';
import type { Comparable } from './likeness.ts';
import { likeness, proposedFrom } from './likeness.ts';
import { plainName, soundKeyOf, syllablesOf } from './name-sound.ts';

const wei: Comparable = {
  name: '韦桂花',
  pinyin: 'wei gui hua',
  sex: 'female',
  birthDay: '1953-07-12',
  phone: '13800001234',
  householdId: null,
  roomId: 'room',
  idNumber: null,
  documentKind: null,
  documentNumber: null,
};
const bare = { phone: null };

it.each([
  ['a homophone of the surname', { ...bare, name: '伟桂花' }, ['same-sound', 'same-birth']],
  ['the traditional form', { ...bare, name: '韋桂花' }, ['same-name', 'same-birth']],
  ['another character of the sound', { ...bare, name: '韦贵华' }, ['same-sound', 'same-birth']],
  ['a southern f for hu', { ...bare, name: '韦桂发', pinyin: 'wei gui fa' }, ['like-sound', 'same-birth']],
  ['digits of the birth date exchanged', { ...bare, birthDay: '1953-07-21' }, ['same-name', 'birth-digits']],
  ['the year before', { ...bare, birthDay: '1952-07-12' }, ['same-name', 'birth-year-off']],
  ['the lunar date', { ...bare, birthDay: '1953-06-02' }, ['same-name', 'birth-lunar']],
  [
    'no birth date but the phone, with the country’s code',
    { birthDay: null, phone: '+86 138-0000-1234' },
    ['same-name', 'same-phone'],
  ],
] as const)('proposes %s, and says why', (_, more, reasons) => {
  const found = likeness(wei, { ...wei, ...more });
  expect(found.reasons).toEqual(reasons);
  expect(found.score).toBeGreaterThanOrEqual(proposedFrom);
});

it.each([
  ['somebody of the same name born elsewhen', { ...bare, birthDay: '1961-02-28' }],
  ['a twin who differs in one character', { name: '韦桂芬', pinyin: 'wei gui fen', householdId: 'h' }],
  ['a son with the family’s phone', { name: '韦建国', pinyin: 'wei jian guo', sex: 'male', birthDay: '1978-01-30' }],
  ['a neighbour born on the same day', { ...bare, name: '覃秀英', pinyin: 'qin xiu ying' }],
] as const)('leaves alone %s', (_, more) => {
  expect(likeness({ ...wei, householdId: 'h' }, { ...wei, ...more }).score).toBeLessThan(proposedFrom);
});

it('two valid numbers settle it: the same is one person, different are two, whatever the names', () => {
  const one = { ...wei, idNumber: '11010519491231002X' };
  expect(likeness(one, { ...one, name: '王五', pinyin: 'wang wu' })).toEqual({ score: 100, reasons: ['same-id'] });
  expect(likeness(one, { ...one, idNumber: '11010519491231003X' }).score).toBe(0);
});

it('readings of one surname meet, and so do sounds that southern ears lay together', () => {
  expect(soundKeyOf('单玉梅', 'shan yu mei')).toBe(soundKeyOf('单玉梅', 'dan yu mei'));
  expect(soundKeyOf('曾玉梅', 'zeng yu mei')).toBe(soundKeyOf('曾玉梅', 'Céng yù méi'));
  for (const [one, other] of [
    ['zhang', 'zang'],
    ['liu', 'niu'],
    ['lin', 'ling'],
    ['hua', 'fa'],
    ['cheng', 'cen'],
  ] as const) {
    expect(soundKeyOf('', one), `${one} and ${other}`).toBe(soundKeyOf('', other));
  }
  expect(soundKeyOf('王', 'wang')).not.toBe(soundKeyOf('韦', 'wei'));
  expect(syllablesOf('吕四', 'lǚ sì')).toEqual(['lv', 'si']);
  expect(plainName('楊　桂·花')).toBe('杨桂花');
});

it('is the same from either end', () => {
  const other = { ...wei, name: '伟桂华', birthDay: '1953-06-02', phone: null };
  expect(likeness(wei, other)).toEqual(likeness(other, wei));
});
