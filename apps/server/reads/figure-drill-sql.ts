/** The records behind a figure, and those it leaves out with the first reason that holds (laws N1, N5), as SQL. */
import type { Figure } from '@yimi/kernel';
import { dimensionsOf } from '@yimi/kernel';
import type { At, Query, Span } from './figure-sql.ts';
import { all, columnOf, holds, kept, listsSomething, listText, placed, Values, within } from './figure-sql.ts';

export interface Drill {
  readonly at: At;
  readonly span: Span;
  /** Dimension → value or values, of which one has to be it; only the figure's own dimensions. */
  readonly dims: Readonly<Record<string, string | readonly string[]>>;
}

/** The records behind a figure, as conditions on its source. */
export function drillWhere(figure: Figure, { at, span, dims }: Drill): Query {
  const values = new Values();
  const where = [
    ...within(figure, span, values),
    ...placed(figure, at, values),
    ...kept(figure, values),
    ...chosen(figure, dims, values),
  ];
  return { text: all(where), values: values.list };
}

/** Those records and the ones that the figure leaves out, in one list: `reasonLeftOut` tells them apart. */
export function drillAll(figure: Figure, { at, span, dims }: Drill): Query {
  const values = new Values();
  const day = columnOf(figure, figure.day).sql;
  const where = [
    ...within(figure, span, values),
    ...placed(figure, at, values),
    `${day} is not null`,
    ...chosen(figure, dims, values),
  ];
  return { text: all(where), values: values.list };
}

/** Only those that the figure leaves out, of the same place and days. */
export function drillLeftOut(figure: Figure, { at, span, dims }: Drill): Query {
  const values = new Values();
  const where = [
    ...within(figure, span, values),
    ...placed(figure, at, values),
    `(${all(kept(figure, values))}) is not true`,
    ...chosen(figure, dims, values),
  ];
  return { text: all(where), values: values.list };
}

function chosen(figure: Figure, dims: Drill['dims'], values: Values): string[] {
  return Object.entries(dims).map(([name, value]) => {
    if (!dimensionsOf(figure).includes(name)) throw new Error(`${figure.name} has no dimension ${name}`);
    const wanted = values.add(typeof value === 'string' ? [value] : value);
    if (figure.each?.column === name) return `${listText(figure, name)} ?| ${wanted}::text[]`;
    return `${columnOf(figure, name).sql}::text = any(${wanted}::text[])`;
  });
}

/** As many as the number shows: records, or of a distinct figure the subjects, once for each of its dimensions' values. */
export function drillTotal(figure: Figure, drill: Drill): Query {
  const { text, values } = drillWhere(figure, drill);
  const counted = figure.kind === 'subjects' && figure.subject !== null ? distinctText(figure, figure.subject) : '*';
  return { text: `select count(${counted}) as n from ${figure.source.name} where ${text}`, values };
}

function distinctText(figure: Figure, subject: string): string {
  const columns = [subject, ...figure.dimensions].map((name) => columnOf(figure, name).sql);
  return `distinct (${columns.join(', ')})`;
}

/** What the figure leaves out there, by the first reason that holds: reason, n (law N5). */
export function leftOut(figure: Figure, { at, span, dims }: Drill): Query {
  const nothing = { text: 'select null::text as reason, 0::bigint as n where false', values: [] };
  if (figure.where.length === 0 && figure.each === null) return nothing;
  const values = new Values();
  const failing = (condition: string, reason: string) =>
    `when (${condition}) is not true then ${values.add(reason)}::text`;
  const cases = figure.where.map((condition) => failing(holds(figure, condition, values), condition.otherwise));
  if (figure.each !== null) cases.push(failing(listsSomething(figure).join(''), figure.each.otherwise));
  const where = [...within(figure, span, values), ...placed(figure, at, values), ...chosen(figure, dims, values)];
  const text = `select reason, count(*) as n from (
      select case ${cases.join(' ')} end as reason from ${figure.source.name} where ${all(where)}) as judged
    where reason is not null group by reason order by reason`;
  return { text, values: values.list };
}
