/**
 * GET /api/activities: a month's activities where the reader reads figures: sums of the place, of its kinds and of what lies
 * below it, all from the kept leaves (law N1); and, for who may read people there, the activities themselves.
 * GET /api/activities/:id: one with its list of names, who checked in by a code, and whose phone shows it.
 */
import type { Activity } from '@yimi/activities';
import {
  activities,
  attendanceCount,
  attendancesByKind,
  checkIns,
  codes,
  entries,
  gradeCount,
  heldByKind,
  heldCount,
  hours,
  peopleCount,
  photos,
} from '@yimi/activities';
import { derivedId, Id, monthOf } from '@yimi/kernel';
import * as z from 'zod';
import type { FiguresInput, PlaceRef } from './dashboard.ts';
import { atOf, FiguresInput as Input, placeAsked } from './dashboard.ts';
import { MonthSum, monthSums, SumBelow, spanOf, sumsBelow } from './figure-sql.ts';
import { clientsNamed, staffNamed } from './named-people.ts';
import { notForYou, notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const mostShown = 300;
const Dims = z.array(z.union([z.string(), z.number()]));

export const activitiesRoute: Route<FiguresInput> = {
  method: 'GET',
  url: '/api/activities',
  input: Input,
  answer: async (input, context) => {
    const { reader, today } = context;
    if (!reader.anywhere((rights) => rights.figures)) return notForYou();
    const place = placeAsked(reader, input);
    if ('code' in place) return place;
    const month = input.month ?? monthOf(today);
    const counted = await countedAt(context, place, month);
    return { today, month, place, ...counted, ...(await heldAt(context, place, month)) };
  },
};

async function countedAt({ trx, reader }: ReadContext, place: PlaceRef, month: string): Promise<object> {
  const at = atOf(place);
  const figures = [heldCount, heldByKind, attendanceCount, attendancesByKind, peopleCount, gradeCount];
  const below = { figures: [heldCount, attendanceCount], from: month, to: month };
  const [sums, children] = await Promise.all([
    rowsOf(trx, MonthSum, monthSums(at, [{ figures, from: month, to: month }])),
    at.level === 'room' ? [] : rowsOf(trx, SumBelow, sumsBelow(at, below)),
  ]);
  const total = (name: string, dim?: string | number): number =>
    sums
      .filter((row) => row.figure === name && (dim === undefined || Dims.parse(JSON.parse(row.dims)).includes(dim)))
      .reduce((sum, row) => sum + row.n, 0);
  const kinds = new Set(
    sums.flatMap((row) => (row.figure === attendancesByKind.name ? Dims.parse(JSON.parse(row.dims)).map(String) : [])),
  );
  const places = new Set(children.map((row) => row.place));
  const nameOf = (id: string): string =>
    (at.level === 'county' ? reader.places.stations : reader.places.rooms).get(id)?.name ?? '';
  const of = (id: string, figure: string): number =>
    children.filter((row) => row.place === id && row.figure === figure).reduce((sum, row) => sum + row.n, 0);
  return {
    sums: {
      ...{ held: total(heldCount.name), attendances: total(attendanceCount.name), people: total(peopleCount.name) },
      helpers: total(attendanceCount.name, 'helper'),
      ratings: [1, 2, 3, 4, 5].map((rating) => total(gradeCount.name, rating)),
    },
    kinds: [...kinds].map((kind) => ({
      ...{ kind, held: total(heldByKind.name, kind), attendances: total(attendancesByKind.name, kind) },
    })),
    below: [...places].map((id) => ({
      ...{ id, name: nameOf(id), held: of(id, heldCount.name), attendances: of(id, attendanceCount.name) },
    })),
  };
}

async function heldAt(context: ReadContext, place: PlaceRef, month: string): Promise<object> {
  const { reader } = context;
  const may = (rights: { people: boolean }): boolean => rights.people;
  const stations = reader.stationsWhere(may);
  const rooms = reader.roomsWhere(may);
  const span = spanOf(month);
  // The station that held it, or the village it was held for.
  const where = `(station_id = any($1::uuid[]) or room_id = any($2::uuid[])) and day between $3 and $4
    and ($5::uuid is null or station_id = $5::uuid or room_id = $5::uuid) order by day, from_minute, id limit ${mostShown}`;
  const only = place.level === 'county' ? null : place.id;
  const found = await rowsWhere(context, activities, where, [stations, rooms, span.from, span.to, only]);
  const counts = await countsOf(context, found);
  return { rows: found.map((activity) => ({ ...briefly(context, activity), ...counts.get(activity.id) })) };
}

const Counts = z.object({ id: z.string(), signed: z.number(), waiting: z.number(), came: z.number() });

async function countsOf({ trx }: ReadContext, found: readonly Activity[]) {
  const text = `select activity_id as id, count(*) filter (where part = 'participant' and seat = 'in') as signed,
      count(*) filter (where seat = 'waiting') as waiting, count(*) filter (where attended = 'came') as came
    from activities.entries where activity_id = any($1::uuid[]) group by activity_id`;
  const rows = await rowsOf(trx, Counts, { text, values: [found.map((one) => one.id)] });
  const none = { signed: 0, waiting: 0, came: 0 };
  return new Map(found.map(({ id }) => [id, rows.find((row) => row.id === id) ?? { id, ...none }]));
}

function briefly({ reader }: ReadContext, activity: Activity) {
  return {
    ...activity,
    roomName: reader.places.rooms.get(activity.roomId)?.name ?? '',
    stationName: reader.places.stations.get(activity.stationId)?.name ?? '',
  };
}

const OneInput = z.object({ id: Id });
const Helper = z.object({ id: z.string(), name: z.string() });

export const activityRoute: Route<z.infer<typeof OneInput>> = {
  method: 'GET',
  url: '/api/activities/:id',
  input: OneInput,
  answer: async ({ id }, context) => {
    const { actor, reader, trx, today } = context;
    if (!reader.anywhere((rights) => rights.people)) return notForYou();
    const [activity] = await rowsWhere(context, activities, 'id = $1::uuid', [id]);
    // Out of reach and not there are one answer (law A5).
    if (activity === undefined || !reader.at(activity).people) return notFound();
    const all = await rowsWhere(context, entries, 'activity_id = $1::uuid order by turn, id', [id]);
    const named = all.filter((entry) => entry.part !== 'unnamed');
    const people = await clientsNamed(
      trx,
      named.flatMap((entry) => entry.clientId ?? []),
    );
    const helped = new Map(
      (await rowsWhere(context, hours, 'activity_id = $1::uuid', [id])).map((row) => [row.id, row]),
    );
    const [code] = await rowsWhere(context, codes, 'id = $1::uuid', [id]);
    const checked = await rowsWhere(context, checkIns, 'activity_id = $1::uuid order by at, id', [id]);
    const pictures = await rowsWhere(context, photos, 'activity_id = $1::uuid order by recorded_at, id', [id]);
    const staff = await staffNamed(trx, [activity.authorId, code?.holderId ?? null]);
    const [counts] = (await countsOf(context, [activity])).values();
    // Volunteers of the station who could help; whoever is no volunteer of the house is written down by name.
    const text = `select coalesce(user_id, id) as id, min(name) as name from network.staff
      where active and role = 'hamlet-volunteer' and station_id = $1::uuid group by 1 order by 2 limit 500`;
    return {
      today,
      activity: { ...briefly(context, activity), ...counts, author: staff.get(activity.authorId)?.name ?? null },
      heads: all.length - named.length,
      photos: pictures.map((one) => ({ id: one.id, sha256: one.sha256 })),
      entries: named.map(({ recordedFor: _, person: __, kinds: ___, ...entry }) => ({
        ...entry,
        name: people.get(entry.clientId ?? '')?.name ?? entry.name,
        hamlet: people.get(entry.clientId ?? '')?.hamlet ?? null,
        hours: helped.get(derivedId(entry.id, 'hours')) ?? null,
      })),
      code:
        code === undefined
          ? null
          : { holder: staff.get(code.holderId)?.name ?? null, mine: code.holderId === actor.userId },
      checkIns: checked.map(({ id: checkInId, entryId, direction, at, source, state }) => ({
        ...{ id: checkInId, entryId, direction, at, source, state },
      })),
      helpers: await rowsOf(trx, Helper, { text, values: [activity.stationId] }),
    };
  },
};
