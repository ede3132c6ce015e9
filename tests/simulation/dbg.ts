import { makePlan } from './plan.ts';
import { memoryGround, World } from './world.ts';

const seed = Number(process.argv[2]),
  days = 4,
  tail = process.argv[3]!;
const w = new World(
  { seed, stretches: makePlan({ seed, phones: 12, days }), keepLines: true, makeGround: memoryGround },
  memoryGround(),
);
await w.run();
const e = w.ledger.find((l) => l.envelope.id.endsWith(tail));
console.log(JSON.stringify(e?.envelope, null, 1));
const pic = await w.picture();
for (const a of pic.parts.audit) {
  const c = (a.content as any).command;
  if (
    c &&
    (c.id.endsWith(tail) ||
      e?.envelope.dependsOn.includes(c.id) ||
      JSON.stringify(c.input).includes((e?.envelope.input as any)?.postId ?? 'x'))
  )
    console.log(a.outcome, a.at, c.name, c.id, c.dependsOn, c.mends, JSON.stringify((a.content as any).problem));
}
for (const l of w.log.lines.filter((l) => l.includes(tail))) console.log(l);
console.log(w.log.failures);
