/** The house under fuzz with all its sources: description, recorded traffic, and bodies kept by hand. */
import { sql } from 'kysely';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { client, counties, idOf, newVisit, openTrialHouse, place } from '../../apps/server/trial-house.ts';
import { readDescription } from './described.ts';
import { knownIds } from './hostile.ts';
import type { Sources } from './shots.ts';
import type { Recorded } from './traffic.ts';
import { recordTraffic } from './traffic.ts';

const ledgerFile = '019c0000-0000-7000-8000-00000000001e';

export async function openFuzz(): Promise<{ house: TrialHouse; sources: Sources }> {
  const house = await openTrialHouse();
  try {
    await sendLedger(house);
    const { operations, commands } = readDescription((await house.app.inject('/api/openapi.json')).json());
    const { recorded, ids } = await recordTraffic(house, operations);
    return {
      house,
      sources: { operations, commands, recorded, ids: [...new Set([...knownIds, ...ids])], nearlyRight },
    };
  } catch (error) {
    await house.close();
    throw error;
  }
}

/** A ledger that lies there under a known id, so that bodies of the import's wizard get past the first question. */
async function sendLedger(house: TrialHouse): Promise<void> {
  const cookie = await house.cookieOf('lan');
  const headers = { 'x-yimi': '1', cookie, 'content-type': 'application/octet-stream' };
  const payload = Buffer.from('姓名,身份证号,村\r\n杨桂花,,木桥村\r\n');
  const answer = await house.app.inject({ method: 'POST', url: '/api/imports/files', headers, payload });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  await house.cellar.database.inCounty(counties.here, (trx) =>
    sql`update imports.files set id = ${ledgerFile}`.execute(trx),
  );
}

const at = Date.parse('2026-03-10T09:00:00+08:00');
const envelope = {
  id: '019c0000-0000-7000-8000-000000000001',
  name: 'services.record-visit',
  v: 1,
  occurredAt: at,
  input: newVisit('019c0000-0000-7000-8000-000000000002', client, at),
  dependsOn: [],
  mends: null,
  hints: [`room:${place.room}`],
};
const held = { scope: 'county', roleClass: 'member', version: 0, hash: '0000000000000000' };
const choices = {
  target: 'people',
  sheets: [{ index: 0, top: 1, bottom: 1, roomId: place.room }],
  columns: [
    { heading: '姓名', field: 'name' },
    { heading: '身份证号', field: 'idNumber' },
    { heading: '村', field: 'village' },
  ],
  hidden: false,
  fillDown: false,
  leaveBlank: ['groups'],
  there: 'fill',
  consent: true,
  unlisted: false,
};
const ofLedger = { stationId: place.station, fileId: ledgerFile };
const device = { id: '019c0000-0000-7000-8000-000000000003', name: '手机' };
const withdrawal = { ...envelope, name: 'sync.withdraw', input: { commandId: envelope.id } };
const newAccount = { login: 'neu', phone: '13907720009', name: '新', role: 'village-worker' };
const deposited = {
  deviceId: device.id,
  depositToken: 'x'.repeat(43),
  entries: [Buffer.alloc(120).toString('base64')],
};

const nearlyRight: readonly Recorded[] = (
  [
    ['/api/sync/push', { protocol: 1, batch: [envelope] }],
    ['/api/sync/push', { protocol: 1, batch: [withdrawal] }],
    ['/api/imports/look-as', { ...ofLedger, target: 'people' }],
    ['/api/imports/look', { ...ofLedger, target: 'people', sheet: 0, top: 1, bottom: 1 }],
    ['/api/imports/preview', { ...ofLedger, choices }],
    ['/api/imports', { ...ofLedger, choices, importId: envelope.id, learned: [{ heading: '备注', field: 'hamlet' }] }],
    ['/api/sync/pull', { protocol: 1, scopes: [held], diverged: [] }],
    ['/api/session', { login: 'lan', password: '不是这个密码', device }],
    ['/api/enrol', { code: 'ABCD-EFGH-JKLM', password: '木桥村的风雨桥头', device }],
    ['/api/password', { current: '不是这个密码', password: '木桥村的风雨桥头' }],
    ['/api/enrolments', { userId: idOf('wei') }],
    ['/api/accounts', { ...newAccount, stationId: place.station, roomId: place.room }],
    ['/api/deposit', deposited],
    ['/api/reveal', { clientId: client, purpose: '核对低保名单' }],
    ['/api/people/search', { search: '杨', room: place.room, risk: 'key' }],
    ['/api/households/search', { search: '杨', room: place.room }],
    ['/api/people/export', { clientId: client, purpose: '本人要一份' }],
  ] as const
).map(([url, body]) => ({ method: 'POST', url, body: JSON.stringify(body) }));
