/**
 * What is counted of questionnaires where the reader reads figures, from the kept leaves (law N1): answers, picks and kinds of
 * need, by questionnaire and village. Small counts are hidden from who may not open the answers (law A2).
 */
import type { Form } from '@yimi/forms';
import { formAnswerCount, pickCount, tickedKinds } from '@yimi/forms';
import * as z from 'zod';
import { rowsOf } from './query.ts';
import type { ReadContext } from './read-context.ts';
import type { ReaderRights } from './reader.ts';
import { pointsAtSomebody, smallest, suppress } from './small-counts.ts';

/** Where the leaves lie that are added up. */
interface Where {
  readonly stations: readonly string[];
  readonly rooms: readonly string[];
}

/** A station's sums for who reads figures there; else those of the villages that the reader has. */
export function whereOf(reader: ReaderRights, stationId: string): Where {
  if (reader.of('station', stationId).figures) return { stations: [stationId], rooms: [] };
  return { stations: [], rooms: reader.roomsWhere((rights) => rights.figures) };
}

const Leaf = z.object({ figure: z.string(), dims: z.string(), room: z.string(), n: z.number() });
const Dims = z.array(z.string());

export interface Counted {
  answers: number;
  readonly rooms: Map<string, number>;
  /** `question/choice` → how many. */
  readonly picks: Map<string, number>;
  readonly kinds: Map<string, number>;
}
const nothing = (): Counted => ({ answers: 0, rooms: new Map(), picks: new Map(), kinds: new Map() });

function add(to: Map<string, number>, key: string, n: number): void {
  to.set(key, (to.get(key) ?? 0) + n);
}

/** By questionnaire; each that was asked for is there. */
export async function countsOf({ trx }: ReadContext, forms: readonly Pick<Form, 'id'>[], where: Where) {
  const counts = new Map(forms.map(({ id }) => [id, nothing()]));
  const figures = [formAnswerCount.name, pickCount.name, tickedKinds.name];
  const text = `select figure, dims, room_id as room, sum(n)::bigint as n from figures.rollups
    where figure = any($1::text[]) and dims::jsonb ->> 0 = any($2::text[])
      and (station_id = any($3::uuid[]) or room_id = any($4::uuid[]))
    group by figure, dims, room_id having sum(n) <> 0`;
  const values = [figures, forms.map(({ id }) => id), where.stations, where.rooms];
  for (const { figure, dims, room, n } of await rowsOf(trx, Leaf, { text, values })) {
    const [formId = '', one = ''] = Dims.parse(JSON.parse(dims));
    const to = counts.get(formId);
    if (to === undefined) continue;
    if (figure === formAnswerCount.name) {
      to.answers += n;
      add(to.rooms, room, n);
    } else add(figure === pickCount.name ? to.picks : to.kinds, one, n);
  }
  return counts;
}

/** Choices of which exactly one is ticked are parts of a whole: a small one must not follow from the others. */
export function shownParts(values: readonly number[], whole: boolean): (number | null)[] {
  if (whole) return [...values];
  const { cells } = suppress(values.map((value) => [value]));
  return values.map((value, at) => (cells[at] === true ? null : value));
}

/** Ticks of which one person may make several: each stands beside all who answered. */
export function shownTicks(values: readonly number[], of: number, whole: boolean): (number | null)[] {
  return values.map((value) => (whole || !(of < smallest || pointsAtSomebody(value, of)) ? value : null));
}

/** Most ticked first, with the questionnaire before: how many there, and of how many. */
export function kindsOf(now: Counted, before: Counted | null, whole: boolean) {
  const kinds = [...new Set([...now.kinds.keys(), ...(before?.kinds.keys() ?? [])])];
  const values = shownTicks(
    kinds.map((kind) => now.kinds.get(kind) ?? 0),
    now.answers,
    whole,
  );
  const earlier = shownTicks(
    kinds.map((kind) => before?.kinds.get(kind) ?? 0),
    before?.answers ?? 0,
    whole,
  );
  return kinds
    .map((kind, at) => ({ kind, value: values[at] ?? null, before: before === null ? null : (earlier[at] ?? null) }))
    .sort((one, other) => (other.value ?? 0) - (one.value ?? 0) || one.kind.localeCompare(other.kind, 'zh'));
}
