/** What travels packed comes out as it went in, whatever the rows hold; what is not of the agreed shape is no answer. */
import { rollupId, rollups } from '@yimi/kernel';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinFrames, packSegment, packTable, splitFrames, unpackSegment, unpackTable } from './index.ts';

const value = fc.oneof(
  fc.constantFrom(null, '低保对象', 'home', 0, true),
  fc.string(),
  fc.array(fc.string()),
  fc.integer(),
);
const table = fc.integer({ min: 0, max: 4 }).chain((columns) =>
  fc.record({
    table: fc.constant('services.visits'),
    columns: fc.constant(Array.from({ length: columns }, (_, at) => `column${at}`)),
    rows: fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { maxLength: 12 }),
  }),
);

it('unpacks every table as it was packed, after its way as JSON', () => {
  fc.assert(
    fc.property(table, fc.infiniteStream(fc.nat(9)), ({ rows, ...rest }, steps) => {
      let version = 0;
      const versions = rows.map(() => (version += Number(steps.next().value)));
      const sent = { ...rest, rows, versions };
      expect(unpackTable(JSON.parse(JSON.stringify(packTable(sent))))).toEqual(sent);
    }),
  );
});

it('says what all rows share once, and what few values share by number', () => {
  const rows = Array.from({ length: 8 }, (_, at) => ['room', at % 2 === 0 ? 'home' : 'phone', at]);
  const packed = packTable({ table: 't', columns: ['a', 'b', 'c'], rows, versions: [1, 2, 3, 4, 5, 6, 7, 8] });
  expect(packed.values).toEqual([
    { same: 'room' },
    { of: ['home', 'phone'], at: [0, 1, 0, 1, 0, 1, 0, 1] },
    [0, 1, 2, 3, 4, 5, 6, 7],
  ]);
});

const leaf = { figure: 'services.visits', roomId: 'here', stationId: 'there', period: '2026-06', dims: '["home"]' };
const counts = {
  table: rollups.name,
  columns: ['id', ...Object.keys(leaf), 'n'],
  rows: [
    [rollupId(leaf), ...Object.values(leaf), 3],
    [rollupId({ ...leaf, dims: '["phone"]' }), ...Object.values({ ...leaf, dims: '["phone"]' }), 1],
  ],
  versions: [7, 7],
};

it('leaves the ids of counts to the phone, which makes them of what is counted', () => {
  const packed = packTable(counts);
  expect(packed.values[0]).toEqual({ leaf: true });
  expect(unpackTable(JSON.parse(JSON.stringify(packed)))).toEqual(counts);
  const named = { ...counts, rows: counts.rows.map((row) => ['an id of another making', ...row.slice(1)]) };
  expect(unpackTable(packTable(named))).toEqual(named);
  expect(unpackTable({ ...packed, columns: packed.columns.map((one) => (one === 'dims' ? 'other' : one)) })).toBeNull();
});

it('S9: sends the ids of counts to a phone of protocol 3', () => {
  const part = { scope: 'room:here', roleClass: 'station' as const, reset: true, version: 7, hash: '', gone: [] };
  const [sent] = packSegment({ parts: [{ ...part, tables: [counts] }], dropped: [] }, 3).parts;
  expect(sent?.tables[0]?.values[0]).toEqual(counts.rows.map(([id]) => id));
});

it('takes no answer whose columns and rows do not fit together', () => {
  const packed = packTable({ table: 't', columns: ['id'], rows: [['a'], ['b'], ['c']], versions: [1, 2, 3] });
  const short = { ...packed, values: [['a', 'b']] };
  const part = { scope: 'county', roleClass: 'member', reset: true, version: 3, hash: '', tables: [short], gone: [] };
  expect(unpackSegment({ parts: [part], dropped: [] })).toBeNull();
  expect(unpackSegment({ parts: 'none' })).toBeNull();
  expect(unpackSegment({ ...packSegment({ parts: [], dropped: ['county'] }) })).toEqual({
    parts: [],
    dropped: ['county'],
  });
});

it('parts a body into its frames, and knows one that was cut short', () => {
  const body = joinFrames(Uint8Array.of(1, 2, 3), Uint8Array.of(9));
  expect(splitFrames(body)).toEqual({ people: Uint8Array.of(1, 2, 3), history: Uint8Array.of(9) });
  expect(splitFrames(body.slice(0, 5))).toBeNull();
  expect(splitFrames(body.slice(0, 2))).toBeNull();
});
