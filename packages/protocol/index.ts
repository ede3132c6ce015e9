/** The wire between phone and server, and its history. */
export { history, oldestServed } from './history.ts';
export * from './packed.ts';
export * from './wire.ts';
