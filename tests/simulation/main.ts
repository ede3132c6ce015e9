/**
 * The verb: `npm run simulate -- --seed N --days D [--json] [--postgres]`, D counted in device-days. Exits 1 on any
 * failure. With `--postgres` the stories run on a throw-away PostgreSQL, each SQL statement a step.
 */
import { parseArgs } from 'node:util';
import type { FailureKind } from './log.ts';
import type { Result } from './simulate.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '2000' },
    shrink: { type: 'string', default: '60000' },
    json: { type: 'boolean', default: false },
    postgres: { type: 'boolean', default: false },
  },
});

/** At least this many a device-day, or the run says little. */
const leastCommands = 20;

function wholeNumber(text: string, name: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 0) throw new Error(`--${name} is a whole number, not ${text}`);
  return n;
}

function table(title: string, counts: Readonly<Record<string, number>>): void {
  console.log(`\n${title}`);
  for (const [kind, n] of Object.entries(counts)) console.log(`${String(n).padStart(8)}  ${kind}`);
}

function tell(result: Result, seconds: number): void {
  table('commands', result.commands);
  table('faults', result.faults);
  const speed = (result.deviceDays / seconds).toFixed(1);
  console.log(
    `\n${result.deviceDays} device-days in ${seconds.toFixed(1)} s (${speed} a second), trace ${result.trace}`,
  );
  console.log(`${result.commandsADay.toFixed(1)} commands acknowledged a device-day`);
  for (const kind of result.unseen) console.log(`NEVER HAPPENED: ${kind}`);
  if (result.failures.length === 0) return;
  console.log(`\nFAILED. Again: npm run simulate -- --seed ${result.failedSeed} --days 48`);
  for (const { law, what } of result.failures.slice(0, 20)) console.log(`  ${law}: ${what}`);
  if (result.story === null) return;
  console.log(`\nThe shortest story (${result.story.happenings} happenings):`);
  for (const line of result.story.lines) console.log(`  ${line}`);
}

/** Loaded only when wanted: the first tier needs neither a database nor its driver. */
async function postgres() {
  const { startScratch } = await import('../../apps/server/postgres/test-database.ts');
  const { postgresGrounds } = await import('./postgres-ground.ts');
  const cluster = await startScratch();
  if ('problem' in cluster) throw new Error(`no PostgreSQL: ${cluster.code}`);
  const grounds = postgresGrounds(cluster.adminUrl);
  const end = async (): Promise<void> => {
    await grounds.close();
    await cluster.stop();
  };
  return { makeGround: grounds.make, end };
}

const seed = wholeNumber(values.seed, 'seed');
const tier = values.postgres ? await postgres() : null;
const began = performance.now();
const result = await simulate({
  seed,
  deviceDays: wholeNumber(values.days, 'days'),
  shrinkBudget: wholeNumber(values.shrink, 'shrink'),
  ...(tier === null ? {} : { makeGround: tier.makeGround }),
  onProgress: (deviceDays) => process.stderr.write(`\r${deviceDays} device-days`),
});
const seconds = (performance.now() - began) / 1000;
await tier?.end();
process.stderr.write('\n');
tell(result, seconds);

const of = (kind: FailureKind): number => result.failures.filter((one) => one.kind === kind).length;
const tooFew = result.commandsADay < leastCommands && result.failures.length === 0;
if (values.json) {
  const { deviceDays, commands, faults, failedSeed, trace } = result;
  const found = { lost: of('lost'), diverged: of('diverged'), rollupMismatch: of('rollup'), broken: of('broken') };
  console.log(JSON.stringify({ seed, deviceDays, ...found, seconds, failedSeed, trace, commands, faults }));
}
process.exitCode = result.failures.length > 0 || result.unseen.length > 0 || tooFew ? 1 : 0;
