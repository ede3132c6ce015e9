/** The people's keys, fetched per transaction: no process keeps them, so an erased one is gone for all at once (A7). */
import type { KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { prepared } from '../statements.ts';
import type { Keyring } from './keyring.ts';
import { decrypt, encrypt } from './keyring.ts';

const KeyRow = z.object({ subject: z.string(), wrapped: z.instanceof(Buffer).nullable() });

export class SubjectKeys {
  readonly #trx: Trx;
  readonly #keyring: Keyring;
  readonly #countyId: string;
  /** null: erased. */
  readonly #keys = new Map<string, KeyObject | null>();

  constructor(trx: Trx, keyring: Keyring, countyId: string) {
    this.#trx = trx;
    this.#keyring = keyring;
    this.#countyId = countyId;
  }

  /** Fetches keys; makes those that are not there yet if `make`. The subject null stands for the county itself. */
  async fetch(subjects: Iterable<string | null>, make: boolean): Promise<void> {
    const open = [...new Set([...subjects].map((subject) => subject ?? this.#countyId))].filter(
      (one) => !this.#keys.has(one),
    );
    if (open.length === 0) return;
    await this.#read(open);
    const missing = make ? open.filter((subject) => !this.#keys.has(subject)).sort() : [];
    if (missing.length === 0) return;
    const wrapped = missing.map((subject) => this.#keyring.wrap(this.#keyring.newKey(), this.#countyId, subject));
    await sql`insert into engine.subject_keys (subject, wrapped)
      select * from unnest(${missing}::uuid[], ${wrapped}::bytea[]) on conflict do nothing`.execute(this.#trx);
    await this.#read(missing);
  }

  async #read(subjects: readonly string[]): Promise<void> {
    const found =
      await prepared`select subject, wrapped from engine.subject_keys where subject = any(${subjects}::uuid[])`.execute(
        this.#trx,
      );
    for (const row of z.array(KeyRow).parse(found.rows)) {
      const key = row.wrapped === null ? null : this.#keyring.unwrap(row.wrapped, this.#countyId, row.subject);
      this.#keys.set(row.subject, key);
    }
  }

  /** null when the subject was erased: what cannot be kept is not written. */
  seal(subject: string | null, text: string, place: string): Buffer | null {
    const key = this.#key(subject);
    return key === null ? null : encrypt(key, text, place);
  }

  /** null when the subject was erased. */
  open(subject: string | null, box: Uint8Array, place: string): string | null {
    const key = this.#key(subject);
    return key === null ? null : decrypt(key, box, place);
  }

  #key(subject: string | null): KeyObject | null {
    const key = this.#keys.get(subject ?? this.#countyId);
    if (key === undefined) throw new Error('a key was used that had not been fetched');
    return key;
  }

  match(value: string): Buffer {
    return this.#keyring.match(this.#countyId, value);
  }

  async destroy(subjects: readonly string[], at: number): Promise<void> {
    await sql`update engine.subject_keys set wrapped = null, erased_at = ${at} where subject = any(${subjects}::uuid[])`.execute(
      this.#trx,
    );
  }
}
