/**
 * GET /api/people: the people of the reader's villages, by name. POST /api/people/search: those found by what their tokens
 * begin with (law A6); what was typed is a person's name, and travels in the body, for addresses go to logs. The search is
 * a range of the token table, so that row-level security keeps its index.
 */
import { addDays, Id, scopes } from '@yimi/kernel';
import { riskLevels, specialGroups, tokenPrefix } from '@yimi/people';
import * as z from 'zod';
import type { Query } from './figure-sql.ts';
import { TextInput } from './input.ts';
import { staffNamed } from './named-people.ts';
import { notForYou, notFound } from './problems.ts';
import { countOf, rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import type { ReaderRights } from './reader.ts';

const pageSize = 50;

/** Strict: who still puts a name into the address is told so, and not given the whole list. */
const ListInput = z.strictObject({
  room: z.optional(Id),
  group: z.enum(specialGroups).optional(),
  risk: z.enum(riskLevels).optional(),
  /** overdue: the day has passed · week: due within seven days · never: no service yet (一次都没去过). */
  care: z.enum(['overdue', 'week', 'never']).optional(),
  /** The last person of the page before. Their name is looked up here, so that none travels in a URL. */
  cursor: z.optional(Id),
});
const SearchInput = ListInput.extend({ search: TextInput(60) });
type Input = z.infer<typeof ListInput> & { readonly search?: string };

export const ClientRow = z.object({
  id: z.string(),
  name: z.string(),
  sex: z.enum(['male', 'female', 'unknown']),
  birth_day: z.string().nullable(),
  phone: z.string().nullable(),
  id_last_four: z.string().nullable(),
  groups: z.array(z.string()),
  risk: z.enum(['high', 'key', 'ordinary']),
  room_id: z.string(),
  hamlet: z.string(),
  assignee_id: z.string().nullable(),
  state: z.enum(['active', 'moved-away', 'died', 'merged', 'erased']),
  due_on: z.string().nullable(),
  last_visit_on: z.string().nullable(),
});
export type ClientRow = z.infer<typeof ClientRow>;

export const clientColumns = `c.id, c.name, c.sex, c.birth_day, c.phone, c.id_last_four, c.groups, c.risk, c.room_id, c.hamlet,
  c.assignee_id, c.state, s.due_on, s.last_visit_on`;
export const clientSource = 'people.clients c left join services.care s on s.county_id = c.county_id and s.id = c.id';

/** Above every character that a token can begin with. */
const afterAll = '\u{10ffff}';

/** Ids of the people found: tokens between what was typed and the last text that begins with it, a range for each village. */
export function searchQuery(typed: string, rooms: readonly string[]): Query {
  const from = tokenPrefix(typed);
  const text = `select t.row_id from engine.search_tokens t
    where t.table_name = 'people.clients' and t.scope = any($3::text[]) and t.token >= $1 and t.token < $2`;
  return { text, values: [from, from + afterAll, rooms.map(scopes.room)] };
}

/** More villages than this share what was typed (村, 社区): it names none. */
const mostVillages = 20;

/** The reader's villages whose name begins with what was typed; two characters say which. */
function villagesNamed(reader: ReaderRights, typed: string, rooms: readonly string[]): string[] {
  const name = typed.trim();
  if (name.length < 2) return [];
  const named = rooms.filter((id) => reader.places.rooms.get(id)?.name.startsWith(name));
  return named.length > mostVillages ? [] : named;
}

type Asked = Omit<Input, 'cursor' | 'room'> & { readonly villages?: readonly string[] };

/** Which of the people: the part of a question that the list and its count share. @param values those of what stands before */
function narrowed(asked: Asked, today: string, rooms: readonly string[], values: unknown[]): string[] {
  const only: string[] = [];
  if (asked.group !== undefined) only.push(`c.groups @> $${values.push(JSON.stringify([asked.group]))}::jsonb`);
  if (asked.risk !== undefined) only.push(`c.risk = $${values.push(asked.risk)}`);
  if (asked.care === 'never') only.push('coalesce(s.visits, 0) = 0');
  if (asked.care === 'overdue') only.push(`s.due_on < $${values.push(today)}`);
  // Few of many: their ids are looked up first, by the day, where everybody else would be asked for theirs one by one.
  if (asked.care === 'week')
    only.push(`c.id in (select w.id from services.care w where w.room_id = any($${values.push(rooms)}::uuid[])
      and w.due_on between $${values.push(today)} and $${values.push(addDays(today, 7))})`);
  return only;
}

/** Whether a condition of `narrowed` speaks of `s`. */
const asksOfCare = ({ care }: Asked): boolean => care === 'overdue' || care === 'never';

/** Everybody active; or whoever is found, and everybody of a village whose name was typed. */
function whoever({ search = '', villages = [] }: Asked, rooms: readonly string[], values: unknown[]): string {
  const active = "c.state = 'active'";
  if (tokenPrefix(search) === '') return active;
  const found = searchQuery(search, rooms);
  values.push(...found.values);
  if (villages.length === 0) return `c.id in (${found.text})`;
  return `(c.id in (${found.text}) or (c.room_id = any($${values.push(villages)}::uuid[]) and ${active}))`;
}

const nowhere = '00000000-0000-0000-0000-000000000000';
/** Filled up with villages that are nowhere: stations of many sizes share a few forms of the question, whose plans are kept. */
function inEights(rooms: readonly string[]): string[] {
  return [...rooms, ...Array<string>((8 - (rooms.length % 8)) % 8).fill(nowhere)];
}

/**
 * A page: each village's people from an index, in the order of their names; the villages merged as they come, and left at
 * the fifty-first who fits. Only these are then looked up. A station's ten thousand are neither fetched nor sorted.
 */
export function peopleQuery(
  { cursor, ...asked }: Asked & Pick<Input, 'cursor'>,
  rooms: readonly string[],
  today: string,
): Query {
  const values: unknown[] = [];
  const only = [whoever(asked, rooms, values), ...narrowed(asked, today, rooms, values)];
  const after =
    cursor === undefined
      ? ''
      : ` and (pinyin, id) > (select p.pinyin, p.id from people.clients p where p.id = $${values.push(cursor)}::uuid)`;
  const villages = inEights(rooms).map(
    (room) => `(select id, pinyin, room_id, state, risk, groups from people.clients
      where room_id = $${values.push(room)}::uuid${after} order by pinyin, id)`,
  );
  const care = asksOfCare(asked) ? 'left join services.care s on s.county_id = engine.county() and s.id = c.id' : '';
  const text = `with listed as materialized (
      select c.id, c.pinyin from (${villages.join(' union all ')}) c ${care}
      where ${only.join(' and ')} order by c.pinyin, c.id limit ${pageSize + 1})
    select ${clientColumns} from listed l join ${clientSource} on c.id = l.id order by l.pinyin, l.id`;
  return { text, values, often: true };
}

/** How many the list has in all, counted from the same indexes. */
function countQuery(asked: Asked, rooms: readonly string[], today: string): Query {
  const values: unknown[] = [rooms];
  const only = narrowed(asked, today, rooms, values);
  const join = asked.care === 'never' ? 'left join' : 'join';
  const care = asksOfCare(asked)
    ? `${join} services.care s on s.county_id = c.county_id and s.id = c.id and s.room_id = any($1::uuid[])`
    : '';
  const where = ['c.room_id = any($1::uuid[])', "c.state = 'active'", ...only].join(' and ');
  return { text: `select count(*) as n from people.clients c ${care} where ${where}`, values, often: true };
}

export const peopleRoute: Route<z.infer<typeof ListInput>> = {
  method: 'GET',
  url: '/api/people',
  input: ListInput,
  answer: people,
};

export const peopleSearchRoute: Route<z.infer<typeof SearchInput>> = {
  method: 'POST',
  url: '/api/people/search',
  input: SearchInput,
  answer: people,
};

async function people(input: Input, context: ReadContext): Promise<object> {
  const { reader, trx } = context;
  if (!reader.anywhere((rights) => rights.people)) return notForYou();
  const own = reader.roomsWhere((rights) => rights.people);
  if (input.room !== undefined && !own.includes(input.room)) return notFound();
  const rooms = input.room === undefined ? own : [input.room];
  if (rooms.length === 0) return { rows: [], next: null, total: 0 };
  const villages = villagesNamed(reader, input.search ?? '', rooms);
  const found = await rowsOf(trx, ClientRow, peopleQuery({ ...input, villages }, rooms, context.today));
  const rows = await listed(context, found.slice(0, pageSize));
  const next = found.length > pageSize ? (rows.at(-1)?.id ?? null) : null;
  if (tokenPrefix(input.search ?? '') !== '') return { rows, next };
  // The first page tells how many there are; a list that ends on it has been counted by reading it.
  if (input.cursor !== undefined) return { rows, next };
  const total = next === null ? rows.length : await countOf(trx, countQuery(input, rooms, context.today));
  return { rows, next, total };
}

async function listed(
  { trx, reader }: ReadContext,
  found: readonly ClientRow[],
): Promise<ReturnType<typeof clientRow>[]> {
  const staff = await staffNamed(
    trx,
    found.map((row) => row.assignee_id),
  );
  return found.map((row) => clientRow(reader, row, staff.get(row.assignee_id ?? '')?.name ?? null));
}

/** @param assigneeName the volunteer or worker to whom they are given */
export function clientRow(reader: ReaderRights, row: ClientRow, assigneeName: string | null) {
  return {
    id: row.id,
    name: row.state === 'erased' ? null : row.name,
    roomId: row.room_id,
    roomName: reader.places.rooms.get(row.room_id)?.name ?? '',
    hamlet: row.hamlet,
    sex: row.sex,
    birthDay: row.birth_day,
    phone: row.phone,
    idLastFour: reader.atRoom(row.room_id).idLastFour ? row.id_last_four : null,
    groups: row.groups,
    risk: row.risk,
    state: row.state,
    dueOn: row.due_on,
    lastVisitOn: row.last_visit_on,
    assigneeId: row.assignee_id,
    assigneeName,
  };
}
