/** What nobody should send: values, whole texts, ids and queries, and how a right body is spoilt by one of them. */
import fc from 'fast-check';
import { client, counties, idOf, place } from '../../apps/server/trial-house.ts';

export const hostile = fc.constantFrom<unknown>(
  'a\u0000b',
  '\u0000',
  '\ud800',
  'x'.repeat(70_000),
  "'; drop table x; --",
  '../../etc/passwd',
  Number.MAX_SAFE_INTEGER,
  -1,
  1e308,
  0.5,
  null,
  true,
  [],
  {},
  '9999-99-99',
  '2026-13',
  '0000-00-00',
  '00000000-0000-0000-0000-000000000000',
  idOf('lan'),
  counties.there,
  'room:',
  JSON.parse('{"__proto__":{"problem":true},"constructor":{"prototype":{}}}'),
);

/** How one value somewhere inside is replaced, removed or added. */
export interface Spoiling {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'add' | 'leave';
  readonly value: unknown;
}
export const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  at: fc.nat(1_000),
  how: fc.constantFrom('replace', 'remove', 'add', 'leave'),
  value: hostile,
});

export function spoil(body: object, { at, how, value }: Spoiling): unknown {
  const places: [object, string][] = [];
  const walk = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return;
    for (const key of Object.keys(inner)) {
      places.push([inner, key]);
      walk(Reflect.get(inner, key));
    }
  };
  walk(body);
  const [holder, key] = places[at % places.length] ?? [body, 'x'];
  if (how === 'replace') Reflect.set(holder, key, value);
  if (how === 'remove') Reflect.deleteProperty(holder, key);
  if (how === 'add') Reflect.set(holder, 'surprise', value);
  return body;
}

const deep = fc.nat(3_000).map((depth) => `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);
export const wildText = fc.oneof(
  { weight: 2, arbitrary: fc.json({ maxDepth: 4 }) },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: fc.string({ maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'null', '[]', '{"__proto__":{"x":1}}', '{"constructor":1}', '"\\u0000"'),
  },
);

export const contentType = fc.oneof(
  { weight: 8, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/json; charset=gb18030',
      'application/offset+octet-stream',
      'x',
    ),
  },
);

export const knownIds = [client, place.room, place.station, counties.there, idOf('wei'), idOf('mo')];
export const wildId = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...knownIds, 'services.visits', 'a'.repeat(64)) },
  { weight: 1, arbitrary: fc.uuid() },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '__proto__',
      '%00',
      '..%2f..',
      '%ff',
      '%',
      'x'.repeat(300),
      '-1',
      'null',
      '%F0%9F%98%80',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }).map(encode) },
);

/** A lone surrogate cannot be written in an address. */
export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const queryNames = [
  'month',
  'level',
  'place',
  'cursor',
  'dims',
  'search',
  'room',
  'state',
  'userId',
  '__proto__',
  'from',
];
const queryValues = fc.oneof(
  fc.constantFrom(
    '2026-03',
    '2026-13',
    'county',
    'station',
    'room',
    'open',
    'questioned',
    '{}',
    '[]',
    '{"result":"home"}',
  ),
  fc.constantFrom(...knownIds, '%00', '%ff', '%', "'--", 'x'.repeat(5_000), '杨', 'yang', '9'.repeat(30), '0002'),
  fc.json({ maxDepth: 2 }).map(encode),
  fc.base64String({ maxLength: 40 }).map(encode),
);
export const wildQuery = fc
  .array(fc.tuple(fc.constantFrom(...queryNames), queryValues), { maxLength: 4 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
