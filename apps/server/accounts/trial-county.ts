/**
 * A county on real PostgreSQL with named people, as the tests of accounts and deposits need it. 韦小妹 is a hamlet
 * volunteer, 覃大海 a village worker, 蓝秀英 a station worker and 石建国 the head of 清河乡社工站; 罗志强 heads the rival
 * station 云岭乡社工站, where 莫兰 works; 吴正 is the county's officer, 唐静 its administrator. All share one password.
 */

import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { derivedId, isProblem, uuidv7 } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import { ServerEngine, systemActor } from '@yimi/sync';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { sql } from 'kysely';
import { afterAll, afterEach } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { Database } from '../database.ts';
import type { DepositParts, FileAbout } from '../deposits/parts.ts';
import { depositRoutes } from '../deposits/routes.ts';
import type { Taken } from '../deposits/take-deposit.ts';
import type { TrayLine } from '../deposits/tray.ts';
import { actingPosts } from '../engine.ts';
import { buildApp } from '../http/app.ts';
import { migrate } from '../migrate.ts';
import type { Connection } from '../postgres/connection.ts';
import { fromUrl } from '../postgres/connection.ts';
import { createTestDatabase, startScratch } from '../postgres/test-database.ts';
import { Keyring } from '../store/keyring.ts';
import { PostgresStore } from '../store/postgres-store.ts';
import { addAccounts, createCounty } from './admin.ts';
import type { Enrolment } from './enrolments.ts';
import type { SessionLine } from './manage.ts';
import type { Me } from './parts.ts';
import { hashPassword } from './passwords.ts';
import { accountRoutes } from './routes.ts';

export const password = '木桥村的风雨桥头';
export const named = (label: string): string => derivedId('trial county', label);
export const countyId = named('county');
export const place = {
  station: named('清河乡'),
  rival: named('云岭乡'),
  room: named('木桥村'),
  rivalRoom: named('岭脚村'),
};

const people = [
  ['wei', '韦小妹', 'hamlet-volunteer', place.station, place.room, '13907730001'],
  ['qin', '覃大海', 'village-worker', place.station, place.room, null],
  ['lan', '蓝秀英', 'station-worker', place.station, null, null],
  ['shi', '石建国', 'station-head', place.station, null, null],
  ['luo', '罗志强', 'station-head', place.rival, null, null],
  ['mo', '莫兰', 'station-worker', place.rival, null, null],
  ['wu', '吴正', 'county-officer', null, null, null],
  ['tang', '唐静', 'administrator', null, null, null],
] as const;
export type Login = (typeof people)[number][0];
export const who = {
  wei: named('wei'),
  qin: named('qin'),
  lan: named('lan'),
  shi: named('shi'),
  luo: named('luo'),
  mo: named('mo'),
  wu: named('wu'),
  tang: named('tang'),
} satisfies Record<Login, string>;

/** Fails the test where something is not there. */
export function there<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('not there');
  return value;
}

/** What the answers of these routes may hold; a test reads what it expects, and fails where it is not there. */
interface Body extends Enrolment, Taken {
  readonly me: Me;
  readonly userId: string;
  readonly outcome: Outcome;
  readonly rows: readonly TrayLine[];
  readonly code: string;
  readonly kind: string;
  readonly field: string;
  readonly details: { readonly waitSeconds: number; readonly wipe: boolean };
}

export interface Answer {
  readonly status: number;
  readonly body: Body;
  /** The body where it is the list of sessions. */
  readonly sessions: readonly SessionLine[];
  /** The session cookie that was set, as a request sends it. */
  readonly cookie: string | null;
  readonly setCookie: string;
}

const cheap = { log: 10, r: 8, p: 1 };

export class TrialCounty {
  now = Date.parse('2026-03-10T09:00:00+08:00');
  readonly owner: Database;
  readonly database: Database;
  readonly parts: DepositParts;
  readonly app: FastifyInstance;
  readonly engine: ServerEngine;
  readonly faults: unknown[] = [];
  readonly kept: { sha256: string; bytes: Uint8Array; about: FileAbout }[] = [];
  readonly #close: (() => Promise<unknown>)[];

  constructor(config: Connection, close: (() => Promise<unknown>)[]) {
    this.owner = new Database({ ...config, max: 2 });
    this.database = new Database({ ...config, user: 'yimi_app', password: appPassword, max: 6 });
    this.#close = close;
    const store = new PostgresStore(this.database, new Keyring(Buffer.alloc(32, 7)), catalogue);
    this.engine = new ServerEngine({
      catalogue,
      store,
      now: () => this.now,
      digest: (text) => createHash('sha256').update(text).digest('hex'),
      posts: actingPosts,
      fault: (error) => this.faults.push(error),
    });
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.parts = {
      database: this.database,
      now: () => this.now,
      random: (length) => randomBytes(length),
      push: (session, envelopes, onBehalfOf) => this.engine.push(session, envelopes, onBehalfOf),
      keys: {
        depositPrivate: privateKey,
        depositPublicJwk: publicKey.export({ format: 'jwk' }),
        pepper: Buffer.alloc(32, 9),
        former: () => [],
      },
      publicUrl: 'https://yimi.test',
      passwordCost: cheap,
      store,
      files: {
        keep: async (sha256, bytes, about) => {
          this.kept.push({ sha256, bytes, about });
          return null;
        },
      },
    };
    this.app = buildApp({ log: () => undefined });
    accountRoutes(this.app, this.parts);
    depositRoutes(this.app, this.parts);
  }

  async seed(): Promise<void> {
    await createCounty(this.owner, this.parts, {
      name: '清岭县',
      code: '459901',
      city: { code: '459900', name: '清江市' },
      countyId,
    });
    const day = '2026-01-01';
    for (const [stationId, name, code] of [
      [place.station, '清河乡社工站', '459901201000'],
      [place.rival, '云岭乡社工站', '459901202000'],
    ]) {
      await this.system('network.add-station', { stationId, name, code, state: 'open', phone: null });
    }
    for (const [roomId, stationId, name, code] of [
      [place.room, place.station, '木桥村', '459901201201'],
      [place.rivalRoom, place.rival, '岭脚村', '459901202201'],
    ]) {
      await this.system('network.add-room', { roomId, stationId, name, code, minutesAway: 70, fromDay: day });
    }
    for (const [login, name, role, stationId, roomId] of people) {
      await this.system('network.open-post', {
        postId: named(`post ${login}`),
        userId: named(login),
        name,
        phone: null,
        role,
        stationId,
        roomId,
        agencyId: null,
        fromDay: day,
      });
    }
    await this.system('people.register-client', client());
    const hash = await hashPassword(password, this.parts.keys.pepper, randomBytes(16), cheap);
    if (isProblem(hash)) throw new Error('no hash');
    const accounts = people.map(([login, name, , , , phone]) => ({ userId: named(login), login, phone, name }));
    await addAccounts(this.parts, countyId, accounts, hash);
  }

  envelope(name: string, input: unknown, more: Partial<Envelope> = {}): Envelope {
    const id = uuidv7(this.now, randomBytes(10));
    return { id, name, v: 1, occurredAt: this.now, input, dependsOn: [], mends: null, hints: [], ...more };
  }

  /** The program itself acts; fails the test if refused. */
  async system(name: string, input: unknown): Promise<void> {
    const [outcome] = await this.engine.push({ countyId, userId: systemActor }, [this.envelope(name, input)]);
    if (outcome?.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)} ${String(this.faults)}`);
  }

  push(userId: string, ...batch: Envelope[]): Promise<Outcome[]> {
    return this.engine.push({ countyId, userId }, batch);
  }

  async call(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
    cookie: string | null = null,
    more: InjectOptions['headers'] = {},
  ): Promise<Answer> {
    const headers = { 'x-yimi': '1', ...(cookie === null ? {} : { cookie }), ...more };
    const response = await this.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) });
    const setCookie = [response.headers['set-cookie'] ?? []].flat().join('\n');
    const token = /yimi_session=([^;]+)/.exec(setCookie)?.[1] ?? null;
    const parsed = response.body === '' ? null : JSON.parse(response.body);
    return {
      status: response.statusCode,
      body: parsed,
      sessions: Array.isArray(parsed) ? parsed : [],
      cookie: token === null ? null : `yimi_session=${token}`,
      setCookie,
    };
  }

  signIn(
    login: string,
    more: { password?: string; device?: object; cookie?: string; address?: string } = {},
  ): Promise<Answer> {
    const body = {
      login,
      password: more.password ?? password,
      ...(more.device === undefined ? {} : { device: more.device }),
    };
    return this.call('POST', '/api/session', body, more.cookie ?? null);
  }

  /** The cookie of somebody who signs in with the right password. */
  async cookieOf(login: Login, device?: object): Promise<string> {
    const answer = await this.signIn(login, device === undefined ? {} : { device });
    if (answer.cookie === null) throw new Error(JSON.stringify(answer.body));
    return answer.cookie;
  }

  /** Somebody signs in and sends this. */
  async post(as: Login, url: string, body: object = {}): Promise<Answer> {
    return this.call('POST', url, body, await this.cookieOf(as));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.close();
    await this.owner.close();
    for (const close of this.#close) await close();
  }
}

/** Roles are the cluster's, and test files share one: the password is the same in all. */
const appPassword = 'trial';

/** The county of a file of tests, open until its last test is done. What somebody tried in vain in one test is forgotten in the next. */
export async function trialCounty(): Promise<TrialCounty> {
  const county = await openCounty();
  afterEach(async () => {
    await sql`delete from login.attempts`.execute(county.owner.kysely);
  });
  afterAll(() => county.close(), 30_000);
  return county;
}

async function openCounty(): Promise<TrialCounty> {
  const given = process.env.YIMI_TEST_DATABASE;
  const close: (() => Promise<unknown>)[] = [];
  let admin: Connection;
  if (given === undefined) {
    const scratch = await startScratch();
    if (isProblem(scratch)) throw new Error(`no PostgreSQL: ${JSON.stringify(scratch)}`);
    close.push(() => scratch.stop());
    admin = scratch.admin;
  } else admin = fromUrl(given);
  const test = await createTestDatabase(admin);
  close.unshift(() => test.drop());
  await migrate(test.config, appPassword);
  const county = new TrialCounty(test.config, close);
  await county.seed();
  return county;
}

function client() {
  return {
    clientId: named('杨桂花'),
    name: '杨桂花',
    pinyin: 'yang gui hua',
    sex: 'female',
    birthDay: '1942-05-01',
    phone: null,
    idNumber: null,
    guardian: null,
    groups: ['独居老人'],
    risk: 'key',
    roomId: place.room,
    hamlet: '上屯',
    householdId: null,
    consents: ['service', 'photo'],
    assigneeId: who.wei,
    day: '2026-01-05',
  };
}

export function visit(label: string, at: number) {
  return {
    visitId: named(label),
    clientId: named('杨桂花'),
    visitedAt: at,
    mode: 'home',
    result: 'home',
    findings: '腿脚不便，药快吃完了',
    needs: ['生活照料'],
    files: [],
  };
}
