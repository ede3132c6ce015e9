/**
 * Kept files in an S3-compatible store. A store acknowledges an object when it is durable, which is what S1 asks; the sum of
 * the content goes with it, so that what arrives is what was checked here. Files are 10 MB at most and go in one piece.
 */
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { S3mini } from 's3mini';
import type { Range, Shelf } from './shelf.ts';

export interface ObjectStore {
  /** With the bucket: `https://objects.example.cn/yimi`. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A phone waits thirty seconds; a store that is slower is away. */
const answersWithinMs = 20_000;

export class ObjectShelf implements Shelf {
  readonly #store: S3mini;

  constructor(store: ObjectStore) {
    this.#store = new S3mini({ ...store, requestAbortTimeout: answersWithinMs });
  }

  async put(key: string, from: string, { sha256, mime }: { sha256: string; mime: string }): Promise<void> {
    const bytes = await readFile(from);
    const sum = Buffer.from(sha256, 'hex').toString('base64');
    const answer = await this.#store.putObject(key, bytes, mime, undefined, { 'x-amz-checksum-sha256': sum });
    if (!answer.ok) throw new Error(`the store of files answered ${answer.status}`);
    const kept = await this.#store.getContentLength(key);
    if (kept !== bytes.length) throw new Error(`the store of files keeps ${kept} of ${bytes.length} bytes`);
  }

  /** Throws where the store cannot be asked: a file that cannot be reached is not one that is gone. */
  async has(key: string): Promise<boolean> {
    return (await this.#store.objectExists(key)) === true;
  }

  async read(key: string, range?: Range): Promise<Readable> {
    // The library counts the end as excluded.
    const answer = await this.#store.getObjectRaw(key, range === undefined, range?.start, range && range.end + 1);
    if (!answer.ok || answer.body === null) throw new Error(`the store of files answered ${answer.status}`);
    return Readable.from(answer.body);
  }

  async remove(key: string): Promise<void> {
    await this.#store.deleteObject(key);
  }

  async removeCounty(countyId: string): Promise<void> {
    const there = await this.#store.listObjects('/', `${countyId}/`);
    if (there === null) throw new Error('the store of files has no such bucket');
    // One by one: not every store takes a list of them.
    for (const { Key: key } of there) await this.remove(key);
  }
}
