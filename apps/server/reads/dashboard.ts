/** GET /api/figures: one place's tiles, its children and its days. Every number opens to its records (UX.md 4). */
import type { Day, Month, Problem } from '@yimi/kernel';
import { daysBetween, monthOf } from '@yimi/kernel';
import { clientsVisited, visitCount } from '@yimi/services';
import * as z from 'zod';
import { areaDashboard, wideLevel } from './area.ts';
import { cityDashboard } from './city.ts';
import type { At, Span } from './figure-sql.ts';
import { daysFromSource, histogramDays, spanOf } from './figure-sql.ts';
import { MonthInput, TextInput } from './input.ts';
import type { Measures, Readings } from './measures.ts';
import { courseOf, measure, measuresBelow, readings } from './measures.ts';
import { addMonths } from './months.ts';
import type { CountyPlaces } from './places-of-county.ts';
import { notForYou, notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import type { Level, ReaderRights } from './reader.ts';
import type { Rights } from './rights.ts';
import { splitSums, splitsShown } from './splits.ts';
import { amountOf, tileNames, tilesOf } from './tiles.ts';

export const FiguresInput = z.object({
  month: MonthInput.optional(),
  level: z.enum(['country', 'province', 'city', 'county', 'station', 'room']).optional(),
  place: TextInput(40).optional(),
});
export type FiguresInput = z.infer<typeof FiguresInput>;

export interface PlaceRef {
  readonly level: Level;
  readonly id: string;
  readonly name: string;
}

export const figuresRoute: Route<FiguresInput> = {
  method: 'GET',
  url: '/api/figures',
  input: FiguresInput,
  answer: async (input, context) => {
    const { cityCode } = context.reader;
    if (cityCode !== null && wideLevel(cityCode) !== null) return areaDashboard(context, cityCode, input);
    if (cityCode !== null) return cityDashboard(context, cityCode, input);
    const place = placeAsked(context.reader, input);
    return 'problem' in place ? place : dashboard(context, place, input.month ?? monthOf(context.today));
  },
};

/** The place that is asked for, or the reader's widest; out of reach and not there are one answer (A5). */
export function placeAsked(
  reader: ReaderRights,
  { level, place }: Pick<FiguresInput, 'level' | 'place'>,
): PlaceRef | Problem {
  const home = reader.home();
  if (home === null) return notForYou();
  const wanted = level ?? (place === undefined ? home.level : 'county');
  if (wanted === 'city' || wanted === 'province' || wanted === 'country') return notFound();
  const fallback = wanted === 'county' ? reader.places.county.id : wanted === home.level ? home.id : '';
  const id = (place ?? fallback).toLowerCase();
  return reader.of(wanted, id).figures ? { level: wanted, id, name: nameOf(reader.places, wanted, id) } : notFound();
}

export function nameOf(places: CountyPlaces, level: Level, id: string): string {
  if (level === 'room') return places.rooms.get(id)?.name ?? '';
  return level === 'station' ? (places.stations.get(id)?.name ?? '') : places.county.name;
}

export function atOf({ level, id }: { level: Level; id: string }): At {
  return level === 'station' || level === 'room' ? { level, id } : { level: 'county' };
}

async function dashboard(context: ReadContext, place: PlaceRef, month: Month): Promise<object> {
  const { trx, reader, today } = context;
  const at = atOf(place);
  const [read, days] = await Promise.all([readings(trx, at, month, today), daysOf(context, at, month)]);
  const courses = {
    'services.visits': courseOf(read, visitCount),
    'services.clients-visited': courseOf(read, clientsVisited),
  };
  const now = measure(read, month);
  const rights = reader.of(place.level === 'city' ? 'county' : place.level, place.id);
  const splits = splitSums(read, now.clients);
  return {
    asOf: context.now,
    today,
    month,
    place,
    parents: parentsOf(reader, place),
    tiles: tilesOf(now, measure(read, addMonths(month, -1)), courses),
    splits: splitsShown(splits, opensPeople(rights) ? 'all' : 'figures'),
    children: childrenOf(reader, place, read),
    days,
  };
}

/** Whoever may open people, or ask for them with a purpose, may be told how few they are. */
export function opensPeople(rights: Rights): boolean {
  return rights.people || rights.reveal;
}

export function parentsOf(reader: ReaderRights, place: PlaceRef): PlaceRef[] {
  const { county, rooms, stations } = reader.places;
  const stationId = place.level === 'room' ? (rooms.get(place.id)?.stationId ?? '') : '';
  const parents: PlaceRef[] = [];
  if (place.level !== 'county' && reader.of('county', county.id).figures) parents.push({ level: 'county', ...county });
  const station = stations.get(stationId);
  if (station !== undefined && reader.of('station', stationId).figures) {
    parents.push({ level: 'station', id: station.id, name: station.name });
  }
  return parents;
}

function childrenOf(reader: ReaderRights, place: PlaceRef, read: Readings): object[] {
  const of = measuresBelow(read);
  if (place.level === 'county') {
    return [...reader.places.stations.values()].map(({ id, name }) =>
      childOf({ level: 'station', id, name }, of(id), read.today),
    );
  }
  if (place.level !== 'station') return [];
  const counted = new Set([...read.below.map((row) => row.place), ...read.due.map((row) => row.room_id)]);
  // A village that has passed to another station still stands under what was counted here.
  const rooms = [...reader.places.rooms.values()].filter(
    (room) => counted.has(room.id) || (room.stationId === place.id && room.mergedInto === null),
  );
  return rooms.map(({ id, name }) => childOf({ level: 'room', id, name }, of(id), read.today));
}

function childOf(place: PlaceRef, measures: Measures, today: Day): object {
  const { lastVisitOn, clients } = measures;
  return {
    ...place,
    tiles: Object.fromEntries(tileNames.map((name) => [name, amountOf(name, measures)])),
    lastVisitOn,
    daysSince: daysSince(lastVisitOn, today),
    clients,
  };
}

export function daysSince(day: Day | null, today: Day): number | null {
  // A day that lies ahead of the server's clock counts as today.
  return day === null ? null : Math.max(0, daysBetween(day, today));
}

const DayCount = z.object({ day: z.string(), n: z.number() });

/**
 * Visits by day, for the heat map. Where the catalogue keeps a histogram of visit days, twelve months of it are read.
 * Else the source is counted: a village's or a station's year, and of a whole county one month only (Z3).
 */
async function daysOf({ trx, catalogue }: ReadContext, at: At, month: Month): Promise<{ day: string; n: number }[]> {
  const span = spanOf(month);
  const year: Span = { from: `${addMonths(month, -11)}-01`, to: span.to };
  const figure = catalogue.figures.get('services.visit-days');
  if (figure !== undefined) return rowsOf(trx, DayCount, { ...histogramDays(figure, at, year), often: true });
  return rowsOf(trx, DayCount, daysFromSource(visitCount, at, at.level === 'county' ? span : year));
}
