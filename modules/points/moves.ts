/**
 * What a voucher moves. Points are set aside lot by lot, what lapses first before the rest, so that each lot still lapses and is
 * taken back as one; spending and returning move the very same amounts on. Each entry's id follows from the voucher and
 * the step, so that no step can be written twice.
 */
import type { Day, Tx } from '@yimi/kernel';
import { addDays, derivedId } from '@yimi/kernel';
import { entriesOf, heldBy } from './ledger.ts';
import type { PointEntry, Voucher } from './tables.ts';
import { pointEntries, vouchers } from './tables.ts';

/** For so many days a voucher can be used. [ours] */
export const voucherDays = 30;
/** For so many more a merchant without network can send in what it handed over in time; then the points go back. [ours] */
export const graceDays = 7;

export const voucherId = (number: string): string => derivedId('voucher of points', number);

interface Part {
  readonly lot: PointEntry;
  readonly sixtieths: number;
}

/** @returns what to take from which lot; null where the helper has not that much that is good today */
export function partsFor(entries: readonly PointEntry[], points: number, today: Day): Part[] | null {
  const good = entries.filter((one) => one.goodUntil >= today);
  let short = points * 60;
  // Hours struck off after their points were spent leave a lot below nothing: the others make up for it.
  if (heldBy(good) < short) return null;
  const lots = [...Map.groupBy(good, (one) => one.hoursId).values()].flatMap((lot) =>
    lot[0] === undefined || heldBy(lot) <= 0 ? [] : [{ lot: lot[0], sixtieths: heldBy(lot) }],
  );
  const order = ({ lot }: Part): string => `${lot.goodUntil}/${lot.hoursId}`;
  lots.sort((one, other) => (order(one) < order(other) ? -1 : 1));
  const parts: Part[] = [];
  for (const { lot, sixtieths } of lots) {
    if (short === 0) break;
    const taken = Math.min(short, sixtieths);
    parts.push({ lot, sixtieths: taken });
    short -= taken;
  }
  return parts;
}

type Step = Pick<PointEntry, 'takenFrom' | 'givenTo' | 'reason'>;

function enter(tx: Tx, { id, helperId }: Voucher, parts: readonly Part[], step: Step, recordedAt: number): void {
  for (const { lot, sixtieths } of parts) {
    const { hoursId, perHour, goodUntil } = lot;
    tx.put(pointEntries, {
      ...{ id: derivedId(id, `${step.reason}/${hoursId}`), helperId, ...step, sixtieths },
      ...{ hoursId, perHour, goodUntil, recordedAt, voucherId: id },
    });
  }
}

export function setAside(tx: Tx, voucher: Voucher, parts: readonly Part[]): void {
  const step = { takenFrom: 'helper', givenTo: 'reserved', reason: 'reserved' } as const;
  enter(tx, voucher, parts, step, voucher.recordedAt);
  tx.put(vouchers, voucher);
}

const ends = {
  spent: { takenFrom: 'reserved', givenTo: 'merchant', reason: 'spent' },
  'called-off': { takenFrom: 'reserved', givenTo: 'helper', reason: 'returned' },
  returned: { takenFrom: 'reserved', givenTo: 'helper', reason: 'returned' },
} as const;

/** Of a voucher that is still reserved: it ends once, and in one way. */
export function end(tx: Tx, voucher: Voucher, state: keyof typeof ends, endedOn: Day, recordedAt: number): void {
  const aside = entriesOf(tx, voucher.helperId).filter(
    (one) => one.voucherId === voucher.id && one.reason === 'reserved',
  );
  const parts = aside.map((lot) => ({ lot, sixtieths: lot.sixtieths }));
  enter(tx, voucher, parts, ends[state], recordedAt);
  tx.put(vouchers, { ...voucher, state, endedOn });
}

/** The last day on which a voucher is taken in. */
export const takenUntil = ({ lastDay }: Pick<Voucher, 'lastDay'>): Day => addDays(lastDay, graceDays);
