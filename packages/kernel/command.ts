/**
 * The one way in for every change (laws C1, C2). A command is declared once and runs on the phone as a prediction and on
 * the server as the truth. `execute` is synchronous and pure: it reads and writes through `Tx`, over rows that were
 * fetched beforehand. When it asks for a row that was not, the engine fetches it and starts `execute` anew, so what a
 * command declares in `keys` is a matter of speed, never of correctness.
 */
import type * as z from 'zod/mini';
import type { Permission, Place, Post } from './access.ts';
import type { Problem } from './problem.ts';
import type { ScopeKey } from './scope.ts';
import type { AnyRow, Table } from './table.ts';

/** The store says that no such row is (`absent`), or that this store cannot know (`not-held`, law C6). */
export type Missing = 'absent' | 'not-held';

export interface Tx {
  /** On a phone a row that is not there is `absent` only if `within` names a scope held whole; else `not-held`. */
  get<Row extends { id: string }>(table: Table<Row>, id: string, within?: ScopeKey): Row | Missing;
  /** All rows whose declared list column equals the value; `within` as above. */
  list<Row extends { id: string }>(
    table: Table<Row>,
    by: { column: keyof Row & string; value: string },
    within: ScopeKey,
  ): readonly Row[] | 'not-held';
  put<Row extends { id: string }>(table: Table<Row>, row: NoInfer<Row>): void;
  remove<Row extends { id: string }>(table: Table<Row>, id: string): void;
}

export interface Context {
  readonly commandId: string;
  readonly actorId: string;
  /** The actor's active posts. */
  readonly posts: readonly Post[];
  /** The person on whose behalf a supervisor adopts a deposit (law S5), else null. */
  readonly onBehalfOf: string | null;
  /** Device clock, milliseconds (law C5). */
  readonly occurredAt: number;
  /** Server clock, milliseconds; on a phone the prediction uses the device clock. */
  readonly recordedAt: number;
}

export interface RowKey {
  readonly table: Table;
  readonly id: string;
}

export function keyOf<Row extends { id: string }>(table: Table<Row>, id: string): RowKey {
  // A Table<Row> is used as Table<AnyRow> only to name it; rows are parsed again where they are read.
  return { table: table as unknown as Table, id };
}

/** A part of an input that tells of one person among many: kept under that person's key (A7). */
export interface Apart {
  readonly subject: string;
  /** Where it lies within the input. */
  readonly path: readonly [string | number, ...(string | number)[]];
}

export interface Command<Input = unknown> {
  /** `module.imperative`, the name on the wire. */
  readonly name: string;
  /** Version of the input schema; `upcasts[n]` turns input of version n into version n + 1. */
  readonly version: number;
  readonly upcasts: Readonly<Record<number, (input: unknown) => unknown>>;
  readonly input: z.ZodMiniType<Input>;
  readonly permission: Permission;
  /** True for what only the server's own jobs may issue. */
  readonly system: boolean;
  readonly keys: (input: Input) => readonly RowKey[];
  /** The person whom the command is about: content is stored under that person's key (A7). */
  readonly subject: (input: Input) => string | null;
  /** Of a command about many people: what in it is whose. */
  readonly apart: (input: Input) => readonly Apart[];
  /** Where it acts; null when that cannot be told, which refuses without telling why (A5). `not-held`: phone only. */
  readonly place: (tx: Tx, input: Input, context: Context) => Place | 'not-held' | null;
  readonly execute: (tx: Tx, input: Input, context: Context) => Problem | undefined;
  /** Rules that need more than a phone holds; runs before `execute`, on the server only. */
  readonly serverCheck: (tx: Tx, input: Input, context: Context) => Problem | undefined;
}

export function defineCommand<Input>(definition: {
  name: string;
  version?: number;
  upcasts?: Record<number, (input: unknown) => unknown>;
  input: z.ZodMiniType<Input>;
  permission: Permission;
  system?: boolean;
  keys?: (input: Input) => readonly RowKey[];
  subject?: (input: Input) => string | null;
  apart?: (input: Input) => readonly Apart[];
  place: (tx: Tx, input: Input, context: Context) => Place | 'not-held' | null;
  execute: (tx: Tx, input: Input, context: Context) => Problem | undefined;
  serverCheck?: (tx: Tx, input: Input, context: Context) => Problem | undefined;
}): Command<Input> {
  return {
    name: definition.name,
    version: definition.version ?? 1,
    upcasts: definition.upcasts ?? {},
    input: definition.input,
    permission: definition.permission,
    system: definition.system ?? false,
    keys: definition.keys ?? (() => []),
    subject: definition.subject ?? (() => null),
    apart: definition.apart ?? (() => []),
    place: definition.place,
    execute: definition.execute,
    serverCheck: definition.serverCheck ?? (() => undefined),
  };
}

/**
 * Rows that follow from other rows (a card from a person, a due date from a visit). After `execute`, each changed row of
 * `table` is handed to the followers of that table, within the same transaction, on both sides. Only the module that owns
 * the rows a follower writes may declare it, so that modules lower down need not know who follows them.
 */
export interface Follower<Row extends { id: string } = AnyRow> {
  readonly table: Table<Row>;
  readonly follow: (tx: Tx, before: Row | null, after: Row | null, context: Context) => void;
}

export function defineFollower<Row extends { id: string }>(
  table: Table<Row>,
  follow: Follower<Row>['follow'],
): Follower {
  return { table, follow } as unknown as Follower;
}
