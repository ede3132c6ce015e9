/** How large the county is, and how its work is spread: one generator, two sizes. */
import type { Day } from '@yimi/kernel';

export interface Options {
  /** The day of seeding: the twelve months end with the day before it. */
  readonly today: Day;
  readonly scale?: 'demo' | 'county-large';
}

export interface Scale {
  readonly name: string;
  readonly clients: number;
  readonly visits: number;
  /** All fifteen stations are open, not only the seven of the contracts. */
  readonly allOpen: boolean;
  readonly workersPerFurtherStation: number;
  readonly villageWorkersPerRoom: number;
  readonly volunteersPerRoom: readonly [number, number];
  readonly peoplePerVolunteer: number;
  /** People called on in one field trip (下乡), fewest and most. */
  readonly tripSize: readonly [number, number];
  /** Visits of this many last days are read and questioned by the station. */
  readonly reviewedDays: number;
  /** Days between two uploads of a phone in the older part of the year; below the 90 that are plausible (law C5). */
  readonly workerUploadDays: number;
  readonly villageUploadDays: number;
}

const demo: Scale = {
  name: 'demo',
  clients: 2500,
  visits: 18_000,
  allOpen: false,
  workersPerFurtherStation: 0,
  villageWorkersPerRoom: 1,
  volunteersPerRoom: [0, 2],
  peoplePerVolunteer: 12,
  tripSize: [4, 8],
  reviewedDays: 42,
  // Few large batches: each is a transaction, and the whole year is to be seeded in seconds.
  workerUploadDays: 28,
  villageUploadDays: 84,
};

const large: Scale = {
  name: 'county-large',
  clients: 60_000,
  visits: 600_000,
  allOpen: true,
  workersPerFurtherStation: 8,
  villageWorkersPerRoom: 2,
  volunteersPerRoom: [3, 5],
  peoplePerVolunteer: 60,
  tripSize: [6, 13],
  reviewedDays: 28,
  workerUploadDays: 7,
  villageUploadDays: 28,
};

export function scaleOf(options: Options): Scale {
  return options.scale === 'county-large' ? large : demo;
}
