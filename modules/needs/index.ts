/** needs: what residents say is missing, through every channel, until it is met or stands unmet with its reason. */
import { defineModule } from '@yimi/kernel';
import { carriedRules, ownNeeds, villageNeeds } from './carried.ts';
import { answerNeed, rateNeed } from './commands/answer.ts';
import { recordNeed } from './commands/record.ts';
import { followers } from './followers.ts';

export { channels } from '@yimi/services';
export type { AlikeReason } from './alike.ts';
export { alikeness, alikeReasons, alikeTo, alikeWithinDays } from './alike.ts';
export { answerNumberFrom, readAnswerNumber } from './answer-number.ts';
export type { CarriedRule, OwnNeed, VillageNeed } from './carried.ts';
export { carriedRules, ownNeeds, villageNeeds } from './carried.ts';
export { answeredCount, needCount, ratingCount, unmetCount } from './figures.ts';
export { crisisWordsIn, isSensitive, needOfVisit, needRuleId, usualNeedRule } from './need-rules.ts';
export { needsFigures, needsOffice, needsOfficeTables, voiceDays } from './office.ts';
export type { Need, NeedRule, NeedState, Urgency } from './tables.ts';
export {
  answerKinds,
  answerTimes,
  crisisMarks,
  difficulties,
  highestRating,
  isOpen,
  lowestRating,
  lowRating,
  needRules,
  needStates,
  needs,
  openStates,
  unmetReasons,
  urgencies,
} from './tables.ts';
export { HalfDaysOfWeek, halfDays, sexes } from './wish.ts';

/** What phones take in after their first list (ADR 30); `office.ts` has the rest. */
export const needsModule = defineModule({
  name: 'needs',
  tables: [ownNeeds, villageNeeds, carriedRules],
  commands: [recordNeed, answerNeed, rateNeed],
  followers,
});
