/**
 * GET /api/needs/ranked: the ranked list of a place's needs (居民需求清单) over some months, most asked for first, with what became of
 * them and how it was in as many months before. All of it comes from the kept leaves (law N1); each bar opens to its needs.
 */
import type { Month } from '@yimi/kernel';
import { monthOf } from '@yimi/kernel';
import { needCount } from '@yimi/needs';
import * as z from 'zod';
import type { PlaceRef } from './dashboard.ts';
import { atOf, FiguresInput, parentsOf, placeAsked } from './dashboard.ts';
import type { At } from './figure-sql.ts';
import { MonthSum, monthSums, SumBelow, sumsBelow } from './figure-sql.ts';
import { MonthsInput } from './input.ts';
import { addMonths } from './months.ts';
import { mayReadNeeds } from './needs-queue.ts';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { suppress } from './small-counts.ts';

const Input = FiguresInput.extend({ months: MonthsInput.optional() });
type Input = z.infer<typeof Input>;
const needDims = z.tuple([z.string(), z.string(), z.string(), z.string().nullable()]);

export const rankedNeedsRoute: Route<Input> = {
  method: 'GET',
  url: '/api/needs/ranked',
  input: Input,
  answer: async (input, context) => {
    const { reader, today } = context;
    if (!reader.anywhere((rights) => rights.figures)) return notForYou();
    const place = placeAsked(reader, input);
    if ('code' in place) return place;
    const month = input.month ?? monthOf(today);
    const months = input.months ?? 3;
    // In a small village the kind of a need tells who asked: whoever may not read needs sees no small count.
    const whole = mayReadNeeds(reader.of(place.level === 'city' ? 'county' : place.level, place.id));
    const rows = await kindsAt(context, atOf(place), month, months);
    const shown = whole ? { rows, total: sum(rows, 'value'), before: sum(rows, 'before') } : withoutSmall(rows);
    const below = await belowOf(context, place, { month, months, whole });
    return { today, month, months, place, parents: parentsOf(reader, place), openable: whole, ...shown, below };
  },
};

interface Ranked {
  readonly kind: string;
  readonly value: number;
  readonly before: number;
  readonly met: number;
  readonly unmet: number;
  readonly open: number;
}

const sum = (rows: readonly Ranked[], of: 'value' | 'before'): number => rows.reduce((all, row) => all + row[of], 0);

async function kindsAt({ trx }: ReadContext, at: At, month: Month, months: number): Promise<Ranked[]> {
  const first = addMonths(month, 1 - months);
  const wanted = { figures: [needCount], from: addMonths(first, -months), to: month };
  const kinds = new Map<string, Ranked>();
  for (const { period, dims, n } of await rowsOf(trx, MonthSum, monthSums(at, [wanted]))) {
    const [, kind, state] = needDims.parse(JSON.parse(dims));
    const row = kinds.get(kind) ?? { kind, value: 0, before: 0, met: 0, unmet: 0, open: 0 };
    const part = state === 'unmet' ? 'unmet' : state === 'answered' || state === 'closed' ? 'met' : 'open';
    const now = { value: row.value + n, [part]: row[part] + n };
    kinds.set(kind, { ...row, ...(period < first ? { before: row.before + n } : now) });
  }
  return [...kinds.values()].sort((one, other) => other.value - one.value || one.kind.localeCompare(other.kind, 'zh'));
}

/** Only how many; a change or a share would give the small ones away again. */
function withoutSmall(all: readonly Ranked[]) {
  const rows = all.filter(({ value }) => value > 0);
  const hidden = suppress(rows.map(({ value }) => [value]));
  return {
    rows: rows.map(({ kind, value }, at) => ({
      ...{ kind, value: hidden.cells[at] === true ? null : value },
      ...{ before: null, met: null, unmet: null, open: null },
    })),
    total: hidden.total ? null : sum(rows, 'value'),
    before: null,
  };
}

interface Period {
  readonly month: Month;
  readonly months: number;
  readonly whole: boolean;
}

async function belowOf({ trx, reader }: ReadContext, place: PlaceRef, { month, months, whole }: Period) {
  const at = atOf(place);
  if (at.level === 'room') return [];
  const found = await rowsOf(
    trx,
    SumBelow,
    sumsBelow(at, { figures: [needCount], from: addMonths(month, 1 - months), to: month }),
  );
  const sums = new Map<string, number>();
  for (const row of found) sums.set(row.place, (sums.get(row.place) ?? 0) + row.n);
  const names = at.level === 'county' ? reader.places.stations : reader.places.rooms;
  const rows = [...sums].map(([id, value]) => ({ id, name: names.get(id)?.name ?? '', value }));
  const hidden = suppress(rows.map(({ value }) => [value]));
  return rows
    .map((row, index) => ({ ...row, value: whole || hidden.cells[index] !== true ? row.value : null }))
    .sort((one, other) => (other.value ?? 0) - (one.value ?? 0));
}
