/**
 * What a deliverer's phone carries, in their own scope and no other: the sheet with whom to ring at the station, and a row a door
 * with name, way to it, what to mind and whom to ring. Laid out from the day before, so that no network is needed in the
 * morning; put away once the day is over.
 */
import { columns, defineTable, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { Contact, calledKinds, doorOutcomes, mealStates } from './tables.ts';

const Callee = z.strictObject({ name: z.string(), phone: z.string() });

/** Under the sheet's id. */
export const ownSheets = defineTable({
  name: 'meals.own_sheets',
  columns: {
    delivererId: columns.id(),
    stationId: columns.id(),
    name: columns.text(40),
    day: columns.day(),
    dueMinute: columns.count(),
    reportedAt: optional(columns.instant()),
    /** Heads of the station, then the deputies. */
    callees: columns.json(z.array(Callee), { mark: 'guarded' }),
  },
  scope: (row) => scopes.self(row.delivererId),
  seenBy: ['self'],
});
export type OwnSheet = z.infer<typeof ownSheets.schema>;

/** Under the meal's id. */
export const doors = defineTable({
  name: 'meals.doors',
  columns: {
    sheetId: columns.id(),
    delivererId: columns.id(),
    stationId: columns.id(),
    clientId: columns.id(),
    position: columns.count(),
    name: columns.text(40, { mark: 'guarded' }),
    hamlet: columns.text(40),
    phone: optional(columns.text(20, { mark: 'guarded' })),
    note: optional(columns.text(60, { mark: 'sealed' })),
    contacts: columns.json(z.array(Contact), { mark: 'guarded' }),
    state: columns.choice(mealStates),
    called: optional(columns.choice(calledKinds)),
    outcome: optional(columns.choice(doorOutcomes)),
  },
  scope: (row) => scopes.self(row.delivererId),
  seenBy: ['self'],
  subject: (row) => row.clientId,
  lists: ['sheetId'],
});
export type Door = z.infer<typeof doors.schema>;
