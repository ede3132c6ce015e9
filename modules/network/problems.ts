/** What the network refuses. */
import { problem } from '@yimi/kernel';

export const alreadyThere = (field: string) => problem('conflict', 'network.already-there', {}, field);
export const noSuchStation = () => problem('not-found', 'network.no-such-station', {}, 'input.stationId');
export const noSuchRoom = (field = 'input.roomId') => problem('not-found', 'network.no-such-room', {}, field);
export const roomIsMerged = () => problem('conflict', 'network.room-is-merged', {}, 'input.roomId');
export const postNeedsPlace = (role: string) => problem('invalid', 'network.post-needs-place', { role }, 'input.role');
export const evaluatorNeedsEnd = () => problem('invalid', 'network.evaluator-needs-end', {}, 'input.toDay');
export const alreadyEnded = () => problem('conflict', 'network.post-already-ended', {}, 'input.postId');
export const noSuchPost = () => problem('not-found', 'network.no-such-post', {}, 'input.postId');
export const worksElsewhere = () => problem('conflict', 'network.works-elsewhere', {}, 'input.userId');
/** The day of a move lies before the post that is left began. */
export const movesTooEarly = (began: string) =>
  problem('invalid', 'network.moves-too-early', { began }, 'input.fromDay');
/** The village does not belong to the station that was named. */
export const roomElsewhere = () => problem('conflict', 'network.room-elsewhere', {}, 'input.roomId');
/** A hamlet or a person is meant for two of the new villages. */
export const twoPlacesAtOnce = () => problem('invalid', 'network.two-places-at-once', {}, 'input.parts');
export const importIsDone = () => problem('conflict', 'network.import-is-done', {}, 'input.importId');
export const noSuchModel = () => problem('not-found', 'network.no-such-model', {}, 'input.modelId');
export const noSuchPart = (field = 'input.part') => problem('not-found', 'network.no-such-part', {}, field);
export const noSuchAgency = () => problem('not-found', 'network.no-such-agency', {}, 'input.agencyId');
/** Its last day lies before its first. */
export const endsBeforeItBegins = () => problem('invalid', 'network.ends-before-it-begins', {}, 'input.toDay');
export const noSuchContract = () => problem('not-found', 'network.no-such-contract', {}, 'input.contractId');
export const contractIsOver = (ended: string) =>
  problem('conflict', 'network.contract-is-over', { ended }, 'input.lastDay');
export const noSuchImport = () => problem('not-found', 'network.no-such-import', {}, 'input.importId');
/** Another station of the county has this address already. */
export const pageAddressTaken = () => problem('conflict', 'network.page-address-taken', {}, 'input.slug');
/** The county took the page down; only the county lifts that. */
export const pageWithheld = () => problem('forbidden', 'network.page-withheld', {}, 'input.open');
