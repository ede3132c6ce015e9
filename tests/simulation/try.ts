import { makePlan } from './plan.ts';
import { memoryGround, runWorld } from './world.ts';

const seed = Number(process.argv[2] ?? 1),
  days = Number(process.argv[3] ?? 2);
const t = performance.now();
const w = await runWorld({
  seed,
  stretches: makePlan({ seed, phones: 12, days }),
  keepLines: process.argv[4] === 'v',
  makeGround: memoryGround,
});
console.log(w.log.lines.join('\n'));
const by = new Map<string, string[]>();
for (const f of w.log.failures) by.set(f.kind + ' ' + f.law, [...(by.get(f.kind + ' ' + f.law) ?? []), f.what]);
for (const [k, v] of by) console.log(v.length, k, '\n     ', v.slice(0, 4).join('\n      '));
console.log(w.log.commands, w.log.faults, w.log.hash(), performance.now() - t);
