/**
 * 人员台账: who was in post at a place at the end of a period, who came and who left in it, from the posts alone. A person
 * with two posts at a place is one person, under the post of the higher rank.
 */
import type { Day } from '@yimi/kernel';
import { roles } from '@yimi/kernel';
import * as z from 'zod';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import type { Asked } from './asked.ts';
import { accessTo } from './asked.ts';
import type { Cursor } from './conditions.ts';
import { Conditions } from './conditions.ts';
import type { CellValue, RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only } from './source.ts';

/** Highest first. */
const ranks = ['station-head', 'station-worker', 'village-worker', 'hamlet-volunteer'] as const;

const Held = z.object({
  id: z.string(),
  user_id: z.string(),
  role: z.enum(roles),
  station_id: z.string(),
  room_id: z.string().nullable(),
  from_day: z.string(),
  to_day: z.string().nullable(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
});
type Held = z.infer<typeof Held>;

interface Person {
  readonly held: Held;
  readonly stays: boolean;
  readonly joined: boolean;
}

/** The last day of the period that has come: who is in post at the end of a running month is in post today. */
function endOf({ to }: Asked, today: Day): Day {
  const end = `${to}-31`;
  return today < end ? today : end;
}

async function peopleOf({ trx, today }: ReadContext, asked: Asked): Promise<Person[]> {
  const begin = `${asked.from}-01`;
  const end = endOf(asked, today);
  const all = new Conditions();
  all.add(`p.role = any(${all.value(ranks)}::text[])`);
  if (asked.place.level === 'station') all.add(`p.station_id = ${all.value(asked.place.id)}::uuid`);
  if (asked.place.level === 'room') all.add(`p.room_id = ${all.value(asked.place.id)}::uuid`);
  all.add('p.station_id is not null');
  all.add(`p.from_day <= ${all.value(end)} and (p.to_day is null or p.to_day >= ${all.value(begin)})`);
  const query = all.query(
    `select p.id, p.user_id, p.role, p.station_id, p.room_id, p.from_day, p.to_day, s.name, s.phone from network.posts p
      left join network.staff s on s.county_id = p.county_id and (s.id = p.id or (s.id = p.user_id and s.user_id is null))`,
  );
  const byPerson = Map.groupBy(await rowsOf(trx, Held, query), (held) => held.user_id);
  return [...byPerson.values()].flatMap((held) => personOf(held, begin, end) ?? []);
}

function personOf(posts: readonly Held[], begin: Day, end: Day): Person | null {
  const staying = posts.filter((held) => held.to_day === null || held.to_day > end || held.to_day === end);
  const stays = staying.length > 0;
  const [held] = [...(stays ? staying : posts)].sort(byRank);
  if (held === undefined) return null;
  // Moved from one post to another here: neither came nor left.
  const joined = posts.every((one) => one.from_day >= begin);
  return { held, stays, joined };
}

function byRank(one: Held, other: Held): number {
  const rank = ({ role }: Held): number => ranks.findIndex((known) => known === role);
  return rank(one) - rank(other) || (one.from_day < other.from_day ? -1 : 1);
}

function turnover({ stays, joined }: Person): string | null {
  if (!stays) return 'left';
  return joined ? 'joined' : null;
}

function chosen(all: readonly Person[], asked: Asked): Person[] {
  const role = asked.filters.get('role');
  const change = asked.filters.get('turnover');
  return all.filter(
    (person) =>
      person.stays === (asked.rows === 'counted') &&
      (role === undefined || person.held.role === role) &&
      (change === undefined || turnover(person) === change),
  );
}

function keyOf({ held }: Person, by: string): string {
  if (by === 'name') return held.name ?? '';
  return by === 'fromDay' ? held.from_day : String(ranks.findIndex((rank) => rank === held.role));
}

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const turn = asked.sort.order === 'asc' ? 1 : -1;
  const all = chosen(await peopleOf(context, asked), asked).sort(
    (one, other) =>
      turn * keyOf(one, asked.sort.by).localeCompare(keyOf(other, asked.sort.by), 'zh-CN') ||
      (one.held.id < other.held.id ? -1 : 1),
  );
  const start = cursor === null ? 0 : all.findIndex(({ held }) => held.id === cursor.id) + 1;
  const shown = all.slice(start, start + size);
  const last = start + size < all.length ? shown.at(-1) : undefined;
  const rows = shown.map((person) => rowOf(context, asked, person));
  return { rows, next: last === undefined ? null : { key: start + size, id: last.held.id } };
}

function rowOf({ reader }: ReadContext, asked: Asked, person: Person): RegisterRow {
  const { held } = person;
  const rights =
    held.room_id === null
      ? reader.of('station', held.station_id)
      : reader.at({ stationId: held.station_id, roomId: held.room_id });
  const named = accessTo('staff', rights) === 'free';
  const cells: Record<string, CellValue> = {
    name: named ? held.name : null,
    role: held.role,
    station: reader.places.stations.get(held.station_id)?.name ?? '',
    room: reader.places.rooms.get(held.room_id ?? '')?.name ?? '',
    phone: named ? held.phone : null,
    fromDay: held.from_day,
    toDay: held.to_day,
    turnover: turnover(person),
  };
  const reason = person.stays ? null : 'left-in-period';
  return { id: held.id, cells: only(asked, cells), reason, clientId: null, erased: false };
}

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const all = await peopleOf(context, asked);
  const rows = chosen(all, asked);
  const left = all.filter((person) => !person.stays).length;
  return {
    total: rows.length,
    leftOut: left === 0 ? [] : [{ reason: 'left-in-period', n: left }],
    sums: {},
    parts: ranks.flatMap((role) => {
      const n = rows.filter(({ held }) => held.role === role).length;
      return n === 0 ? [] : [{ filter: 'role', value: role, n }];
    }),
  };
}

export const staffSource: RegisterSource = { summary, page: pageOf };
