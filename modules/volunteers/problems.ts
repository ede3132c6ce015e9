/** What volunteers refuse. */
import { problem } from '@yimi/kernel';

export const alreadyAdded = () => problem('conflict', 'volunteers.already-added', {}, 'input.profileId');
export const noSuchProfile = () => problem('not-found', 'volunteers.no-such-profile', {}, 'input.profileId');
export const hasEnded = () => problem('conflict', 'volunteers.has-ended', {}, 'input.profileId');
export const notPaused = () => problem('conflict', 'volunteers.not-paused', {}, 'input.profileId');
export const noPostThere = () => problem('conflict', 'volunteers.no-post-there', {}, 'input.profileId');
export const unknownVillage = () => problem('conflict', 'volunteers.unknown-village', {}, 'input.roomId');
export const villageElsewhere = () => problem('conflict', 'volunteers.village-elsewhere', {}, 'input.roomId');
export const dayToCome = (field: string) => problem('invalid', 'volunteers.day-to-come', {}, `input.${field}`);
export const pauseIsPast = () => problem('invalid', 'volunteers.pause-is-past', {}, 'input.untilDay');
export const unknownStation = () => problem('conflict', 'volunteers.unknown-station', {}, 'input.stationId');
export const noSuchPartner = () => problem('not-found', 'volunteers.no-such-partner', {}, 'input.partnerId');
export const noSuchNeed = () => problem('not-found', 'volunteers.no-such-need', {}, 'input.needId');
export const needNotOpen = () => problem('conflict', 'volunteers.need-not-open', {}, 'input.needId');
export const notTheirs = () => problem('conflict', 'volunteers.not-theirs', {}, 'input.needId');
export const helperElsewhere = () => problem('conflict', 'volunteers.helper-elsewhere', {}, 'input.helperId');
export const mayNotBeAsked = () => problem('conflict', 'volunteers.may-not-be-asked', {}, 'input.helperId');
export const offeredAlready = () => problem('conflict', 'volunteers.offered-already', {}, 'input.helperId');
export const declinedBefore = () => problem('conflict', 'volunteers.declined-before', {}, 'input.helperId');
export const offerIsPast = (last: string) => problem('invalid', 'volunteers.offer-is-past', { last }, 'input.answerBy');
export const noSuchOffer = () => problem('not-found', 'volunteers.no-such-offer', {}, 'input.offerId');
export const notOffered = () => problem('conflict', 'volunteers.not-offered', {}, 'input.offerId');
export const noSuchPerson = () => problem('not-found', 'volunteers.no-such-person', {}, 'input.clientId');
export const noSuchPair = () => problem('not-found', 'volunteers.no-such-pair', {}, 'input.pairId');
export const alreadyPaired = () => problem('conflict', 'volunteers.already-paired', {}, 'input.helperId');
export const pairEnded = () => problem('conflict', 'volunteers.pair-ended', {}, 'input.pairId');
export const contactDay = (first: string, last: string) =>
  problem('invalid', 'volunteers.contact-day', { first, last }, 'input.day');
export const noSuchContact = () => problem('not-found', 'volunteers.no-such-contact', {}, 'input.contactId');
export const fromAVisit = () => problem('conflict', 'volunteers.from-a-visit', {}, 'input.contactId');
