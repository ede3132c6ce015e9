/**
 * What a visit rule costs, before it is made: the person-days that it needs in a month against those that there are. The
 * assumptions are stated and may be changed by whoever asks; nothing of it is stored, and nobody's working time is measured
 * (DOMAIN.md 7: no surveillance). `[ours]` marks figures that no source gives.
 */
import type { Risk } from '@yimi/people';
import { riskLevels } from '@yimi/people';
import type { Calls } from './tables.ts';
import { callsAsBefore } from './tables.ts';

/** How many people of a risk live where, and how far that is by car; null: nobody has said. */
export interface VillageLoad {
  readonly minutesAway: number | null;
  readonly people: Readonly<Record<Risk, number>>;
}

export interface Assumptions {
  /** At the door, from greeting to record. */
  readonly minutesPerVisit: number;
  /** By phone, with its record. */
  readonly minutesPerCall: number;
  /** People whom one drive to a village reaches. */
  readonly visitsPerTrip: number;
  /** Two go together where that is the rule (两人同行); both days count. */
  readonly workersPerTrip: number;
  /** Minutes there and back are twice the way; one way where nobody has said how far it is. */
  readonly minutesAwayUnknown: number;
  /** Of a hundred contacts, how many are calls where the rule sets no limit. */
  readonly callsPercent: number;
  /** A worker's day that is left for visits, beside paper, meetings and activities. */
  readonly minutesPerDay: number;
  readonly workingDays: number;
  /** Of a hundred of their days, how many a village worker can give to visits: most do much else for the village. */
  readonly villageWorkerPercent: number;
}

/** `[ours]` One worker and four people a drive; 21 working days with six hours for visits. */
export const usualAssumptions: Assumptions = {
  minutesPerVisit: 40,
  minutesPerCall: 10,
  visitsPerTrip: 4,
  workersPerTrip: 1,
  minutesAwayUnknown: 45,
  callsPercent: 0,
  minutesPerDay: 360,
  workingDays: 21,
  villageWorkerPercent: 20,
};

/** Days between two contacts, by risk. */
export type Interval = Readonly<Record<Risk, number>>;

export interface Workload {
  /** Contacts that fall due in a month, at the door and by phone. */
  readonly visits: number;
  readonly calls: number;
  /** Drives to villages, and how many villages they go to of which nobody has said how far. */
  readonly trips: number;
  readonly villagesUnknown: number;
  /** Person-days of a month, by what takes them. */
  readonly days: {
    readonly visiting: number;
    readonly calling: number;
    readonly driving: number;
    readonly all: number;
  };
}

/** Mean length of a month: 365.25 / 12. */
const daysPerMonth = 30.4375;

export function contactsPerMonth(people: VillageLoad['people'], every: Interval): number {
  return riskLevels.reduce((sum, risk) => sum + (people[risk] * daysPerMonth) / every[risk], 0);
}

/** Of these contacts, those at the door: after so many calls in a row (电话) one of them at least. */
function atTheDoorPerMonth(people: VillageLoad['people'], every: Interval, calls: Calls, callsPercent: number): number {
  return riskLevels.reduce((sum, risk) => {
    const inRow = calls[risk];
    const share = inRow === null ? 1 - callsPercent / 100 : 1 / (inRow + 1);
    return sum + ((people[risk] * daysPerMonth) / every[risk]) * share;
  }, 0);
}

/** @param calls how many contacts in a row may be calls, as the rule has it */
export function workload(
  villages: readonly VillageLoad[],
  every: Interval,
  given: Assumptions,
  calls: Calls = callsAsBefore,
): Workload {
  let visits = 0;
  let calling = 0;
  let trips = 0;
  let driving = 0;
  let villagesUnknown = 0;
  for (const village of villages) {
    const contacts = contactsPerMonth(village.people, every);
    const here = atTheDoorPerMonth(village.people, every, calls, given.callsPercent);
    const drives = here / given.visitsPerTrip;
    visits += here;
    calling += contacts - here;
    trips += drives;
    driving += drives * 2 * (village.minutesAway ?? given.minutesAwayUnknown);
    if (village.minutesAway === null && contacts > 0) villagesUnknown += 1;
  }
  const inDays = (minutes: number): number => minutes / given.minutesPerDay;
  const days = {
    visiting: inDays(visits * given.minutesPerVisit * given.workersPerTrip),
    calling: inDays(calling * given.minutesPerCall),
    driving: inDays(driving * given.workersPerTrip),
  };
  return {
    visits,
    calls: calling,
    trips,
    villagesUnknown,
    days: { ...days, all: days.visiting + days.calling + days.driving },
  };
}

export interface Staff {
  readonly stationWorkers: number;
  readonly villageWorkers: number;
}

/** Person-days of a month that there are: volunteers give what time they like, and are no part of it. */
export function daysThereAre(
  { stationWorkers, villageWorkers }: Staff,
  given: Pick<Assumptions, 'workingDays' | 'villageWorkerPercent'>,
): number {
  return (stationWorkers + (villageWorkers * given.villageWorkerPercent) / 100) * given.workingDays;
}
