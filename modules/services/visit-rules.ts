/** What the commands on a visit share: where it lies, and how its author's phone reads it. */
import type { Context, Missing, Place, Tx } from '@yimi/kernel';
import { scopes } from '@yimi/kernel';
import { rooms } from '@yimi/network';
import { clients } from '@yimi/people';
import type { OwnVisit, Visit } from './tables.ts';
import { ownVisits, visits } from './tables.ts';

/** The place of a visit for permission: who wrote it, and where the person lives now. */
export function placeOfVisit(tx: Tx, visitId: string, context: Context): Place | 'not-held' | null {
  const visit = tx.get(visits, visitId);
  if (visit === 'not-held') {
    const own = tx.get(ownVisits, visitId, scopes.self(context.actorId));
    return own === 'absent' ? null : own === 'not-held' ? 'not-held' : { authorId: own.authorId };
  }
  if (visit === 'absent') return null;
  const room = tx.get(rooms, visit.heldIn, scopes.county);
  const stationId = room === 'absent' || room === 'not-held' ? null : room.stationId;
  const client = tx.get(clients, visit.clientId);
  const assigneeId = client === 'absent' || client === 'not-held' ? null : client.assigneeId;
  return { roomId: visit.heldIn, stationId, authorId: visit.authorId, assigneeId };
}

/** Law A7: nothing more is written about a person who was erased. */
export function personErased(tx: Tx, visit: Visit): boolean {
  const client = tx.get(clients, visit.clientId);
  return client !== 'absent' && client !== 'not-held' && client.state === 'erased';
}

/** A change of a visit by its author, on whichever of the two copies this side holds. */
export function changeVisit(
  tx: Tx,
  visitId: string,
  authorId: string,
  change: Partial<Visit> & Partial<OwnVisit>,
): Missing | undefined {
  const visit = tx.get(visits, visitId);
  if (visit !== 'absent' && visit !== 'not-held') {
    // The follower brings the author's own copy into step.
    tx.put(visits, { ...visit, ...change });
    return undefined;
  }
  const own = tx.get(ownVisits, visitId, scopes.self(authorId));
  if (own === 'absent' || own === 'not-held') return own;
  tx.put(ownVisits, { ...own, ...change });
  return undefined;
}
