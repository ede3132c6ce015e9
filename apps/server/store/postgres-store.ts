/**
 * The engine's store on PostgreSQL. Everything of a push lies in one transaction, which has named its county, so that
 * row-level security stands behind each statement (law A1); when it resolves, the commit is on disk (law S1).
 */
import type { Catalogue, Table } from '@yimi/kernel';
import { roleClasses } from '@yimi/kernel';
import { Envelope, WireProblem } from '@yimi/protocol';
import type {
  Clock,
  ContributionDelta,
  ListKey,
  Receipt,
  RowWrite,
  ServerStore,
  ServerTx,
  SetHash,
  Snapshot,
  StoredRow,
  Tombstone,
  WriteSet,
} from '@yimi/sync';
import { hashText, parseHash } from '@yimi/sync';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';
import { RepeatTransaction } from '../database.ts';
import { prepared } from '../statements.ts';
import { sqlColumns } from './columns.ts';
import type { Keyring } from './keyring.ts';
import { readRows, subjectsOf, writeRows } from './rows.ts';
import { SubjectKeys } from './subject-keys.ts';
import { takenApart, together, whoseParts } from './taken-apart.ts';

const ClockRow = z.object({
  scope: z.string(),
  version: z.number(),
  hashes: z.record(z.string(), z.string()),
  floor: z.number(),
});

const ReceiptRow = z.object({
  id: z.string(),
  actor_id: z.string(),
  name: z.string(),
  status: z.enum(['accepted', 'refused', 'waiting']),
  digest: z.string(),
  problem: z.nullable(WireProblem),
  occurred_at: z.number(),
  recorded_at: z.number(),
  clocks: z.record(z.string(), z.number()),
  mends: z.string().nullable(),
  settled_by: z.string().nullable(),
  subject: z.string().nullable(),
  content: z.instanceof(Buffer).nullable(),
});

export class PostgresStore implements ServerStore {
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #catalogue: Catalogue;

  constructor(database: Database, keyring: Keyring, catalogue: Catalogue) {
    this.#database = database;
    this.#keyring = keyring;
    this.#catalogue = catalogue;
  }

  transaction<T>(countyId: string, work: (tx: PostgresTx) => Promise<T>): Promise<T> {
    return this.#database.byKeyInCounty(countyId, (trx) => work(this.within(trx, countyId)));
  }

  snapshot<T>(countyId: string, work: (snapshot: PostgresTx) => Promise<T>): Promise<T> {
    return this.#database.snapshotOf(countyId, (trx) => work(this.within(trx, countyId)));
  }

  /** The store over a transaction that is already open in the county. */
  within(trx: Trx, countyId: string): PostgresTx {
    return new PostgresTx(trx, new SubjectKeys(trx, this.#keyring, countyId), this.#catalogue);
  }
}

export class PostgresTx implements ServerTx, Snapshot {
  readonly trx: Trx;
  readonly keys: SubjectKeys;
  readonly #catalogue: Catalogue;

  constructor(trx: Trx, keys: SubjectKeys, catalogue: Catalogue) {
    this.trx = trx;
    this.keys = keys;
    this.#catalogue = catalogue;
  }

  async lock(scopes: readonly string[]): Promise<Clock[]> {
    if (scopes.length === 0) return [];
    const sorted = [...new Set(scopes)].sort();
    const found = await this.#lockRows(sorted);
    if (found.length === sorted.length) return found;
    const known = new Set(found.map((clock) => clock.scope));
    const missing = sorted.filter((scope) => !known.has(scope));
    await prepared`insert into engine.clocks (scope, version) select scope, 0 from unnest(${missing}::text[]) scope
      order by scope on conflict do nothing`.execute(this.trx);
    return this.#lockRows(sorted);
  }

  async #lockRows(sorted: readonly string[]): Promise<Clock[]> {
    const found = await prepared`select scope, version, hashes, floor from engine.clocks
      where scope = any(${sorted}::text[]) order by scope collate "C" for update`.execute(this.trx);
    return z.array(ClockRow).parse(found.rows).map(clockOf);
  }

  async clocks(scopes: readonly string[]): Promise<Clock[]> {
    const found =
      await prepared`select scope, version, hashes, floor from engine.clocks where scope = any(${scopes}::text[])`.execute(
        this.trx,
      );
    return z.array(ClockRow).parse(found.rows).map(clockOf);
  }

  async rows(keys: readonly { table: Table; id: string }[]): Promise<StoredRow[]> {
    const byTable = Map.groupBy(keys, (key) => key.table);
    const found = [...byTable].map(([table, wanted]) =>
      this.#readOften(table, 'id = any($1::uuid[])', [wanted.map((key) => key.id)]),
    );
    return (await Promise.all(found)).flat();
  }

  #readOften(table: Table, where: string, values: readonly unknown[], sealed?: (column: string) => boolean) {
    return readRows(this.trx, this.keys, table, where, values, sealed, 'often');
  }

  async list(key: ListKey): Promise<StoredRow[]> {
    const [rows = []] = await this.lists([key]);
    return rows;
  }

  async lists(keys: readonly ListKey[]): Promise<StoredRow[][]> {
    const groups = [...Map.groupBy(keys, (key) => `${key.table.name}/${key.column}`).values()];
    const lists = await Promise.all(groups.map((group) => this.#listsOfOne(group)));
    const found = new Map(lists.flatMap((list) => [...list]));
    return keys.map((key) => found.get(key) ?? []);
  }

  /** Lists of one table by one column. */
  async #listsOfOne(keys: readonly ListKey[]): Promise<Map<ListKey, StoredRow[]>> {
    const [first] = keys;
    if (first === undefined) return new Map();
    const column = sqlColumns(first.table).find((one) => one.name === first.column);
    if (column === undefined || column.sealed)
      throw new Error(`${first.table.name} cannot be listed by ${first.column}`);
    const where = `(scope, ${column.sql}) in (select * from unnest($1::text[], $2::${column.type}[])) order by id`;
    const values = [keys.map((key) => key.within), keys.map((key) => key.value)];
    const rows = await this.#readOften(first.table, where, values);
    const byKey = Map.groupBy(rows, (stored) => `${stored.scope}/${String(stored.row[first.column])}`);
    return new Map(keys.map((key) => [key, byKey.get(`${key.within}/${key.value}`) ?? []]));
  }

  changed(table: Table, scope: string, since: number, columns: readonly string[]): Promise<StoredRow[]> {
    const where = 'scope = $1 and version > $2';
    return this.#readOften(table, where, [scope, since], (column) => columns.includes(column));
  }

  async gone(scope: string, since: number): Promise<Tombstone[]> {
    const found = await prepared`select scope, table_name as "table", row_id as id, version from engine.tombstones
      where scope = ${scope} and version > ${since}`.execute(this.trx);
    return z
      .array(z.object({ scope: z.string(), table: z.string(), id: z.string(), version: z.number() }))
      .parse(found.rows);
  }

  async receipts(ids: readonly string[]): Promise<Receipt[]> {
    const found =
      await prepared`select id, actor_id, name, status, digest, problem, occurred_at, recorded_at, clocks, mends, settled_by, subject, content
      from engine.receipts where id = any(${ids}::uuid[])`.execute(this.trx);
    return this.openReceipts(found.rows);
  }

  /** Parses and decrypts receipts, however they were selected. */
  async openReceipts(rows: readonly unknown[]): Promise<Receipt[]> {
    const parsed = z.array(ReceiptRow).parse(rows);
    await this.keys.fetch(
      parsed.filter((row) => row.content !== null).map((row) => row.subject),
      false,
    );
    const opened = parsed.map((row) => receiptOf(row, this.keys));
    await this.keys.fetch(
      opened.flatMap(({ content }) => (content === null ? [] : whoseParts(content.input))),
      false,
    );
    return opened.map((receipt) =>
      receipt.content === null ? receipt : { ...receipt, content: together(receipt.content, this.keys, receipt.id) },
    );
  }

  async aboutToRead(subjects: readonly string[]): Promise<void> {
    await this.keys.fetch(subjects, false);
  }

  async mendsOf(ids: readonly string[]): Promise<{ mends: string; id: string }[]> {
    const found = await prepared`select mends, id from engine.receipts
      where mends = any(${ids}::uuid[]) and status = 'accepted'`.execute(this.trx);
    return z.array(z.object({ mends: z.string(), id: z.string() })).parse(found.rows);
  }

  async contribute(deltas: readonly ContributionDelta[]): Promise<(1 | 0 | -1)[]> {
    // Apart, because a CHECK looks at the row that an upsert proposes before it looks for the one that is there.
    const up = deltas.filter((delta) => delta.by > 0);
    const down = deltas.filter((delta) => delta.by < 0);
    const after = new Map((await Promise.all([this.#raise(up), this.#lower(down)])).flat());
    return deltas.map((delta) => {
      const n = after.get(contributionName(delta));
      return n === undefined ? 0 : stepOf(n, delta.by);
    });
  }

  async #raise(deltas: readonly ContributionDelta[]): Promise<[string, number][]> {
    if (deltas.length === 0) return [];
    const found =
      await prepared`insert into engine.contributions as c (figure, grain, place_id, period, dims, subject, n)
      select figure, grain, "placeId", period, dims, subject, by from jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb)
        as x(figure text, grain text, "placeId" text, period text, dims text, subject uuid, by integer)
      on conflict (county_id, figure, grain, place_id, period, dims, subject) do update set n = c.n + excluded.n
      returning figure, grain, place_id, period, dims, subject, n`.execute(this.trx);
    return totals(found.rows);
  }

  /** A figure that an update added may not have counted yet what is taken away: then nothing moves, and the count to come is right. */
  async #lower(deltas: readonly ContributionDelta[]): Promise<[string, number][]> {
    if (deltas.length === 0) return [];
    const found =
      await prepared`update engine.contributions c set n = c.n + x.by from jsonb_to_recordset(${JSON.stringify(deltas)}::jsonb)
        as x(figure text, grain text, "placeId" text, period text, dims text, subject uuid, by integer)
      where c.figure = x.figure and c.grain = x.grain and c.place_id = x."placeId" and c.period = x.period
        and c.dims = x.dims and c.subject = x.subject and c.n + x.by >= 0
      returning c.figure, c.grain, c.place_id, c.period, c.dims, c.subject, c.n`.execute(this.trx);
    return totals(found.rows);
  }

  async write(set: WriteSet): Promise<void> {
    const byTable = Map.groupBy(set.rows, (write: RowWrite) => write.table);
    const now = set.receipts[0]?.recordedAt ?? 0;
    await this.#fetchKeys(set);
    // An erasure destroys keys in the database; those fetched above still seal what it did.
    await Promise.all([
      this.#writeReceipts(set),
      this.#writeAudit(set),
      ...[...byTable].map(([table, writes]) => writeRows(this.trx, this.keys, table, writes, now)),
      this.#writeTombstones(set),
      this.#writeClocks(set.clocks),
    ]);
  }

  /** Of everybody about whom something is kept, made where they have none yet: one statement for the whole set. */
  async #fetchKeys(set: WriteSet): Promise<void> {
    const kept = [...set.receipts, ...set.audit].flatMap(({ subject, apart }) => [
      subject,
      ...apart.map((part) => part.subject),
    ]);
    await this.keys.fetch([...kept, ...subjectsOf(set.rows)], true);
  }

  async #writeTombstones(set: WriteSet): Promise<void> {
    const back = set.rows.filter((write) => write.row !== null && write.table.seenBy.length > 0);
    if (back.length > 0) {
      await prepared`delete from engine.tombstones t using unnest(${back.map((write) => write.scope)}::text[],
        ${back.map((write) => write.table.name)}::text[], ${back.map((write) => write.id)}::uuid[]) as x(scope, table_name, row_id)
        where t.scope = x.scope and t.table_name = x.table_name and t.row_id = x.row_id`.execute(this.trx);
    }
    if (set.gone.length === 0) return;
    await prepared`insert into engine.tombstones as t (scope, table_name, row_id, version)
      select scope, "table", id, version from jsonb_to_recordset(${JSON.stringify(set.gone)}::jsonb)
        as x(scope text, "table" text, id uuid, version bigint)
      on conflict (county_id, scope, table_name, row_id) do update set version = excluded.version`.execute(this.trx);
  }

  async #writeClocks(clocks: readonly Clock[]): Promise<void> {
    if (clocks.length === 0) return;
    const records = clocks.map(({ scope, version, hashes }) => ({ scope, version, hashes: hashTexts(hashes) }));
    await prepared`update engine.clocks c set version = x.version, hashes = x.hashes
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as x(scope text, version bigint, hashes jsonb)
      where c.scope = x.scope`.execute(this.trx);
  }

  async #writeReceipts(set: WriteSet): Promise<void> {
    if (set.receipts.length === 0) return;
    const records = set.receipts.map((receipt) => ({
      ...receipt,
      content:
        receipt.content === null
          ? null
          : this.#sealed(
              receipt.subject,
              takenApart(receipt.content, receipt.apart, this.keys, receipt.id),
              `receipt/${receipt.id}`,
            ),
    }));
    const written = await prepared`insert into engine.receipts as r
        (id, actor_id, name, status, digest, problem, occurred_at, recorded_at, clocks, mends, subject, content)
      select id, "actorId", name, status, digest, nullif(problem, 'null'), "occurredAt", "recordedAt", clocks, mends, subject, content
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as x(id uuid, "actorId" uuid, name text, status text, digest text,
        problem jsonb, "occurredAt" bigint, "recordedAt" bigint, clocks jsonb, mends uuid, subject uuid, content bytea)
      on conflict (county_id, id) do update set status = excluded.status, problem = excluded.problem,
        recorded_at = excluded.recorded_at, clocks = excluded.clocks, subject = excluded.subject, content = excluded.content
      where r.status = 'waiting'`.execute(this.trx);
    // Another connection finished the same command first (law C3): begin again, and find its receipt.
    if (Number(written.numAffectedRows ?? 0) !== records.length) throw new RepeatTransaction();
    if (set.settled.length === 0) return;
    const settled = await prepared`update engine.receipts r set settled_by = x.by
      from jsonb_to_recordset(${JSON.stringify(set.settled)}::jsonb) as x(id uuid, by uuid)
      where r.id = x.id and r.settled_by is null`.execute(this.trx);
    if (Number(settled.numAffectedRows ?? 0) !== set.settled.length) throw new RepeatTransaction();
  }

  async #writeAudit(set: WriteSet): Promise<void> {
    if (set.audit.length === 0) return;
    const records = set.audit.map(({ content: { command, problem }, ...entry }) => {
      const kept = command === null ? null : takenApart(command, entry.apart, this.keys, command.id);
      const content = this.#sealed(entry.subject, { command: kept, problem }, `audit/${entry.id}`) ?? '\\x';
      return { ...entry, content };
    });
    await prepared`insert into engine.audit (id, at, actor_id, action, outcome, subject, content)
      select id, at, "actorId", action, outcome, subject, content from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
        as x(id uuid, at bigint, "actorId" uuid, action text, outcome text, subject uuid, content bytea)`.execute(
      this.trx,
    );
  }

  #sealed(subject: string | null, content: unknown, place: string): string | null {
    const box = this.keys.seal(subject, JSON.stringify(content), place);
    return box === null ? null : `\\x${box.toString('hex')}`;
  }

  get catalogue(): Catalogue {
    return this.#catalogue;
  }
}

const ContributionRow = z.object({
  figure: z.string(),
  grain: z.string(),
  place_id: z.string(),
  period: z.string(),
  dims: z.string(),
  subject: z.string(),
  n: z.number(),
});

function totals(rows: readonly unknown[]): [string, number][] {
  return z
    .array(ContributionRow)
    .parse(rows)
    .map((row) => [contributionName({ ...row, placeId: row.place_id }), row.n]);
}

function contributionName(one: Omit<ContributionDelta, 'by' | 'grain'> & { grain: string }): string {
  return [one.figure, one.grain, one.placeId, one.period, one.dims, one.subject].join('|');
}

function stepOf(after: number, by: number): 1 | 0 | -1 {
  const before = after - by;
  return before === 0 && after > 0 ? 1 : before > 0 && after === 0 ? -1 : 0;
}

function clockOf(row: z.infer<typeof ClockRow>): Clock {
  const hashes: Partial<Record<(typeof roleClasses)[number], SetHash>> = {};
  for (const roleClass of roleClasses) {
    const text = row.hashes[roleClass];
    if (text !== undefined) hashes[roleClass] = parseHash(text);
  }
  return { scope: row.scope, version: row.version, floor: row.floor, hashes };
}

function hashTexts(hashes: Clock['hashes']): Record<string, string> {
  return Object.fromEntries(Object.entries(hashes).map(([roleClass, hash]) => [roleClass, hashText(hash)]));
}

function receiptOf(row: z.infer<typeof ReceiptRow>, keys: SubjectKeys): Receipt {
  const text = row.content === null ? null : keys.open(row.subject, row.content, `receipt/${row.id}`);
  return {
    id: row.id,
    actorId: row.actor_id,
    name: row.name,
    status: row.status,
    digest: row.digest,
    problem: row.problem === null ? null : problemOf(row.problem),
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    clocks: row.clocks,
    mends: row.mends,
    settledBy: row.settled_by,
    subject: row.subject,
    apart: [],
    content: text === null ? null : Envelope.parse(JSON.parse(text)),
  };
}

function problemOf({ field, ...rest }: z.infer<typeof WireProblem>) {
  return field === undefined ? rest : { ...rest, field };
}
