/**
 * Checking in (签到、签退) with the digits of the organiser's phone or of the poster. The phone that gives it holds no activity: the
 * server finds which one the digits belong to, whether they were shown then, and whether this person is on its list (law C6).
 */
import type { Context, Permission, Problem, Tx } from '@yimi/kernel';
import { dayOf, defineCommand, Id, implausible, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { activityOf, entriesOf, organisers, placeOfActivity } from '../activity-rules.ts';
import { secondPerson } from '../hours/problems.ts';
import type { Activity, Entry } from '../tables.ts';
import { activities } from '../tables.ts';
import type { CodeSource, Direction } from './codes.ts';
import { directionOf, provenBy, shownOtherwise } from './codes.ts';
import {
  checkedIn,
  checkedOut,
  checkInOver,
  clockIsOff,
  codePast,
  mistyped,
  noCodeYet,
  noSuchCheckIn,
  notOnTheList,
  unknownCode,
} from './problems.ts';
import { checkInIdOf, codeOf, isRunning, layOutCode, putCheckIns } from './rules.ts';
import type { CheckIn, Code } from './tables.ts';
import { checkIns, codes } from './tables.ts';

/** Whoever has a phone of the county, for themselves. */
const oneself: Permission = {
  'hamlet-volunteer': 'assigned',
  'village-worker': 'assigned',
  'station-worker': 'assigned',
  'station-head': 'assigned',
};
const whoActs = (context: Context): string => context.onBehalfOf ?? context.actorId;

interface Found {
  readonly code: Code;
  readonly source: CodeSource;
}

/** Whose digits these are. What was shown at another time is looked for at the person's own stations only: it costs a day's codes. */
function find(
  known: readonly Code[],
  digits: string,
  direction: Direction,
  { occurredAt, posts }: Context,
): Found | Problem {
  for (const code of known) {
    const source = provenBy(code, digits, direction, occurredAt);
    if (source !== null) return { code, source };
  }
  const own = known.filter(({ stationId }) => posts.some((post) => post.stationId === stationId));
  return own.some((code) => shownOtherwise(code, digits, direction, occurredAt)) ? codePast() : unknownCode();
}

/** A code proves more than a poster, and counts where that waits or was not believed; else the first one stands. */
function usedUp(tx: Tx, id: string, activity: Activity, direction: Direction, source: CodeSource): Problem | null {
  const was = tx.get(checkIns, id, scopes.desk(activity.stationId));
  if (was === 'absent' || was === 'not-held') return null;
  if (source === 'code' && was.source === 'print' && was.state !== 'counted') return null;
  return direction === 'in' ? checkedIn() : checkedOut();
}

function checkInRow(
  entry: Entry,
  helperId: string,
  of: Pick<CheckIn, 'id' | 'direction' | 'source'>,
  context: Context,
): CheckIn {
  return {
    ...{ ...of, activityId: entry.activityId, entryId: entry.id, helperId, stationId: entry.stationId },
    // A poster hangs where anybody can copy it, and somebody ticked as absent is the organiser's to say.
    state: of.source === 'code' && entry.attended !== 'absent' ? 'counted' : 'waiting',
    ...{ at: context.occurredAt, judgedBy: null, recordedAt: context.recordedAt },
  };
}

export const checkIn = defineCommand({
  name: 'activities.check-in',
  input: z.strictObject({ digits: z.string().check(z.regex(/^\d{8}$/)) }),
  permission: oneself,
  place: (_tx, _input, context) => ({ assigneeId: whoActs(context) }),
  execute: (tx, { digits }, context) => {
    const direction = directionOf(digits);
    if (direction === null) return mistyped();
    if (implausible(context.occurredAt, context.recordedAt)) return clockIsOff();
    const known = tx.list(codes, { column: 'day', value: dayOf(context.occurredAt) }, scopes.office);
    if (known === 'not-held') return undefined;
    const found = find(known, digits, direction, context);
    if ('problem' in found) return found;
    const held = activityOf(tx, found.code.id);
    if ('answer' in held) return held.answer;
    if (!isRunning(held.activity)) return checkInOver();
    const helperId = whoActs(context);
    const entry = entriesOf(tx, held.activity).find((one) => one.helperId === helperId && one.seat !== 'left');
    if (entry === undefined) return notOnTheList();
    const id = checkInIdOf(entry.id, direction);
    const used = usedUp(tx, id, held.activity, direction, found.source);
    if (used !== null) return used;
    const row = checkInRow(entry, helperId, { id, direction, source: found.source }, context);
    putCheckIns(tx, held.activity, [row], context.recordedAt);
    return undefined;
  },
});

/** 确认: the organiser says of those who used the poster who was there. */
export const judgeCheckIns = defineCommand({
  name: 'activities.judge-check-ins',
  input: z.strictObject({
    activityId: Id,
    checkInIds: z.array(Id).check(z.minLength(1), z.maxLength(400)),
    confirmed: z.boolean(),
  }),
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId, checkInIds, confirmed }, context) => {
    const held = activityOf(tx, activityId);
    if ('answer' in held) return held.answer;
    if (!isRunning(held.activity)) return checkInOver();
    const judgedBy = whoActs(context);
    const rows: CheckIn[] = [];
    for (const id of new Set(checkInIds)) {
      const row = tx.get(checkIns, id, scopes.desk(held.activity.stationId));
      if (row === 'not-held') return undefined;
      if (row === 'absent' || row.activityId !== activityId) return noSuchCheckIn();
      if (row.helperId === judgedBy) return secondPerson();
      if (row.state === 'waiting') rows.push({ ...row, state: confirmed ? 'counted' : 'declined', judgedBy });
    }
    if (rows.length > 0) putCheckIns(tx, held.activity, rows, context.recordedAt);
    return undefined;
  },
});

/** 签到码放到我的手机上: who stands at the door on the day is not always who planned it. The other phone loses it. */
export const takeCode = defineCommand({
  name: 'activities.take-code',
  input: z.strictObject({ activityId: Id }),
  permission: organisers,
  keys: (input) => [keyOf(activities, input.activityId)],
  place: (tx, input) => placeOfActivity(tx, input.activityId),
  execute: (tx, { activityId }, context) => {
    const held = activityOf(tx, activityId);
    if ('answer' in held) return held.answer;
    const code = codeOf(tx, activityId);
    if (code === null) return noCodeYet();
    const after = { ...code, holderId: whoActs(context) };
    tx.put(codes, after);
    layOutCode(tx, held.activity, after, dayOf(context.recordedAt));
    return undefined;
  },
});
