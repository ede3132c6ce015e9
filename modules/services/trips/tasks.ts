/** What could be done in villages on a day, the most pressing first: visits that are due or soon, errands that are open. */
import type { Day } from '@yimi/kernel';
import { daysBetween } from '@yimi/kernel';
import type { Risk } from '@yimi/people';
import type { DueVisit, OpenErrand, Situation } from './planner.ts';

export interface Task {
  readonly kind: 'visit' | 'errand';
  readonly id: string;
  readonly roomId: string;
  readonly by: Day | null;
  readonly risk: Risk | null;
  readonly pair: boolean;
  readonly needsOffice: boolean;
  /** Somebody goes out for it; everything else is taken along. */
  readonly must: boolean;
  readonly worth: number;
}

/** What being due is worth at each risk: one at high risk weighs more than four ordinary ones. */
const worthOf: Readonly<Record<Risk, number>> = { high: 12, key: 6, ordinary: 3 };
/** How many days early a visit may be taken along: more would only bring the next one nearer. */
const early: Readonly<Record<Risk, number>> = { high: 2, key: 7, ordinary: 21 };
/** A car does not leave for one quarterly visit: it waits a week for company, and then it leaves. */
const patience: Readonly<Record<Risk, number>> = { high: 0, key: 0, ordinary: 7 };
/** A thing to be brought by a day goes with a trip of the week before. */
const errandEarly = 7;

export function tasksOn(situation: Situation, day: Day): Task[] {
  const visits = situation.visits.flatMap((visit) => visitTask(visit, day));
  const errands = situation.errands.map((errand) => errandTask(errand, day));
  return [...visits, ...errands].sort(
    (one, other) => other.worth - one.worth || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0),
  );
}

function visitTask(visit: DueVisit, day: Day): Task[] {
  const late = daysBetween(visit.dueOn, day);
  const { risk, pair, roomId, clientId: id } = visit;
  if (late < -early[risk]) return [];
  const full = worthOf[risk];
  // Overdue weighs more from day to day, up to double: nobody is forgotten behind a stream of new ones.
  const worth = late >= 0 ? full * (1 + Math.min(1, late / 30)) : full * 0.4 * (1 + late / (early[risk] + 1));
  const must = late >= patience[risk];
  return [{ kind: 'visit', id, roomId, by: visit.dueOn, risk, pair, needsOffice: false, must, worth }];
}

function errandTask({ id, roomId, kind, byDay }: OpenErrand, day: Day): Task {
  const left = byDay === null ? null : daysBetween(day, byDay);
  const must = left !== null && left <= 0;
  const worth = must ? 5 : left !== null && left <= errandEarly ? 2 : 1;
  const needsOffice = kind === 'errand';
  return { kind: 'errand', id, roomId, by: byDay, risk: null, pair: false, needsOffice, must, worth };
}
