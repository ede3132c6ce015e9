/**
 * The year's visits, day by day: who goes where and finds whom. Each station has a budget of visits a day, from the
 * calendar; workers spend theirs on trips to a village, village workers and volunteers on their neighbours. Who is most
 * overdue comes first, far villages wait longest, so that what is late is late for a reason. Nobody visits whom they may
 * not: workers in their station, village workers in their village, volunteers the people given to them.
 */
import { startOfDay } from '@yimi/kernel';
import type { DayOfWork } from './calendar.ts';
import {
  daysOfPhones,
  daysOfWork,
  isMarketDay,
  resignationDay,
  stationWeight,
  villageWeight,
  windowDays,
} from './calendar.ts';
import type { Client, Population } from './clients.ts';
import type { Photo } from './pictures/scene.ts';
import { allPhotos } from './pictures/scene.ts';
import type { Station, Village } from './places.ts';
import { stationG } from './places.ts';
import { Random } from './random.ts';
import type { Scale } from './scale.ts';
import type { Person } from './staff.ts';
import type { Finding, Need, Result } from './words/findings.ts';
import { findingFor } from './words/findings.ts';

export interface PlannedVisit {
  readonly visitId: string;
  readonly client: Client;
  readonly author: Person;
  readonly at: number;
  readonly day: number;
  readonly mode: 'home' | 'phone';
  readonly result: Result;
  readonly text: string | null;
  readonly needs: readonly Need[];
  readonly photo: Photo | null;
  /** The same visit typed a second time: its author takes it back. */
  readonly repeated: boolean;
}

const minute = 60_000;
const interval = { high: 7, key: 30, ordinary: 90 } as const;
/** Nobody is called on again sooner than this, in days. */
const gap = { high: 3, key: 11, ordinary: 34 } as const;
/** How much sooner than their own rhythm people come to mind. */
const attention = { high: 1.8, key: 1.12, ordinary: 0.92 } as const;
/** Pictures lie with the visits of the last two months. */
const photoDays = 60;
/** After the resignation nobody takes over these villages of station G for six weeks. */
const gapAtG: ReadonlySet<number> = new Set([4, 5]);
const gapDays = 44;

type Share = 'station' | 'village' | 'volunteer';
const shares: Readonly<Record<Share, number>> = { station: 0.45, village: 0.32, volunteer: 0.23 };

interface Desk {
  readonly station: Station;
  readonly random: Random;
  readonly people: Readonly<Record<Share, readonly Person[]>>;
  /** Visits of the whole year. */
  readonly total: number;
  readonly weights: Readonly<Record<'station' | 'village', number>>;
  readonly budget: Record<Share, number>;
}

export class Year {
  readonly days: readonly DayOfWork[];
  readonly #desks: readonly Desk[];
  readonly #population: Population;
  readonly #scale: Scale;
  readonly #leaving: number;

  constructor(
    stations: readonly Station[],
    staff: readonly Person[],
    population: Population,
    scale: Scale,
    today: string,
  ) {
    this.days = daysOfWork(today);
    this.#population = population;
    this.#scale = scale;
    this.#leaving = this.days.findIndex((work) => work.day === resignationDay(today));
    const open = stations.filter((station) => station.open);
    const demand = open.map((station) => this.#demand(station));
    const all = demand.reduce((sum, one) => sum + one, 0);
    this.#desks = open.map((station, at) => this.#desk(station, staff, (scale.visits * (demand[at] ?? 0)) / all));
  }

  #demand(station: Station): number {
    return this.#clientsOf(station.villages).reduce((sum, client) => sum + 365 / interval[client.risk], 0);
  }

  #clientsOf(villages: readonly Village[]): Client[] {
    return villages
      .filter((one) => one.quietDays < windowDays)
      .flatMap((one) => [...(this.#population.ofVillage.get(one.id) ?? [])]);
  }

  #desk(station: Station, staff: readonly Person[], total: number): Desk {
    const here = staff.filter((person) => person.station === station);
    return {
      station,
      random: new Random(`visits ${this.#scale.name} ${station.index}`),
      people: {
        station: here.filter((person) => person.role === 'station-worker' || person.role === 'station-head'),
        village: here.filter((person) => person.role === 'village-worker'),
        volunteer: here.filter((person) => person.role === 'hamlet-volunteer'),
      },
      total,
      weights: {
        station: this.days.reduce((sum, work) => sum + stationWeight(work, station.index), 0),
        village: this.days.reduce((sum, work) => sum + villageWeight(work), 0),
      },
      budget: { station: 0, village: 0, volunteer: 0 },
    };
  }

  /** All visits of the day, station by station; each person's in order of time. */
  visitsOf(work: DayOfWork): PlannedVisit[] {
    const out: PlannedVisit[] = [];
    for (const desk of this.#desks) {
      const { budget, total, weights, station } = desk;
      const less = station.index === stationG && work.index > this.#leaving ? 0.72 : 1;
      budget.station += (total * shares.station * less * stationWeight(work, station.index)) / weights.station;
      budget.village += (total * shares.village * villageWeight(work)) / weights.village;
      budget.volunteer += (total * shares.volunteer * villageWeight(work)) / weights.village;
      this.#neighbours(desk, work, 'volunteer', out);
      this.#neighbours(desk, work, 'village', out);
      this.#trips(desk, work, out);
    }
    return out;
  }

  #quiet(village: Village, work: DayOfWork): boolean {
    return work.index >= windowDays - village.quietDays;
  }

  #neighbours(desk: Desk, work: DayOfWork, kind: 'village' | 'volunteer', out: PlannedVisit[]): void {
    const { random, budget, people } = desk;
    const busy = new Set<Person>();
    for (let tries = people[kind].length * 2; budget[kind] >= 1 && tries > 0; tries--) {
      const person = random.pick(people[kind]);
      if (busy.has(person) || person.village === null || this.#quiet(person.village, work)) continue;
      busy.add(person);
      const near =
        kind === 'village'
          ? this.#population.ofVillage.get(person.village.id)
          : this.#population.ofVolunteer.get(person.userId);
      const many = Math.min(Math.floor(budget[kind]), random.between(1, kind === 'village' ? 4 : 2));
      const found = this.#mostOverdue(near ?? [], work, many, random);
      let at =
        startOfDay(work.day) +
        random.weighted([
          [8 * 60, 3],
          [10 * 60, 2],
          [15 * 60, 3],
          [17 * 60, 2],
        ]) *
          minute;
      for (const client of found) {
        at += random.between(6, 32) * minute + random.between(0, 59) * 1000;
        const byPhone = client.phone !== null && random.chance(work.heavyRain ? 0.2 : 0.06);
        this.#visit(desk, work, client, person, at, byPhone ? 'phone' : 'home', out);
      }
      budget[kind] -= found.length;
    }
    // What neighbours cannot do, because all of theirs were seen, falls to the station.
    const over = Math.max(0, budget[kind] - 6);
    budget[kind] -= over;
    budget.station += over;
  }

  #trips(desk: Desk, work: DayOfWork, out: PlannedVisit[]): void {
    const { random, budget, people } = desk;
    const [fewest, most] = this.#scale.tripSize;
    const free = people.station.filter((person) => person.lastDay === null || work.day <= person.lastDay);
    const gone = new Set<Village>();
    while (budget.station >= fewest && free.length > 0) {
      const [person] = free.splice(random.between(0, free.length - 1), 1);
      // A head has the desk to keep.
      if (person === undefined || (person.role === 'station-head' && random.chance(0.55))) continue;
      const calls = (work.heavyRain && random.chance(0.5)) || random.chance(0.05);
      const village = this.#choose(desk, work, calls, gone);
      if (village === null) return;
      gone.add(village);
      const wanted = Math.min(Math.floor(budget.station), random.between(fewest, most));
      const near = this.#population.ofVillage.get(village.id) ?? [];
      const found = this.#mostOverdue(calls ? near.filter((one) => one.phone !== null) : near, work, wanted, random);
      let at = startOfDay(work.day) + (9 * 60 + (calls ? 10 : village.minutesAway) + random.between(0, 20)) * minute;
      for (const client of found) {
        this.#visit(desk, work, client, person, at, calls ? 'phone' : 'home', out);
        at += random.between(calls ? 5 : 16, calls ? 14 : 34) * minute + random.between(0, 59) * 1000;
      }
      budget.station -= found.length;
    }
    budget.station = Math.min(budget.station, most * people.station.length);
  }

  /** The village with most people overdue, near ones sooner than far ones. */
  #choose(desk: Desk, work: DayOfWork, calls: boolean, gone: ReadonlySet<Village>): Village | null {
    let best: Village | null = null;
    let most = 0.8;
    for (const [at, village] of desk.station.villages.entries()) {
      const abandoned =
        desk.station.index === stationG &&
        gapAtG.has(at) &&
        work.index > this.#leaving &&
        work.index <= this.#leaving + gapDays;
      const cut = work.roadsCut && !calls && village.minutesAway > 80;
      if (this.#quiet(village, work) || gone.has(village) || abandoned || cut) continue;
      let late = 0;
      for (const client of this.#population.ofVillage.get(village.id) ?? []) {
        const ratio = lateness(work, client);
        if (ratio > 0.7) late += Math.min(ratio, 3) - 0.6;
      }
      const score = late * (1 - (calls ? 0 : village.minutesAway / 190)) * (0.5 + desk.random.next());
      if (score > most) [best, most] = [village, score];
    }
    return best;
  }

  #mostOverdue(near: readonly Client[], work: DayOfWork, wanted: number, random: Random): Client[] {
    const open: { client: Client; ratio: number }[] = [];
    for (const client of near) {
      if (client.since >= work.index || work.index - client.lastCalled < gap[client.risk]) continue;
      open.push({ client, ratio: lateness(work, client) + random.next() * 0.3 });
    }
    open.sort((one, other) => other.ratio - one.ratio);
    return open.slice(0, wanted).map(({ client }) => client);
  }

  #visit(
    desk: Desk,
    work: DayOfWork,
    client: Client,
    author: Person,
    at: number,
    mode: 'home' | 'phone',
    out: PlannedVisit[],
  ): void {
    const { random } = desk;
    const away = isMarketDay(work, desk.station.index) ? 0.13 : 0.082;
    const result: Result =
      mode === 'phone'
        ? random.weighted([
            ['home', 0.88],
            ['nobody', 0.12],
          ])
        : random.weighted([
            ['home', 0.86],
            ['nobody', away],
            ['vacant', 0.013],
            ['refused', 0.026],
          ]);
    client.lastCalled = work.index;
    if (result === 'home') client.lastMet = work.index;
    const found: Finding = findingFor(random, client, work.season, mode, result);
    const recent = work.index >= windowDays - photoDays && mode === 'home' && result === 'home';
    const photo =
      recent && client.consents.includes('photo') && random.chance(0.14)
        ? random.pick(allPhotos().filter((one) => one.season === work.season))
        : null;
    const visit: PlannedVisit = {
      visitId: random.id(at),
      client,
      author,
      at,
      day: work.index,
      mode,
      result,
      text: found.text,
      needs: found.needs,
      photo,
      repeated: false,
    };
    out.push(visit);
    // The paper ledgers of the months before hold no double entry; on phones it happens.
    if (work.index >= windowDays - daysOfPhones && random.chance(0.008))
      out.push({ ...visit, visitId: random.id(at + minute), at: at + 2 * minute, photo: null, repeated: true });
  }
}

/** 1 on the day the person falls due; more for those who must not wait. */
function lateness(work: DayOfWork, client: Client): number {
  return ((work.index - client.lastMet) / interval[client.risk]) * attention[client.risk];
}
