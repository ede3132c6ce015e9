/**
 * Vouchers (兑换券): reserved at the desk, taken in once, by the merchant's page or at the desk; called off at the desk, and returned by
 * the house when their days are over. A voucher belongs to one merchant and its points are set aside when it is made,
 * so a merchant without network may hand over first and send it in later: nobody else can have taken it.
 */
import type { Context, Permission, Problem, Tx } from '@yimi/kernel';
import { addDays, Day, dayOf, defineCommand, Id, keyOf, type Missing } from '@yimi/kernel';
import * as z from 'zod/mini';
import { servesAt } from './commands.ts';
import { entriesOf } from './ledger.ts';
import { end, partsFor, setAside, takenUntil, voucherDays, voucherId } from './moves.ts';
import {
  calledOff,
  lapsed,
  merchantClosed,
  noSuchOffer,
  noSuchVoucher,
  notAHelperHere,
  notEnough,
  numberTaken,
  otherMerchant,
  spent,
  wrongDay,
} from './problems.ts';
import type { Voucher } from './tables.ts';
import { drawnNumber, merchants, Offer, vouchers } from './tables.ts';

const byStation: Permission = { 'station-worker': 'station', 'station-head': 'station' };
const Code = z.string().check(z.regex(drawnNumber));
const missing = (row: object | Missing): row is Missing => typeof row === 'string';

export const reserveVoucher = defineCommand({
  name: 'points.reserve-voucher',
  input: z.strictObject({ number: Code, helperId: Id, stationId: Id, merchantId: Id, offer: Offer }),
  permission: byStation,
  keys: ({ number, merchantId }) => [keyOf(vouchers, voucherId(number)), keyOf(merchants, merchantId)],
  place: (_tx, { stationId }) => ({ stationId }),
  execute: (tx, { number, helperId, stationId, merchantId, offer }, context) => {
    const id = voucherId(number);
    const taken = tx.get(vouchers, id);
    const merchant = tx.get(merchants, merchantId);
    if (taken === 'not-held' || merchant === 'not-held') return undefined;
    if (taken !== 'absent') return numberTaken();
    const today = dayOf(context.recordedAt);
    if (!servesAt(tx, helperId, stationId, today)) return notAHelperHere();
    if (merchant === 'absent' || !merchant.open || (merchant.stationId ?? stationId) !== stationId)
      return merchantClosed();
    const { what, points } = offer;
    if (!merchant.offers.some((one) => one.what === what && one.points === points)) return noSuchOffer();
    const parts = partsFor(entriesOf(tx, helperId), points, today);
    if (parts === null) return notEnough();
    const voucher: Voucher = {
      ...{ id, number, merchantId, helperId, stationId, what, points, reservedOn: today },
      ...{ lastDay: addDays(today, voucherDays), state: 'reserved', endedOn: null, recordedAt: context.recordedAt },
    };
    setAside(tx, voucher, parts);
    return undefined;
  },
});

/** Why a voucher that is no longer reserved is refused: what became of it, and when. */
function endOf({ state, endedOn, lastDay }: Voucher): Problem | undefined {
  if (state === 'spent') return spent(endedOn ?? lastDay);
  if (state === 'called-off') return calledOff(endedOn ?? lastDay);
  return state === 'returned' ? lapsed(lastDay) : undefined;
}

function takeIn(tx: Tx, voucher: Voucher, handedOn: Day, context: Context): Problem | undefined {
  const ended = endOf(voucher);
  if (ended !== undefined) return ended;
  const today = dayOf(context.recordedAt);
  if (today > takenUntil(voucher)) return lapsed(voucher.lastDay);
  if (handedOn > voucher.lastDay) return lapsed(voucher.lastDay);
  if (handedOn > today || handedOn < voucher.reservedOn) return wrongDay();
  end(tx, voucher, 'spent', handedOn, context.recordedAt);
  return undefined;
}

/** For a merchant without a phone: the desk types in the slips that it brings. */
export const redeemVoucher = defineCommand({
  name: 'points.redeem-voucher',
  input: z.strictObject({ number: Code, stationId: Id, handedOn: Day }),
  permission: byStation,
  keys: ({ number }) => [keyOf(vouchers, voucherId(number))],
  place: (_tx, { stationId }) => ({ stationId }),
  execute: (tx, { number, stationId, handedOn }, context) => {
    const voucher = tx.get(vouchers, voucherId(number));
    if (voucher === 'not-held') return undefined;
    // Of another station is as of none (law A5).
    if (voucher === 'absent' || voucher.stationId !== stationId) return noSuchVoucher();
    return takeIn(tx, voucher, handedOn, context);
  },
});

/** By the merchant's own page, which knows the merchant by its address. */
export const spendVoucher = defineCommand({
  name: 'points.spend-voucher',
  system: true,
  input: z.strictObject({ number: Code, merchantId: Id, handedOn: Day }),
  permission: {},
  keys: ({ number }) => [keyOf(vouchers, voucherId(number))],
  place: () => null,
  execute: (tx, { number, merchantId, handedOn }, context) => {
    const voucher = tx.get(vouchers, voucherId(number));
    if (missing(voucher)) return noSuchVoucher();
    return voucher.merchantId === merchantId ? takeIn(tx, voucher, handedOn, context) : otherMerchant();
  },
});

export const callOffVoucher = defineCommand({
  name: 'points.call-off-voucher',
  input: z.strictObject({ voucherId: Id }),
  permission: byStation,
  keys: (input) => [keyOf(vouchers, input.voucherId)],
  place: (tx, input) => {
    const voucher = tx.get(vouchers, input.voucherId);
    if (voucher === 'not-held') return 'not-held';
    return voucher === 'absent' ? null : { stationId: voucher.stationId };
  },
  execute: (tx, input, context) => {
    const voucher = tx.get(vouchers, input.voucherId);
    if (voucher === 'not-held') return undefined;
    if (voucher === 'absent') return noSuchVoucher();
    const ended = endOf(voucher);
    if (ended === undefined) end(tx, voucher, 'called-off', dayOf(context.recordedAt), context.recordedAt);
    return ended;
  },
});

/** 到期退回: what was neither handed over in time nor sent in since. */
export const returnVouchers = defineCommand({
  name: 'points.return-vouchers',
  system: true,
  input: z.strictObject({ voucherIds: z.array(Id).check(z.minLength(1), z.maxLength(100)) }),
  permission: {},
  keys: ({ voucherIds }) => voucherIds.map((id) => keyOf(vouchers, id)),
  place: () => null,
  execute: (tx, { voucherIds }, context) => {
    const today = dayOf(context.recordedAt);
    for (const id of voucherIds) {
      const voucher = tx.get(vouchers, id);
      if (missing(voucher) || voucher.state !== 'reserved' || today <= takenUntil(voucher)) continue;
      end(tx, voucher, 'returned', today, context.recordedAt);
    }
    return undefined;
  },
});
