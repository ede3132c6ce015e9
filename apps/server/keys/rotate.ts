/**
 * Another master key in place of the present one, while the house goes on (law A3). The new key is put into the folder of
 * keys, then named in the database: every transaction that begins from then on wraps and matches with it. When those that
 * began before are over, nothing more can come under the old key, and what lies under it is brought over in chunks:
 * people's keys are wrapped anew, matches of card numbers reckoned anew. Then the old version leaves the database, which
 * its reference refuses while anything uses it, and at last the folder. Each step is found done or undone when the verb
 * runs again, so a kill anywhere is mended by running it again. What people's own keys encrypt stays as it lies: the
 * audit's chain is over that ciphertext (law A4).
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem, Table } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import { CompiledQuery, sql } from 'kysely';
import * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import type { Database, Trx } from '../database.ts';
import type { Secrets } from '../secrets.ts';
import { sqlColumns } from '../store/columns.ts';
import type { Keyring } from '../store/keyring.ts';
import { versionBytes } from '../store/keyring.ts';
import { readRows } from '../store/rows.ts';
import { SubjectKeys } from '../store/subject-keys.ts';

export interface RotateParts {
  /** The program's own connection: what is brought over is brought over within each county's fence. */
  readonly database: Database;
  /** The owner's, who alone names a version. */
  readonly owner: Database;
  readonly keyring: Keyring;
  readonly secrets: Secrets;
  readonly now: () => number;
  /** After each chunk, with how many rows have been brought over; tests stop it here. */
  readonly progress?: (rows: number) => void | Promise<void>;
}

export interface Rotated {
  readonly version: number;
  readonly keys: number;
  readonly matches: number;
}

const chunk = 500;
/** A transaction of the program lasts seconds; a copy of the whole database may last longer. */
const longestWaitMs = 600_000;

const Versions = z.array(z.object({ version: z.number() }));
const Ids = z.array(z.object({ id: z.string() }));

async function versionsIn(trx: Trx): Promise<number[]> {
  const found = await sql`select version from engine.key_versions order by version`.execute(trx);
  return Versions.parse(found.rows).map((row) => row.version);
}

/** More than one key is in use. */
export async function keysAreReplaced(database: Database): Promise<boolean> {
  return (await database.outsideCounties(versionsIn)).length > 1;
}

/** Begins a replacement, or goes on with one that was broken off. */
export async function rotateKeys(parts: RotateParts): Promise<Rotated | Problem> {
  const version = await begin(parts);
  const waited = await earlierTransactionsEnd(parts.owner);
  if (waited !== null) return waited;
  let rows = 0;
  const told = async (n: number) => {
    rows += n;
    await parts.progress?.(rows);
  };
  const counties = await parts.owner.outsideCounties(async (trx) =>
    Ids.parse((await sql`select id from public.counties order by id`.execute(trx)).rows),
  );
  let [keys, matches] = [0, 0];
  for (const { id } of counties) {
    keys += await wrapAnew(parts, id, version, told);
    matches += await matchAnew(parts, id, version, told);
  }
  await retire(parts, version);
  return { version, keys, matches };
}

/** The key is on disk before the database names it: a process that meets the name finds the key. */
async function begin({ owner, keyring, secrets, now }: RotateParts): Promise<number> {
  const kept = secrets.rereadKeys();
  const newest = kept.at(-1)?.version ?? 1;
  const named = await owner.outsideCounties(versionsIn);
  // More than one key, or one that is not named yet: an earlier run was broken off.
  const version = kept.length > 1 ? newest : newest + 1;
  if (kept.length === 1) await secrets.keepKeys([...kept, { version, key: randomBytes(32) }]);
  keyring.know(version);
  if (!named.includes(version))
    await owner.outsideCounties((trx) =>
      sql`insert into engine.key_versions values (${version}, ${now()}) on conflict do nothing`.execute(trx),
    );
  return version;
}

/** As PostgreSQL itself waits when it builds an index beside writers: each transaction holds a lock on its own number. */
export async function earlierTransactionsEnd(owner: Database): Promise<Problem | null> {
  const Held = z.array(z.object({ id: z.string() }));
  const held = async () =>
    Held.parse(
      (
        await owner.outsideCounties((trx) =>
          sql`select l.virtualxid as id from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'virtualxid' and l.pid <> pg_backend_pid() and a.datname = current_database()`.execute(
            trx,
          ),
        )
      ).rows,
    ).map((row) => row.id);
  const before = new Set(await held());
  for (let waited = 0; ; waited += 100) {
    const now = await held();
    if (!now.some((id) => before.has(id))) return null;
    if (waited >= longestWaitMs) return problem('unavailable', 'admin.transactions-stand');
    await sleep(100);
  }
}

const Wrapped = z.array(
  z.object({ subject: z.string(), wrapped: z.instanceof(Buffer).nullable(), key_version: z.number() }),
);

async function wrapAnew(
  { database, keyring }: RotateParts,
  countyId: string,
  version: number,
  told: (n: number) => Promise<void>,
): Promise<number> {
  for (let all = 0; ; ) {
    const n = await database.inCounty(countyId, async (trx) => {
      const found = await sql`select subject, wrapped, key_version from engine.subject_keys
        where key_version < ${version} order by subject limit ${chunk} for update`.execute(trx);
      const rows = Wrapped.parse(found.rows);
      // An erased person's key is gone for good; only its number moves on (law A7).
      const fresh = rows.map(({ subject, wrapped, key_version: from }) =>
        wrapped === null ? null : keyring.rewrap(from, version, wrapped, countyId, subject),
      );
      await sql`update engine.subject_keys k set wrapped = x.wrapped, key_version = ${version}
        from unnest(${rows.map((row) => row.subject)}::uuid[], ${fresh}::bytea[]) as x(subject, wrapped)
        where k.subject = x.subject`.execute(trx);
      return rows.length;
    });
    all += n;
    if (n === 0) return all;
    await told(n);
  }
}

/** Sealed columns with a match beside them, of every table. */
export function matched(): { table: Table; column: string; sql: string; match: string }[] {
  return [...catalogue.tables.values()].flatMap((table) =>
    sqlColumns(table).flatMap(({ name, sql: stored, match }) =>
      match === null ? [] : [{ table, column: name, sql: stored, match }],
    ),
  );
}

/**
 * What a match begins with where none of this house's keys made it: a county that moved here. Shorter than any that a key
 * makes.
 */
export const noKeysMatch = Buffer.from([0]);

export async function matchAnew(
  { database, keyring }: Pick<RotateParts, 'database' | 'keyring'>,
  countyId: string,
  version: number,
  told: (n: number) => Promise<void>,
): Promise<number> {
  let all = 0;
  const stamp = versionBytes(version);
  for (const { table, column, match } of matched()) {
    // A first version's match is the bare digest; all later ones begin with their version.
    const stale =
      version === 1
        ? `octet_length(${match}) < 32 and $1::bytea is not null`
        : `(octet_length(${match}) < 36 or substring(${match} from 1 for 4) <> $1)`;
    const where = `id in (select id from ${table.name} where ${stale} order by id limit ${chunk} for update)`;
    for (let n = -1; n !== 0; ) {
      n = await database.inCounty(countyId, async (trx) => {
        const keys = new SubjectKeys(trx, keyring, countyId);
        await keys.fetch([null], false);
        const rows = await readRows(trx, keys, table, where, [stamp], (name) => name === column);
        const fresh = rows.map(({ row }) => {
          const value = row[column];
          // Erased meanwhile: nothing is left to match.
          return typeof value === 'string' ? keys.match(value) : null;
        });
        const text = `update ${table.name} t set ${match} = x.match
          from unnest($1::uuid[], $2::bytea[]) as x(id, match) where t.id = x.id`;
        await trx.executeQuery(CompiledQuery.raw(text, [rows.map(({ row }) => row.id), fresh]));
        return rows.length;
      });
      all += n;
      if (n > 0) await told(n);
    }
  }
  return all;
}

/** The database first: were the folder first, a kill between would leave a name without its key. */
async function retire({ owner, secrets }: RotateParts, version: number): Promise<void> {
  await owner.outsideCounties((trx) => sql`delete from engine.key_versions where version < ${version}`.execute(trx));
  await secrets.keepKeys(secrets.rereadKeys().filter((key) => key.version === version));
}
