/** What asks for the person: refused commands that nobody mended yet, and visits the station asked about. */
import type { OwnVisit } from '@yimi/services';
import type { Entry } from '@yimi/sync';

export function refusedEntries(entries: readonly Entry[]): Entry[] {
  const mended = new Set(entries.flatMap((entry) => (entry.state === 'refused' ? [] : (entry.envelope.mends ?? []))));
  return entries.filter((entry) => entry.state === 'refused' && !mended.has(entry.envelope.id));
}

export function questionedVisits(visits: readonly OwnVisit[]): OwnVisit[] {
  return visits
    .filter((visit) => visit.state === 'counted' && visit.review === 'questioned')
    .sort((one, other) => other.occurredAt - one.occurredAt);
}
