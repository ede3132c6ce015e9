/** What the server tells the console of questionnaires (问卷), as schemas. */
import './core/strict-csp.ts';
import { FormModel, formStates, questionTypes } from '@yimi/forms';
import { Day, Id } from '@yimi/kernel';
import * as z from 'zod/mini';
import { Count } from './api.ts';

const FormRow = z.object({
  id: Id,
  title: z.string(),
  lead: z.string(),
  stationId: Id,
  stationName: z.string(),
  state: z.enum(formStates),
  revision: Count,
  openedOn: z.nullable(Day),
  followsId: z.nullable(Id),
  followsTitle: z.nullable(z.string()),
  answers: Count,
  onTheWeb: z.boolean(),
  /** The station's own: it may write, send out and close it. */
  mayAsk: z.boolean(),
});
export type FormRow = z.infer<typeof FormRow>;

/** GET /api/forms */
export const Forms = z.object({ rows: z.array(FormRow), stations: z.array(z.object({ id: Id, name: z.string() })) });
export type Forms = z.infer<typeof Forms>;

const Labels = z.record(z.string(), z.string());
const Shown = z.nullable(Count);
export const KindChange = z.object({ kind: z.string(), value: Shown, before: Shown });
export type KindChange = z.infer<typeof KindChange>;

/** GET /api/forms/:id ; null: too few to be shown to this reader. */
export const OneForm = z.object({
  form: FormRow,
  /** What is being written; null: not this reader's. */
  draft: z.nullable(FormModel),
  /** What is asked now; null: nothing went out yet. */
  out: z.nullable(FormModel),
  /** Where residents fill it in; null: the station has no open page, or not this reader's. */
  webPath: z.nullable(z.string()),
  openable: z.boolean(),
  rooms: z.array(z.object({ id: Id, name: z.string(), answers: Count, mayType: z.boolean() })),
  papers: z.array(z.string()),
  questions: z.array(
    z.object({
      name: z.string(),
      type: z.enum(questionTypes),
      labels: Labels,
      choices: z.array(z.object({ name: z.string(), labels: Labels, need: z.nullable(z.string()), value: Shown })),
    }),
  ),
  kinds: z.array(KindChange),
  beforeAnswers: Shown,
  written: z.array(
    z.object({
      name: z.string(),
      labels: Labels,
      n: Count,
      numbers: z.nullable(z.object({ least: z.number(), middle: z.number(), most: z.number() })),
      texts: z.array(z.string()),
    }),
  ),
});
export type OneForm = z.infer<typeof OneForm>;
