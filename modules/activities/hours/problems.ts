/** What service hours refuse. */
import { problem } from '@yimi/kernel';

export const noHelperNumber = () => problem('conflict', 'activities.no-helper-number', {}, 'input.entryId');
export const wrongStretch = () => problem('invalid', 'activities.wrong-stretch', {}, 'input.toAt');
export const tooLong = (hours: number) => problem('invalid', 'activities.too-long', { hours }, 'input.toAt');
export const notThatDay = (day: string) => problem('invalid', 'activities.not-that-day', { day }, 'input.fromAt');
export const alreadyAdded = () => problem('conflict', 'activities.hours-already-added', {}, 'input.hoursId');
export const noSuchHours = () => problem('not-found', 'activities.no-such-hours', {}, 'input.hoursId');
export const notWaiting = () => problem('conflict', 'activities.hours-not-waiting', {}, 'input.hoursId');
export const secondPerson = () => problem('forbidden', 'activities.second-person', {}, 'input.hoursId');
