/** What the network refuses. */
import { problem } from '@yimi/kernel';

export const alreadyThere = (field: string) => problem('conflict', 'network.already-there', {}, field);
export const noSuchStation = () => problem('not-found', 'network.no-such-station', {}, 'input.stationId');
export const noSuchRoom = (field = 'input.roomId') => problem('not-found', 'network.no-such-room', {}, field);
export const roomIsMerged = () => problem('conflict', 'network.room-is-merged', {}, 'input.roomId');
export const postNeedsPlace = (role: string) => problem('invalid', 'network.post-needs-place', { role }, 'input.role');
export const alreadyEnded = () => problem('conflict', 'network.post-already-ended', {}, 'input.postId');
export const noSuchPost = () => problem('not-found', 'network.no-such-post', {}, 'input.postId');
export const worksElsewhere = () => problem('conflict', 'network.works-elsewhere', {}, 'input.userId');
