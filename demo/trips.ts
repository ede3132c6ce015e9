/**
 * Field trips (下乡) of the first station: some of the days on which its workers went to villages were trips, asked for,
 * granted, driven and closed; what they came to is the sum of the visits told elsewhere. Ahead lie one that is granted and
 * one that waits for the head; villages want things brought, and it is known how one gets there and when offices open.
 */
import type { Day } from '@yimi/kernel';
import { addDays, derivedId, scopes, startOfDay } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import { workdays } from '@yimi/services';
import type { DayOfWork } from './calendar.ts';
import { windowDays } from './calendar.ts';
import type { Client } from './clients.ts';
import type { Station, Village } from './places.ts';
import type { CountyPlan } from './plan.ts';
import type { Person } from './staff.ts';
import type { Stamp } from './stamp.ts';
import type { PlannedVisit } from './year.ts';

/** What one of them sends at one time. */
export interface Said {
  readonly actorId: string;
  readonly at: number;
  readonly envelopes: readonly Envelope[];
}

interface Stop {
  readonly village: Village;
  readonly clients: readonly Client[];
  readonly errandIds?: readonly string[];
}

const hour = 3_600_000;
const minute = 60_000;
/** Trips of the last two months, not oftener than every fourth day. */
const tripDays = 62;
const between = 4;
const leaveAt = 8 * 60 + 30;
const backBy = 17 * 60 + 30;
/** One trip in five comes home late. */
const lateEvery = 5;

export class Trips {
  readonly #stamp: Stamp;
  readonly #station: Station | undefined;
  readonly #head: Person | undefined;
  readonly #workers: readonly Person[];
  readonly #clients: ReadonlyMap<string, readonly Client[]>;
  #last = 0;
  #told = 0;

  constructor(plan: CountyPlan, stamp: Stamp) {
    const [station] = plan.stations;
    const here = plan.staff.filter((one) => one.station === station && one.lastDay === null);
    this.#stamp = stamp;
    this.#station = station;
    this.#head = here.find((one) => one.role === 'station-head');
    this.#workers = here.filter((one) => one.role === 'station-worker');
    this.#clients = plan.population.ofVillage;
  }

  /** A day on which workers went to villages, as a trip: asked for in the morning, closed in the evening. */
  ofDay(work: DayOfWork, visits: readonly PlannedVisit[]): Said[] {
    const head = this.#head;
    if (head === undefined || work.index < windowDays - tripDays || work.index < this.#last + between) return [];
    const doors = visits.filter(({ author, mode }) => mode === 'home' && this.#workers.includes(author));
    const ways = [...Map.groupBy(doors, (visit) => visit.client.village)].slice(0, 3);
    const [asker] = doors.map((visit) => visit.author);
    if (ways.length === 0 || doors.length < 3 || asker === undefined) return [];
    this.#last = work.index;
    const n = this.#told++;
    const tripId = derivedId('demo trip', work.day);
    const morning = startOfDay(work.day) + 7.6 * hour;
    const stops = ways.map(([village, found]) => ({ village, clients: found.map((visit) => visit.client) }));
    // Somebody on the list was not reached on every third trip.
    const left = n % 3 === 1 ? this.#somebodyElse(stops[0]) : [];
    const [first, ...rest] = stops;
    if (first === undefined) return [];
    const plan = [{ ...first, clients: [...first.clients, ...left] }, ...rest];
    const memberIds = [...new Set(doors.map((visit) => visit.author.userId))];
    const supplies = n % 2 === 0 ? [{ id: derivedId(tripId, 'oil'), text: '食用油', quantity: 6 }] : [];
    const input = this.#plan(tripId, work.day, memberIds, plan, supplies, '');
    const road = [
      this.#command('start-trip', { tripId, startedAt: morning + 62 * minute }, morning + hour, first.village),
      ...plan.map(({ village }, at) =>
        this.#command(
          'reach-stop',
          { tripId, stopId: derivedId(tripId, village.id), reachedAt: morning + (100 + at * 90) * minute },
          morning + (100 + at * 90) * minute,
          village,
        ),
      ),
    ];
    const backAt = startOfDay(work.day) + (n % lateEvery === 3 ? 18.4 : 16.7) * hour;
    const back = this.#command('close-trip', { tripId, backAt }, backAt, first.village);
    return [
      {
        actorId: asker.userId,
        at: morning,
        envelopes: [this.#command('propose-trip', input, morning, ...villagesOf(plan))],
      },
      {
        actorId: head.userId,
        at: morning + 20 * minute,
        envelopes: [this.#grant(tripId, morning + 20 * minute, plan)],
      },
      { actorId: asker.userId, at: Math.max(backAt, startOfDay(work.day) + 19 * hour), envelopes: [...road, back] },
    ];
  }

  /** On the eve: the ways and offices, what villages want, who goes in pairs, and two trips ahead. */
  eve(today: Day, at: number): Said[] {
    const [one, other] = this.#workers;
    const station = this.#station;
    if (one === undefined || station === undefined || this.#head === undefined) return [];
    const errands = this.#errands(station, today, at);
    const [soon, later] = workdays(addDays(today, 3), 5).filter((_, place) => place === 0 || place === 3);
    const [first, second, third] = station.villages.filter((village) => village.quietDays < 30);
    if (soon === undefined || later === undefined || !first || !second || !third) return [];
    const granted = derivedId('demo trip', 'granted');
    const members = [one.userId, (other ?? one).userId];
    const errandIds = (village: Village): string[] =>
      errands.flatMap((errand) => (errand.village === village ? [errand.id] : []));
    const stopAt = (village: Village, n: number): Stop => ({
      village,
      clients: this.#due(village, n),
      errandIds: errandIds(village),
    });
    const way = [stopAt(first, 4), stopAt(second, 3)];
    const oil = [{ id: derivedId(granted, 'oil'), text: '食用油', quantity: 7 }];
    const asked = derivedId('demo trip', 'asked');
    const far = [stopAt(third, 5)];
    const waits = this.#plan(asked, later, members, far, [], '想借县里的车，路上有一段砂石路。');
    return [
      {
        actorId: one.userId,
        at,
        envelopes: [...this.#waysAndOffices(station, at), ...errands.map((errand) => errand.envelope)],
      },
      {
        actorId: one.userId,
        at: at + minute,
        envelopes: [
          this.#command(
            'propose-trip',
            this.#plan(granted, soon, members, way, oil, ''),
            at + minute,
            ...villagesOf(way),
          ),
          this.#command('propose-trip', { ...waits, car: 'county' }, at + 2 * minute, ...villagesOf(far)),
        ],
      },
      { actorId: this.#head.userId, at: at + 3 * minute, envelopes: [this.#grant(granted, at + 3 * minute, way)] },
    ];
  }

  #plan(
    tripId: string,
    day: Day,
    memberIds: readonly string[],
    way: readonly Stop[],
    supplies: readonly object[],
    note: string,
  ) {
    const stops = way.map(({ village, clients, errandIds = [] }, at) => ({
      stopId: derivedId(tripId, village.id),
      roomId: village.id,
      arriveAt: Math.min(leaveAt + village.minutesAway + at * 90, backBy - 60),
      stayMinutes: Math.min(180, 15 + 25 * clients.length),
      clientIds: clients.map((client) => client.id),
      errandIds: [...errandIds],
    }));
    const stationId = this.#station?.id ?? '';
    return {
      tripId,
      stationId,
      day,
      memberIds,
      car: 'station',
      seats: 5,
      leaveAt,
      backBy,
      stops,
      supplies,
      note,
      ask: true,
    };
  }

  #grant(tripId: string, at: number, way: readonly Stop[]): Envelope {
    const input = { tripId, revision: 1, approve: true, reason: '' };
    return this.#command('decide-trip', input, at, ...villagesOf(way));
  }

  #command(name: string, input: unknown, at: number, ...villages: readonly Village[]): Envelope {
    const hints = [scopes.station(this.#station?.id ?? ''), ...villages.map((village) => scopes.room(village.id))];
    return this.#stamp.command(`services.${name}`, input, at, hints);
  }

  #somebodyElse(stop: Stop | undefined): Client[] {
    if (stop === undefined) return [];
    const called = new Set(stop.clients.map((client) => client.id));
    return (this.#clients.get(stop.village.id) ?? []).filter((client) => !called.has(client.id)).slice(0, 1);
  }

  /** Whom one has not met for longest. */
  #due(village: Village, n: number): Client[] {
    const here = (this.#clients.get(village.id) ?? []).filter((client) => client.since < windowDays);
    return here.toSorted((one, other) => one.lastMet - other.lastMet).slice(0, n);
  }

  #waysAndOffices(station: Station, at: number): Envelope[] {
    const compass = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
    const facts = station.villages.slice(0, -2).map((village, place) => {
      const officeDays = place % 3 === 0 ? [1, 3, 5] : [1, 2, 3, 4, 5];
      const direction = compass[(place * 3) % compass.length] ?? null;
      const input = { roomId: village.id, minutes: null, direction, officeDays, officeFrom: 540, officeTo: 1020 };
      return this.#stamp.command('services.set-village-facts', input, at, [scopes.county]);
    });
    const [one, other] = station.villages;
    if (one === undefined || other === undefined) return facts;
    const drive = { roomId: one.id, otherId: other.id, minutes: 18 };
    return [...facts, this.#stamp.command('services.set-drive', drive, at, [scopes.county])];
  }

  #errands(station: Station, today: Day, at: number) {
    const texts = [
      ['drop-off', '临时救助申请表 20 张', 6],
      ['errand', '低保复核表请村委会盖章', 5],
      ['drop-off', '轮椅一把，放村委会', 12],
      ['collect', '取回上月的活动签到表', null],
    ] as const;
    return texts.flatMap(([kind, text, days], place) => {
      const village = station.villages[place];
      if (village === undefined) return [];
      const id = derivedId('demo errand', text);
      const byDay = days === null ? null : addDays(today, days);
      const input = { errandId: id, roomId: village.id, clientId: null, kind, text, byDay };
      return [
        { id, village, envelope: this.#stamp.command('services.add-errand', input, at, [scopes.room(village.id)]) },
      ];
    });
  }
}

function villagesOf(way: readonly Stop[]): Village[] {
  return way.map(({ village }) => village);
}
