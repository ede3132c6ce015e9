/** The invented county's registers and monthly report: the same shapes as the server's, over the same invented records. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { derivedId } from '@yimi/kernel';
import type { RegisterName } from '@yimi/services';
import { registerNames, registers } from '@yimi/services';
import * as z from 'zod';
import { workbookOf } from '../../server/registers/paper.ts';
import type { CellValue, RegisterRow } from '../../server/registers/source.ts';
import { workbookBytes } from '../../server/xlsx/workbook.ts';
import type { Desk } from './desk.ts';
import type { County, Room, Visit } from './invented-county.ts';
import { countyId, countyName, now, today } from './invented-county.ts';
import { inTime } from './read-figures.ts';
import { activityRows, hourRows, needRows } from './read-helping-registers.ts';
import { tripRows } from './read-trip-register.ts';

const pageSize = 50;

const Question = z.looseObject({
  register: z.enum(registerNames),
  level: z.string().default('county'),
  place: z.string().optional(),
  from: z.string(),
  to: z.string(),
  columns: z.array(z.string()),
  filters: z.record(z.string(), z.string()),
  sort: z.object({ by: z.string(), order: z.enum(['asc', 'desc']) }),
  rows: z.enum(['counted', 'left-out']),
  since: z.object({ report: z.string(), what: z.enum(['come', 'gone']) }).optional(),
  purpose: z.string().optional(),
  cursor: z.object({ key: z.number(), id: z.string() }).optional(),
});
type Question = z.infer<typeof Question>;

export function registersFor(county: County, desk: Desk, stationId: string | null, ofCounty: boolean) {
  const marks = ofCounty ? { person: true, sealed: null } : { person: false, sealed: true };
  const open = (mark: string): boolean | null =>
    mark === 'person' ? marks.person : mark === 'sealed' ? marks.sealed : false;
  const offered = <T extends { key: string; mark: string }>(all: readonly T[]) =>
    all.flatMap(({ key, mark }) => {
      const purpose = open(mark);
      return purpose === null ? [] : [{ key, purpose }];
    });
  return {
    registers: registerNames
      .filter((name) => !ofCounty || registers[name].desk !== true)
      .map((name) => ({
        name,
        columns: offered(registers[name].columns),
        filters: offered(registers[name].filters),
      })),
    views: desk.views,
    home: stationId === null ? { level: 'county', id: countyId } : { level: 'station', id: stationId },
    places: {
      county: stationId === null ? { id: countyId, name: countyName } : null,
      stations: county.stations
        .filter(({ id }) => stationId === null || id === stationId)
        .map(({ id, name }) => ({
          id,
          name,
          whole: true,
          rooms: county.rooms.filter((room) => room.stationId === id).map((room) => ({ id: room.id, name: room.name })),
        })),
    },
  };
}

function roomsOf(county: County, { level, place }: Pick<Question, 'level' | 'place'>): Room[] {
  if (level === 'station') return county.rooms.filter((room) => room.stationId === place);
  return level === 'room' ? county.rooms.filter((room) => room.id === place) : county.rooms;
}

interface Judged {
  readonly row: RegisterRow;
  readonly filters: Readonly<Record<string, string | readonly string[]>>;
}

function reasonOf(visit: Visit): string | null {
  if (visit.state !== 'counted') return 'withdrawn-or-rejected';
  return visit.plausible ? null : 'implausible-time';
}

function visitRows(county: County, question: Question): Judged[] {
  const rooms = new Map(roomsOf(county, question).map((room) => [room.id, room]));
  return county.visits
    .filter(
      (visit) =>
        rooms.has(visit.roomId) &&
        visit.occurredOn.slice(0, 7) >= question.from &&
        visit.occurredOn.slice(0, 7) <= question.to,
    )
    .map((visit) => {
      const client = county.clients.get(visit.clientId);
      const room = rooms.get(visit.roomId);
      const author = county.staff.find((one) => one.userId === visit.authorId);
      const volunteer = author?.role === 'hamlet-volunteer';
      const cells: Record<string, CellValue> = {
        day: visit.occurredOn,
        room: room?.name ?? '',
        station: county.stations.find((one) => one.id === room?.stationId)?.name ?? '',
        name: client?.name ?? null,
        sex: client?.sex ?? null,
        groups: client?.groups.join('、') ?? '',
        hamlet: client?.hamlet ?? '',
        risk: client?.risk ?? 'ordinary',
        mode: visit.mode,
        result: visit.result,
        needs: visit.needs.join('、'),
        author: author?.name ?? null,
        authorRole: author?.role ?? null,
        photos: visit.photos,
        voices: visit.voices,
        findings: question.purpose === undefined ? null : visit.findings,
        idNumber: question.purpose === undefined ? null : '11010519491231002X',
        review: visit.review,
      };
      return {
        row: { id: visit.id, cells, reason: reasonOf(visit), clientId: visit.clientId, erased: false },
        filters: {
          mode: visit.mode,
          result: visit.result,
          risk: client?.risk ?? 'ordinary',
          review: visit.review,
          walker: volunteer ? 'volunteer' : 'worker',
          group: client?.groups ?? [],
          need: visit.needs,
          evidence: visit.photos + visit.voices > 0 ? 'yes' : 'no',
        },
      };
    });
}

function clientRows(county: County, question: Question): Judged[] {
  const rooms = new Map(roomsOf(county, question).map((room) => [room.id, room]));
  return [...county.clients.values()]
    .filter((client) => rooms.has(client.roomId))
    .map((client) => {
      const standing = inTime(county, client, today) ? 'in-time' : 'overdue';
      const cells: Record<string, CellValue> = {
        name: client.name,
        sex: client.sex,
        age: Number(today.slice(0, 4)) - Number(client.birthDay.slice(0, 4)),
        birthDay: client.birthDay,
        phone: client.phone,
        groups: client.groups.join('、'),
        risk: client.risk,
        room: rooms.get(client.roomId)?.name ?? '',
        hamlet: client.hamlet,
        assignee: county.staff.find((one) => one.userId === client.assigneeId)?.name ?? null,
        lastVisitOn: client.lastVisitOn,
        lastMetOn: client.lastMetOn,
        registeredOn: client.registeredOn,
        dueOn: client.lastMetOn ?? client.registeredOn,
        standing,
        visits: client.visits,
      };
      return {
        row: {
          id: client.id,
          cells,
          reason: client.state === 'active' ? null : 'no-longer-served',
          clientId: client.id,
          erased: client.state === 'erased',
        },
        filters: {
          risk: client.risk,
          standing,
          group: client.groups,
          met: client.lastMetOn?.startsWith(question.to) === true ? 'yes' : 'no',
          never: client.lastVisitOn === null ? 'yes' : 'no',
        },
      };
    });
}

function villageRows(county: County, question: Question): Judged[] {
  const visits = visitRows(county, question).filter(({ row }) => row.reason === null);
  return roomsOf(county, question).map((room) => {
    const people = [...county.clients.values()].filter(
      (client) => client.roomId === room.id && client.state === 'active',
    );
    const n = visits.filter(({ row }) => row.cells.room === room.name).length;
    const last =
      people
        .map((client) => client.lastVisitOn ?? '')
        .sort()
        .at(-1) || null;
    const unvisited = last === null || last < '2025-05-13' ? 'yes' : 'no';
    const cells: Record<string, CellValue> = {
      room: room.name,
      station: county.stations.find((one) => one.id === room.stationId)?.name ?? '',
      minutesAway: room.minutesAway,
      clients: people.length,
      visits: n,
      met: Math.min(n, people.length),
      lastVisitOn: last,
      daysSince: last === null ? null : 3,
      unvisited,
      workers: county.staff
        .filter((one) => one.roomId === room.id && one.role === 'village-worker')
        .map((one) => one.name)
        .join('、'),
      volunteers: county.staff.filter((one) => one.roomId === room.id && one.role === 'hamlet-volunteer').length,
    };
    const reason = people.length === 0 ? 'no-people' : null;
    return {
      row: { id: room.id, cells, reason, clientId: null, erased: false },
      filters: { unvisited, called: n > 0 ? 'yes' : 'no' },
    };
  });
}

function staffRows(county: County, question: Question): Judged[] {
  const rooms = new Map(county.rooms.map((room) => [room.id, room]));
  const stations = new Set(roomsOf(county, question).map((room) => room.stationId));
  return county.staff
    .filter((one) => stations.has(one.stationId))
    .map((one) => ({
      row: {
        id: one.postId,
        cells: {
          name: one.name,
          role: one.role,
          station: county.stations.find(({ id }) => id === one.stationId)?.name ?? '',
          room: rooms.get(one.roomId ?? '')?.name ?? '',
          phone: one.phone,
          fromDay: '2024-09-01',
          toDay: null,
          turnover: null,
        },
        reason: null,
        clientId: null,
        erased: false,
      },
      filters: { role: one.role, turnover: '' },
    }));
}

const rowsByRegister: Readonly<Record<RegisterName, (county: County, question: Question) => Judged[]>> = {
  visits: visitRows,
  clients: clientRows,
  villages: villageRows,
  staff: staffRows,
  trips: (county, question) => tripRows(county, roomsOf(county, question), question.from, question.to),
  needs: needRows,
  activities: activityRows,
  hours: hourRows,
  // The invented county asks nobody and brings no meals that fill a register.
  offers: () => [],
  meals: () => [],
};

export function chosen(county: County, desk: Desk, question: Question): RegisterRow[] {
  const pinned = desk.editions.at(-1)?.pinned ?? new Set();
  const { by, order } = question.sort;
  const turn = order === 'asc' ? 1 : -1;
  return rowsByRegister[question.register](county, question)
    .filter(({ row, filters }) => {
      const here = (row.reason === null) === (question.rows === 'counted');
      const fits = Object.entries(question.filters).every(([key, value]) => {
        const own = filters[key];
        return typeof own === 'string' ? own === value : (own?.includes(value) ?? false);
      });
      const late = question.since === undefined || (question.since.what === 'come' && !pinned.has(row.id));
      return here && fits && late;
    })
    .map(({ row }) => row)
    .sort(
      (one, other) =>
        turn * String(one.cells[by] ?? '').localeCompare(String(other.cells[by] ?? ''), 'zh-CN') ||
        (one.id < other.id ? -1 : 1),
    );
}

function summaryOf(county: County, desk: Desk, question: Question, rows: readonly RegisterRow[]) {
  const left = question.since === undefined ? chosen(county, desk, { ...question, rows: 'left-out' }) : [];
  const register = registers[question.register];
  const sums = Object.fromEntries(
    register.columns
      .filter(({ summed }) => summed)
      .map(({ key }) => [key, rows.reduce((sum, row) => sum + Number(row.cells[key] ?? 0), 0)]),
  );
  const filter = {
    visits: ['mode', 'result'],
    clients: ['risk'],
    villages: ['called'],
    staff: ['role'],
    trips: ['car'],
    needs: ['state'],
    activities: [],
    hours: [],
    offers: ['state'],
    meals: ['state'],
  }[question.register];
  const ids = new Set(rows.map((row) => row.id));
  const judged = rowsByRegister[question.register](county, question).filter(({ row }) => ids.has(row.id));
  const parts = filter.flatMap((key) =>
    [...Map.groupBy(judged, ({ filters }) => String(filters[key] ?? ''))].map(([value, of]) => ({
      filter: key,
      value,
      n: of.length,
    })),
  );
  const reasons = [...Map.groupBy(left, (row) => row.reason ?? '')].map(([reason, of]) => ({ reason, n: of.length }));
  return { total: rows.length, leftOut: reasons, sums, parts };
}

function placeOf(county: County, { level, place }: Question) {
  const name =
    level === 'station'
      ? county.stations.find(({ id }) => id === place)?.name
      : level === 'room'
        ? county.rooms.find(({ id }) => id === place)?.name
        : countyName;
  const known = level === 'station' || level === 'room' ? level : 'county';
  return { level: known, id: place ?? countyId, name: name ?? '' } as const;
}

export function registerRows(county: County, desk: Desk, body: unknown) {
  const question = Question.parse(body);
  const rows = chosen(county, desk, question);
  const start = question.cursor?.key ?? 0;
  const shown = rows.slice(start, start + pageSize).map((row) => ({
    ...row,
    cells: Object.fromEntries(question.columns.map((key) => [key, row.cells[key] ?? null])),
  }));
  const last = shown.at(-1);
  const next = start + pageSize < rows.length && last !== undefined ? { key: start + pageSize, id: last.id } : null;
  const summary = question.cursor === undefined ? { summary: summaryOf(county, desk, question, rows) } : {};
  return {
    rows: shown,
    next,
    columns: question.columns,
    place: placeOf(county, question),
    from: question.from,
    to: question.to,
    ...summary,
  };
}

export async function registerFile(county: County, desk: Desk, body: unknown): Promise<{ raw: Buffer; name: string }> {
  const question = Question.parse(body);
  const register = registers[question.register];
  const columns = question.columns.flatMap((key) => register.columns.find((column) => column.key === key) ?? []);
  const place = placeOf(county, question);
  const book = workbookOf({
    asked: {
      ...{ register, place, columns, since: null, logged: true, leaves: true, purpose: question.purpose ?? null },
      ...{ from: question.from, to: question.to, sort: question.sort, rows: question.rows },
      filters: new Map(Object.entries(question.filters)),
    },
    summary: summaryOf(county, desk, question, chosen(county, desk, question)),
    provenance: { id: derivedId('invented', 'export'), by: '石明远', at: now, purpose: question.purpose ?? '' },
    rows: (kind) => Readable.from(chosen(county, desk, { ...question, rows: kind })),
  });
  return { raw: await buffer(workbookBytes(book)), name: `${place.name}${register.title}.xlsx` };
}
