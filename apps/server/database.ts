/**
 * The way to PostgreSQL. The program connects as `yimi_app`, a role that owns nothing and cannot bypass row-level
 * security; each transaction names its county, and where none is named no row is seen (law A1). SQL is written plainly,
 * always with parameters, through kysely's `sql`; what comes back is parsed by a schema where it is read.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledQuery, Transaction } from 'kysely';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { preparedText, transactionOn } from './statements.ts';

/** Rows are parsed where they are read, so the compiler is told nothing about tables. */
export type Tables = Record<string, never>;
export type Trx = Transaction<Tables>;

// bigint: clocks, instants in milliseconds and counts stay far below 2^53; numeric is not used.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Phones give up after 30 s; who has waited this long for a connection is told to come again while they still listen. */
const waitsForConnectionMs = 20_000;

type Level = 'read committed' | 'read committed, read only' | 'repeatable read';

export class Database {
  readonly pool: pg.Pool;
  readonly kysely: Kysely<Tables>;

  readonly #pause: (attempt: number) => Promise<unknown>;

  constructor(config: pg.PoolConfig, pause = growingRandomPause) {
    this.#pause = pause;
    // Two cores serve about this many busy connections; more only queue inside PostgreSQL.
    this.pool = new pg.Pool({
      max: 12,
      pipeline: true,
      connectionTimeoutMillis: waitsForConnectionMs,
      ...config,
    });
    // A broken connection is replaced by the pool; without a listener it would end the process, whether it lay idle or
    // was between two statements of a transaction.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: this.pool }) });
  }

  /** One transaction within a county; repeated when PostgreSQL asks for that (law S10). */
  inCounty<T>(countyId: string, work: (trx: Trx) => Promise<T>): Promise<T> {
    return this.#repeating({ begins: [beginning('read committed'), within(countyId)] }, work);
  }

  /** The same for the engine, which reads and writes by key alone. */
  byKeyInCounty<T>(countyId: string, work: (trx: Trx) => Promise<T>): Promise<T> {
    return this.#repeating({ begins: [beginning('read committed'), withinByKey(countyId)] }, work);
  }

  /** Reads of one moment: clocks and rows agree. */
  snapshotOf<T>(countyId: string, work: (trx: Trx) => Promise<T>): Promise<T> {
    return this.#repeating({ begins: [beginning('repeatable read'), within(countyId)] }, work);
  }

  /**
   * Reads for a public page: as the role that sees of a county what anybody may know, and nothing else (law A1).
   * @param answer digest of the answer number that was typed in, which opens the one need that bears it; or the number of a
   *   certificate or voucher or the token of a merchant, which opens that one
   */
  asResident<T>(countyId: string, work: (trx: Trx) => Promise<T>, answer = ''): Promise<T> {
    return this.#repeating({ begins: [beginning('read committed, read only'), asPublic(countyId, answer)] }, work);
  }

  /** Login, agency and city tables, which hold no client data and have policies of their own (law A1). */
  outsideCounties<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    return this.#repeating({ begins: [beginning('read committed')] }, work);
  }

  /** The same to read only; whoever looks goes on without waiting for the end. */
  lookUp<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    return this.#repeating({ begins: [beginning('read committed, read only')], goesOn: true }, work);
  }

  /** One statement that only reads, of what lies in no county: it is its own transaction, where `lookUp` sends three. */
  async glance<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      const found = await work(transactionOn(client));
      client.release();
      return found;
    } catch (error) {
      // Whatever went wrong, the next one gets a connection of which nothing is known.
      client.release(true);
      throw error;
    }
  }

  async #repeating<T>(manner: Manner, work: (trx: Trx) => Promise<T>): Promise<T> {
    // Eight tries with growing random pauses: contention that outlasts them is overload, and is reported as such.
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(manner, work);
      } catch (error) {
        if (attempt >= 8 || !asksForRepeat(error)) throw error;
        await this.#pause(attempt);
      }
    }
  }

  async #once<T>({ begins, goesOn = false }: Manner, work: (trx: Trx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let done: T;
    try {
      const trx: Trx = transactionOn(client);
      // Not waited for: the first statement of the work goes on the wire with them. Were they to fail, nothing could be
      // read or written behind them, for no county would be named.
      const begun = Promise.all(begins.map((statement) => trx.executeQuery(statement)));
      begun.catch(() => undefined);
      done = await work(trx);
      await begun;
      if (!goesOn) await commit(client);
    } catch (error) {
      await client.query('rollback').then(
        () => client.release(),
        () => client.release(true),
      );
      throw error;
    }
    if (!goesOn) client.release();
    else
      commit(client).then(
        () => client.release(),
        () => client.release(true),
      );
    return done;
  }

  async close(): Promise<void> {
    await this.kysely.destroy();
    // Kysely ends a pool that it has used itself; transactions of ours take their connections past it (statements.ts).
    if (!this.pool.ending) await this.pool.end();
  }
}

/** How a transaction begins, and whether its end is waited for. */
interface Manner {
  readonly begins: readonly CompiledQuery[];
  readonly goesOn?: boolean;
}

const beginning = (level: Level) => preparedText(`start transaction isolation level ${level}`, []);
const within = (countyId: string) => preparedText("select set_config('yimi.county', $1, true)", [countyId]);
/** The role last: from then on nothing but what it may see. Both end with the transaction. */
const asPublic = (countyId: string, answer: string) =>
  preparedText(
    "select set_config('yimi.county', $1, true), set_config('yimi.answer', $2, true), set_config('role', 'yimi_public', true)",
    [countyId, answer],
  );
/**
 * PostgreSQL thinks that it knows better than the plan it has made, and plans a look for three ids anew each time; over an
 * empty table it remembers to read it from end to end. A push looks only for keys, so one plan by the index does for good.
 */
const withinByKey = (countyId: string) =>
  preparedText(
    `select set_config('yimi.county', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true),
      set_config('enable_seqscan', 'off', true)`,
    [countyId],
  );

async function commit(client: pg.PoolClient): Promise<void> {
  // A transaction in which a statement failed is rolled back by its commit, and says so only here.
  const { command } = await client.query('commit');
  if (command !== 'COMMIT') throw new Error('PostgreSQL rolled the transaction back');
}

/** Random, so that two which met do not meet again. The simulator, which knows no chance but its own, passes another. */
function growingRandomPause(attempt: number): Promise<unknown> {
  return sleep(Math.random() * 5 * 2 ** attempt);
}

/** Thrown inside a transaction that lost a race it can only see in its outcome; it begins again. */
export class RepeatTransaction extends Error {}

/** 40001 serialization, 40P01 deadlock; a receipt's own key twice: the same command on two connections at once (C3). */
function asksForRepeat(error: unknown): boolean {
  if (error instanceof RepeatTransaction) return true;
  if (!(error instanceof pg.DatabaseError)) return false;
  if (error.code === '40001' || error.code === '40P01') return true;
  return error.code === '23505' && error.constraint === 'receipts_pkey';
}
