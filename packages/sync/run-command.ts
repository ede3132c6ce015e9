/**
 * One command, once, on either side: parse, authorise, check, execute, let the followers follow, count. The phone keeps
 * the result as a prediction, the server writes it. Nothing here knows which of the two it serves, but for `side`.
 */
import type { AnyRow, Catalogue, Command, Context, Figure, Leaf, Problem, Tx } from '@yimi/kernel';
import { allowingPost, dayHistogram, isProblem, leafScope, leavesOf, problem, rollupId, rollups } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { Change, Workspace } from './workspace.ts';
import { Miss } from './workspace.ts';

export type Side = 'phone' | 'server';

/** A distinct subject that begins (1) or ceases (-1) to be contributed by one record; the store knows the total (N3). */
export interface Contribution {
  readonly figure: Figure;
  readonly leaf: Leaf;
  readonly by: 1 | -1;
}

export interface Ran {
  readonly layer: Workspace;
  /** Rows that the command itself read. What followers and figures read besides makes it depend on nothing (law C7). */
  readonly needs: ReadonlySet<string>;
  readonly contributions: readonly Contribution[];
}

/** Followers may be followed in turn; a chain this long is a circle in the modules. */
const longestChain = 100;

/** @param purpose `tried`: only to learn what it asks for */
export function runCommand(
  catalogue: Catalogue,
  under: Workspace,
  envelope: Envelope,
  context: Context,
  side: Side,
  purpose: 'earnest' | 'tried' = 'earnest',
): Ran | Problem {
  const command = catalogue.commands.get(envelope.name);
  if (command === undefined) return problem('invalid', 'sync.unknown-command', { name: envelope.name }, 'name');
  const input = parseInput(command, envelope);
  if (isProblem(input)) return input;
  const layer = under.fork(purpose);
  const { done: refused, reads } = layer.readsOf(() => decide(command, layer, input.value, context, side));
  if (refused !== undefined) return refused;
  const before = (change: Change): AnyRow | null => rowUnder(under, change);
  follow(catalogue, layer, before, context);
  return { layer, needs: reads, contributions: count(catalogue, layer, before) };
}

/** What the command itself does: may it, and what comes of it. */
function decide(command: Command, layer: Workspace, input: unknown, context: Context, side: Side): Problem | undefined {
  return (
    authorise(command, layer, input, context, side) ??
    (side === 'server' ? command.serverCheck(layer, input, context) : undefined) ??
    command.execute(layer, input, context)
  );
}

function rowUnder(under: Workspace, change: Change): AnyRow | null {
  const row = under.get(change.table, change.id);
  return row === 'absent' || row === 'not-held' ? null : row;
}

/** A batch asks for the same input many times: for its keys, its subject, and at each attempt to run it. */
const parsedInputs = new WeakMap<Command, WeakMap<Envelope, { value: unknown } | Problem>>();

/** The input in today's shape, or what is wrong with it: only the path and the kind of fault, never the value. */
export function parseInput(command: Command, envelope: Envelope): { value: unknown } | Problem {
  const ofCommand = parsedInputs.get(command) ?? new WeakMap<Envelope, { value: unknown } | Problem>();
  parsedInputs.set(command, ofCommand);
  const known = ofCommand.get(envelope);
  if (known !== undefined) return known;
  const input = parseAnew(command, envelope);
  ofCommand.set(envelope, input);
  return input;
}

function parseAnew(command: Command, envelope: Envelope): { value: unknown } | Problem {
  if (envelope.v > command.version) {
    return problem('unavailable', 'sync.newer-than-server', { name: command.name, version: envelope.v });
  }
  let value = envelope.input;
  const odd = unstorable(value, 'input', 0);
  if (odd !== null) return problem('invalid', 'sync.wrong-encoding', {}, odd);
  for (let v = envelope.v; v < command.version; v++) {
    const upcast = command.upcasts[v];
    if (upcast === undefined) return problem('stale-client', 'sync.too-old', { name: command.name, version: v });
    value = upcast(value);
  }
  const parsed = command.input.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue === undefined ? 'input' : ['input', ...issue.path.map(String)].join('.').slice(0, 200);
  const details: Record<string, string | number> = { fault: issue?.code ?? 'custom' };
  if (issue?.code === 'too_big') details.most = Number(issue.maximum);
  if (issue?.code === 'too_small') details.least = Number(issue.minimum);
  return problem('invalid', 'sync.wrong-shape', details, field);
}

/** Deeper than any input is; a deeper one is hostile. */
const deepest = 20;

/** The path of a text that no database can keep: NUL, or half of a surrogate pair. */
function unstorable(value: unknown, path: string, depth: number): string | null {
  if (typeof value === 'string')
    return value.includes('\0') || /\p{Surrogate}/u.test(value) ? path.slice(0, 200) : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth > deepest) return path.slice(0, 200);
  for (const [key, inner] of Object.entries(value)) {
    const odd = unstorable(inner, `${path}.${key.replace(/[^\w-]/g, '?').slice(0, 40)}`, depth + 1);
    if (odd !== null) return odd;
  }
  return null;
}

function authorise(command: Command, tx: Tx, input: unknown, context: Context, side: Side): Problem | undefined {
  const outOfReach = problem('forbidden', 'sync.out-of-reach', { name: command.name });
  if (command.system) return context.actorId === systemActor && side === 'server' ? undefined : outOfReach;
  if (context.actorId === systemActor && side === 'server') return undefined;
  const place = command.place(tx, input, context);
  // A phone that cannot know lets the server decide; the server answers alike for "not there" and "not yours" (A5).
  if (place === 'not-held') return side === 'phone' ? undefined : outOfReach;
  if (place === null) return outOfReach;
  return allowingPost(context.posts, command.permission, place) === null ? outOfReach : undefined;
}

/** Who acts when the program itself does: jobs, imports, the arrival of a file. */
export const systemActor = '00000000-0000-8000-8000-000000000000';

function follow(
  catalogue: Catalogue,
  layer: Workspace,
  before: (change: Change) => AnyRow | null,
  context: Context,
): void {
  const followed = new Map<string, AnyRow | null>();
  for (let round = 0; round < longestChain; round++) {
    const open = [...layer.changes].filter((change) => isOpen(catalogue, followed, change));
    if (open.length === 0) return;
    for (const change of open) {
      const key = `${change.table.name}/${change.id}`;
      const earlier = followed.has(key) ? (followed.get(key) ?? null) : before(change);
      followed.set(key, change.after);
      for (const follower of catalogue.followersOf(change.table.name)) {
        follower.follow(layer, earlier, change.after, context);
      }
    }
  }
  throw new Error('followers go round in a circle');
}

/** Whether somebody follows this row and has not seen it as it is now. */
function isOpen(catalogue: Catalogue, followed: ReadonlyMap<string, AnyRow | null>, change: Change): boolean {
  if (catalogue.followersOf(change.table.name).length === 0) return false;
  const key = `${change.table.name}/${change.id}`;
  return !followed.has(key) || followed.get(key) !== change.after;
}

/** Writes the rollup rows that the changes move; what only the store can count is handed back. */
function count(catalogue: Catalogue, layer: Workspace, before: (change: Change) => AnyRow | null): Contribution[] {
  const deltas = new Map<string, { figure: Figure; leaf: Leaf; by: number }>();
  const contributions: Contribution[] = [];
  for (const change of [...layer.changes]) {
    for (const figure of catalogue.figuresOf(change.table.name)) {
      const old = before(change);
      const from = old === null ? [] : leavesOf(figure, old);
      const to = change.after === null ? [] : leavesOf(figure, change.after);
      for (const { leaf, by } of stepsBetween(from, to)) {
        if (figure.kind === 'subjects') contributions.push({ figure, leaf, by });
        else addDelta(deltas, figure, leaf, by);
      }
    }
  }
  moveAll(
    layer,
    [...deltas.values()].filter((delta) => delta.by !== 0),
  );
  return contributions;
}

/** Moves all leaves, or tells at once of all that have not been fetched. */
function moveAll(layer: Workspace, deltas: readonly { figure: Figure; leaf: Leaf; by: number }[]): void {
  const missing = deltas.flatMap(({ figure, leaf, by }) => {
    try {
      moveRollup(layer, figure, leaf, by);
      return [];
    } catch (error) {
      if (error instanceof Miss) return error.rows;
      throw error;
    }
  });
  if (missing.length > 0) throw new Miss(missing, []);
}

/** What a changed row takes away and adds; leaves that it had and keeps do not move. */
function stepsBetween(from: readonly Leaf[], to: readonly Leaf[]): { leaf: Leaf; by: 1 | -1 }[] {
  const gone = from.filter((leaf) => !to.some((other) => sameLeaf(leaf, other)));
  const come = to.filter((leaf) => !from.some((other) => sameLeaf(leaf, other)));
  return [...gone.map((leaf) => ({ leaf, by: -1 as const })), ...come.map((leaf) => ({ leaf, by: 1 as const }))];
}

function sameLeaf(one: Leaf, other: Leaf): boolean {
  return leafName(one) === leafName(other) && one.subject === other.subject;
}

function leafName(leaf: Leaf): string {
  return `${leaf.figure}/${leaf.roomId}/${leaf.stationId}/${leaf.period}/${leaf.dims}`;
}

function addDelta(
  deltas: Map<string, { figure: Figure; leaf: Leaf; by: number }>,
  figure: Figure,
  leaf: Leaf,
  by: number,
): void {
  const name = leafName(leaf);
  const delta = deltas.get(name);
  if (delta === undefined) deltas.set(name, { figure, leaf, by });
  else delta.by += by;
}

/** Moves one leaf. A phone predicts nothing for a village it does not hold, and what it does has no mark that it is not told (C2). */
export function moveRollup(tx: Tx, figure: Pick<Figure, 'kind' | 'stays'>, leaf: Leaf, by: number): void {
  const table = figure.kind === 'days' ? dayHistogram : rollups;
  const id = rollupId(leaf);
  const row = tx.get(table, id, leafScope(leaf.roomId, figure.stays));
  if (row === 'not-held') return;
  const n = (row === 'absent' ? 0 : row.n) + by;
  const { figure: name, roomId, stationId, period, dims } = leaf;
  if (n === 0) tx.remove(table, id);
  else tx.put(table, { id, figure: name, roomId, stationId, period, dims, n, stays: figure.stays ? true : undefined });
}
