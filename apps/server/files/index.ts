/** Evidence files: sent in pieces, kept by hash, read by whoever may read the record. */
export { soundTypeOf } from './contents.ts';
export type { FileParts } from './routes.ts';
export { confirmArrived, fileRoutes } from './routes.ts';
export { sendKept } from './sending.ts';
export type { KeptFile } from './vault.ts';
export { FileVault } from './vault.ts';
