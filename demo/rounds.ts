/**
 * A round of meals (送餐线路) of the first station: every working day for the last three weeks a volunteer brought lunch to the
 * same doors and said so when all were done. One door stayed shut once, one round was reported late; today's sheet is made by
 * the program itself.
 */
import { derivedId, scopes, startOfDay } from '@yimi/kernel';
import { mealIdOf, sheetIdOf } from '@yimi/meals';
import { systemActor } from '@yimi/sync';
import type { DayOfWork } from './calendar.ts';
import { windowDays } from './calendar.ts';
import type { Client } from './clients.ts';
import type { Station, Village } from './places.ts';
import type { CountyPlan } from './plan.ts';
import { Random } from './random.ts';
import type { Person } from './staff.ts';
import { clientPhone } from './staff.ts';
import type { Stamp } from './stamp.ts';
import type { Said } from './trips.ts';
import { someone, surnameFor } from './words/names.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const begun = windowDays - 22;
const mostDoors = 7;
const dueMinute = 13 * 60;
const workdays = [1, 2, 3, 4, 5];
/** Numbers of neighbours, apart from those of clients and helpers. */
const neighboursFrom = 87_000;
const notes = ['软一点，少盐', null, '放灶台上就行', null, '糖尿病，不要甜的', null, null];
/** Rounds from the first on: at one a door stays shut, at another the word comes late. */
const shutAt = 6;
const lateAt = 9;

interface Kitchen {
  readonly station: Station;
  readonly village: Village;
  readonly head: Person;
  readonly deliverers: readonly Person[];
  readonly diners: readonly Client[];
}

export class Rounds {
  readonly #stamp: Stamp;
  readonly #random: Random;
  readonly #roundId: string;
  readonly #kitchen: Kitchen | null;
  #sheets: string[] = [];

  constructor(plan: CountyPlan, stamp: Stamp) {
    this.#stamp = stamp;
    this.#random = new Random(`rounds ${plan.scale.name}`);
    this.#roundId = derivedId('demo round', plan.scale.name);
    this.#kitchen = kitchenOf(plan);
  }

  ofDay(work: DayOfWork): Said[] {
    const kitchen = this.#kitchen;
    if (kitchen === null || work.index < begun) return [];
    if (work.index === begun) return [this.#setUp(kitchen, work)];
    const weekday = new Date(`${work.day}T00:00:00Z`).getUTCDay();
    return workdays.includes(weekday) ? this.#round(kitchen, work, this.#sheets.length) : [];
  }

  #says(
    { station, deliverers }: Kitchen,
    actorId: string,
    at: number,
    commands: readonly (readonly [string, object])[],
  ): Said {
    const selves = deliverers.map((one) => scopes.self(one.userId));
    const hints = [scopes.desk(station.id), scopes.station(station.id), ...selves];
    return { actorId, at, envelopes: commands.map(([name, input]) => this.#stamp.command(name, input, at, hints)) };
  }

  #setUp(kitchen: Kitchen, work: DayOfWork): Said {
    const random = this.#random;
    const { station, village, head, deliverers, diners } = kitchen;
    const neighbour = () => someone(random, surnameFor(random, village.people), 'adult', 'female').name;
    const listed = diners.map((client, at) => ({
      ...{ clientId: client.id, note: notes[at % notes.length] },
      contacts: [{ kind: 'neighbour', name: neighbour(), phone: clientPhone(neighboursFrom + at) }],
    }));
    const round = {
      ...{ roundId: this.#roundId, stationId: station.id, name: `${village.name}午饭`, weekdays: workdays, dueMinute },
      ...{ delivererIds: deliverers.map((one) => one.userId), diners: listed, ended: false },
    };
    return this.#says(kitchen, head.userId, startOfDay(work.day) + 10 * hourMs, [['meals.set-round', round]]);
  }

  /** The sheet in the early morning, when yesterday's doors leave the phone; a tick at each door, and the word that all is done. */
  #round(kitchen: Kitchen, work: DayOfWork, nth: number): Said[] {
    const { deliverers, diners } = kitchen;
    const [deliverer] = deliverers;
    if (deliverer === undefined) return [];
    const { day } = work;
    const morning = startOfDay(day);
    const sheetId = sheetIdOf(this.#roundId, day);
    const late = nth === lateAt;
    const doneAt = morning + (late ? 13 * 60 + 48 : 12 * 60 + this.#random.between(20, 45)) * minuteMs;
    const ticks = diners.flatMap((client, at): (readonly [string, object])[] => {
      const mealId = mealIdOf(sheetId, client.id);
      if (nth === shutAt && at === 1) {
        return [
          ['meals.tick', { mealId, state: 'unanswered' }],
          ['meals.report-door', { mealId, called: 'neighbour', outcome: 'seen' }],
        ];
      }
      const away = (nth + at * 3) % 17 === 16;
      return [['meals.tick', { mealId, state: away ? 'away' : 'delivered' }]];
    });
    const program = (hour: number, commands: readonly (readonly [string, object])[]) =>
      this.#says(kitchen, systemActor, morning + hour * hourMs, commands);
    const over = this.#sheets.slice(-1);
    this.#sheets.push(sheetId);
    return [
      program(5, [
        ...(over.length > 0 ? [['meals.put-away', { sheetIds: over }] as const] : []),
        ['meals.lay-out', { roundId: this.#roundId, day }],
      ]),
      ...(late ? [program(13.05, [['meals.alert', { sheetIds: [sheetId] }]])] : []),
      this.#says(kitchen, deliverer.userId, doneAt, [...ticks, ['meals.report-round', { sheetId }]]),
    ];
  }
}

function kitchenOf({ stations, staff, population }: CountyPlan): Kitchen | null {
  const [station] = stations;
  const [village] = station?.villages ?? [];
  if (station === undefined || village === undefined) return null;
  const here = staff.filter((one) => one.station === station && one.lastDay === null);
  const head = here.find((one) => one.role === 'station-head');
  const villagers = here.filter((one) => one.village === village).toSorted(byFeatured);
  const known = (population.ofVillage.get(village.id) ?? []).filter((one) => one.since < begun - 1);
  const diners = known.filter(({ situation }) => situation === 'alone' || situation === 'old').slice(0, mostDoors);
  if (head === undefined || diners.length === 0) return null;
  return { station, village, head, deliverers: villagers.slice(0, 3), diners };
}

/** Those of the tour first, and among them volunteers before the village's own worker. */
function byFeatured(one: Person, other: Person): number {
  const rank = ({ featured, role }: Person) => (featured ? 0 : 2) + (role === 'hamlet-volunteer' ? 0 : 1);
  return rank(one) - rank(other);
}
