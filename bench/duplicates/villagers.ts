/** Invented people of a township, as two clerks might write them down: the stuff that labelled pairs are made of. */
import { addDays, mix32 } from '@yimi/kernel';
import type { Comparable } from '@yimi/people';

/** The one source of chance: a printed seed gives the same pairs. */
export class Chance {
  #state: number;
  constructor(...seed: readonly (string | number)[]) {
    this.#state = mix32(seed.join('/'), 0x1f83d9ab);
  }
  next(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return mix32(String(this.#state), 0x5be0cd19) / 2 ** 32;
  }
  below(n: number): number {
    return Math.floor(this.next() * n);
  }
  oneOf<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }
  happens(probability: number): boolean {
    return this.next() < probability;
  }
}

export interface Character {
  readonly written: string;
  readonly read: string;
}
const read = (text: string): Character[] =>
  text.split(' ').map((pair) => ({ written: pair.slice(0, 1), read: pair.slice(1) }));
const list = (text: string): readonly [Character, ...Character[]] => {
  const [first, ...others] = read(text);
  if (first === undefined) throw new Error('an empty list');
  return [first, ...others];
};

export const surnames = list(
  '杨yang 韦wei 覃qin 黄huang 陈chen 刘liu 石shi 吴wu 罗luo 莫mo 蓝lan 梁liang 单shan 曾zeng 解xie 仇qiu 张zhang 李li 农nong 龙long 潘pan 陆lu 蒙meng 银yin',
);
const forWomen = list(
  '花hua 英ying 秀xiu 芳fang 兰lan 珍zhen 玉yu 梅mei 玲ling 红hong 春chun 琴qin 凤feng 莲lian 桂gui 萍ping',
);
const forMen = list(
  '建jian 国guo 明ming 军jun 生sheng 荣rong 福fu 文wen 光guang 志zhi 山shan 松song 忠zhong 平ping 林lin 新xin',
);

export interface Villager {
  readonly name: readonly Character[];
  readonly sex: 'male' | 'female';
  readonly birthDay: string;
  readonly phone: string;
  readonly householdId: string;
  readonly roomId: string;
}

export const someName = (chance: Chance, sex: Villager['sex'], surname = chance.oneOf(surnames)): Character[] => {
  const given = sex === 'female' ? forWomen : forMen;
  const first = chance.oneOf(given);
  if (chance.happens(0.15)) return [surname, first];
  let second = chance.oneOf(given);
  while (second.written === first.written) second = chance.oneOf(given);
  return [surname, first, second];
};

export const somePhone = (chance: Chance): string => `13${String(chance.below(1_000_000_000)).padStart(9, '0')}`;
export const someBirth = (chance: Chance, from = '1932-01-01', years = 55): string =>
  addDays(from, chance.below(years * 365));
export const someId = (chance: Chance, kind: string): string => `${kind} ${chance.below(1_000_000)}`;

export function someVillager(chance: Chance): Villager {
  const sex = chance.happens(0.5) ? 'female' : 'male';
  return {
    name: someName(chance, sex),
    sex,
    birthDay: someBirth(chance),
    phone: somePhone(chance),
    householdId: someId(chance, 'household'),
    roomId: `room ${chance.below(12)}`,
  };
}

/** The file as it is kept. */
export function fileOf(villager: Villager, more: Partial<Comparable> = {}): Comparable {
  return {
    name: villager.name.map((one) => one.written).join(''),
    pinyin: villager.name.map((one) => one.read).join(' '),
    sex: villager.sex,
    birthDay: villager.birthDay,
    phone: villager.phone,
    householdId: villager.householdId,
    roomId: villager.roomId,
    idNumber: null,
    documentKind: null,
    documentNumber: null,
    ...more,
  };
}

export interface Pair {
  readonly one: Comparable;
  readonly other: Comparable;
  readonly same: boolean;
  /** What was done to it, or which hard case it is. */
  readonly kind: string;
}
