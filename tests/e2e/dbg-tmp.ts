import { RunningHouse } from './running-house.ts';
const house = await RunningHouse.start('/tmp/e2e-data');
const r = await fetch(`${house.origin}/api/session`, { method: 'POST', headers: { 'x-yimi': '1', 'content-type': 'application/json' }, body: JSON.stringify({ login: 'wuliping', password: 'yimi-demo' }) });
const cookie = (r.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const f = await (await fetch(`${house.origin}/api/figures?month=2026-11`, { headers: { cookie } })).json();
console.log(JSON.stringify(f.days), JSON.stringify(f.tiles).slice(0, 1500));
await house.stop();
