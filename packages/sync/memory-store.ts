/**
 * The server's store in plain maps: what the simulator and the pure tests run on. One transaction at a time; what it
 * wrote appears all at once at its end. It passes the same contract suite as PostgreSQL (law C2).
 */
import type { Table } from '@yimi/kernel';
import type {
  AuditEntry,
  Clock,
  ContributionDelta,
  Receipt,
  ServerStore,
  ServerTx,
  Snapshot,
  Tombstone,
  WriteSet,
} from './server-store.ts';
import type { ListKey, StoredRow } from './workspace.ts';

class County {
  readonly rows = new Map<string, Map<string, StoredRow>>();
  readonly clocks = new Map<string, Clock>();
  readonly gone = new Map<string, Tombstone>();
  readonly receipts = new Map<string, Receipt>();
  readonly contributions = new Map<string, number>();
  readonly audit: AuditEntry[] = [];
}

export class MemoryStore implements ServerStore {
  readonly #counties = new Map<string, County>();
  #last: Promise<unknown> = Promise.resolve();

  county(countyId: string): County {
    const county = this.#counties.get(countyId) ?? new County();
    this.#counties.set(countyId, county);
    return county;
  }

  transaction<T>(countyId: string, work: (tx: ServerTx) => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      const tx = new MemoryTx(this.county(countyId));
      const result = await work(tx);
      tx.commit();
      return result;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  snapshot<T>(countyId: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.transaction(countyId, (tx) =>
      tx instanceof MemoryTx ? work(tx) : Promise.reject(new Error('foreign tx')),
    );
  }
}

class MemoryTx implements ServerTx, Snapshot {
  readonly #county: County;
  readonly #steps: (() => void)[] = [];

  constructor(county: County) {
    this.#county = county;
  }

  commit(): void {
    for (const step of this.#steps) step();
  }

  lock(scopes: readonly string[]): Promise<Clock[]> {
    return this.clocks(scopes);
  }

  async clocks(scopes: readonly string[]): Promise<Clock[]> {
    return scopes.map((scope) => this.#county.clocks.get(scope) ?? { scope, version: 0, hashes: {}, floor: 0 });
  }

  async rows(keys: readonly { table: Table; id: string }[]): Promise<StoredRow[]> {
    return keys.flatMap(({ table, id }) => this.#county.rows.get(table.name)?.get(id) ?? []);
  }

  async list(key: ListKey): Promise<StoredRow[]> {
    return this.#all(key.table.name).filter(
      (stored) => stored.scope === key.within && stored.row[key.column] === key.value,
    );
  }

  lists(keys: readonly ListKey[]): Promise<StoredRow[][]> {
    return Promise.all(keys.map((key) => this.list(key)));
  }

  #all(table: string): StoredRow[] {
    return [...(this.#county.rows.get(table)?.values() ?? [])];
  }

  async changed(table: Table, scope: string, since: number): Promise<StoredRow[]> {
    return this.#all(table.name).filter((stored) => stored.scope === scope && stored.version > since);
  }

  async gone(scope: string, since: number): Promise<Tombstone[]> {
    return [...this.#county.gone.values()].filter((one) => one.scope === scope && one.version > since);
  }

  async receipts(ids: readonly string[]): Promise<Receipt[]> {
    return ids.flatMap((id) => this.#county.receipts.get(id) ?? []);
  }

  /** Nothing here is sealed. */
  async aboutToRead(): Promise<void> {}

  async mendsOf(ids: readonly string[]): Promise<{ mends: string; id: string }[]> {
    return [...this.#county.receipts.values()].flatMap(({ id, mends, status }) =>
      status === 'accepted' && mends !== null && ids.includes(mends) ? [{ mends, id }] : [],
    );
  }

  async contribute(deltas: readonly ContributionDelta[]): Promise<(1 | 0 | -1)[]> {
    const staged = new Map<string, number>();
    const steps = deltas.map((delta): 1 | 0 | -1 => {
      const key = contributionKey(delta);
      const before = staged.get(key) ?? this.#county.contributions.get(key) ?? 0;
      staged.set(key, before + delta.by);
      return before === 0 && before + delta.by > 0 ? 1 : before > 0 && before + delta.by === 0 ? -1 : 0;
    });
    this.#steps.push(() => {
      for (const [key, n] of staged) this.#county.contributions.set(key, n);
    });
    return steps;
  }

  async write(set: WriteSet): Promise<void> {
    this.#steps.push(() => apply(this.#county, set));
  }
}

function contributionKey({ figure, grain, placeId, period, dims, subject }: ContributionDelta): string {
  return [figure, grain, placeId, period, dims, subject].join('|');
}

function apply(county: County, set: WriteSet): void {
  for (const { table, id, row, scope, version } of set.rows) {
    const rows = county.rows.get(table.name) ?? new Map<string, StoredRow>();
    county.rows.set(table.name, rows);
    if (row === null) rows.delete(id);
    else rows.set(id, { table: table.name, row, scope, version });
    if (row !== null) county.gone.delete(`${scope}/${table.name}/${id}`);
  }
  for (const one of set.gone) county.gone.set(`${one.scope}/${one.table}/${one.id}`, one);
  for (const clock of set.clocks) county.clocks.set(clock.scope, clock);
  for (const receipt of set.receipts) county.receipts.set(receipt.id, receipt);
  for (const { id, by } of set.settled) {
    const refused = county.receipts.get(id);
    if (refused !== undefined) county.receipts.set(id, { ...refused, settledBy: by });
  }
  county.audit.push(...set.audit);
}
