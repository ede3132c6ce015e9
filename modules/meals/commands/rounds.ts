/** The station sets up a round, and hands a day's sheet to somebody else; the program makes the sheets, tells of late ones, puts old ones away. */
import type { Permission, Problem, Tx } from '@yimi/kernel';
import { addDays, Day, dayOf, defineCommand, Id, keyOf } from '@yimi/kernel';
import { liveRoom } from '@yimi/network';
import * as z from 'zod/mini';
import { doors, ownSheets } from '../carried.ts';
import { alreadyReported, dinerTwice, noSuchDeliverer, noSuchDiner, noSuchRound, noSuchSheet } from '../problems.ts';
import {
  callOff,
  carrySheet,
  dinerIdOf,
  dinersOf,
  isLate,
  layOut,
  mealsOf,
  servedDiner,
  servesAt,
  sheetIdOf,
  staffOf,
} from '../round-rules.ts';
import type { Round } from '../tables.ts';
import { Contact, diners, mostDiners, rounds, sheets } from '../tables.ts';

export const byStation: Permission = { 'station-worker': 'station', 'station-head': 'station' };

const Input = z.strictObject({
  roundId: Id,
  stationId: Id,
  name: z.string().check(z.minLength(1), z.maxLength(40)),
  weekdays: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7)),
  dueMinute: z.int().check(z.minimum(0), z.maximum(1439)),
  delivererIds: z.array(Id).check(z.minLength(1), z.maxLength(6)),
  diners: z
    .array(
      z.strictObject({
        clientId: Id,
        note: z.nullable(z.string().check(z.minLength(1), z.maxLength(60))),
        contacts: z.array(Contact).check(z.maxLength(3)),
      }),
    )
    .check(z.minLength(1), z.maxLength(mostDiners)),
  ended: z.boolean(),
});
type Input = z.infer<typeof Input>;

/** Deliverers serve at the station, diners live in its villages, each of them once. */
function wrongPeople(tx: Tx, input: Input, today: string): Problem | null {
  const all = staffOf(tx, input.stationId);
  if (input.delivererIds.some((id) => servesAt(all, id, today) === undefined)) return noSuchDeliverer();
  const seen = new Set<string>();
  for (const { clientId } of input.diners) {
    const client = servedDiner(tx, clientId);
    if (client === null || liveRoom(tx, client.roomId)?.stationId !== input.stationId) return noSuchDiner();
    if (seen.has(client.id)) return dinerTwice();
    seen.add(client.id);
  }
  return null;
}

function putDiners(tx: Tx, round: Round, listed: Input['diners']): void {
  const kept = new Set(listed.map(({ clientId }) => dinerIdOf(round.id, clientId)));
  for (const { id } of dinersOf(tx, round)) if (!kept.has(id)) tx.remove(diners, id);
  listed.forEach((one, position) => {
    const id = dinerIdOf(round.id, one.clientId);
    tx.put(diners, { id, roundId: round.id, stationId: round.stationId, position, ...one });
  });
}

/** From tomorrow on: who is on the way with today's sheet delivers what it says. */
export const setRound = defineCommand({
  name: 'meals.set-round',
  input: Input,
  permission: byStation,
  apart: (input) =>
    input.diners.flatMap(({ clientId }, at) => [
      { subject: clientId, path: ['diners', at, 'note'] },
      { subject: clientId, path: ['diners', at, 'contacts'] },
    ]),
  keys: (input) => [keyOf(rounds, input.roundId)],
  place: (tx, input) => {
    const round = tx.get(rounds, input.roundId);
    if (round === 'not-held') return 'not-held';
    return { stationId: round === 'absent' ? input.stationId : round.stationId };
  },
  execute: (tx, input, context) => {
    const today = dayOf(context.recordedAt);
    const known = tx.get(rounds, input.roundId);
    if (known !== 'absent' && known !== 'not-held' && known.stationId !== input.stationId) return noSuchRound();
    const wrong = input.ended ? null : wrongPeople(tx, input, today);
    if (wrong !== null) return wrong;
    const { roundId, diners: listed, weekdays, delivererIds, ...rest } = input;
    const days = [...new Set(weekdays)].sort();
    const round: Round = { id: roundId, ...rest, weekdays: days, delivererIds: [...new Set(delivererIds)] };
    tx.put(rounds, round);
    putDiners(tx, round, listed);
    const tomorrow = addDays(today, 1);
    const sheet = tx.get(sheets, sheetIdOf(roundId, tomorrow));
    if (sheet === 'absent' || sheet === 'not-held') return undefined;
    if (round.ended || !isOn(round, tomorrow)) callOff(tx, sheet);
    else layOut(tx, round, tomorrow);
    return undefined;
  },
});

/** 1 is Monday. */
export function isOn({ weekdays }: Pick<Round, 'weekdays'>, day: string): boolean {
  return weekdays.includes(new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
}

/** 换人送: the deputy's phone has the doors, and the first one's no longer. */
export const handOver = defineCommand({
  name: 'meals.hand-over',
  input: z.strictObject({ sheetId: Id, delivererId: Id }),
  permission: byStation,
  keys: (input) => [keyOf(sheets, input.sheetId)],
  place: (tx, input) => {
    const sheet = tx.get(sheets, input.sheetId);
    if (sheet === 'not-held') return 'not-held';
    return sheet === 'absent' ? null : { stationId: sheet.stationId };
  },
  execute: (tx, { sheetId, delivererId }) => {
    const sheet = tx.get(sheets, sheetId);
    if (sheet === 'not-held') return undefined;
    if (sheet === 'absent') return noSuchSheet();
    if (sheet.reportedAt !== null) return alreadyReported();
    if (servesAt(staffOf(tx, sheet.stationId), delivererId, sheet.day) === undefined) return noSuchDeliverer();
    const others = [sheet.delivererId, ...sheet.deputyIds].filter((id) => id !== delivererId);
    const after = { ...sheet, delivererId, deputyIds: others };
    tx.put(sheets, after);
    carrySheet(tx, after);
    for (const { id } of mealsOf(tx, sheet)) {
      const door = tx.get(doors, id);
      if (door !== 'absent' && door !== 'not-held') tx.put(doors, { ...door, delivererId });
    }
    return undefined;
  },
});

export const layOutRound = defineCommand({
  name: 'meals.lay-out',
  system: true,
  input: z.strictObject({ roundId: Id, day: Day }),
  permission: {},
  keys: (input) => [keyOf(rounds, input.roundId), keyOf(sheets, sheetIdOf(input.roundId, input.day))],
  place: () => null,
  execute: (tx, { roundId, day }) => {
    const round = tx.get(rounds, roundId);
    if (round === 'absent' || round === 'not-held') return noSuchRound();
    if (round.ended || !isOn(round, day) || tx.get(sheets, sheetIdOf(roundId, day)) !== 'absent') return undefined;
    layOut(tx, round, day);
    return undefined;
  },
});

const Sheets = z.strictObject({ sheetIds: z.array(Id).check(z.minLength(1), z.maxLength(100)) });

/** 到点没报平安: whoever reported in the meantime is not asked after. */
export const alertRounds = defineCommand({
  name: 'meals.alert',
  system: true,
  input: Sheets,
  permission: {},
  keys: ({ sheetIds }) => sheetIds.map((id) => keyOf(sheets, id)),
  place: () => null,
  execute: (tx, { sheetIds }, { recordedAt }) => {
    for (const id of sheetIds) {
      const sheet = tx.get(sheets, id);
      if (sheet === 'absent' || sheet === 'not-held' || sheet.alertedAt !== null) continue;
      if (isLate(sheet, recordedAt)) tx.put(sheets, { ...sheet, alertedAt: recordedAt });
    }
    return undefined;
  },
});

/** The day is over: no phone keeps the doors. What a phone has not sent yet still finds its meals here. */
export const putAwayRounds = defineCommand({
  name: 'meals.put-away',
  system: true,
  input: Sheets,
  permission: {},
  keys: ({ sheetIds }) => sheetIds.map((id) => keyOf(sheets, id)),
  place: () => null,
  execute: (tx, { sheetIds }, { recordedAt }) => {
    for (const id of sheetIds) {
      const sheet = tx.get(sheets, id);
      if (sheet === 'absent' || sheet === 'not-held' || sheet.day >= dayOf(recordedAt)) continue;
      for (const meal of mealsOf(tx, sheet)) if (tx.get(doors, meal.id) !== 'absent') tx.remove(doors, meal.id);
      if (tx.get(ownSheets, id) !== 'absent') tx.remove(ownSheets, id);
    }
    return undefined;
  },
});
