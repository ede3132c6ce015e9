/**
 * Statements on one connection. Those that are issued together leave in one packet, and the next is sent before the last is
 * answered; what a push sends each time is prepared, so that PostgreSQL plans it once a connection. `npm run bench -- intake`
 * shows why: one after another, a third of the program's time went into sending them.
 */
import type { DatabaseConnection, QueryResult } from 'kysely';
import {
  CompiledQuery,
  DefaultQueryExecutor,
  DummyDriver,
  PostgresAdapter,
  PostgresQueryCompiler,
  Transaction,
} from 'kysely';
import type pg from 'pg';

/** By text: the texts are the program's own, so they are few. */
const names = new Map<string, string>();
const nameOf = new WeakMap<CompiledQuery, string>();

/** A statement that is sent often. @param text the program's own and one of few; whatever differs is a value */
export function preparedText(text: string, values: readonly unknown[]): CompiledQuery {
  const name = names.get(text) ?? `yimi_${names.size}`;
  names.set(text, name);
  const query = CompiledQuery.raw(text, [...values]);
  nameOf.set(query, name);
  return query;
}

const texts = new WeakMap<TemplateStringsArray, string>();

/** The same, written like kysely's `sql`, with values only in its gaps. */
export function prepared(parts: TemplateStringsArray, ...values: readonly unknown[]) {
  const text = texts.get(parts) ?? parts.reduce((all, part, at) => `${all}$${at}${part}`);
  texts.set(parts, text);
  return {
    execute: (trx: Pick<Transaction<never>, 'executeQuery'>) =>
      trx.executeQuery<Record<string, unknown>>(preparedText(text, values)),
  };
}

/** "Current transaction is aborted": of every statement that was sent behind the one that failed. */
const behindAnother = '25P02';

class Connection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  #corked = false;
  /** Why the transaction is broken. What was sent behind it is answered by no more than that it is. */
  #broken: unknown;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#gather();
    const name = nameOf.get(query);
    const sent = { text: query.sql, values: [...query.parameters], ...(name === undefined ? {} : { name }) };
    try {
      const { rows, rowCount } = await this.#client.query(sent);
      return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      const follows = error instanceof Error && 'code' in error && error.code === behindAnother;
      if (!follows) this.#broken = error;
      // The reason decides whether to begin again or what to tell, whichever answer is looked at first.
      throw this.#broken ?? error;
    }
  }

  /** What is issued before the program turns to something else goes out as one packet. */
  #gather(): void {
    if (this.#corked) return;
    const { stream } = this.#client.connection;
    this.#corked = true;
    stream.cork();
    queueMicrotask(() => {
      this.#corked = false;
      stream.uncork();
    });
  }

  // biome-ignore lint/correctness/useYield: kysely asks for it, and nobody reads row by row.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('rows are read as a whole');
  }
}

const dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: () => {
    throw new Error('nobody asks which tables there are');
  },
  createQueryCompiler: () => new PostgresQueryCompiler(),
};
const driver = dialect.createDriver();
const compiler = dialect.createQueryCompiler();
const adapter = dialect.createAdapter();

/** kysely over this connection as it is: unlike kysely's own transaction, it lets several statements be under way at once. */
export function transactionOn<Tables>(client: pg.PoolClient): Transaction<Tables> {
  const connection = new Connection(client);
  const executor = new DefaultQueryExecutor(compiler, adapter, {
    provideConnection: (consumer) => consumer(connection),
  });
  return new Transaction<Tables>({ config: { dialect }, dialect, driver, executor });
}
