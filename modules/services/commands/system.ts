/** What the program itself does, as commands like all others (law C1): a file arrived, a rule re-dates, a window moves. */
import { Day, defineCommand, derivedId, Id, Instant, keyOf, scopes } from '@yimi/kernel';
import { rooms } from '@yimi/network';
import { clients, isServed } from '@yimi/people';
import * as z from 'zod/mini';
import { dueOn, ruleOf } from '../due.ts';
import { care, evidence, visits, windows } from '../tables.ts';

const nowhere = () => null;

/** The server has the file on disk and its hash is right (laws S1, S6). */
export const confirmEvidence = defineCommand({
  name: 'services.confirm-evidence',
  system: true,
  input: z.strictObject({ evidenceId: Id, arrivedAt: Instant }),
  permission: {},
  keys: (input) => [keyOf(evidence, input.evidenceId)],
  place: nowhere,
  execute: (tx, input) => {
    const file = tx.get(evidence, input.evidenceId);
    if (file === 'absent' || file === 'not-held' || file.arrivedAt !== null) return undefined;
    tx.put(evidence, { ...file, arrivedAt: input.arrivedAt });
    return undefined;
  },
});

/** One village brought into step with the rule, with the station it belongs to now and with what its people are. */
export const redateRoom = defineCommand({
  name: 'services.re-date-room',
  system: true,
  input: z.strictObject({ roomId: Id }),
  permission: {},
  place: nowhere,
  execute: (tx, input) => {
    const room = tx.get(rooms, input.roomId, scopes.county);
    const states = tx.list(care, { column: 'roomId', value: input.roomId }, scopes.room(input.roomId));
    if (states === 'not-held' || room === 'absent' || room === 'not-held') return undefined;
    const rule = ruleOf(tx);
    for (const state of states) {
      const due = dueOn(rule, state);
      const client = tx.get(clients, state.id);
      const here = client !== 'absent' && client !== 'not-held';
      const groups = here ? client.groups : state.groups;
      const active = here ? isServed(client) : state.active;
      const grouped = groups.length === state.groups.length && groups.every((one) => state.groups.includes(one));
      const same = due === state.dueOn && state.stationId === room.stationId && active === state.active;
      if (same && grouped) continue;
      tx.put(care, { ...state, dueOn: due, stationId: room.stationId, groups, active });
    }
    return undefined;
  },
});

/**
 * A village's window moves on (law S7): visits before the day leave its phones and lie in the archive. The server names
 * them, a few hundred at a time.
 */
export const archiveVisits = defineCommand({
  name: 'services.archive-visits',
  system: true,
  input: z.strictObject({ roomId: Id, fromDay: Day, visitIds: z.array(Id).check(z.maxLength(300)) }),
  permission: {},
  keys: (input) => input.visitIds.map((id) => keyOf(visits, id)),
  place: nowhere,
  execute: (tx, input) => {
    const id = derivedId(input.roomId, 'window');
    tx.put(windows, { id, roomId: input.roomId, fromDay: input.fromDay });
    for (const visitId of input.visitIds) {
      const visit = tx.get(visits, visitId);
      if (visit === 'absent' || visit === 'not-held' || visit.heldIn !== input.roomId) continue;
      if (visit.occurredOn < input.fromDay) tx.put(visits, { ...visit, archived: true });
    }
    return undefined;
  },
});
