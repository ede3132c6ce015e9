/** What checking in by a code refuses. */
import { problem } from '@yimi/kernel';

export const mistyped = () => problem('invalid', 'activities.code-mistyped', {}, 'input.digits');
export const unknownCode = () => problem('not-found', 'activities.code-unknown', {}, 'input.digits');
export const codePast = () => problem('conflict', 'activities.code-past', {}, 'input.digits');
export const clockIsOff = () => problem('conflict', 'activities.code-clock', {}, 'input.digits');
export const notOnTheList = () => problem('forbidden', 'activities.code-not-on-list', {}, 'input.digits');
export const checkInOver = () => problem('conflict', 'activities.code-over', {}, 'input.digits');
export const checkedIn = () => problem('conflict', 'activities.already-checked-in', {}, 'input.digits');
export const checkedOut = () => problem('conflict', 'activities.already-checked-out', {}, 'input.digits');
export const noCodeYet = () => problem('conflict', 'activities.no-code-yet', {}, 'input.activityId');
export const noSuchCheckIn = () => problem('not-found', 'activities.no-such-check-in', {}, 'input.checkInIds');
