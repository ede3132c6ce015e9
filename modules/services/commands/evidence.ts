/** What happens to evidence (佐证材料) after the visit: more is put with it, or a picture is turned. */
import type { Tx } from '@yimi/kernel';
import { dayOf, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { clients, hasConsent } from '@yimi/people';
import * as z from 'zod/mini';
import type { FileInput } from '../evidence-rules.ts';
import {
  evidenceRuleId,
  FileInput as FileInputSchema,
  fileColumns,
  inOrder,
  mostFiles,
  predictedNote,
} from '../evidence-rules.ts';
import {
  alreadyAttached,
  clientNotActive,
  noPhotoConsent,
  noSuchFile,
  noSuchVisit,
  notCounted,
  tooManyFiles,
} from '../problems.ts';
import { cards, evidence, evidenceRules, ownVisits, visits } from '../tables.ts';
import { personErased, placeOfVisit } from '../visit-rules.ts';

const authorsAndStation = {
  'hamlet-volunteer': 'own',
  'village-worker': 'own',
  'station-worker': 'station',
  'station-head': 'station',
} as const;

/**
 * Files put with a visit that is recorded already. A picture that lies with another record is named by the same hash: it is
 * not sent again, and the server finds that it has it.
 */
export const attachEvidence = defineCommand({
  name: 'services.attach-evidence',
  input: z.strictObject({ visitId: Id, files: z.array(FileInputSchema).check(z.minLength(1), z.maxLength(mostFiles)) }),
  permission: authorsAndStation,
  keys: (input) => [
    keyOf(visits, input.visitId),
    keyOf(ownVisits, input.visitId),
    keyOf(evidenceRules, evidenceRuleId),
    ...input.files.map((file) => keyOf(evidence, file.id)),
  ],
  place: (tx, input, context) => placeOfVisit(tx, input.visitId, context),
  serverCheck: (tx, input) => {
    const visit = tx.get(visits, input.visitId);
    if (visit === 'absent' || visit === 'not-held') return undefined;
    if (personErased(tx, visit)) return clientNotActive();
    return visit.state === 'counted' ? undefined : notCounted();
  },
  execute: (tx, { visitId, files }, context) => {
    const visit = tx.get(visits, visitId);
    if (visit === 'absent') return noSuchVisit();
    if (visit === 'not-held') return attachToOwnCopy(tx, visitId, files, context.actorId);
    const client = tx.get(clients, visit.clientId);
    if (client === 'absent' || client === 'not-held') return undefined;
    const today = dayOf(context.recordedAt);
    if (files.some((file) => file.kind === 'photo') && !hasConsent(client, 'photo', today)) return noPhotoConsent();
    const within = visit.archived ? scopes.archive(visit.heldIn) : scopes.room(visit.heldIn);
    const there = tx.list(evidence, { column: 'visitId', value: visitId }, within);
    if (there !== 'not-held') {
      const refused = unfit(there, files);
      if (refused !== undefined) return refused;
    }
    const { clientId, heldIn, archived } = visit;
    const authorId = context.onBehalfOf ?? context.actorId;
    for (const file of files) {
      tx.put(evidence, { ...fileColumns(tx, file, client, today), visitId, clientId, heldIn, archived, authorId });
    }
    return undefined;
  },
});

function unfit(there: readonly { sha256: string }[], files: readonly FileInput[]) {
  if (there.length + files.length > mostFiles) return tooManyFiles(mostFiles);
  const known = new Set(there.map((file) => file.sha256));
  return files.some((file) => known.has(file.sha256)) ? alreadyAttached() : undefined;
}

/** On a phone that holds no village: the author's copy, as the server will derive it. */
function attachToOwnCopy(tx: Tx, visitId: string, files: readonly FileInput[], authorId: string) {
  const own = tx.get(ownVisits, visitId, scopes.self(authorId));
  if (own === 'absent') return noSuchVisit();
  if (own === 'not-held') return undefined;
  const card = tx.get(cards, own.clientId, scopes.self(authorId));
  const mayNot = card !== 'absent' && card !== 'not-held' && !card.mayPhotograph;
  if (mayNot && files.some((file) => file.kind === 'photo')) return noPhotoConsent();
  const refused = unfit(own.files, files);
  if (refused !== undefined) return refused;
  tx.put(ownVisits, { ...own, files: inOrder([...own.files, ...files.map(predictedNote)]) });
  return undefined;
}

/** Which way is up: a note beside the picture. Its bytes stay as they are, for they are named by their hash. */
export const turnPicture = defineCommand({
  name: 'services.turn-picture',
  input: z.strictObject({
    visitId: Id,
    evidenceId: Id,
    /** Quarter turns to the right. */
    turned: z.int().check(z.minimum(0), z.maximum(3)),
  }),
  permission: authorsAndStation,
  keys: (input) => [keyOf(visits, input.visitId), keyOf(evidence, input.evidenceId), keyOf(ownVisits, input.visitId)],
  place: (tx, input, context) => placeOfVisit(tx, input.visitId, context),
  execute: (tx, { visitId, evidenceId, turned }, context) => {
    const file = tx.get(evidence, evidenceId);
    if (file !== 'not-held') {
      // A file of another visit is answered like one that is not there (A5).
      if (file === 'absent' || file.visitId !== visitId || file.kind !== 'photo') return noSuchFile();
      tx.put(evidence, { ...file, turned });
      return undefined;
    }
    const own = tx.get(ownVisits, visitId, scopes.self(context.actorId));
    if (own === 'absent' || own === 'not-held') return undefined;
    const files = own.files.map((note) => (note.id === evidenceId ? { ...note, turned } : note));
    tx.put(ownVisits, { ...own, files });
    return undefined;
  },
});
