/**
 * The tray of a station: what its people sent and the program did not do. Refused and waiting commands until somebody
 * mends or withdraws them (law C4), and deposits until somebody adopts them or sets them aside (S5). Only who serves at
 * the station reads what they say; the county's officers are told of those that belong to no station, without content.
 */
import type { Post, Problem } from '@yimi/kernel';
import { dayOf, isProblem } from '@yimi/kernel';
import { WireProblem } from '@yimi/protocol';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Actor } from '../accounts/parts.ts';
import { postsOf } from '../accounts/people.ts';
import { rowsOf } from '../accounts/rows.ts';
import { depositKeysOf } from '../accounts/secrets.ts';
import type { Trx } from '../database.ts';
import type { DepositParts } from './parts.ts';
import { openDeposit } from './sealed-box.ts';
import { stationsOfAuthor } from './station-of-author.ts';

/** A tray that holds more has to be emptied from the top. */
const most = 200;

export interface TrayLine {
  readonly kind: 'receipt' | 'deposit';
  readonly id: string;
  readonly status: 'refused' | 'waiting' | 'deposited';
  readonly commandId: string | null;
  /** Name of the command. */
  readonly name: string | null;
  readonly authorId: string | null;
  readonly authorName: string | null;
  /** Whose device brought it, where that is not the author. */
  readonly depositorName: string | null;
  readonly occurredAt: number | null;
  readonly recordedAt: number;
  readonly problem: unknown;
  /** What was typed; null where it cannot be opened or is not for this reader. */
  readonly input: unknown;
}

const DepositRow = z.object({
  id: z.string(),
  depositor_id: z.string(),
  user_id: z.string().nullable(),
  station_id: z.string().nullable(),
  command_id: z.string().nullable(),
  received_at: z.number(),
  occurred_at: z.number().nullable(),
  state: z.enum(['open', 'adopted', 'set-aside']),
  problem: WireProblem,
  content: z.instanceof(Buffer).nullable(),
});
export type DepositRow = z.infer<typeof DepositRow>;

export function trayStations(actor: Actor): string[] {
  const serving = actor.posts.filter((post) => post.role === 'station-head' || post.role === 'station-worker');
  return [...new Set(serving.flatMap((post) => post.stationId ?? []))];
}

function overseesCounty(actor: Actor): boolean {
  return actor.roles.some((role) => role === 'county-officer' || role === 'administrator');
}

export async function readTray(parts: DepositParts, actor: Actor): Promise<{ rows: TrayLine[] }> {
  const stations = trayStations(actor);
  const strays = overseesCounty(actor);
  return parts.database.inCounty(actor.countyId, async (trx) => {
    const deposits = await openDeposits(trx, stations, strays);
    const deposited = new Set(deposits.map((row) => row.command_id));
    const receipts = (await openReceipts(trx, parts, actor.countyId, stations)).filter(({ id }) => !deposited.has(id));
    const people = [
      ...receipts.map((one) => one.actorId),
      ...deposits.flatMap((row) => [row.depositor_id, row.user_id ?? []].flat()),
    ];
    const names = await namesOf(trx, people);
    const untold = (line: TrayLine): TrayLine => (mayTell(actor, line.name) ? line : { ...line, input: null });
    const lines = [
      ...deposits.map((row) =>
        depositLine(parts, row, names, row.station_id !== null && stations.includes(row.station_id)),
      ),
      ...receipts.map(
        (receipt): TrayLine => ({
          kind: 'receipt',
          id: receipt.id,
          status: receipt.status === 'waiting' ? 'waiting' : 'refused',
          commandId: receipt.id,
          name: receipt.name,
          authorId: receipt.actorId,
          authorName: names.get(receipt.actorId) ?? null,
          depositorName: null,
          occurredAt: receipt.occurredAt,
          recordedAt: receipt.recordedAt,
          problem: receipt.problem,
          input: receipt.content?.input ?? null,
        }),
      ),
    ];
    return { rows: lines.map(untold).sort((one, other) => other.recordedAt - one.recordedAt) };
  });
}

/** What a mandatory report says is for heads alone, also where it was refused or could not run (DOMAIN.md 7). */
function mayTell(actor: Actor, name: string | null): boolean {
  if (name === null || !name.startsWith('protection.')) return true;
  const heads = new Set(actor.posts.flatMap((post) => (post.role === 'station-head' ? (post.stationId ?? []) : [])));
  return trayStations(actor).every((id) => heads.has(id));
}

function openDeposits(trx: Trx, stations: readonly string[], strays: boolean): Promise<DepositRow[]> {
  return rowsOf(
    trx,
    DepositRow,
    sql`select id, depositor_id, user_id, station_id, command_id, received_at, occurred_at, state, problem, content
      from login.deposits where state = 'open'
        and (station_id = any(${stations}::uuid[]) or (station_id is null and ${strays}::boolean))
      order by received_at desc limit ${most}`,
  );
}

export async function depositNamed(trx: Trx, id: string): Promise<DepositRow | null> {
  const rows = await rowsOf(
    trx,
    DepositRow,
    sql`select id, depositor_id, user_id, station_id, command_id, received_at, occurred_at, state, problem, content
      from login.deposits where id = ${id}`,
  );
  return rows[0] ?? null;
}

async function openReceipts(trx: Trx, parts: DepositParts, countyId: string, stations: readonly string[]) {
  if (stations.length === 0) return [];
  const found = await sql`select r.* from engine.receipts r
    where r.status <> 'accepted' and r.settled_by is null
      and exists (select 1 from network.posts p where p.user_id = r.actor_id and p.station_id = any(${stations}::uuid[]))
    order by r.recorded_at desc limit ${most}`.execute(trx);
  const receipts = await parts.store.within(trx, countyId).openReceipts(found.rows);
  const posts = await postsOf(trx, [...new Set(receipts.map((receipt) => receipt.actorId))]);
  const byAuthor = Map.groupBy(posts, (post: Post) => post.userId);
  // Somebody who has moved: the old station answers for the old days, the new one for the new.
  return receipts.filter((receipt) =>
    stationsOfAuthor(byAuthor.get(receipt.actorId) ?? [], dayOf(receipt.occurredAt)).some((id) =>
      stations.includes(id),
    ),
  );
}

async function namesOf(trx: Trx, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsOf(
    trx,
    z.object({ user_id: z.string(), name: z.string() }),
    sql`select user_id, name from login.accounts where user_id = any(${[...new Set(userIds)]}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.user_id, row.name]));
}

function depositLine(
  parts: DepositParts,
  row: DepositRow,
  names: ReadonlyMap<string, string>,
  mayRead: boolean,
): TrayLine {
  const entry: ReturnType<typeof openDeposit> | Problem | null =
    row.content === null ? null : openDeposit(row.content, ...depositKeysOf(parts.keys));
  const readable = entry === null || isProblem(entry) ? null : entry;
  return {
    kind: 'deposit',
    id: row.id,
    status: 'deposited',
    commandId: row.command_id,
    name: readable?.envelope.name ?? null,
    authorId: row.user_id,
    authorName: row.user_id === null ? null : (names.get(row.user_id) ?? null),
    depositorName: row.depositor_id === row.user_id ? null : (names.get(row.depositor_id) ?? null),
    occurredAt: row.occurred_at,
    recordedAt: row.received_at,
    problem: row.problem,
    input: mayRead ? (readable?.envelope.input ?? null) : null,
  };
}
