/** Everything about the county that stands before the first visit. */
import type { Population } from './clients.ts';
import { planClients } from './clients.ts';
import type { Station } from './places.ts';
import { planPlaces } from './places.ts';
import type { Options, Scale } from './scale.ts';
import { scaleOf } from './scale.ts';
import type { Person } from './staff.ts';
import { planStaff } from './staff.ts';

export interface CountyPlan {
  readonly stations: readonly Station[];
  readonly staff: readonly Person[];
  readonly population: Population;
  readonly scale: Scale;
}

export function planCounty(options: Options): CountyPlan {
  const scale = scaleOf(options);
  const stations = planPlaces(scale);
  const staff = planStaff(stations, scale, options.today);
  return { stations, staff, population: planClients(stations, staff, scale, options.today), scale };
}
