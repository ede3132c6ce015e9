/**
 * Points follow from hours that count, and from nothing else: none are given for telling of neighbours, or by anybody's hand. What a lot ought
 * to hold is a function of its hours; an entry is written for the difference only, so that hours that arrive twice, late
 * or in another order give the same points (law S4), and hours struck off take theirs back.
 */
import type { ServiceHours } from '@yimi/activities';
import { hours } from '@yimi/activities';
import type { Tx } from '@yimi/kernel';
import { dayOf, defineFollower, derivedId } from '@yimi/kernel';
import { entriesOf, givenBy, goodFor, hasDeclined, pointRuleOf } from './ledger.ts';
import type { PointEntry } from './tables.ts';
import { pointEntries } from './tables.ts';

type Terms = Pick<PointEntry, 'perHour' | 'goodUntil'>;

/** By which rule a new lot begins; null: none does, for points are off or declined. */
function termsOf(tx: Tx, helperId: string, day: string): Terms | null {
  const rule = pointRuleOf(tx);
  if (!rule.inUse || hasDeclined(tx, helperId)) return null;
  return { perHour: rule.perHour, goodUntil: goodFor(day, rule.months) };
}

const pointsFollowHours = defineFollower(
  hours,
  (tx: Tx, before: ServiceHours | null, after: ServiceHours | null, context) => {
    if (after === null || (before?.minutes ?? 0) === after.minutes) return;
    const { id: hoursId, helperId, minutes } = after;
    const lot = entriesOf(tx, helperId).filter((one) => one.hoursId === hoursId && one.voucherId === null);
    // Hours that counted before points did, or while they were declined, begin no lot later.
    if (lot.length === 0 && (before?.minutes ?? 0) > 0) return;
    const terms = lot[0] ?? termsOf(tx, helperId, dayOf(context.recordedAt));
    if (terms === null) return;
    const { perHour, goodUntil } = terms;
    // What was spent of it since changes nothing of what the hours are worth.
    const short = minutes * perHour - givenBy(lot);
    if (short === 0) return;
    const [takenFrom, givenTo] = short > 0 ? (['county', 'helper'] as const) : (['helper', 'county'] as const);
    tx.put(pointEntries, {
      ...{ id: derivedId(hoursId, `points/${lot.length}`), helperId, takenFrom, givenTo, sixtieths: Math.abs(short) },
      ...{ reason: short > 0 ? 'earned' : 'reversed', hoursId, perHour, goodUntil, recordedAt: context.recordedAt },
      voucherId: null,
    });
  },
);

export const followers = [pointsFollowHours];
