/** The real engine takes the whole county, refuses exactly what is meant to be refused, and counts what was told. */
import { activities, entries, hours } from '@yimi/activities';
import { answers, forms } from '@yimi/forms';
import { rollups } from '@yimi/kernel';
import { diners, doors, meals, sheets } from '@yimi/meals';
import { channels, needStates, needs } from '@yimi/needs';
import { contracts, posts, rooms } from '@yimi/network';
import { clients, mergeProposals } from '@yimi/people';
import { cards, evidence, visits } from '@yimi/services';
import { MemoryStore } from '@yimi/sync';
import { partners, profiles } from '@yimi/volunteers';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildEngine } from '../apps/server/engine.ts';
import type { Batch } from './county.ts';
import { demoCounty } from './county.ts';
import { demoAccounts, demoPlace } from './index.ts';
import { readFigures } from './read-figures.ts';

const today = '2026-03-10';
const { countyId } = demoPlace;
const told: readonly Batch[] = [...demoCounty({ today })];
const expected = readFigures(told);
const store = new MemoryStore();
const refused: { id: string; code: string }[] = [];
const faults: string[] = [];

const rows = (table: { name: string }) =>
  [...(store.county(countyId).rows.get(table.name)?.values() ?? [])].map(({ row }) => row);

describe('the engine', () => {
  beforeAll(async () => {
    let now = 0;
    const fault = (error: unknown, name: string) => faults.push(`${name}: ${String(error)}`);
    const engine = buildEngine({ store, now: () => now, fault });
    for (const batch of told) {
      now = batch.at;
      const outcomes = await engine.push({ countyId, userId: batch.actorId }, batch.envelopes);
      for (const { id, status, problem } of outcomes) {
        if (status !== 'accepted') refused.push({ id, code: problem?.code ?? status });
      }
    }
    // 39,000 commands take some six seconds of one core; a busy machine has less of it.
  }, 180_000);

  it('accepts every command but the three that are meant for the tray', () => {
    expect(faults).toEqual([]);
    expect(refused).toEqual(
      told.flatMap((batch) => batch.refused.map(({ envelope, code }) => ({ id: envelope.id, code }))),
    );
    expect(refused.map(({ code }) => code).toSorted()).toEqual([
      'people.invalid-citizen-id',
      'services.no-photo-consent',
      'sync.out-of-reach',
    ]);
  });

  it('holds what was told: places, people, cards, contracts, files', () => {
    expect(rows(rooms)).toHaveLength(150);
    expect(rows(clients)).toHaveLength(2500);
    expect(rows(contracts)).toHaveLength(7);
    expect(rows(posts)).toHaveLength(demoAccounts({ today }).length);
    expect(rows(cards).length).toBeGreaterThan(500);
    expect(rows(mergeProposals).length).toBeGreaterThan(1);
    expect(rows(visits)).toHaveLength(expected.recorded);
    expect(rows(visits).filter((visit) => visit.plausible !== true)).toEqual([]);
    expect(rows(evidence)).toHaveLength(expected.photos);
    expect(rows(evidence).filter((file) => file.arrivedAt === null)).toEqual([]);
  });

  it('holds needs of all channels and in all states; what is the station’s own is never public', () => {
    const asked = rows(needs);
    expect(asked.length).toBeGreaterThan(60);
    expect(new Set(asked.map((need) => need.channel))).toEqual(new Set(channels));
    expect(new Set(asked.map((need) => need.state))).toEqual(new Set(needStates));
    expect(new Set(asked.map((need) => need.stationId)).size).toBe(7);
    expect(asked.filter((need) => need.state === 'unmet' && need.unmetReason === null)).toEqual([]);
    expect(asked.filter((need) => need.sensitive === true && need.publicWords !== null)).toEqual([]);
    expect(asked.filter((need) => need.ratingAssisted === true).length).toBeGreaterThan(10);
    expect(asked.filter((need) => need.ratingAssisted === false).length).toBeGreaterThan(5);
  });

  it('holds volunteers, partners, activities with who came, and each helper’s hours once', () => {
    expect(rows(profiles).length).toBeGreaterThan(70);
    expect(rows(partners)).toHaveLength(10);
    expect(rows(activities).filter((one) => one.state === 'closed').length).toBeGreaterThan(15);
    expect(rows(activities).filter((one) => one.state === 'open').length).toBeGreaterThan(3);
    expect(rows(entries).filter((one) => one.attended === 'came').length).toBeGreaterThan(350);
    const counted = rows(hours);
    expect(counted.filter((one) => one.state !== 'counted' || one.overlapping !== 0)).toEqual([]);
    expect(new Set(counted.map((one) => `${one.helperId} ${one.fromAt}`)).size).toBe(counted.length);
  });

  it('holds two questionnaires, the second on the web and after the first, with papers that each count once', () => {
    const [first, second] = rows(forms).toSorted((one, other) => Number(one.onTheWeb) - Number(other.onTheWeb));
    expect([first?.state, second?.state, second?.followsId]).toEqual(['closed', 'open', first?.id]);
    const given = Map.groupBy(rows(answers), (one) => `${one.formId === first?.id ? 1 : 2} ${one.origin}`);
    expect(Object.fromEntries([...given].map(([of, list]) => [of, list.length]))).toEqual({
      ...{ '1 paper': 32, '2 paper': 24, '2 public': 9 },
    });
    const ranks = new Set(rows(answers).flatMap((one) => one.kinds));
    expect(ranks.size).toBeGreaterThan(6);
  });

  it('holds rounds of meals with every door ticked, one that stayed shut and one that was reported late', () => {
    const held = rows(sheets);
    expect(held.length).toBeGreaterThan(12);
    expect(held.filter((one) => one.reportedAt === null)).toEqual([]);
    expect(held.filter((one) => one.alertedAt !== null)).toHaveLength(1);
    expect(rows(meals).filter((one) => one.state === 'waiting')).toEqual([]);
    expect(rows(meals).filter((one) => one.state === 'unanswered')).toMatchObject([{ outcome: 'seen' }]);
    // Of the last round alone; the rest was put away.
    expect(rows(doors)).toHaveLength(rows(diners).length);
  });

  it('counts the visits of each station and month as a reading of the commands does (N2)', () => {
    const counted: Record<string, Record<string, number>> = {};
    for (const row of rows(rollups)) {
      if (row.figure !== 'services.visits') continue;
      const months = counted[String(row.stationId)] ?? {};
      counted[String(row.stationId)] = months;
      months[String(row.period)] = (months[String(row.period)] ?? 0) + Number(row.n);
    }
    for (const [stationId, figures] of Object.entries(expected.byStation)) {
      expect(counted[stationId] ?? {}, figures.name).toEqual(figures.byMonth);
    }
  });

  it('counts the people met in the county each month once (N3)', () => {
    const counted: Record<string, number> = {};
    for (const row of rows(rollups)) {
      if (row.figure !== 'services.clients-visited' || !String(row.dims).startsWith('["county-month"')) continue;
      counted[String(row.period)] = (counted[String(row.period)] ?? 0) + Number(row.n);
    }
    expect(counted).toEqual(expected.clientsMet);
  });

  it('shows villages that nobody has visited for a month, for two, and ever', () => {
    const last = new Map<string, string>();
    for (const visit of rows(visits)) {
      const roomId = String(visit.roomId);
      if (visit.state === 'counted' && (last.get(roomId) ?? '') < String(visit.occurredOn))
        last.set(roomId, String(visit.occurredOn));
    }
    const age = [...last.values()].map((day) => (Date.parse(today) - Date.parse(day)) / 86_400_000);
    expect(age.filter((days) => days > 30 && days <= 60).length).toBeGreaterThanOrEqual(4);
    expect(age.filter((days) => days > 60)).toHaveLength(4);
    expect(150 - last.size).toBe(82);
  });
});
