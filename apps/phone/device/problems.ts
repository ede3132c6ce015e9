/** The refusals that the phone itself can give. */
import type { Problem } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import type { WireProblem } from '@yimi/protocol';
import type * as z from 'zod/mini';

/** @param checked false when the PIN was not even tried, because the wait is not over */
export const wrongPin = (waitSeconds: number, checked: boolean): Problem =>
  problem('forbidden', 'device.wrong-pin', { waitSeconds, checked }, 'pin');
/** The user has no vault on this phone: they have never set a PIN here, or have forgotten it. */
export const noVault = (): Problem => problem('not-found', 'device.no-vault');
export const openElsewhere = (): Problem => problem('conflict', 'device.open-elsewhere');
export const storageFull = (): Problem => problem('unavailable', 'device.storage-full');
export const locked = (): Problem => problem('unavailable', 'device.locked');
export const notAPicture = (): Problem => problem('invalid', 'device.not-a-picture');
export const fileTooBig = (most: number): Problem => problem('invalid', 'device.file-too-big', { most });
export const unknownSound = (): Problem => problem('invalid', 'device.unknown-sound');
export const noConnection = (): Problem => problem('unavailable', 'device.no-connection');
/** The server does not know this phone's session (any more), or it is another person's. */
export const signedOut = (): Problem => problem('unauthenticated', 'device.signed-out');
export const updateNeeded = (): Problem => problem('stale-client', 'device.update-needed');
export const serverNotReady = (status: number): Problem =>
  problem('unavailable', 'device.server-not-ready', { status });

/** A refusal where the interface promises a value: thrown by `addPhoto`, `addVoice`, `setPin` and `forgetPin`. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** The problem inside a thrown refusal, or null if it is a bug. */
export function refusalIn(error: unknown): Problem | null {
  if (error instanceof Refused) return error.problem;
  return isStorageFull(error) ? storageFull() : null;
}

/** Dexie wraps what the browser threw, sometimes twice. */
export function isStorageFull(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth++) {
    if ('name' in at && at.name === 'QuotaExceededError') return true;
    at = 'inner' in at ? at.inner : 'cause' in at ? at.cause : null;
  }
  return false;
}

export function fromWire(wire: z.infer<typeof WireProblem>): Problem {
  const { problem: _, code, kind, field, details } = wire;
  return problem(kind, code, details, field);
}
