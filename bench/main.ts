/**
 * `npm run bench -- NAME [--json] [--peers]`: one bench, its progress on stderr, its figures on stdout. With `--json` the
 * last line printed is one JSON object. A bench is one file (or folder) here and one line below.
 */
import { parseArgs } from 'node:util';

export interface BenchRun {
  /** Also runs the published peers, where they can be installed. */
  readonly peers: boolean;
  /** Progress, for whoever waits. */
  say(line: string): void;
}

/** Figures by key; a figure is a number, a text or a small table of them. */
export type Figures = Readonly<Record<string, unknown>>;

const benches: Readonly<Record<string, () => Promise<{ run(run: BenchRun): Promise<Figures> }>>> = {
  duplicates: () => import('./duplicates/duplicates.ts'),
  figures: () => import('./figures/figures.ts'),
  import: () => import('./import/import.ts'),
  intake: () => import('./intake/intake.ts'),
  list: () => import('./list/list.ts'),
  matching: () => import('./matching/matching.ts'),
  'phone-load': () => import('./phone/phone-load.ts'),
  'phone-open': () => import('./phone/phone-open.ts'),
  'phone-sync': () => import('./phone/phone-sync.ts'),
  steps: () => import('./figures/steps.ts'),
  trips: () => import('./trips/trips.ts'),
  weight: () => import('./weight/weight.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, peers: { type: 'boolean', default: false } },
});
const load = benches[positionals[0] ?? ''];
if (load === undefined) {
  process.stderr.write(`Name one bench: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const figures = await (await load()).run({ peers: values.peers, say });
  for (const [key, value] of Object.entries(figures)) process.stdout.write(`${key}  ${JSON.stringify(value)}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
}
