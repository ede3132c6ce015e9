/**
 * Where kept files lie (law Z2): a folder, or any S3-compatible store (`object-shelf.ts`). One contract suite holds for both:
 * what `put` has resolved for survives a power cut (law S1), and a file is found under its name, whole or in part.
 */
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** Both ends included, as HTTP counts. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The name of a county's file on any shelf. */
export const keyOf = (countyId: string, sha256: string): string => `${countyId}/${sha256.slice(0, 2)}/${sha256}`;

export interface Shelf {
  /** Durable when it resolves. The file at the path may be gone then. @param sha256 of its content, which was checked */
  put(key: string, from: string, about: { readonly sha256: string; readonly mime: string }): Promise<void>;
  has(key: string): Promise<boolean>;
  read(key: string, range?: Range): Promise<Readable>;
  /** Nothing happens where there is none. */
  remove(key: string): Promise<void>;
  /** All that lies there of a county, also what no row names: a file comes before its row (vault.ts). */
  removeCounty(countyId: string): Promise<void>;
}

export class FolderShelf implements Shelf {
  readonly #folder: string;
  /** Folders whose own entry this process has seen onto the disk. */
  readonly #standing = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(key: string, from: string): Promise<void> {
    const to = join(this.#folder, key);
    const made = await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    if (made !== undefined) this.#standing.delete(dirname(to));
    await syncPath(from);
    await rename(from, to).catch(async (error: unknown) => {
      // A folder mounted from elsewhere: unfinished uploads lie here, kept files there.
      if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
      await copyFile(from, `${to}.part`);
      await syncPath(`${to}.part`);
      await rename(`${to}.part`, to);
    });
    await syncPath(dirname(to));
    await this.#stand(dirname(to));
  }

  /** That the folder is there is on disk when those above it are: of 256 a county, each is synced once and not for each file. */
  async #stand(folder: string): Promise<void> {
    if (this.#standing.has(folder)) return;
    await syncPath(dirname(folder));
    await syncPath(this.#folder);
    this.#standing.add(folder);
  }

  async has(key: string): Promise<boolean> {
    return (await stat(join(this.#folder, key)).catch(() => null)) !== null;
  }

  async read(key: string, range?: Range): Promise<Readable> {
    return createReadStream(join(this.#folder, key), range);
  }

  async remove(key: string): Promise<void> {
    await rm(join(this.#folder, key), { force: true });
  }

  async removeCounty(countyId: string): Promise<void> {
    await rm(join(this.#folder, countyId), { recursive: true, force: true });
  }
}

/** A rename is on disk only when its directory is. */
async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
