/**
 * Laws A1 and A5 at the house's doors: every route and every command, asked by people of one county with the ids of
 * another, and by a hamlet volunteer with another village's people. The answer must be, to the letter, that for an id that
 * nobody has; and nothing of the others may change. Routes are read off the server, commands off the catalogue: a new one
 * is tried without a word here, and a new route that takes a body has to say which.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from '@yimi/kernel';
import { derivedId, scopes, uuidv7 } from '@yimi/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { catalogue } from '../../apps/catalogue.ts';
import type { Login, TrialHouse } from '../../apps/server/trial-house.ts';
import { counties, idOf, named, newClient, newVisit, openTrialHouse, place } from '../../apps/server/trial-house.ts';
import type { Method } from './every-route.ts';
import { routesOf } from './every-route.ts';
import { madeInput } from './made-input.ts';
import type { Ids } from './named-ids.ts';
import { byName, makes } from './named-ids.ts';

const elsewhere: Ids = {
  client: named('韦老石'),
  room: named('石桥村'),
  station: named('石桥乡'),
  county: counties.there,
  user: idOf('long'),
  visit: named('visit there'),
  household: named('household there'),
  session: named('session there'),
  picture: 'd'.repeat(64),
  post: named('post long'),
};
const nextVillage: Ids = {
  ...elsewhere,
  client: named('覃远山'),
  room: place.far,
  station: place.rival,
  county: counties.there,
  user: idOf('mo'),
  visit: named('visit far'),
  household: named('household far'),
  picture: 'e'.repeat(64),
  post: named('post mo'),
};
/** Nobody's. */
const unknown = Object.fromEntries(
  Object.keys(elsewhere).map((key) => [key, key === 'picture' ? '0'.repeat(64) : derivedId('nobody', key)]),
) as unknown as Ids;

/** Words that stand in the rows of those others and nowhere else. */
const theirWords = /韦老石|覃远山|老石的话|远山的话/;

let house: TrialHouse;
let routes: { method: Method; path: string }[];
const cookies = new Map<Login, string>();

beforeAll(async () => {
  house = await openTrialHouse();
  for (const [ids, countyId, name, words, author] of [
    [elsewhere, counties.there, '韦老石', '老石的话', 'long'],
    [nextVillage, counties.here, '覃远山', '远山的话', 'mo'],
  ] as const) {
    const householdId = ids.household;
    await house.system('people.register-client', { ...newClient(ids.client, ids.room), name, householdId }, countyId);
    const now = house.cellar.now();
    const input = { ...newVisit(ids.visit, ids.client, now), findings: words };
    const envelope = {
      id: uuidv7(now, new Uint8Array(10).fill(7)),
      name: 'services.record-visit',
      v: 2,
      occurredAt: now,
    };
    const posts = await house.app.inject({ url: '/api/session', headers: { cookie: await house.cookieOf(author) } });
    const session = z.object({ me: z.looseObject({ userId: z.string() }) }).parse(posts.json());
    const whole = {
      ...envelope,
      v: catalogue.commands.get(envelope.name)?.version ?? 1,
      input,
      dependsOn: [],
      mends: null,
      hints: [],
    };
    const [outcome] = await house.cellar.engine.push({ userId: session.me.userId, countyId }, [whole]);
    expect(outcome).toMatchObject({ status: 'accepted' });
  }
  for (const login of ['wei', 'shi', 'wu'] as const) cookies.set(login, await house.cookieOf(login));
  routes = routesOf(house.app).filter(({ path }) => path !== '/api/sync/events');
  await quiet();
});
/** The jobs have done what the setting-up left them: from here on, whatever changes was changed by somebody. */
async function quiet(): Promise<void> {
  for (let same = 0, last = ''; same < 4; ) {
    const now = JSON.stringify(await theirRows('county'));
    same = now === last ? same + 1 : 0;
    last = now;
    await sleep(800);
  }
}
afterAll(() => house.close());

/** Bodies of routes that take one; null: takes nothing that names anybody. */
const bodies: Readonly<Record<string, ((ids: Ids) => unknown) | null>> = {
  'POST /api/session': null,
  'POST /api/session/second': null,
  'POST /api/session/second/secret': null,
  'POST /api/session/second/confirm': null,
  'POST /api/session/passkey': null,
  'POST /api/session/passkey/options': null,
  'POST /api/second-factor/secret': null,
  'POST /api/second-factor/confirm': null,
  'POST /api/second-factor/codes': null,
  'POST /api/second-factor/drop': null,
  'POST /api/passkeys': null,
  'POST /api/passkeys/options': null,
  'DELETE /api/passkeys/:id': null,
  'POST /api/accounts/:userId/second-factor/reset': () => ({}),
  'POST /api/enrol': null,
  'POST /api/password': null,
  'POST /api/sync/push': null,
  'POST /api/sync/pull': ({ room, station, user, county }) => ({
    protocol: 1,
    diverged: [],
    scopes: [scopes.room(room), scopes.station(station), scopes.self(user), `county:${county}`].map((scope) => ({
      scope,
      roleClass: 'worker',
      version: 0,
      hash: '0000000000000000',
    })),
  }),
  'POST /api/sessions/:id/lost': () => ({}),
  'POST /api/enrolments': ({ user }) => ({ userId: user }),
  'POST /api/accounts': ({ station, room }) => ({
    login: `neu${Date.now() % 1_000_000}`,
    phone: null,
    name: '新',
    role: 'village-worker',
    stationId: station,
    roomId: room,
  }),
  'POST /api/accounts/:userId/open': () => ({ login: 'anders', phone: null }),
  'POST /api/accounts/:userId/reset': () => ({}),
  'POST /api/accounts/:userId/disable': () => ({}),
  'POST /api/accounts/:userId/enable': () => ({}),
  'POST /api/people/search': ({ room }) => ({ search: '杨', room }),
  'POST /api/households/search': ({ room }) => ({ search: '杨', room }),
  'POST /api/people/export': ({ client }) => ({ clientId: client, purpose: '本人要一份' }),
  'POST /api/reveal': ({ client }) => ({ clientId: client, purpose: '核对低保名单' }),
  'POST /api/deposit': null,
  'POST /api/deposit/files': null,
  'POST /api/tray/deposits/:id/adopt': () => ({}),
  'POST /api/tray/deposits/:id/set-aside': () => ({ reason: '重复了' }),
  'POST /api/divisions/load': () => ({ code: '459902' }),
  'POST /api/files': null,
  'PATCH /api/files/uploads/:id': null,
  'POST /api/network/villagers': ({ room }) => ({ room, roomId: room, purpose: '核对名单' }),
  'POST /api/registers/rows': ({ station }) => ({ register: 'visits', level: 'station', place: station }),
  'POST /api/registers/export': ({ station }) => ({
    register: 'visits',
    level: 'station',
    place: station,
    purpose: '上报用',
  }),
  'POST /api/volunteers/export': null,
  'POST /api/certificates/paper': ({ visit }) => ({ certificateId: visit }),
  'POST /api/points/slip': ({ visit }) => ({ voucherId: visit }),
  'POST /api/points/settlement': ({ visit }) => ({ merchantId: visit, month: '2026-01', purpose: '结算' }),
  'POST /api/reports/sign': ({ station }) => ({ reportId: named('report'), station, month: '2026-01', seen: [] }),
  'POST /api/reports/export': ({ station }) => ({ station, month: '2026-01', purpose: '上报月报' }),
  'POST /api/imports': null,
  'POST /api/imports/files': null,
  'POST /api/imports/look': ({ station, visit }) => ({
    target: 'people',
    stationId: station,
    fileId: visit,
    sheet: 0,
    top: 1,
    bottom: 1,
  }),
  'POST /api/imports/look-as': ({ station, visit }) => ({ target: 'people', stationId: station, fileId: visit }),
  'POST /api/imports/preview': null,
  'POST /api/imports/:id/undo': () => ({}),
  'DELETE /api/session': null,
  'DELETE /api/sessions/:id': null,
};

/** What a path's parameter may name, each in turn. */
const pathIds: Readonly<Record<string, readonly (keyof Ids)[]>> = {
  ':id': ['client', 'visit', 'session', 'room', 'household'],
  ':userId': ['user'],
  ':sha256': ['picture'],
  ':name': [],
};
const queryNames: Readonly<Record<string, keyof Ids>> = {
  room: 'room',
  station: 'station',
  userId: 'user',
};

interface Question {
  readonly method: Method;
  readonly label: string;
  readonly urlFor: (ids: Ids) => string;
  readonly bodyFor: ((ids: Ids) => unknown) | null;
}

function questions(): Question[] {
  return routes.flatMap(({ method, path }): Question[] => {
    if (method === 'HEAD' || path.includes('*') || !path.startsWith('/api/')) return [];
    const label = `${method} ${path}`;
    // Signing oneself out ends the asking.
    if (label === 'DELETE /api/session') return [];
    const body = bodies[label];
    const parameter = /:\w+/.exec(path)?.[0];
    const kinds = parameter === undefined ? [] : (pathIds[parameter] ?? []);
    const plain = path.replace(':name', 'services.visits');
    const paths =
      kinds.length === 0
        ? [{ label, urlFor: () => plain }]
        : kinds.map((kind) => ({
            label: `${label} (${kind})`,
            urlFor: (ids: Ids) => plain.replace(/:\w+/, ids[kind]),
          }));
    if (method !== 'GET') return paths.map((one) => ({ ...one, method, bodyFor: body ?? null }));
    return paths.flatMap((one) => [
      { ...one, method, bodyFor: null },
      ...levels(one.urlFor).map(({ name, urlFor }) => ({
        method,
        label: `${one.label}?${name}`,
        urlFor,
        bodyFor: null,
      })),
    ]);
  });
}

function levels(urlFor: (ids: Ids) => string): { name: string; urlFor: (ids: Ids) => string }[] {
  const plain = Object.entries(queryNames).map(([name, kind]) => ({
    name,
    urlFor: (ids: Ids) => `${urlFor(ids)}?${name}=${ids[kind]}`,
  }));
  const atLevels = (['room', 'station', 'county'] as const).map((level) => ({
    name: `level=${level}`,
    urlFor: (ids: Ids) => `${urlFor(ids)}?level=${level}&place=${ids[level]}`,
  }));
  return [...plain, ...atLevels];
}

async function ask(login: Login, { method, urlFor, bodyFor }: Question, ids: Ids): Promise<string> {
  const headers = { 'x-yimi': '1', cookie: cookies.get(login) ?? '' };
  const payload = bodyFor === null ? undefined : JSON.stringify(bodyFor(ids));
  const answer = await house.app.inject({
    method,
    url: urlFor(ids),
    headers: payload === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(payload === undefined ? {} : { payload }),
  });
  expect(answer.body).not.toMatch(theirWords);
  return `${answer.statusCode} ${plainly(answer.body)}`;
}

/** An answer may repeat what was asked for, and tells of moments and of what it has just made up. */
function plainly(text: string): string {
  let plain = text.replace(/"(serverTime|at|now|asOf|expiresAt|lastSeenAt|waitSeconds)":\d+/g, '"$1":0');
  // How far the jobs have come by now, and what the disk has left, which other programs write to as well.
  plain = plain.replace(/"(seq|sealedTo|entries|sealedAt|unsealed|roundAt|heardAt|freeBytes)":(null|\d+)/g, '"$1":0');
  // Drawn anew for whoever asks.
  plain = plain.replace(/"(token|challenge)":"[\w-]+"/g, '"$1":""');
  for (const ids of [elsewhere, nextVillage, unknown])
    for (const [key, id] of Object.entries(ids)) plain = plain.replaceAll(id, `<${key}>`);
  return plain
    .replace(/[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}"/g, '<code>"')
    .replace(/"userId":"01[^"]+"/g, '<new>');
}

/** All rows that are theirs, as one text for each table. */
async function theirRows(where: 'county' | 'village'): Promise<Record<string, string>> {
  return house.cellar.owner.outsideCounties(async (trx) => {
    const tables = z.array(z.object({ name: z.string() })).parse(
      (
        await sql`select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
          and a.attname = 'county_id' where c.relkind = 'r' order by 1`.execute(trx)
      ).rows,
    );
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      // The jobs go on meanwhile: they seal, and remember how far they came. Refusals are audited in the asker's county.
      if (['engine.audit_chain', 'engine.job_marks'].includes(name)) continue;
      if (where === 'village' && ['engine.audit', 'engine.receipts', 'login.acts', 'login.sessions'].includes(name))
        continue;
      const theirs =
        where === 'county'
          ? sql`county_id = ${counties.there}`
          : sql`(t::text like ${`%${nextVillage.client}%`} or t::text like ${`%${place.far}%`} or t::text like ${`%${nextVillage.visit}%`})`;
      const rows = await sql`select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum
        from ${sql.raw(name)} t where ${theirs}`.execute(trx);
      found[name] = z.array(z.object({ sum: z.string() })).parse(rows.rows)[0]?.sum ?? '';
    }
    return found;
  });
}

it('every route that takes a body, or changes something, is known to this test', () => {
  const open = routes
    .filter(({ method, path }) => !['GET', 'HEAD'].includes(method) && path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((label) => bodies[label] === undefined);
  expect(open).toEqual([]);
});

/**
 * Harm is to be reported by whoever hears of it, also in a village that is not theirs: such a report is taken, and tells its writer
 * nothing but how far it has come (`tests/protection.test.ts`, `apps/server/reads/mandatory-reports.pg.test.ts`). Not beyond the county.
 */
const dutyOfEverybody = 'protection.report';

const asked = [
  // First, for the settings that an officer's commands change have the jobs go over every village.
  ['a hamlet volunteer', 'wei', nextVillage, 'village'],
  ['a hamlet volunteer', 'wei', elsewhere, 'county'],
  ['a station’s head', 'shi', elsewhere, 'county'],
  ['the county’s officer', 'wu', elsewhere, 'county'],
] as const;

describe.each(asked)('%s (%s) asking for what is not theirs to know', (_, login, ids, where) => {
  it('is answered by every route as for ids that nobody has, and changes nothing of theirs', async () => {
    const before = await theirRows(where);
    const told: string[] = [];
    for (const question of questions()) {
      const theirs = await ask(login, question, ids);
      const nobodys = await ask(login, question, unknown);
      if (theirs !== nobodys) told.push(`${question.label}: ${theirs.slice(0, 160)} / ${nobodys.slice(0, 160)}`);
    }
    expect(told).toEqual([]);
    expect(await theirRows(where)).toEqual(before);
  });

  it('is answered by every command as for ids that nobody has, and changes nothing of theirs', async () => {
    const before = await theirRows(where);
    const told: string[] = [];
    let decided = 0;
    for (const command of catalogue.commands.values()) {
      if (command.system || (where === 'village' && command.name === dutyOfEverybody)) continue;
      const theirs = await give(login, command, ids);
      const nobodys = await give(login, command, unknown);
      if (theirs !== nobodys) told.push(`${command.name}: ${theirs} / ${nobodys}`);
      if (!/wrong-shape/.test(theirs)) decided += 1;
    }
    expect(told).toEqual([]);
    expect(await theirRows(where)).toEqual(before);
    // Nearly all of them reach the decision: hardly an input fails at its shape already.
    expect(decided).toBeGreaterThan(60);
  });
});

let drawn = 0;
async function give(login: Login, command: Command, ids: Ids): Promise<string> {
  const now = house.cellar.now();
  const input = madeInput(command, ({ kind, name }) => {
    if (kind !== 'id') return undefined;
    const key = byName[name];
    return key === undefined || makes[command.name]?.includes(name) ? named(`made ${++drawn}`) : ids[key];
  });
  const [id, v] = [derivedId('given', `${++drawn}`), command.version];
  const envelope = { id, name: command.name, v, occurredAt: now, input, dependsOn: [], mends: null, hints: [] };
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/sync/push',
    headers: { 'x-yimi': '1', 'content-type': 'application/json', cookie: cookies.get(login) ?? '' },
    payload: JSON.stringify({ protocol: 1, batch: [envelope] }),
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.body).not.toMatch(theirWords);
  const [outcome] = z
    .object({ outcomes: z.array(z.looseObject({ status: z.string(), problem: z.unknown().optional() })) })
    .parse(answer.json()).outcomes;
  return plainly(`${outcome?.status} ${JSON.stringify(outcome?.problem ?? null)}`);
}
