/**
 * The whole house on loopback for tests: its own embedded PostgreSQL in a temporary folder, all routes, two counties.
 * 韦 is a hamlet volunteer, 蓝 the worker and 石 the head of 清河乡社工站, 莫 works for the rival station 云岭乡社工站, 吴 is the county's
 * officer; 龙 works in the other county. All share one password.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activePosts, dayOf, derivedId, isProblem } from '@yimi/kernel';
import { posts } from '@yimi/network';
import { PullResponse, PushResponse, protocolVersion } from '@yimi/protocol';
import { MemoryPersistence, Replica } from '@yimi/sync';
import type { FastifyInstance } from 'fastify';
import { catalogue } from '../catalogue.ts';
import { addAccounts, createCounty, hashPassword } from './accounts/index.ts';
import { pushAsSystem, systemEnvelope } from './engine.ts';
import type { Shelf } from './files/shelf.ts';
import type { Cellar } from './house.ts';
import { openCellar, openHouse } from './house.ts';
import type { LogLine } from './http/app.ts';

export const password = '木桥村的风雨桥头';
export const named = (label: string): string => derivedId('trial house', label);
export const counties = { here: named('county'), there: named('other county') };
export const place = { station: named('清河乡'), rival: named('云岭乡'), room: named('木桥村'), far: named('枫香村') };
export const client = named('杨桂花');

const people = [
  ['wei', '韦小妹', 'hamlet-volunteer', counties.here, place.station, place.room],
  ['lan', '蓝秀英', 'station-worker', counties.here, place.station, null],
  ['shi', '石建国', 'station-head', counties.here, place.station, null],
  ['mo', '莫兰', 'station-worker', counties.here, place.rival, null],
  ['wu', '吴正', 'county-officer', counties.here, null, null],
  ['long', '龙海', 'station-worker', counties.there, named('石桥乡'), null],
] as const;
export type Login = (typeof people)[number][0];
export const idOf = (login: Login): string => named(`person ${login}`);

export interface TrialHouse {
  readonly app: FastifyInstance;
  readonly cellar: Cellar;
  readonly folder: string;
  /** Where it listens, with protocol and port. */
  readonly address: string;
  /** What went into the log. */
  readonly lines: Parameters<LogLine>[0][];
  /** The cookie of somebody who signs in. */
  cookieOf(login: Login): Promise<string>;
  system(name: string, input: unknown, countyId?: string): Promise<void>;
  /** Ends, and leaves its folder to whoever opens it again. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function trialFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yimi-house-'));
  // PostgreSQL's own account has to pass through.
  await chmod(folder, 0o711);
  return folder;
}

/** One that was furnished before, or brought back from a backup. */
export const reopenTrialHouse = (folder: string): Promise<TrialHouse> => openTrialHouse(folder, async () => undefined);

export async function openTrialHouse(
  given: string | null = null,
  make = furnish,
  objects: Shelf | null = null,
): Promise<TrialHouse> {
  const folder = given ?? (await trialFolder());
  const lines: Parameters<LogLine>[0][] = [];
  const log: LogLine = (line) => lines.push(line);
  const cellar = await openCellar({ data: folder, databaseUrl: null }, log, objects);
  if (isProblem(cellar)) throw new Error(JSON.stringify(cellar));
  const house = await openHouse(cellar, { log, publicUrl: 'http://localhost' });
  const system = async (name: string, input: unknown, countyId = counties.here) => {
    const outcome = await pushAsSystem(cellar.engine, countyId, systemEnvelope(name, input, cellar.now()));
    if (outcome.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  };
  await make(cellar, system);
  const address = await house.app.listen({ port: 0, host: '127.0.0.1' });
  const cookieOf = async (login: Login) => {
    const payload = { login, password, device: { id: named(`device ${login}`), name: '测试手机' } };
    const answer = await house.app.inject({ method: 'POST', url: '/api/session', headers: { 'x-yimi': '1' }, payload });
    const token = /yimi_session=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0];
    if (token === undefined) throw new Error(answer.body);
    return token;
  };
  const stop = async () => {
    await house.close();
    await cellar.close();
  };
  const close = async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { app: house.app, cellar, folder, address, lines, cookieOf, system, stop, close };
}

/** A phone's replica over the routes of whichever house stands now. */
export async function trialPhone(at: () => TrialHouse, cookie: string): Promise<Replica> {
  const ask = async (path: string, body: object): Promise<unknown> => {
    const headers = { 'x-yimi': '1', cookie };
    const payload = { protocol: protocolVersion, ...body };
    const answer = await at().app.inject({ method: 'POST', url: `/api/sync/${path}`, headers, payload });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json();
  };
  const replica = new Replica({
    catalogue,
    persistence: new MemoryPersistence(),
    transport: {
      push: async (batch, epoch) => PushResponse.parse(await ask('push', { batch, epoch })),
      pull: async (request) => PullResponse.parse(await ask('pull', request)),
    },
    now: () => Date.now(),
    random: (length) => new Uint8Array(randomBytes(length)),
    userId: idOf('lan'),
    posts: (held, now) => activePosts(held.rows(posts), dayOf(now)),
  });
  await replica.open();
  return replica;
}

async function furnish(cellar: Cellar, system: TrialHouse['system']): Promise<void> {
  const clock = { now: cellar.now, random: (length: number) => new Uint8Array(randomBytes(length)) };
  await createCounty(cellar.owner, clock, { name: '清岭县', code: '459901', countyId: counties.here });
  await createCounty(cellar.owner, clock, { name: '石桥县', code: '459902', countyId: counties.there });
  const stations = [
    [place.station, '清河乡社工站', '459901201000', counties.here],
    [place.rival, '云岭乡社工站', '459901202000', counties.here],
    [named('石桥乡'), '石桥乡社工站', '459902201000', counties.there],
  ] as const;
  for (const [stationId, name, code, countyId] of stations)
    await system('network.add-station', { stationId, name, code, state: 'open', phone: null }, countyId);
  const rooms = [
    [place.room, place.station, '木桥村', '459901201201', counties.here],
    [place.far, place.rival, '枫香村', '459901202201', counties.here],
    [named('石桥村'), named('石桥乡'), '石桥村', '459902201201', counties.there],
  ] as const;
  for (const [roomId, stationId, name, code, countyId] of rooms)
    await system(
      'network.add-room',
      { roomId, stationId, name, code, minutesAway: 70, fromDay: '2025-01-01' },
      countyId,
    );
  const cheap = { log: 10, r: 8, p: 1 };
  const hash = await hashPassword(password, cellar.secrets.pepper, randomBytes(16), cheap);
  if (isProblem(hash)) throw new Error('no hash');
  for (const [login, name, role, countyId, stationId, roomId] of people) {
    const userId = idOf(login);
    const post = { postId: named(`post ${login}`), userId, name, phone: null, role, stationId, roomId, agencyId: null };
    await system('network.open-post', { ...post, fromDay: '2025-01-01' }, countyId);
    await addAccounts(cellar, countyId, [{ userId, login, phone: null, name }], hash);
  }
  await system('people.register-client', newClient(client, place.room));
  await system('people.register-client', newClient(named('石桥的人'), named('石桥村')), counties.there);
}

export function newClient(clientId: string, roomId: string) {
  return {
    clientId,
    name: '杨桂花',
    pinyin: 'yang gui hua',
    sex: 'female',
    birthDay: '1942-05-01',
    phone: null,
    idNumber: null,
    guardian: null,
    groups: ['独居老人'],
    risk: 'key',
    roomId,
    hamlet: '上屯',
    householdId: null,
    consents: ['service', 'photo'],
    assigneeId: null,
    day: '2025-01-05',
  };
}

export function newVisit(visitId: string, clientId: string, now: number, files: readonly object[] = []) {
  return {
    visitId,
    clientId,
    visitedAt: now,
    mode: 'home',
    result: 'home',
    findings: '腿脚不便，药快吃完了',
    needs: ['生活照料'],
    files,
  };
}
