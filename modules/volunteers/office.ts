/** What of volunteers stays with the office: the book, whom the desk asks, and what follows there. Phones carry `index.ts`'s module. */
import { changePair, noteContact, pairUp, partPair, withdrawContact } from './commands/companions.ts';
import { savePartner, saveProject } from './commands/library.ts';
import { expireOffers, offerTask, withdrawOffer } from './commands/offer.ts';
import { addProfile, correctProfile, endProfile, pauseProfile, resumeProfile } from './commands/profile.ts';
import { companionFollowers } from './companion-followers.ts';
import { contacts, pairs } from './companions.ts';
import { followers } from './followers.ts';
import { offers } from './offers.ts';
import { numberBooks, partners, profiles, projects } from './tables.ts';

export { figures as volunteersFigures } from './figures.ts';

export const volunteersFollowers = [...followers, ...companionFollowers];

export const volunteersOfficeTables = [profiles, numberBooks, partners, projects, offers, pairs, contacts];
export const volunteersOffice = [
  ...[addProfile, correctProfile, pauseProfile, resumeProfile, endProfile, savePartner, saveProject],
  ...[offerTask, withdrawOffer, expireOffers],
  ...[pairUp, changePair, partPair, noteContact, withdrawContact],
];
