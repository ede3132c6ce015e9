/**
 * The proof on live data (`npm run verify`): the audit is whole, the kept numbers are the counted ones, the phones hold
 * what the server says. All of it in one snapshot, so that a county at work is proved at one moment.
 */
import type { Catalogue } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';
import type { PostgresStore } from '../store/postgres-store.ts';
import { chainFaults } from './audit-chain.ts';
import { coverageFaults } from './audit-coverage.ts';
import { rollupFaults } from './rollups.ts';
import { hashFaults } from './set-hashes.ts';

export { sealAudit } from './audit-chain.ts';

export type Proof = 'audit' | 'rollups' | 'hashes' | 'journal';

export interface Verdict {
  readonly audit: boolean;
  readonly rollups: boolean;
  readonly hashes: boolean;
  readonly journal: boolean;
  /** What was found, without personal data. */
  readonly details: readonly { readonly proof: Proof; readonly text: string }[];
}

/** @param now against which entries that wait for the seal are dated */
export async function verifyCounty(
  database: Database,
  store: PostgresStore,
  catalogue: Catalogue,
  countyId: string,
  now: number = Date.now(),
): Promise<Verdict> {
  const faults = await database.snapshotOf(countyId, async (trx) => {
    const tx = store.within(trx, countyId);
    return {
      audit: [...(await chainFaults(trx, countyId, now)), ...(await coverageFaults(trx))],
      rollups: await rollupFaults(trx, catalogue),
      hashes: await hashFaults(tx, catalogue),
    };
  });
  const told = (proof: Proof, texts: readonly string[]) => texts.map((text) => ({ proof, text }));
  return {
    audit: faults.audit.length === 0,
    rollups: faults.rollups.length === 0,
    hashes: faults.hashes.length === 0,
    journal: true,
    details: [
      ...told('audit', faults.audit),
      ...told('rollups', faults.rollups),
      ...told('hashes', faults.hashes),
      ...told('journal', [
        '账本还没有（资金模块尚未启用），没有可核对的 there is no money ledger yet (the money module is not part of this version), so nothing to prove',
      ]),
    ],
  };
}

export async function countiesOf(database: Database): Promise<{ id: string; name: string }[]> {
  const found = await database.outsideCounties((trx) =>
    sql`select id, name from public.counties order by id`.execute(trx),
  );
  return z.array(z.object({ id: z.string(), name: z.string() })).parse(found.rows);
}
