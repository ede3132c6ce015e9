/** 探访台账: the records behind `services.visits`, month by month, with the person, the author and the evidence beside each. */
import type { Figure } from '@yimi/kernel';
import { dayOf, reasonLeftOut } from '@yimi/kernel';
import { riskLevels } from '@yimi/people';
import type { Visit } from '@yimi/services';
import { registers, visitCount, visitResults } from '@yimi/services';
import * as z from 'zod';
import { atOf } from '../reads/dashboard.ts';
import type { Drill } from '../reads/figure-drill-sql.ts';
import { drillLeftOut, drillWhere } from '../reads/figure-drill-sql.ts';
import type { NamedStaff } from '../reads/named-people.ts';
import { staffNamed } from '../reads/named-people.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { readVisits } from '../reads/visit-rows.ts';
import type { Asked } from './asked.ts';
import { showsOf } from './asked.ts';
import type { Cursor, Order } from './conditions.ts';
import { Conditions, cut, page, placeIn } from './conditions.ts';
import type { Person } from './people-facts.ts';
import { keptInside, peopleOf, personCells } from './people-facts.ts';
import type { RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only, reasonsOf, wants } from './source.ts';

const table = 'services.visits';
const client = `from people.clients c where c.county_id = ${table}.county_id and c.id = ${table}.client_id`;
const files = `from services.evidence e where e.county_id = ${table}.county_id and e.visit_id = ${table}.id`;

export function drillOf({ place, from, to }: Pick<Asked, 'place' | 'from' | 'to'>): Drill {
  // Every month ends on or before its 31st: as text, all of its days lie between.
  return { at: atOf(place), span: { from: `${from}-01`, to: `${to}-31` }, dims: {} };
}

/** The figure's own conditions, then what this register was asked for. */
export function visitConditions(asked: Asked, figure: Figure = visitCount): Conditions {
  const all = new Conditions();
  const drill = drillOf(asked);
  if (asked.since?.what === 'gone') {
    all.add(`id = any(${all.value(asked.since.recordIds)}::uuid[])`);
    return all.add(`not (${all.taken(drillWhere(figure, drill))})`);
  }
  all.add(all.taken(asked.rows === 'counted' ? drillWhere(figure, drill) : drillLeftOut(figure, drill)));
  if (asked.since !== null) all.add(`id <> all(${all.value(asked.since.recordIds)}::uuid[])`);
  for (const [key, value] of asked.filters) all.add(filtered(all, key, value));
  return all;
}

function filtered(all: Conditions, key: string, value: string): string {
  switch (key) {
    case 'walker':
      return `author_role ${value === 'volunteer' ? '=' : '<>'} 'hamlet-volunteer'`;
    case 'group':
      // The groups of the day, as the figure by group counts them (law N6).
      return `groups ? ${all.value(value)}`;
    case 'need':
      return `needs ? ${all.value(value)}`;
    case 'evidence':
      return `${value === 'yes' ? '' : 'not '}exists (select ${files})`;
    default:
      return `${columnOf(key)} = ${all.value(value)}`;
  }
}

/** Filters that are columns of the record. */
function columnOf(key: string): string {
  if (!['mode', 'result', 'risk', 'review'].includes(key)) throw new Error(`no filter ${key} of visits`);
  return key;
}

function orderOf({ reader }: ReadContext, { sort }: Asked, all: Conditions): Order {
  const direction = sort.order;
  switch (sort.by) {
    case 'room':
      return { sql: placeIn(all, 'room_id', [...reader.places.rooms.keys()], 'uuid'), type: 'integer', direction };
    case 'name':
      return { sql: `coalesce((select c.pinyin ${client}), '') collate "C"`, type: 'text', direction };
    case 'author':
      return {
        sql: `coalesce((select s.name from network.staff s where s.county_id = ${table}.county_id and coalesce(s.user_id, s.id) = ${table}.author_id order by s.active desc, s.from_day desc nulls last limit 1), '') collate "C"`,
        type: 'text',
        direction,
      };
    case 'risk':
      return { sql: placeIn(all, 'risk', riskLevels, 'text'), type: 'integer', direction };
    case 'result':
      return { sql: placeIn(all, 'result', visitResults, 'text'), type: 'integer', direction };
    default:
      return { sql: 'occurred_on', type: 'text', direction };
  }
}

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const all = visitConditions(asked);
  const order = orderOf(context, asked, all);
  const rest = page(all, order, cursor, size);
  const found = await readVisits(
    context,
    `${all.text()}${rest}`,
    all.values,
    wants(asked, 'findings') ? ['findings'] : [],
  );
  const ordered = (one: Conditions): Order => orderOf(context, asked, one);
  const { shown, next } = await cut(context.trx, table, ordered, found, size);
  return { rows: await rowsFor(context, asked, shown), next };
}

const Files = z.object({ visit_id: z.string(), photos: z.number(), voices: z.number() });
type Files = z.infer<typeof Files>;

async function rowsFor(context: ReadContext, asked: Asked, found: readonly Visit[]): Promise<RegisterRow[]> {
  const ids = found.map((visit) => visit.id);
  const text = `select visit_id, count(*) filter (where kind = 'photo') as photos, count(*) filter (where kind = 'voice') as voices
    from services.evidence where visit_id = any($1::uuid[]) group by visit_id`;
  const counted = await rowsOf(context.trx, Files, { text, values: [ids] });
  const facts: Facts = {
    clients: await peopleOf(
      context,
      found.map((visit) => visit.clientId),
      asked,
    ),
    staff: await staffNamed(
      context.trx,
      found.map((visit) => visit.authorId),
    ),
    files: new Map(counted.map((row) => [row.visit_id, row])),
  };
  return found.map((visit) => rowOf(context, asked, visit, facts));
}

interface Facts {
  readonly clients: ReadonlyMap<string, Person>;
  readonly staff: ReadonlyMap<string, NamedStaff>;
  readonly files: ReadonlyMap<string, Files>;
}

function rowOf(
  context: ReadContext,
  asked: Asked,
  visit: Visit,
  { clients, staff, files: counted }: Facts,
): RegisterRow {
  const { reader, today } = context;
  const shows = showsOf(context, asked, visit.heldIn, { stationId: visit.stationId, roomId: visit.roomId });
  const person = clients.get(visit.clientId);
  const cells = {
    ...personCells(person, shows, today),
    day: visit.occurredOn,
    station: reader.places.stations.get(visit.stationId)?.name ?? '',
    room: reader.places.rooms.get(visit.roomId)?.name ?? '',
    risk: visit.risk,
    mode: visit.mode,
    result: visit.result,
    needs: visit.needs.join('、'),
    author: shows.staff ? (staff.get(visit.authorId)?.name ?? null) : null,
    authorRole: visit.authorRole,
    photos: counted.get(visit.id)?.photos ?? 0,
    voices: counted.get(visit.id)?.voices ?? 0,
    // What was found tells who it is as well as a name does.
    findings: shows.sealed && !keptInside(person, shows) ? (visit.findings ?? null) : null,
    review: visit.review,
    receivedOn: dayOf(visit.recordedAt),
  };
  return {
    id: visit.id,
    cells: only(asked, cells),
    reason: reasonLeftOut(visitCount, visit),
    clientId: reader.atRoom(visit.heldIn).people ? visit.clientId : null,
    erased: person?.state === 'erased',
  };
}

const Part = z.object({ mode: z.string(), result: z.string(), n: z.number() });
const Sums = z.object({ photos: z.number(), voices: z.number() });

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const { trx } = context;
  const where = visitConditions(asked);
  const parts = await rowsOf(
    trx,
    Part,
    where.query(`select mode, result, count(*) as n from ${table}`, ' group by mode, result'),
  );
  const total = parts.reduce((sum, part) => sum + part.n, 0);
  const sums = wants(asked, 'photos', 'voices') ? await filesOf(trx, where) : {};
  const omitted =
    asked.since === null ? await reasonsOf(context, visitCount, visitConditions({ ...asked, rows: 'left-out' })) : [];
  const by = (filter: 'mode' | 'result') =>
    [...Map.groupBy(parts, (part) => part[filter])].map(([value, of]) => ({
      filter,
      value,
      n: of.reduce((sum, part) => sum + part.n, 0),
    }));
  return { total, leftOut: omitted, sums, parts: [...inOrder(by('mode')), ...inOrder(by('result'))] };
}

async function filesOf(trx: ReadContext['trx'], where: Conditions): Promise<Record<string, number>> {
  const text = `select count(*) filter (where kind = 'photo') as photos, count(*) filter (where kind = 'voice') as voices
    from services.evidence where visit_id in (select id from ${table} where ${where.text()})`;
  return (await rowsOf(trx, Sums, { text, values: where.values }))[0] ?? {};
}

/** As the register lists them. */
function inOrder<T extends { filter: string; value: string }>(parts: readonly T[]): T[] {
  const words = (part: T): string[] =>
    Object.keys(registers.visits.filters.find(({ key }) => key === part.filter)?.words ?? {});
  return [...parts].sort((one, other) => words(one).indexOf(one.value) - words(other).indexOf(other.value));
}

export const visitsSource: RegisterSource = { summary, page: pageOf };
