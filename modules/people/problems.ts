/** What people's records refuse. */
import { problem } from '@yimi/kernel';

export const alreadyRegistered = () => problem('conflict', 'people.already-registered', {}, 'input.clientId');
export const noSuchRoom = () => problem('not-found', 'people.no-such-room', {}, 'input.roomId');
export const invalidCitizenId = () => problem('invalid', 'people.invalid-citizen-id', {}, 'input.idNumber');
export const guardianNeeded = () => problem('invalid', 'people.guardian-needed', {}, 'input.guardian');
export const consentNeeded = () => problem('invalid', 'people.consent-needed', {}, 'input.consents');
export const noSuchClient = () => problem('not-found', 'people.no-such-client', {}, 'input.clientId');
export const notActive = () => problem('conflict', 'people.not-active', {}, 'input.clientId');
export const sameClient = () => problem('invalid', 'people.same-client', {}, 'input.intoClientId');
export const noSuchConflict = () => problem('conflict', 'people.no-such-conflict', {}, 'input.conflictId');
export const oldCitizenId = () => problem('invalid', 'people.old-citizen-id', {}, 'input.idNumber');
export const twoDocuments = () => problem('invalid', 'people.two-documents', {}, 'input.document');
export const noSuchHousehold = () => problem('not-found', 'people.no-such-household', {}, 'input.householdId');
export const otherVillage = () => problem('conflict', 'people.other-village', {}, 'input.householdId');
export const notAMember = () => problem('invalid', 'people.not-a-member', {}, 'input.headId');
export const noSuchTie = () => problem('not-found', 'people.no-such-tie', {}, 'input.tieId');
export const tieNeedsOneEnd = () => problem('invalid', 'people.tie-needs-one-end', {}, 'input.otherId');
export const noSuchMerge = () => problem('not-found', 'people.no-such-merge', {}, 'input.clientId');
export const wrongDays = () => problem('invalid', 'people.wrong-days', {}, 'input.toDay');
export const noPhotoConsent = () => problem('conflict', 'people.no-photo-consent', {}, 'input.photo');
