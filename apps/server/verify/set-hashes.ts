/**
 * What phones hold is what the server says they hold (law S3): each scope's set-hash, kept by deltas, equals the hash of
 * a recount over (row id, row version), and what the phones last reported equals it wherever their version is the same.
 */
import type { Catalogue, RoleClass, ScopeKey } from '@yimi/kernel';
import { roleClasses } from '@yimi/kernel';
import type { Clock, SetHash } from '@yimi/sync';
import { emptyHash, hashText, shift } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { rowsOf } from '../reads/query.ts';
import type { PostgresTx } from '../store/postgres-store.ts';

/** Rows hashed at a time: some hundred bytes each, so a page is a few megabytes. */
const pageSize = 20_000;
const shown = 20;

const Placed = z.object({ id: z.string(), scope: z.string(), version: z.number() });

type Counted = Map<ScopeKey, Partial<Record<RoleClass, SetHash>>>;

export async function hashFaults(tx: PostgresTx, catalogue: Catalogue): Promise<string[]> {
  const counted: Counted = new Map();
  const highest = new Map<ScopeKey, number>();
  for (const table of catalogue.tables.values()) {
    await countTable(tx.trx, table.name, table.seenBy, counted, highest);
  }
  const clocks = new Map((await tx.clocks(await scopesOf(tx.trx))).map((clock) => [clock.scope, clock]));
  return [
    ...clockFaults(clocks, counted),
    ...versionFaults(clocks, highest),
    ...(await phoneFaults(tx.trx, clocks)),
  ].slice(0, shown);
}

async function countTable(
  trx: Trx,
  table: string,
  seenBy: readonly RoleClass[],
  counted: Counted,
  highest: Map<ScopeKey, number>,
): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const text = `select id, scope, version from ${table} where id > $1::uuid order by id limit ${pageSize}`;
    const rows = await rowsOf(trx, Placed, { text, values: [after] });
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    for (const { id, scope, version } of rows) {
      if (version > (highest.get(scope) ?? 0)) highest.set(scope, version);
      const hashes = counted.get(scope) ?? {};
      counted.set(scope, hashes);
      for (const roleClass of seenBy) {
        const hash = hashes[roleClass] ?? emptyHash();
        hashes[roleClass] = hash;
        shift(hash, id, version, 1);
      }
    }
  }
}

async function scopesOf(trx: Trx): Promise<string[]> {
  const found = await sql`select scope from engine.clocks`.execute(trx);
  return z
    .array(z.object({ scope: z.string() }))
    .parse(found.rows)
    .map((row) => row.scope);
}

function textOf(hash: SetHash | undefined): string {
  return hashText(hash ?? emptyHash());
}

function clockFaults(clocks: ReadonlyMap<ScopeKey, Clock>, counted: Counted): string[] {
  const faults: string[] = [];
  for (const scope of new Set([...clocks.keys(), ...counted.keys()])) {
    for (const roleClass of roleClasses) {
      const kept = textOf(clocks.get(scope)?.hashes[roleClass]);
      const now = textOf(counted.get(scope)?.[roleClass]);
      if (kept !== now) faults.push(`${scope} for ${roleClass}: kept ${kept}, counted ${now}`);
    }
  }
  return faults;
}

/** A row above its scope's clock would never be pulled. */
function versionFaults(clocks: ReadonlyMap<ScopeKey, Clock>, highest: ReadonlyMap<ScopeKey, number>): string[] {
  return [...highest].flatMap(([scope, version]) => {
    const clock = clocks.get(scope)?.version ?? 0;
    return version > clock ? [`${scope}: a row of version ${version} above the clock's ${clock}`] : [];
  });
}

const PhoneState = z.object({
  device_id: z.string(),
  scope: z.string(),
  role_class: z.enum(roleClasses),
  version: z.number(),
  hash: z.string(),
});

async function phoneFaults(trx: Trx, clocks: ReadonlyMap<ScopeKey, Clock>): Promise<string[]> {
  const text = 'select device_id, scope, role_class, version, hash from engine.phone_states order by device_id, scope';
  const states = await rowsOf(trx, PhoneState, { text, values: [] });
  return states.flatMap(({ device_id, scope, role_class, version, hash }) => {
    const clock = clocks.get(scope);
    if (clock === undefined || clock.version !== version) return [];
    const kept = textOf(clock.hashes[role_class]);
    return kept === hash ? [] : [`phone ${device_id} holds ${scope} at ${version} with ${hash}, the server ${kept}`];
  });
}
