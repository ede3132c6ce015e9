/**
 * What is asked of a register, and whether this reader may ask it (laws A1, A3, A5): which columns there are for them,
 * which of these need a stated purpose, and what of each row they are then shown.
 */
import type { Month, Problem } from '@yimi/kernel';
import { Id, isProblem, monthOf, problem } from '@yimi/kernel';
import type { Register, RegisterColumn } from '@yimi/services';
import { registerNames, registers } from '@yimi/services';
import * as z from 'zod';
import type { PlaceRef } from '../reads/dashboard.ts';
import { placeAsked } from '../reads/dashboard.ts';
import { MonthInput, TextInput } from '../reads/input.ts';
import { addMonths } from '../reads/months.ts';
import { mayReadNeeds } from '../reads/needs-queue.ts';
import { notForYou, notFound, wrongInput } from '../reads/problems.ts';
import type { ReadContext } from '../reads/read-context.ts';
import type { RecordPlace } from '../reads/reader.ts';
import type { Rights } from '../reads/rights.ts';
import { together } from '../reads/rights.ts';

const Word = TextInput(60);
/** Four characters say little, but no fewer say anything. */
export const Purpose = TextInput(200).refine((text) => text.trim().length >= 4);

export const RegisterInput = z.strictObject({
  register: z.enum(registerNames),
  level: z.enum(['county', 'station', 'room']).optional(),
  place: TextInput(40).optional(),
  from: MonthInput.optional(),
  to: MonthInput.optional(),
  columns: z.array(Word).min(1).max(40).optional(),
  filters: z
    .record(Word, Word)
    .refine((filters) => Object.keys(filters).length <= 12)
    .optional(),
  sort: z.strictObject({ by: Word, order: z.enum(['asc', 'desc']) }).optional(),
  rows: z.enum(['counted', 'left-out']).optional(),
  /** Against a signed report: what came since, or what it counted and no longer counts. */
  since: z.strictObject({ report: Id, what: z.enum(['come', 'gone']) }).optional(),
  purpose: Purpose.optional(),
});
export type RegisterInput = z.infer<typeof RegisterInput>;

export const CursorInput = z.strictObject({ key: z.union([TextInput(400), z.int()]), id: Id });

export interface Asked {
  readonly register: Register;
  readonly place: PlaceRef & { readonly level: 'county' | 'station' | 'room' };
  readonly from: Month;
  readonly to: Month;
  readonly columns: readonly RegisterColumn[];
  readonly filters: ReadonlyMap<string, string>;
  readonly sort: { readonly by: string; readonly order: 'asc' | 'desc' };
  readonly rows: 'counted' | 'left-out';
  readonly since: { readonly what: 'come' | 'gone'; readonly recordIds: readonly string[] } | null;
  readonly purpose: string | null;
  /** Personal data beyond what the reader sees every day: a logged act. */
  readonly logged: boolean;
  /** It becomes a file, which may go anywhere. */
  readonly leaves: boolean;
}

/** Two years in one register; longer ones are filed by year. */
const mostMonths = 24;

export const purposeNeeded = () => problem('invalid', 'registers.purpose-needed', {}, 'purpose');

/** A register that stays at the station's desk is for who reads what residents said there. */
export function mayOpen({ desk }: Register, rights: Rights): boolean {
  return desk !== true || mayReadNeeds(rights);
}

type Access = 'free' | 'purpose' | 'none';

/** How a column or filter of this mark is open to somebody with these rights. */
export function accessTo(mark: RegisterColumn['mark'], rights: Rights): Access {
  switch (mark) {
    case 'plain':
      return 'free';
    case 'staff':
      return rights.staff ? 'free' : 'none';
    case 'person':
      return rights.records === 'with-person' ? 'free' : rights.reveal ? 'purpose' : 'none';
    case 'sealed':
      return rights.records === 'with-person' && rights.findings === 'all' && rights.idLastFour && rights.reveal
        ? 'purpose'
        : 'none';
  }
}

export function rightsAt({ reader }: ReadContext, place: PlaceRef): Rights {
  return reader.of(place.level === 'city' ? 'county' : place.level, place.id);
}

export function askedOf(input: RegisterInput, context: ReadContext, pins: readonly string[] | null): Asked | Problem {
  const { reader, today } = context;
  if (!reader.anywhere((rights) => rights.records !== 'none')) return notForYou();
  const place = placeAsked(reader, input);
  if (isProblem(place)) return place;
  if (place.level === 'city') return notFound();
  const rights = rightsAt(context, place);
  // Whoever may not open records here is told what an unknown place is told.
  if (rights.records === 'none') return notFound();
  if (input.since !== undefined && pins === null) return notFound();
  const to = input.to ?? monthOf(today);
  const from = input.from ?? to;
  if (from > to || from <= addMonths(to, -mostMonths)) return wrongInput('from', 'out_of_range');
  const register = registers[input.register];
  if (!mayOpen(register, rights)) return notForYou();
  const columns = columnsOf(register, input, rights);
  if (isProblem(columns)) return columns;
  const chosen = { ...input, filters: input.filters ?? {}, sort: input.sort ?? register.sort };
  const wrong = wrongChoice(register, chosen);
  if (wrong !== null) return wrong;
  const access = marksOf(register, columns, chosen).map((mark) => accessTo(mark, rights));
  if (access.includes('none')) return notForYou();
  const logged = access.includes('purpose');
  if (logged && input.purpose === undefined) return purposeNeeded();
  const { rows = 'counted', since } = input;
  return {
    register,
    place: { ...place, level: place.level },
    ...{ from, to, columns, rows, logged, sort: chosen.sort, leaves: false },
    filters: new Map(Object.entries(chosen.filters)),
    since: since === undefined || pins === null ? null : { what: since.what, recordIds: pins },
    purpose: input.purpose?.trim() ?? null,
  };
}

/** Those asked for, in the order asked; else those that the register opens with and this reader sees without ado. */
function columnsOf(register: Register, input: RegisterInput, rights: Rights): RegisterColumn[] | Problem {
  if (input.columns === undefined) {
    return register.columns.filter((column) => column.shown && accessTo(column.mark, rights) === 'free');
  }
  const found = input.columns.map((key) => register.columns.find((column) => column.key === key));
  const known = found.filter((column) => column !== undefined);
  return known.length === found.length && new Set(known).size === known.length
    ? known
    : wrongInput('columns', 'unknown_column');
}

interface Chosen {
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: { readonly by: string };
}

function wrongChoice(register: Register, { filters, sort }: Chosen): Problem | null {
  for (const [key, value] of Object.entries(filters)) {
    const filter = register.filters.find((one) => one.key === key);
    if (filter === undefined || !Object.hasOwn(filter.words, value)) return wrongInput('filters', 'unknown_filter');
  }
  const sortable = register.columns.some((column) => column.key === sort.by && column.sortable);
  return sortable ? null : wrongInput('sort', 'unknown_sort');
}

/** What order and filters are chosen by tells as much as a column does. */
function marksOf(register: Register, columns: readonly RegisterColumn[], { filters, sort }: Chosen) {
  const sorted = register.columns.filter((column) => column.key === sort.by);
  const filtered = register.filters.filter((filter) => Object.hasOwn(filters, filter.key));
  return [...columns, ...sorted, ...filtered].map(({ mark }) => mark);
}

export interface Shows {
  readonly person: boolean;
  readonly sealed: boolean;
  readonly staff: boolean;
  /** For others than those who serve the person: what they may say is a matter of consent to sharing. */
  readonly outside: boolean;
}

/**
 * What this reader is shown of a row: the record by the place of its day, the person by the village they live in now.
 * @param heldIn the village of the person; @param then the place of the record, if it is one
 */
export function showsOf({ reader }: ReadContext, asked: Asked, heldIn: string, then: RecordPlace | null): Shows {
  const person = reader.atRoom(heldIn);
  const record = then === null ? person : together(reader.at(then), person);
  const open = (access: Access): boolean => access === 'free' || (access === 'purpose' && asked.purpose !== null);
  return {
    person: open(accessTo('person', person)),
    sealed: open(accessTo('sealed', person)),
    staff: open(accessTo('staff', record)),
    outside: asked.leaves || !person.people,
  };
}
