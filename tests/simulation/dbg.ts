import { makePlan } from './plan.ts';
import { World, memoryGround } from './world.ts';
import { erase, Confirmed, emptyHash, hashText, shift } from '@yimi/sync';
import { catalogues } from './two-versions.ts';
const seed = Number(process.argv[2] ?? 1), days = Number(process.argv[3] ?? 2);
const opt = { seed, stretches: makePlan({ seed, phones: 12, days }), keepLines: false, makeGround: memoryGround };
const w = new World(opt, memoryGround());
const fail = w.log.fail.bind(w.log);
let n = 0;
(w.log as any).fail = async (kind: any, law: string, what: string) => {
  fail(kind, law, what);
  if (n++ > 0 || kind !== 'diverged') return;
  const scope = what.slice(what.indexOf('room:'));
  const holder = w.phones.flatMap(p => p.holders).find(h => what.startsWith(h.who))!;
  const pic = await w.picture();
  console.log(what, pic.parts.clocks.get(scope), holder.replica!.scopes.find(s => s.scope === scope));
  const segs = holder.disk.segments; console.log('segments', segs.length, segs.map(g => g.parts.filter(p => p.scope === scope).map(p => (p.reset ? 'R' : '') + p.version).join() + (g.dropped.includes(scope) ? 'D' : '')).join(' '));
  { const c = new Confirmed(catalogues.old);
    segs.forEach((g, i) => { const dv = c.apply(g); const h = emptyHash(); for (const t of catalogues.old.tables.values()) for (const r of c.rowsOf(t.name)) if (r.scope === scope) shift(h, r.row.id, r.version, 1);
      console.log(i, dv, c.scopes.get(scope) && hashText(c.scopes.get(scope)!.hash), hashText(h), g.parts.map(p => p.scope.slice(0, 9) + (p.reset ? 'R' : '') + p.version).join(' '), g.dropped); }); }
  const last = segs.length - 1;
  const c1 = new Confirmed(catalogues.old), c2 = new Confirmed(catalogues.old);
  segs.forEach((g, i) => { if (i < last) c1.apply(g); c2.apply(g); });
  for (const t of catalogues.old.tables.values()) {
    const a = new Map(c1.rowsOf(t.name).filter(r => r.scope === scope).map(r => [r.row.id, r]));
    const b = new Map(c2.rowsOf(t.name).filter(r => r.scope === scope).map(r => [r.row.id, r]));
    for (const [id, r] of a) if (b.get(id)?.version !== r.version) console.log('was', t.name, id, r.version, 'is', b.get(id)?.version, c2.rowsOf(t.name).find(x => x.row.id === id)?.scope, c1.rowsOf(t.name).find(x => x.row.id === id)?.scope);
    for (const [id, r] of b) if (!a.has(id)) console.log('new', t.name, id, r.version, 'before in', c1.rowsOf(t.name).find(x => x.row.id === id)?.scope);
  }
  for (const t of catalogues.old.tables.values()) {
    const srv = new Map(pic.stored(t).filter(s => s.scope === scope).map(s => [s.row.id, s]));
    const ph = new Map(holder.replica!.confirmedRows(t).filter(r => t.scope(r as never) === scope).map(r => [r.id, r]));
    for (const [id, s] of srv) if (!ph.has(id) && t.seenBy.includes('station')) console.log('missing', t.name, id, s.version, JSON.stringify(s.row).slice(0,300));
    for (const [id, r] of ph) if (!srv.has(id)) console.log('extra', t.name, id, JSON.stringify(r).slice(0,300), pic.stored(t).find(s => s.row.id === id)?.scope, pic.stored(t).find(s => s.row.id === id)?.version);
  }
};
await w.run();
