/** Pictures that the author's records already have: for using one again, and for saying calmly that it is there already. */
import type { OwnVisit } from '@yimi/services';

export interface KnownPicture {
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: number;
  readonly takenAt: number;
  readonly clientName: string;
  readonly visitId: string;
}

type Visits = readonly Pick<
  OwnVisit,
  'id' | 'clientName' | 'clientId' | 'occurredOn' | 'occurredAt' | 'state' | 'files'
>[];

/**
 * Of the same village on the same day, newest first, each once: a courtyard with three households is photographed once.
 * @param inVillage whether a person lives in the village at hand
 */
export function recentPictures(visits: Visits, day: string, inVillage: (clientId: string) => boolean): KnownPicture[] {
  const found = new Map<string, KnownPicture>();
  for (const visit of [...visits].sort((one, other) => other.occurredAt - one.occurredAt)) {
    if (visit.occurredOn !== day || !inVillage(visit.clientId)) continue;
    for (const { kind, sha256, mime, bytes, takenAt, withheld } of visit.files) {
      if (kind !== 'photo' || withheld === true || found.has(sha256)) continue;
      const known = { sha256, mime, bytes, takenAt: takenAt ?? visit.occurredAt };
      found.set(sha256, { ...known, clientName: visit.clientName, visitId: visit.id });
    }
  }
  return [...found.values()];
}

/** The other record that has exactly this picture; shown to its author and to nobody else (DOMAIN.md 7). */
export function alreadyWith(visits: Visits, sha256: string, visitId: string): Visits[number] | null {
  return (
    visits.find(
      (visit) =>
        visit.id !== visitId && visit.state === 'counted' && visit.files.some((file) => file.sha256 === sha256),
    ) ?? null
  );
}
