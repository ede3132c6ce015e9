/** When a visit suits, and who may come: what a resident wishes, and what a volunteer offers, in the same words. */
import * as z from 'zod/mini';

/** The fourteen half-days of a week, Monday morning first. */
export const halfDays = 14;
/** Half-days as bits: bit 2d is the morning of day d (Monday 0), bit 2d + 1 its afternoon. */
export const HalfDaysOfWeek = z.int().check(z.minimum(0), z.maximum(2 ** halfDays - 1));
export const sexes = ['female', 'male'] as const;
