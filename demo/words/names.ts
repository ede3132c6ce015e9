/**
 * Names of the people. A surname's reading is written out, because in names it often differs from the dictionary's first
 * (覃 is qin here, 单 shan, 区 ou); given names are read by pinyin-pro. ü is written v, as it is typed.
 */
import { pinyin } from 'pinyin-pro';
import type { People } from '../places.ts';
import type { Random } from '../random.ts';

export type Generation = 'old' | 'adult' | 'child';
export type Sex = 'male' | 'female';

const surnameReadings: Readonly<Record<string, string>> = {
  杨: 'yang',
  吴: 'wu',
  石: 'shi',
  龙: 'long',
  陆: 'lu',
  潘: 'pan',
  粟: 'su',
  银: 'yin',
  覃: 'qin',
  荣: 'rong',
  韦: 'wei',
  黄: 'huang',
  蓝: 'lan',
  莫: 'mo',
  农: 'nong',
  梁: 'liang',
  罗: 'luo',
  岑: 'cen',
  劳: 'lao',
  贾: 'jia',
  滚: 'gun',
  马: 'ma',
  盘: 'pan',
  赵: 'zhao',
  邓: 'deng',
  李: 'li',
  冯: 'feng',
  凤: 'feng',
  王: 'wang',
  陈: 'chen',
  刘: 'liu',
  谢: 'xie',
  廖: 'liao',
  蒙: 'meng',
  欧: 'ou',
  吕: 'lv',
  单: 'shan',
  区: 'ou',
  曾: 'zeng',
  仇: 'qiu',
  侯: 'hou',
  胡: 'hu',
  兰: 'lan',
};

const surnames: Readonly<Record<People, readonly (readonly [string, number])[]>> = {
  dong: [
    ['杨', 22],
    ['吴', 20],
    ['石', 13],
    ['龙', 8],
    ['陆', 8],
    ['潘', 7],
    ['粟', 4],
    ['银', 2],
    ['覃', 5],
    ['荣', 2],
    ['吕', 1],
    ['欧', 2],
  ],
  zhuang: [
    ['韦', 22],
    ['覃', 16],
    ['黄', 13],
    ['蓝', 8],
    ['莫', 7],
    ['陆', 6],
    ['农', 5],
    ['梁', 7],
    ['罗', 6],
    ['岑', 3],
    ['劳', 1],
    ['区', 1],
  ],
  miao: [
    ['龙', 16],
    ['杨', 16],
    ['吴', 10],
    ['贾', 8],
    ['梁', 8],
    ['潘', 7],
    ['马', 5],
    ['滚', 3],
    ['石', 6],
    ['侯', 2],
    ['韦', 3],
  ],
  yao: [
    ['盘', 20],
    ['赵', 16],
    ['邓', 13],
    ['李', 10],
    ['冯', 8],
    ['凤', 5],
    ['黄', 10],
    ['蓝', 6],
    ['胡', 3],
  ],
  han: [
    ['李', 14],
    ['梁', 13],
    ['黄', 11],
    ['陈', 9],
    ['罗', 8],
    ['王', 8],
    ['刘', 6],
    ['谢', 5],
    ['廖', 6],
    ['蒙', 5],
    ['莫', 5],
    ['曾', 3],
    ['单', 1],
    ['仇', 1],
    ['兰', 2],
  ],
};

const given: Readonly<Record<Generation, Readonly<Record<Sex, string>>>> = {
  old: {
    female:
      '桂花 秀英 妹英 玉兰 秀兰 凤英 金花 银花 桂英 月英 妹花 玉英 春梅 秋菊 兰英 彩莲 妹兰 美英 菊花 莲英 翠英 桃英 梅香 妹仙 凤姣 玉珍 ' +
      '培英 水英 木香 满妹 桂姣 秀姣 绿云 培月 奶花 妹月 香兰 金妹 银妹 玉莲',
    male:
      '德明 德才 光明 昌荣 正才 玉章 文才 金山 水生 木生 土生 永福 永禄 世昌 通文 明德 正光 建国 国安 老满 桂生 天福 成章 金生 光才 玉林 ' +
      '胜利 昌明 培文 正文 贵生 荣光 石保 庙生 岩生 通明 启明 发祥 万福 有才',
  },
  adult: {
    female:
      '秋月 丽 小燕 海燕 春燕 美玲 丽萍 小芳 爱莲 艳红 春柳 志英 冬梅 红梅 雪梅 丽娟 慧 晓芬 玉婷 绿萍 秋萍 彩虹 丽芬 艳萍 月桂 春花 小玲 ' +
      '桂芬 培珍 仁妹 杏花 凤玲 金凤 美珍 艳菊',
    male:
      '志强 海军 建军 勇 文军 小军 志明 国栋 永强 春生 学文 文斌 世杰 光荣 昌明 福生 海波 家贵 正军 石生 明辉 小林 文辉 永胜 建华 国庆 ' +
      '秋生 树林 志雄 家旺 爱军 军华 金龙 少华 培忠',
  },
  child: {
    female:
      '思琪 雨欣 子涵 欣怡 佳怡 梦婷 雨桐 诗雨 静怡 小凤 思雨 雅婷 语嫣 嘉怡 可欣 心悦 雨萱 婷婷 小雪 佳慧 桂香 美琪 晓晴 依依',
    male: '梓轩 浩然 志豪 俊杰 小龙 家豪 思源 宇航 吉祥 子豪 志轩 俊宇 家明 天佑 文轩 嘉乐 子轩 明轩 小虎 宇轩 建豪 荣轩 浩宇 铭杰',
  },
};

const lists = new Map<string, readonly string[]>();
const readings = new Map<string, string>();

export interface Named {
  readonly surname: string;
  readonly name: string;
  readonly pinyin: string;
}

export function surnameFor(random: Random, people: People): string {
  return random.weighted(surnames[people]);
}

export function named(surname: string, givenName: string): Named {
  let reading = readings.get(givenName);
  if (reading === undefined) {
    reading = pinyin(givenName, { toneType: 'none', v: true, type: 'array' }).join(' ');
    readings.set(givenName, reading);
  }
  const first = surnameReadings[surname];
  if (first === undefined) throw new Error(`no reading for the surname ${surname}`);
  return { surname, name: surname + givenName, pinyin: `${first} ${reading}` };
}

export function someone(random: Random, surname: string, generation: Generation, sex: Sex): Named {
  const key = `${generation} ${sex}`;
  const list = lists.get(key) ?? given[generation][sex].split(' ');
  lists.set(key, list);
  return named(surname, random.pick(list));
}
