/** The people's keys, fetched per transaction: no process keeps them, so an erased one is gone for all at once (A7). */
import type { KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { prepared } from '../statements.ts';
import type { Keyring } from './keyring.ts';
import { decrypt, encrypt } from './keyring.ts';

const KeyRow = z.object({
  newest: z.number(),
  subject: z.string().nullable(),
  wrapped: z.instanceof(Buffer).nullable(),
  key_version: z.number().nullable(),
});

export class SubjectKeys {
  readonly #trx: Trx;
  readonly #keyring: Keyring;
  readonly #countyId: string;
  /** null: erased. */
  readonly #keys = new Map<string, KeyObject | null>();
  /** Of the master key, as this transaction found it when it first asked: what begins after a new one uses the new one. */
  #newest: number | null = null;

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
    const wrapped = missing.map((subject) =>
      this.#keyring.wrap(this.#version(), this.#keyring.newKey(), this.#countyId, subject),
    );
    await sql`insert into engine.subject_keys (subject, wrapped, key_version)
      select subject, wrapped, ${this.#version()}::integer
      from unnest(${missing}::uuid[], ${wrapped}::bytea[]) as x(subject, wrapped) on conflict do nothing`.execute(
      this.#trx,
    );
    await this.#read(missing);
  }

  async #read(subjects: readonly string[]): Promise<void> {
    const found = await prepared`select v.newest, k.subject, k.wrapped, k.key_version
      from (select max(version) as newest from engine.key_versions) v
        left join engine.subject_keys k on k.subject = any(${subjects}::uuid[])`.execute(this.#trx);
    for (const { newest, subject, wrapped, key_version: version } of z.array(KeyRow).parse(found.rows)) {
      this.#newest ??= newest;
      if (subject === null || version === null) continue;
      const key = wrapped === null ? null : this.#keyring.unwrap(version, wrapped, this.#countyId, subject);
      this.#keys.set(subject, key);
    }
  }

  #version(): number {
    if (this.#newest === null) throw new Error('a key was used before any had been fetched');
    return this.#newest;
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
    return this.#keyring.match(this.#version(), this.#countyId, value);
  }

  async destroy(subjects: readonly string[], at: number): Promise<void> {
    await sql`update engine.subject_keys set wrapped = null, erased_at = ${at} where subject = any(${subjects}::uuid[])`.execute(
      this.#trx,
    );
  }
}
