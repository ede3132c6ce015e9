/** Puts the screens on a device. The device is passed in, so that the same screens run on the real one and in the harness. */
import '@yimi/ui/tokens.css';
import '@yimi/ui/base.css';
import './phone.css';
import { createApp } from 'vue';
import App from './App.vue';
import type { Device } from './device/index.ts';
import { phoneRouter } from './router.ts';
import type { SessionParts } from './session.ts';
import { Session, sessionKey } from './session.ts';
import { rememberLanguage } from './words.ts';

export interface PhoneParts extends Omit<SessionParts, 'device'> {
  readonly openDevice: () => Promise<Device>;
}

export async function startPhone(parts: PhoneParts): Promise<void> {
  await rememberLanguage();
  // An in-app browser without storage would fail at opening the device: it is told where to go instead.
  const device = parts.ability.ok ? await parts.openDevice() : null;
  const session = new Session({ ...parts, device });
  const app = createApp(App);
  app.provide(sessionKey, session);
  app.use(phoneRouter(session));
  app.mount('#app');
}
