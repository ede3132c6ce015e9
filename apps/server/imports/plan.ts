/** The way of a file from its rows to what will become of each, apart from the database: used by preview, run and corpus alike. */
import type { Problem } from '@yimi/kernel';
import { derivedId } from '@yimi/kernel';
import type { Choices } from './choices.ts';
import { consentNotConfirmed, fieldMissing } from './problems.ts';
import type { Ledger } from './reading/ledger.ts';
import type { LeftOut } from './records.ts';
import { recordsOf } from './records.ts';
import type { Draft, ImportTarget, LedgerRecord, Naming, Setting } from './target.ts';

export interface Drafts {
  readonly drafts: readonly Draft<unknown>[];
  readonly leftOut: LeftOut;
}

/** What has to be settled before anything can be planned. @param toRun also what has to be stated before it is done */
export function wrongChoices(choices: Choices, target: ImportTarget, toRun: boolean): Problem | null {
  const chosen = choices.columns.flatMap(({ field }) => (field === null ? [] : [field]));
  const missing = target.required.find((group) => !group.some((field) => chosen.includes(field)));
  if (missing !== undefined) return fieldMissing(missing[0] ?? '');
  return toRun && target.needsConsent && !choices.consent ? consentNotConfirmed() : null;
}

export function draftAll(ledger: Ledger, choices: Choices, target: ImportTarget, setting: Setting): Drafts {
  const { records, leftOut } = recordsOf(ledger, choices, target.fields);
  const read = target.reader(setting);
  return { drafts: target.together(records.map(read), setting), leftOut };
}

export function namingOf(importId: string): Naming {
  return {
    importId,
    subjectOf: (record) => derivedId(importId, rowLabel(record)),
    commandOf: (record, label) => derivedId(importId, `${rowLabel(record)}/${label}`),
  };
}

/** Names a row of the file within its import (law S10): the same after a restart. */
export function rowLabel({ sheet, row }: Pick<LedgerRecord, 'sheet' | 'row'>): string {
  return `${sheet}/${row}`;
}
