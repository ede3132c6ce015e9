/**
 * What the statistics' codes say of a division (行政区划). The bureau gives every place where somebody is counted a code of
 * five parts (2+2+2+3+3 digits); not all of them are places with a government or a committee. The rule reads the code first
 * and the name second, and a person may correct it.
 *
 * Source: 统计用区划代码编制规则 (statistics bureau). Township part: 001–099 subdistricts (街道), 100–199 towns (镇), 200–399
 * townships (乡), 400–599 units that are only counted like one. Village part: 001–199 residents' committees, 200–399
 * villagers' committees, 400–599 units counted like one.
 */

export const divisionLevels = ['province', 'city', 'county', 'township', 'village'] as const;
export type DivisionLevel = (typeof divisionLevels)[number];

/** real: has a government or a committee · zone, farm, prison, other: is counted like one and is none. */
export const divisionMarks = ['real', 'zone', 'farm', 'prison', 'other'] as const;
export type DivisionMark = (typeof divisionMarks)[number];

export const digitsOf: Readonly<Record<DivisionLevel, number>> = {
  province: 2,
  city: 4,
  county: 6,
  township: 9,
  village: 12,
};

/** The first number that is given to units which are only counted like a township or a village. */
const firstUnreal = 400;
/** Below the county: functional zones take 71–80 among the counties of a city. */
const zonesAmongCounties: readonly [number, number] = [71, 80];

const prison = /监狱|看守所|劳教|劳改|戒毒/;
const farm =
  /农场|林场|牧场|渔场|盐场|茶场|果场|马场|[猪牛羊]场|种场|畜场|殖场|艺场|育场|苗圃|农垦|林业局|农科所|[一二三四五六七八九十零〇]团$|兵团|分场$|总场$/;
const zone =
  /开发区|园区|工业区|产业区|高新|新区|保税|示范区|度假区|风景区|旅游区|景区|集聚区|工业园|科技园|产业园|经济园|经济区|管理区|管委会|管理委员会|试验区|实验区|新城|片区|商务区|港区|基地/;
/** Entries that the statistics keep for form's sake. */
const empty = /虚拟|级区划|^市辖区$|^县$/;

function byName(name: string): DivisionMark {
  if (prison.test(name)) return 'prison';
  if (farm.test(name)) return 'farm';
  return zone.test(name) ? 'zone' : 'other';
}

/** @param code of the division, in the digits of its level or all twelve */
export function markOf(level: DivisionLevel, code: string, name: string): DivisionMark {
  if (level === 'province') return 'real';
  if (empty.test(name)) return 'other';
  const digits = digitsOf[level];
  if (level === 'city') return 'real';
  if (level === 'county') {
    const number = Number(code.slice(4, digits));
    return number >= zonesAmongCounties[0] && number <= zonesAmongCounties[1] ? 'zone' : 'real';
  }
  const number = Number(code.slice(digits - 3, digits));
  if (number < firstUnreal) return 'real';
  return byName(name);
}

/** Twelve digits, as the codes are written in papers and kept here. */
export function fullCode(code: string): string {
  return code.padEnd(12, '0');
}

const townKinds = ['镇', '乡', '街道'] as const;
export type TownKind = (typeof townKinds)[number] | 'other';

/** 镇, 乡 (民族乡 among them) or 街道, by the name of the township; other where the name does not say. */
export function townKindOf(name: string): TownKind {
  const bare = name.replace(/社工站$/, '');
  return townKinds.find((kind) => bare.endsWith(kind)) ?? (bare.endsWith('苏木') ? '乡' : 'other');
}

/** 平传村村委会 is called 平传村 by everybody; where two of a township would then be called alike, both keep the whole name. */
export function shortVillageNames<T extends { readonly name: string; readonly township: string }>(
  villages: readonly T[],
): T[] {
  const key = (village: T) => `${village.township} ${shortName(village.name)}`;
  const count = new Map<string, number>();
  for (const village of villages) count.set(key(village), (count.get(key(village)) ?? 0) + 1);
  return villages.map((village) =>
    count.get(key(village)) === 1 ? { ...village, name: shortName(village.name) } : village,
  );
}

function shortName(name: string): string {
  return name.replace(/(?<=.)村?(村民委员会|村委会)$/, '村').replace(/社区(居民委员会|居委会)$/, '社区');
}
