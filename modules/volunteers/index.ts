/** volunteers: who helps and with what, who could help with which need, and the best assignment of a week's needs. */
import { defineModule } from '@yimi/kernel';
import { ownOffers, ownTasks } from './carried.ts';
import { answerOffer, endTask } from './commands/answer.ts';

export type { OwnOffer, OwnTask } from './carried.ts';
export { daysShown, ownOffers, ownTasks } from './carried.ts';
export type { Contact, Pair as CompanionPair } from './companions.ts';
export {
  companionEnds,
  companionKinds,
  companionStates,
  contactIdOf,
  contacts,
  mostDaysBetween,
  pairs,
} from './companions.ts';
export { activeCount, offerCount, taskCount } from './figures.ts';
export type { Ask, HalfDays, Helper, MinutesBetween, Sex, Skill, Urgency } from './matching/asks-and-helpers.ts';
export { skills, urgencies } from './matching/asks-and-helpers.ts';
export type { Candidate, Choice, Limit, Reason } from './matching/candidates.ts';
export { choicesFor, limits } from './matching/candidates.ts';
export { greedyAssignment } from './matching/greedy.ts';
export type { LinearProgram } from './matching/linear-program.ts';
export { linearProgram } from './matching/linear-program.ts';
export type { Pair, TaskNetwork } from './matching/task-network.ts';
export { firstShareWorth, loadCost, taskNetwork, worthOf } from './matching/task-network.ts';
export type { Offer, OfferState } from './offers.ts';
export { declineReasons, isLive, liveStates, offerIdOf, offerStates, offers, skillsFor } from './offers.ts';
export { volunteersFigures, volunteersFollowers, volunteersOffice, volunteersOfficeTables } from './office.ts';
export type { Partner, Profile, Project } from './tables.ts';
export { mayBeAsked, numberBooks, partners, profileStates, profiles, projects } from './tables.ts';

/** What phones take in after their first list (ADR 30); `office.ts` has the rest. What follows, follows on the server. */
export const volunteersModule = defineModule({
  name: 'volunteers',
  tables: [ownOffers, ownTasks],
  commands: [answerOffer, endTask],
});
