/**
 * The invented county over HTTP: the routes of the contract, for building and testing the screens. Who asks is the user
 * name in the cookie; the password of all is `yimi`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Role } from '@yimi/kernel';
import { derivedId } from '@yimi/kernel';
import { PushRequest } from '@yimi/protocol';
import { usualTripRule } from '@yimi/services';
import * as z from 'zod';
import type { Me } from '../api.ts';
import { Level } from '../api.ts';
import { Desk } from './desk.ts';
import { County, countyId, countyName, now } from './invented-county.ts';
import { tripBoard } from './invented-trips.ts';
import { photo, tone } from './pictures.ts';
import { activitiesAt, activityAt, certificatesAt, hoursAt } from './read-activities.ts';
import { bookOf, postsOf, villagersOf } from './read-book.ts';
import { companionsAt } from './read-companions.ts';
import { dataProtectionOf } from './read-data-protection.ts';
import { figuresAt, loadsOf, provinceOf, recordsOf } from './read-figures.ts';
import { answerRecords, formAt, formsAt } from './read-forms.ts';
import { readImports, writeImports } from './read-imports.ts';
import { auditOf, queueAt, trayOf, visitPage } from './read-lists.ts';
import { mealSheetAt, mealsAt } from './read-meals.ts';
import {
  alikeNeeds,
  needCandidates,
  needRecords,
  needsAt,
  needsBatch,
  offersCounted,
  rankedNeeds,
} from './read-needs.ts';
import { divisionsOf, placesOf, touchedBy, workOf } from './read-network.ts';
import { clientPage, duplicatesAt, householdsAt, peopleAt } from './read-people.ts';
import { helperPoints, pointsAt } from './read-points.ts';
import { protectionAt, reportAt } from './read-protection.ts';
import { registerFile, registerRows, registersFor } from './read-registers.ts';
import { reportOf, signed } from './read-reports.ts';
import { houseStatus } from './read-status.ts';
import { volunteersAt } from './read-volunteers.ts';
import { run } from './writes.ts';

const logins: Readonly<Record<string, { role: Role; name: string; atStation: boolean }>> = {
  head: { role: 'station-head', name: '石明远', atStation: true },
  worker: { role: 'station-worker', name: '蓝青', atStation: true },
  supervisor: { role: 'supervisor', name: '罗文斌', atStation: true },
  county: { role: 'county-officer', name: '吴志明', atStation: false },
  admin: { role: 'administrator', name: '陆永福', atStation: false },
  city: { role: 'city-officer', name: '莫春花', atStation: false },
  province: { role: 'city-officer', name: '陈国栋', atStation: false },
};

const wideNames: Readonly<Record<string, string>> = { province: '广西壮族自治区' };

interface Asked {
  readonly county: County;
  readonly desk: Desk;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly who: string;
}
type Reply = {
  status: number;
  body?: unknown;
  type?: string;
  raw?: Buffer | string;
  cookie?: string;
  name?: string;
  place?: string;
};

const ok = (body: unknown): Reply => ({ status: 200, body });
const refuse = (status: number, kind: string, code: string, field?: string): Reply => ({
  status,
  body: { problem: true, kind, code, details: {}, ...(field === undefined ? {} : { field }) },
});

function meOf(county: County, login: string): Me | null {
  const person = logins[login];
  if (person === undefined) return null;
  const stationId = person.atStation ? (county.stations[0]?.id ?? null) : null;
  const userId = county.staff.find((one) => one.name === person.name)?.userId ?? derivedId('invented', login);
  const post = {
    id: derivedId('invented', `post ${login}`),
    userId,
    role: person.role,
    stationId,
    roomId: null,
    agencyId: null,
    fromDay: '2024-09-01',
    toDay: null,
  };
  const city = person.role === 'city-officer';
  return {
    userId,
    countyId,
    countyName: city ? (wideNames[login] ?? '柳江市') : countyName,
    cityCode: city ? (login === 'province' ? '450000' : '450200') : null,
    name: person.name,
    login,
    posts: [post],
    roles: [person.role],
    serverTime: now,
  };
}

const Credentials = z.object({ login: z.string(), password: z.string() });

function session(verb: string, { county, body, who }: Asked): Reply {
  if (verb === 'DELETE') return { status: 204, cookie: 'yimi_session=; Path=/; Max-Age=0' };
  if (verb === 'GET') {
    const me = meOf(county, who);
    return me === null ? refuse(401, 'unauthenticated', 'auth.not-signed-in') : ok({ me });
  }
  const given = Credentials.safeParse(body).data;
  const me = given?.password === 'yimi' ? meOf(county, given.login) : null;
  if (me === null) return refuse(401, 'unauthenticated', 'auth.wrong-login');
  return { ...ok({ me }), cookie: `yimi_session=${me.login}; Path=/; HttpOnly; SameSite=Strict` };
}

function figures({ county, path, query, who }: Asked): Reply {
  const me = meOf(county, who);
  const city = me?.cityCode !== null;
  const station = me?.posts[0]?.stationId ?? null;
  const level = Level.safeParse(query.get('level')).data ?? (station === null ? 'county' : 'station');
  const at = {
    level: city ? ('county' as const) : level,
    id: city ? countyId : (query.get('place') ?? station ?? countyId),
  };
  const month = query.get('month') ?? '2025-06';
  const name = /^\/api\/figures\/([^/]+)\/records$/.exec(path)?.[1];
  if (name === undefined && who === 'province') return ok(provinceOf(figuresAt(county, at, month, true)));
  if (name === undefined) return ok(figuresAt(county, at, month, city, station === null ? 'county' : 'station'));
  if (city) return refuse(403, 'forbidden', 'reads.not-for-you');
  const dims = z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .parse(JSON.parse(query.get('dims') ?? '{}'));
  const shown = me?.roles.some((role) => role.startsWith('station')) ?? false;
  if (name.startsWith('forms.')) return ok(answerRecords(county));
  if (name.startsWith('needs.')) return ok(needRecords(county, z.string().safeParse(dims.kind).data));
  return ok(recordsOf(county, name, at, month, dims, Number(query.get('cursor') ?? 0), shown));
}

const code = { code: 'K7QM-2RXD', path: '/phone/#/enrol/K7QM-2RXD', expiresAt: now + 86_400_000 };
const sessions = [
  { id: 's1', deviceName: 'Windows · console', createdAt: now - 3_600_000, lastSeenAt: now, current: true },
  { id: 's2', deviceName: '红米 Note 12', createdAt: now - 864_000_000, lastSeenAt: now - 7_200_000, current: false },
];

const factorState = {
  app: true,
  codesLeft: 9,
  required: false,
  passkeys: [{ id: 'p1', name: '站里的台式机', madeAt: now - 864_000_000, lastUsedAt: now - 3_600_000 }],
};

const { leaveAt, backBy, visitMinutes, errandMinutes, restMinutes } = usualTripRule;
const habits = { leaveAt, backBy, visitMinutes, errandMinutes, restMinutes };

type Read = (asked: Asked, match: RegExpExecArray) => Reply;
const reads: readonly (readonly [RegExp, Read])[] = [
  [/^\/api\/figures/, figures],
  [
    /^\/api\/visits\/queue$/,
    ({ county, query }) => ok(queueAt(county, county.stations[0]?.id ?? '', query.get('state') ?? 'open')),
  ],
  [/^\/api\/visits\/(.+)$/, ({ county }, [, id = '']) => orGone(visitPage(county, id))],
  [/^\/api\/hours$/, ({ county }) => ok(hoursAt(county))],
  [/^\/api\/points$/, ({ county, who }) => ok(pointsAt(county, logins[who]?.atStation === true))],
  [/^\/api\/points\/helper$/, () => ok(helperPoints)],
  [/^\/api\/certificates$/, ({ county }) => ok(certificatesAt(county))],
  [/^\/api\/activities$/, ({ county, query }) => ok(activitiesAt(county, query))],
  [/^\/api\/activities\/[^/]+\/poster$/, () => ok({ in: '12345674', out: '61234564' })],
  [/^\/api\/activities\/(.+)$/, ({ county }, [, id = '']) => orGone(activityAt(county, id))],
  [/^\/api\/forms$/, ({ county, who }) => ok(formsAt(county, logins[who]?.atStation === true))],
  [
    /^\/api\/forms\/(.+)$/,
    ({ county, who }, [, id = '']) => orGone(formAt(county, id, logins[who]?.atStation === true)),
  ],
  [
    /^\/api\/protection$/,
    ({ county, who }) => ok(protectionAt(county, who === 'head' ? 'head' : who === 'county' ? 'county' : 'worker')),
  ],
  [/^\/api\/protection\/(.+)$/, ({ county }, [, id = '']) => orGone(reportAt(county, id))],
  [/^\/api\/meals$/, ({ county, query }) => ok(mealsAt(county, query))],
  [/^\/api\/meals\/(.+)$/, ({ county }, [, id = '']) => orGone(mealSheetAt(county, id))],
  [
    /^\/api\/public-page$/,
    ({ county }) =>
      ok({
        ...{ stationId: county.stations[0]?.id, stationName: county.stations[0]?.name, base: '/s/450226/' },
        page: {
          ...{ slug: 'fengmu', open: true, withheld: null, address: '枫木乡政府一楼', hours: '周一到周五' },
          ...{ phone: '15400000009', intro: '我们是住在枫木乡的社工，常年下村入户。' },
        },
      }),
  ],
  [/^\/api\/volunteers\/counted$/, ({ county }) => ok(offersCounted(county))],
  [/^\/api\/companions$/, ({ county }) => ok(companionsAt(county))],
  [/^\/api\/volunteers$/, ({ county }) => ok(volunteersAt(county))],
  [/^\/api\/needs\/ranked$/, ({ county, who }) => ok(rankedNeeds(county, who !== 'county'))],
  [/^\/api\/needs$/, ({ county, query }) => ok(needsAt(county, query))],
  [/^\/api\/needs\/batch$/, ({ county }) => ok(needsBatch(county))],
  [/^\/api\/needs\/([^/]+)\/candidates$/, ({ county }) => ok(needCandidates(county))],
  [
    /^\/api\/needs\/([^/]+)\/rating-link$/,
    () => ok({ address: `https://yimi.example/s/459926/fengmu/rate/${'Ab3_'.repeat(10)}`, until: '2025-08-11' }),
  ],
  [/^\/api\/needs\/([^/]+)\/alike$/, ({ county }, [, id = '']) => ok(alikeNeeds(county, id))],
  [/^\/api\/people$/, ({ county, query }) => ok(peopleAt(county, county.stations[0]?.id ?? '', query))],
  [/^\/api\/people\/duplicates$/, ({ county }) => ok(duplicatesAt(county, county.stations[0]?.id ?? ''))],
  [/^\/api\/people\/same-id$/, ({ county }) => ok({ rows: county.notices })],
  [/^\/api\/households$/, ({ county, query }) => ok(householdsAt(county, query.get('room') ?? ''))],
  [/^\/api\/people\/(.+)$/, ({ county }, [, id = '']) => orGone(clientPage(county, id))],
  [
    /^\/api\/places$/,
    ({ county, who }) =>
      ok(placesOf(county, logins[who]?.atStation === true ? (county.stations[0]?.id ?? null) : null)),
  ],
  [/^\/api\/network\/work$/, () => ok(workOf())],
  [/^\/api\/network\/room$/, ({ county, query }) => ok(touchedBy(county, query.get('room') ?? ''))],
  [/^\/api\/network\/book$/, ({ county }) => ok(bookOf(county))],
  [/^\/api\/staff$/, ({ county, query }) => ok(postsOf(county, query.get('user') ?? ''))],
  [/^\/api\/divisions$/, ({ county }) => ok(divisionsOf(county))],
  [
    /^\/api\/registers$/,
    ({ county, desk, who }) => {
      const station = stationOf(county, who);
      return ok(registersFor(county, desk, station, station === null));
    },
  ],
  [
    /^\/api\/reports$/,
    ({ county, desk, query, who }) => {
      const station = query.get('station') ?? county.stations[0]?.id ?? '';
      return ok(reportOf(county, desk, station, query.get('month') ?? '2025-06', who === 'head'));
    },
  ],
  [/^\/api\/trips$/, ({ county }) => ok(tripBoard(county))],
  [/^\/api\/tray$/, ({ county }) => ok(trayOf(county))],
  [
    /^\/api\/audit$/,
    ({ query }) => ok(auditOf(Number(query.get('cursor') ?? 0), query.get('outcome') ?? '', query.get('action') ?? '')),
  ],
  [/^\/api\/status$/, () => ok(houseStatus)],
  [/^\/api\/data-protection$/, ({ desk, query }) => ok(dataProtectionOf(desk, query))],
  [
    /^\/api\/settings$/,
    ({ county }) =>
      ok({
        countyName,
        dueRule: county.rule,
        tripRule: { ...habits, seats: 5, teamSize: 2 },
        needRule: { urgentDays: 1, soonDays: 7, ordinaryDays: 30, crisisWords: ['不想活', '家暴', '喝农药'] },
        pointRule: { inUse: true, perHour: 2, months: 24 },
        signInRule: { roles: ['county-officer', 'administrator'] },
        evidenceRule: { longestSide: 1600, quality: 80, place: 'coarse' },
        clients: { high: 248, key: 671, ordinary: 1603 },
        stations: loadsOf(county),
      }),
  ],
  [/^\/api\/sessions$/, () => ok(sessions)],
  [/^\/api\/second-factor$/, () => ok(factorState)],
  [
    /^\/api\/files\/(..)/,
    (_asked, [, kind = '']) =>
      kind === 'ff'
        ? { status: 200, raw: tone(), type: 'audio/wav' }
        : { status: 200, raw: photo(Number(kind)), type: 'image/svg+xml' },
  ],
];

function stationOf(county: County, who: string): string | null {
  return logins[who]?.atStation === true ? (county.stations[0]?.id ?? null) : null;
}

function orGone(body: unknown): Reply {
  return body === null ? refuse(404, 'not-found', 'reads.not-found') : ok(body);
}

/** A search's body in this invented server: what was typed, and the choices beside it. */
const Typed = z.record(z.string(), z.string());

async function write({ county, desk, path, body }: Asked): Promise<Reply> {
  if (path === '/api/network/villagers') return ok(villagersOf(county, body));
  if (path === '/api/registers/rows') return ok(registerRows(county, desk, body));
  if (path === '/api/reports/sign') return ok(signed(county, desk, body));
  if (path === '/api/registers/export') {
    const { raw, name } = await registerFile(county, desk, body);
    return { status: 200, raw, name, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
  }
  if (path === '/api/sync/push')
    return ok({ outcomes: PushRequest.parse(body).batch.map((envelope) => run(county, desk, envelope)) });
  if (path === '/api/reveal')
    return ok({
      idNumber: '45022619410308002X',
      name: '韦小妹',
      birthDay: '1941-03-08',
      phone: '13607728801',
      hamlet: '上屯',
      roomName: '归冲村',
    });
  const mine = county.stations[0]?.id ?? '';
  if (path === '/api/people/search') return ok(peopleAt(county, mine, new URLSearchParams(Typed.parse(body))));
  if (path === '/api/households/search') return ok(householdsAt(county, Typed.parse(body).room ?? ''));
  if (path === '/api/people/export') return ok({ title: '个人信息副本', madeOn: '2025-06-12', person: {}, visits: [] });
  // A file as tus sends it: announced, then its bytes, which nobody keeps here.
  if (path === '/api/files') return { status: 201, place: '/api/files/uploads/invented' };
  if (path === '/api/accounts' || /^\/api\/accounts\/[^/]+\/open$/.test(path))
    return ok({ userId: derivedId('invented', 'new account'), ...code });
  if (path === '/api/enrolments' || path.endsWith('/reset')) return ok(code);
  if (path.endsWith('/adopt'))
    return ok({ outcome: { id: derivedId('invented', 'adopted'), status: 'accepted', recordedAt: now, clocks: {} } });
  const silent = /\/(set-aside|lost|enable|disable)$|^\/api\/password$/;
  return silent.test(path) ? { status: 204 } : refuse(404, 'not-found', 'server.no-such-page');
}

export function answer(verb: string, asked: Asked): Reply | Promise<Reply> {
  if (asked.path === '/api/session') return session(verb, asked);
  if (logins[asked.who] === undefined) return refuse(401, 'unauthenticated', 'auth.not-signed-in');
  if (verb === 'DELETE') return { status: 204 };
  if (asked.path.startsWith('/api/imports')) {
    const { county, path, query, body } = asked;
    const found = verb === 'POST' ? writeImports(county, path, body) : readImports(path, query.get('lang'));
    return found === null ? refuse(404, 'not-found', 'reads.not-found') : ok(found);
  }
  if (verb === 'POST') return write(asked);
  for (const [pattern, read] of reads) {
    const match = pattern.exec(asked.path);
    if (match !== null) return read(asked, match);
  }
  return refuse(404, 'not-found', 'server.no-such-page');
}

/** Handles a request if it is one of the API's; `moved` callers hear of every write. */
export function inventedServer(): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const county = new County();
  const desk = new Desk();
  const listeners = new Set<ServerResponse>();
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/api/')) return false;
    if (url.pathname === '/api/sync/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('event: hello\ndata: []\n\n');
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
      return true;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    const who = /yimi_session=([a-z]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const verb = request.method ?? 'GET';
    const isFile = request.headers['content-type']?.endsWith('octet-stream') === true;
    if (verb === 'PATCH') {
      const offset = Number(request.headers['upload-offset']) + Buffer.concat(chunks).length;
      response.writeHead(204, { 'tus-resumable': '1.0.0', 'upload-offset': String(offset) }).end();
      return true;
    }
    const body: unknown = text === '' || isFile ? null : JSON.parse(text);
    const reply = await answer(verb, { county, desk, path: url.pathname, query: url.searchParams, body, who });
    if (url.pathname === '/api/sync/push') for (const one of listeners) one.write('event: moved\ndata: ["county"]\n\n');
    const headers: Record<string, string> = { 'content-type': reply.type ?? 'application/json' };
    if (reply.cookie !== undefined) headers['set-cookie'] = reply.cookie;
    if (reply.place !== undefined) Object.assign(headers, { location: reply.place, 'tus-resumable': '1.0.0' });
    if (reply.name !== undefined)
      headers['content-disposition'] = `attachment; filename*=UTF-8''${encodeURIComponent(reply.name)}`;
    response
      .writeHead(reply.status, headers)
      .end(reply.raw ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)));
    return true;
  };
}
