/** The county's rule of deadlines and crisis words, and what follows when a deadline passes. */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { needRuleId } from '../need-rules.ts';
import { isOpen, needRules, needs } from '../tables.ts';

const Days = z.int().check(z.minimum(1), z.maximum(366));

/** Deadlines already given stand: a rule speaks of what comes in, or is judged, from now on. */
export const changeNeedRule = defineCommand({
  name: 'needs.change-rules',
  input: z.strictObject({
    urgentDays: Days,
    soonDays: Days,
    ordinaryDays: Days,
    crisisWords: z.array(z.string().check(z.minLength(1), z.maxLength(20))).check(z.maxLength(200)),
  }),
  permission: { 'county-officer': 'county', administrator: 'county' },
  keys: () => [keyOf(needRules, needRuleId)],
  place: () => ({}),
  execute: (tx, input) => {
    tx.put(needRules, { id: needRuleId, ...input });
    return undefined;
  },
});

/** The daily job: what nobody answered by its day goes to the head station. Run twice it changes nothing. */
export const escalateNeeds = defineCommand({
  name: 'needs.escalate',
  system: true,
  input: z.strictObject({ today: Day, needIds: z.array(Id).check(z.maxLength(300)) }),
  permission: {},
  keys: (input) => input.needIds.map((id) => keyOf(needs, id)),
  place: () => null,
  execute: (tx, { today, needIds }) => {
    for (const id of needIds) {
      const need = tx.get(needs, id);
      if (need === 'absent' || need === 'not-held') continue;
      const late = isOpen(need.state) && need.dueOn < today && need.escalatedOn === null;
      if (late) tx.put(needs, { ...need, escalatedOn: today });
    }
    return undefined;
  },
});

/** After an update: needs and a rule from before phones carried any are laid out for them, by the followers that do so always. */
export const layOutNeeds = defineCommand({
  name: 'needs.lay-out',
  system: true,
  input: z.strictObject({ needIds: z.array(Id).check(z.maxLength(300)), rule: z.boolean() }),
  permission: {},
  keys: ({ needIds }) => [keyOf(needRules, needRuleId), ...needIds.map((id) => keyOf(needs, id))],
  place: () => null,
  execute: (tx, { needIds, rule }) => {
    const kept = rule ? tx.get(needRules, needRuleId) : 'absent';
    if (kept !== 'absent' && kept !== 'not-held') tx.put(needRules, kept);
    for (const id of needIds) {
      const need = tx.get(needs, id);
      if (need !== 'absent' && need !== 'not-held') tx.put(needs, need);
    }
    return undefined;
  },
});
