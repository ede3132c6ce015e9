/** The wire between phone and server, and its history. */
export { history, oldestServed } from './history.ts';
export * from './wire.ts';
