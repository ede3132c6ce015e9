/**
 * The whole country as dashboards would meet it: 29,000 stations' counted leaves, without the records behind them (Z3).
 * For benchmarks only; one village stands for a station's.
 */

import type { Day, Rollup } from '@yimi/kernel';
import { addDays, derivedId, monthOf, rollupId } from '@yimi/kernel';
import { Random } from './random.ts';

export interface NationalOptions {
  readonly today: Day;
  readonly stations?: number;
  readonly months?: number;
}

export interface NationalCounty {
  readonly countyId: string;
  /** Province and city within it, two digits each: none is real (they begin at 90). */
  readonly provinceCode: string;
  readonly cityCode: string;
  readonly stationIds: readonly string[];
  readonly rows: readonly Rollup[];
}

/** Counties have 14.5 township units on average (29,000 stations in some 2,000 counties). */
const stationsPerCounty = 14.5;
/** 60 million records a year over 29,000 stations and twelve months. */
const visitsPerStationMonth = 172;

export function* nationalRollups(options: NationalOptions): Generator<NationalCounty> {
  const { today, stations = 29_000, months = 12 } = options;
  const periods = Array.from({ length: months }, (_, back) => monthOf(addDays(`${today.slice(0, 7)}-15`, -30 * back)));
  const counties = Math.ceil(stations / stationsPerCounty);
  for (let at = 0; at < counties; at++) {
    const random = new Random(`national ${at}`);
    const city = Math.floor(at / 8);
    const first = Math.floor((at * stations) / counties);
    const last = Math.floor(((at + 1) * stations) / counties);
    const stationIds = Array.from({ length: last - first }, (_, i) => derivedId('national', `station ${first + i}`));
    yield {
      countyId: derivedId('national', `county ${at}`),
      provinceCode: String(90 + Math.floor(city / 30)),
      cityCode: `${90 + Math.floor(city / 30)}${String(city % 30).padStart(2, '0')}`,
      stationIds,
      rows: stationIds.flatMap((stationId) => periods.flatMap((period) => leaves(random, stationId, period))),
    };
  }
}

function leaves(random: Random, stationId: string, period: string): Rollup[] {
  const roomId = derivedId(stationId, 'room');
  const visits = Math.round(visitsPerStationMonth * (0.3 + 1.4 * random.next()));
  const row = (figure: string, dims: string, n: number): Rollup => {
    const leaf = { figure, roomId, stationId, period, dims };
    return { id: rollupId(leaf), ...leaf, n, stays: null };
  };
  const met = Math.round(visits * 0.86);
  const people = Math.round(met * 0.7);
  return [
    row('services.visits', '["home","home","station-worker"]', met),
    row('services.visits', '["home","nobody","station-worker"]', visits - met),
    row('services.clients-visited', '["county-month"]', people),
  ];
}
