/** Entries of the outbox: as they begin, and what the server's outcomes make of them. */
import type { Problem } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import type { Entry } from './persistence.ts';

/** @returns the entries that the outcomes change: those they are of, and the refused ones that these mend (law C4) */
export function answered(all: readonly Entry[], outcomes: readonly Outcome[]): Entry[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const entries = new Map(all.map((entry) => [entry.envelope.id, entry]));
  const changed: Entry[] = [];
  for (const entry of entries.values()) {
    const outcome = byId.get(entry.envelope.id);
    if (outcome === undefined) continue;
    changed.push(withOutcome(entry, outcome));
    const mended = entries.get(entry.envelope.mends ?? '');
    if (outcome.status === 'accepted' && (mended?.state === 'refused' || mended?.state === 'waiting')) {
      changed.push({ ...mended, state: 'settled', settledBy: outcome.id });
    }
  }
  return changed;
}

export function pending(seq: number, envelope: Envelope, makes: readonly string[]): Entry {
  return { seq, envelope, makes, state: 'pending', problem: null, clocks: {}, recordedAt: null, settledBy: null };
}

function withOutcome(entry: Entry, outcome: Outcome): Entry {
  return {
    ...entry,
    state: outcome.status,
    problem: toProblem(outcome),
    clocks: outcome.clocks,
    recordedAt: outcome.recordedAt,
  };
}

function toProblem(outcome: Outcome): Problem | null {
  if (outcome.problem === undefined) return null;
  const { problem, code, kind, field, details } = outcome.problem;
  return field === undefined ? { problem, code, kind, details } : { problem, code, kind, field, details };
}
