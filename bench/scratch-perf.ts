import { startScratch } from '../apps/server/postgres/test-database.ts';
import { openTestStore } from '../tests/world/postgres.ts';
import { smallCounty, newClient, newVisit, place, named } from '../tests/world/world.ts';
import { systemActor } from '@yimi/sync';
import { randomBytes } from 'node:crypto';
const r = await startScratch() as any;
process.env.YIMI_TEST_DATABASE = r.adminUrl;
const t = await openTestStore(randomBytes(32));
const w = await smallCounty(1, t.store);
for (let i=0;i<40;i++) await w.system('network.add-room', {roomId: named('r'+i), stationId: place.station, name:'村'+i, code:'459901201300', minutesAway: 3, fromDay:'2026-01-01'});
let t0=performance.now();
const ids: string[]=[];
for (let b=0;b<5;b++){ const batch=[]; for(let i=0;i<300;i++){ const id=named(`c${b}-${i}`); ids.push(id); batch.push(w.envelope('people.register-client', newClient(id,{name:'杨'+b+i, pinyin:`yang ${b} ${i}`, roomId:named('r'+(b*300+i)%40)}), {hints:[`room:${named('r'+(b*300+i)%40)}`]}));} const o=await w.send(systemActor, ...batch); const bad=o.filter(x=>x.status!=='accepted'); if(bad.length) console.log(bad[0], String(w.faults)); }
console.log('clients/s', Math.round(1500/((performance.now()-t0)/1000)));
t0=performance.now();
let n=0;
const prof = process.argv.includes('--prof');
for (let b=0;b<10;b++){ const batch=[]; for(let i=0;i<300;i++){ const c=ids[(b*300+i)%1500]!; batch.push(w.envelope('services.record-visit', newVisit(named(`v${b}-${i}`), w, {clientId:c}), {hints:[]}));} const o=await w.send(named('石 station head'), ...batch); n+=o.filter(x=>x.status==='accepted').length; const bad=o.filter(x=>x.status!=='accepted'); if(bad.length) console.log(bad[0], String(w.faults)); }
console.log('visits/s', Math.round(3000/((performance.now()-t0)/1000)), n);
await t.close(); await r.stop();
