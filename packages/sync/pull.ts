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

/** Rows in one answer before the rest is left for the next: about a megabyte before compression. */
const mostRows = 6_000;

export interface PullParts {
  readonly catalogue: Catalogue;
  /** What the holder may hold now, decided from their posts. */
  readonly entitled: readonly HeldScope[];
  readonly now: number;
  /** Rows after which the rest is left for the next answer; the simulator makes it small. */
  readonly mostRows?: number;
}

export async function pull(parts: PullParts, snapshot: Snapshot, request: PullRequest): Promise<PullResponse> {
  const held = new Map(request.scopes.map((one) => [one.scope, one]));
  const entitled = new Set(parts.entitled.map((one) => one.scope));
  const dropped = request.scopes.filter((one) => !entitled.has(one.scope)).map((one) => one.scope);
  const clocks = new Map((await snapshot.clocks([...entitled])).map((clock) => [clock.scope, clock]));
  const answer: ScopePart[] = [];
  let rows = 0;
  for (const { scope, roleClass } of parts.entitled) {
    const clock = clocks.get(scope) ?? { scope, version: 0, hashes: {}, floor: 0 };
    const have = held.get(scope);
    const hash = hashText(clock.hashes[roleClass] ?? emptyHash());
    if (have !== undefined && have.roleClass === roleClass && have.version === clock.version && have.hash === hash)
      continue;
    if (rows >= (parts.mostRows ?? mostRows)) return { parts: answer, dropped, more: true, serverTime: parts.now };
    const since =
      have === undefined || have.roleClass !== roleClass ? 0 : startAt(have.version, clock, have.hash === hash);
    const part = await readScope(parts.catalogue, snapshot, clock, roleClass, since, hash);
    rows += part.tables.reduce((sum, table) => sum + table.rows.length, 0);
    answer.push(part);
  }
  return { parts: answer, dropped, more: false, serverTime: parts.now };
}

/** From which version to read; 0 begins anew. The same version with another hash has diverged. */
function startAt(version: number, clock: Clock, sameHash: boolean): number {
  if (version < clock.floor || version > clock.version) return 0;
  return version === clock.version && !sameHash ? 0 : version;
}

async function readScope(
  catalogue: Catalogue,
  snapshot: Snapshot,
  clock: Clock,
  roleClass: RoleClass,
  since: number,
  hash: string,
): Promise<ScopePart> {
  const tables: TablePart[] = [];
  for (const table of catalogue.tables.values()) {
    if (!table.seenBy.includes(roleClass)) continue;
    const columns = visibleColumns(table, roleClass);
    const rows = await snapshot.changed(table, clock.scope, since, columns);
    if (rows.length > 0) tables.push(partOf(table, columns, rows));
  }
  const gone = since === 0 ? [] : await snapshot.gone(clock.scope, since);
  return {
    scope: clock.scope,
    roleClass,
    reset: since === 0,
    version: clock.version,
    hash,
    tables,
    gone: gone
      .filter((one) => catalogue.table(one.table).seenBy.includes(roleClass))
      .map(({ table, id }) => ({ table, id })),
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
