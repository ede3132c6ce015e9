/**
 * Whether a filled-in questionnaire is one: every question that was to be asked is answered as its type and its conditions
 * want, and nothing else is. The same on the screen where it is typed in, on the public page and on the server.
 */
import { Day } from '@yimi/kernel';
import type { Value, Values } from './expression.ts';
import { holds } from './expression.ts';
import type { FormModel, Question } from './model.ts';
import { chooses, conditionOf, longestText } from './model.ts';

export const answerFaults = ['missing', 'wrong-type', 'no-such-choice', 'constraint', 'not-asked'] as const;
export interface AnswerFault {
  readonly fault: (typeof answerFaults)[number];
  /** The question's number, from one on; 0 if it asks no such question. */
  readonly n: number;
}

export const isAsked = (question: Question, values: Values): boolean => {
  const relevant = conditionOf(question.relevant);
  return relevant === null || holds(relevant, values);
};

function wrongValue(question: Question, value: Value): AnswerFault['fault'] | null {
  const has = (name: string): boolean => question.choices.some((choice) => choice.name === name);
  if (question.type === 'select_multiple') {
    if (typeof value !== 'object' || value.length === 0 || new Set(value).size < value.length) return 'wrong-type';
    return value.every(has) ? null : 'no-such-choice';
  }
  if (question.type === 'select_one') return typeof value === 'string' && has(value) ? null : 'no-such-choice';
  if (question.type === 'integer' || question.type === 'decimal') {
    const number = typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e9;
    return number && (question.type === 'decimal' || Number.isInteger(value)) ? null : 'wrong-type';
  }
  if (typeof value !== 'string' || value.trim() === '' || value.length > longestText) return 'wrong-type';
  return question.type === 'text' || Day.safeParse(value).success ? null : 'wrong-type';
}

/** What is wrong with one answer to a question that is asked; null: nothing. */
function faultOfValue(question: Question, value: Value | undefined, values: Values): AnswerFault['fault'] | null {
  if (question.type === 'note') return value === undefined ? null : 'not-asked';
  if (value === undefined) return question.required ? 'missing' : null;
  const wrong = wrongValue(question, value);
  if (wrong !== null) return wrong;
  const constraint = conditionOf(question.constraint);
  return constraint === null || holds(constraint, values, value) ? null : 'constraint';
}

/** The first thing that is wrong, in the order of the questions. A condition sees only the answers given before. */
export function faultOfAnswers({ questions }: FormModel, values: Values): AnswerFault | null {
  const before: Record<string, Value> = {};
  for (const [at, question] of questions.entries()) {
    const value = Object.hasOwn(values, question.name) ? values[question.name] : undefined;
    if (!isAsked(question, before)) {
      if (value !== undefined) return { fault: 'not-asked', n: at + 1 };
      continue;
    }
    const fault = faultOfValue(question, value, before);
    if (fault !== null) return { fault, n: at + 1 };
    if (value !== undefined) before[question.name] = value;
  }
  const known = new Set(questions.map(({ name }) => name));
  return Object.keys(values).every((name) => known.has(name)) ? null : { fault: 'not-asked', n: 0 };
}

/** Without answers to what was not asked after all: who fills it in without a script sees every question. */
export function onlyAsked({ questions }: FormModel, values: Values): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const question of questions) {
    const value = Object.hasOwn(values, question.name) ? values[question.name] : undefined;
    if (value !== undefined && question.type !== 'note' && isAsked(question, kept)) kept[question.name] = value;
  }
  return kept;
}

/** A questionnaire in parts: what can be counted in the open, and what somebody wrote or how old they are. */
interface Parted {
  /** `question/choice`, each once. */
  readonly picks: string[];
  /** The kinds of need that the choices stand for, each once however many of them say it. */
  readonly kinds: NonNullable<FormModel['questions'][number]['choices'][number]['need']>[];
  /** JSON: question → words, number or day. */
  readonly written: string;
}

export function partsOf({ questions }: FormModel, values: Values): Parted {
  const picks: string[] = [];
  const kinds = new Set<Parted['kinds'][number]>();
  const written: Record<string, string | number> = {};
  for (const question of questions) {
    const value = Object.hasOwn(values, question.name) ? values[question.name] : undefined;
    if (value === undefined) continue;
    if (!chooses(question)) {
      if (typeof value !== 'object') written[question.name] = value;
      continue;
    }
    const picked = typeof value === 'object' ? value : [String(value)];
    for (const { name, need } of question.choices) {
      if (!picked.includes(name)) continue;
      picks.push(`${question.name}/${name}`);
      if (need !== null) kinds.add(need);
    }
  }
  return { picks, kinds: [...kinds], written: JSON.stringify(written) };
}
