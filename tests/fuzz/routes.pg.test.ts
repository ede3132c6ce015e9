/**
 * Every route of the whole house, met with what nobody should send, by nobody, a volunteer, a station worker, a station head
 * and a county officer. What comes back is never a fault of the server, and every refusal is a Problem. The seed is
 * fixed, so that a change is judged by what it changed; YIMI_SEED draws another, YIMI_RUNS makes it longer; `npm run
 * nightly -- fuzz` fires a million with a new seed each night.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { fuzz, meets, signInAgain } from './fuzz.ts';
import { openFuzz } from './open-fuzz.ts';
import type { Sources } from './shots.ts';

const requests = Number(process.env.YIMI_RUNS ?? 50_000);
/** Kept in the repository, so that a change of the API is seen by whoever reads the change. */
const page = join(import.meta.dirname, '../../docs/openapi.json');

let house: TrialHouse;
let sources: Sources;
beforeAll(async () => {
  ({ house, sources } = await openFuzz());
}, 120_000);
afterAll(() => house?.close());

/** Fastify prints a tree: indentation by four characters, a piece of the path, the methods in brackets. */
function routesOf(tree: string): string[] {
  const found: string[] = [];
  const above: string[] = [];
  for (const line of tree.split('\n')) {
    const [, indent, piece = '', methods] = /^([│├└─\s]*)(\S*?)(?: \(([A-Z, ]+)\))?$/u.exec(line) ?? [];
    if (indent === undefined || piece === '') continue;
    const depth = Math.max(0, indent.length / 4 - 1);
    above.length = depth;
    above[depth] = piece;
    for (const method of (methods ?? '').split(', ').filter((one) => one !== ''))
      found.push(`${method} ${above.join('')}`);
  }
  return found;
}

describe('the description of the API', () => {
  it('names every route under /api, and each that takes something says what', () => {
    const all = routesOf(house.app.printRoutes({ commonPrefix: false })).filter(
      (one) => one.includes(' /api/') && !one.startsWith('HEAD ') && !one.startsWith('OPTIONS '),
    );
    expect(all.length).toBeGreaterThan(50);
    const described = sources.operations.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
    expect(described.sort()).toEqual(all.sort());
    const silent = sources.operations.filter(
      ({ method, requestBody }) => method === 'POST' && requestBody === undefined,
    );
    expect(silent.map(({ path }) => path).filter((path) => !path.includes('{'))).toEqual([]);
  });

  it('is the one in docs/openapi.json; YIMI_WRITE=openapi with this test writes it anew', async () => {
    const served = `${JSON.stringify((await house.app.inject('/api/openapi.json')).json(), null, 1)}\n`;
    if (process.env.YIMI_WRITE === 'openapi') await writeFile(page, served);
    expect(
      served === (await readFile(page, 'utf8')),
      'run: YIMI_WRITE=openapi npx vitest run --project postgres tests/fuzz',
    ).toBe(true);
  });
});

describe('every route', () => {
  it('answers what nobody should send with a Problem, never faults, never hangs, and keeps nothing of it in memory', async () => {
    const seed = Number(process.env.YIMI_SEED ?? 20260301);
    const tell = (text: string) => process.stderr.write(`    ${text}\n`);
    tell(`routes fuzz: seed ${seed}, ${requests} requests over ${sources.operations.length} routes`);
    const report = await fuzz({ house, sources, requests, seed, tell });
    tell(JSON.stringify({ ...report, faults: report.faults.length }));
    expect(report.faults).toEqual([]);
    // The shots reach past the first fence: some are taken, some refused for each of these reasons.
    for (const status of ['200', '400', '401', '403', '404']) expect(report.statuses[status] ?? 0).toBeGreaterThan(0);
    if (requests >= 10_000) expect(report.heapMegabytes.end / report.heapMegabytes.warm).toBeLessThan(1.5);
    // Four to five minutes on two idle cores; beside other work three times as long.
  }, 1_800_000);

  const plain = { body: null, contentType: 'application/json', who: 2 } as const;

  it('refuses the stream of events to who is not signed in', async () => {
    const shot = { ...plain, method: 'GET', url: '/api/sync/events', who: 0 } as const;
    expect(await meets(house, shot, [])).toEqual({ status: 401, wrong: null });
  });

  it('refuses a body over the limit and an address that is none', async () => {
    const cookies = [undefined, ...(await signInAgain(house))];
    const big = JSON.stringify({ protocol: 1, batch: ['x'.repeat(5 * 1024 * 1024)] });
    const refused = { status: 400, wrong: null };
    expect(await meets(house, { ...plain, method: 'POST', url: '/api/sync/push', body: big }, cookies)).toEqual(
      refused,
    );
    expect(await meets(house, { ...plain, method: 'GET', url: '/api/people/%ff' }, cookies)).toEqual(refused);
    const long = `/api/people/${'x'.repeat(300)}`;
    expect(await meets(house, { ...plain, method: 'GET', url: long }, cookies)).toEqual(refused);
  });
});
