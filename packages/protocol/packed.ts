/**
 * How many rows travel and lie packed: the values of a column together, so that like compresses with like; a value that all
 * rows share is said once, one of few by its number. An answer has two frames, each compressed by itself: what says who is
 * served, and history. A phone keeps each frame as it came, so nothing is packed on a slow phone (law S7).
 */
import { rollupId, rollups } from '@yimi/kernel';
import * as z from 'zod/mini';
import type { PullResponse, ScopePart, TablePart } from './wire.ts';
import { protocolVersion, PullResponse as WireAnswer, ScopePart as WirePart } from './wire.ts';

/** Checked to the column, not into it: a row's values are unknown on the wire in either form. */
const Values = z.custom<unknown[]>((value) => Array.isArray(value));
const Whole = z.custom<number[]>((value) => Array.isArray(value) && value.every((one) => Number.isInteger(one)));
const Column = z.union([
  Values,
  z.strictObject({ same: z.unknown() }),
  z.strictObject({ of: Values, at: Whole }),
  /** Ids of counts, each made of what is counted (`rollupId`): said again they would weigh more than the counts. */
  z.strictObject({ leaf: z.literal(true) }),
]);
type Column = z.infer<typeof Column>;

const PackedTable = z.strictObject({
  table: z.string().check(z.maxLength(80)),
  columns: z.array(z.string().check(z.maxLength(60))),
  n: z.int().check(z.minimum(0)),
  values: z.array(Column),
  /** Row versions: the first, then each one's step from the one before. */
  steps: Whole,
});
type PackedTable = z.infer<typeof PackedTable>;

const PackedPart = z.strictObject({ ...WirePart.shape, tables: z.array(PackedTable) });
export const PackedSegment = z.strictObject({
  parts: z.array(PackedPart),
  dropped: WireAnswer.shape.dropped,
  epoch: WireAnswer.shape.epoch,
  more: z.optional(z.boolean()),
  serverTime: z.optional(z.int()),
});
export type PackedSegment = z.infer<typeof PackedSegment>;

/** A column of few values says each once; of many, a number a row would only be added to them. */
const fewest = 2;

/** Phones of earlier versions are sent the ids of counts. */
const leavesSince = 4;

/** @param protocol what the reader speaks */
export function packTable(part: TablePart, protocol: number = protocolVersion): PackedTable {
  const { table, columns, rows, versions } = part;
  const leaves = protocol >= leavesSince && table === rollups.name ? leafIds(columns, rows) : null;
  const values = columns.map((column, at): Column => {
    const own = rows.map((row) => row[at]);
    const derived = column === 'id' && leaves !== null && own.every((id, index) => id === leaves[index]);
    return derived ? { leaf: true } : packColumn(own);
  });
  const steps = versions.map((version, at) => version - (versions[at - 1] ?? 0));
  return { table, columns, n: rows.length, values, steps };
}

const leafParts = ['figure', 'roomId', 'stationId', 'period', 'dims'];

/** @returns null where a column that an id is made of is wanting */
function leafIds(columns: readonly string[], rows: readonly unknown[][]): string[] | null {
  const places = leafParts.map((part) => columns.indexOf(part));
  if (places.includes(-1)) return null;
  return rows.map((row) => {
    const [figure = '', roomId = '', stationId = '', period = '', dims = ''] = places.map((at) => String(row[at]));
    return rollupId({ figure, roomId, stationId, period, dims });
  });
}

function packColumn(values: unknown[]): Column {
  const numbers = new Map<string, number>();
  const of: unknown[] = [];
  const at = values.map((value) => {
    // Lists and objects too, by their text: special groups repeat as names do.
    const text = JSON.stringify(value) ?? '';
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, of.length);
    return of.push(value) - 1;
  });
  if (of.length === 1) return { same: of[0] ?? null };
  return of.length * fewest <= values.length ? { of, at } : values;
}

/** @returns null where the columns do not hold as many values as there are rows */
export function unpackTable({ table, columns, n, values, steps }: PackedTable): TablePart | null {
  if (values.length !== columns.length || steps.length !== n) return null;
  const rows: unknown[][] = Array.from({ length: n }, () => new Array<unknown>(columns.length));
  for (const [column, packed] of values.entries()) if (!fill(rows, column, packed)) return null;
  const derived = values.findIndex((packed) => !Array.isArray(packed) && 'leaf' in packed);
  if (derived >= 0) {
    const ids = leafIds(columns, rows);
    if (ids === null) return null;
    for (const [at, row] of rows.entries()) row[derived] = ids[at];
  }
  let version = 0;
  const versions = steps.map((step) => (version += step));
  return { table, columns, rows, versions };
}

/** @returns false where there are not as many values as rows */
function fill(rows: unknown[][], column: number, packed: Column): boolean {
  if (Array.isArray(packed)) {
    if (packed.length !== rows.length) return false;
    for (const [at, row] of rows.entries()) row[column] = packed[at];
  } else if ('of' in packed) {
    if (packed.at.length !== rows.length) return false;
    for (const [at, row] of rows.entries()) row[column] = packed.of[packed.at[at] ?? -1];
  } else if ('same' in packed) {
    for (const row of rows) row[column] = packed.same;
  }
  return true;
}

type Content = Pick<PullResponse, 'parts' | 'dropped'> & Partial<Pick<PullResponse, 'more' | 'serverTime' | 'epoch'>>;

/** @param protocol what the reader speaks */
export function packSegment(content: Content, protocol: number = protocolVersion): PackedSegment {
  const parts = content.parts.map((part) => ({ ...part, tables: part.tables.map((one) => packTable(one, protocol)) }));
  return { ...content, parts };
}

/** @returns null if it is not of the agreed shape */
export function unpackSegment(said: unknown): Content | null {
  const parsed = PackedSegment.safeParse(said);
  if (!parsed.success) return null;
  const parts: ScopePart[] = [];
  for (const part of parsed.data.parts) {
    const tables = part.tables.map(unpackTable);
    if (tables.includes(null)) return null;
    parts.push({ ...part, tables: tables.filter((one) => one !== null) });
  }
  const { more, serverTime, dropped, epoch } = parsed.data;
  return {
    parts,
    dropped,
    ...(epoch === undefined ? {} : { epoch }),
    ...(more === undefined ? {} : { more }),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
}

/** The two frames as one body: the length of the first, the first, the second. */
export function joinFrames(people: Uint8Array, history: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(4 + people.length + history.length);
  new DataView(body.buffer).setUint32(0, people.length);
  body.set(people, 4);
  body.set(history, 4 + people.length);
  return body;
}

/** @returns null if the body is cut short; an answer without history has an empty second frame */
export function splitFrames(
  body: Uint8Array<ArrayBuffer>,
): Record<'people' | 'history', Uint8Array<ArrayBuffer>> | null {
  if (body.length < 4) return null;
  const length = new DataView(body.buffer, body.byteOffset).getUint32(0);
  if (4 + length > body.length) return null;
  return { people: body.slice(4, 4 + length), history: body.slice(4 + length) };
}
