/**
 * Reading personal data is an act like others (PIPL 51, laws A3, A4): it is written to the audit in the transaction that
 * reads, under the key of the person it is about, so that an erasure takes the content along and leaves the act.
 */

import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@yimi/kernel';
import { sql } from 'kysely';
import type { ReadContext } from './read-context.ts';

export type ReadAct =
  | 'people.open-file'
  | 'people.reveal'
  | 'people.list-villagers'
  | 'people.export'
  | 'registers.open'
  | 'registers.export'
  | 'protection.open'
  | 'volunteers.export'
  | 'certificates.paper'
  | 'points.settlement'
  | 'points.slip'
  | 'reports.export'
  | 'reports.sign';

export interface Access {
  readonly action: ReadAct;
  readonly outcome: 'accepted' | 'refused';
  /** The person; null where none is there or they are out of reach, for then no key may be made. */
  readonly subject: string | null;
  readonly content: Readonly<Record<string, string | null>>;
}

export async function logAccess(
  { trx, tx, actor, now }: ReadContext,
  { action, outcome, subject, content }: Access,
): Promise<void> {
  const id = uuidv7(now, randomBytes(10));
  await tx.keys.fetch([subject], true);
  const sealed = tx.keys.seal(subject, JSON.stringify(content), `audit/${id}`) ?? Buffer.alloc(0);
  await sql`insert into engine.audit (id, at, actor_id, action, outcome, subject, content)
    values (${id}, ${now}, ${actor.userId}, ${action}, ${outcome}, ${subject}, ${sealed})`.execute(trx);
}
