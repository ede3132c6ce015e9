/** Lays sealed bytes into the tray as they came; committed before the phone is told so (law S1). */

import { createHash } from 'node:crypto';
import type { Problem } from '@yimi/kernel';
import { dayOf, uuidv7 } from '@yimi/kernel';
import { sql } from 'kysely';
import type { AccountParts } from '../accounts/parts.ts';
import { postsOf } from '../accounts/people.ts';
import type { Proven } from './depositor.ts';
import type { DepositedEntry } from './sealed-box.ts';
import { stationsOfAuthor } from './station-of-author.ts';

export async function keep(
  parts: AccountParts,
  depositor: Proven,
  box: Uint8Array,
  entry: DepositedEntry | null,
  reason: Problem,
): Promise<void> {
  const now = parts.now();
  const occurredAt = entry?.envelope.occurredAt ?? null;
  // A phone seals anew each time it sends; what is inside stays the same.
  const inside = entry === null ? box : JSON.stringify(entry);
  const digest = createHash('sha256').update(depositor.user_id).update(inside).digest();
  await parts.database.inCounty(depositor.county_id, async (trx) => {
    const author = entry?.userId ?? depositor.user_id;
    const posts = await postsOf(trx, [author, depositor.user_id]);
    const day = dayOf(occurredAt ?? now);
    const stationOf = (userId: string) =>
      stationsOfAuthor(
        posts.filter((post) => post.userId === userId),
        day,
      )[0];
    await sql`insert into login.deposits (id, device_id, depositor_id, user_id, station_id, command_id, received_at,
        occurred_at, state, problem, digest, content)
      values (${uuidv7(now, parts.random(10))}, ${depositor.device_id}, ${depositor.user_id}, ${entry?.userId ?? null},
        ${stationOf(author) ?? stationOf(depositor.user_id) ?? null}, ${entry?.envelope.id ?? null}, ${now}, ${occurredAt},
        'open', ${JSON.stringify(reason)}, ${digest}, ${Buffer.from(box)})
      on conflict (county_id, digest) do nothing`.execute(trx);
  });
}
