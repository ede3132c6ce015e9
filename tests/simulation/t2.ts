import { makePlan } from './plan.ts';
import { memoryGround, runWorld } from './world.ts';

const all = makePlan({ seed: 7, phones: 12, days: 4 });
const one = all.map((s) => ({ ...s, happenings: s.happenings.filter((h) => h.phone === 6) }));
const few = [{ until: all[0]!.until, happenings: one[0]!.happenings.slice(0, 3) }];
for (const [n, st] of [
  ['few', few],
  ['one', one],
  ['few', few],
  ['one', one],
  ['few', few],
  ['few', few],
  ['all', all],
] as const) {
  const t = process.cpuUsage();
  const w = await runWorld({ seed: 7, stretches: st, keepLines: false, makeGround: memoryGround });
  const u = process.cpuUsage(t);
  console.log(
    n,
    st.reduce((a, s) => a + s.happenings.length, 0),
    (u.user + u.system) / 1000,
    w.log.failures.length,
  );
}
