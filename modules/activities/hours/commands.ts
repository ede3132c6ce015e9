/**
 * How service hours come in: from the organiser's list of who helped from when to when; by hand, which a second person has to
 * confirm; from another volunteer system, under its own number. The way there and back is not part of them.
 */
import type { Context, Permission, Place, Problem, Tx } from '@yimi/kernel';
import { dayOf, defineCommand, derivedId, Id, Instant, implausible, keyOf } from '@yimi/kernel';
import { liveRoom, rooms } from '@yimi/network';
import * as z from 'zod/mini';
import { entryOf, placeOfEntry } from '../activity-rules.ts';
import { didNotCome, noSuchEntry, unknownVillage } from '../problems.ts';
import { entries } from '../tables.ts';
import {
  alreadyAdded,
  noHelperNumber,
  noSuchHours,
  notThatDay,
  notWaiting,
  secondPerson,
  tooLong,
  wrongStretch,
} from './problems.ts';
import { attendanceHours, hoursOf, longestStretch, putHours } from './rules.ts';
import type { ServiceHours } from './tables.ts';
import { hours, importedHoursId } from './tables.ts';

const byStation: Permission = { 'station-worker': 'station', 'station-head': 'station' };
const organisers: Permission = { ...byStation, 'village-worker': 'room' };
const Name = z.string().check(z.minLength(1), z.maxLength(40));
const Reason = z.string().check(z.minLength(1), z.maxLength(200));

/** The actor, or the person for whom a supervisor adopts. */
const whoActs = (context: Context): string => context.onBehalfOf ?? context.actorId;

function stretchProblem(fromAt: number, toAt: number, recordedAt: number): Problem | null {
  if (fromAt >= toAt || toAt > recordedAt + 600_000) return wrongStretch();
  return toAt - fromAt > longestStretch * 60_000 ? tooLong(longestStretch / 60) : null;
}

/** 签到时长: from when to when somebody on the list helped, as the organiser saw it; once more puts it right. */
export const noteHours = defineCommand({
  name: 'activities.note-hours',
  input: z.strictObject({ entryId: Id, fromAt: Instant, toAt: Instant }),
  permission: organisers,
  keys: (input) => [keyOf(entries, input.entryId)],
  place: (tx, input) => placeOfEntry(tx, input.entryId),
  execute: (tx, { entryId, fromAt, toAt }, context) => {
    const found = entryOf(tx, entryId);
    if ('answer' in found) return found.answer;
    const { entry, activity } = found;
    if (entry.part !== 'helper') return noSuchEntry();
    if (entry.helperId === null) return noHelperNumber();
    if (entry.attended !== 'came') return didNotCome();
    const wrong = stretchProblem(fromAt, toAt, context.recordedAt);
    if (wrong !== null) return wrong;
    if (dayOf(fromAt) !== activity.day) return notThatDay(activity.day);
    const told = { fromAt, toAt, addedBy: whoActs(context), recordedAt: context.recordedAt };
    putHours(tx, entry.helperId, [attendanceHours(activity, entry, entry.helperId, told)]);
    return undefined;
  },
});

function placeOfVillage(tx: Tx, roomId: string): Place | null {
  const room = liveRoom(tx, roomId);
  return room === null ? null : { roomId: room.id, stationId: room.stationId };
}

const Added = { helperId: Id, helperName: Name, roomId: Id, fromAt: Instant, toAt: Instant };

function addedRow(
  tx: Tx,
  input: Pick<ServiceHours, 'id' | 'helperId' | 'helperName' | 'roomId' | 'fromAt' | 'toAt' | 'source' | 'state'>,
  more: Pick<ServiceHours, 'reason' | 'outside'>,
  context: Context,
): ServiceHours | Problem {
  const room = liveRoom(tx, input.roomId);
  if (room === null) return unknownVillage();
  const wrong = stretchProblem(input.fromAt, input.toAt, context.recordedAt);
  if (wrong !== null) return wrong;
  return {
    ...{ ...input, ...more, roomId: room.id, stationId: room.stationId, activityId: null },
    ...{ day: dayOf(input.fromAt), minutes: 0, overlapping: 0, addedBy: whoActs(context), confirmedBy: null },
    recordedAt: context.recordedAt,
  };
}

/** 补录: flagged as such, and nothing until a second person confirms it. */
export const addHours = defineCommand({
  name: 'activities.add-hours',
  input: z.strictObject({ ...Added, hoursId: Id, reason: Reason }),
  permission: organisers,
  keys: (input) => [keyOf(hours, input.hoursId), keyOf(rooms, input.roomId)],
  place: (tx, input) => placeOfVillage(tx, input.roomId),
  execute: (tx, { hoursId, reason, ...added }, context) => {
    if (tx.get(hours, hoursId) !== 'absent') return alreadyAdded();
    // Beyond what a device's clock may be off by, the day itself is in doubt (law C5).
    if (implausible(context.occurredAt, context.recordedAt)) return wrongStretch();
    const row = addedRow(
      tx,
      { ...added, id: hoursId, source: 'by-hand', state: 'waiting' },
      { reason, outside: null },
      context,
    );
    if ('code' in row) return row;
    putHours(tx, row.helperId, [row]);
    return undefined;
  },
});

/** The hours, where they lie: their village may belong to another station by now, and goes with it. */
function placeOfHours(tx: Tx, hoursId: string): Place | 'not-held' | null {
  const row = tx.get(hours, hoursId);
  if (row === 'not-held') return 'not-held';
  return row === 'absent' ? null : { roomId: row.roomId, stationId: row.stationId };
}

function changeHours(
  tx: Tx,
  hoursId: string,
  change: (row: ServiceHours) => ServiceHours | Problem,
): Problem | undefined {
  const row = tx.get(hours, hoursId);
  if (row === 'not-held') return undefined;
  if (row === 'absent') return noSuchHours();
  const after = change(row);
  if ('code' in after) return after;
  putHours(tx, row.helperId, [after]);
  return undefined;
}

export const confirmHours = defineCommand({
  name: 'activities.confirm-hours',
  input: z.strictObject({ hoursId: Id, confirmed: z.boolean(), reason: z.nullable(Reason) }),
  permission: byStation,
  keys: (input) => [keyOf(hours, input.hoursId)],
  place: (tx, input) => placeOfHours(tx, input.hoursId),
  execute: (tx, { hoursId, confirmed, reason }, context) =>
    changeHours(tx, hoursId, (row) => {
      if (row.state !== 'waiting') return notWaiting();
      // Neither who wrote it down nor who helped.
      const second = whoActs(context);
      if (second === row.addedBy || second === row.helperId) return secondPerson();
      const judged = { confirmedBy: second, reason: reason ?? row.reason };
      return { ...row, ...judged, state: confirmed ? 'counted' : 'declined' };
    }),
});

/** It was never so: struck off with a reason, and it stays to be seen. */
export const strikeHours = defineCommand({
  name: 'activities.strike-hours',
  input: z.strictObject({ hoursId: Id, reason: Reason }),
  permission: byStation,
  keys: (input) => [keyOf(hours, input.hoursId)],
  place: (tx, input) => placeOfHours(tx, input.hoursId),
  execute: (tx, { hoursId, reason }) =>
    changeHours(tx, hoursId, (row) => (row.state === 'counted' ? { ...row, state: 'struck', reason } : noSuchHours())),
});

/** From another volunteer system, by its number there: brought twice, it counts once. */
export const importHours = defineCommand({
  name: 'activities.import-hours',
  input: z.strictObject({
    ...Added,
    system: z.string().check(z.regex(/^[a-z0-9-]{2,20}$/)),
    number: z.string().check(z.minLength(1), z.maxLength(50)),
  }),
  permission: byStation,
  keys: (input) => [keyOf(hours, importedHoursId(input)), keyOf(rooms, input.roomId)],
  place: (tx, input) => placeOfVillage(tx, input.roomId),
  execute: (tx, { system, number, ...added }, context) => {
    const id = importedHoursId({ system, number });
    const before = tx.get(hours, id);
    // Taken back with the import it came by, it may come again.
    if (before !== 'absent' && (before === 'not-held' || !isTakenBack(before))) return alreadyAdded();
    const row = addedRow(
      tx,
      { ...added, id, source: 'imported', state: 'counted' },
      { reason: null, outside: `${system}:${number}` },
      context,
    );
    if ('code' in row) return row;
    putHours(tx, row.helperId, [row]);
    return undefined;
  },
});

/** Struck off by a person they have a reason, and stay so. */
const isTakenBack = ({ source, state, reason }: ServiceHours): boolean =>
  source === 'imported' && state === 'struck' && reason === null;

/** The import they came by is taken back: the row stays, and counts nothing. */
export const withdrawImportedHours = defineCommand({
  name: 'activities.withdraw-imported-hours',
  system: true,
  input: z.strictObject({ hoursId: Id }),
  permission: {},
  keys: (input) => [keyOf(hours, input.hoursId)],
  place: () => null,
  execute: (tx, { hoursId }) =>
    changeHours(tx, hoursId, (row) =>
      row.source === 'imported' && row.state === 'counted' ? { ...row, state: 'struck', reason: null } : noSuchHours(),
    ),
});

/** Hours of a list, where somebody on it turns out not to have come: they go with the tick. */
export function strikeWithTick(tx: Tx, entryId: string, helperId: string): void {
  const id = derivedId(entryId, 'hours');
  const row = hoursOf(tx, helperId).find((one) => one.id === id);
  if (row?.state === 'counted') putHours(tx, helperId, [{ ...row, state: 'struck', reason: null }]);
}
