/**
 * A deposit is adopted by a person of the station (law S5): its command runs with the adopter's permission, on behalf of
 * the author. It keeps its own id where the engine has not seen that id, so that it cannot run a second time when the
 * phone itself comes back (C3); where the engine refused it before, the adoption mends that refusal (C4).
 */
import type { Problem } from '@yimi/kernel';
import { Id, isProblem, uuidv7 } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import { sql } from 'kysely';
import * as z from 'zod';
import { envelope as envelopeOf } from '../accounts/open-account.ts';
import type { Actor } from '../accounts/parts.ts';
import { firstOf, touched } from '../accounts/rows.ts';
import { depositKeysOf } from '../accounts/secrets.ts';
import type { DepositParts } from './parts.ts';
import { alreadySettled, noSuchDeposit, unreadable } from './problems.ts';
import { openDeposit } from './sealed-box.ts';
import type { DepositRow } from './tray.ts';
import { depositNamed, trayStations } from './tray.ts';

export const OfDeposit = z.object({ id: Id });
export const SetAside = z.object({ id: Id, reason: z.enum(['recorded-again', 'not-true', 'cannot-be-read']) });

const Earlier = z.object({
  actor_id: z.string(),
  status: z.enum(['accepted', 'refused', 'waiting']),
  recorded_at: z.number(),
  settled_by: z.string().nullable(),
});
type Earlier = z.infer<typeof Earlier>;

export async function adopt(
  parts: DepositParts,
  actor: Actor,
  { id }: z.infer<typeof OfDeposit>,
): Promise<{ outcome: Outcome } | Problem> {
  const found = await parts.database.inCounty(actor.countyId, async (trx) => {
    const row = mine(await depositNamed(trx, id), actor);
    if (isProblem(row) || row.command_id === null) return isProblem(row) ? row : unreadable();
    const earlier = await firstOf(
      trx,
      Earlier,
      sql`select actor_id, status, recorded_at, settled_by from engine.receipts where id = ${row.command_id}`,
    );
    return { row, earlier };
  });
  if (isProblem(found)) return found;
  const entry =
    found.row.content === null ? unreadable() : openDeposit(found.row.content, ...depositKeysOf(parts.keys));
  if (isProblem(entry)) return unreadable();
  const outcome = await run(parts, actor, entry.envelope, entry.userId, found.earlier);
  await record(parts, actor, id, outcome);
  return { outcome };
}

function mine(row: DepositRow | null, actor: Actor): DepositRow | Problem {
  if (row === null || row.station_id === null || !trayStations(actor).includes(row.station_id)) return noSuchDeposit();
  return row.state === 'open' ? row : alreadySettled();
}

async function run(
  parts: DepositParts,
  actor: Actor,
  envelope: Envelope,
  author: string,
  earlier: Earlier | null,
): Promise<Outcome> {
  // It has come by another way in the meantime.
  if (earlier?.status === 'accepted') {
    return { id: envelope.id, status: 'accepted', recordedAt: earlier.recorded_at, clocks: {} };
  }
  const sent = earlier === null ? envelope : again(parts, actor, envelope, author, earlier);
  const [outcome] = await parts.push(actor, [sent], author);
  if (outcome === undefined) throw new Error('a push without an outcome');
  // The deposit itself stays in the tray: the adopter's failed try need not lie there beside it.
  if (outcome.status === 'refused') await parts.push(actor, [withdrawal(parts, sent.id)]);
  return outcome;
}

function withdrawal(parts: DepositParts, commandId: string): Envelope {
  return { ...envelopeOf(parts, 'sync.withdraw-command', { commandId }), mends: commandId };
}

function again(parts: DepositParts, actor: Actor, envelope: Envelope, author: string, earlier: Earlier): Envelope {
  // The adopter's own try, which waits for another command, may be sent again as it is.
  if (earlier.status === 'waiting' && earlier.actor_id === actor.userId) return envelope;
  const mendable = earlier.settled_by === null && [author, actor.userId].includes(earlier.actor_id);
  return { ...envelope, id: uuidv7(parts.now(), parts.random(10)), mends: mendable ? envelope.id : null };
}

async function record(parts: DepositParts, actor: Actor, id: string, outcome: Outcome): Promise<void> {
  await parts.database.inCounty(actor.countyId, (trx) =>
    (outcome.status === 'accepted'
      ? // The engine holds it now, under the keys of the person concerned (law A7).
        sql`update login.deposits set state = 'adopted', content = null, settled_at = ${parts.now()},
          settled_by = ${actor.userId} where id = ${id} and state = 'open'`
      : sql`update login.deposits set problem = ${JSON.stringify(outcome.problem ?? null)}
          where id = ${id} and state = 'open' and ${outcome.problem !== undefined}::boolean`
    ).execute(trx),
  );
}

/** Needs no running any more; it stays on record with the reason. */
export function setAside(parts: DepositParts, actor: Actor, input: z.infer<typeof SetAside>): Promise<Problem | null> {
  return parts.database.inCounty(actor.countyId, async (trx) => {
    const row = mine(await depositNamed(trx, input.id), actor);
    if (isProblem(row)) return row;
    const problem = { ...row.problem, details: { ...row.problem.details, setAside: input.reason } };
    const done = await touched(
      trx,
      sql`update login.deposits set state = 'set-aside', problem = ${JSON.stringify(problem)}, settled_at = ${parts.now()},
        settled_by = ${actor.userId} where id = ${input.id} and state = 'open'`,
    );
    return done === 1 ? null : alreadySettled();
  });
}
