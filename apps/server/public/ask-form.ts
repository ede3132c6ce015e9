/** What comes in with the form "说出您的需求", parsed; whatever is wrong is named by its field, and what was typed stays. */

import { urgencies } from '@yimi/needs';
import { needKinds } from '@yimi/services';
import * as z from 'zod';

/** What PostgreSQL can hold: no NUL, no half of a character. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((typed) => !typed.includes('\0') && typed.isWellFormed());
/** Blank is "not said". */
const said = (most: number) => text(most).transform((typed) => (typed.trim() === '' ? null : typed.trim()));

const Filled = z.object({
  kind: z.enum(needKinds),
  words: text(500)
    .transform((typed) => typed.trim())
    .refine((typed) => typed !== ''),
  urgency: z.enum(urgencies),
  village: z.uuid(),
  forWhom: z.enum(['me', 'other']),
  otherName: said(40),
  name: said(40),
  tel: said(20).refine((typed) => typed === null || /^[\d +-]{5,20}$/.test(typed)),
  consent: z.literal('yes'),
  trap: z.literal(''),
});
export type Filled = z.infer<typeof Filled>;

/** As typed, whatever it is: to be shown again. */
export type Typed = Readonly<Record<keyof Filled | 'token', string>>;
const fields = Object.keys(Filled.shape) as (keyof Filled)[];

/** Line ends of a form are CR LF; one counts as one character. */
export function typedIn(body: unknown): Typed {
  const sent = body instanceof URLSearchParams ? body : new URLSearchParams();
  const one = (name: string): string => (sent.get(name) ?? '').replaceAll('\r\n', '\n').slice(0, 2000);
  const entries = [...fields, 'token' as const].map((name) => [name, one(name)]);
  return Object.fromEntries(entries) as Typed;
}

/** @param rooms villages of the station: no other is taken */
export function readForm(typed: Typed, rooms: readonly string[]): { filled: Filled } | { wrong: readonly string[] } {
  const { token: _, ...answers } = typed;
  const parsed = Filled.safeParse(answers);
  const wrong = parsed.success ? [] : fields.filter((name) => parsed.error.issues.some(({ path }) => path[0] === name));
  if (!rooms.includes(typed.village) && !wrong.includes('village')) wrong.push('village');
  return parsed.success && wrong.length === 0 ? { filled: parsed.data } : { wrong };
}
