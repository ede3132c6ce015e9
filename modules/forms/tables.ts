/**
 * Questionnaires (问卷) and what was answered. A questionnaire is a station's and lies at its desk, with its answers; no phone
 * carries either. An answer names a village and nobody: whoever filled it in is not to be found again. What was chosen is
 * counted; what was written, and numbers such as an age, are encrypted, for in a small village they point at somebody.
 */
import { columns, defineTable, optional, roles, scopes } from '@yimi/kernel';
import { needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { FormModel } from './model.ts';

/** 拟稿、在收、收齐了. */
export const formStates = ['draft', 'open', 'closed'] as const;
/** 纸的、网页上自己填的. */
export const answerOrigins = ['paper', 'public'] as const;
/** 算数、作废. */
export const answerStates = ['counted', 'struck'] as const;

export const forms = defineTable({
  name: 'forms.forms',
  columns: {
    title: columns.text(60),
    /** What whoever fills it in reads first. */
    lead: columns.text(300),
    stationId: columns.id(),
    /** The questionnaire that it asks again (第二次、第三次): the change is counted from there. */
    followsId: optional(columns.id()),
    state: columns.choice(formStates),
    /** The revision that is out; 0: none yet. */
    revision: columns.count(),
    /** What is being written: the next revision. */
    model: columns.json(FormModel),
    /** The day on which it first went out. */
    openedOn: optional(columns.day()),
    /** Residents may fill it in themselves, on the station's public page. */
    onTheWeb: columns.flag(),
    authorId: columns.id(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
});
export type Form = z.infer<typeof forms.schema>;

/** A revision as it went out. It never changes: answers are read by what was asked. */
export const revisions = defineTable({
  name: 'forms.revisions',
  columns: {
    formId: columns.id(),
    stationId: columns.id(),
    revision: columns.count(),
    model: columns.json(FormModel),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  lists: ['formId'],
});

export const answers = defineTable({
  name: 'forms.answers',
  columns: {
    formId: columns.id(),
    revision: columns.count(),
    /** The place of the day itself, frozen (law N6). */
    roomId: columns.id(),
    stationId: columns.id(),
    origin: columns.choice(answerOrigins),
    /** What stands on the paper; null on the public page. */
    paper: optional(columns.text(12)),
    /** 代填: somebody filled it in for a person who cannot. */
    byProxy: columns.flag(),
    answeredOn: columns.day(),
    /** `question/choice`. */
    picks: columns.json(z.array(z.string().check(z.maxLength(60)))),
    kinds: columns.json(z.array(z.enum(needKinds))),
    /** Words, numbers and days, by question, as JSON (`writtenIn`): what is encrypted is text. Null once the county's period for words is over. */
    written: optional(columns.text(40_000, { mark: 'sealed' })),
    state: columns.choice(answerStates),
    /** Who typed it in; null: the resident, on the public page. */
    authorId: optional(columns.id()),
    authorRole: optional(columns.choice(roles)),
    recordedAt: columns.instant(),
    /** False if the device's clock cannot be right (law C5). */
    plausible: columns.flag(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
});
export type Answer = z.infer<typeof answers.schema>;

const Written = z.record(z.string(), z.union([z.string(), z.number()]));

export function writtenIn({ written }: Pick<Answer, 'written'>): z.infer<typeof Written> {
  return written === null ? {} : Written.parse(JSON.parse(written));
}
