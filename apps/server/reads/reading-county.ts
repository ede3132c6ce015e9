/**
 * A county on PostgreSQL for the tests of the reading side, made by real commands through the engine. 清河 (蓝, 石, 覃, 韦;
 * villages 木桥 and 枫香) is run by agency 同行, 云岭 (龙; village 石桥) by agency 和众; beside them an officer of the
 * county, of the township and of the city, an evaluator, a supervisor and an administrator.
 */
import type { Post } from '@yimi/kernel';
import { activePosts, dayOf, problem } from '@yimi/kernel';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import type { TestStore } from '../../../tests/world/postgres.ts';
import { openTestStore } from '../../../tests/world/postgres.ts';
import type { World } from '../../../tests/world/world.ts';
import { countyId, named, newClient, newVisit, place, smallCounty, who } from '../../../tests/world/world.ts';
import { catalogue } from '../../catalogue.ts';
import { certificateRoutes } from '../certificates/index.ts';
import { postsOf, pushAsSystem } from '../engine.ts';
import { buildApp } from '../http/app.ts';
import { pointRoutes } from '../points/index.ts';
import { registerRoutes } from '../registers/index.ts';
import { reportRoutes } from '../reports/index.ts';
import { readRoutes } from './index.ts';
import type { ReadParts } from './read-context.ts';
import type { Actor } from './reader.ts';

export { countyId, named, place, who };

export const cityCode = '459900';
export const farRoom = named('room of the other station');
export const others = {
  long: named('龙 worker of the other station'),
  tong: named('同行 manager'),
  he: named('和众 manager'),
  mo: named('莫 township officer'),
  ping: named('评 evaluator'),
  du: named('督 supervisor'),
  guan: named('管 administrator'),
  shiyuan: named('市 city officer'),
};

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

export interface ReadingCounty {
  readonly world: World;
  readonly opened: TestStore;
  readonly app: FastifyInstance;
  get(userId: string, url: string): Promise<Answered>;
  post(userId: string, url: string, body: unknown): Promise<Answered>;
  /** As the database's owner, whom no fence holds. */
  asOwner(text: string, values?: unknown[]): Promise<pg.QueryResultRow[]>;
  close(): Promise<void>;
}

export async function openReadingCounty(): Promise<ReadingCounty> {
  const opened = await openTestStore(new Uint8Array(32).fill(7));
  const owner = new pg.Client(opened.owner);
  await owner.connect();
  const asOwner = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows;
  await asOwner("insert into public.counties values ($1, '三水县', '459901', $2, 0)", [countyId, cityCode]);
  await asOwner("insert into login.cities values ($1, '临江市')", [cityCode]);
  const world = await smallCounty(1, opened.store);
  await asOwner(
    "insert into login.accounts (user_id, county_id, login, name, created_at) values ($1, $2, 'wuju', '吴局', 0)",
    [who.wu, countyId],
  );
  await furnish(world);
  const app = buildApp({ log: () => undefined });
  const parts = { database: opened.database, store: opened.store, catalogue, now: () => world.now };
  const reads: ReadParts = {
    ...parts,
    actorOf: async (request) => {
      const userId = request.headers['x-actor'];
      return typeof userId === 'string'
        ? actorOf(opened, userId, world.now)
        : problem('unauthenticated', 'accounts.not-signed-in');
    },
  };
  readRoutes(app, reads);
  registerRoutes(app, reads);
  certificateRoutes(app, reads, 'https://yimi.test');
  pointRoutes(app, reads, 'https://yimi.test');
  const asSystem = (ofCounty: string, name: string, input: unknown) =>
    pushAsSystem(world.engine, ofCounty, world.envelope(name, input));
  reportRoutes(app, { ...reads, pushAsSystem: asSystem });
  const ask = async (method: 'GET' | 'POST', userId: string, url: string, body?: unknown): Promise<Answered> => {
    const headers = { 'x-actor': userId, 'x-yimi': '1' };
    const options =
      body === undefined
        ? { method, url, headers }
        : { method, url, headers, payload: JSON.parse(JSON.stringify(body)) };
    const answer = await app.inject(options);
    return { status: answer.statusCode, body: answer.json() };
  };
  return {
    world,
    opened,
    app,
    asOwner,
    get: (userId, url) => ask('GET', userId, url),
    post: (userId, url, body) => ask('POST', userId, url, body),
    close: async () => {
      await app.close();
      await owner.end();
      await opened.close();
    },
  };
}

async function actorOf(opened: TestStore, userId: string, now: number): Promise<Actor> {
  const city = userId === others.shiyuan;
  const cityPost: Post = {
    ...{ id: named('post 市'), userId, role: 'city-officer', stationId: null, roomId: null, agencyId: null },
    ...{ fromDay: '2026-01-01', toDay: '2026-06-30' },
  };
  const posts: Post[] = city ? [cityPost] : await opened.store.snapshot(countyId, (tx) => postsOf(tx, userId, now));
  return {
    userId,
    countyId: city ? '00000000-0000-0000-0000-000000000000' : countyId,
    cityCode: city ? cityCode : null,
    sessionId: named('session'),
    deviceId: null,
    posts: activePosts(posts, dayOf(now)),
    roles: posts.map((post) => post.role),
  };
}

async function furnish(world: World): Promise<void> {
  const fromDay = '2026-01-01';
  await world.system('network.add-room', {
    roomId: farRoom,
    stationId: place.other,
    name: '石桥村',
    code: '459901202201',
    minutesAway: 40,
    fromDay,
  });
  for (const [name, stationId] of [
    ['同行', place.station],
    ['和众', place.other],
  ] as const) {
    await world.system('network.add-agency', { agencyId: named(name), name: `${name}社工服务中心` });
    await world.system('network.open-contract', {
      contractId: named(`contract ${name}`),
      agencyId: named(name),
      stationId,
      lot: '三',
      fromDay,
      toDay: null,
    });
  }
  const posted = [
    [others.long, '龙小军', 'station-worker', place.other, null],
    [others.tong, '同经理', 'agency-manager', null, named('同行')],
    [others.he, '和经理', 'agency-manager', null, named('和众')],
    [others.mo, '莫主任', 'township-officer', place.station, null],
    [others.ping, '评估员', 'evaluator', null, null],
    [others.du, '督导', 'supervisor', place.station, null],
    [others.guan, '管理员', 'administrator', null, null],
  ] as const;
  for (const [userId, name, role, stationId, agencyId] of posted) {
    await world.system('network.open-post', {
      postId: named(`post ${name}`),
      userId,
      name,
      phone: null,
      role,
      stationId,
      roomId: null,
      agencyId,
      fromDay,
      toDay: role === 'evaluator' ? '2026-12-31' : null,
    });
  }
  await world.system(
    'people.register-client',
    newClient(named('潘'), {
      name: '潘老贵',
      pinyin: 'pan lao gui',
      risk: 'high',
      idNumber: '11010519491231002X',
      roomId: place.far,
      phone: '13900005678',
    }),
  );
  await world.system(
    'people.register-client',
    newClient(named('梁'), {
      name: '梁秀珍',
      pinyin: 'liang xiu zhen',
      risk: 'ordinary',
      roomId: farRoom,
      phone: null,
    }),
  );
}

/** A visit recorded by somebody on a day before today, through the engine. */
export async function visited(
  county: ReadingCounty,
  label: string,
  by: string,
  clientId: string,
  daysAgo = 0,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { world } = county;
  const visitId = named(label);
  const visitedAt = world.now - daysAgo * 86_400_000;
  const [outcome] = await world.send(
    by,
    world.envelope('services.record-visit', newVisit(visitId, world, { clientId, visitedAt, ...more })),
  );
  if (outcome?.status !== 'accepted') throw new Error(`${label}: ${JSON.stringify(outcome)} ${String(world.faults)}`);
  return visitId;
}
