/** The verb: `npm run simulate -- --seed N --days D [--json]`, D counted in device-days. Exits 1 on any failure. */
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

const seed = wholeNumber(values.seed, 'seed');
const began = performance.now();
const result = await simulate({
  seed,
  deviceDays: wholeNumber(values.days, 'days'),
  shrinkBudget: wholeNumber(values.shrink, 'shrink'),
  onProgress: (deviceDays) => process.stderr.write(`\r${deviceDays} device-days`),
});
const seconds = (performance.now() - began) / 1000;
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
