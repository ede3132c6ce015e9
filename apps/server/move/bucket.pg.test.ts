/**
 * A county's files move from one store of objects to another, to a folder and back: all are there and open, the house that lets go
 * keeps none, and two houses that would share one store are found before anything is written. Folders elsewhere keep the store's
 * contract (files/shelf.test.ts); `npm run nightly -- objects` names a real one.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readManifest } from '../backup/backup-folder.ts';
import { ObjectShelf } from '../files/object-shelf.ts';
import type { Shelf } from '../files/shelf.ts';
import { FolderShelf, keyOf } from '../files/shelf.ts';
import { jpeg, sha256Of } from '../files/trial-files.ts';
import { objectsIn } from '../options.ts';
import type { TrialHouse } from '../trial-house.ts';
import { counties, idOf } from '../trial-house.ts';
import type { TrialMove } from './trial-move.ts';
import { good, openTrialMove, verified } from './trial-move.ts';

const picture = jpeg(6000);
const key = keyOf(counties.here, sha256Of(picture));
const keyThere = keyOf(counties.there, sha256Of(picture));
/** Came, and its row did not: the phone sends it again, and until then no row names it. */
const unnamed = jpeg(3000);
const unnamedKey = keyOf(counties.here, sha256Of(unnamed));
const ledger = `ledgers/${counties.here}/名册.xlsx`;

let folder: string;
let stores: { readonly old: Shelf; readonly next: Shelf };
let trial: TrialMove;
let old: TrialHouse;
let next: TrialHouse;

function storeNamed(name: string): Shelf {
  const { objects } = objectsIn(process.env);
  return objects === undefined
    ? new FolderShelf(join(folder, name))
    : new ObjectShelf({ ...objects, endpoint: `${objects.endpoint}-${name}` });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yimi-buckets-'));
  stores = { old: storeNamed('old'), next: storeNamed('next') };
  trial = await openTrialMove(stores);
  ({ old, next } = trial);
  const about = { userId: idOf('lan'), kind: 'photo' as const, mime: 'image/jpeg' };
  for (const countyId of Object.values(counties))
    expect(await old.cellar.vault.keep(sha256Of(picture), picture, { ...about, countyId })).toBeNull();
  const from = join(folder, 'from');
  await writeFile(from, unnamed);
  await stores.old.put(unnamedKey, from, { sha256: sha256Of(unnamed), mime: 'image/jpeg' });
  await mkdir(join(old.cellar.data, 'ledgers', counties.here), { recursive: true });
  await writeFile(join(old.cellar.data, ledger), '导入过的名册');
}, 120_000);
afterAll(async () => {
  await trial.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** On the way from one to the other; both stand still until it is opened. */
async function brought(parcel: string): Promise<void> {
  expect([await trial.pack(parcel), await trial.take(parcel)]).toEqual([0, 0]);
}
async function opened(): Promise<void> {
  const hand = ['--county', '459901', '--receipt', trial.word('receipt')];
  expect(await trial.admin(old, 'hand-over-county', ...hand)).toBe(0);
  expect(await trial.admin(next, 'open-county', '--county', '459901', '--release', trial.word('release'))).toBe(0);
}
async function shown({ cellar }: TrialHouse): Promise<Buffer | null> {
  const file = await cellar.vault.find(counties.here, sha256Of(picture));
  return file === null ? null : buffer(await file.open());
}
const inStore = (store: Shelf) => Promise.all([key, keyThere, unnamedKey].map((one) => store.has(one)));

it('is taken in by no house that uses the same store: nothing is written there, and nothing is lost here', async () => {
  const parcel = await trial.newFolder();
  expect(await trial.pack(parcel)).toBe(0);
  const sharing = { ...next, cellar: { ...next.cellar, objects: stores.old } };
  expect(await trial.take(parcel, sharing)).toBe(1);
  expect(trial.noted.at(-1)).toContain('admin.move-same-store');
  const rows = await next.cellar.owner.pool.query('select count(*)::int as n from public.counties');
  expect(rows.rows).toEqual([{ n: 0 }]);
  expect(await trial.admin(old, 'call-off-move', '--county', '459901')).toBe(0);
  expect(await inStore(stores.old)).toEqual([true, true, true]);
}, 120_000);

it('lets go of files that came where the move is called off at the new house', async () => {
  const parcel = await trial.newFolder();
  await brought(parcel);
  expect(await inStore(stores.next)).toEqual([true, false, false]);
  expect(await trial.admin(next, 'call-off-move', '--county', '459901')).toBe(0);
  expect(trial.word('return word')).not.toBe('');
  expect(await trial.admin(old, 'call-off-move', '--county', '459901')).toBe(0);
  expect([await inStore(stores.next), await inStore(stores.old)]).toEqual([
    [false, false, false],
    [true, true, true],
  ]);
  expect(existsSync(join(next.cellar.data, ledger))).toBe(false);
}, 120_000);

it('brings all files into the new store, also where it is broken off and run again; the old house keeps none', async () => {
  const parcel = await trial.newFolder();
  await brought(parcel);
  // As if it had broken off before this one.
  await stores.next.remove(key);
  expect(await trial.take(parcel)).toBe(0);
  await opened();
  expect(await shown(next)).toEqual(Buffer.from(picture));
  expect(await verified(next)).toEqual(good);
  // In the store alone; what belongs into the folder is there.
  expect(existsSync(join(next.cellar.data, 'files', key))).toBe(false);
  expect(await readFile(join(next.cellar.data, ledger), 'utf8')).toBe('导入过的名册');
  expect(await inStore(stores.old)).toEqual([true, true, true]);
  expect(await trial.admin(old, 'clear-county', '--county', '459901')).toBe(0);
  expect([await inStore(stores.old), await inStore(stores.next)]).toEqual([
    [false, true, false],
    [true, false, false],
  ]);
  expect(existsSync(join(old.cellar.data, ledger))).toBe(false);
  expect(await shown(next)).toEqual(Buffer.from(picture));
}, 120_000);

it('a parcel names each file once, and none in clear, where copies lie in the folder too', async () => {
  const parcel = await trial.newFolder();
  const copy = join(old.cellar.data, 'files', keyThere);
  await mkdir(join(copy, '..'), { recursive: true });
  await writeFile(copy, picture);
  expect(await trial.pack(parcel, '459902')).toBe(0);
  const boxes = await readdir(join(parcel, 'files'), { recursive: true });
  expect(boxes.filter((name) => name.includes(sha256Of(picture)))).toHaveLength(1);
  const run = (await readdir(join(parcel, 'runs')))[0] ?? '';
  const manifest = await readManifest(parcel, run);
  expect(manifest).toMatchObject({ files: [{ path: `files/${keyThere}`, bytes: picture.length }] });
  expect(await trial.admin(old, 'call-off-move', '--county', '459902')).toBe(0);
}, 120_000);
