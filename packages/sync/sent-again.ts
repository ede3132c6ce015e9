/**
 * When the server comes back from a backup, it lacks what it took after that backup (law S1). Each phone then sends again
 * what it laid aside, in the order in which the server had taken it, before everything that it has not sent yet. Ids stay,
 * so what the backup does have is answered by its receipt and happens once (C3). Refusals are asked for anew too: whoever
 * mends one needs its receipt on the server (C4).
 */
import type { Entry } from './persistence.ts';

/**
 * How long what the server has taken is kept: twice as long as a county that makes one backup a week would need. Longer
 * would only keep people's data on more phones.
 */
export const keptForMs = 14 * 86_400_000;

/** @returns the outbox as it is to be sent, in order; entries that are pending already among them */
export function sentAgain(aside: readonly Entry[], outbox: readonly Entry[]): Entry[] {
  const here = new Set(outbox.map((entry) => entry.envelope.id));
  const lost = aside.filter((entry) => !here.has(entry.envelope.id));
  lost.sort((one, other) => (one.recordedAt ?? 0) - (other.recordedAt ?? 0) || one.seq - other.seq);
  const first = Math.min(0, ...outbox.map((entry) => entry.seq));
  const before = lost.map((entry, at) => unsent({ ...entry, seq: first - lost.length + at }));
  return [...before, ...outbox.map(unsent).sort((one, other) => one.seq - other.seq)];
}

function unsent(entry: Entry): Entry {
  return { ...entry, state: 'pending', problem: null, clocks: {}, recordedAt: null, settledBy: null };
}
