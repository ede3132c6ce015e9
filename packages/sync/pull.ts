/**
 * The server's answer to "what changed since": a function of (scope, role class) at one snapshot (laws S2, S3). A phone
 * that is further back than the tombstones reach, or ahead of a restored server, or whose hash differs, begins anew.
 */
import type { Catalogue, HeldScope, RoleClass, Table } from '@yimi/kernel';
import { visibleColumns } from '@yimi/kernel';
import type { PullRequest, PullResponse, ScopePart, TablePart } from '@yimi/protocol';
import type { Clock, Snapshot } from './server-store.ts';
import { emptyHash, hashText } from './set-hash.ts';
import type { StoredRow } from './workspace.ts';

/** Rows in one answer before the rest is left for the next: a second and a half of a poor line. */
const mostRows = 6_000;

export interface PullParts {
  readonly catalogue: Catalogue;
  /** What the holder may hold now, decided from their posts. */
  readonly entitled: readonly HeldScope[];
  readonly now: number;
  /** Rows after which the rest is left for the next answer; the simulator makes it small. */
  readonly mostRows?: number;
}

/** A scope that must be answered, and how: what is there of it, and from which version on. */
interface Due {
  readonly clock: Clock;
  readonly roleClass: RoleClass;
  readonly hash: string;
  /** null begins anew. */
  readonly since: number | null;
  /** people: a scope begun anew, its history to follow · history: that which follows · both: what changed. */
  readonly send: 'people' | 'history' | 'both';
}

export async function pull(parts: PullParts, snapshot: Snapshot, request: PullRequest): Promise<PullResponse> {
  const entitled = new Set(parts.entitled.map((one) => one.scope));
  const dropped = request.scopes.filter((one) => !entitled.has(one.scope)).map((one) => one.scope);
  const due = await dueScopes(parts, snapshot, request);
  const answer: ScopePart[] = [];
  let rows = 0;
  for (const one of due) {
    if (rows >= (parts.mostRows ?? mostRows)) return { parts: answer, dropped, more: true, serverTime: parts.now };
    const part = await readScope(parts.catalogue, snapshot, one);
    rows += part.tables.reduce((sum, table) => sum + table.rows.length, 0);
    answer.push(part);
  }
  const more = due.some((one) => one.send === 'people');
  return { parts: answer, dropped, more, serverTime: parts.now };
}

/** The people of all scopes before the history of any (S7): a new phone is of use long before it is whole. */
async function dueScopes({ entitled, catalogue }: PullParts, snapshot: Snapshot, request: PullRequest): Promise<Due[]> {
  const held = new Map(request.scopes.map((one) => [one.scope, one]));
  const clocks = new Map((await snapshot.clocks(entitled.map((one) => one.scope))).map((one) => [one.scope, one]));
  const due: Due[] = [];
  const histories: Due[] = [];
  for (const { scope, roleClass } of entitled) {
    const clock = clocks.get(scope) ?? { scope, version: 0, hashes: {}, floor: 0 };
    const have = held.get(scope);
    const hash = hashText(clock.hashes[roleClass] ?? emptyHash());
    const known = have !== undefined && have.roleClass === roleClass ? have : undefined;
    const rest = known?.rest === true;
    if (!rest && known?.version === clock.version && known.hash === hash) continue;
    const since = known === undefined ? null : startAt(known.version, clock, rest || known.hash === hash);
    const about = { clock, roleClass, hash, since };
    const apart = request.protocol >= 3 && clock.version > 0 && hasHistory(catalogue, roleClass);
    if (rest && since !== null) histories.push({ ...about, send: 'history' });
    else due.push({ ...about, send: since === null && apart ? 'people' : 'both' });
  }
  return [...due, ...histories];
}

function hasHistory(catalogue: Catalogue, roleClass: RoleClass): boolean {
  return [...catalogue.tables.values()].some((table) => table.history && table.seenBy.includes(roleClass));
}

/** From which version to read; null begins anew, as whoever says 0 asks for. The same version with another hash has diverged. */
function startAt(version: number, clock: Clock, sameHash: boolean): number | null {
  if (version === 0 || version < clock.floor || version > clock.version) return null;
  return version === clock.version && !sameHash ? null : version;
}

async function readScope(catalogue: Catalogue, snapshot: Snapshot, due: Due): Promise<ScopePart> {
  const { clock, roleClass, since, hash, send } = due;
  const seen = [...catalogue.tables.values()].filter(
    (table) => table.seenBy.includes(roleClass) && !(send === 'people' && table.history),
  );
  // Together: a station's twenty villages of thirty tables would each wait for the one before.
  const found = await Promise.all(
    seen.map(async (table) => {
      const columns = visibleColumns(table, roleClass);
      // Of history nothing has come yet; of people only what changed since they came is wanting.
      const from = send === 'history' && table.history ? 0 : (since ?? 0);
      return partOf(table, columns, await snapshot.changed(table, clock.scope, from, columns));
    }),
  );
  const tables = found.filter((part) => part.rows.length > 0);
  const gone = since === null ? [] : await snapshot.gone(clock.scope, since);
  return {
    scope: clock.scope,
    roleClass,
    reset: since === null,
    version: clock.version,
    hash,
    tables,
    gone: gone
      .filter((one) => catalogue.table(one.table).seenBy.includes(roleClass))
      .map(({ table, id }) => ({ table, id })),
    ...(send === 'people' ? { rest: true } : {}),
  };
}

/** The projection: a column that the class may not see never reaches the wire. */
function partOf(table: Table, columns: string[], rows: readonly StoredRow[]): TablePart {
  return {
    table: table.name,
    columns,
    rows: rows.map(({ row }) => columns.map((column) => row[column] ?? null)),
    versions: rows.map((stored) => stored.version),
  };
}
