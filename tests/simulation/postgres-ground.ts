/** The ground of the second tier: the house's own store on PostgreSQL, several connections, each statement a step. */
import { randomBytes } from 'node:crypto';
import type { Clock, Snapshot, StoredRow } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import { catalogue } from '../../apps/catalogue.ts';
import { Database } from '../../apps/server/database.ts';
import { migrate } from '../../apps/server/migrate.ts';
import { createTestDatabase } from '../../apps/server/postgres/test-database.ts';
import { Keyring } from '../../apps/server/store/keyring.ts';
import type { PostgresTx } from '../../apps/server/store/postgres-store.ts';
import { PostgresStore } from '../../apps/server/store/postgres-store.ts';
import { readRows } from '../../apps/server/store/rows.ts';
import { countyId } from './county.ts';
import { Dice, seedOf } from './dice.ts';
import { Picture } from './picture.ts';
import { Statements } from './statements.ts';
import type { Ground } from './world.ts';

/** Only within one throw-away cluster. */
const appPassword = 'only-for-tests';
/** As many pushes and pulls as meet in the database at once. */
const connections = 5;

const Contribution = z.object({
  figure: z.string(),
  grain: z.string(),
  place_id: z.string(),
  period: z.string(),
  dims: z.string(),
  subject: z.string(),
  n: z.number(),
});

interface PostgresGround extends Ground {
  close(): Promise<void>;
}

export interface PostgresGrounds {
  make(): Promise<Ground>;
  close(): Promise<void>;
}

/** One database a county; the one before is dropped when the next begins. */
export function postgresGrounds(clusterUrl: string): PostgresGrounds {
  let open: PostgresGround | null = null;
  const close = async (): Promise<void> => {
    await open?.close();
    open = null;
  };
  const make = async (): Promise<Ground> => {
    await close();
    open = await postgresGround(clusterUrl);
    return open;
  };
  return { make, close };
}

/** @param clusterUrl the owner's way to a throw-away cluster */
async function postgresGround(clusterUrl: string): Promise<PostgresGround> {
  const { config, drop } = await createTestDatabase(clusterUrl);
  await migrate(config, appPassword);
  const app = { ...config, user: 'yimi_app', password: appPassword, idleTimeoutMillis: 0 };
  const aside = new Database({ ...app, max: 2 });
  // The owner sees who blocks whom, whichever role they are.
  const monitor = new Database({ ...config, max: 1, idleTimeoutMillis: 0 });
  const statements = new Statements({ blocked: (pids) => blockedAmong(monitor, pids) });
  let pause: (attempt: number) => Promise<unknown> = () => Promise.resolve();
  const database = new Database({ ...app, max: connections }, (attempt) => pause(attempt));
  database.pool.on('connect', (client) => statements.watch(client));
  await openAll(database);
  const keyring = new Keyring(randomBytes(32));
  const looking = new PostgresStore(aside, keyring, catalogue);
  return {
    store: inOrder(new PostgresStore(database, keyring, catalogue)),
    picture: () => statements.outside(() => looking.snapshot(countyId, pictureOf)),
    settled: (idle) => statements.settled(idle),
    calm: (calm) => {
      statements.calm = calm;
    },
    attach: (time, seed, log) => {
      const dice = new Dice(seedOf(seed, 'statements'));
      statements.begin(time, dice, log);
      pause = (attempt) => time.sleep(dice.below(5 * 2 ** attempt));
    },
    clearTombstones: () => clearTombstones(database),
    close: async () => {
      for (const one of [database, aside, monitor]) await one.close();
      await drop();
    },
  };
}

/** Opening a connection is no statement: all are open before the clock starts. */
async function openAll(database: Database): Promise<void> {
  const clients = await Promise.all(Array.from({ length: connections }, () => database.pool.connect()));
  for (const client of clients) client.release();
}

async function blockedAmong(monitor: Database, pids: readonly number[]): Promise<ReadonlySet<number>> {
  const found = await monitor.pool.query(
    'select pid from unnest($1::int[]) pid where cardinality(pg_blocking_pids(pid)) > 0',
    [pids],
  );
  return new Set(
    z
      .array(z.object({ pid: z.number() }))
      .parse(found.rows)
      .map((row) => row.pid),
  );
}

/** PostgreSQL promises no order of rows, and people's choices follow what they see first: sorted, so that a seed is a story. */
function inOrder(store: PostgresStore): Ground['store'] {
  return {
    transaction: (county, work) => store.transaction(county, work),
    snapshot: (county, work) => store.snapshot(county, (tx) => work(sorted(tx))),
  };
}

function sorted(tx: PostgresTx): Snapshot {
  return {
    clocks: (scopes) => tx.clocks(scopes),
    gone: (scope, since) => tx.gone(scope, since),
    list: (key) => tx.list(key),
    changed: async (table, scope, since, columns) => (await tx.changed(table, scope, since, columns)).sort(byId),
  };
}

function byId(one: StoredRow, other: StoredRow): number {
  return one.row.id < other.row.id ? -1 : 1;
}

async function pictureOf(tx: PostgresTx): Promise<Picture> {
  const stored = new Map<string, StoredRow[]>();
  for (const table of catalogue.tables.values()) {
    stored.set(table.name, await readRows(tx.trx, tx.keys, table, 'true order by id', []));
  }
  const scopes = await sql`select scope from engine.clocks`.execute(tx.trx);
  const keys = z.array(z.object({ scope: z.string() })).parse(scopes.rows);
  const clocks: Clock[] = await tx.clocks(keys.map(({ scope }) => scope));
  const receipts = await tx.openReceipts((await sql`select * from engine.receipts`.execute(tx.trx)).rows);
  const contributed =
    await sql`select figure, grain, place_id, period, dims, subject, n from engine.contributions`.execute(tx.trx);
  const contributions = z.array(Contribution).parse(contributed.rows);
  return new Picture({
    stored,
    clocks: new Map(clocks.map((clock) => [clock.scope, clock])),
    receipts: new Map(receipts.map((receipt) => [receipt.id, receipt])),
    contributions: new Map(
      contributions.map((one) => [
        [one.figure, one.grain, one.place_id, one.period, one.dims, one.subject].join('|'),
        one.n,
      ]),
    ),
    audit: [],
  });
}

async function clearTombstones(database: Database): Promise<void> {
  await database.inCounty(countyId, async (trx) => {
    // Clocks first, in their order, as every transaction does (S10).
    await sql`select scope from engine.clocks order by scope collate "C" for update`.execute(trx);
    await sql`delete from engine.tombstones`.execute(trx);
    await sql`update engine.clocks set floor = version`.execute(trx);
  });
}
