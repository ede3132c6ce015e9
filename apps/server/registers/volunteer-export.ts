/**
 * POST /api/volunteers/export: a month of a station's volunteers, projects and service hours in the layout of the national volunteer
 * system. Personal data leave the house: only a station may, it says what for, the act is written first, and nobody is
 * in it who did not agree.
 */
import { randomBytes } from 'node:crypto';
import type { ServiceHours } from '@yimi/activities';
import { activities, hours } from '@yimi/activities';
import type { Day, Month, Problem } from '@yimi/kernel';
import { isProblem, uuidv7 } from '@yimi/kernel';
import type { Profile } from '@yimi/volunteers';
import { profiles, projects } from '@yimi/volunteers';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { takes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import { logAccess } from '../reads/access-log.ts';
import { spanOf } from '../reads/figure-sql.ts';
import { MonthInput, parseInput } from '../reads/input.ts';
import { notForYou } from '../reads/problems.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext, ReadParts } from '../reads/read-context.ts';
import { readAs } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import { Purpose, purposeNeeded } from './asked.ts';
import { nameOf, sendWorkbook, within } from './export.ts';
import type { VolunteerMonth } from './volunteer-sheets.ts';
import { titleOf, volunteerWorkbook } from './volunteer-sheets.ts';

const Input = z.strictObject({ month: MonthInput, purpose: Purpose.optional() });
const Announced = z.object({ by: z.string(), title: z.string() });
const Total = z.object({ id: z.string(), minutes: z.number() });

export function volunteerExportRoute(app: FastifyInstance, parts: ReadParts): void {
  app.post('/api/volunteers/export', takes(Input), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const input = parseInput(Input, request.body);
    if (isProblem(input)) return sendProblem(reply, input);
    const { month, purpose } = input.value;
    if (purpose === undefined) return sendProblem(reply, purposeNeeded());
    const id = uuidv7(parts.now(), randomBytes(10));
    const written = await readAs(parts, actor, (context) => announce(context, month, purpose.trim(), id));
    if (isProblem(written)) return sendProblem(reply, written);
    const { by, title } = Announced.parse(written);
    const provenance = { id, by, at: parts.now(), purpose: purpose.trim() };
    return sendWorkbook(reply, `${title}.xlsx`, (out) =>
      within(parts, actor, out, async (context) => {
        const found = await monthOfVolunteers(context, month);
        if (isProblem(found)) throw new Error('what could be asked a moment ago can no longer be asked');
        return volunteerWorkbook(found, provenance);
      }),
    );
  });
}

/** The act itself, before anything leaves. */
async function announce(context: ReadContext, month: Month, purpose: string, exportId: string) {
  const found = await monthOfVolunteers(context, month);
  if (isProblem(found)) return found;
  const counts = { people: String(found.profiles.length), rows: String(found.hours.length) };
  const content = { purpose, month, stations: stationsOf(context).join(' '), ...counts, exportId };
  await logAccess(context, { action: 'volunteers.export', outcome: 'accepted', subject: null, content });
  return { by: await nameOf(context), title: titleOf(found) };
}

/** Whole stations: a village worker reads people too, but nobody reports a village by itself. */
function stationsOf({ reader }: ReadContext): readonly string[] {
  return reader.stationsWhere((rights) => rights.people);
}

async function monthOfVolunteers(context: ReadContext, month: Month): Promise<VolunteerMonth | Problem> {
  const stations = stationsOf(context);
  if (stations.length === 0) return notForYou();
  const { places } = context.reader;
  const { from, to } = spanOf(month);
  const ofMonth = 'station_id = any($1::uuid[]) and day between $2 and $3';
  // One after the other: they share one snapshot and its connection.
  const all = await rowsWhere(context, hours, `${ofMonth} and state = 'counted' order by day, from_at, id`, [
    ...[stations, from, to],
  ]);
  const helpers = [...new Set(all.map((row) => row.helperId))];
  const known = await rowsWhere(
    context,
    profiles,
    'station_id = any($1::uuid[]) or id = any($2::uuid[]) order by number',
    [stations, helpers],
  );
  const agreed = new Map(known.filter((one) => hasAgreed(one, context.today)).map((one) => [one.id, one]));
  const { kept, leftOut } = parted(all, agreed);
  const helped = new Set(kept.map((row) => row.helperId));
  const listed = [...agreed.values()].filter(
    (one) => stations.includes(one.stationId) && (one.state !== 'ended' || helped.has(one.id)),
  );
  const held = kept.flatMap((row) => row.activityId ?? []);
  return {
    ...{ month, profiles: listed, numbers: agreed, hours: kept, leftOut },
    stationNames: stations.map((id) => places.stations.get(id)?.name ?? ''),
    totals: await totalsOf(context, listed),
    projects: await rowsWhere(context, projects, 'station_id = any($1::uuid[]) and open order by name, id', [stations]),
    activities: await rowsWhere(
      context,
      activities,
      `(${ofMonth} and state in ('held', 'closed')) or (station_id = any($1::uuid[]) and id = any($4::uuid[]))
        order by day, from_minute, id`,
      [stations, from, to, held],
    ),
    nameOf: (id) => places.rooms.get(id)?.name ?? places.stations.get(id)?.name ?? '',
  };
}

function hasAgreed({ consentOn }: Profile, today: Day): boolean {
  return consentOn !== null && consentOn <= today;
}

/** A minute that another stretch has counted, or that came from another system, is not reported a second time. */
function parted(all: readonly ServiceHours[], agreed: ReadonlyMap<string, Profile>) {
  const imported = all.filter((row) => row.source === 'imported');
  const own = all.filter((row) => row.source !== 'imported' && row.minutes > 0);
  const unagreed = own.filter((row) => !agreed.has(row.helperId));
  const sum = (why: 'unagreed' | 'imported', rows: readonly ServiceHours[]) =>
    rows.length === 0 ? [] : [{ why, rows: rows.length, minutes: rows.reduce((total, row) => total + row.minutes, 0) }];
  return {
    kept: own.filter((row) => agreed.has(row.helperId)),
    leftOut: [...sum('unagreed', unagreed), ...sum('imported', imported)],
  };
}

async function totalsOf({ trx }: ReadContext, of: readonly Profile[]): Promise<Map<string, number>> {
  const text = `select helper_id as id, sum(minutes) as minutes from activities.hours
    where helper_id = any($1::uuid[]) group by helper_id`;
  const found = await rowsOf(trx, Total, { text, values: [of.map((one) => one.id)] });
  return new Map(found.map(({ id, minutes }) => [id, minutes]));
}
