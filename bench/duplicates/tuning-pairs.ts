/** The tuning half: the slips that the rule's weights were set on. The held-out half has others. */
import { addDays } from '@yimi/kernel';
import type { Comparable } from '@yimi/people';
import type { Pair, Villager } from './villagers.ts';
import { Chance, fileOf, someBirth, someId, someName, somePhone, someVillager, surnames } from './villagers.ts';

/** Characters that input methods offer beside the right one. */
const homophones: Readonly<Record<string, string>> = {
  花: '华',
  英: '瑛',
  秀: '绣',
  芳: '方',
  珍: '贞',
  玉: '育',
  梅: '妹',
  桂: '贵',
  萍: '平',
  建: '健',
  国: '帼',
  明: '铭',
  军: '君',
  生: '升',
  荣: '容',
  福: '富',
  文: '纹',
  志: '智',
  红: '宏',
  平: '萍',
  松: '嵩',
  韦: '伟',
  吴: '伍',
};
const traditional: Readonly<Record<string, string>> = {
  杨: '楊',
  韦: '韋',
  黄: '黃',
  陈: '陳',
  刘: '劉',
  吴: '吳',
  罗: '羅',
  蓝: '藍',
  张: '張',
  农: '農',
  龙: '龍',
  陆: '陸',
};
const otherReading: Readonly<Record<string, string>> = { 单: 'dan', 曾: 'ceng', 解: 'jie', 仇: 'chou', 覃: 'tan' };

type Slip = (villager: Villager, chance: Chance) => Partial<Comparable> | null;

function written(villager: Villager, by: Readonly<Record<string, string>>): Partial<Comparable> | null {
  const at = villager.name.findIndex((one) => by[one.written] !== undefined);
  if (at < 0) return null;
  return { name: villager.name.map((one, index) => (index === at ? by[one.written] : one.written)).join('') };
}

function swapped(day: string, chance: Chance): string | null {
  // Neighbouring digits of month or day change places; only where that is a day again.
  const at = chance.oneOf([5, 8]);
  const text = `${day.slice(0, at)}${day[at + 1]}${day[at]}${day.slice(at + 2)}`;
  const valid = !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().slice(0, 10) === text;
  return valid && text !== day ? text : null;
}

const slips: Readonly<Record<string, Slip>> = {
  'nothing but missing fields': () => ({}),
  'homophone typed': (villager) => written(villager, homophones),
  'traditional form': (villager) => written(villager, traditional),
  'other reading of the surname': (villager) => {
    const [surname, ...given] = villager.name;
    const reading = otherReading[surname?.written ?? ''];
    return reading === undefined ? null : { pinyin: [reading, ...given.map((one) => one.read)].join(' ') };
  },
  'birth digits transposed': (villager, chance) => {
    const birthDay = swapped(villager.birthDay, chance);
    return birthDay === null ? null : { birthDay };
  },
  'birth year off by one': (villager, chance) => {
    const year = Number(villager.birthDay.slice(0, 4)) + chance.oneOf([-1, 1]);
    return villager.birthDay.endsWith('02-29') ? null : { birthDay: `${year}${villager.birthDay.slice(4)}` };
  },
  'lunar birth date': (villager, chance) => ({ birthDay: addDays(villager.birthDay, -20 - chance.below(31)) }),
  'homophone and lunar birth date, same phone': (villager, chance) => {
    const name = written(villager, homophones);
    const birthDay = addDays(villager.birthDay, -20 - chance.below(31));
    return name === null ? null : { ...name, birthDay, phone: villager.phone };
  },
};

/** What the second clerk did not ask, or was told otherwise. */
function asked(villager: Villager, chance: Chance): Partial<Comparable> {
  return {
    phone: chance.happens(0.5) ? villager.phone : chance.happens(0.5) ? null : somePhone(chance),
    householdId: chance.happens(0.35) ? villager.householdId : null,
    roomId: chance.happens(0.85) ? villager.roomId : someId(chance, 'room'),
  };
}

type Unlike = (chance: Chance) => readonly [Villager, Villager];
const unlike: Readonly<Record<string, Unlike>> = {
  'two people': (chance) => [someVillager(chance), someVillager(chance)],
  'siblings in one household': (chance) => {
    const one = someVillager(chance);
    const name = [...one.name.slice(0, -1), ...someName(chance, one.sex).slice(-1)];
    return [one, { ...one, name, birthDay: addDays(one.birthDay, 400 + chance.below(2_500)) }];
  },
  'father and son with one phone': (chance) => {
    const father: Villager = { ...someVillager(chance), sex: 'male' };
    const name = someName(chance, 'male', father.name[0]);
    return [father, { ...father, name, birthDay: addDays(father.birthDay, 8_000 + chance.below(4_000)) }];
  },
  'same name in one village': (chance) => {
    const one = someVillager(chance);
    const { name, sex, roomId } = one;
    return [one, { ...someVillager(chance), name, sex, roomId, birthDay: someBirth(chance) }];
  },
};

export function tuningPairs(count: number): Pair[] {
  const chance = new Chance('tuning', count);
  const kinds = Object.entries(slips);
  const others = Object.entries(unlike);
  const pairs: Pair[] = [];
  for (let n = 0; pairs.length < count / 2; n++) {
    const villager = someVillager(chance);
    const surname = chance.oneOf(surnames.filter((one) => otherReading[one.written]) as unknown as typeof surnames);
    const [kind, slip] = kinds[n % kinds.length] ?? ['', () => null];
    const person = kind.includes('reading') ? { ...villager, name: [surname, ...villager.name.slice(1)] } : villager;
    const slipped = slip(person, chance);
    if (slipped === null) continue;
    pairs.push({
      one: fileOf(person),
      other: fileOf(person, { ...asked(person, chance), ...slipped }),
      same: true,
      kind,
    });
  }
  for (let n = 0; pairs.length < count; n++) {
    const [kind, make] = others[n % others.length] ?? ['', unlike['two people'] as Unlike];
    const [one, other] = make(chance);
    if (
      one.name.map((c) => c.written).join() === other.name.map((c) => c.written).join() &&
      one.birthDay === other.birthDay
    )
      continue;
    pairs.push({ one: fileOf(one), other: fileOf(other), same: false, kind });
  }
  return pairs;
}
