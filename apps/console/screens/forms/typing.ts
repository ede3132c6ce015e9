/**
 * Two hundred papers in one sitting: what is being typed in, what waits to be sent and what was refused are one document, kept
 * in this browser after every key for this person and questionnaire, so that a reload loses nothing. What was sent is dropped.
 */
import type { FormModel, Question, Values } from '@yimi/forms';
import { isAsked, onlyAsked } from '@yimi/forms';
import * as z from 'zod/mini';

const Value = z.union([z.string(), z.number(), z.array(z.string())]);
const Paper = z.object({
  paper: z.string(),
  roomId: z.string(),
  byProxy: z.boolean(),
  answeredOn: z.string(),
  revision: z.int(),
  values: z.record(z.string(), Value),
});
export type Paper = z.infer<typeof Paper>;
const Kept = z.object({
  now: Paper,
  waiting: z.array(Paper),
  refused: z.array(z.object({ paper: Paper, code: z.string(), question: z.nullable(z.int()) })),
  /** Typed in since this sitting began. */
  done: z.int(),
});
export type Kept = z.infer<typeof Kept>;

const keyOf = (userId: string, formId: string): string => `yimi.console.typing.${userId}.${formId}`;

export function readKept(userId: string, formId: string): Kept | null {
  try {
    const parsed = Kept.safeParse(JSON.parse(localStorage.getItem(keyOf(userId, formId)) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    // Somebody else wrote there, or the browser keeps nothing: one begins anew.
    return null;
  }
}

/** False if this browser keeps nothing: then whoever types must know. */
export function keep(userId: string, formId: string, kept: Kept): boolean {
  try {
    localStorage.setItem(keyOf(userId, formId), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

/** Papers are numbered in a row: 009 is followed by 010. Those that are in already are passed over. */
export function numberAfter(paper: string, taken: ReadonlySet<string>): string {
  const hit = /^(.*?)(\d+)$/.exec(paper);
  if (hit === null) return '';
  const [, before = '', digits = ''] = hit;
  let n = Number(digits);
  let next: string;
  do {
    n += 1;
    next = `${before}${String(n).padStart(digits.length, '0')}`;
  } while (taken.has(next));
  return next.length > 12 ? '' : next;
}

interface Asked {
  readonly question: Question;
  /** As it stands on the paper, notes counted. */
  readonly n: number;
}

/** What is to be answered on this paper, after what was answered so far. */
export function askedIn(model: FormModel, values: Values): Asked[] {
  const before: Record<string, Values[string]> = {};
  return model.questions.flatMap((question, at) => {
    if (question.type === 'note' || !isAsked(question, before)) return [];
    const value = values[question.name];
    if (value !== undefined) before[question.name] = value;
    return [{ question, n: at + 1 }];
  });
}

/** Without what an answer further up made superfluous. */
export function answersOf(model: FormModel, values: Values): Paper['values'] {
  const kept = Object.entries(onlyAsked(model, values));
  return Object.fromEntries(kept.map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]));
}

/** Nine choices by their digit, the others by letter. */
export const choiceKeys = '123456789abcdefghijklmnopqrstuvwxyz';

/** The value after a choice was hit once more; none: nothing is chosen. */
export function toggled(
  question: Question,
  value: Values[string] | undefined,
  name: string,
): Values[string] | undefined {
  if (question.type === 'select_one') return value === name ? undefined : name;
  const before = typeof value === 'object' ? value : [];
  const after = before.includes(name) ? before.filter((one) => one !== name) : [...before, name];
  const inOrder = question.choices.map((choice) => choice.name).filter((one) => after.includes(one));
  return inOrder.length === 0 ? undefined : inOrder;
}

/** What stands in a field, as the question's value; none: nothing. What is no number stays a text, and is refused as one. */
export function givenIn(question: Question, text: string): Values[string] | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const wantsNumber = question.type === 'integer' || question.type === 'decimal';
  return wantsNumber && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}
