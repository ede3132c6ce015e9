/**
 * Each phone holds exactly the rows and columns that its people's posts entitle it to, at the server's versions, with the
 * same hashes (A1, S2, S3). Who sees what is written down here a second time, from DOMAIN.md 1 and not from the tables,
 * so that a slip in the one is found by the other.
 */
import { ownCodes, ownParts } from '@yimi/activities';
import type { AnyRow, RoleClass } from '@yimi/kernel';
import { dayOf, rollups } from '@yimi/kernel';
import { doors, ownSheets, sheets } from '@yimi/meals';
import { carriedRules, ownNeeds, villageNeeds } from '@yimi/needs';
import { offices, posts, rooms, staff, stations } from '@yimi/network';
import { clients, conflicts, households, mergeProposals, merges, ties } from '@yimi/people';
import { ownReports } from '@yimi/protection';
import {
  cards,
  care,
  drives,
  dueRules,
  errands,
  evidence,
  evidenceRules,
  ownVisits,
  packTicks,
  stops,
  tripRules,
  trips,
  villageDays,
  villageFacts,
  visits,
  windows,
} from '@yimi/services';
import type { Replica, SetHash, StoredRow } from '@yimi/sync';
import { emptyHash, erase, hashText, shift } from '@yimi/sync';
import { ownOffers, ownTasks } from '@yimi/volunteers';
import { catalogue } from '../../../apps/catalogue.ts';
import type { Log } from '../log.ts';
import { short } from '../log.ts';
import type { Picture } from '../picture.ts';

interface Seen {
  readonly table: ReturnType<typeof erase>;
  readonly scope: (row: AnyRow) => string;
  readonly classes: readonly RoleClass[];
  /** Columns that a class must not have. */
  readonly hidden: Partial<Record<RoleClass, readonly string[]>>;
}

const inRoom = (column: string) => (row: AnyRow) =>
  `${row.archived === true ? 'archive' : 'room'}:${String(row[column])}`;
const inSelf = (column: string) => (row: AnyRow) =>
  `${row.archived === true ? 'archive' : 'self'}:${String(row[column])}`;
const inCounty = () => 'county';

const inStation = (row: AnyRow) => `station:${String(row.stationId)}`;

const seen: readonly Seen[] = [
  // A trip's sheet is the station's; a village learns the day and what is to be brought, and no names.
  { table: erase(trips), scope: inStation, classes: ['station'], hidden: {} },
  { table: erase(stops), scope: inStation, classes: ['station'], hidden: {} },
  { table: erase(packTicks), scope: inStation, classes: ['station'], hidden: {} },
  { table: erase(errands), scope: inRoom('roomId'), classes: ['village', 'station'], hidden: {} },
  { table: erase(villageDays), scope: inRoom('roomId'), classes: ['village', 'station'], hidden: {} },
  { table: erase(villageFacts), scope: inCounty, classes: ['member'], hidden: {} },
  { table: erase(drives), scope: inCounty, classes: ['member'], hidden: {} },
  { table: erase(offices), scope: inCounty, classes: ['member'], hidden: {} },
  { table: erase(stations), scope: inCounty, classes: ['member'], hidden: {} },
  { table: erase(rooms), scope: inCounty, classes: ['member'], hidden: {} },
  { table: erase(tripRules), scope: inCounty, classes: ['member'], hidden: {} },
  { table: erase(dueRules), scope: inCounty, classes: ['member'], hidden: {} },
  { table: erase(evidenceRules), scope: inCounty, classes: ['member'], hidden: {} },
  { table: erase(posts), scope: inSelf('userId'), classes: ['self'], hidden: {} },
  { table: erase(ownVisits), scope: inSelf('authorId'), classes: ['self'], hidden: {} },
  { table: erase(ownNeeds), scope: inSelf('authorId'), classes: ['self'], hidden: {} },
  { table: erase(villageNeeds), scope: inRoom('roomId'), classes: ['village', 'station'], hidden: {} },
  { table: erase(carriedRules), scope: inCounty, classes: ['member'], hidden: {} },
  { table: erase(ownReports), scope: inSelf('holderId'), classes: ['self'], hidden: {} },
  { table: erase(ownSheets), scope: inSelf('delivererId'), classes: ['self'], hidden: {} },
  { table: erase(doors), scope: inSelf('delivererId'), classes: ['self'], hidden: {} },
  { table: erase(ownOffers), scope: inSelf('helperId'), classes: ['self'], hidden: {} },
  { table: erase(ownTasks), scope: inSelf('helperId'), classes: ['self'], hidden: {} },
  { table: erase(ownCodes), scope: inSelf('holderId'), classes: ['self'], hidden: {} },
  { table: erase(ownParts), scope: inSelf('helperId'), classes: ['self'], hidden: {} },
  { table: erase(sheets), scope: inStation, classes: ['station'], hidden: {} },
  { table: erase(cards), scope: inSelf('assigneeId'), classes: ['self'], hidden: {} },
  {
    table: erase(staff),
    scope: inStation,
    classes: ['village', 'station'],
    hidden: {},
  },
  {
    table: erase(clients),
    scope: inRoom('roomId'),
    classes: ['village', 'station'],
    hidden: { village: ['idNumber', 'idLastFour', 'documentNumber'] },
  },
  {
    table: erase(visits),
    scope: inRoom('heldIn'),
    classes: ['village', 'station'],
    hidden: { village: ['findings', 'stateReason', 'question', 'answer'] },
  },
  { table: erase(care), scope: inRoom('roomId'), classes: ['village', 'station'], hidden: {} },
  { table: erase(windows), scope: inRoom('roomId'), classes: ['village', 'station'], hidden: {} },
  {
    table: erase(rollups),
    scope: (row) => `${row.stays === true ? 'counts' : 'room'}:${row.roomId}`,
    classes: ['village', 'station'],
    hidden: { village: ['stays'], station: ['stays'] },
  },
  { table: erase(households), scope: inRoom('roomId'), classes: ['village', 'station'], hidden: {} },
  { table: erase(ties), scope: inRoom('roomId'), classes: ['village', 'station'], hidden: {} },
  { table: erase(merges), scope: inRoom('roomId'), classes: ['station'], hidden: {} },
  { table: erase(mergeProposals), scope: inRoom('roomId'), classes: ['station'], hidden: {} },
  { table: erase(conflicts), scope: inRoom('roomId'), classes: ['station'], hidden: {} },
  { table: erase(evidence), scope: inRoom('heldIn'), classes: ['station'], hidden: {} },
];

/** What the posts of a person open, scope by scope. */
export function entitlement(picture: Picture, userId: string, now: number): Map<string, RoleClass> {
  const today = dayOf(now);
  const mine = picture
    .rows(posts)
    .filter((post) => post.userId === userId && post.fromDay <= today && (post.toDay === null || post.toDay >= today));
  const open = new Map<string, RoleClass>([[`self:${userId}`, 'self']]);
  if (mine.length > 0) open.set('county', 'member');
  for (const post of mine.filter((one) => one.role === 'village-worker')) {
    open.set(`room:${post.roomId}`, 'village');
    open.set(`station:${post.stationId}`, 'village');
  }
  for (const post of mine.filter((one) => one.role === 'station-worker' || one.role === 'station-head')) {
    open.set(`station:${post.stationId}`, 'station');
    for (const room of picture.rows(rooms)) {
      if (room.stationId === post.stationId) open.set(`room:${room.id}`, 'station');
    }
  }
  return open;
}

/** The server's rows by table and scope, sorted out once for all phones. */
export class ServerRows {
  readonly #byPlace = new Map<string, StoredRow[]>();
  readonly #texts = new Map<string, string>();
  readonly picture: Picture;

  constructor(picture: Picture, log: Log) {
    this.picture = picture;
    for (const { table, scope } of seen) {
      for (const stored of picture.stored(table)) {
        if (scope(stored.row) !== stored.scope)
          log.fail('broken', 'S2 a row lies in its scope', `${table.name} ${stored.scope}`);
        const key = `${table.name}/${stored.scope}`;
        const list = this.#byPlace.get(key);
        if (list === undefined) this.#byPlace.set(key, [stored]);
        else list.push(stored);
      }
    }
  }

  in(table: string, scope: string): readonly StoredRow[] {
    return this.#byPlace.get(`${table}/${scope}`) ?? [];
  }

  textOf(stored: StoredRow, columns: readonly string[], roleClass: RoleClass): string {
    const key = `${stored.table}/${stored.row.id}/${roleClass}`;
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const text = textOf(stored.row, columns);
    this.#texts.set(key, text);
    return text;
  }
}

function textOf(row: AnyRow, columns: readonly string[]): string {
  return JSON.stringify(columns.map((column) => row[column] ?? null));
}

/** The incremental hash of each scope equals that of a recount (S3). */
export function checkHashes(picture: Picture, log: Log): void {
  for (const { name, seenBy } of catalogue.tables.values()) {
    const written = seenBy.length === 0 || seen.some(({ table }) => table.name === name);
    if (!written) log.fail('broken', 'S2 every table that phones receive is written down above', name);
  }
  const recount = new Map<string, SetHash>();
  for (const { table, classes } of seen) {
    for (const { row, scope, version } of picture.stored(table)) {
      for (const roleClass of classes) {
        const key = `${scope}/${roleClass}`;
        const hash = recount.get(key) ?? emptyHash();
        recount.set(key, hash);
        shift(hash, row.id, version, 1);
      }
    }
  }
  for (const { scope, hashes } of picture.parts.clocks.values()) {
    for (const [roleClass, hash] of Object.entries(hashes)) {
      const right = hashText(recount.get(`${scope}/${roleClass}`) ?? emptyHash());
      if (hash !== undefined && hashText(hash) !== right) {
        log.fail('diverged', "S3 the server's hash equals a recount", `${scope} for ${roleClass}`);
      }
    }
  }
}

export function checkRows(
  who: string,
  replica: Replica,
  userId: string,
  server: ServerRows,
  now: number,
  log: Log,
): void {
  const open = entitlement(server.picture, userId, now);
  for (const one of seen) checkTable(who, replica, open, one, server, log);
  for (const { scope, version, hash } of replica.scopes) {
    const clock = server.picture.parts.clocks.get(scope);
    const roleClass = open.get(scope);
    if (roleClass === undefined) {
      log.fail('broken', 'A1 no scope without a right', `${who} holds ${scope}`);
      continue;
    }
    const right = hashText(clock?.hashes[roleClass] ?? emptyHash());
    if (version !== (clock?.version ?? 0) || hash !== right) {
      log.fail('diverged', 'S3 versions and hashes agree', `${who}: ${scope} at ${version} of ${clock?.version ?? 0}`);
    }
  }
  for (const scope of open.keys()) {
    if (!replica.scopes.some((one) => one.scope === scope))
      log.fail('diverged', 'S2 a right opens its scope', `${who}: ${scope}`);
  }
}

function checkTable(
  who: string,
  replica: Replica,
  open: ReadonlyMap<string, RoleClass>,
  { table, scope, classes, hidden }: Seen,
  server: ServerRows,
  log: Log,
): void {
  const held = new Map(replica.confirmedRows(table).map((row) => [row.id, row]));
  const all = ['id', ...Object.keys(table.columns)];
  for (const [place, roleClass] of open) {
    if (!classes.includes(roleClass)) continue;
    const columns = all.filter((column) => !hidden[roleClass]?.includes(column));
    for (const stored of server.in(table.name, place)) {
      const row = held.get(stored.row.id);
      held.delete(stored.row.id);
      const about = `${who}: ${table.name} ${short(stored.row.id)} of ${place}`;
      if (row === undefined) log.fail('diverged', 'S3 no row is missing', about);
      else if (textOf(row, columns) !== server.textOf(stored, columns, roleClass)) {
        log.fail('diverged', 'S3 no row is old', about);
      } else if (Object.keys(row).some((column) => !columns.includes(column))) {
        log.fail('broken', 'A1 no column without a right', about);
      }
    }
  }
  for (const row of held.values()) {
    const entitled = open.get(scope(row));
    if (entitled !== undefined && classes.includes(entitled)) {
      log.fail('diverged', 'S3 no row outlives its removal', `${who}: ${table.name} ${short(row.id)} of ${scope(row)}`);
    } else log.fail('broken', 'A1 no row without a right', `${who}: ${table.name} ${short(row.id)} of ${scope(row)}`);
  }
}

/** Law C6: once everything has been answered and has come back, what is shown is what the server confirmed. */
export function checkNothingPending(who: string, replica: Replica, log: Log): void {
  if (replica.entries.some(({ state }) => state !== 'refused')) return;
  for (const { table } of seen) {
    const shown = new Map(replica.rows(table).map((row) => [row.id, row]));
    const confirmed = replica.confirmedRows(table);
    if (shown.size === confirmed.length && confirmed.every((row) => shown.get(row.id) === row)) continue;
    log.fail('broken', 'C6 the overlay ends with its commands', `${who}: ${table.name}`);
  }
}
