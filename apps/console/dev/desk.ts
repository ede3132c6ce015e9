/** What the screens of registers and reports change in the invented county: views, typed boxes, signed reports. */
import type { Periods } from '../api-data-protection.ts';
import type { View } from '../register-api.ts';

export interface SignedEdition {
  readonly id: string;
  readonly lines: readonly { readonly key: string; readonly value: number }[];
  /** The records that it counted. */
  readonly pinned: ReadonlySet<string>;
  readonly problems: string;
  readonly plans: string;
}

export class Desk {
  views: View[] = [];
  notes = { problems: '', plans: '' };
  editions: SignedEdition[] = [];
  retention: Periods | null = { goneYears: null, findingsYears: 15, settledMonths: 12, leaversMonths: 6 };
}
