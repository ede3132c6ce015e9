/** Who sits at this desk, and what their posts let them open. */
import type { Role } from '@yimi/kernel';
import { computed, ref } from 'vue';
import type { Me } from '../api.ts';
import { SessionAnswer } from '../api.ts';
import { setServerTime } from './clock.ts';
import type { Answer } from './http.ts';
import { ask, onSignedOut, tell } from './http.ts';

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
