/** When somebody is due, and what a person's care amounts to, from their visits. */
import type { Tx } from '@yimi/kernel';
import { addDays, derivedId, scopes } from '@yimi/kernel';
import type { Risk } from '@yimi/people';
import type { Care, DueRule, Visit } from './tables.ts';
import { dueRules } from './tables.ts';

/** One rule a county: its id is the same on every machine. */
export const dueRuleId = derivedId('services', 'due-rule');

/** High weekly, key monthly, ordinary quarterly, until a county says otherwise. */
export const defaultRule: DueRule = { id: dueRuleId, high: 7, key: 30, ordinary: 90, fromDay: '2000-01-01' };

export function ruleOf(tx: Tx): DueRule {
  const rule = tx.get(dueRules, dueRuleId, scopes.county);
  return rule === 'absent' || rule === 'not-held' ? defaultRule : rule;
}

export function dueOn(rule: DueRule, risk: Risk, lastMetOn: string | null, registeredOn: string): string {
  return addDays(lastMetOn ?? registeredOn, rule[risk]);
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
  return {
    ...state,
    visits: state.visits + 1,
    lastVisitOn: later(state.lastVisitOn, visit.occurredOn),
    lastMetOn,
    dueOn: dueOn(rule, state.risk, lastMetOn, state.registeredOn),
  };
}

/** Care from all visits anew: needed when one is taken back, for the latest day is then unknown. */
export function fromVisits(state: Care, all: readonly Visit[], rule: DueRule): Care {
  const none: Care = {
    ...state,
    visits: 0,
    lastVisitOn: null,
    lastMetOn: null,
    dueOn: dueOn(rule, state.risk, null, state.registeredOn),
  };
  return all.filter(counts).reduce((sum, visit) => withVisit(sum, visit, rule), none);
}
