/** When somebody is due, and what a person's care amounts to, from their visits. */
import type { Tx } from '@yimi/kernel';
import { addDays, derivedId, scopes } from '@yimi/kernel';
import type { Care, DueRule, Visit } from './tables.ts';
import { callsAsBefore, dueRules } from './tables.ts';

/** One rule a county: its id is the same on every machine. */
export const dueRuleId = derivedId('services', 'due-rule');

/** High weekly, key monthly, ordinary quarterly, until a county says otherwise. */
export const defaultRule: DueRule = {
  id: dueRuleId,
  ...{ high: 7, key: 30, ordinary: 90, fromDay: '2000-01-01' },
  calls: callsAsBefore,
};

export function ruleOf(tx: Tx): DueRule {
  const rule = tx.get(dueRules, dueRuleId, scopes.county);
  return rule === 'absent' || rule === 'not-held' ? defaultRule : rule;
}

/**
 * Due so many days after the last time they were met or spoken to. Where only so many contacts in a row may be calls, at
 * the latest when as many and one more would have passed since somebody stood at the door: it depends on two days alone,
 * so records may arrive in any order (law S4).
 */
export function dueOn(
  rule: DueRule,
  { risk, lastMetOn, lastSeenOn, registeredOn }: Pick<Care, 'risk' | 'lastMetOn' | 'lastSeenOn' | 'registeredOn'>,
): string {
  const every = rule[risk];
  const inRow = rule.calls[risk];
  const due = addDays(lastMetOn ?? registeredOn, every);
  if (inRow === null) return due;
  const atTheDoor = addDays(lastSeenOn ?? registeredOn, every * (inRow + 1));
  return atTheDoor < due ? atTheDoor : due;
}

/** True if the visit counts at all. */
export function counts(visit: Pick<Visit, 'state' | 'plausible'>): boolean {
  return visit.state === 'counted' && visit.plausible;
}

/** Met at the door or spoken to by phone. */
export function met(visit: Pick<Visit, 'result'>): boolean {
  return visit.result === 'home';
}

function later(one: string | null, other: string): string {
  return one === null || other > one ? other : one;
}

/** Care after one more visit. */
export function withVisit(state: Care, visit: Visit, rule: DueRule): Care {
  const lastMetOn = met(visit) ? later(state.lastMetOn, visit.occurredOn) : state.lastMetOn;
  const seen = met(visit) && visit.mode === 'home';
  const lastSeenOn = seen ? later(state.lastSeenOn, visit.occurredOn) : state.lastSeenOn;
  return {
    ...state,
    visits: state.visits + 1,
    lastVisitOn: later(state.lastVisitOn, visit.occurredOn),
    ...{ lastMetOn, lastSeenOn },
    dueOn: dueOn(rule, { ...state, lastMetOn, lastSeenOn }),
  };
}

/** Care from all visits anew: needed when one is taken back, for the latest day is then unknown. */
export function fromVisits(state: Care, all: readonly Visit[], rule: DueRule): Care {
  const never = { ...state, visits: 0, lastVisitOn: null, lastMetOn: null, lastSeenOn: null };
  const none: Care = { ...never, dueOn: dueOn(rule, never) };
  return all.filter(counts).reduce((sum, visit) => withVisit(sum, visit, rule), none);
}
