/** What does not add up: the figures of S County and of Guangxi (DOMAIN.md 6), and posts and villages that lie askew. */
import { derivedId } from '@yimi/kernel';
import { describe, expect, it } from 'vitest';
import type { Statement } from './changes.ts';
import type { NetworkFacts } from './contradictions.ts';
import { contradictionsOf } from './contradictions.ts';

const id = (label: string): string => derivedId('contradictions', label);
const station = (label: string, state: 'open' | 'planned' = 'open') => ({
  id: id(label),
  name: `${label}乡社工站`,
  code: '459901201000',
  state,
});
const room = (label: string, of: string, more: Partial<NetworkFacts['rooms'][number]> = {}) => ({
  id: id(label),
  name: label,
  code: derivedId('code', label).replace(/\D/g, '').padEnd(12, '0').slice(0, 12),
  stationId: id(of),
  mergedInto: null,
  ...more,
});
const post = (
  label: string,
  role: 'station-head' | 'station-worker' | 'village-worker',
  at: string,
  roomLabel: string | null = null,
) => ({
  id: id(`post ${label}`),
  userId: id(label),
  name: label,
  role,
  stationId: id(at),
  roomId: roomLabel === null ? null : id(roomLabel),
});
const paper = (more: Partial<Statement>): Statement => ({
  ...{ id: id('paper'), subject: 'workers', source: '年报', total: null, least: null, most: null, divided: [] },
  ...{ day: '2023-01-01' },
  ...more,
});
const facts = (more: Partial<NetworkFacts>): NetworkFacts => ({
  ...{ stations: [], rooms: [], posts: [], agencies: 0, statements: [], today: '2026-03-10' },
  ...more,
});

/** 23 workers in five stations, as S County tells it: 5, 5, 4, 5, 4. */
function sCounty(): NetworkFacts {
  const names = ['甲', '乙', '丙', '丁', '庚'];
  const sizes = [5, 5, 4, 5, 4];
  return facts({
    stations: names.map((name) => station(name)),
    rooms: names.map((name) => room(`${name}村`, name)),
    posts: names.flatMap((name, at) =>
      Array.from({ length: sizes[at] ?? 0 }, (_, n) =>
        post(`${name}${n}`, n === 0 ? 'station-head' : 'station-worker', name),
      ),
    ),
  });
}

describe('the contradictions', () => {
  it('say that 23 workers in 5 stations cannot be two to four each, over all and station by station', () => {
    const found = contradictionsOf(sCounty());
    expect(found[0]).toMatchObject({
      code: 'workers-overall',
      numbers: { workers: 23, stations: 5, average: 4.6, least: 2, most: 4 },
    });
    expect(found.slice(1).map((one) => [one.code, one.places[0]?.name, one.numbers.n])).toEqual([
      ['station-many', '甲乡社工站', 5],
      ['station-many', '乙乡社工站', 5],
      ['station-many', '丁乡社工站', 5],
    ]);
  });

  it('go by the county’s newest paper once there is one, and count a person with two posts at a station once', () => {
    const base = sCounty();
    const doubled = { ...base.posts[1], id: id('second post') } as NetworkFacts['posts'][number];
    const widened = { subject: 'workers-per-station' as const, least: 2, most: 5, source: '购买服务方案' };
    expect(contradictionsOf({ ...base, posts: [...base.posts, doubled], statements: [paper(widened)] })).toEqual([]);
  });

  it('explain that 1,253 is not 806 towns and 312 townships: the subdistricts are left out', () => {
    const said = paper({
      subject: 'certified',
      total: 1253,
      divided: [
        [
          { name: '镇', n: 806 },
          { name: '乡', n: 312 },
        ],
        [
          { name: '镇', n: 806 },
          { name: '乡', n: 312 },
          { name: '街道', n: 135 },
        ],
      ],
    });
    const found = contradictionsOf(facts({ statements: [said] }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      code: 'parts-do-not-sum',
      numbers: { total: 1253, sum: 1118, gap: 135 },
      words: { parts: '镇 806 + 乡 312', missing: '街道' },
    });
  });

  it('set a headcount beside its sums by sex and by schooling', () => {
    const sexes = [
      { name: '男', n: 10 },
      { name: '女', n: 13 },
    ];
    const schooling = [
      { name: '本科以上', n: 4 },
      { name: '大专', n: 15 },
      { name: '其他', n: 3 },
    ];
    const withTotal = contradictionsOf({
      ...sCounty(),
      statements: [
        paper({ subject: 'workers-per-station', least: 1, most: 9 }),
        paper({ total: 23, divided: [sexes, schooling] }),
      ],
    });
    expect(withTotal.map((one) => [one.code, one.numbers])).toEqual([
      ['parts-do-not-sum', { total: 23, sum: 22, gap: 1 }],
    ]);
    const without = contradictionsOf(
      facts({ statements: [paper({ subject: 'certified', divided: [sexes, schooling] })] }),
    );
    expect(without.map((one) => one.code)).toEqual(['divisions-differ']);
  });

  it('find a paper whose total is not what the lists hold', () => {
    const found = contradictionsOf(facts({ agencies: 2, statements: [paper({ subject: 'agencies', total: 23 })] }));
    expect(found).toMatchObject([{ code: 'count-differs', numbers: { total: 23, n: 2, gap: 21 } }]);
  });

  it('find a station without a head, and one with two', () => {
    const found = contradictionsOf(
      facts({
        stations: [station('甲'), station('乙')],
        rooms: [room('一', '甲'), room('二', '乙')],
        posts: [
          post('a', 'station-worker', '甲'),
          post('b', 'station-worker', '甲'),
          post('c', 'station-head', '乙'),
          post('d', 'station-head', '乙'),
        ],
      }),
    );
    expect(found.map((one) => [one.code, one.places[0]?.name])).toEqual([
      ['no-head', '甲乡社工站'],
      ['two-heads', '乙乡社工站'],
    ]);
  });

  it('find posts at a merged village, at a village that passed to another station, and where no station stands', () => {
    const found = contradictionsOf(
      facts({
        stations: [station('甲', 'planned'), station('乙', 'planned')],
        rooms: [room('旧', '甲', { mergedInto: id('新') }), room('新', '甲'), room('移', '乙')],
        posts: [
          post('a', 'village-worker', '甲', '旧'),
          post('b', 'village-worker', '甲', '移'),
          post('c', 'station-worker', '甲'),
          post('d', 'village-worker', '甲', '新'),
        ],
      }),
    );
    expect(found.map((one) => [one.code, one.words.name, one.places.map((place) => place.name)])).toEqual([
      ['post-at-merged-room', 'a', ['旧', '新']],
      ['post-at-other-station', 'b', ['移', '甲乡社工站', '乙乡社工站']],
      ['post-at-planned-station', 'c', ['甲乡社工站']],
    ]);
    expect(found.every((one) => one.postId !== null && one.stationIds[0] === id('甲'))).toBe(true);
  });

  it('find a village that stands twice: under two names, or twice under one; and an open station without any', () => {
    const found = contradictionsOf(
      facts({
        stations: [station('甲', 'planned'), station('空')],
        rooms: [
          room('木桥村', '甲', { code: '459901201201' }),
          room('木桥社区', '甲', { code: '459901201201' }),
          room('同', '甲'),
          { ...room('同二', '甲'), name: '同' },
        ],
        posts: [post('h', 'station-head', '空'), post('w', 'station-worker', '空')],
      }),
    );
    expect(found.map((one) => one.code)).toEqual(['same-code', 'same-name', 'no-villages']);
    expect(found[0]?.places.map((place) => place.name)).toEqual(['木桥村', '木桥社区']);
  });
});
