/**
 * What a questionnaire (问卷) asks. The names are XLSForm's (type, name, label, relevant, constraint, required; choices by name
 * and label, languages side by side, recordings for who does not read), so that a sheet of such a form maps onto it row by row.
 * Ours is one thing: a choice may say which kind of need it stands for.
 */
import { needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import type { Expression } from './expression.ts';
import { answersIn, longestExpression, parseExpression } from './expression.ts';

export const questionTypes = ['select_one', 'select_multiple', 'integer', 'decimal', 'text', 'date', 'note'] as const;
export type QuestionType = (typeof questionTypes)[number];

/** Two pages of paper; and nobody ticks one of fifty boxes. */
export const mostQuestions = 60;
export const mostChoices = 30;
export const longestText = 500;

export const Name = z.string().check(z.regex(/^[a-z][a-z0-9_]{0,23}$/));
/** BCP 47, as XLSForm heads its columns: `label::中文 (zh)`. */
const Language = z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/));
const Labels = z.record(Language, z.string().check(z.maxLength(300)));
/** Recordings by language, as ids of kept files. */
const Audio = z.record(Language, z.string().check(z.regex(/^[0-9a-f]{64}$/)));
const Condition = z.nullable(z.string().check(z.maxLength(longestExpression)));

export const Choice = z.strictObject({ name: Name, labels: Labels, audio: Audio, need: z.nullable(z.enum(needKinds)) });
export type Choice = z.infer<typeof Choice>;

export const Question = z.strictObject({
  name: Name,
  type: z.enum(questionTypes),
  labels: Labels,
  audio: Audio,
  required: z.boolean(),
  relevant: Condition,
  constraint: Condition,
  choices: z.array(Choice).check(z.maxLength(mostChoices)),
});
export type Question = z.infer<typeof Question>;

export const FormModel = z.strictObject({
  /** The first one is that of the paper; each label has it. */
  languages: z.array(Language).check(z.minLength(1), z.maxLength(6)),
  questions: z.array(Question).check(z.maxLength(mostQuestions)),
});
export type FormModel = z.infer<typeof FormModel>;

/** The recording of a question or choice in a language, or of the paper where it was read in no other. */
export function soundIn(audio: Question['audio'], language: string, { languages }: FormModel): string | null {
  return audio[language] ?? audio[languages[0] ?? 'zh'] ?? null;
}

/** Every recording that belongs to the questionnaire. */
export function soundsOf({ questions }: FormModel): ReadonlySet<string> {
  return new Set(questions.flatMap((one) => [one, ...one.choices].flatMap(({ audio }) => Object.values(audio))));
}

/** What may be written beside Chinese: English, and the languages with a script that the townships' minorities read. */
export const secondLanguages = ['en', 'za', 'ii', 'bo', 'ug', 'mn', 'kk', 'ko'] as const;

/** The words in a language; where nothing is written in it, those of the paper, which each label has. */
export function wordsIn(labels: Question['labels'], language: string, { languages }: FormModel) {
  const first = languages[0] ?? 'zh';
  const own = (labels[language] ?? '').trim();
  return own === '' ? { language: first, text: labels[first] ?? '' } : { language, text: own };
}

export const chooses = ({ type }: Pick<Question, 'type'>): boolean =>
  type === 'select_one' || type === 'select_multiple';

export const modelFaults = [
  'no-questions',
  'name-twice',
  'no-label',
  'few-choices',
  'choices-not-asked',
  'unreadable',
  'asks-later',
] as const;
/** What keeps a model from being asked, with the question's number from one on. */
export interface ModelFault {
  readonly fault: (typeof modelFaults)[number];
  readonly n: number;
}

export function faultOf({ questions, languages }: FormModel): ModelFault | null {
  if (!questions.some(({ type }) => type !== 'note')) return { fault: 'no-questions', n: 0 };
  const before: string[] = [];
  for (const [at, question] of questions.entries()) {
    const fault = faultOfQuestion(question, before, languages[0] ?? '');
    if (fault !== null) return { fault, n: at + 1 };
    before.push(question.name);
  }
  return null;
}

function faultOfQuestion(question: Question, before: readonly string[], first: string): ModelFault['fault'] | null {
  const { name, choices } = question;
  if (before.includes(name) || new Set(choices.map((choice) => choice.name)).size < choices.length) return 'name-twice';
  const said = [question, ...choices].every(({ labels }) => (labels[first] ?? '').trim() !== '');
  if (!said) return 'no-label';
  if (chooses(question) ? choices.length < 2 : choices.length > 0) {
    return chooses(question) ? 'few-choices' : 'choices-not-asked';
  }
  return (
    faultOfCondition(question.relevant, before) ?? faultOfCondition(question.constraint, [...before, name]) ?? null
  );
}

/** A condition reads what was answered before: what comes later, or was never asked, would leave a question out for ever. */
function faultOfCondition(text: string | null, before: readonly string[]): ModelFault['fault'] | null {
  if (text === null) return null;
  const expression = parseExpression(text);
  if (expression === null) return 'unreadable';
  return answersIn(expression).every((name) => before.includes(name)) ? null : 'asks-later';
}

/** A condition of a checked model, as a tree; null: none, or one that cannot be read any more. */
export function conditionOf(text: string | null): Expression | null {
  return text === null ? null : parseExpression(text);
}
