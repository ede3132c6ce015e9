/** What a county reckons its trips with, until it says otherwise: the usual day, a small car of a station, two who go together. */
import { derivedId } from '@yimi/kernel';
import type { TripRule } from './tables.ts';
import { usualHabits } from './timetable.ts';

/** One rule a county: its id is the same on every machine. */
export const tripRuleId = derivedId('services', 'trip-rule');

/** Most stations have one car with five seats, and visits by two are advised (DOMAIN.md 5). */
export const usualTripRule: TripRule = { id: tripRuleId, ...usualHabits, seats: 5, teamSize: 2 };
