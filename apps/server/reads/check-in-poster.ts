/**
 * GET /api/activities/:id/poster: the two codes that may be printed and hung up. They stand for the whole day, so what comes in by
 * them waits for the organiser; the secret they are drawn from goes nowhere.
 */
import { activities, codes, printedCode } from '@yimi/activities';
import { Id } from '@yimi/kernel';
import * as z from 'zod';
import { notForYou, notFound } from './problems.ts';
import type { Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const Input = z.object({ id: Id });

export const checkInPosterRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/activities/:id/poster',
  input: Input,
  answer: async ({ id }, context) => {
    const { reader } = context;
    if (!reader.anywhere((rights) => rights.people)) return notForYou();
    const [activity] = await rowsWhere(context, activities, 'id = $1::uuid', [id]);
    if (activity === undefined || !reader.at(activity).people) return notFound();
    const [code] = await rowsWhere(context, codes, 'id = $1::uuid', [id]);
    if (code === undefined) return notFound();
    return { in: printedCode(code, 'in'), out: printedCode(code, 'out') };
  },
};
