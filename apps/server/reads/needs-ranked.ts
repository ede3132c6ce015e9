/**
 * GET /api/needs/ranked: the ranked list of a place's needs (居民需求清单) over some months, most asked for first, with what became of
 * them and how it was in as many months before. What people told and what they ticked in questionnaires stand side by side, for
 * one is a need to be answered and the other a wish of many. All of it comes from the kept leaves (law N1); each bar opens.
 */
import { formAnswerCount, forms, tickedKinds } from '@yimi/forms';
import type { Month } from '@yimi/kernel';
import { monthOf } from '@yimi/kernel';
import { needCount } from '@yimi/needs';
import * as z from 'zod';
import type { PlaceRef } from './dashboard.ts';
import { atOf, FiguresInput, parentsOf, placeAsked } from './dashboard.ts';
import type { At } from './figure-sql.ts';
import { MonthSum, monthSums, SumBelow, spanOf, sumsBelow } from './figure-sql.ts';
import { countsOf, kindsOf, shownTicks } from './form-counts.ts';
import { MonthsInput } from './input.ts';
import { addMonths } from './months.ts';
import { mayReadNeeds } from './needs-queue.ts';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { suppress } from './small-counts.ts';
import { rowsWhere } from './table-rows.ts';

const Input = FiguresInput.extend({ months: MonthsInput.optional() });
type Input = z.infer<typeof Input>;
const tickedDims = z.tuple([z.string(), z.string()]);
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
    const { rows, answers } = await kindsAt(context, atOf(place), month, months);
    const shown = whole
      ? { rows, total: sum(rows, 'value'), before: sum(rows, 'before') }
      : withoutSmall(rows, answers);
    const survey = await surveyAt(context, place, month, whole);
    const below = await belowOf(context, place, { month, months, whole });
    return {
      today,
      month,
      months,
      place,
      parents: parentsOf(reader, place),
      openable: whole,
      ...shown,
      answers,
      survey,
      below,
    };
  },
};

interface Ranked {
  readonly kind: string;
  /** People who ticked it in a questionnaire of these months. */
  readonly ticked: number;
  /** Needs told. */
  readonly value: number;
  readonly before: number;
  readonly met: number;
  readonly unmet: number;
  readonly open: number;
}

const sum = (rows: readonly Ranked[], of: 'value' | 'before'): number => rows.reduce((all, row) => all + row[of], 0);

const none = { value: 0, before: 0, met: 0, unmet: 0, open: 0, ticked: 0 };

async function kindsAt({ trx }: ReadContext, at: At, month: Month, months: number) {
  const first = addMonths(month, 1 - months);
  const told = { figures: [needCount], from: addMonths(first, -months), to: month };
  const asked = { figures: [tickedKinds, formAnswerCount], from: first, to: month };
  const kinds = new Map<string, Ranked>();
  let answers = 0;
  for (const { figure, period, dims, n } of await rowsOf(trx, MonthSum, monthSums(at, [told, asked]))) {
    if (figure === formAnswerCount.name) answers += n;
    else if (figure === tickedKinds.name) {
      const [, kind] = tickedDims.parse(JSON.parse(dims));
      const row = kinds.get(kind) ?? { kind, ...none };
      kinds.set(kind, { ...row, ticked: row.ticked + n });
    } else {
      const [, kind, state] = needDims.parse(JSON.parse(dims));
      const row = kinds.get(kind) ?? { kind, ...none };
      const part = state === 'unmet' ? 'unmet' : state === 'answered' || state === 'closed' ? 'met' : 'open';
      const now = { value: row.value + n, [part]: row[part] + n };
      kinds.set(kind, { ...row, ...(period < first ? { before: row.before + n } : now) });
    }
  }
  const all = ({ value, ticked }: Ranked): number => value + ticked;
  const order = (one: Ranked, other: Ranked): number =>
    all(other) - all(one) || one.kind.localeCompare(other.kind, 'zh');
  return { rows: [...kinds.values()].sort(order), answers };
}

/** Only how many; a change or a share would give the small ones away again. */
function withoutSmall(all: readonly Ranked[], answers: number) {
  const rows = all.filter(({ value, ticked }) => value > 0 || ticked > 0);
  const told = rows.filter(({ value }) => value > 0);
  const hidden = suppress(told.map(({ value }) => [value]));
  const few = new Set(told.filter((_, at) => hidden.cells[at]).map(({ kind }) => kind));
  const ticks = shownTicks(
    rows.map(({ ticked }) => ticked),
    answers,
    false,
  );
  return {
    rows: rows.map(({ kind, value }, at) => ({
      ...{ kind, value: few.has(kind) ? null : value, ticked: answers === 0 ? 0 : (ticks[at] ?? null) },
      ...{ before: null, met: null, unmet: null, open: null },
    })),
    total: hidden.total ? null : sum(rows, 'value'),
    before: null,
  };
}

/** The newest questionnaire that was answered there by the end of the month, beside the one that it asks again. */
async function surveyAt(context: ReadContext, place: PlaceRef, month: Month, whole: boolean) {
  const { reader } = context;
  const stationId = place.level === 'room' ? (reader.places.rooms.get(place.id)?.stationId ?? '') : place.id;
  if (place.level !== 'station' && place.level !== 'room') return null;
  const out = 'station_id = $1::uuid and opened_on <= $2 order by opened_on desc, id desc limit 50';
  const found = await rowsWhere(context, forms, out, [stationId, spanOf(month).to]);
  const where = place.level === 'room' ? { stations: [], rooms: [place.id] } : { stations: [place.id], rooms: [] };
  const counts = await countsOf(context, found, where);
  const answersOf = (id: string | null): number => counts.get(id ?? '')?.answers ?? 0;
  const newest = found.find(({ id }) => answersOf(id) > 0);
  const now = counts.get(newest?.id ?? '');
  if (newest === undefined || now === undefined) return null;
  const before = found.find(({ id }) => id === newest.followsId);
  const earlier = before === undefined ? null : (counts.get(before.id) ?? null);
  const briefly = ({ id, title, openedOn }: (typeof found)[number]) => ({
    id,
    title,
    openedOn,
    answers: answersOf(id),
  });
  return {
    ...briefly(newest),
    before: before === undefined ? null : briefly(before),
    kinds: kindsOf(now, earlier, whole),
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
