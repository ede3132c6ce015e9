/**
 * The numbers of a station's month (工作月报). Each is what the register says to which the line opens; they are measured here
 * in a few statements together, and a test holds every line against its register (law N1).
 */
import { helperCount } from '@yimi/activities';
import type { Figure, Month } from '@yimi/kernel';
import type { RegisterName } from '@yimi/services';
import { clientsVisited, groupLineKey, groupMeasures, registers, visitCount } from '@yimi/services';
import * as z from 'zod';
import type { PlaceRef } from '../reads/dashboard.ts';
import { drillLeftOut, drillTotal, drillWhere } from '../reads/figure-drill-sql.ts';
import { countOf, rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { activitiesSource } from '../registers/activities-register.ts';
import type { Asked } from '../registers/asked.ts';
import { clientConditions } from '../registers/clients-register.ts';
import { hoursSource } from '../registers/hours-register.ts';
import { mealsSource } from '../registers/meals-register.ts';
import { needsSource } from '../registers/needs-register.ts';
import { offersSource } from '../registers/offers-register.ts';
import { staffSource } from '../registers/staff-register.ts';
import { tripsSource } from '../registers/trips-register.ts';
import { villagesSource } from '../registers/villages-register.ts';
import { drillOf, visitConditions } from '../registers/visits-register.ts';

export type Values = Map<string, number>;
export interface StationMonth {
  readonly place: PlaceRef & { readonly level: 'station' };
  readonly month: Month;
}

/** A register of the station and month, without filters. */
export function askedFor(
  { place, month }: StationMonth,
  name: RegisterName,
  filters: Record<string, string> = {},
): Asked {
  const register = registers[name];
  return {
    register,
    place,
    from: month,
    to: month,
    columns: [],
    filters: new Map(Object.entries(filters)),
    sort: register.sort,
    rows: 'counted',
    since: null,
    purpose: null,
    logged: false,
    leaves: false,
  };
}

/** @param standing also how things stand today, which a month that has passed no longer tells */
export async function measured(context: ReadContext, of: StationMonth, standing: boolean): Promise<Values> {
  const values: Values = new Map();
  await staff(context, of, values);
  await visits(context, of, values);
  await needs(context, of, values);
  await evidence(context, of, values);
  await villages(context, of, values);
  await trips(context, of, values);
  await helping(context, of, values);
  await visitGroups(context, of, values);
  if (standing) await clients(context, of, values);
  if (standing) await clientGroups(context, of, values);
  return values;
}

function add(values: Values, key: string, n: number): void {
  values.set(key, (values.get(key) ?? 0) + n);
}

async function staff(context: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const all = await staffSource.summary(context, askedFor(of, 'staff'));
  values.set('staff.total', all.total);
  for (const role of ['station-head', 'station-worker', 'village-worker', 'hamlet-volunteer'])
    values.set(`staff.${role}`, all.parts.find((part) => part.value === role)?.n ?? 0);
  const joined = await staffSource.summary(context, askedFor(of, 'staff', { turnover: 'joined' }));
  values.set('staff.joined', joined.total);
  values.set(
    'staff.left',
    all.leftOut.reduce((sum, one) => sum + one.n, 0),
  );
}

const Visited = z.object({
  mode: z.string(),
  result: z.string(),
  review: z.string(),
  volunteer: z.boolean(),
  n: z.number(),
});

async function visits({ trx }: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const asked = askedFor(of, 'visits');
  const query = visitConditions(asked).query(
    "select mode, result, review, author_role = 'hamlet-volunteer' as volunteer, count(*) as n from services.visits",
    ' group by 1, 2, 3, 4',
  );
  values.set('visits.total', 0);
  values.set('visits.questioned', 0);
  for (const { mode, result, review, volunteer, n } of await rowsOf(trx, Visited, query)) {
    add(values, 'visits.total', n);
    add(values, `visits.mode.${mode}`, n);
    add(values, `visits.result.${result}`, n);
    add(values, `visits.walker.${volunteer ? 'volunteer' : 'worker'}`, n);
    if (review === 'questioned') add(values, 'visits.questioned', n);
  }
  const count = (select: string, text: string, list: readonly unknown[]): Promise<number> =>
    countOf(trx, { text: `select ${select} as n from services.visits where ${text}`, values: list });
  const left = drillLeftOut(visitCount, drillOf(asked));
  values.set('visits.left-out', await count('count(*)', left.text, left.values));
  const met = whereOf(clientsVisited, of);
  values.set('clients.met', await count('count(distinct client_id)', met.text, met.values));
}

function whereOf(figure: Figure, of: StationMonth) {
  return drillWhere(figure, drillOf(askedFor(of, 'visits')));
}

const Word = z.object({ word: z.string(), n: z.number() });

async function needs({ trx }: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const query = visitConditions(askedFor(of, 'visits')).query(
    'select need.word, count(*) as n from services.visits, jsonb_array_elements_text(needs) as need(word)',
    ' group by 1',
  );
  for (const { word, n } of await rowsOf(trx, Word, query)) values.set(`needs.${word}`, n);
}

const Files = z.object({ visits: z.number(), photos: z.number(), voices: z.number() });

async function evidence({ trx }: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const where = visitConditions(askedFor(of, 'visits'));
  const text = `select count(distinct visit_id) as visits, count(*) filter (where kind = 'photo') as photos,
      count(*) filter (where kind = 'voice') as voices
    from services.evidence where visit_id in (select id from services.visits where ${where.text()})`;
  const [found] = await rowsOf(trx, Files, { text, values: where.values });
  for (const [key, n] of Object.entries(found ?? {})) values.set(`evidence.${key}`, n);
}

async function villages(context: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const { total, parts } = await villagesSource.summary(context, askedFor(of, 'villages'));
  values.set('villages.total', total);
  values.set('villages.called', parts.find((part) => part.value === 'yes')?.n ?? 0);
  values.set('villages.missed', parts.find((part) => part.value === 'no')?.n ?? 0);
}

async function trips(context: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const { total, sums } = await tripsSource.summary(context, askedFor(of, 'trips'));
  values.set('trips.total', total);
  for (const key of ['villages', 'visits', 'errands']) values.set(`trips.${key}`, sums[key] ?? 0);
  const late = await tripsSource.summary(context, askedFor(of, 'trips', { back: 'late' }));
  values.set('trips.late', late.total);
  const calledOff = { ...askedFor(of, 'trips', { state: 'called-off' }), rows: 'left-out' as const };
  values.set('trips.called-off', (await tripsSource.summary(context, calledOff)).total);
}

async function helping(context: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const { total, parts } = await needsSource.summary(context, askedFor(of, 'needs'));
  const inState = (state: string): number => parts.find((part) => part.value === state)?.n ?? 0;
  values.set('asked.total', total);
  values.set('asked.answered', inState('answered') + inState('closed'));
  values.set('asked.unmet', inState('unmet'));
  const held = await activitiesSource.summary(context, askedFor(of, 'activities'));
  values.set('activities.total', held.total);
  for (const key of ['attendances', 'helpers']) values.set(`activities.${key}`, held.sums[key] ?? 0);
  const { sums } = await hoursSource.summary(context, askedFor(of, 'hours'));
  values.set('volunteering.hours', Math.floor(sums.hours ?? 0));
  const people = drillTotal(helperCount, drillOf(askedFor(of, 'hours')));
  values.set('volunteering.people', await countOf(context.trx, people));
  await asking(context, of, values);
  await delivering(context, of, values);
}

async function asking(context: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const { total, parts } = await offersSource.summary(context, askedFor(of, 'offers'));
  const inStates = (...states: string[]): number =>
    parts.reduce((sum, part) => sum + (states.includes(part.value) ? part.n : 0), 0);
  values.set('offers.total', total);
  values.set('offers.accepted', inStates('accepted', 'done', 'given-back'));
  values.set('offers.declined', inStates('declined'));
  values.set('offers.done', inStates('done'));
}

async function delivering(context: ReadContext, of: StationMonth, values: Values): Promise<void> {
  values.set('meals.total', (await mealsSource.summary(context, askedFor(of, 'meals'))).total);
  const missed = { ...askedFor(of, 'meals'), rows: 'left-out' as const };
  const { total, parts } = await mealsSource.summary(context, missed);
  values.set('meals.left-out', total);
  values.set('meals.unanswered', parts.find((part) => part.value === 'unanswered')?.n ?? 0);
}

const Care = z.object({ risk: z.string(), overdue: z.boolean(), n: z.number() });

async function clients(context: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const where = clientConditions(context, askedFor(of, 'clients'));
  const today = where.value(context.today);
  const query = where.query(
    `select risk, due_on < ${today} as overdue, count(*) as n from services.care`,
    ' group by 1, 2',
  );
  values.set('clients.total', 0);
  values.set('clients.overdue', 0);
  for (const { risk, overdue, n } of await rowsOf(context.trx, Care, query)) {
    add(values, 'clients.total', n);
    add(values, `clients.${risk}`, n);
    if (overdue) add(values, 'clients.overdue', n);
  }
}

const Grouped = z.object({ word: z.string(), visits: z.number(), met: z.number() });

async function visitGroups({ trx }: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const query = visitConditions(askedFor(of, 'visits')).query(
    `select special.word, count(*) as visits, count(distinct client_id) filter (where result = 'home') as met
      from services.visits, jsonb_array_elements_text(groups) as special(word)`,
    ' group by 1',
  );
  for (const { word, visits: n, met } of await rowsOf(trx, Grouped, query)) {
    values.set(groupLineKey(word, 'visits'), n);
    values.set(groupLineKey(word, 'met'), met);
  }
}

async function clientGroups(context: ReadContext, of: StationMonth, values: Values): Promise<void> {
  const source = 'services.care, jsonb_array_elements_text(groups) as special(word)';
  for (const [measure, filters] of [
    ['clients', {}],
    ['missed', { met: 'no' }],
  ] as const) {
    const query = clientConditions(context, askedFor(of, 'clients', filters)).query(
      `select special.word, count(*) as n from ${source}`,
      ' group by 1',
    );
    for (const { word, n } of await rowsOf(context.trx, Word, query)) values.set(groupLineKey(word, measure), n);
  }
}

/** The special groups of which anything is told. */
export function groupsIn(values: Values): string[] {
  const keys = [...values.keys()].filter((key) => key.startsWith('group.'));
  return [...new Set(keys.map((key) => key.slice('group.'.length, key.lastIndexOf('.'))))];
}

/** All lines of the report in their order, those that wait for a module to come with null. */
export function linesOf(values: Values, keys: readonly string[]): { key: string; value: number | null }[] {
  const plain = keys.map((key) => ({ key, value: values.get(key) ?? 0 }));
  const groups = groupsIn(values)
    .sort()
    .flatMap((group) =>
      groupMeasures.map(({ key }) => {
        const line = groupLineKey(group, key);
        return { key: line, value: values.get(line) ?? 0 };
      }),
    );
  return [...plain, ...groups];
}

/** The records that the month's number counts: what a signature is pinned to (law N5). */
export async function recordsOf({ trx }: ReadContext, of: StationMonth): Promise<string[]> {
  const query = visitConditions(askedFor(of, 'visits')).query('select id from services.visits', ' order by id');
  return (await rowsOf(trx, z.object({ id: z.string() }), query)).map((row) => row.id);
}
