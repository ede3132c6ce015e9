/** Who wants to take part or to help: a place in the queue, first come first served; who leaves lets the next one in. */
import type { Context, Problem, Tx } from '@yimi/kernel';
import { defineCommand, derivedId, Id, keyOf, scopes } from '@yimi/kernel';
import type { Client } from '@yimi/people';
import { clients, liveClient, recordedFor } from '@yimi/people';
import { profiles } from '@yimi/volunteers';
import * as z from 'zod/mini';
import {
  activityOf,
  entriesOf,
  entryOf,
  organisers,
  placeOfActivity,
  placeOfEntry,
  putWithSeats,
} from '../activity-rules.ts';
import {
  alreadySignedUp,
  didNotCome,
  hasLeft,
  livesElsewhere,
  nobodyNamed,
  noSuchPerson,
  noSuchShift,
  notInsured,
  notOpen,
  notTrained,
} from '../problems.ts';
import { stationsOf } from '../stations-of.ts';
import type { Activity, Entry, Shift } from '../tables.ts';
import { activities, entries } from '../tables.ts';

const Input = z.strictObject({
  entryId: Id,
  activityId: Id,
  part: z.enum(['participant', 'helper']),
  clientId: z.nullable(Id),
  helperId: z.nullable(Id),
  name: z.nullable(z.string().check(z.minLength(1), z.maxLength(40))),
  phone: z.nullable(z.string().check(z.regex(/^[\d +-]{5,20}$/))),
  shiftId: z.nullable(Id),
  /** All sessions of the series from this one on, as far as they take place. */
  wholeSeries: z.boolean(),
});
type Input = z.infer<typeof Input>;
type Who = Pick<Entry, 'clientId' | 'recordedFor' | 'name' | 'phone' | 'person' | 'helperId'>;

const takesPart = (activity: Activity): boolean => activity.state === 'open' || activity.state === 'held';

function clientOf(tx: Tx, clientId: string, { stationId }: Activity): Client | Problem {
  const client = liveClient(tx, clientId);
  if (client === 'absent' || client === 'not-held' || client.state !== 'active') return noSuchPerson();
  // An entry follows its person's file among the desks of the stations where they lived; others are noted by name.
  return stationsOf(tx, client).has(stationId) ? client : livesElsewhere();
}

function whoSignsUp(tx: Tx, input: Input, activity: Activity): Who | Problem {
  const { helperId, name, phone, entryId } = input;
  if (input.clientId !== null) {
    const client = clientOf(tx, input.clientId, activity);
    if ('code' in client) return client;
    const file = { clientId: client.id, recordedFor: recordedFor(client, input.clientId), person: client.id };
    return { ...file, helperId, name: null, phone: null };
  }
  if (name === null) return nobodyNamed();
  return { clientId: null, recordedFor: null, helperId, name, phone, person: helperId ?? entryId };
}

function isTaken(all: readonly Entry[], { clientId, helperId }: Who): boolean {
  return all.some(
    (entry) =>
      entry.seat !== 'left' &&
      ((clientId !== null && entry.clientId === clientId) || (helperId !== null && entry.helperId === helperId)),
  );
}

function enter(
  tx: Tx,
  activity: Activity,
  entry: Pick<Entry, 'id' | 'part' | 'shiftId'> & Who,
  context: Context,
): void {
  const turn = activity.turns + 1;
  const { roomId, stationId, day, kinds } = activity;
  putWithSeats(tx, { ...activity, turns: turn }, [
    {
      ...entry,
      ...{ activityId: activity.id, roomId, stationId, day, kinds, turn, seat: 'in', attended: 'unknown' },
      ...{ rating: null, ratingWords: null, authorId: context.onBehalfOf ?? context.actorId },
      recordedAt: context.recordedAt,
    },
  ]);
}

/** The sessions after this one for which people may still be noted. */
function later(tx: Tx, { seriesId, stationId, day, id }: Activity): Activity[] {
  if (seriesId === null) return [];
  const found = tx.list(activities, { column: 'seriesId', value: seriesId }, scopes.desk(stationId));
  const open = (one: Activity): boolean => one.state === 'planned' || one.state === 'open';
  return found === 'not-held' ? [] : found.filter((one) => one.id !== id && one.day > day && open(one));
}

/** 先培训再上岗: what the shift asks of its helpers, as the book of volunteers has it for that day. */
function lacking(tx: Tx, { asks = [] }: Shift, helperId: string | null, { stationId, day }: Activity): Problem | null {
  if (asks.length === 0) return null;
  const found = helperId === null ? 'absent' : tx.get(profiles, helperId, scopes.desk(stationId));
  if (found === 'not-held') return null;
  const { trainedOn, insuredUntil } = found === 'absent' ? { trainedOn: null, insuredUntil: null } : found;
  if (asks.includes('trained') && (trainedOn === null || trainedOn > day)) return notTrained();
  return asks.includes('insured') && (insuredUntil === null || insuredUntil < day) ? notInsured() : null;
}

export const signUp = defineCommand({
  name: 'activities.sign-up',
  input: Input,
  permission: organisers,
  keys: (input) => [
    keyOf(activities, input.activityId),
    keyOf(entries, input.entryId),
    ...(input.clientId === null ? [] : [keyOf(clients, input.clientId)]),
    ...(input.helperId === null ? [] : [keyOf(profiles, input.helperId)]),
  ],
  subject: (input) => input.clientId,
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, input, context) => {
    const found = activityOf(tx, input.activityId);
    if ('answer' in found) return found.answer;
    const { activity } = found;
    if (!takesPart(activity)) return notOpen();
    const { part, shiftId } = input;
    const shift = activity.shifts.find((one) => one.id === shiftId);
    if (shiftId !== null && (part !== 'helper' || shift === undefined)) return noSuchShift();
    const lacks = shift === undefined ? null : lacking(tx, shift, input.helperId, activity);
    if (lacks !== null) return lacks;
    const who = whoSignsUp(tx, input, activity);
    if ('code' in who) return who;
    if (tx.get(entries, input.entryId) !== 'absent') return alreadySignedUp();
    if (isTaken(entriesOf(tx, activity), who)) return alreadySignedUp();
    enter(tx, activity, { id: input.entryId, part, shiftId, ...who }, context);
    for (const one of input.wholeSeries ? later(tx, activity) : []) {
      if (isTaken(entriesOf(tx, one), who)) continue;
      // Shifts are each session's own.
      enter(tx, one, { id: derivedId(input.entryId, one.id), part, shiftId: null, ...who }, context);
    }
    return undefined;
  },
});

export const leaveActivity = defineCommand({
  name: 'activities.leave',
  input: z.strictObject({ entryId: Id }),
  permission: organisers,
  keys: (input) => [keyOf(entries, input.entryId)],
  place: (tx, input) => placeOfEntry(tx, input.entryId),
  execute: (tx, { entryId }) => {
    const found = entryOf(tx, entryId);
    if ('answer' in found) return found.answer;
    const { entry, activity } = found;
    if (entry.seat === 'left') return hasLeft();
    if (entry.attended === 'came' || activity.state === 'closed' || activity.state === 'called-off') return notOpen();
    putWithSeats(tx, activity, [{ ...entry, seat: 'left' }]);
    return undefined;
  },
});

/** Feedback (反馈), one grade a person, given to the organiser or written on a slip. */
export const rateActivity = defineCommand({
  name: 'activities.rate',
  input: z.strictObject({
    entryId: Id,
    rating: z.int().check(z.minimum(1), z.maximum(5)),
    words: z.nullable(z.string().check(z.minLength(1), z.maxLength(300))),
  }),
  permission: organisers,
  keys: (input) => [keyOf(entries, input.entryId)],
  place: (tx, input) => placeOfEntry(tx, input.entryId),
  execute: (tx, { entryId, rating, words }) => {
    const found = entryOf(tx, entryId);
    if ('answer' in found) return found.answer;
    if (found.entry.attended !== 'came') return didNotCome();
    tx.put(entries, { ...found.entry, rating, ratingWords: words });
    return undefined;
  },
});
