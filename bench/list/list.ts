/**
 * Lists at a million people in one county: a page of fifty, filtered and sorted, and the search by name, pinyin, initials,
 * one letter, phone's end and village. Whole requests of a station's worker: session, rights, row-level security, both
 * queries, names of staff, JSON; the network is left out. Aims: page 5 ms (p50) and 20 ms (p99), search 50 ms (p99).
 */

import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { counties, place } from '../../apps/server/trial-house.ts';
import { furnishedHouse } from '../furnished.ts';
import type { BenchRun, Figures } from '../main.ts';
import { measureDirectus } from '../peers/directus.ts';
import { layDown } from './million.ts';

const rounds = 40;
const pages: readonly string[] = [
  '',
  '?risk=high',
  '?group=%E7%8B%AC%E5%B1%85%E8%80%81%E4%BA%BA',
  '?care=overdue',
  '?care=week',
  '?risk=high&group=%E7%8B%AC%E5%B1%85%E8%80%81%E4%BA%BA',
];
const searches: readonly string[] = [
  '韦小妹',
  '韦',
  '小妹',
  'weixiaomei',
  'wei',
  'wxm',
  'wx',
  'w',
  'l',
  '3456',
  '138',
  '2屯',
];

/** The peer holds a tenth of our people: so many are in the ledger that it can be given in some minutes. */
const rowsOfPeer = 100_000;

export async function run({ say, peers }: BenchRun): Promise<Figures> {
  const ours = await measured({ say });
  return peers ? { ...ours, directus: await measureDirectus(rowsOfPeer, { say }) } : ours;
}

async function measured({ say }: Pick<BenchRun, 'say'>): Promise<Figures> {
  const lay = ({ cellar }: TrialHouse) => layDown(cellar.owner.pool, counties.here, place.station, say);
  const house = await furnishedHouse('list', lay, say);
  try {
    const present = await sizes(house);
    say(JSON.stringify(present));
    const cookie = await house.cookieOf('lan');
    const ask = async (query: string): Promise<{ ms: number; rows: number }> => {
      const sought = query.startsWith('?') || query === '' ? null : { search: query };
      const begun = performance.now();
      const answer = await house.app.inject(
        sought === null
          ? { method: 'GET', url: `/api/people${query}`, headers: { cookie } }
          : { method: 'POST', url: '/api/people/search', headers: { cookie, 'x-yimi': '1' }, payload: sought },
      );
      const ms = performance.now() - begun;
      if (answer.statusCode !== 200) throw new Error(answer.body);
      return { ms, rows: answer.json<{ rows: unknown[] }>().rows.length };
    };
    const rounded = async (queries: readonly string[]): Promise<Record<string, number[]>> => {
      const found: Record<string, number[]> = {};
      for (let round = -3; round < rounds; round++) {
        for (const query of queries) {
          const { ms } = await ask(query);
          // The first rounds only warm: plans, caches, compiled code.
          if (round >= 0) found[query] = [...(found[query] ?? []), ms];
        }
      }
      return found;
    };
    const listed = await rounded(pages);
    const searched = await rounded(searches);
    for (const [query, times] of [...Object.entries(listed), ...Object.entries(searched)])
      say(`${decodeURIComponent(query || '(all)').padEnd(28)} p50 ${at(times, 0.5)} p99 ${at(times, 0.99)}`);
    const all = Object.values(listed).flat();
    const sought = Object.values(searched).flat();
    return {
      p50: at(all, 0.5),
      p99: at(all, 0.99),
      search_p50: at(sought, 0.5),
      search_p99: at(sought, 0.99),
      ...present,
    };
  } finally {
    await house.close();
  }
}

async function sizes({ cellar }: TrialHouse): Promise<Figures> {
  const found = await cellar.owner.pool.query<Record<string, string>>(`select
    (select count(*) from people.clients) as people, (select count(*) from engine.search_tokens) as tokens,
    (select count(*) from network.rooms) as villages, pg_database_size(current_database()) / 1000000 as database_mb`);
  return Object.fromEntries(Object.entries(found.rows[0] ?? {}).map(([key, value]) => [key, Number(value)]));
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}
