/**
 * What the PIN opens: the engine, what the screens read of it, and today's list, which is the first of them. One part, fetched
 * while somebody stands at the door (`main.ts`): evaluated before the PIN pad it would be half of the way to it.
 */
export { httpTransport, OpenVault, PulledAhead } from './device/opened-part.ts';
export { Live } from './live.ts';
export { default as TodayScreen } from './people/TodayScreen.vue';
