/**
 * Fills an empty database with the demo county: the commands that `demo/` tells, through the same engine as all others,
 * under the clock of their own days. A start that was cut off goes on where it was, for every command runs once (C3).
 */
import { randomBytes } from 'node:crypto';
import type { Batch, Options as DemoOptions } from '@yimi/demo';
import { defaultPassword, demoAccounts, demoCounty, demoPhotos, demoPlace } from '@yimi/demo';
import type { Problem } from '@yimi/kernel';
import { dayOf, isProblem } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import { addAccounts, createCityAccount, createCounty, hashPassword } from './accounts/index.ts';
import { signDemoReport } from './demo-report.ts';
import { buildEngine } from './engine.ts';
import type { Cellar } from './house.ts';
import { accountParts } from './house.ts';

const Seeded = z.array(z.object({ created_at: z.number() }));

export interface DemoReport {
  commands: number;
  /** Commands that the engine refused without the demo meaning it to: a fault of the demo. */
  unexpected: number;
}

/** @returns null where the demo county stands already */
export async function seedDemo(
  cellar: Cellar,
  say: (text: string) => void,
  scale: NonNullable<DemoOptions['scale']> = 'demo',
): Promise<DemoReport | Problem | null> {
  const { countyId } = demoPlace;
  if (await isDone(cellar, countyId)) return null;
  say('第一次启动：正在生成演示县 … first start: making the demo county …');
  const clock = { now: cellar.now, random: (length: number) => new Uint8Array(randomBytes(length)) };
  const city = { code: demoPlace.cityCode.padEnd(6, '0'), name: demoPlace.cityName };
  const county = { name: demoPlace.countyName, code: demoPlace.code, city, countyId };
  const made = await createCounty(cellar.owner, clock, county);
  if (isProblem(made)) return made;
  // The day of the first start: a seed that goes on tomorrow tells the same story.
  const found = await cellar.database.outsideCounties((trx) =>
    sql`select created_at from public.counties where id = ${countyId}`.execute(trx),
  );
  const today = dayOf(Seeded.parse(found.rows)[0]?.created_at ?? cellar.now());
  const report = await tell(cellar, { today, scale }, say);
  const refused = await openAccounts(cellar, countyId, { today, scale });
  if (refused !== null) return refused;
  for (const [sha256, bytes] of demoPhotos()) {
    const about = { countyId, userId: countyId, kind: 'photo' as const, mime: 'image/png' };
    const kept = await cellar.vault.keep(sha256, bytes, about);
    if (kept !== null) return kept;
  }
  // Cut off, by a stop or a fault: the next start sends again what is missing (C3).
  if (report.unexpected === 0) await markDone(cellar, countyId);
  return report;
}

async function tell(cellar: Cellar, options: DemoOptions, say: (text: string) => void): Promise<DemoReport> {
  const begun = performance.now();
  const report: DemoReport = { commands: 0, unexpected: 0 };
  const lanes = new Map<string, Promise<void>>();
  const all = () => Promise.all([...lanes.values()]);
  for (const wave of wavesOf(demoCounty(options))) {
    const lane = wave[0]?.lane ?? null;
    // What the program does across stations waits for all, and all wait for it; stations go side by side.
    if (lane === null) await all();
    const before = lane === null ? Promise.resolve() : (lanes.get(lane) ?? Promise.resolve());
    const done = before.then(() => pushWave(cellar, wave, report, say));
    lanes.set(lane ?? '', done);
    if (lane === null || lanes.size > mostLanes) await done;
  }
  await all();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  say(
    `${report.commands} 条命令 commands, ${seconds} s${report.unexpected > 0 ? `, ${report.unexpected} 未通过 refused` : ''}`,
  );
  return report;
}

/** While PostgreSQL writes one station's batch, the program works on another's. */
const mostLanes = 8;

/** What the phones of a station send in one evening goes together, as it does in life: the engine gathers it (Z4). */
function* wavesOf(batches: Iterable<Batch>): Generator<Batch[]> {
  let wave: Batch[] = [];
  for (const batch of batches) {
    const [first] = wave;
    const joins = batch.evening !== null && first?.evening === batch.evening && first.lane === batch.lane;
    // Two of one person keep their order.
    if (first !== undefined && !(joins && wave.every((one) => one.actorId !== batch.actorId))) {
      yield wave;
      wave = [];
    }
    wave.push(batch);
  }
  if (wave.length > 0) yield wave;
}

async function pushWave(
  cellar: Cellar,
  wave: readonly Batch[],
  report: DemoReport,
  say: (text: string) => void,
): Promise<void> {
  const at = wave.at(-1)?.at ?? 0;
  const engine = buildEngine({
    store: cellar.store,
    now: () => at,
    fault: (error) => say(`! ${error instanceof Error ? error.name : 'fault'}`),
  });
  const { countyId } = demoPlace;
  for (const { signs } of wave) {
    const wrong = signs === null ? null : await signDemoReport(cellar, engine, countyId, signs);
    if (wrong === null) continue;
    report.unexpected += 1;
    say(`! ${wrong}`);
  }
  const answers = wave.map((batch) => engine.push({ countyId, userId: batch.actorId }, batch.envelopes));
  const outcomes = (await Promise.all(answers)).flat();
  const meant = new Set(wave.flatMap((batch) => batch.refused.map((one) => one.envelope.id)));
  report.commands += outcomes.length;
  report.unexpected += outcomes.filter((outcome) => outcome.status !== 'accepted' && !meant.has(outcome.id)).length;
}

async function openAccounts(cellar: Cellar, countyId: string, options: DemoOptions): Promise<Problem | null> {
  const accounts = demoAccounts(options);
  const hash = await hashPassword(defaultPassword, cellar.secrets.pepper, new Uint8Array(randomBytes(16)));
  if (isProblem(hash)) return hash;
  const ofCounty = accounts.filter((account) => account.role !== 'city-officer');
  await addAccounts(cellar, countyId, ofCounty, hash);
  const cityCode = demoPlace.cityCode.padEnd(6, '0');
  for (const { login, name } of accounts.filter((account) => account.role === 'city-officer')) {
    const officer = { cityCode, login, name, role: 'city-officer' as const, passwordHash: hash };
    const made = await createCityAccount(cellar.owner, accountParts(cellar, ''), officer);
    if (isProblem(made) && made.code !== 'auth.login-taken') return made;
  }
  return null;
}

async function isDone(cellar: Cellar, countyId: string): Promise<boolean> {
  const found = await cellar.database.inCounty(countyId, (trx) =>
    sql`select 1 from engine.job_marks where job = 'demo' and key = ${countyId}`.execute(trx),
  );
  return found.rows.length > 0;
}

async function markDone(cellar: Cellar, countyId: string): Promise<void> {
  await cellar.database.inCounty(countyId, (trx) =>
    sql`insert into engine.job_marks (job, key, version) values ('demo', ${countyId}, 1) on conflict do nothing`.execute(
      trx,
    ),
  );
}
