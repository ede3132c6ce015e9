/** Who sits at this desk, and what their posts let them open. */
import type { Role } from '@yimi/kernel';
import { computed, ref } from 'vue';
import * as z from 'zod/mini';
import type { Me } from '../api.ts';
import { SessionAnswer } from '../api.ts';
import { Confirmed, PasskeyOptions } from '../api-second-factor.ts';
import { setServerTime } from './clock.ts';
import type { Answer } from './http.ts';
import { ask, onSignedOut, tell } from './http.ts';
import { showPasskey } from './passkey.ts';

type Entering = { me: Me; recoveryCodes: readonly string[] };
const Entered = z.pipe(
  SessionAnswer,
  z.transform(({ me }): Entering => ({ me, recoveryCodes: [] })),
);

const current = ref<Me | null>(null);
export const me = computed(() => current.value);

let byChoice = false;
/** The last session here was ended by its holder, not by time or from elsewhere. */
export function leftByChoice(): boolean {
  return byChoice;
}

/** A desk is a device too: its name is what the person reads in the list of sessions. */
const deviceKey = 'yimi.console.device';
function device(): { id: string; name: string; kind: 'console' } {
  const id = localStorage.getItem(deviceKey) ?? crypto.randomUUID();
  localStorage.setItem(deviceKey, id);
  const system = /Windows|Mac OS|Linux|Android/.exec(navigator.userAgent)?.[0] ?? '';
  return { id, name: system === '' ? 'console' : `${system} · console`, kind: 'console' };
}

function take(answer: Answer<{ me: Me }>): Answer<Me> {
  if (!answer.ok) return answer;
  setServerTime(answer.value.me.serverTime);
  current.value = answer.value.me;
  byChoice = false;
  return { ok: true, value: answer.value.me };
}

export async function resume(): Promise<Answer<Me>> {
  return take(await ask('/api/session', SessionAnswer));
}

export async function signIn(login: string, password: string): Promise<Answer<Me>> {
  return take(await ask('/api/session', SessionAnswer, { verb: 'POST', body: { login, password, device: device() } }));
}

/** The second step: who enters, and the recovery codes where an app was set up on the way. Nobody has entered yet. */
export async function secondStep(token: string, code: string, setUp: boolean): Promise<Answer<Entering>> {
  const path = setUp ? '/api/session/second/confirm' : '/api/session/second';
  return ask(path, setUp ? Confirmed : Entered, { verb: 'POST', body: { token, code } });
}

export function enterBy(entering: Entering): void {
  take({ ok: true, value: entering });
}

export async function signInByPasskey(): Promise<Answer<Me> | null> {
  const asked = await ask('/api/session/passkey/options', PasskeyOptions, { verb: 'POST', body: {} });
  if (!asked.ok) return asked;
  const response = await showPasskey(asked.value.options);
  if (response === null) return null;
  const body = { token: asked.value.token, response, device: device() };
  return take(await ask('/api/session/passkey', SessionAnswer, { verb: 'POST', body }));
}

export async function signOut(): Promise<Answer<null>> {
  const answer = await tell('/api/session', { verb: 'DELETE' });
  byChoice = answer.ok;
  if (answer.ok) current.value = null;
  return answer;
}

onSignedOut(() => {
  current.value = null;
});

export function hasRole(...roles: readonly Role[]): boolean {
  return current.value?.roles.some((role) => roles.includes(role)) ?? false;
}

/** Figures only, no person anywhere (law A2). */
export const figuresOnly = computed(() => current.value?.roles.every((role) => role === 'city-officer') ?? false);
