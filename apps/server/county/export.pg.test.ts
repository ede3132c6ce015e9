/** A county's data brought out: whole, described, readable without this program; and nobody told who took consent back. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runAdmin } from '../admin/run-admin.ts';
import { jpeg, sha256Of } from '../files/trial-files.ts';
import type { TrialHouse } from '../trial-house.ts';
import { client, counties, idOf, named, newClient, newVisit, openTrialHouse, place } from '../trial-house.ts';
import { columnsOf, tablesOfCounty } from './describe.ts';
import { cell } from './export-county.ts';

let house: TrialHouse;
let folder: string;
const said: string[] = [];
const noted: string[] = [];
const shy = named('潘老满');
const picture = jpeg(4000);
const hidden = jpeg(4001);

const admin = (...args: string[]) =>
  runAdmin(args, {
    open: async () => ({ cellar: house.cellar, close: () => Promise.resolve() }),
    openEmpty: async () => ({
      data: '',
      objects: null,
      openDatabase: () => Promise.reject(new Error('not asked for')),
      close: () => Promise.resolve(),
    }),
    openingText: ({ code }) => code,
    publicUrl: 'http://localhost',
    out: (text) => said.push(text),
    note: (text) => noted.push(text),
  });

async function visitWith(visitId: string, clientId: string, bytes: Buffer): Promise<void> {
  const sha256 = sha256Of(bytes);
  const about = { countyId: counties.here, userId: idOf('lan'), kind: 'photo' as const, mime: 'image/jpeg' };
  expect(await house.cellar.vault.keep(sha256, bytes, about)).toBeNull();
  const file = { id: named(`file ${visitId}`), sha256, kind: 'photo', mime: 'image/jpeg', bytes: bytes.length };
  const payload = newVisit(visitId, clientId, Date.now(), [{ ...file, takenAt: Date.now() }]);
  const envelope = { id: named(`c ${visitId}`), name: 'services.record-visit', v: 1, occurredAt: Date.now() };
  const batch = [{ ...envelope, input: payload, dependsOn: [], mends: null, hints: [] }];
  const headers = { 'x-yimi': '1', cookie: await house.cookieOf('lan') };
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/sync/push',
    headers,
    payload: { protocol: 1, batch },
  });
  expect(answer.json().outcomes[0].problem).toBeUndefined();
}

beforeAll(async () => {
  house = await openTrialHouse();
  folder = await mkdtemp(join(tmpdir(), 'yimi-export-'));
  const register = { ...newClient(shy, place.room), name: '潘老满', pinyin: 'pan lao man', birthDay: '1938-02-03' };
  await house.system('people.register-client', { ...register, consents: ['service', 'photo', 'sharing'] });
  await visitWith(named('v1'), client, picture);
  await visitWith(named('v2'), shy, hidden);
  await house.system('people.withdraw-consent', { clientId: shy, purpose: 'sharing' });
}, 120_000);
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const read = (name: string) => readFile(join(folder, 'out', name), 'utf8');
const jsonOf = async (name: string): Promise<Record<string, unknown>[]> =>
  (await read(`json/${name}.jsonl`))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

it('brings out every table and describes every column; nothing of another county, nothing sealed', async () => {
  expect([await admin('export-county', join(folder, 'out'), '--county', '459901'), noted.at(-1)]).toEqual([
    0,
    expect.any(String),
  ]);
  const readme = await read('README.md');
  for (const table of tablesOfCounty()) {
    expect(readme).toContain(`## ${table.name}\n`);
    const [head = ''] = (await read(`csv/${table.name}.csv`)).split('\r\n');
    const columns = columnsOf(table).filter(({ mark }) => mark !== 'sealed');
    expect(head).toBe(`\uFEFF${columns.map(({ name }) => name).join(',')}`);
    for (const { name } of columns) expect(readme).toContain(`| ${name} |`);
  }
  const people = await jsonOf('people.clients');
  expect(people.map((row) => row.id).sort()).toEqual([client, shy].sort());
  expect((await read('csv/people.clients.csv')).split('\r\n')).toHaveLength(4);
  for (const name of await readdir(join(folder, 'out', 'json')))
    expect(await read(`json/${name}`)).not.toContain('腿脚不便');
  const visits = await jsonOf('services.visits');
  expect(visits).toHaveLength(2);
  expect(visits[0]).not.toHaveProperty('findings');
});

it('counts whoever took the consent to sharing back, and tells neither who it is nor shows their picture', async () => {
  const people = await jsonOf('people.clients');
  const one = people.find((row) => row.id === shy);
  expect(one).toMatchObject({ name: null, pinyin: null, birthDay: null, phone: null, roomId: place.room });
  expect(people.find((row) => row.id === client)).toMatchObject({ name: '杨桂花' });
  const all = (
    await Promise.all((await readdir(join(folder, 'out', 'json'))).map((name) => read(`json/${name}`)))
  ).join();
  expect(all).not.toContain('潘老满');
  expect(all).not.toContain('1938-02-03');
  expect(await readdir(join(folder, 'out', 'files'))).toEqual([`${sha256Of(picture)}.jpg`]);
  expect(await read('README.md')).toContain('1 人已注销或撤回');
});

it('gives sealed columns to the county’s own key only', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  await writeFile(join(folder, 'pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const other = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
  await writeFile(join(folder, 'other.pem'), other.export({ type: 'pkcs8', format: 'pem' }));
  const out = join(folder, 'sealed-out');
  expect(await admin('export-county', out, '--county', '459901', '--sealed-for', join(folder, 'pub.pem'))).toBe(0);
  for (const name of await readdir(join(out, 'sealed')))
    expect((await readFile(join(out, 'sealed', name))).includes('腿脚不便')).toBe(false);
  expect(await admin('open-sealed', out, '--private-key', join(folder, 'other.pem'))).toBe(1);
  expect(noted.at(-1)).toContain('admin.backup-wrong-key');
  expect(await admin('open-sealed', out, '--private-key', join(folder, 'key.pem'))).toBe(0);
  const text = await readFile(join(out, 'sealed', 'services.visits.jsonl'), 'utf8');
  const rows = text.split('\n').filter(Boolean);
  expect(rows.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ id: named('v1'), findings: '腿脚不便，药快吃完了' }),
  ]);
});

it('leaves a folder alone that holds something, and a cell cannot become a formula', async () => {
  expect(await admin('export-county', folder, '--county', '459901')).toBe(1);
  expect(noted.at(-1)).toContain('admin.folder-not-empty');
  expect(cell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
  expect([cell('一,二'), cell(null), cell(-3), cell(['a'])]).toEqual(['"一,二"', '', '-3', '"[""a""]"']);
});
