/** What needs refuse. */
import { problem } from '@yimi/kernel';

export const alreadyRecorded = () => problem('conflict', 'needs.already-recorded', {}, 'input.needId');
export const noSuchNeed = () => problem('not-found', 'needs.no-such-need', {}, 'input.needId');
export const noSuchAsker = () => problem('not-found', 'needs.no-such-asker', {}, 'input.clientId');
export const unknownVillage = () => problem('conflict', 'needs.unknown-village', {}, 'input.roomId');
export const notOpen = () => problem('conflict', 'needs.not-open', {}, 'input.needId');
export const stillOpen = () => problem('conflict', 'needs.still-open', {}, 'input.needId');
export const notAnswered = () => problem('conflict', 'needs.not-answered', {}, 'input.needId');
export const crisisUnjudged = () => problem('conflict', 'needs.crisis-unjudged', {}, 'input.crisis');
export const sameNeed = () => problem('invalid', 'needs.same-need', {}, 'input.intoId');
export const notMerged = () => problem('conflict', 'needs.not-merged', {}, 'input.needId');
export const notPublishable = () => problem('forbidden', 'needs.not-publishable', {}, 'input.words');
