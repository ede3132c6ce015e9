/**
 * The held-out half: other slips than the rule was tuned on, and hard cases of people who are two. Nothing in the rule may be
 * set by what happens here.
 */
import { addDays } from '@yimi/kernel';
import type { Comparable } from '@yimi/people';
import type { Character, Pair, Villager } from './villagers.ts';
import { Chance, fileOf, someId, someName, somePhone, someVillager } from './villagers.ts';

/** Written by ear, by somebody whose Mandarin is of the south: zh and z, l and n, hu and f, in and ing are one. */
const byEar: Readonly<Record<string, Character>> = {
  玲: { written: '林', read: 'lin' },
  林: { written: '灵', read: 'ling' },
  新: { written: '星', read: 'xing' },
  春: { written: '村', read: 'cun' },
  志: { written: '自', read: 'zi' },
  山: { written: '三', read: 'san' },
  生: { written: '森', read: 'sen' },
  忠: { written: '宗', read: 'zong' },
  兰: { written: '南', read: 'nan' },
  珍: { written: '曾', read: 'zeng' },
  莲: { written: '年', read: 'nian' },
  花: { written: '发', read: 'fa' },
  刘: { written: '牛', read: 'niu' },
  陈: { written: '程', read: 'cheng' },
  张: { written: '臧', read: 'zang' },
  石: { written: '斯', read: 'si' },
  农: { written: '龙', read: 'long' },
};
const otherCharacter: Readonly<Record<string, Character>> = {
  英: { written: '莹', read: 'ying' },
  建: { written: '剑', read: 'jian' },
  福: { written: '付', read: 'fu' },
  文: { written: '闻', read: 'wen' },
  光: { written: '广', read: 'guang' },
  玉: { written: '裕', read: 'yu' },
  凤: { written: '奉', read: 'feng' },
  琴: { written: '芹', read: 'qin' },
  红: { written: '洪', read: 'hong' },
  梁: { written: '良', read: 'liang' },
  罗: { written: '骆', read: 'luo' },
  蒙: { written: '孟', read: 'meng' },
};

type Slip = (villager: Villager, chance: Chance) => Partial<Comparable> | null;

function rewritten(villager: Villager, by: Readonly<Record<string, Character>>): Partial<Comparable> | null {
  const at = villager.name.findIndex((one) => by[one.written] !== undefined);
  if (at < 0) return null;
  const name = villager.name.map((one, index) => (index === at ? (by[one.written] ?? one) : one));
  return { name: name.map((one) => one.written).join(''), pinyin: name.map((one) => one.read).join(' ') };
}

function valid(day: string): boolean {
  return !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().slice(0, 10) === day;
}

const slips: Readonly<Record<string, Slip>> = {
  'by a southern ear': (villager) => rewritten(villager, byEar),
  'another character of the sound': (villager) => rewritten(villager, otherCharacter),
  'spaces and dots in the name': (villager) => {
    const [first = '', ...others] = villager.name.map((one) => one.written);
    return {
      name: `${first}　${others.join('·')}`,
      pinyin: villager.name.map((one) => one.read.toUpperCase()).join(' '),
    };
  },
  'one digit of the birth date wrong': (villager, chance) => {
    const at = chance.oneOf([2, 3, 6, 9]);
    const digit = (Number(villager.birthDay[at]) + 1 + chance.below(8)) % 10;
    const birthDay = villager.birthDay.slice(0, at) + digit + villager.birthDay.slice(at + 1);
    return valid(birthDay) ? { birthDay } : null;
  },
  'month and day exchanged': (villager) => {
    const [year, month, day] = villager.birthDay.split('-');
    const birthDay = `${year}-${day}-${month}`;
    return valid(birthDay) && birthDay !== villager.birthDay ? { birthDay } : null;
  },
  'no birth date, same phone': (villager) => ({ birthDay: null, phone: villager.phone }),
  'no birth date, same household, by a southern ear': (villager) => {
    const name = rewritten(villager, byEar);
    return name === null ? null : { ...name, birthDay: null, householdId: villager.householdId, phone: villager.phone };
  },
  'lunar date told as solar, a year on': (villager, chance) => {
    const birthDay = addDays(villager.birthDay, -(18 + chance.below(33)));
    return { birthDay, sex: chance.happens(0.1) ? ('unknown' as const) : villager.sex };
  },
  'sex typed wrong': (villager) => ({ sex: villager.sex === 'male' ? ('female' as const) : ('male' as const) }),
  'country code before the phone': (villager) => ({
    phone: `+86 ${villager.phone.slice(0, 3)}-${villager.phone.slice(3)}`,
  }),
  'moved, with a new phone': (_, chance) => ({
    phone: somePhone(chance),
    roomId: someId(chance, 'room'),
    householdId: null,
  }),
  'a character that sounds otherwise': (villager, chance) => {
    const [last] = someName(chance, villager.sex).slice(-1);
    if (last === undefined || villager.name.length < 3 || villager.name.some((one) => one.read === last.read))
      return null;
    const name = [...villager.name.slice(0, -1), last];
    return { name: name.map((one) => one.written).join(''), pinyin: name.map((one) => one.read).join(' ') };
  },
};
/** A whole other character is the rarest of slips; the others come alike often. */
const rare = 'a character that sounds otherwise';

function asked(villager: Villager, chance: Chance): Partial<Comparable> {
  return {
    phone: chance.happens(0.4) ? villager.phone : chance.happens(0.6) ? null : somePhone(chance),
    householdId: chance.happens(0.25) ? villager.householdId : null,
    roomId: chance.happens(0.8) ? villager.roomId : someId(chance, 'room'),
  };
}

type Unlike = (chance: Chance) => readonly [Comparable, Comparable];

function given(chance: Chance, sex: Villager['sex'], but: readonly Character[]): Character {
  for (;;) {
    const [last] = someName(chance, sex).slice(-1);
    if (last !== undefined && !but.some((one) => one.written === last.written)) return last;
  }
}

export const hardCases: Readonly<Record<string, Unlike>> = {
  twins: (chance) => {
    const one = someVillager(chance);
    const sex = chance.happens(0.7) ? one.sex : one.sex === 'male' ? 'female' : 'male';
    const name = [...one.name.slice(0, -1), given(chance, sex, one.name)];
    return [fileOf(one), fileOf({ ...one, sex, name })];
  },
  'same name in one village': (chance) => {
    const one = someVillager(chance);
    const other = someVillager(chance);
    return [fileOf(one), fileOf({ ...other, name: one.name, sex: one.sex, roomId: one.roomId })];
  },
  'same name, cousins of one household': (chance) => {
    const one = someVillager(chance);
    const birthDay = addDays(one.birthDay, 420 + chance.below(3_000));
    return [fileOf(one), fileOf({ ...one, birthDay, phone: somePhone(chance) })];
  },
  'father and son with one phone': (chance) => {
    const father: Villager = { ...someVillager(chance), sex: 'male' };
    const shared = chance.happens(0.5) ? father.name.slice(0, -1) : father.name.slice(0, 1);
    const name = [...shared, given(chance, 'male', father.name)];
    return [
      fileOf(father),
      fileOf({ ...father, name, birthDay: addDays(father.birthDay, 7_500 + chance.below(5_000)) }),
    ];
  },
  'sisters with like names': (chance) => {
    const one: Villager = { ...someVillager(chance), sex: 'female' };
    const like = rewritten(one, { ...byEar, ...otherCharacter });
    const birthDay = addDays(one.birthDay, 380 + chance.below(2_000));
    return [
      fileOf(one),
      fileOf({ ...one, birthDay }, like ?? { name: `${one.name[0]?.written}小妹`, pinyin: 'x xiao mei' }),
    ];
  },
  'husband and wife': (chance) => {
    const man: Villager = { ...someVillager(chance), sex: 'male' };
    const name = someName(chance, 'female', chance.happens(0.4) ? man.name[0] : undefined);
    return [
      fileOf(man),
      fileOf({ ...man, sex: 'female', name, birthDay: addDays(man.birthDay, chance.below(1_500) - 500) }),
    ];
  },
};

export function heldOutPairs(count: number): Pair[] {
  const chance = new Chance('held-out', count);
  const kinds = Object.entries(slips);
  const pairs: Pair[] = [];
  for (let n = 0; pairs.length < count / 2; n++) {
    const villager = someVillager(chance);
    const [kind, slip] = kinds[n % kinds.length] ?? ['', () => null];
    if (kind === rare && chance.happens(0.7)) continue;
    const slipped = slip(villager, chance);
    if (slipped === null) continue;
    const other = fileOf(villager, { ...asked(villager, chance), ...slipped });
    pairs.push({ one: fileOf(villager), other, same: true, kind });
  }
  const cases = Object.entries(hardCases);
  for (let n = 0; pairs.length < count; n++) {
    // Four in five are hard: 400 of 500, more than the 300 asked for.
    const [kind, make] = (n % 5 === 0 ? undefined : cases[n % cases.length]) ?? ['two people', strangers];
    const [one, other] = make(chance);
    pairs.push({ one, other, same: false, kind });
  }
  return pairs;
}

function strangers(chance: Chance): readonly [Comparable, Comparable] {
  return [fileOf(someVillager(chance)), fileOf(someVillager(chance))];
}
