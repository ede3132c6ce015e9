/** Which rows that the phone holds name a file, and whether the server has confirmed its hash (law S6). */
import { clients } from '@yimi/people';
import { evidence, ownVisits } from '@yimi/services';
import type { Replica } from '@yimi/sync';

/** What nobody may be shown any more: the person took the consent to photos back, in whichever record. */
export function withheldFiles(replica: Pick<Replica, 'rows'>): Set<string> {
  const found = new Set<string>();
  for (const visit of replica.rows(ownVisits))
    for (const file of visit.files) if (file.withheld === true) found.add(file.sha256);
  for (const row of replica.rows(evidence)) if (row.withheld) found.add(row.sha256);
  return found;
}

/** Pictures of the people themselves. */
export function faces(replica: Pick<Replica, 'rows'>): Set<string> {
  return new Set(replica.rows(clients).flatMap((client) => client.photo ?? []));
}

/** sha256 → when it arrived; null: named, not arrived. */
export function fileReferences(replica: Pick<Replica, 'rows'>): Map<string, number | null> {
  const found = new Map<string, number | null>();
  const note = (sha256: string, arrivedAt: number | null): void => {
    found.set(sha256, arrivedAt ?? found.get(sha256) ?? null);
  };
  for (const visit of replica.rows(ownVisits)) for (const file of visit.files) note(file.sha256, file.arrivedAt);
  for (const row of replica.rows(evidence)) note(row.sha256, row.arrivedAt);
  for (const sha256 of faces(replica)) note(sha256, null);
  return found;
}
