/**
 * Fires requests at the whole house and looks at each answer: never a fault of the program, each refusal a Problem, no
 * answer that does not come, and a heap that does not grow. Several are under way at once, as in life.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import * as z from 'zod';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { idOf, named, place } from '../../apps/server/trial-house.ts';
import type { Shot, Sources } from './shots.ts';
import { harmless, shotsOf } from './shots.ts';

const atOnce = 6;
/** Between two of these the askers sign in again and get back their posts, should a shot have taken them. */
const salvo = 1_000;
/** The heaviest answers are whole workbooks; on a machine with other work they take some seconds. */
const hangsAfterMs = 60_000;
const mostFaults = 5;
/** Caches and compiled code have their size after so many. */
const warmUpShare = 0.2;

const askers = [
  ['wei', 'hamlet-volunteer', place.station, place.room],
  ['lan', 'station-worker', place.station, null],
  ['shi', 'station-head', place.station, null],
  ['wu', 'county-officer', null, null],
] as const;

export interface FuzzReport {
  readonly seed: number;
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** The request and what is wrong with its answer, to be sent again by hand. */
  readonly faults: readonly string[];
  readonly heapMegabytes: { readonly warm: number; readonly end: number };
  readonly seconds: number;
}

export interface FuzzOptions {
  readonly house: TrialHouse;
  readonly sources: Sources;
  readonly requests: number;
  readonly seed: number;
  readonly tell: (text: string) => void;
}

export async function fuzz({ house, sources, requests, seed, tell }: FuzzOptions): Promise<FuzzReport> {
  const begun = performance.now();
  const shots = shotsOf(sources);
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  let warm = 0;
  for (let fired = 0; fired < requests && faults.length < mostFaults; ) {
    const cookies = [undefined, ...(await signInAgain(house))];
    const numRuns = Math.min(salvo, requests - fired);
    const queue = fc.sample(shots, { numRuns, seed: seed + fired });
    const fire = async (): Promise<void> => {
      for (let shot = queue.pop(); shot !== undefined; shot = queue.pop()) {
        const { status, wrong } = await meets(house, shot, cookies);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (wrong !== null) faults.push(`${wrong}: ${JSON.stringify(shot).slice(0, 4_000)}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, fire));
    faults.push(...faultsInLog(house));
    fired += numRuns;
    if (warm === 0 && fired >= requests * warmUpShare) warm = heapMegabytes();
    if (fired % (salvo * 10) === 0) tell(`${fired} of ${requests} requests, ${faults.length} faults`);
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  return { seed, requests, statuses, faults, heapMegabytes: { warm, end: heapMegabytes() }, seconds };
}

function faultsInLog({ lines }: TrialHouse): string[] {
  const bad = lines.splice(0).filter(({ at }) => at === 'fault' || at === 'engine' || at === 'job');
  return bad.map((line) => `in the log: ${JSON.stringify(line)}`);
}

/** What shots may have shut: wrong passwords in somebody's name, a second step that the county now asks for, a lost phone. */
const opening = [
  'delete from login.attempts',
  'delete from network.sign_in_rules',
  'update login.devices set revoked_at = null, wipe_requested = false',
];

export async function signInAgain(house: TrialHouse): Promise<string[]> {
  for (const text of opening) await house.cellar.owner.pool.query(text);
  const cookies: string[] = [];
  for (const [login, role, stationId, roomId] of askers) {
    const post = { postId: named(`post ${login} ${Math.random()}`), userId: idOf(login), name: login, phone: null };
    await house
      .system('network.open-post', { ...post, role, stationId, roomId, agencyId: null, fromDay: '2025-01-01' })
      .catch(() => undefined);
    cookies.push(await house.cookieOf(login));
  }
  return cookies;
}

function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return Math.round(process.memoryUsage().heapUsed / 1024 / 1024);
}

function requestOf(shot: Shot, cookies: readonly (string | undefined)[]): InjectOptions & { url: string } {
  const { method, url, body, contentType, who } = harmless(
    shot,
    askers.map(([login]) => idOf(login)),
  );
  const cookie = cookies[who];
  const headers = { 'x-yimi': '1', 'tus-resumable': '1.0.0', ...(cookie === undefined ? {} : { cookie }) };
  return body === null
    ? { method, url, headers }
    : { method, url, headers: { ...headers, 'content-type': contentType }, payload: body };
}

const Refusal = z.strictObject({
  problem: z.literal(true),
  code: z.string().regex(/^[a-z]+\.[a-z-]+$/),
  kind: z.enum(['invalid', 'unauthenticated', 'forbidden', 'not-found', 'conflict', 'stale-client', 'unavailable']),
  field: z.string().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
/** With 503 these are right: too many scrypts, an app newer than this server, contention that outlasted the repeats. */
const mayBeUnavailable = new Set(['auth.busy', 'sync.server-older', 'server.busy']);

export async function meets(
  house: TrialHouse,
  shot: Shot,
  cookies: readonly (string | undefined)[],
): Promise<{ status: number; wrong: string | null }> {
  const limit = Promise.withResolvers<null>();
  // Cleared at once: a timer that lies on would keep the answer for a minute, and the heap would seem to grow.
  const timer = setTimeout(() => limit.resolve(null), hangsAfterMs);
  const answer = await Promise.race([house.app.inject(requestOf(shot, cookies)), limit.promise]);
  clearTimeout(timer);
  if (answer === null) return { status: 0, wrong: 'no answer' };
  const { statusCode: status, body } = answer;
  if (status < 400) return { status, wrong: body.includes('"sync.fault"') ? 'a fault inside an outcome' : null };
  if (shot.method === 'HEAD') return { status, wrong: null };
  const refusal = refusalIn(body);
  if (refusal === null) return { status, wrong: `no Problem but ${body.slice(0, 300)}` };
  const fine = status < 500 || mayBeUnavailable.has(refusal.code);
  return { status, wrong: fine ? null : refusal.code };
}

function refusalIn(body: string): z.infer<typeof Refusal> | null {
  try {
    return Refusal.parse(JSON.parse(body));
  } catch {
    return null;
  }
}
