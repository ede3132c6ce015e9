/** A questionnaire is written, goes out as a revision that never changes, is closed when all papers are in, and opened again. */
import { dayOf, defineCommand, Id, keyOf } from '@yimi/kernel';
import { stations } from '@yimi/network';
import * as z from 'zod/mini';
import { askers, formOf, placeOfForm, revisionId, revisionOf } from '../form-rules.ts';
import { FormModel, faultOf } from '../model.ts';
import { closed, elsewhere, faultyModel, followsItself, notClosed, nothingNew, notOpen } from '../problems.ts';
import { forms, revisions } from '../tables.ts';

const Only = z.strictObject({ formId: Id });

/** Half a questionnaire is saved too; what is faulty is told when it is to go out. */
export const saveDraft = defineCommand({
  name: 'forms.save-draft',
  input: z.strictObject({
    formId: Id,
    stationId: Id,
    title: z.string().check(z.minLength(1), z.maxLength(60)),
    lead: z.string().check(z.maxLength(300)),
    followsId: z.nullable(Id),
    model: FormModel,
  }),
  permission: askers,
  keys: (input) => [keyOf(forms, input.formId), ...(input.followsId === null ? [] : [keyOf(forms, input.followsId)])],
  place: (tx, input) => {
    const known = placeOfForm(tx, input.formId);
    if (known !== null) return known;
    const station = tx.get(stations, input.stationId);
    return station === 'absent' ? null : { stationId: input.stationId };
  },
  execute: (tx, input, context) => {
    const known = tx.get(forms, input.formId);
    if (known === 'not-held') return undefined;
    if (known !== 'absent' && known.stationId !== input.stationId) return elsewhere();
    if (known !== 'absent' && known.state === 'closed') return closed();
    if (input.followsId === input.formId) return followsItself();
    if (input.followsId !== null) {
      const earlier = tx.get(forms, input.followsId);
      if (earlier === 'absent' || (earlier !== 'not-held' && earlier.stationId !== input.stationId)) return elsewhere();
    }
    const { formId, ...written } = input;
    const before =
      known === 'absent' ? ({ state: 'draft', revision: 0, openedOn: null, onTheWeb: false } as const) : known;
    const own = { authorId: context.onBehalfOf ?? context.actorId, recordedAt: context.recordedAt };
    tx.put(forms, { ...own, ...before, id: formId, ...written });
    return undefined;
  },
});

export const publishForm = defineCommand({
  name: 'forms.publish',
  input: Only,
  permission: askers,
  keys: (input) => [keyOf(forms, input.formId)],
  place: (tx, input) => placeOfForm(tx, input.formId),
  execute: (tx, { formId }, context) => {
    const found = formOf(tx, formId);
    if ('answer' in found) return found.answer;
    const { form } = found;
    if (form.state === 'closed') return closed();
    const fault = faultOf(form.model);
    if (fault !== null) return faultyModel(fault);
    const out = form.revision === 0 ? 'absent' : revisionOf(tx, form, form.revision);
    if (out === 'not-held') return undefined;
    if (out !== 'absent' && JSON.stringify(out.model) === JSON.stringify(form.model)) return nothingNew();
    const { stationId, model } = form;
    const revision = form.revision + 1;
    const recordedAt = context.recordedAt;
    tx.put(revisions, { id: revisionId(formId, revision), formId, stationId, revision, model, recordedAt });
    tx.put(forms, { ...form, revision, state: 'open', openedOn: form.openedOn ?? dayOf(recordedAt) });
    return undefined;
  },
});

export const closeForm = defineCommand({
  name: 'forms.close',
  input: Only,
  permission: askers,
  keys: (input) => [keyOf(forms, input.formId)],
  place: (tx, input) => placeOfForm(tx, input.formId),
  execute: (tx, { formId }) => {
    const found = formOf(tx, formId);
    if ('answer' in found) return found.answer;
    if (found.form.state !== 'open') return notOpen();
    tx.put(forms, { ...found.form, state: 'closed' });
    return undefined;
  },
});

/** Residents fill it in themselves, or no more; a closed one is on no page whatever was said. */
export const showOnWeb = defineCommand({
  name: 'forms.show-on-web',
  input: z.strictObject({ formId: Id, shown: z.boolean() }),
  permission: askers,
  keys: (input) => [keyOf(forms, input.formId)],
  place: (tx, input) => placeOfForm(tx, input.formId),
  execute: (tx, { formId, shown }) => {
    const found = formOf(tx, formId);
    if ('answer' in found) return found.answer;
    if (found.form.state !== 'open') return notOpen();
    tx.put(forms, { ...found.form, onTheWeb: shown });
    return undefined;
  },
});

/** Papers turn up in a drawer. */
export const reopenForm = defineCommand({
  name: 'forms.reopen',
  input: Only,
  permission: askers,
  keys: (input) => [keyOf(forms, input.formId)],
  place: (tx, input) => placeOfForm(tx, input.formId),
  execute: (tx, { formId }) => {
    const found = formOf(tx, formId);
    if ('answer' in found) return found.answer;
    if (found.form.state !== 'closed') return notClosed();
    tx.put(forms, { ...found.form, state: 'open' });
    return undefined;
  },
});
