/** What the server tells the console of merchants and vouchers, as schemas. */
import './core/strict-csp.ts';
import { Day, Id } from '@yimi/kernel';
import { Offer, voucherStates } from '@yimi/points';
import * as z from 'zod/mini';
import { Count } from './api.ts';

const MerchantRow = z.object({
  id: Id,
  stationId: z.nullable(Id),
  stationName: z.nullable(z.string()),
  name: z.string(),
  offers: z.array(Offer),
  open: z.boolean(),
  kept: z.boolean(),
  /** Of its page; only to who keeps the merchant. */
  token: z.nullable(z.string()),
  address: z.nullable(z.string()),
});
export type MerchantRow = z.infer<typeof MerchantRow>;

const VoucherRow = z.object({
  id: Id,
  number: z.string(),
  merchantId: Id,
  helperName: z.string(),
  stationId: Id,
  what: z.string(),
  points: Count,
  reservedOn: Day,
  lastDay: Day,
  state: z.enum(voucherStates),
  endedOn: z.nullable(Day),
});
export type VoucherRow = z.infer<typeof VoucherRow>;

/** GET /api/points */
export const PointsBoard = z.object({
  today: Day,
  inUse: z.boolean(),
  merchants: z.array(MerchantRow),
  vouchers: z.array(VoucherRow),
  stations: z.array(z.object({ id: Id, name: z.string() })),
  /** For whom the reader may begin a merchant; null is the county. */
  keepsFor: z.array(z.object({ id: z.nullable(Id), name: z.string() })),
  helpers: z.array(z.object({ id: Id, name: z.string(), stationId: Id })),
});
export type PointsBoard = z.infer<typeof PointsBoard>;

/** GET /api/points/helper?helper= */
export const HelperPoints = z.object({
  standing: z.object({ points: z.int(), lapsing: z.int(), lapsesAfter: z.nullable(Day) }),
  declined: z.boolean(),
});
export type HelperPoints = z.infer<typeof HelperPoints>;
