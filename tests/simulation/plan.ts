/**
 * A run is planned before it starts: a list of happenings, each with its hour and a seed of its own. What a happening
 * does follows from its seed and from the state it meets, so leaving others out (shrinking) leaves it what it was.
 */
import { Dice, seedOf } from './dice.ts';

export type Kind =
  | 'deed'
  | 'sync'
  | 'crash'
  | 'full-storage'
  | 'skew'
  | 'switch-user'
  | 'deposit'
  | 'adopt'
  | 'rot'
  | 'upgrade-phone'
  | 'upgrade-server'
  | 'server-crash'
  | 'files-arrive'
  | 'revoke'
  | 'restore'
  | 'move-worker'
  | 'change-station'
  | 'merge-rooms'
  | 'split-room'
  | 'import-divisions'
  | 'import-ledger'
  | 'take-ledger-back'
  | 'due-rule'
  | 'window'
  | 'promote'
  | 'clear-tombstones'
  | 'burst'
  | 'erase-merged'
  | 'look-alike'
  | 'ask-for-help';

export interface Happening {
  readonly n: number;
  /** Milliseconds since the beginning of the run. */
  readonly at: number;
  readonly kind: Kind;
  /** The phone it happens to; null: at the office, or to the server. */
  readonly phone: number | null;
  readonly seed: number;
}

/** One stretch between two quiet periods. */
export interface Stretch {
  readonly until: number;
  readonly happenings: readonly Happening[];
}

export interface PlanOptions {
  readonly seed: number;
  readonly phones: number;
  readonly days: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** How often a day, on average, each thing happens to one phone. Deeds: enough that 20 and more are recorded. */
const perPhone: Partial<Record<Kind, number>> = {
  deed: 29,
  sync: 4,
  crash: 0.7,
  'full-storage': 0.2,
  skew: 0.12,
  'switch-user': 0.7,
  deposit: 0.4,
  adopt: 0.4,
  rot: 0.1,
  // An outbox longer than one batch: rare, because it costs as much as twenty days.
  burst: 0.003,
};

/** At the office and to the server, a day. */
const atOffice: Partial<Record<Kind, number>> = {
  'server-crash': 4,
  'files-arrive': 4,
  revoke: 1.2,
  restore: 1.4,
  'move-worker': 0.5,
  'change-station': 0.5,
  'merge-rooms': 0.3,
  'split-room': 0.45,
  'import-divisions': 0.5,
  'import-ledger': 0.4,
  'take-ledger-back': 0.3,
  'due-rule': 0.35,
  window: 0.7,
  promote: 0.5,
  'clear-tombstones': 0.5,
  'erase-merged': 0.3,
  'look-alike': 2,
  'ask-for-help': 5,
};

function times(dice: Dice, perDay: number): number {
  const whole = Math.floor(perDay);
  return whole + (dice.chance(perDay - whole) ? 1 : 0);
}

export function makePlan({ seed, phones, days }: PlanOptions): Stretch[] {
  const stretches: Stretch[] = [];
  // Quiet falls after each day, or after every second: then faults carry over a night.
  const nights = new Dice(seedOf(seed, 'quiet')).between(1, 2);
  let n = 0;
  for (let today = 0; today < days; today++) {
    const happenings: Happening[] = [];
    const add = (kind: Kind, phone: number | null, at: number): void => {
      n += 1;
      happenings.push({ n, at, kind, phone, seed: seedOf(seed, kind, phone ?? 'office', n) });
    };
    for (let phone = 0; phone < phones; phone++) {
      const dice = new Dice(seedOf(seed, 'phone', phone, today));
      const somewhen = (): number => today * day + 7 * hour + dice.below(12 * hour);
      for (const [kind, perDay] of Object.entries(perPhone) as [Kind, number][]) {
        for (let i = times(dice, perDay); i > 0; i--) add(kind, phone, somewhen());
      }
      // The new app comes to each phone on a day around the server's own upgrade, before or after it.
      if (today === upgradeDay(seed, phone, days)) add('upgrade-phone', phone, somewhen());
    }
    const dice = new Dice(seedOf(seed, 'office', today));
    const somewhen = (): number => today * day + 7 * hour + dice.below(12 * hour);
    for (const [kind, perDay] of Object.entries(atOffice) as [Kind, number][]) {
      for (let i = times(dice, perDay); i > 0; i--) add(kind, null, somewhen());
    }
    if (today === Math.floor(days / 2)) add('upgrade-server', null, somewhen());
    happenings.sort((one, other) => one.at - other.at || one.n - other.n);
    const last = stretches.at(-1);
    if (today % nights !== 0 && last !== undefined) {
      stretches[stretches.length - 1] = { until: (today + 1) * day, happenings: [...last.happenings, ...happenings] };
    } else stretches.push({ until: (today + 1) * day, happenings });
  }
  return stretches;
}

function upgradeDay(seed: number, phone: number, days: number): number {
  const dice = new Dice(seedOf(seed, 'upgrade', phone));
  return Math.max(0, Math.min(days - 1, Math.floor(days / 2) + dice.between(-1, 1)));
}
