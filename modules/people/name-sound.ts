/**
 * How a Chinese name sounds, for finding who was registered twice (疑似重复). Hand-written lists mix up characters that sound
 * alike (韦/伟), simplified and traditional forms (杨/楊), the several readings of one surname (单 shàn or dān), and sounds
 * that southern Mandarin does not keep apart (zh/z, n/l, f/h, in/ing). Of pinyin without tones, as the files have it.
 */

/** Surnames that are read otherwise than their character usually is: the reading of the surname, then the usual ones. */
const readings: Readonly<Record<string, readonly string[]>> = {
  单: ['shan', 'dan', 'chan'],
  曾: ['zeng', 'ceng'],
  解: ['xie', 'jie'],
  仇: ['qiu', 'chou'],
  覃: ['qin', 'tan'],
  查: ['zha', 'cha'],
  区: ['ou', 'qu'],
  朴: ['piao', 'pu'],
  翟: ['zhai', 'di'],
  盖: ['ge', 'gai'],
  尉: ['yu', 'wei'],
  乐: ['yue', 'le'],
  任: ['ren'],
  缪: ['miao', 'mou', 'miu'],
  种: ['chong', 'zhong'],
  折: ['she', 'zhe'],
  员: ['yun', 'yuan'],
  繁: ['po', 'fan'],
  召: ['shao', 'zhao'],
  那: ['na', 'nuo'],
  纪: ['ji'],
  葛: ['ge'],
  洗: ['xian', 'xi'],
  冼: ['xian', 'xi'],
  宓: ['mi', 'fu'],
  长: ['chang', 'zhang'],
  重: ['chong', 'zhong'],
  行: ['xing', 'hang'],
  传: ['chuan', 'zhuan'],
  祭: ['ji', 'zhai'],
  牟: ['mou', 'mu'],
  柏: ['bai', 'bo'],
  车: ['che', 'ju'],
  俞: ['yu', 'shu'],
  黑: ['he', 'hei'],
  晟: ['sheng', 'cheng'],
  茜: ['qian', 'xi'],
  莎: ['sha', 'suo'],
  露: ['lu', 'lou'],
  朝: ['chao', 'zhao'],
  兴: ['xing'],
};

/** Traditional and variant forms that old ledgers have, beside the form in use. */
const forms: Readonly<Record<string, string>> = Object.fromEntries(
  (
    '楊杨 韋韦 陳陈 劉刘 張张 趙赵 黃黄 吳吴 鄧邓 盧卢 馮冯 許许 鄭郑 謝谢 韓韩 羅罗 蘇苏 葉叶 蔣蒋 賈贾 龍龙 萬万 錢钱 湯湯 顧顾 賴赖 ' +
    '龔龚 嚴严 魯鲁 陸陆 藍蓝 蔭荫 龐庞 鐘钟 鍾钟 譚谭 鄒邹 廖廖 歐欧 區区 單单 紀纪 華华 麗丽 國国 強强 偉伟 軍军 蘭兰 鳳凤 蓮莲 ' +
    '貴贵 榮荣 慶庆 蓉蓉 豔艳 艷艳 愛爱 寶宝 銀银 金金 鳴鸣 學学 書书 義义 禮礼 廣广 東东 興兴 發发 財财 壽寿 長长 嬌娇 嬸婶 婭娅 蕓芸 ' +
    '雲云 順顺 輝辉 勝胜 運运 達达 遠远 進进 連连 開开 關关 鋒锋 飛飞 馬马 齊齐 蘆芦 樹树 橋桥 權权 歲岁 歡欢 漢汉 澤泽 濤涛 煥焕 ' +
    '瓊琼 環环 瑩莹 業业 祿禄 禎祯 穎颖 紅红 純纯 細细 紹绍 經经 維维 綱纲 練练 聯联 聰聪 肅肃 蔣蒋 薩萨 虎虎 誠诚 賢贤 貞贞 質质 ' +
    '趕赶 躍跃 農农 遲迟 鑫鑫 鎮镇 鐵铁 錦锦 閏闰 陽阳 雙双 靈灵 靜静 韻韵 頌颂 願愿 養养 駿骏 鵬鹏 鶴鹤 麥麦 黨党 顏颜 賀贺'
  )
    .split(' ')
    .filter((pair) => pair[0] !== pair[1])
    .map((pair) => [...pair]),
);

/** The name in the forms in use today, without the dots and spaces that lists put into it. */
export function plainName(name: string): string {
  return [...name.normalize('NFKC').replace(/[\s·•．.　]/g, '')].map((one) => forms[one] ?? one).join('');
}

/** The reading under which all readings of the character meet; a character with one reading keeps its own. */
function settled(character: string, syllable: string): string {
  const known = readings[character];
  return known?.includes(syllable) === true ? (known[0] ?? syllable) : syllable;
}

/** One syllable with what southern ears confuse laid together. */
export function foldedSyllable(syllable: string): string {
  return syllable
    .replace(/^(zh|ch|sh)/, (two) => two.slice(0, 1))
    .replace(/^n(?!g)/, 'l')
    .replace(/^r/, 'l')
    .replace(/^h(?=u)/, 'f')
    .replace(/^fu(?=.)/, 'f')
    .replace(/v|ü/, 'u')
    .replace(/([aei])ng$/, '$1n');
}

/** Syllables of the name as they are kept: lower case, tones and apostrophes away, each under its settled reading. */
export function syllablesOf(name: string, pinyin: string): string[] {
  const plain = [...plainName(name)];
  const syllables = pinyin
    .normalize('NFD')
    .replace(/u\u0308/g, 'v')
    .replace(/[\u0300-\u036f']/g, '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  if (syllables.length !== plain.length) return syllables;
  return syllables.map((syllable, at) => settled(plain[at] ?? '', syllable));
}

/** Under which like-sounding names meet; empty for a name without pinyin, which meets nobody. */
export function soundKeyOf(name: string, pinyin: string): string {
  return syllablesOf(name, pinyin).map(foldedSyllable).join(' ');
}
