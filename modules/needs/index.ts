/** needs: what residents say is missing, through every channel, until it is met or stands unmet with its reason. */
import { defineModule } from '@yimi/kernel';
import { answerNeed, rateNeed } from './commands/answer.ts';
import { correctNeed, leaveUnmet, publishNeed, reopenNeed, triageNeed, withdrawNeed } from './commands/desk.ts';
import { forgetAskers } from './commands/forget-askers.ts';
import { mergeNeeds, partNeeds } from './commands/merge.ts';
import { recordNeed } from './commands/record.ts';
import { changeNeedRule, escalateNeeds } from './commands/rule.ts';
import { figures } from './figures.ts';
import { followers } from './followers.ts';
import { needRules, needs } from './tables.ts';

export type { AlikeReason } from './alike.ts';
export { alikeness, alikeReasons, alikeTo, alikeWithinDays } from './alike.ts';
export { answerNumberFrom, readAnswerNumber } from './answer-number.ts';
export { crisisWordsIn, needRuleId, usualNeedRule } from './need-rules.ts';
export type { Need, NeedRule, NeedState, Urgency } from './tables.ts';
export {
  answerKinds,
  answerTimes,
  channels,
  crisisMarks,
  difficulties,
  highestRating,
  lowestRating,
  needRules,
  needStates,
  needs,
  openStates,
  unmetReasons,
  urgencies,
} from './tables.ts';

export const needsModule = defineModule({
  name: 'needs',
  tables: [needs, needRules],
  commands: [
    ...[recordNeed, answerNeed, rateNeed, triageNeed, correctNeed, leaveUnmet, reopenNeed, withdrawNeed, publishNeed],
    ...[mergeNeeds, partNeeds, changeNeedRule, escalateNeeds, forgetAskers],
  ],
  followers,
  figures,
});
