/** The statistics' divisions against what the documents say of them (DOMAIN.md 6), counted in the package itself. */
import { derivedId } from '@yimi/kernel';
import type { DivisionLevel } from '@yimi/network';
import { codeOn, markOf, townKindOf } from '@yimi/network';
import { describe, expect, it } from 'vitest';
import type { Listed } from './county-places.ts';
import { listedOf, plannedPlaces } from './county-places.ts';
import type { Division } from './package.ts';
import { divisionName, divisions } from './package.ts';
import { divisionId } from './reference.ts';

/** Each branch is read once: the largest file of the package has 620,000 lines. */
const read = new Map<string, Division[]>();

async function within(prefix: string): Promise<Division[]> {
  const known = read.get(prefix);
  if (known !== undefined) return known;
  const all: Division[] = [];
  for await (const one of divisions(prefix)) all.push(one);
  read.set(prefix, all);
  return all;
}
const at = (all: readonly Division[], level: DivisionLevel) => all.filter((one) => one.level === level);
const count = (all: readonly Division[], mark: Division['mark']) => all.filter((one) => one.mark === mark).length;

describe('the marks of the rule', () => {
  it('leave 153 real townships of the 168 listed in 安庆: twelve zones, two farms, one prison are none', async () => {
    const townships = at(await within('3408'), 'township');
    expect(townships).toHaveLength(168);
    expect(count(townships, 'real')).toBe(153);
    const names = (mark: Division['mark']) => townships.filter((one) => one.mark === mark).map((one) => one.name);
    expect(names('farm')).toEqual(['皖河农场', '华阳河农场总场']);
    expect(names('prison')).toEqual(['九成监狱管理分局']);
    expect(names('zone')).toHaveLength(12);
    expect(names('zone')).toContain('旅游度假区');
    expect(names('other')).toEqual([]);
  });

  it('leave the 1,253 township units of 广西: 806 towns, 312 townships, and 135 subdistricts that the text omits', async () => {
    const real = at(await within('45'), 'township').filter((one) => one.mark === 'real');
    const kinds = Map.groupBy(real, (one) => townKindOf(one.name));
    const n = (kind: '镇' | '乡' | '街道' | 'other') => kinds.get(kind)?.length ?? 0;
    expect([real.length, n('镇'), n('乡'), n('街道'), n('other')]).toEqual([1253, 806, 312, 135, 0]);
  });

  it('go by the code first and the name second', () => {
    expect(markOf('township', '340826400', '九成监狱管理分局')).toBe('prison');
    expect(markOf('township', '340803500', '皖河农场')).toBe('farm');
    expect(markOf('township', '659001500', '一六五团')).toBe('farm');
    expect(markOf('township', '340881400', '桐城经济开发区')).toBe('zone');
    // A subdistrict that is called after the zone in which it lies has its office all the same.
    expect(markOf('township', '340811001', '高新园区街道')).toBe('real');
    expect(markOf('township', '350527100', '金门县')).toBe('real');
    expect(markOf('township', '460400100', '镇级区划')).toBe('other');
    expect(markOf('village', '450226100201', '平传村村委会')).toBe('real');
    expect(markOf('village', '450226100598', '红旗农场虚拟生活区')).toBe('other');
    expect(markOf('county', '340871', '安徽安庆经济开发区')).toBe('zone');
  });

  it('leave out the state farms and forest bureaus of 虎林 and say which', async () => {
    const townships = at(await within('230381'), 'township');
    const left = townships.filter((one) => one.mark !== 'real').map((one) => one.name);
    expect(left.some((name) => name.endsWith('农场'))).toBe(true);
    expect(left.some((name) => /林业局/.test(name))).toBe(true);
    expect(townships.filter((one) => one.mark === 'real').every((one) => !/农场|林场|开发区/.test(one.name))).toBe(
      true,
    );
  });

  it('read all five levels of one county, with what lies above it', async () => {
    const all = await within('450226');
    const path = all.filter((one) => ['province', 'city', 'county'].includes(one.level)).map((one) => one.name);
    expect(path).toEqual(['广西壮族自治区', '柳州市', '三江侗族自治县']);
    const codes = new Set(all.map((one) => one.code));
    expect(all.every((one) => one.parent === null || codes.has(one.parent))).toBe(true);
    expect(await divisionName('450226')).toBe('三江侗族自治县');
    expect(await divisionName('450200')).toBe('柳州市');
    expect(await divisionName('999999')).toBeNull();
  });
});

describe('the reference', () => {
  it('names each of China’s 665,276 divisions by an id of its own, also those that are there for form’s sake', async () => {
    const ids = new Set<string>();
    const levels = new Map<DivisionLevel, number>();
    for await (const one of divisions()) {
      ids.add(divisionId(one.code));
      levels.set(one.level, (levels.get(one.level) ?? 0) + 1);
    }
    expect(Object.fromEntries(levels)).toEqual({
      ...{ province: 31, city: 342, county: 2978, township: 41_352, village: 620_573 },
    });
    expect(ids.size).toBe(665_276);
  }, 60_000);
});

describe('what a county becomes', () => {
  const countyId = derivedId('tests', 'divisions');
  const listed = async (code: string): Promise<Listed[]> => (await within(code)).flatMap((one) => listedOf(one) ?? []);
  const all = { countyId, open: null, include: new Set<string>() };

  it('is 15 stations and 170 rooms in 三江, villages called as people do and each name once in its township', async () => {
    const planned = plannedPlaces(await listed('450226'), all);
    expect([planned.stations.length, planned.rooms.length]).toEqual([15, 170]);
    expect(planned.rooms.some((one) => one.name.endsWith('村委会'))).toBe(false);
    expect(new Set(planned.rooms.map((one) => `${one.stationId} ${one.name}`)).size).toBe(170);
    const stations = new Set(planned.stations.map((one) => one.stationId));
    expect(planned.rooms.every((one) => stations.has(one.stationId))).toBe(true);
  });

  it('takes an entry by hand that the rule leaves out, and a corrected mark, name and code', async () => {
    const places = await listed('340826');
    const farm = places.find((one) => one.name === '华阳河农场总场');
    expect(plannedPlaces(places, all).leftOut.map((one) => one.name)).toContain('华阳河农场总场');
    const wanted = plannedPlaces(places, { ...all, include: new Set([farm?.sourceCode ?? '']) });
    expect(wanted.stations.map((one) => one.name)).toContain('华阳河农场总场社工站');
    const corrected = places.map((one) =>
      one === farm ? { ...one, name: '华阳河镇', mark: 'real' as const, code: '340826110000', corrected: true } : one,
    );
    const station = plannedPlaces(corrected, all).stations.find((one) => one.name === '华阳河镇社工站');
    expect(station?.code).toBe('340826110000');
  });

  it('opens only the townships that have a station, where those are named', async () => {
    const planned = plannedPlaces(await listed('450226'), { ...all, open: new Set(['450226100']) });
    expect(planned.stations.filter((one) => one.state === 'open').map((one) => one.name)).toEqual(['古宜镇社工站']);
  });
});

it('a code is an attribute with days: what it was on a day can be told for ever', () => {
  const place = {
    code: '459901201011',
    codeHistory: [
      { code: '459901201201', fromDay: '0001-01-01' },
      { code: '459901201011', fromDay: '2026-03-01' },
    ],
  };
  expect(codeOn(place, '2026-02-28')).toBe('459901201201');
  expect(codeOn(place, '2026-03-01')).toBe('459901201011');
  expect(codeOn({ code: '1', codeHistory: [] }, '2020-01-01')).toBe('1');
});
