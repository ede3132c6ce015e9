/** Every role at every read route, and every read route under hostile input: what is answered, and that nothing breaks. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ReadingCounty } from './reading-county.ts';
import { countyId, farRoom, named, openReadingCounty, others, place, visited, who } from './reading-county.ts';

let county: ReadingCounty;

beforeAll(async () => {
  county = await openReadingCounty();
  await visited(county, 'visit', who.lan, named('client'));
});
afterAll(() => county.close());

/** All of them ask about 清河乡 and 木桥村, where the one visit of the world took place. */
const routes: readonly (readonly [string, string])[] = [
  ['county figures', `/api/figures?level=county&place=${countyId}`],
  ['station figures', `/api/figures?level=station&place=${place.station}`],
  ['village figures', `/api/figures?level=room&place=${place.room}`],
  ['records', `/api/figures/services.visits/records?level=room&place=${place.room}`],
  ['queue', '/api/visits/queue'],
  ['visit', `/api/visits/${named('visit')}`],
  ['people', '/api/people'],
  ['person', `/api/people/${named('client')}`],
  ['places', '/api/places'],
  ['staff', '/api/staff'],
  ['audit', '/api/audit'],
  ['settings', '/api/settings'],
  ['data protection', '/api/data-protection?goneYears=10'],
];

/** In the order of the routes, then the reveal of the person. */
const expected: readonly (readonly [string, string, string])[] = [
  ['hamlet volunteer', who.wei, '403 403 403 403 403 404 403 404 403 403 403 403 403 403'],
  ['village worker', who.qin, '404 404 200 200 403 200 200 200 200 200 403 200 403 403'],
  ['station worker', who.lan, '404 200 200 200 200 200 200 200 200 200 403 200 403 200'],
  ['station head', who.shi, '404 200 200 200 200 200 200 200 200 200 200 200 403 200'],
  ['worker of the next station', others.long, '404 404 404 404 200 404 200 404 200 200 403 200 403 404'],
  ['agency manager', others.tong, '404 200 200 200 403 200 403 404 200 200 403 403 403 403'],
  ['rival agency’s manager', others.he, '404 404 404 404 403 404 403 404 200 200 403 403 403 403'],
  ['county officer', who.wu, '200 200 200 200 403 200 403 404 200 200 200 200 200 200'],
  ['township officer', others.mo, '404 200 200 403 403 404 403 404 200 403 403 403 403 403'],
  ['city officer', others.shiyuan, '200 404 404 403 403 404 403 404 403 403 403 403 403 403'],
  ['evaluator', others.ping, '200 200 200 200 403 200 403 404 200 403 403 403 403 403'],
  ['supervisor', others.du, '404 200 200 200 403 200 403 404 200 200 403 403 403 403'],
  ['administrator', others.guan, '403 403 403 403 403 404 403 404 200 200 200 200 200 403'],
  ['somebody without a post', named('nobody'), '403 403 403 403 403 404 403 404 403 403 403 403 403 403'],
];

describe('each role at each route (A2, A5)', () => {
  it.each(expected)('%s', async (_, userId, statuses) => {
    const found: number[] = [];
    for (const [, url] of routes) found.push((await county.get(userId, url)).status);
    found.push(
      (await county.post(userId, '/api/reveal', { clientId: named('client'), purpose: '核对身份证号' })).status,
    );
    expect(found.join(' ')).toBe(statuses);
  });

  it('lets nobody read who is not signed in', async () => {
    for (const [, url] of routes) expect((await county.app.inject({ method: 'GET', url })).statusCode).toBe(401);
  });

  it('writes personal data of nobody into the answers for those without persons', async () => {
    for (const userId of [who.wu, others.ping, others.tong, others.du, others.mo, others.guan, others.shiyuan]) {
      for (const [name, url] of routes) {
        const { body } = await county.get(userId, url);
        // That so many of the county's people live alone is a figure of the county, told to its own officer and nobody else.
        const counted = userId === who.wu ? 'groups' : null;
        const told = JSON.stringify(body, (key, value: unknown) => (key === counted ? undefined : value));
        expect([name, told.match(/杨桂花|桂花|1380000|上屯|1942|腿脚|独居/)]).toEqual([name, null]);
      }
    }
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '\u0000',
    '\ud800',
    "' or 1=1 --",
    '%',
    '_',
    '2026-13',
    '2026-02-30',
    '9999-99-99_x',
    '-1',
    '1e309',
    'NaN',
    '__proto__',
    'constructor',
    '[]',
    '{}',
    '{"risk":null}',
    '{"__proto__":"x"}',
    '韦'.repeat(300),
    '../..',
    '\u{10ffff}',
    countyId,
    named('client'),
    farRoom,
    `2026-03-01_${named('visit')}`,
    `9007199254740993_${named('visit')}`,
  ),
);
const key = fc.constantFrom(
  'month',
  'level',
  'place',
  'cursor',
  'dims',
  'state',
  'room',
  'action',
  'outcome',
  'id',
  'name',
);
const value = fc.oneof(
  hostile,
  fc.constantFrom('county', 'station', 'room', 'city', '2026-03', 'open', '{"risk":"key"}'),
);
const path = fc.oneof(
  fc.constantFrom(
    '/api/figures',
    '/api/visits/queue',
    '/api/people',
    '/api/places',
    '/api/staff',
    '/api/audit',
    '/api/settings',
  ),
  hostile.map((text) => `/api/figures/${encodeURIComponent(text.toWellFormed())}/records`),
  hostile.map((text) => `/api/visits/${encodeURIComponent(text.toWellFormed())}`),
  hostile.map((text) => `/api/people/${encodeURIComponent(text.toWellFormed())}`),
  fc
    .constantFrom('services.visits', 'services.in-time', 'services.rooms-unvisited', 'services.overdue')
    .map((name) => `/api/figures/${name}/records`),
);
const query = fc
  .array(fc.tuple(key, value), { maxLength: 4 })
  .map((pairs) => pairs.map(([name, text]) => `${name}=${encodeURIComponent(text.toWellFormed())}`).join('&'));
const reader = fc.constantFrom(who.lan, who.wu, who.qin, others.shiyuan, others.tong);

const Parameter = z.looseObject({ name: z.string(), in: z.string(), schema: z.record(z.string(), z.unknown()) });
const Described = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ parameters: z.array(Parameter).default([]) }))),
});

describe('names in addresses, which go to logs (A3)', () => {
  it('no address asks by free text: parameters are ids, code words, days and numbers, or one of five of ours', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8');
    const operations = Object.values(Described.parse(JSON.parse(text)).paths).flatMap((verbs) => Object.values(verbs));
    const asked = operations.flatMap(({ parameters }) => parameters.filter((one) => one.in === 'query'));
    expect(asked.length).toBeGreaterThan(20);
    const closed = ['format', 'enum', 'pattern', 'minimum'];
    const free = asked.filter(({ schema }) => schema.type !== 'number' && !closed.some((key) => key in schema));
    // A page's last row, a command's name, a place's id and the dimensions of a figure.
    expect([...new Set(free.map(({ name }) => name))].sort()).toEqual(['action', 'cursor', 'dims', 'place', 'station']);
  });

  it.each(['/api/people?search=杨桂花', `/api/households?room=${place.room}&search=杨桂花`])(
    '%s is refused, and not answered as if nobody had been named',
    async (url) => {
      const { status, body } = await county.get(who.lan, encodeURI(url));
      expect(status).toBe(400);
      expect(JSON.stringify(body)).not.toContain('杨桂花');
    },
  );
});

describe('hostile input', () => {
  it('is refused with the field, never with a fault of the server', async () => {
    await fc.assert(
      fc.asyncProperty(reader, path, query, async (userId, to, asked) => {
        const answer = await county.get(userId, `${to}?${asked}`);
        expect([to, asked, [200, 400, 403, 404, 414].includes(answer.status) ? 'answered' : answer.status]).toEqual([
          to,
          asked,
          'answered',
        ]);
        if (answer.status === 400) expect(answer.body).toMatchObject({ problem: true, kind: 'invalid' });
      }),
      { numRuns: 400 },
    );
  });

  it('to a reveal is refused alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        reader,
        fc.oneof(fc.jsonValue(), fc.record({ clientId: hostile, purpose: hostile })),
        async (userId, body) => {
          const { status } = await county.post(userId, '/api/reveal', body);
          expect([200, 400, 403, 404]).toContain(status);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('names the field at fault and does not repeat its value', async () => {
    const answer = await county.get(who.lan, '/api/figures?month=%E9%9F%A6%E5%B0%8F%E5%A6%B9');
    expect(answer).toMatchObject({ status: 400, body: { code: 'reads.wrong-input', field: 'month' } });
    expect(JSON.stringify(answer.body)).not.toContain('韦');
  });
});
