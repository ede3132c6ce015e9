/** What the device fetches apart, because the door stands without it: an open vault, and what is said to the server of it. */
export { PulledAhead } from '@yimi/sync';
export { OpenVault } from './open-user.ts';
export { httpTransport } from './transport.ts';
