/**
 * One contract for every shelf: the folder always, an S3-compatible store where `YIMI_S3_BUCKET` names one (`npm run nightly --
 * objects` starts one and sets it).
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectsIn } from '../options.ts';
import { ObjectShelf } from './object-shelf.ts';
import type { Shelf } from './shelf.ts';
import { FolderShelf, keyOf } from './shelf.ts';
import { sha256Of } from './trial-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yimi-shelf-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { objects } = objectsIn(process.env);
const shelves: readonly (readonly [string, () => Shelf])[] = [
  ['a folder', () => new FolderShelf(folder)],
  ...(objects === undefined ? [] : [['a store of objects', () => new ObjectShelf(objects)] as const]),
];

describe.each(shelves)('%s', (_, open) => {
  /** A whole county and a file of it, as the vault names them. */
  const newKey = (sha256: string) => `${randomUUID()}/${sha256.slice(0, 2)}/${sha256}`;
  async function put(shelf: Shelf, bytes: Buffer, key = newKey(sha256Of(bytes))): Promise<string> {
    const from = join(folder, randomUUID());
    await writeFile(from, bytes);
    await shelf.put(key, from, { sha256: sha256Of(bytes), mime: 'image/jpeg' });
    return key;
  }

  it('gives back what was put, whole, to another process too', async () => {
    const bytes = randomBytes(300_000);
    const key = await put(open(), bytes);
    const another = open();
    expect(await another.has(key)).toBe(true);
    expect((await buffer(await another.read(key))).equals(bytes)).toBe(true);
  });

  it('gives a part, both ends included', async () => {
    const bytes = randomBytes(5_000);
    const shelf = open();
    const key = await put(shelf, bytes);
    // Not 0 to 0: s3rver takes a 0 at the end for none.
    for (const [start, end] of [
      [0, 1],
      [10, 99],
      [4_000, 4_999],
    ] as const) {
      const part = await buffer(await shelf.read(key, { start, end }));
      expect(part.equals(bytes.subarray(start, end + 1))).toBe(true);
    }
  });

  it('takes the same twice, and the largest file', async () => {
    const bytes = randomBytes(10 * 1024 * 1024);
    const shelf = open();
    const key = await put(shelf, bytes);
    await put(shelf, bytes, key);
    expect(sha256Of(await buffer(await shelf.read(key)))).toBe(sha256Of(bytes));
  });

  it('keeps two counties apart, and lets go of what it is told to, once or twice', async () => {
    const bytes = randomBytes(1_000);
    const shelf = open();
    const here = await put(shelf, bytes);
    const there = await put(shelf, bytes);
    await shelf.remove(here);
    await shelf.remove(here);
    expect([await shelf.has(here), await shelf.has(there)]).toEqual([false, true]);
    await expect(shelf.read(here).then(buffer)).rejects.toThrow();
  });

  it('lets go of all that is a county’s, and of nobody else’s', async () => {
    const shelf = open();
    const [bytes, more] = [randomBytes(1_000), randomBytes(1_000)];
    const here = await put(shelf, bytes);
    const [countyId = ''] = here.split('/');
    const also = await put(shelf, more, keyOf(countyId, sha256Of(more)));
    const there = await put(shelf, bytes);
    await shelf.removeCounty(countyId);
    await shelf.removeCounty(countyId);
    expect([await shelf.has(here), await shelf.has(also), await shelf.has(there)]).toEqual([false, false, true]);
  });

  it('promises nothing that it has not: what cannot be read is an error, and leaves nothing behind', async () => {
    const shelf = open();
    const key = newKey('ab'.repeat(32));
    const about = { sha256: 'ab'.repeat(32), mime: 'image/jpeg' };
    await expect(shelf.put(key, join(folder, 'not there'), about)).rejects.toThrow();
    expect(await shelf.has(key)).toBe(false);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a store that is away', () => {
  it('is an error at every act, and never a file that is gone', async () => {
    const away = { endpoint: 'http://127.0.0.1:9/yimi', region: 'auto', accessKeyId: 'a', secretAccessKey: 'b' };
    const shelf = new ObjectShelf(away);
    const from = join(folder, 'waits');
    await writeFile(from, 'x');
    await expect(
      shelf.put('k/aa/k', from, { sha256: sha256Of(Buffer.from('x')), mime: 'image/png' }),
    ).rejects.toThrow();
    await expect(shelf.has('k/aa/k')).rejects.toThrow();
    await expect(shelf.read('k/aa/k')).rejects.toThrow();
    await expect(shelf.remove('k/aa/k')).rejects.toThrow();
    await expect(shelf.removeCounty('k')).rejects.toThrow();
  });

  it('is named whole or not at all', () => {
    expect(objectsIn({})).toEqual({});
    expect(() => objectsIn({ YIMI_S3_BUCKET: 'https://objects.example.cn/yimi' })).toThrow(/belong together/);
  });
});
