/** Which row an offer is, and whether it still binds anybody. Pure, the same on both sides. */
import { derivedId } from '@yimi/kernel';
import type { Offer } from './tables.ts';

/** One row a need and volunteer: however often somebody taps, they are asked once. */
export function offerOf(needId: string, helperId: string): string {
  return derivedId(needId, `offer/${helperId}`);
}

/** Somebody is asked, or is at it. */
export function runs(state: Offer['state']): boolean {
  return state === 'offered' || state === 'accepted';
}
