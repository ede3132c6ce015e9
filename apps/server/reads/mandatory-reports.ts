/**
 * GET /api/protection: mandatory reports (强制报告) as far as the reader may know of them. Heads and named staff see which there are,
 * without name or words; everybody what became of their own; the county how many, from five on, and where one is late.
 * GET /api/protection/:id: one report whole. Opening it is an act in the audit, and so is trying to (law A4).
 */
import { Id, startOfDay } from '@yimi/kernel';
import { staff, worksOn } from '@yimi/network';
import type { Reader, Report } from '@yimi/protection';
import { isLate, readers, reports, steps } from '@yimi/protection';
import * as z from 'zod';
import { logAccess } from './access-log.ts';
import { liveClientOf } from './client-page.ts';
import { staffNamed } from './named-people.ts';
import { notForYou, notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { pointsAtSomebody } from './small-counts.ts';
import { rowsWhere } from './table-rows.ts';

const Input = z.object({});
const OneInput = z.object({ id: Id });
/** As many as a screen shows; a county has a handful a year. */
const most = 200;
const writes = ['hamlet-volunteer', 'village-worker', 'station-worker', 'station-head', 'county-officer', 'supervisor'];

/** Stations whose reports the reader opens: those they head, and those for which they are named and still in post. */
async function readable(context: ReadContext): Promise<{ heads: string[]; stations: string[]; county: boolean }> {
  const { actor, reader } = context;
  const named = (await rowsWhere(context, readers, 'user_id = $1::uuid and not ended', [actor.userId])).map(
    (one) => one.stationId,
  );
  const of = (role: string): string[] =>
    actor.posts.flatMap((post) => (post.role === role && post.stationId !== null ? [post.stationId] : []));
  const heads = of('station-head');
  const county = actor.posts.some((post) => post.role === 'county-officer') && named.includes(null);
  const worked = of('station-worker').filter((id) => named.includes(id));
  const stations = county ? [...reader.places.stations.keys()] : [...new Set([...heads, ...worked])];
  return { heads, stations, county };
}

const order = "order by state = 'closed', passed_on_at is not null, reported_at desc, id limit";

function briefly({ reader, now }: ReadContext, report: Report) {
  const { id, stationId, roomId, danger, whom, reportedAt, passOnBy, passedOnAt, state, outcome, told } = report;
  return {
    ...{ id, stationId, danger, whom, reportedAt, passOnBy, passedOnAt, state, outcome, told },
    late: isLate(report, now),
    stationName: reader.places.stations.get(stationId)?.name ?? '',
    roomName: reader.places.rooms.get(roomId)?.name ?? '',
  };
}

export const protectionRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/protection',
  input: Input,
  answer: async (_input, context) => {
    const { actor } = context;
    const writer = actor.posts.some((post) => writes.includes(post.role));
    const administers = actor.posts.some((post) => post.role === 'administrator');
    if (actor.cityCode !== null || (!writer && !administers)) return notForYou();
    const { heads, stations, county } = await readable(context);
    const listed = await rowsWhere(context, reports, `station_id = any($1::uuid[]) ${order} ${most}`, [stations]);
    const own = await rowsWhere(context, reports, `author_id = $1::uuid ${order} ${most}`, [actor.userId]);
    return {
      mayWrite: writer,
      mayRead: stations.length > 0,
      reports: listed.map((report) => briefly(context, report)),
      own: own.map((report) => briefly(context, report)),
      rooms: roomsOf(context),
      county: await countyOf(context, county),
      readers: await readersOf(context, heads, administers),
    };
  },
};

/** Villages of the stations at which they serve, or all: where the harm may have been seen. */
function roomsOf({ actor, reader }: ReadContext) {
  const served = new Set(actor.posts.map((post) => post.stationId));
  const all = [...reader.places.rooms.values()].filter((room) => room.mergedInto === null);
  return all.filter((room) => served.has(null) || served.has(room.stationId)).map(({ id, name }) => ({ id, name }));
}

const Sum = z.object({ made: z.number(), open: z.number() });
const Late = z.object({ station_id: z.string() });

/**
 * For the county: where a report is late, for somebody has to ring there; how many there are this year only where that points at
 * nobody (law A2).
 */
async function countyOf(context: ReadContext, named: boolean) {
  const { trx, actor, reader, today, now } = context;
  if (!actor.posts.some((post) => post.role === 'county-officer')) return null;
  const year = startOfDay(`${today.slice(0, 4)}-01-01`);
  const [sum] = await rowsOf(trx, Sum, {
    text: `select count(*) filter (where reported_at >= $1)::int as made,
      count(*) filter (where state = 'open')::int as open from protection.reports`,
    values: [year],
  });
  const late = await rowsOf(trx, Late, {
    text: `select distinct station_id from protection.reports
      where state = 'open' and passed_on_at is null and pass_on_by < $1 order by station_id`,
    values: [now],
  });
  const shown = (n: number): number | null => (named || !pointsAtSomebody(n) ? n : null);
  return {
    made: shown(sum?.made ?? 0),
    open: shown(sum?.open ?? 0),
    late: late.map((one) => ({
      stationId: one.station_id,
      name: reader.places.stations.get(one.station_id)?.name ?? '',
    })),
  };
}

const Officer = z.object({ id: z.string(), name: z.string() });

/** Who is named and who could be, for those who name. */
async function readersOf(context: ReadContext, heads: readonly string[], administers: boolean) {
  if (heads.length === 0 && !administers) return null;
  const listed = await rowsWhere(
    context,
    readers,
    'not ended and (station_id = any($1::uuid[]) or (station_id is null and $2::boolean)) order by since, id',
    [heads, administers],
  );
  const workers = (await rowsWhere(context, staff, 'station_id = any($1::uuid[]) and active', [heads]))
    .filter((one) => one.role === 'station-worker' && one.userId !== null && worksOn(one, context.today))
    .map((one) => ({ id: one.userId ?? one.id, name: one.name, stationId: one.stationId as string | null }));
  const officers = administers ? await officersOf(context) : [];
  const names = new Map([...workers, ...officers].map((one) => [one.id, one.name]));
  return {
    named: listed.map(({ userId, stationId, since }: Reader) => ({
      userId,
      stationId,
      since,
      name: names.get(userId) ?? '',
    })),
    candidates: [...workers, ...officers],
  };
}

async function officersOf({ trx, today }: ReadContext) {
  const text = `select distinct p.user_id as id, a.name from network.posts p join login.accounts a on a.user_id = p.user_id
    where p.role = 'county-officer' and p.from_day <= $1 and (p.to_day is null or p.to_day >= $1) order by a.name, id`;
  const rows = await rowsOf(trx, Officer, { text, values: [today] });
  return rows.map((one) => ({ ...one, stationId: null }));
}

export const protectionReportRoute: Route<z.infer<typeof OneInput>> = {
  method: 'GET',
  url: '/api/protection/:id',
  input: OneInput,
  answer: async ({ id }, context) => {
    const { heads, stations, county } = await readable(context);
    const [report] = await rowsWhere(context, reports, 'id = $1::uuid', [id]);
    const may = report !== undefined && stations.includes(report.stationId);
    const outcome = may ? ('accepted' as const) : ('refused' as const);
    const subject = may ? report.clientId : null;
    await logAccess(context, { action: 'protection.open', outcome, subject, content: { reportId: id } });
    // Out of reach and not there are one answer (law A5).
    if (!may) return notFound();
    const taken = await rowsWhere(context, steps, 'report_id = $1::uuid order by at, id', [id]);
    const names = await staffNamed(context.trx, [report.authorId, report.closedBy, ...taken.map((one) => one.byId)]);
    const client = report.clientId === null ? null : await liveClientOf(context, report.clientId);
    const { who, whereabouts, signs, seen, heard, observedAt, closedAt, closingNote, plausible, authorRole } = report;
    return {
      ...briefly(context, report),
      ...{ who, whereabouts, seen, heard, observedAt, closedAt, closingNote, plausible, authorRole },
      signs: signs === null ? [] : signs.split(' '),
      hamlet: client?.hamlet ?? null,
      phone: client?.phone ?? null,
      guardian: client?.guardian ?? null,
      authorName: names.get(report.authorId)?.name ?? '',
      closedByName: names.get(report.closedBy ?? '')?.name ?? null,
      mayClose: county || heads.includes(report.stationId),
      steps: taken.map(({ id: stepId, kind, at, byId, number, note }) => ({
        ...{ id: stepId, kind, at, number, note },
        byName: names.get(byId)?.name ?? '',
      })),
    };
  },
};
