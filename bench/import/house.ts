/** The process that imports: the house without its HTTP, a station of forty villages, and the messy ledger. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resourceUsage } from 'node:process';
import { derivedId, isProblem } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import { createCounty } from '../../apps/server/accounts/index.ts';
import { pushAsSystem, systemEnvelope } from '../../apps/server/engine.ts';
import { openCellar } from '../../apps/server/house.ts';
import { LedgerFiles } from '../../apps/server/imports/ledger-files.ts';
import { lookOver, proposedChoices } from '../../apps/server/imports/look-over.ts';
import { OpenedLedgers } from '../../apps/server/imports/opened-ledgers.ts';
import { previewOf } from '../../apps/server/imports/preview.ts';
import { ImportRunner } from '../../apps/server/imports/runner.ts';
import { placesFor, settingOf } from '../../apps/server/imports/setting.ts';
import { targets } from '../../apps/server/imports/targets/index.ts';
import { trialFolder } from '../../apps/server/trial-house.ts';
import { villageNames } from './ledger.ts';

export type Told = { readonly say: string } | { readonly figures: Readonly<Record<string, unknown>> };

const tell = (told: Told): void => void process.send?.(told);
const say = (text: string) => tell({ say: text });
const named = (label: string) => derivedId('bench import', label);
const countyId = named('county');
const stationId = named('station');
const userId = named('head');
const [sent = '', rowsSent = '', takenSent = ''] = process.argv.slice(2);
const rows = Number(rowsSent);
const taken = Number(takenSent);

const Preview = z.object({ counts: z.record(z.string(), z.number()), remarks: z.array(z.object({ n: z.number() })) });
const Counted = z.array(z.object({ n: z.number() }));
/** Kilobytes, as the system noted the most that lay in memory at once. */
const peakMb = () => Math.round(resourceUsage().maxRSS / 1024);
const perSecond = (n: number, ms: number) => Math.round((n / ms) * 1000);

async function main(): Promise<void> {
  const folder = await trialFolder();
  const cellar = await openCellar({ data: folder, databaseUrl: null }, () => undefined);
  if (isProblem(cellar)) throw new Error(cellar.code);
  try {
    await furnish(cellar);
    const files = new LedgerFiles({ ...cellar, folder: `${folder}/ledgers` });
    const before = peakMb();
    const large = await files.keep(countyId, userId, 'large.csv', await readFile(join(sent, 'large.csv')));
    const checked = await check(cellar, files, large.sha256);
    say(`checked ${rows} rows: ${JSON.stringify(checked)}`);
    const small = await files.keep(countyId, userId, 'small.csv', await readFile(join(sent, 'small.csv')));
    const imported = await importAll(cellar, files, small.sha256);
    say(`imported ${taken} rows: ${JSON.stringify(imported)}`);
    tell({ figures: { ...checked, mb_before: before, ...imported, import_peak_mb: peakMb() } });
  } finally {
    await cellar.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type OpenCellar = Exclude<Awaited<ReturnType<typeof openCellar>>, { problem: true }>;
async function furnish(cellar: OpenCellar): Promise<void> {
  const random = (length: number) => new Uint8Array(length).fill(7);
  await createCounty(cellar.owner, { now: cellar.now, random }, { name: '量尺县', code: '459903', countyId });
  const system = async (name: string, input: unknown): Promise<void> => {
    const outcome = await pushAsSystem(cellar.engine, countyId, systemEnvelope(name, input, cellar.now()));
    if (outcome.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome.problem)}`);
  };
  const station = { stationId, name: '量尺乡社工站', code: '459903201000', state: 'open', phone: null };
  await system('network.add-station', station);
  for (const [at, name] of villageNames.entries()) {
    const code = `459903201${String(200 + at)}`;
    const room = { roomId: named(name), stationId, name, code, minutesAway: 30, fromDay: '2025-01-01' };
    await system('network.add-room', room);
  }
  const post = { postId: named('post'), userId, name: '量', phone: null, role: 'station-head', stationId };
  await system('network.open-post', { ...post, roomId: null, agencyId: null, fromDay: '2025-01-01' });
}

async function choicesFor(cellar: OpenCellar, opened: OpenedLedgers, sha256: string) {
  const target = targets.get('people');
  const ledger = await opened.open(countyId, sha256);
  if (isProblem(ledger) || target === undefined) throw new Error('the ledger cannot be read');
  return cellar.database.inCounty(countyId, async (trx) => {
    const places = await placesFor(trx, stationId);
    const choices = proposedChoices(lookOver(ledger, target, places.villages, new Map()), 'people');
    if (isProblem(choices)) throw new Error(choices.code);
    const today = '2026-01-05';
    const asked = { countyId, stationId, userId, today, since: cellar.now() };
    const chosen = { ...choices, consent: true, leaveBlank: ['groups', 'birthDay', 'sex'] };
    return { ledger, target, choices: chosen, setting: await settingOf(trx, asked, ledger, chosen) };
  });
}

async function check(cellar: OpenCellar, files: LedgerFiles, sha256: string) {
  const begun = performance.now();
  const opened = new OpenedLedgers(files, cellar.now);
  const { ledger, target, setting } = await choicesFor(cellar, opened, sha256);
  const read = performance.now();
  const parts = { database: cellar.database, keyring: cellar.keyring };
  const preview = Preview.parse(await previewOf(parts, ledger, target, setting));
  const done = performance.now();
  return {
    rows_per_s: perSecond(rows, done - begun),
    peak_mb: peakMb(),
    read_s: Math.round((read - begun) / 100) / 10,
    check_s: Math.round((done - read) / 100) / 10,
    outcome: preview.counts,
  };
}

async function importAll(cellar: OpenCellar, files: LedgerFiles, sha256: string) {
  const { database, engine, store, now } = cellar;
  const opened = new OpenedLedgers(files, now);
  const { choices } = await choicesFor(cellar, opened, sha256);
  const { keyring } = cellar;
  const runner = new ImportRunner({ database, engine, store, keyring, files, opened, now, log: () => undefined });
  const importId = named('import');
  const input = { importId, target: 'people', stationId, fileSha256: sha256, fileName: 'small.csv', choices };
  const sent = systemEnvelope('network.open-import', { ...input, learnedFor: null, learned: [] }, now());
  const [outcome] = await engine.push({ countyId, userId }, [sent]);
  if (outcome?.status !== 'accepted') throw new Error(JSON.stringify(outcome));
  const begun = performance.now();
  await runner.round();
  const ms = performance.now() - begun;
  const count = async (query: ReturnType<typeof sql>) =>
    Counted.parse((await database.inCounty(countyId, (trx) => query.execute(trx))).rows)[0]?.n ?? 0;
  return {
    import_rows_per_s: perSecond(taken, ms),
    registered: await count(sql`select count(*)::int as n from people.clients`),
    audited: await count(sql`select count(*)::int as n from engine.audit where action = 'people.register-client'`),
    to_look_at: await count(sql`select count(*)::int as n from people.likeness_checks`),
  };
}

await main();
