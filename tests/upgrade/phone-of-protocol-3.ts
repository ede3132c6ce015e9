/**
 * A phone of protocol 3 as it was released: what it sends, the shapes by which it parses what it is sent (strict, so that a key
 * too many stops it), how it parts and unpacks an answer, and how it reckons the hash of what it holds. Kept as it was and never
 * brought up to date: law S9 holds for the phones that are out there, not for today's code of them. It knows of no ids that
 * are made of what is counted.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { emptyHash, hashText, shift } from '@yimi/sync';
import * as z from 'zod';

const Whole = z.array(z.int());
const Values = z.array(z.unknown());
const Column = z.union([Values, z.strictObject({ same: z.unknown() }), z.strictObject({ of: Values, at: Whole })]);
const Part = z.strictObject({
  scope: z.string(),
  roleClass: z.enum(['self', 'member', 'village', 'station']),
  reset: z.boolean(),
  version: z.int(),
  hash: z.string().max(16),
  tables: z.array(
    z.strictObject({
      table: z.string().max(80),
      columns: z.array(z.string().max(60)),
      n: z.int().min(0),
      values: z.array(Column),
      steps: Whole,
    }),
  ),
  gone: z.array(z.strictObject({ table: z.string(), id: z.string() })),
  rest: z.optional(z.boolean()),
});
const Segment = z.strictObject({
  parts: z.array(Part),
  dropped: z.array(z.string()),
  epoch: z.optional(z.string().max(36)),
  more: z.optional(z.boolean()),
  serverTime: z.optional(z.int()),
});
const Outcome = z.strictObject({
  id: z.uuid(),
  status: z.enum(['accepted', 'refused', 'waiting']),
  problem: z.optional(z.unknown()),
  recordedAt: z.int(),
  clocks: z.record(z.string(), z.int()),
});
const PushAnswer = z.strictObject({ epoch: z.optional(z.string()), outcomes: z.array(Outcome) });

/** Posts a gzipped body to a path of the sync routes. @returns the answer's body; throws where it is no 200 */
export type Line = (path: string, packed: Buffer) => Promise<Buffer>;

interface Held {
  roleClass: string;
  version: number;
  hash: string;
  rest: boolean;
  readonly rows: Map<string, { version: number; row: Record<string, unknown> }>;
}

export class PhoneOfProtocol3 {
  readonly #line: Line;
  readonly scopes = new Map<string, Held>();
  #epoch: string | null = null;

  constructor(line: Line) {
    this.#line = line;
  }

  #body(content: object): Buffer {
    const epoch = this.#epoch === null ? {} : { epoch: this.#epoch };
    return gzipSync(JSON.stringify({ protocol: 3, ...epoch, ...content }));
  }

  async push(batch: readonly object[]): Promise<z.infer<typeof Outcome>[]> {
    const answer = await this.#line('push', this.#body({ batch }));
    return PushAnswer.parse(JSON.parse(gunzipSync(answer).toString())).outcomes;
  }

  /** Until nothing more is said. @returns scopes whose rows do not give the hash that the server names (law S3) */
  async pull(): Promise<string[]> {
    for (let more = true; more; ) {
      const scopes = [...this.scopes].map(([scope, { roleClass, version, hash, rest }]) => {
        return { scope, roleClass, version, hash, ...(rest ? { rest } : {}) };
      });
      const body = await this.#line('pull', this.#body({ scopes, diverged: [] }));
      const length = body.readUInt32BE(0);
      const frames = [body.subarray(4, 4 + length), body.subarray(4 + length)];
      const [people, history] = frames.map((frame) =>
        frame.length === 0 ? null : Segment.parse(JSON.parse(gunzipSync(frame).toString())),
      );
      if (people === null || people === undefined) throw new Error('an answer without its first frame');
      this.#epoch = people.epoch ?? null;
      for (const part of people.parts) this.#take(part);
      for (const part of history?.parts ?? []) this.#take({ ...part, reset: false });
      for (const scope of people.dropped) this.scopes.delete(scope);
      more = people.more ?? false;
    }
    return [...this.scopes].flatMap(([scope, held]) => (held.rest || hashOf(held) === held.hash ? [] : [scope]));
  }

  #take(part: z.infer<typeof Part>): void {
    const known = part.reset ? undefined : this.scopes.get(part.scope);
    const rows: Held['rows'] = known?.rows ?? new Map();
    const { roleClass, version, hash, rest = false } = part;
    for (const { table, columns, n, values, steps } of part.tables) {
      if (values.length !== columns.length || steps.length !== n) throw new Error('columns and rows do not fit');
      let rowVersion = 0;
      for (let at = 0; at < n; at++) {
        rowVersion += steps[at] ?? 0;
        const row = Object.fromEntries(columns.map((name, column) => [name, valueAt(values[column], at)]));
        rows.set(`${table} ${row.id}`, { version: rowVersion, row });
      }
    }
    for (const { table, id } of part.gone) rows.delete(`${table} ${id}`);
    this.scopes.set(part.scope, { roleClass, version, hash, rest, rows });
  }

  rows(table: string): Record<string, unknown>[] {
    return [...this.scopes.values()].flatMap(({ rows }) =>
      [...rows].flatMap(([key, { row }]) => (key.startsWith(`${table} `) ? [row] : [])),
    );
  }
}

function valueAt(column: z.infer<typeof Column> | undefined, at: number): unknown {
  if (column === undefined) return undefined;
  if (Array.isArray(column)) return column[at];
  return 'of' in column ? column.of[column.at[at] ?? -1] : column.same;
}

function hashOf({ rows }: Held): string {
  const hash = emptyHash();
  for (const [key, { version }] of rows) shift(hash, key.slice(key.indexOf(' ') + 1), version, 1);
  return hashText(hash);
}
