/** GET /api/volunteers/counted: what a month's offers came to at the reader's place, from the kept leaves (laws N1, N2). Sums only: nobody's own number is read. */
import { monthOf } from '@yimi/kernel';
import { activeCount, offerCount, offerStates, taskCount } from '@yimi/volunteers';
import * as z from 'zod';
import type { FiguresInput } from './dashboard.ts';
import { atOf, FiguresInput as Input, placeAsked } from './dashboard.ts';
import { MonthSum, monthSums } from './figure-sql.ts';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { Route } from './read-context.ts';

const Dims = z.array(z.string());

export const offersCountedRoute: Route<FiguresInput> = {
  method: 'GET',
  url: '/api/volunteers/counted',
  input: Input,
  answer: async (input, { reader, trx, today }) => {
    if (!reader.anywhere((rights) => rights.figures)) return notForYou();
    const place = placeAsked(reader, input);
    if ('code' in place) return place;
    const month = input.month ?? monthOf(today);
    const figures = [offerCount, taskCount, activeCount];
    const sums = await rowsOf(trx, MonthSum, monthSums(atOf(place), [{ figures, from: month, to: month }]));
    const total = (name: string, state?: string): number =>
      sums
        .filter(
          (row) => row.figure === name && (state === undefined || Dims.parse(JSON.parse(row.dims)).includes(state)),
        )
        .reduce((sum, row) => sum + row.n, 0);
    return {
      ...{ month, place, offers: total(offerCount.name) },
      byState: Object.fromEntries(offerStates.map((state) => [state, total(offerCount.name, state)])),
      ...{ done: total(taskCount.name), active: total(activeCount.name) },
    };
  },
};
