/** Where a questionnaire lies, its revisions, and the ids that follow from others. Pure, the same on both sides. */
import type { Permission, Place, Problem, Tx } from '@yimi/kernel';
import { derivedId, scopes } from '@yimi/kernel';
import { noSuchForm } from './problems.ts';
import type { Form } from './tables.ts';
import { forms, revisions } from './tables.ts';

/** A station asks; its villages type in what was asked there. */
export const askers: Permission = { 'station-worker': 'station', 'station-head': 'station' };

export const revisionId = (formId: string, revision: number): string => derivedId(formId, `revision/${revision}`);

/** One paper is one answer, whoever types it in and however often. */
export const paperAnswerId = (formId: string, paper: string): string => derivedId(formId, `paper/${paper}`);

export function placeOfForm(tx: Tx, formId: string): Place | 'not-held' | null {
  const form = tx.get(forms, formId);
  if (form === 'not-held') return 'not-held';
  return form === 'absent' ? null : { stationId: form.stationId };
}

/** The questionnaire, or what to answer: a side that does not hold it lets the server decide (law C6). */
export function formOf(tx: Tx, formId: string): { form: Form } | { answer: Problem | undefined } {
  const form = tx.get(forms, formId);
  if (form === 'not-held') return { answer: undefined };
  return form === 'absent' ? { answer: noSuchForm() } : { form };
}

export function revisionOf(tx: Tx, { id, stationId }: Form, revision: number) {
  return tx.get(revisions, revisionId(id, revision), scopes.desk(stationId));
}
