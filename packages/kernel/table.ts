/**
 * A table is declared once: its columns, which are sensitive, which scope a row belongs to and who sees what of it.
 * The phone's store, the server's SQL, the wire and the documents are all read off this declaration. A column reaches
 * the wire only if `seenBy` says so (house style, Edges).
 */
import * as z from 'zod/mini';
import { Id } from './ids.ts';
import type { RoleClass, ScopeKey } from './scope.ts';
import { Day, Instant } from './time.ts';

/** guarded: searchable, masked where not needed · sealed: encrypted at rest, never a filter, sort or dimension (A3). */
export type Mark = 'plain' | 'guarded' | 'sealed';
export type SqlType = 'uuid' | 'text' | 'integer' | 'bigint' | 'boolean' | 'jsonb';

export interface Column<T> {
  readonly schema: z.ZodMiniType<T>;
  readonly sql: SqlType;
  readonly mark: Mark;
  /** Role classes that receive the column; `null` means every class that receives the row. */
  readonly seenBy: readonly RoleClass[] | null;
  /** Sealed columns only: an HMAC beside the ciphertext allows exact match. */
  readonly match: boolean;
  /** The value with which rows of before the column existed are read; none for a column of the first day. */
  readonly before?: T;
}

type Options = { mark?: Mark; match?: boolean };

function column<T>(schema: z.ZodMiniType<T>, sql: SqlType, options: Options = {}): Column<T> {
  return { schema, sql, mark: options.mark ?? 'plain', seenBy: null, match: options.match ?? false };
}

export const columns = {
  id: (options?: Options) => column(Id, 'uuid', options),
  text: (max: number, options?: Options) => column(z.string().check(z.maxLength(max)), 'text', options),
  choice: <const T extends readonly [string, ...string[]]>(values: T, options?: Options) =>
    column<T[number]>(z.enum(values), 'text', options),
  day: (options?: Options) => column(Day, 'text', options),
  /** Milliseconds since 1970. */
  instant: (options?: Options) => column(Instant, 'bigint', options),
  count: (options?: Options) => column(z.int(), 'integer', options),
  flag: (options?: Options) => column(z.boolean(), 'boolean', options),
  json: <T>(schema: z.ZodMiniType<T>, options?: Options) => column(schema, 'jsonb', options),
} as const;

export function optional<T>(of: Column<T>): Column<T | null> {
  return { ...of, schema: z.nullable(of.schema) };
}

/** A column that only some classes receive; for the others it is undefined, and the type says so. */
export function onlyFor<T>(seenBy: readonly RoleClass[], of: Column<T>): Column<T | undefined> {
  return { ...of, schema: z.optional(of.schema), seenBy };
}

/** A column that came later (law S9): rows that a phone keeps from before it are read with this value. */
export function added<T>(of: Column<T>, before: NoInfer<T>): Column<T> {
  return { ...of, before };
}

export type ColumnSet = Readonly<Record<string, Column<unknown>>>;
type ValueOf<C> = C extends Column<infer T> ? T : never;
export type RowOf<C extends ColumnSet> = { readonly id: string } & { readonly [K in keyof C]: ValueOf<C[K]> };

export interface AnyRow {
  readonly id: string;
  readonly [column: string]: unknown;
}

export interface Table<Row extends { id: string } = AnyRow> {
  /** `module.noun`: schema and table in SQL, key on the wire. */
  readonly name: string;
  readonly columns: ColumnSet;
  /** Parses a whole row; columns hidden from the reader may be missing. */
  readonly schema: z.ZodMiniType<Row>;
  readonly scope: (row: Row) => ScopeKey;
  /** Role classes that receive rows of this table; none: the table is never synced and keeps no tombstones. */
  readonly seenBy: readonly RoleClass[];
  /** The person whose key encrypts the sealed columns (A7), read off a row. */
  readonly subject: ((row: Row) => string | null) | null;
  /** A row that says its subject was erased: storing it destroys the subject's key (A7). */
  readonly erased: ((row: Row) => boolean) | null;
  /** Search tokens of a row (A6); the server keeps them in the token table. */
  readonly tokens: ((row: Row) => string[]) | null;
  /** Columns by which lists may be asked for within a scope. */
  readonly lists: readonly string[];
  /** What was done, in thousands of rows a village: a phone has its people first, and these come, and are read, after (S7). */
  readonly history: boolean;
}

export function defineTable<const C extends ColumnSet>(definition: {
  name: string;
  columns: C;
  scope: (row: RowOf<C>) => ScopeKey;
  seenBy: readonly RoleClass[];
  subject?: (row: RowOf<C>) => string | null;
  erased?: (row: RowOf<C>) => boolean;
  tokens?: (row: RowOf<C>) => string[];
  lists?: readonly (keyof C & string)[];
  history?: boolean;
}): Table<RowOf<C>> {
  const shape: Record<string, z.ZodMiniType> = { id: Id };
  for (const [name, of] of Object.entries(definition.columns)) {
    // What is encrypted is a text: anything else would be lost on its way to the disk.
    if (of.mark === 'sealed' && of.sql !== 'text') throw new Error(`${definition.name}: ${name} is sealed and no text`);
    shape[name] = of.schema;
  }
  // The shape is built from the columns that RowOf reads, which the compiler cannot follow through a loop.
  // Not strict: a phone of yesterday also writes rows that came with a column of tomorrow.
  const schema = z.object(shape) as unknown as z.ZodMiniType<RowOf<C>>;
  return {
    name: definition.name,
    columns: definition.columns,
    schema,
    scope: definition.scope,
    seenBy: definition.seenBy,
    subject: definition.subject ?? null,
    erased: definition.erased ?? null,
    tokens: definition.tokens ?? null,
    lists: definition.lists ?? [],
    history: definition.history ?? false,
  };
}

/**
 * What `added` columns are read as in rows kept before them. A null counts as missing: a phone that did not know the
 * column yet may have written one in its place, so a column that may be null is added with null.
 */
export function valuesBefore(table: Table): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(table.columns).flatMap(([name, { before, seenBy }]) =>
    before === undefined || seenBy !== null ? [] : [[name, before] as const],
  );
}

/** Names of the columns that a role class receives, in declared order; the id is always one of them. */
export function visibleColumns(table: Table, roleClass: RoleClass): string[] {
  if (!table.seenBy.includes(roleClass)) return [];
  const visible = Object.entries(table.columns)
    .filter(([, of]) => of.seenBy === null || of.seenBy.includes(roleClass))
    .map(([name]) => name);
  return ['id', ...visible];
}
