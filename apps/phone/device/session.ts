/**
 * Whose the session cookie is. The browser has one cookie for all tabs and all people of the phone, while each person has
 * an outbox of their own: were it sent under another's cookie, their visits would be recorded as the other's. So every
 * request of a person holds a shared lock and checks whose session it is; signing in and out takes the lock alone.
 */
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import * as z from 'zod/mini';
import type { Ask, Me } from './api.ts';
import { ask, MeAnswer } from './api.ts';
import type { DeviceDatabase } from './databases.ts';
import { signedOut } from './problems.ts';
import type { SessionFact } from './stored.ts';

const lockName = 'yimi-session';
const nobody: SessionFact = { name: 'session', user: { known: true, id: null }, toEnd: false };

async function read(device: DeviceDatabase): Promise<SessionFact> {
  const fact = await device.facts.get('session');
  return fact?.name === 'session' ? fact : nobody;
}

async function write(device: DeviceDatabase, id: string | null): Promise<void> {
  await device.facts.put({ ...nobody, user: { known: true, id } });
}

/** Runs `work` while the session is surely that person's; else answers that they are signed out. */
export function asUser<T>(
  device: DeviceDatabase,
  userId: string,
  work: () => Promise<T | Problem>,
): Promise<T | Problem> {
  return navigator.locks.request(lockName, { mode: 'shared' }, async () => {
    const { user } = await read(device);
    const id = user.known ? user.id : await whoIsSignedIn(device);
    if (isProblem(id)) return id;
    return id === userId ? work() : signedOut();
  });
}

export function askAs<T>(device: DeviceDatabase, userId: string, request: Ask<T>): Promise<T | Problem> {
  return asUser(device, userId, () => ask({ ...request, userId }));
}

/** After a sign-in whose answer was lost on the way: the cookie may have come all the same. */
async function whoIsSignedIn(device: DeviceDatabase): Promise<string | null | Problem> {
  const answer = await ask({ method: 'GET', path: '/api/session', answer: MeAnswer });
  if (isProblem(answer) && answer.kind !== 'unauthenticated') return answer;
  const id = isProblem(answer) ? null : answer.me.userId;
  await write(device, id);
  return id;
}

/** POST /api/session or /api/enrol. */
export function beginSession(device: DeviceDatabase, path: string, body: unknown): Promise<Me | Problem> {
  return navigator.locks.request(lockName, async () => {
    const before = await read(device);
    await device.facts.put({ ...before, user: { known: false } });
    const answer = await ask({ method: 'POST', path, body, answer: MeAnswer });
    if (!isProblem(answer)) {
      await write(device, answer.me.userId);
      return answer.me;
    }
    // A plain refusal changed nothing; an answer that did not arrive leaves it open who is signed in.
    if (answer.kind !== 'unavailable') await device.facts.put(before);
    return answer;
  });
}

/** Ends the session here at once, and on the server now or when there is a connection. */
export function endSession(device: DeviceDatabase, userId: string): Promise<void> {
  return navigator.locks.request(lockName, async () => {
    const { user } = await read(device);
    if (user.known && user.id !== userId) return;
    await device.facts.put({ ...nobody, toEnd: true });
    await tellServer(device);
  });
}

/** At start and when the network returns: the sign-out that could not be sent. */
export function finishSignOut(device: DeviceDatabase): Promise<void> {
  return navigator.locks.request(lockName, async () => {
    if ((await read(device)).toEnd) await tellServer(device);
  });
}

async function tellServer(device: DeviceDatabase): Promise<void> {
  const answer = await ask({ method: 'DELETE', path: '/api/session', answer: z.unknown() });
  if (!isProblem(answer) || answer.kind === 'unauthenticated') await write(device, null);
}
