/**
 * Forms that are not finished yet, on the phone's disk: Android may end the page while the camera is open, and what was
 * typed at somebody's door must be there again. Each lies under the vault's key and opens with the PIN; a form is no
 * command, so unlike the outbox nothing of it can be handed in by a locked phone.
 */
import type { Bytes } from './bytes.ts';
import { decryptJson, encryptJson } from './cipher.ts';
import type { Vault } from './databases.ts';

export interface DraftShelf {
  /** What lay there when the phone was opened; its reader parses it. */
  readonly found: readonly unknown[];
  /** Durable when it resolves; later contents of one id never end under earlier ones. */
  keep(id: string, content: unknown): Promise<void>;
  drop(id: string): Promise<void>;
}

export interface DraftRow {
  /** The id that the record will have: it names nobody. */
  readonly id: string;
  readonly box: Bytes;
}

const placeOf = (id: string): string => `draft ${id}`;

export class Drafts implements DraftShelf {
  readonly #vault: Vault;
  readonly #key: CryptoKey;
  readonly #texts = new Map<string, string>();
  found: readonly unknown[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(vault: Vault, key: CryptoKey) {
    this.#vault = vault;
    this.#key = key;
  }

  async open(): Promise<void> {
    const found: unknown[] = [];
    for (const { id, box } of await this.#vault.drafts.toArray()) {
      const content = await decryptJson(this.#key, box, placeOf(id));
      if (content === undefined) continue;
      found.push(content);
      this.#texts.set(id, JSON.stringify(content));
    }
    this.found = found;
  }

  keep(id: string, content: unknown): Promise<void> {
    const text = JSON.stringify(content);
    if (this.#texts.get(id) === text) return Promise.resolve();
    this.#texts.set(id, text);
    return this.#next(async () => {
      const box = await encryptJson(this.#key, JSON.parse(text), placeOf(id));
      await this.#vault.drafts.put({ id, box });
    });
  }

  drop(id: string): Promise<void> {
    if (!this.#texts.delete(id)) return Promise.resolve();
    return this.#next(() => this.#vault.drafts.delete(id));
  }

  /** A photo of an open form is nobody's yet and must stay all the same. */
  names(sha256: string): boolean {
    return [...this.#texts.values()].some((text) => text.includes(sha256));
  }

  /** One after another: two writes of one form must not overtake each other. */
  #next(write: () => Promise<void>): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const done = this.#last.then(write);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** What was asked for until now is written; nothing after it. */
  close(): Promise<unknown> {
    this.#closed = true;
    return this.#last;
  }
}
