/**
 * GET /api/status: how the house is, for the county's officer and administrator, in what they can act on: phones that have
 * not been heard of and what they still owe, work that waits for a person, jobs that fail, the disk, the last backup and the
 * last proof.
 */
import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Jobs } from '../jobs.ts';
import { notForYou } from './problems.ts';
import type { ReadContext, Route } from './read-context.ts';

/** A phone in use is heard of each day; four days are a long weekend. */
const silentAfterMs = 4 * 86_400_000;
/** More would be no list that anybody calls through. */
const mostPhones = 200;

const Phone = z.object({
  device_id: z.string(),
  user_id: z.string(),
  name: z.string(),
  device: z.string(),
  station: z.string().nullable(),
  heard_at: z.number().nullable(),
  files: z.number(),
  diverged: z.boolean(),
});
const Open = z.object({ refused: z.number(), waiting: z.number(), deposits: z.number(), unsealed: z.number() });
const Proof = z.object({ kind: z.enum(['backup', 'verify']), at: z.number(), good: z.boolean() });
const Restored = z.object({ begun_at: z.number(), state_of: z.number().nullable() });

export interface HouseParts {
  readonly data: string;
  readonly jobs: () => ReturnType<Jobs['report']>;
}

export function statusRoute(house: HouseParts): Route<object> {
  return {
    method: 'GET',
    url: '/api/status',
    input: z.object({}),
    answer: async (_input, context) => {
      const { reader } = context;
      const ofCounty = reader.of('county', reader.places.county.id);
      if (ofCounty.audit === 'none' || !ofCounty.settings) return notForYou();
      const { bavail, blocks, bsize } = await statfs(house.data);
      return {
        phones: await phonesOf(context),
        open: await openWork(context),
        jobs: house.jobs(),
        disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
        ...(await proofs(context)),
        restored: await restoredAt(context),
      };
    },
  };
}

/** Silent ones and those that owe something, the longest silent first; and how many there are in all. */
async function phonesOf({ trx, now }: ReadContext) {
  const found = await sql`
    with heard as (
      select d.device_id, d.user_id, d.name as device, a.name,
        greatest((select max(s.last_seen_at) from login.sessions s where s.device_id = d.device_id and s.user_id = d.user_id),
          (select max(p.seen_at) from engine.phone_states p where p.device_id = d.device_id)) as heard_at,
        (select min(t.name) from network.posts o join network.stations t on t.id = o.station_id
          where o.user_id = d.user_id and o.to_day is null) as station,
        (select count(*)::int from services.evidence e where e.author_id = d.user_id and e.arrived_at is null) as files,
        exists (select 1 from engine.phone_states p where p.device_id = d.device_id and p.diverged) as diverged
      from login.devices d join login.accounts a on a.user_id = d.user_id
      where d.revoked_at is null and a.disabled_at is null)
    select * from heard order by heard_at nulls first, name, device_id`.execute(trx);
  const all = z.array(Phone).parse(found.rows);
  const silent = (phone: z.infer<typeof Phone>) => phone.heard_at === null || phone.heard_at < now - silentAfterMs;
  const listed = all.filter((phone) => silent(phone) || phone.files > 0 || phone.diverged);
  return {
    total: all.length,
    silent: all.filter(silent).length,
    owing: all.filter((phone) => phone.files > 0).length,
    rows: listed.slice(0, mostPhones).map((phone) => ({
      deviceId: phone.device_id,
      userId: phone.user_id,
      name: phone.name,
      device: phone.device,
      station: phone.station,
      heardAt: phone.heard_at,
      silent: silent(phone),
      files: phone.files,
      diverged: phone.diverged,
    })),
  };
}

async function openWork({ trx }: ReadContext) {
  const found = await sql`select
    (select count(*)::int from engine.receipts where status = 'refused' and settled_by is null) as refused,
    (select count(*)::int from engine.receipts where status = 'waiting' and settled_by is null) as waiting,
    (select count(*)::int from login.deposits where state = 'open') as deposits,
    (select count(*)::int from engine.audit_unsealed) as unsealed`.execute(trx);
  return Open.parse(found.rows[0]);
}

async function proofs({ trx }: ReadContext) {
  const found =
    await sql`select distinct on (kind) kind, at, good from public.house_proofs order by kind, at desc`.execute(trx);
  const last = z.array(Proof).parse(found.rows);
  const of = (kind: 'backup' | 'verify') => {
    const proof = last.find((one) => one.kind === kind);
    return proof === undefined ? null : { at: proof.at, good: proof.good };
  };
  return { backup: of('backup'), verify: of('verify') };
}

async function restoredAt({ trx, actor }: ReadContext) {
  const found = await sql`select begun_at, state_of from engine.epochs where county_id = ${actor.countyId}`.execute(
    trx,
  );
  const [epoch] = z.array(Restored).parse(found.rows);
  return epoch === undefined || epoch.state_of === null ? null : { at: epoch.begun_at, stateOf: epoch.state_of };
}
