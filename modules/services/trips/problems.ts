/** What trips refuse. */
import { problem } from '@yimi/kernel';

export const noSuchTrip = () => problem('not-found', 'services.no-such-trip', {}, 'input.tripId');
export const tripAlreadyThere = () => problem('conflict', 'services.trip-already-there', {}, 'input.tripId');
/** Somebody changed the plan since it was read. */
export const tripChanged = () => problem('conflict', 'services.trip-changed', {}, 'input.revision');
/** Too far on, or over: its plan stands. */
export const tripIsFixed = (state: string) => problem('conflict', 'services.trip-is-fixed', { state }, 'input.tripId');
export const tripNotRequested = () => problem('conflict', 'services.trip-not-requested', {}, 'input.tripId');
export const tripNotApproved = () => problem('conflict', 'services.trip-not-approved', {}, 'input.tripId');
export const tripNotStarted = () => problem('conflict', 'services.trip-not-started', {}, 'input.tripId');
export const tripCalledOff = () => problem('conflict', 'services.trip-called-off', {}, 'input.tripId');
export const ownTrip = () => problem('forbidden', 'services.own-trip', {}, 'input.tripId');
export const reasonNeeded = () => problem('invalid', 'services.reason-needed', {}, 'input.reason');
export const noStops = () => problem('invalid', 'services.no-stops', {}, 'input.stops');
export const tripTimes = () => problem('invalid', 'services.trip-times', {}, 'input.backBy');
export const notOfThisStation = () => problem('invalid', 'services.not-of-this-station', {}, 'input.memberIds');
export const stopElsewhere = (at: number) =>
  problem('invalid', 'services.stop-elsewhere', {}, `input.stops.${at}.roomId`);
export const noSuchStop = () => problem('not-found', 'services.no-such-stop', {}, 'input.stopId');
export const noSuchErrand = () => problem('not-found', 'services.no-such-errand', {}, 'input.errandId');
export const errandAlreadyThere = () => problem('conflict', 'services.errand-already-there', {}, 'input.errandId');
export const sameVillage = () => problem('invalid', 'services.same-village', {}, 'input.otherId');
