/** volunteers: who helps and with what, who could help with which need, and the best assignment of a week's needs. */
import { defineModule } from '@yimi/kernel';
import { savePartner, saveProject } from './commands/library.ts';
import { answerOffer, endTask, expireOffers, offerTask, withdrawOffer } from './commands/offer.ts';
import { addProfile, correctProfile, endProfile, pauseProfile, resumeProfile } from './commands/profile.ts';
import { followers } from './followers.ts';
import { offers } from './offers.ts';
import { numberBooks, partners, profiles, projects } from './tables.ts';

export type { Ask, HalfDays, Helper, MinutesBetween, Sex, Skill, Urgency } from './matching/asks-and-helpers.ts';
export { halfDays, skills, urgencies } from './matching/asks-and-helpers.ts';
export type { Candidate, Choice, Limit, Reason } from './matching/candidates.ts';
export { choicesFor, limits } from './matching/candidates.ts';
export { greedyAssignment } from './matching/greedy.ts';
export type { LinearProgram } from './matching/linear-program.ts';
export { linearProgram } from './matching/linear-program.ts';
export type { Pair, TaskNetwork } from './matching/task-network.ts';
export { firstShareWorth, loadCost, taskNetwork, worthOf } from './matching/task-network.ts';
export type { Offer, OfferState } from './offers.ts';
export { declineReasons, isLive, liveStates, offerIdOf, offerStates, offers, skillsFor } from './offers.ts';
export type { Partner, Profile, Project } from './tables.ts';
export { mayBeAsked, numberBooks, partners, profileStates, profiles, projects, sexes } from './tables.ts';

export const volunteersModule = defineModule({
  name: 'volunteers',
  tables: [profiles, numberBooks, partners, projects, offers],
  commands: [
    ...[addProfile, correctProfile, pauseProfile, resumeProfile, endProfile, savePartner, saveProject],
    ...[offerTask, answerOffer, withdrawOffer, endTask, expireOffers],
  ],
  followers,
});
