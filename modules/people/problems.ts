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
