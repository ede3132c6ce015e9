/** The engine room of the phone, as the screens see it. */
import './jitless.ts';

export type { Me } from './api.ts';
export { applyUpdate, startWorker } from './app-update.ts';
export type { OfflineAbility } from './capability.ts';
export { canWorkOffline } from './capability.ts';
export type { Device } from './device.ts';
export { openDevice } from './device.ts';
export type { DraftShelf } from './draft-shelf.ts';
export type { FileQueue, KeptFile } from './file-queue.ts';
export type { OpenUser, SyncStatus } from './open-user.ts';
export { refusalIn } from './problems.ts';
export { whereNow } from './where.ts';
