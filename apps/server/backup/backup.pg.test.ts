/**
 * A house backed up and brought back: everything is there and proved, files and sealed values open; what was changed,
 * moved, cut off or locked with another key is refused before anything is written; and a phone that has seen more than the
 * restored house goes on syncing, with nothing lost (laws S1 to S4).
 */
import { generateKeyPairSync } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { isProblem } from '@yimi/kernel';
import { visits } from '@yimi/services';
import type { Replica } from '@yimi/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import { FileVault } from '../files/index.ts';
import { ObjectShelf } from '../files/object-shelf.ts';
import type { Shelf } from '../files/shelf.ts';
import { FolderShelf, keyOf } from '../files/shelf.ts';
import { jpeg, sha256Of } from '../files/trial-files.ts';
import { emptyPlace } from '../house.ts';
import { objectsIn } from '../options.ts';
import { withClient } from '../postgres/connection.ts';
import type { TrialHouse } from '../trial-house.ts';
import {
  client,
  counties,
  idOf,
  newVisit,
  openTrialHouse,
  reopenTrialHouse,
  trialFolder,
  trialPhone,
} from '../trial-house.ts';
import { sealAudit, verifyCounty } from '../verify/index.ts';
import { backUp, clearOldRuns } from './back-up.ts';
import { readManifest, runsIn } from './backup-folder.ts';
import { passphraseLock, privateKeyOpener, publicKeyLock } from './locked-box.ts';
import { restore } from './restore.ts';

const passphrase = '风雨桥头的十二棵老榕树';
let house: TrialHouse;
let kept: string;
const folders: string[] = [];
let clock = Date.now();

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yimi-backup-'));
  folders.push(folder);
  return folder;
}

function back(folder: string, lock: Parameters<typeof backUp>[1] = { passphrase }, objects: Shelf | null = null) {
  const { ownerConnection: owner, data } = house.cellar;
  clock += 1000;
  return backUp(folder, lock, { owner, data, objects, program: 'test', now: () => clock, note: () => undefined });
}

/** Into a folder that is not there yet. */
async function bringBack(
  from: string,
  opener: Parameters<typeof restore>[2] = { passphrase },
  run: string | null = null,
  objects: Shelf | null = null,
) {
  const data = join(await trialFolder(), 'data');
  folders.push(join(data, '..'));
  const place = emptyPlace({ data, databaseUrl: null });
  const done = await restore(from, run, opener, { ...place, objects, now: () => Date.now(), note: () => undefined });
  await place.close();
  return { data, done };
}

async function verified({ cellar }: TrialHouse) {
  await sealAudit(cellar.database, counties.here);
  const { details, ...good } = await verifyCounty(cellar.database, cellar.store, catalogue, counties.here);
  return [good, details.filter(({ proof }) => proof !== 'journal')];
}
const good = [{ audit: true, rollups: true, hashes: true, journal: true }, []];

async function visit(phone: Replica): Promise<string> {
  const visitId = phone.newId();
  const entry = await phone.record('services.record-visit', newVisit(visitId, client, Date.now()));
  if (isProblem(entry)) throw new Error(entry.code);
  return visitId;
}

beforeAll(async () => {
  house = await openTrialHouse();
  kept = await newFolder();
}, 120_000);
afterAll(async () => {
  await house.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}, 60_000);

it('brings everything back, proved, and a phone that has seen more loses nothing', async () => {
  let stands = house;
  const cookie = await house.cookieOf('lan');
  const phone = await trialPhone(() => stands, cookie);
  await phone.sync();
  const before = await visit(phone);
  await phone.sync();
  const bytes = jpeg(5000);
  const sha256 = sha256Of(bytes);
  const about = { countyId: counties.here, userId: idOf('lan'), kind: 'photo' as const, mime: 'image/jpeg' };
  expect(await house.cellar.vault.keep(sha256, bytes, about)).toBeNull();

  const made = await back(kept);
  if (isProblem(made)) throw new Error(made.code);
  expect(made.files.map((file) => file.path)).toEqual([`files/${counties.here}/${sha256.slice(0, 2)}/${sha256}`]);
  const lost = await visit(phone);
  await phone.sync();
  expect(phone.entries).toEqual([]);
  const unsent = await visit(phone);

  const { data, done } = await bringBack(kept);
  if (isProblem(done)) throw new Error(JSON.stringify(done));
  const restored = await reopenTrialHouse(data);
  try {
    expect(await verified(restored)).toEqual(good);
    const file = await restored.cellar.vault.find(counties.here, sha256);
    expect(file === null ? null : await buffer(await file.open())).toEqual(Buffer.from(bytes));
    stands = restored;
    expect(await phone.sync()).toMatchObject({ refused: 0, again: 3 });
    expect(phone.entries).toEqual([]);
    expect(
      phone
        .rows(visits)
        .map((row) => row.id)
        .sort(),
    ).toEqual([before, lost, unsent].sort());
    expect(await verified(restored)).toEqual(good);
    const sealed = phone.rows(visits).map((row) => row.findings);
    expect(new Set(sealed)).toEqual(new Set(['腿脚不便，药快吃完了']));
    expect(await phone.sync()).toMatchObject({ pushed: 0, again: 0, diverged: [] });
    const proofs = await restored.cellar.database.outsideCounties((trx) =>
      sql`select kind from public.house_proofs`.execute(trx),
    );
    // The backup's own line was written after its snapshot.
    expect(proofs.rows).toEqual([]);
  } finally {
    await restored.close();
  }
}, 120_000);

it('writes nothing readable: no name, no finding, no key', async () => {
  const all: Buffer[] = [];
  for (const entry of await readdir(kept, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) all.push(await readFile(join(entry.parentPath, entry.name)));
  const text = Buffer.concat(all);
  const secrets = await readFile(join(house.folder, 'keys', 'secrets.json'), 'utf8');
  const master = String(Reflect.get(JSON.parse(secrets), 'masterKey'));
  for (const word of ['杨桂花', 'yang gui hua', '腿脚不便', '韦小妹', master, 'PRIVATE KEY'])
    expect(text.includes(word), word).toBe(false);
});

it('takes only new files in the next run, and a run can be brought back after older ones were cleared away', async () => {
  const second = await back(kept);
  if (isProblem(second)) throw new Error(second.code);
  const [first] = await runsIn(kept);
  expect(second.files.map((file) => file.run)).toEqual([first]);
  expect(await clearOldRuns(kept, 1)).toBe(1);
  expect(await runsIn(kept)).toEqual([second.run]);
  const { done } = await bringBack(kept);
  expect(isProblem(done) ? done.code : done.run).toBe(second.run);
}, 120_000);

it('with a public key, the machine that makes backups cannot read them; the private key can', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const lock = publicKeyLock(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  const opener = privateKeyOpener(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  if (isProblem(lock) || isProblem(opener)) throw new Error('keys');
  const folder = await newFolder();
  expect(isProblem(await back(folder, lock))).toBe(false);
  expect((await bringBack(folder)).done).toMatchObject({ code: 'admin.backup-wrong-key' });
  expect(isProblem((await bringBack(folder, opener)).done)).toBe(false);
}, 120_000);

it('holds files that lie in a store of objects, and brings them back into one', async () => {
  // A folder elsewhere keeps the same contract (shelf.test.ts); `npm run nightly -- objects` names a real store.
  const { objects } = objectsIn(process.env);
  const shelf = objects === undefined ? new FolderShelf(await newFolder()) : new ObjectShelf(objects);
  const vaultOf = ({ cellar: { database, data } }: TrialHouse) =>
    new FileVault({ database, folder: join(data, 'files'), shelf, now: () => Date.now() });
  const bytes = jpeg(7000);
  const sha256 = sha256Of(bytes);
  const about = { countyId: counties.here, userId: idOf('lan'), kind: 'photo' as const, mime: 'image/jpeg' };
  expect(await vaultOf(house).keep(sha256, bytes, about)).toBeNull();
  const folder = await newFolder();
  const made = await back(folder, { passphrase }, shelf);
  if (isProblem(made)) throw new Error(made.code);
  const path = `files/${keyOf(counties.here, sha256)}`;
  expect(made.files.filter((file) => file.path === path)).toEqual([{ path, run: made.run, bytes: bytes.length }]);
  const second = await back(folder, { passphrase }, shelf);
  if (isProblem(second)) throw new Error(second.code);
  expect(second.files.find((file) => file.path === path)?.run).toBe(made.run);

  await shelf.remove(keyOf(counties.here, sha256));
  const { data, done } = await bringBack(folder, { passphrase }, null, shelf);
  expect(isProblem(done) ? done : done.run).toBe(second.run);
  const restored = await reopenTrialHouse(data);
  try {
    const file = await vaultOf(restored).find(counties.here, sha256);
    expect(file === null ? null : await buffer(await file.open())).toEqual(Buffer.from(bytes));
    // In the store alone: no copy is left in the folder.
    expect(await new FolderShelf(join(data, 'files')).has(keyOf(counties.here, sha256))).toBe(false);
    expect(await verified(restored)).toEqual(good);
  } finally {
    await restored.close();
  }
}, 120_000);

it('refuses a short passphrase, a weak key, another passphrase, a place that is not empty', async () => {
  expect(passphraseLock('12345678')).toMatchObject({ code: 'admin.backup-passphrase-short' });
  const weak = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
  expect(publicKeyLock(weak.toString())).toMatchObject({ code: 'admin.backup-key-file' });
  expect((await bringBack(kept, { passphrase: '另一句话，也有十二个字以上' })).done).toMatchObject({
    code: 'admin.backup-wrong-key',
  });
  const place = emptyPlace({ data: house.folder, databaseUrl: null });
  const parts = { ...place, now: () => Date.now(), note: () => undefined };
  expect(await restore(kept, null, { passphrase }, parts)).toMatchObject({ code: 'admin.restore-not-empty' });
});

it('refuses a backup of a newer program before it writes anything, so that an earlier run may be named next', async () => {
  const folder = await newFolder();
  const older = await back(folder);
  if (isProblem(older)) throw new Error(older.code);
  const asOwner = (text: string) => withClient(house.cellar.ownerConnection, (client) => client.query(text));
  await asOwner(`insert into public.migrations values ('9999-of-tomorrow.sql', repeat('ab', 32), now())`);
  const newer = await back(folder).finally(() =>
    asOwner(`delete from public.migrations where name = '9999-of-tomorrow.sql'`),
  );
  if (isProblem(newer)) throw new Error(newer.code);
  const { data, done } = await bringBack(folder);
  expect(done).toMatchObject({ code: 'admin.restore-newer' });
  expect(await readdir(join(data, '..'))).toEqual([]);
  expect(await bringBack(folder, undefined, older.run)).toMatchObject({ done: { run: older.run } });
}, 120_000);

it('refuses a backup of which a byte was changed, a part exchanged or the end cut off, and writes nothing', async () => {
  const folder = await newFolder();
  const made = await back(folder);
  if (isProblem(made)) throw new Error(made.code);
  const run = join(folder, 'runs', made.run);
  const box = (name: string) => join(run, `${name}.box`);
  const expectRefused = async (): Promise<void> => {
    const { data, done } = await bringBack(folder);
    expect(done).toMatchObject({ code: 'admin.backup-damaged' });
    expect(await readdir(join(data, '..'))).toEqual([]);
  };
  const clients = await readFile(box('people.clients'));
  const changed = Buffer.from(clients);
  changed[40] = (changed[40] ?? 0) ^ 1;
  await writeFile(box('people.clients'), changed);
  await expectRefused();
  await writeFile(box('people.clients'), clients.subarray(0, -20));
  await expectRefused();
  await writeFile(box('people.clients'), clients);
  await rename(box('services.care'), box('x'));
  await expectRefused();
  await rename(box('x'), box('services.care'));
  expect(isProblem(await readManifest(folder, made.run))).toBe(false);
  await appendFile(join(run, 'manifest.json'), ' ');
  expect(isProblem(await readManifest(folder, made.run))).toBe(false);
  const manifest = await readFile(join(run, 'manifest.json'), 'utf8');
  await writeFile(join(run, 'manifest.json'), manifest.replace('"rows": 1', '"rows": 2'));
  await expectRefused();
}, 120_000);
