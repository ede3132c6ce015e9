/**
 * The city's view (law A2): sums of its counties, counts under five hidden together with what would reveal them, and
 * nothing below a county. One table of counties is made and hidden as a whole; a county alone is one line of it, so that
 * two requests never show what one of them hides. Splits by risk and by day are given for the city only, for a second
 * split of the counties would have to be hidden against the first.
 */
import type { Day, Month, Problem } from '@yimi/kernel';
import { monthOf } from '@yimi/kernel';
import { visitCount } from '@yimi/services';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import type { FiguresInput } from './dashboard.ts';
import { daysFromSource, spanOf } from './figure-sql.ts';
import type { Measures, Timeliness } from './measures.ts';
import { measure, readings, riskKeys } from './measures.ts';
import { addMonths } from './months.ts';
import type { CityCounty } from './places-of-county.ts';
import { countiesOfCity } from './places-of-county.ts';
import { notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext } from './read-context.ts';
import { suppress } from './small-counts.ts';
import type { SplitSums } from './splits.ts';
import { splitSums, splitsShown, splitsTogether } from './splits.ts';
import type { Tile, TileName, TilePart } from './tiles.ts';
import { amountOf, ofMonth, tileNames, wholeOf } from './tiles.ts';

/** One place below and its measures of two months. */
export interface AreaLine {
  readonly place: { readonly id: string; readonly name: string };
  readonly now: Measures;
  readonly before: Measures;
}

interface CountyLine extends AreaLine {
  readonly days: readonly { day: Day; n: number }[];
  readonly splits: SplitSums;
}

const DayCount = z.object({ day: z.string(), n: z.number() });

export async function cityDashboard(
  context: ReadContext,
  cityCode: string,
  input: FiguresInput,
): Promise<object | Problem> {
  const { trx, today, actor } = context;
  const month = input.month ?? monthOf(today);
  const city = { level: 'city' as const, id: cityCode, name: await nameOfCity(trx, cityCode) };
  const counties = await countiesOfCity(trx, cityCode);
  const level = input.level ?? (input.place === undefined ? 'city' : 'county');
  const place = input.place?.toLowerCase();
  if (level !== 'city' && level !== 'county') return notFound();
  if (level === 'city' && place !== undefined && place !== cityCode) return notFound();
  const alone = counties.find((county) => county.id === place);
  if (level === 'county' && alone === undefined) return notFound();
  const lines: CountyLine[] = [];
  for (const county of counties) lines.push(await lineOf(trx, actor.countyId, county, month, today));
  const common = { asOf: context.now, today, month };
  if (alone !== undefined && level === 'county') {
    const at = counties.indexOf(alone);
    const tiles = tileNames.map((name) => countyTile(name, lines, at));
    const ref = { level: 'county', id: alone.id, name: alone.name };
    return { ...common, place: ref, parents: [city], tiles, children: [], days: [] };
  }
  const tiles = tileNames.map((name) => areaTile(name, lines));
  const children = counties.map((_, at) => areaChild('county', lines, at));
  const splits = splitsShown(splitsTogether(lines.map((line) => line.splits)), 'city');
  return { ...common, place: city, parents: [], tiles, splits, children, days: cityDays(lines) };
}

async function nameOfCity(trx: Trx, cityCode: string): Promise<string> {
  const found = await sql`select name from login.cities where code = ${cityCode}`.execute(trx);
  return z.array(z.object({ name: z.string() })).parse(found.rows)[0]?.name ?? '';
}

/** Reads one county from within the same snapshot, and leaves the transaction where it was. */
async function lineOf(trx: Trx, home: string, county: CityCounty, month: Month, today: Day): Promise<CountyLine> {
  await sql`select set_config('yimi.county', ${county.id}, true)`.execute(trx);
  const at = { level: 'county' } as const;
  const [read, days] = await Promise.all([
    readings(trx, at, month, today),
    rowsOf(trx, DayCount, daysFromSource(visitCount, at, spanOf(month))),
  ]);
  const now = measure(read, month);
  await sql`select set_config('yimi.county', ${home}, true)`.execute(trx);
  return {
    place: county,
    now,
    splits: splitSums(read, now.clients),
    before: measure(read, addMonths(month, -1)),
    days,
  };
}

/** The counts that a cell shows or lets one work out; villages are no people, and their count may be small. */
function countsOf(name: TileName, measures: Measures): number[] | null {
  if (name === 'services.rooms-unvisited') return null;
  return name === 'services.in-time' ? [measures.inTime, measures.overdue] : [amountOf(name, measures)];
}

function hiding(name: TileName, measures: readonly Measures[]) {
  const cells = measures.map((one) => countsOf(name, one));
  const counted = cells.filter((cell) => cell !== null);
  return counted.length < cells.length ? { total: false, cells: cells.map(() => false) } : suppress(counted);
}

function countyTile(figure: TileName, lines: readonly AreaLine[], at: number): Tile {
  const line = lines[at];
  const hidden =
    hiding(
      figure,
      lines.map((one) => one.now),
    ).cells[at] ?? true;
  const hiddenBefore =
    hiding(
      figure,
      lines.map((one) => one.before),
    ).cells[at] ?? true;
  const now = line === undefined || hidden ? null : line.now;
  const before = line === undefined || hiddenBefore || !ofMonth(figure) ? null : line.before;
  // What people's tiles are a part of is a county's people, whose own hiding it would undo.
  return { ...tileFrom(figure, now, before, []), of: now === null || ofPeople(figure) ? null : wholeOf(figure, now) };
}

function tileFrom(figure: TileName, now: Measures | null, before: Measures | null, parts: readonly TilePart[]): Tile {
  return {
    figure,
    value: now === null ? null : amountOf(figure, now),
    previous: before === null ? null : amountOf(figure, before),
    hidden: now === null,
    of: now === null ? null : wholeOf(figure, now),
    previousOf: null,
    parts,
    course: [],
  };
}

function ofPeople(figure: TileName): boolean {
  return figure === 'services.in-time' || figure === 'services.clients-visited';
}

export function areaTile(figure: TileName, lines: readonly AreaLine[]): Tile {
  const now = lines.map((line) => line.now);
  const before = lines.map((line) => line.before);
  const shown = hiding(figure, now).total ? null : together(now);
  const shownBefore = !ofMonth(figure) || hiding(figure, before).total ? null : together(before);
  const tile = tileFrom(
    figure,
    shown,
    shownBefore,
    shown === null || figure !== 'services.in-time' ? [] : riskParts(shown),
  );
  return ofPeople(figure) && hiding('services.clients', now).total ? { ...tile, of: null } : tile;
}

function riskParts(city: Measures): TilePart[] {
  const split = riskKeys.map((key) => city.risks[key]);
  const hidden = suppress(split.map(({ inTime, overdue }) => [inTime, overdue]));
  return riskKeys.map((key, at) => {
    const { inTime, overdue } = city.risks[key];
    const off = hidden.cells[at] === true || hidden.total;
    return {
      key,
      value: off ? null : inTime,
      of: off ? null : inTime + overdue,
      previous: null,
      previousOf: null,
      hidden: off,
    };
  });
}

/** Counties hold different people and villages, so that even the distinct figures add up. */
function together(all: readonly Measures[]): Measures {
  const sum = (of: (one: Measures) => number): number => all.reduce((total, one) => total + of(one), 0);
  const risk = (of: (one: Measures) => Timeliness): Timeliness => ({
    inTime: sum((one) => of(one).inTime),
    overdue: sum((one) => of(one).overdue),
  });
  return {
    visits: sum((one) => one.visits),
    clientsVisited: sum((one) => one.clientsVisited),
    inTime: sum((one) => one.inTime),
    overdue: sum((one) => one.overdue),
    clients: sum((one) => one.clients),
    risks: {
      high: risk((one) => one.risks.high),
      key: risk((one) => one.risks.key),
      ordinary: risk((one) => one.risks.ordinary),
    },
    villages: sum((one) => one.villages),
    villagesUnvisited: sum((one) => one.villagesUnvisited),
    lastVisitOn: null,
  };
}

export function areaChild(
  level: 'province' | 'city' | 'county',
  lines: readonly AreaLine[],
  at: number,
  names: readonly TileName[] = tileNames,
): object {
  const tiles = names.map((figure) => [figure, countyTile(figure, lines, at).value] as const);
  const clients = countyTile('services.clients', lines, at).value;
  const { id = '', name = '' } = lines[at]?.place ?? {};
  return { level, id, name, tiles: Object.fromEntries(tiles), lastVisitOn: null, daysSince: null, clients };
}

function cityDays(lines: readonly CountyLine[]): { day: Day; n: number }[] {
  const byDay = new Map<Day, number>();
  for (const { day, n } of lines.flatMap((line) => line.days)) byDay.set(day, (byDay.get(day) ?? 0) + n);
  const days = [...byDay].sort(([one], [other]) => (one < other ? -1 : 1));
  const hidden = suppress(days.map(([, n]) => [n]));
  // Days sum to the month's tile, so where the rule would hide the total, no day is shown.
  return days.flatMap(([day, n], at) => (hidden.total || hidden.cells[at] === true ? [] : [{ day, n }]));
}
