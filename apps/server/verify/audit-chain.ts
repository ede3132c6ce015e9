/**
 * The audit as a chain (law A4): each link is the hash of the link before it and of the entry as it lies in the table,
 * ciphertext and all, so that it can be checked without any key and still holds when a person was erased. Commands only
 * write their entries; one sealer a county links them within seconds, so that commits never queue behind one lock.
 */

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';

/** Entries linked in one transaction: some milliseconds of hashing, one insert. */
const batchSize = 1000;

const Entry = z.object({
  id: z.string(),
  at: z.number(),
  actor_id: z.string(),
  action: z.string(),
  outcome: z.string(),
  subject: z.string().nullable(),
  content: z.instanceof(Buffer),
});
export type Entry = z.infer<typeof Entry>;

/** What stands before the first link: of this county and no other. */
export function genesis(countyId: string): Buffer {
  return createHash('sha256').update(`yimi audit ${countyId}`).digest();
}

/** Each field with its length before it, so that no two entries give the same bytes. */
function digestOf(entry: Entry): Buffer {
  const hash = createHash('sha256');
  const { id, at, actor_id, action, outcome, subject, content } = entry;
  for (const field of [id, String(at), actor_id, action, outcome, subject ?? '', content]) {
    const bytes = Buffer.from(field);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest();
}

export function link(before: Buffer, entry: Entry): Buffer {
  return createHash('sha256').update(before).update(digestOf(entry)).digest();
}

const Tail = z.object({ seq: z.number(), hash: z.instanceof(Buffer) });

/** Links what is not linked yet. @returns how many entries; 0 also where another process is at it */
export async function sealAudit(database: Database, countyId: string): Promise<number> {
  let sealed = 0;
  for (;;) {
    const linked = await database.inCounty(countyId, (trx) => sealBatch(trx, countyId));
    sealed += linked;
    if (linked < batchSize) return sealed;
  }
}

async function sealBatch(trx: Trx, countyId: string): Promise<number> {
  // One sealer at a time: two would both link to the same last entry.
  const lock = await sql`select pg_try_advisory_xact_lock(hashtextextended(${`audit/${countyId}`}, 0)) as held`.execute(
    trx,
  );
  if (z.array(z.object({ held: z.boolean() })).parse(lock.rows)[0]?.held !== true) return 0;
  const waiting =
    await sql`select a.id, a.at, a.actor_id, a.action, a.outcome, a.subject, a.content from engine.audit_unsealed u
      join engine.audit a on a.county_id = u.county_id and a.id = u.entry_id
    order by a.at, a.id limit ${batchSize}`.execute(trx);
  const entries = z.array(Entry).parse(waiting.rows);
  if (entries.length === 0) return 0;
  const found = await sql`select seq, hash from engine.audit_chain order by seq desc limit 1`.execute(trx);
  const tail = z.array(Tail).parse(found.rows)[0] ?? { seq: 0, hash: genesis(countyId) };
  const hashes: Buffer[] = [];
  let last = tail.hash;
  for (const entry of entries) {
    last = link(last, entry);
    hashes.push(last);
  }
  const ids = entries.map((entry) => entry.id);
  await sql`insert into engine.audit_chain (seq, entry_id, hash)
    select ${tail.seq} + x.at, x.id, x.hash from unnest(${ids}::uuid[], ${hashes}::bytea[]) with ordinality as x(id, hash, at)`.execute(
    trx,
  );
  await sql`delete from engine.audit_unsealed where entry_id = any(${ids}::uuid[])`.execute(trx);
  return entries.length;
}

const Linked = z.object({
  seq: z.number(),
  entry_id: z.string(),
  hash: z.instanceof(Buffer),
  id: z.string().nullable(),
});

/** Seconds that an entry may wait for the sealer before the chain counts as incomplete. */
const patience = 30_000;

/** What is wrong with the chain; nothing, if it is whole and complete. */
export async function chainFaults(trx: Trx, countyId: string, now: number): Promise<string[]> {
  const faults: string[] = [];
  let before = genesis(countyId);
  let seq = 0;
  for (;;) {
    const found =
      await sql`select c.seq, c.entry_id, c.hash, a.id, a.at, a.actor_id, a.action, a.outcome, a.subject, a.content
      from (select * from engine.audit_chain where seq > ${seq} order by seq limit ${batchSize}) c
        left join engine.audit a on a.county_id = c.county_id and a.id = c.entry_id order by c.seq`.execute(trx);
    if (found.rows.length === 0) break;
    for (const row of found.rows) {
      const one = Linked.parse(row);
      if (one.seq !== seq + 1) faults.push(`link ${seq + 1} is missing`);
      if (one.id === null) faults.push(`entry ${one.entry_id} of link ${one.seq} is gone`);
      else if (!link(before, Entry.parse(row)).equals(one.hash))
        faults.push(`link ${one.seq} does not fit its entry ${one.entry_id}`);
      // From the kept link on, so that one fault is told once and not for all that follow.
      before = one.hash;
      seq = one.seq;
    }
    if (faults.length >= 20) return faults;
  }
  return [...faults, ...(await unsealed(trx, now))];
}

async function unsealed(trx: Trx, now: number): Promise<string[]> {
  const found = await sql`select count(*) as n from engine.audit a where a.at < ${now - patience}
    and not exists (select from engine.audit_chain c where c.county_id = a.county_id and c.entry_id = a.id)`.execute(
    trx,
  );
  const n = z.array(z.object({ n: z.number() })).parse(found.rows)[0]?.n ?? 0;
  return n === 0 ? [] : [`${n} entries have waited more than ${patience / 1000} seconds for the seal`];
}
