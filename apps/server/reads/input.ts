/** What comes in with a request, parsed (house style, Edges): a wrong value is named by its field and never repeated. */

import type { Problem } from '@yimi/kernel';
import { Day, Id } from '@yimi/kernel';
import * as z from 'zod';
import { wrongInput } from './problems.ts';

export function parseInput<T>(schema: z.ZodType<T>, value: unknown): { value: T } | Problem {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return { value: parsed.data };
  const issue = parsed.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys';
  const field = unknown ? 'query' : (issue?.path.map(String).join('.') ?? '').slice(0, 100);
  return wrongInput(field === '' ? 'query' : field, issue?.code ?? 'custom');
}

/** A month that exists: what is computed from it must be a day. */
export const MonthInput = z.string().regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/);

/** How many months end with the one that is asked for. */
export const MonthsInput = z.enum(['1', '3', '6', '12']).transform(Number);

/** Text that PostgreSQL can hold: no NUL, no half of a character. */
export const TextInput = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !text.includes('\u0000') && text.isWellFormed());

/** Where a page ended: the day or instant of its last row and the row's id. No personal data, for it travels in a URL. */
export const DayCursor = z
  .string()
  .max(60)
  .transform((text, context) => {
    const [day, id] = text.split('_');
    const parsed = z.object({ day: Day, id: Id }).safeParse({ day, id });
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  });
export type DayCursor = z.infer<typeof DayCursor>;

export const InstantCursor = z
  .string()
  .max(60)
  .transform((text, context) => {
    const [at, id] = text.split('_');
    const parsed = z.object({ at: z.coerce.number().int().min(-9e15).max(9e15), id: Id }).safeParse({ at, id });
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  });

/** `{"risk":"key"}`: dimension → value, or values of which one has to be it. */
export const DimsInput = z
  .string()
  .max(400)
  .transform((text, context): Record<string, string | string[]> => {
    try {
      const value: unknown = JSON.parse(text);
      const parsed = z
        .record(z.string().max(60), z.union([TextInput(60), z.array(TextInput(60)).max(12)]))
        .safeParse(value);
      if (parsed.success) return parsed.data;
    } catch {
      // Not JSON: refused below, like any other shape that is not asked for.
    }
    context.addIssue({ code: 'custom' });
    return z.NEVER;
  });
