/** The kernel's words: ids, days, figures, permissions, each by its property. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Post } from './index.ts';
import {
  activePosts,
  addDays,
  allowingPost,
  columns,
  Day,
  dayOf,
  daysBetween,
  defineFigure,
  defineTable,
  derivedId,
  dimensionsOf,
  Id,
  implausible,
  leavesOf,
  onlyFor,
  reasonLeftOut,
  scopes,
  startOfDay,
  uuidv7,
  visibleColumns,
} from './index.ts';

const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

describe('ids', () => {
  it('are UUIDs of version 7 whose order is the order of time', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 1e9 }),
        fc.uint8Array({ minLength: 10, maxLength: 10 }),
        (now, later, random) => {
          const first = uuidv7(now, random);
          expect(Id.safeParse(first).success).toBe(true);
          expect(first[14]).toBe('7');
          expect(first < uuidv7(now + later, random)).toBe(true);
        },
      ),
    );
  });

  it('that are derived are the same for the same parent and label, and differ for others', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) seen.add(derivedId('county', `row ${i}`));
    expect(seen.size).toBe(20_000);
    expect(derivedId('a', 'b')).toBe(derivedId('a', 'b'));
    expect(Id.safeParse(derivedId('a', 'b')).success).toBe(true);
  });
});

describe('days of the county', () => {
  it('begin at midnight in China', () => {
    expect(dayOf(Date.parse('2026-03-01T00:00:00+08:00'))).toBe('2026-03-01');
    expect(dayOf(Date.parse('2026-02-28T23:59:59+08:00'))).toBe('2026-02-28');
    fc.assert(fc.property(instant, (at) => startOfDay(dayOf(at)) <= at && at < startOfDay(addDays(dayOf(at), 1))));
  });

  it('add and measure as opposites', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -2000, max: 2000 }), (at, days) => {
        expect(daysBetween(dayOf(at), addDays(dayOf(at), days))).toBe(days);
      }),
    );
  });

  it('are those of the calendar: what is none is refused before anybody counts with it', () => {
    for (const day of ['2026-02-28', '2024-02-29', '2026-12-31', '1800-01-01', '2999-12-31', '0001-01-01'])
      expect(Day.safeParse(day).success, day).toBe(true);
    for (const day of [
      '2026-02-29',
      '2026-02-30',
      '2026-04-31',
      '5794-81-95',
      '7516-76-00',
      '2026-00-10',
      '9999-12-31',
      '0000-00-00',
    ])
      expect(Day.safeParse(day).success, day).toBe(false);
  });

  it('C5: a clock ten minutes ahead is a drift, an hour ahead or a year behind is implausible', () => {
    const now = Date.parse('2026-03-01T12:00:00+08:00');
    expect(implausible(now + 9 * 60_000, now)).toBe(false);
    expect(implausible(now + 3_600_000, now)).toBe(true);
    expect(implausible(now - 365 * 86_400_000, now)).toBe(true);
    expect(implausible(now - 30 * 86_400_000, now)).toBe(false);
  });
});

describe('a table', () => {
  it('seals texts alone: another sealed column could not be kept', () => {
    const made = () =>
      defineTable({
        name: 'tests.sealed',
        columns: { said: columns.json(z.array(z.string()), { mark: 'sealed' }) },
        scope: () => scopes.county,
        seenBy: [],
      });
    expect(made).toThrow('tests.sealed: said is sealed and no text');
  });
});

const sample = defineTable({
  name: 'tests.sample',
  columns: {
    roomId: columns.id(),
    stationId: columns.id(),
    day: columns.day(),
    kind: columns.choice(['one', 'two']),
    secret: onlyFor(['station'], columns.text(10, { mark: 'sealed' })),
  },
  scope: (row) => scopes.room(row.roomId),
  seenBy: ['village', 'station'],
});

describe('tables and figures', () => {
  it('S2: show a class only the columns that it may see', () => {
    expect(visibleColumns(sample as never, 'village')).toEqual(['id', 'roomId', 'stationId', 'day', 'kind']);
    expect(visibleColumns(sample as never, 'station')).toContain('secret');
    expect(visibleColumns(sample as never, 'self')).toEqual([]);
  });

  it('A3: refuse a figure that counts by a sealed column', () => {
    const byASecret = () =>
      defineFigure({
        name: 'tests.bad',
        kind: 'records',
        source: sample,
        where: [],
        day: 'day',
        room: 'roomId',
        station: 'stationId',
        dimensions: ['secret'],
      });
    expect(byASecret).toThrow(/sealed column secret/);
  });

  it('N1: a row that a condition leaves out has no leaf', () => {
    const figure = defineFigure({
      name: 'tests.good',
      kind: 'records',
      source: sample,
      day: 'day',
      room: 'roomId',
      station: 'stationId',
      where: [{ column: 'kind', in: ['one'], otherwise: 'not-one' }],
    });
    const row = {
      id: derivedId('a', 'b'),
      roomId: derivedId('r', '1'),
      stationId: derivedId('s', '1'),
      day: '2026-03-01',
    };
    expect(leavesOf(figure, { ...row, kind: 'one' })).toMatchObject([{ period: '2026-03' }]);
    expect(leavesOf(figure, { ...row, kind: 'two' })).toEqual([]);
  });

  const listing = defineTable({
    name: 'tests.listing',
    columns: {
      roomId: columns.id(),
      stationId: columns.id(),
      day: columns.day(),
      kind: columns.choice(['one', 'two']),
      groups: columns.json(z.array(z.string()), { mark: 'guarded' }),
      secrets: columns.text(10, { mark: 'sealed' }),
    },
    scope: (row) => scopes.room(row.roomId),
    seenBy: ['village', 'station'],
  });
  const place = { day: 'day', room: 'roomId', station: 'stationId' } as const;
  const eachGroup = defineFigure({
    name: 'tests.each',
    kind: 'records',
    source: listing,
    where: [{ column: 'kind', in: ['one'], otherwise: 'not-one' }],
    ...place,
    dimensions: ['kind'],
    each: { column: 'groups', otherwise: 'in-no-group' },
  });
  const listed = (groups: unknown, kind = 'one') => ({
    id: derivedId('a', 'b'),
    roomId: derivedId('r', '1'),
    stationId: derivedId('s', '1'),
    day: '2026-03-01',
    kind,
    groups,
  });

  it('N1: a row counts once for each text of a list, and a text that stands there twice once', () => {
    const dims = leavesOf(eachGroup, listed(['独居老人', '残疾人', '独居老人'])).map((leaf) => leaf.dims);
    expect(dims).toEqual(['["one","独居老人"]', '["one","残疾人"]']);
    expect(dimensionsOf(eachGroup)).toEqual(['kind', 'groups']);
  });

  it('N5: a row whose list is empty or missing is left out, with a reason', () => {
    for (const nothing of [[], null, undefined, 'text', [1, null]]) {
      expect(leavesOf(eachGroup, listed(nothing))).toEqual([]);
      expect(reasonLeftOut(eachGroup, listed(nothing))).toBe('in-no-group');
    }
    expect(reasonLeftOut(eachGroup, listed(['独居老人'], 'two'))).toBe('not-one');
    expect(reasonLeftOut(eachGroup, listed(['独居老人']))).toBeNull();
  });

  it('A3: refuse a figure that counts once for each value of a sealed list, or of what is no list', () => {
    const each = (column: 'secrets' | 'kind') => () =>
      defineFigure({
        name: 'tests.bad',
        kind: 'records',
        source: listing,
        where: [],
        ...place,
        each: { column, otherwise: 'none' },
      });
    expect(each('secrets')).toThrow(/sealed column secrets/);
    expect(each('kind')).toThrow(/kind lists nothing/);
  });
});

describe('permission', () => {
  const post = (more: Partial<Post>): Post => ({
    id: derivedId('p', '1'),
    userId: derivedId('u', '1'),
    role: 'village-worker',
    stationId: derivedId('s', '1'),
    roomId: derivedId('r', '1'),
    agencyId: null,
    fromDay: '2026-01-01',
    toDay: null,
    ...more,
  });

  it('reaches as far as the role says, and no place that is unknown', () => {
    const permission = { 'village-worker': 'room' } as const;
    expect(allowingPost([post({})], permission, { roomId: derivedId('r', '1') })).not.toBeNull();
    expect(allowingPost([post({})], permission, { roomId: derivedId('r', '2') })).toBeNull();
    expect(allowingPost([post({ roomId: null })], permission, { roomId: null })).toBeNull();
    expect(allowingPost([post({ role: 'agency-manager' })], permission, { roomId: derivedId('r', '1') })).toBeNull();
  });

  it('lasts from the first day of a post to its last', () => {
    const ended = post({ toDay: '2026-02-01' });
    expect(activePosts([ended], '2026-02-01')).toHaveLength(1);
    expect(activePosts([ended], '2026-02-02')).toHaveLength(0);
    expect(activePosts([ended], '2025-12-31')).toHaveLength(0);
  });
});
