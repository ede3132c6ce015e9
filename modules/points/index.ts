/** points: a county's thank-you for service hours, as a ledger in which nothing counts twice. */
import { defineModule } from '@yimi/kernel';
import { changePointRule, declinePoints } from './commands.ts';
import { followers } from './followers.ts';
import { saveMerchant } from './merchants.ts';
import { choices, merchants, pointEntries, pointRules, vouchers } from './tables.ts';
import { callOffVoucher, redeemVoucher, reserveVoucher, returnVouchers, spendVoucher } from './vouchers.ts';

export type { Standing } from './ledger.ts';
export { balanceOf, goodFor, heldBy, standingOn, usualPointRule } from './ledger.ts';
export { graceDays, voucherDays, voucherId } from './moves.ts';
export type { Merchant, PointEntry, Voucher } from './tables.ts';
export {
  accounts,
  choices,
  merchants,
  mostOffers,
  Offer,
  pointEntries,
  pointRules,
  voucherStates,
  vouchers,
} from './tables.ts';

export const pointsModule = defineModule({
  name: 'points',
  tables: [pointRules, choices, pointEntries, merchants, vouchers],
  commands: [
    ...[changePointRule, declinePoints, saveMerchant],
    ...[reserveVoucher, redeemVoucher, spendVoucher, callOffVoucher, returnVouchers],
  ],
  followers,
  figures: [],
});
