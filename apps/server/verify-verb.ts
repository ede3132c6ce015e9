/**
 * `npm run verify`: proves on the live data that the audit chain is whole, rollups equal a recount, the phones' reported
 * hashes equal the server's. Starts the embedded database by itself where none runs; `--demo` proves a fresh demo county
 * in a temporary folder. With `--json` the last line is `{audit, rollups, hashes, journal}`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isProblem } from '@yimi/kernel';
import { sql } from 'kysely';
import { catalogue } from '../catalogue.ts';
import { seedDemo } from './demo-seed.ts';
import { areaFaults } from './figures/index.ts';
import type { Cellar } from './house.ts';
import { openCellar } from './house.ts';
import { problemText } from './problem-text.ts';
import { runningServer } from './running-server.ts';
import { countiesOf, sealAudit, verifyCounty } from './verify/index.ts';

const tell = (text: string) => process.stderr.write(`${text}\n`);

async function prove(cellar: Pick<Cellar, 'database' | 'store'>) {
  const sum = { audit: true, rollups: true, hashes: true, journal: true };
  for (const county of await countiesOf(cellar.database)) {
    await sealAudit(cellar.database, county.id);
    const verdict = await verifyCounty(cellar.database, cellar.store, catalogue, county.id);
    for (const name of ['audit', 'rollups', 'hashes', 'journal'] as const) sum[name] &&= verdict[name];
    for (const { proof, text } of verdict.details) tell(`${county.name}  ${proof}: ${text}`);
  }
  for (const text of await areaFaults(cellar.database)) {
    sum.rollups = false;
    tell(`省市 areas  rollups: ${text}`);
  }
  return sum;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
      data: { type: 'string' },
    },
  });
  const temporary = values.demo ? await mkdtemp(join(tmpdir(), 'yimi-verify-')) : null;
  const data = temporary ?? resolve(values.data ?? process.env.YIMI_DATA ?? 'data');
  const beside = temporary === null && process.env.DATABASE_URL === undefined ? await runningServer(data) : null;
  const databaseUrl = temporary === null ? (beside ?? process.env.DATABASE_URL ?? null) : null;
  const cellar = await openCellar({ data, databaseUrl }, () => undefined);
  if (isProblem(cellar)) {
    tell(problemText(cellar));
    process.exitCode = 1;
    return;
  }
  try {
    if (values.demo) await seedDemo(cellar, tell);
    const sum = await prove(cellar);
    const good = Object.values(sum).every(Boolean);
    await cellar.database.outsideCounties((trx) =>
      sql`insert into public.house_proofs (kind, at, good, details)
        values ('verify', ${cellar.now()}, ${good}, ${JSON.stringify(sum)}) on conflict do nothing`.execute(trx),
    );
    process.stdout.write(
      values.json
        ? `${JSON.stringify(sum)}\n`
        : `${good ? '全部相符 all good' : '有出入 faults found'} ${JSON.stringify(sum)}\n`,
    );
    process.exitCode = good ? 0 : 1;
  } finally {
    await cellar.close();
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
  }
}

await main();
