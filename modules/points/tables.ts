/**
 * Points (积分): a thank-you for hours that count, off until the county wants it. A double-entry ledger (复式账): each entry takes from one account
 * what it gives to another, so that all accounts together are always zero and nothing is ever changed, only set against. A helper's
 * entries lie in their own scope, whatever the station; no phone is sent them.
 */
import { added, columns, defineTable, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

/** 县里发出的、志愿者手里的、兑换券占着的、商户收下的. */
export const accounts = ['county', 'helper', 'reserved', 'merchant'] as const;
/** 挣得、冲回、占用、核销、退回. */
export const reasons = ['earned', 'reversed', 'reserved', 'spent', 'returned'] as const;

/** The county's rule (积分规则). */
export const pointRules = defineTable({
  name: 'points.rules',
  columns: {
    /** Off by default (DOMAIN.md 7): a county that never says so gives none. */
    inUse: columns.flag(),
    perHour: columns.count(),
    /** Months that points last, 12 at least. */
    months: columns.count(),
  },
  scope: () => scopes.county,
  seenBy: [],
});
export type PointRule = z.infer<typeof pointRules.schema>;

/** A helper who wants no points (不要积分), or wants them again. */
export const choices = defineTable({
  name: 'points.choices',
  columns: {
    helperId: columns.id(),
    declined: columns.flag(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: [],
});

export const pointEntries = defineTable({
  name: 'points.entries',
  columns: {
    helperId: columns.id(),
    takenFrom: columns.choice(accounts),
    givenTo: columns.choice(accounts),
    /** In sixtieths of a point, so that every minute counts exactly: minutes times points an hour. */
    sixtieths: columns.count(),
    reason: columns.choice(reasons),
    /** The hours for which they are given: a lot (一笔), which lapses as one. */
    hoursId: columns.id(),
    /** Points an hour when the lot began: a later rule changes no lot that is there. */
    perHour: columns.count(),
    /** The last day on which the lot is good. */
    goodUntil: columns.day(),
    recordedAt: columns.instant(),
    /** The voucher that moves them; none where hours do. */
    voucherId: added(optional(columns.id()), null),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: [],
  lists: ['helperId'],
});
export type PointEntry = z.infer<typeof pointEntries.schema>;

/** Sixteen letters of Crockford's alphabet in groups: 80 random bits, drawn like an answer number by who issues it. */
export const drawnNumber = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;
export const Offer = z.strictObject({
  what: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
  points: z.int().check(z.minimum(1), z.maximum(9999)),
});
export type Offer = z.infer<typeof Offer>;
export const mostOffers = 12;

/** A shop or hall that hands something over for points (积分商户). */
export const merchants = defineTable({
  name: 'points.merchants',
  columns: {
    /** None: the county's, for the helpers of every station. */
    stationId: optional(columns.id()),
    name: columns.text(40),
    offers: columns.json(z.array(Offer)),
    open: columns.flag(),
    /** Who knows it may take in vouchers of this merchant: the end of its page's address. */
    token: columns.text(19),
    recordedAt: columns.instant(),
  },
  scope: () => scopes.office,
  seenBy: [],
});
export type Merchant = z.infer<typeof merchants.schema>;

/** 待用、已核销、已取消、到期退回. */
export const voucherStates = ['reserved', 'spent', 'called-off', 'returned'] as const;

/** A voucher (兑换券): points of one helper, set aside for one thing of one merchant. What it says stays as it was on the day. */
export const vouchers = defineTable({
  name: 'points.vouchers',
  columns: {
    number: columns.text(19),
    merchantId: columns.id(),
    helperId: columns.id(),
    /** Whose desk reserved it. */
    stationId: columns.id(),
    what: columns.text(40),
    points: columns.count(),
    reservedOn: columns.day(),
    /** The last day on which the thing is handed over. */
    lastDay: columns.day(),
    state: columns.choice(voucherStates),
    /** The day of the handing over, of calling off, or of the return. */
    endedOn: optional(columns.day()),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: [],
});
export type Voucher = z.infer<typeof vouchers.schema>;
