/** Files as they were read, the last few: a wizard asks for the same one at every step. Nothing depends on what is kept here. */
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import type { LedgerFiles } from './ledger-files.ts';
import { fileForgotten } from './problems.ts';
import type { Ledger } from './reading/ledger.ts';
import { readAside } from './reading/read-aside.ts';

/** A ledger of 100,000 rows takes some 25 MB, one of the most rows and columns that are read ten times that. */
const mostKept = 2;
const keptMs = 10 * 60_000;

export class OpenedLedgers {
  readonly #files: Pick<LedgerFiles, 'read'>;
  readonly #now: () => number;
  readonly #kept = new Map<string, { ledger: Promise<Ledger | Problem>; at: number }>();

  constructor(files: Pick<LedgerFiles, 'read'>, now: () => number) {
    this.#files = files;
    this.#now = now;
  }

  async open(countyId: string, sha256: string): Promise<Ledger | Problem> {
    const key = `${countyId}/${sha256}`;
    this.#drop();
    const known = this.#kept.get(key);
    const ledger = known?.ledger ?? this.#read(countyId, sha256);
    this.#kept.delete(key);
    this.#kept.set(key, { ledger, at: this.#now() });
    const read = await ledger.catch(() => fileForgotten());
    if (isProblem(read)) this.#kept.delete(key);
    return read;
  }

  async #read(countyId: string, sha256: string): Promise<Ledger | Problem> {
    const bytes = await this.#files.read(countyId, sha256);
    return bytes === null ? fileForgotten() : readAside(bytes);
  }

  #drop(): void {
    for (const [key, { at }] of this.#kept) {
      if (this.#kept.size >= mostKept + 1 || at < this.#now() - keptMs) this.#kept.delete(key);
    }
  }
}
