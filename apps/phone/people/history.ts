/** A person's visits, newest first, from whichever copies this phone holds: the village's rows and the author's own. */
import type { OwnVisit, Visit } from '@yimi/services';

export interface PastVisit {
  readonly id: string;
  readonly occurredOn: string;
  readonly occurredAt: number;
  readonly mode: Visit['mode'];
  readonly result: Visit['result'];
  readonly authorId: string;
  readonly findings: string | null;
  readonly own: boolean;
  readonly counts: boolean;
}

export function historyOf(clientId: string, visits: readonly Visit[], ownVisits: readonly OwnVisit[]): PastVisit[] {
  const past = new Map<string, PastVisit>();
  for (const one of visits)
    if (one.clientId === clientId) past.set(one.id, pastVisit(one, one.findings ?? null, false));
  for (const one of ownVisits) if (one.clientId === clientId) past.set(one.id, pastVisit(one, one.findings, true));
  return [...past.values()].sort((one, other) => other.occurredAt - one.occurredAt);
}

function pastVisit(of: Visit | OwnVisit, findings: string | null, own: boolean): PastVisit {
  const { id, occurredOn, occurredAt, mode, result, authorId, state, plausible } = of;
  return {
    id,
    occurredOn,
    occurredAt,
    mode,
    result,
    authorId,
    findings,
    own,
    counts: state === 'counted' && plausible,
  };
}
