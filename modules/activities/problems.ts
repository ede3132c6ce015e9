/** What activities refuse. */
import { problem } from '@yimi/kernel';

export const alreadyPlanned = () => problem('conflict', 'activities.already-planned', {}, 'input.sessions');
export const noSuchActivity = () => problem('not-found', 'activities.no-such-activity', {}, 'input.activityId');
export const unknownVillage = () => problem('conflict', 'activities.unknown-village', {}, 'input.roomId');
export const endsBeforeItBegins = () => problem('invalid', 'activities.ends-before-it-begins', {}, 'input.toMinute');
export const notPlanned = () => problem('conflict', 'activities.not-planned', {}, 'input.activityId');
export const notOpen = () => problem('conflict', 'activities.not-open', {}, 'input.activityId');
export const notHeld = () => problem('conflict', 'activities.not-held', {}, 'input.activityId');
export const notClosed = () => problem('conflict', 'activities.not-closed', {}, 'input.activityId');
export const notYet = (day: string) => problem('conflict', 'activities.not-yet', { day }, 'input.activityId');
export const someoneCame = (n: number) => problem('conflict', 'activities.someone-came', { n }, 'input.activityId');
export const shiftTaken = (name: string) => problem('conflict', 'activities.shift-taken', { name }, 'input.shifts');
export const noSuchShift = () => problem('not-found', 'activities.no-such-shift', {}, 'input.shiftId');
export const notHeldYet = () => problem('conflict', 'activities.not-held-yet', {}, 'input.activityId');
export const tooManyPhotos = (most: number) =>
  problem('conflict', 'activities.too-many-photos', { most }, 'input.photoId');
export const noSuchPhoto = () => problem('not-found', 'activities.no-such-photo', {}, 'input.photoId');
export const notTrained = () => problem('conflict', 'activities.not-trained', {}, 'input.helperId');
export const notInsured = () => problem('conflict', 'activities.not-insured', {}, 'input.helperId');
export const nobodyNamed = () => problem('invalid', 'activities.nobody-named', {}, 'input.name');
export const noSuchPerson = () => problem('not-found', 'activities.no-such-person', {}, 'input.clientId');
export const livesElsewhere = () => problem('conflict', 'activities.lives-elsewhere', {}, 'input.clientId');
export const alreadySignedUp = () => problem('conflict', 'activities.already-signed-up', {}, 'input.entryId');
export const noSuchEntry = () => problem('not-found', 'activities.no-such-entry', {}, 'input.entryId');
export const hasLeft = () => problem('conflict', 'activities.has-left', {}, 'input.entryId');
export const didNotCome = () => problem('conflict', 'activities.did-not-come', {}, 'input.entryId');
