/**
 * From what a batch changed to what is written: versions, tombstones, set-hashes. One transaction moves each scope it
 * touches by one version. A row that changes scope leaves a tombstone in the old one (law S2).
 */
import type { Grain, Leaf, RoleClass, ScopeKey } from '@yimi/kernel';
import { keyOf, rollupId, rollups } from '@yimi/kernel';
import type { Fetched } from './fetched.ts';
import type { Contribution } from './run-command.ts';
import { moveRollup } from './run-command.ts';
import type {
  AuditEntry,
  Clock,
  ContributionDelta,
  Receipt,
  RowWrite,
  ServerTx,
  Tombstone,
  WriteSet,
} from './server-store.ts';
import type { SetHash } from './set-hash.ts';
import { emptyHash, shift } from './set-hash.ts';
import type { Change, StoredRow, Workspace } from './workspace.ts';

interface Built {
  readonly write: WriteSet;
  /** Scopes that were touched without being locked: the attempt must be given up. */
  readonly unlocked: readonly ScopeKey[];
}

interface MutableClock {
  readonly scope: ScopeKey;
  readonly version: number;
  readonly hashes: Partial<Record<RoleClass, SetHash>>;
  readonly floor: number;
}

export function writeSet(
  fetched: Fetched,
  top: Workspace,
  locked: readonly Clock[],
  fresh: readonly { readonly receipt: Receipt; readonly touched: ReadonlySet<ScopeKey> }[],
  audit: readonly AuditEntry[],
): Built {
  const clocks = new Map(locked.map((clock) => [clock.scope, clock]));
  const moved = new Map<ScopeKey, MutableClock>();
  const unlocked = new Set<ScopeKey>();
  const next = (scope: ScopeKey): MutableClock => {
    const already = moved.get(scope);
    if (already !== undefined) return already;
    const clock = clocks.get(scope);
    if (clock === undefined) unlocked.add(scope);
    const hashes = Object.fromEntries(Object.entries(clock?.hashes ?? {}).map(([k, v]) => [k, { ...v }]));
    const begun = { scope, version: (clock?.version ?? 0) + 1, hashes, floor: clock?.floor ?? 0 };
    moved.set(scope, begun);
    return begun;
  };
  const rows: RowWrite[] = [];
  const gone: Tombstone[] = [];
  for (const change of top.changes) {
    const old = fetched.stored(change.table.name, change.id) ?? null;
    if (old === null && change.after === null) continue;
    writeRow(change, old, next, rows, gone);
  }
  const receipts = fresh.map(({ receipt, touched }) => ({ ...receipt, clocks: clocksOf(touched, moved) }));
  const settled = receipts.flatMap((receipt) =>
    receipt.status === 'accepted' && receipt.mends !== null ? [{ id: receipt.mends, by: receipt.id }] : [],
  );
  return {
    write: { rows, gone, clocks: [...moved.values()], receipts, settled, audit },
    unlocked: [...unlocked],
  };
}

/** The versions that include the command, in the scopes it touched: its phone waits for these. */
function clocksOf(
  touched: ReadonlySet<ScopeKey>,
  moved: ReadonlyMap<ScopeKey, MutableClock>,
): Readonly<Record<ScopeKey, number>> {
  const own = [...touched].flatMap((scope) => moved.get(scope) ?? []);
  return Object.fromEntries(own.map((clock) => [clock.scope, clock.version]));
}

function writeRow(
  change: Change,
  old: StoredRow | null,
  next: (scope: ScopeKey) => MutableClock,
  rows: RowWrite[],
  gone: Tombstone[],
): void {
  const { table, id, after } = change;
  const scope = after === null ? (old?.scope ?? 'office') : table.scope(after);
  const clock = next(scope);
  if (old !== null) {
    const left = next(old.scope);
    for (const roleClass of table.seenBy) shift(hashOf(left, roleClass), id, old.version, -1);
    const leaves = after === null || old.scope !== scope;
    if (leaves && table.seenBy.length > 0)
      gone.push({ scope: old.scope, table: table.name, id, version: left.version });
  }
  if (after !== null) for (const roleClass of table.seenBy) shift(hashOf(clock, roleClass), id, clock.version, 1);
  rows.push({ table, id, scope, version: clock.version, row: after, fresh: old === null });
}

function hashOf(clock: MutableClock, roleClass: RoleClass): SetHash {
  const hash = clock.hashes[roleClass] ?? emptyHash();
  clock.hashes[roleClass] = hash;
  return hash;
}

/**
 * Distinct figures (law N3): a contribution moves the leaf's count only when its subject rises from nothing or falls to
 * nothing within the grain. The leaf that gets the step is the record's own village, under the lock already held (N4);
 * summing the leaves of a station or county then gives the distinct count of that grain.
 */
export async function contributeAll(
  tx: ServerTx,
  fetched: Fetched,
  top: Workspace,
  contributions: readonly Contribution[],
): Promise<void> {
  const steps = new Map<string, { delta: ContributionDelta; leaf: Leaf; kind: 'subjects' }>();
  for (const { figure, leaf, by } of contributions) {
    for (const grain of figure.grains) addStep(steps, leaf, grain, by);
  }
  const open = [...steps.values()].filter((step) => step.delta.by !== 0);
  // Sorted, so that two transactions take these row locks in the same order.
  open.sort((one, other) => (stepName(one.delta) < stepName(other.delta) ? -1 : 1));
  const transitions = await tx.contribute(open.map((step) => step.delta));
  const moved = open.flatMap((step, index) => {
    const by = transitions[index] ?? 0;
    return by === 0 ? [] : [{ leaf: { ...step.leaf, dims: grainDims(step.delta.grain, step.leaf.dims) }, by }];
  });
  await fetched.fetch(
    moved.map(({ leaf }) => keyOf(rollups, rollupId(leaf))),
    [],
  );
  for (const { leaf, by } of moved) moveRollup(top, { kind: 'subjects', stays: false }, leaf, by);
}

export function grainDims(grain: Grain, dims: string): string {
  return JSON.stringify([grain, ...JSON.parse(dims)]);
}

function addStep(
  steps: Map<string, { delta: ContributionDelta; leaf: Leaf; kind: 'subjects' }>,
  leaf: Leaf,
  grain: Grain,
  by: number,
): void {
  if (leaf.subject === null) return;
  const placeId = grain === 'room-month' ? leaf.roomId : grain === 'station-month' ? leaf.stationId : leaf.figure;
  const { figure, period, dims, subject } = leaf;
  const delta = { figure, grain, placeId, period, dims, subject, by };
  const name = stepName(delta);
  const step = steps.get(name);
  steps.set(name, { delta: { ...delta, by: by + (step?.delta.by ?? 0) }, leaf, kind: 'subjects' });
}

function stepName(delta: ContributionDelta): string {
  return [delta.figure, delta.grain, delta.placeId, delta.period, delta.dims, delta.subject].join('/');
}
