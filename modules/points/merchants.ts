/** Merchants (积分商户): a station keeps its own, the county those of every station. */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import { stations } from '@yimi/network';
import * as z from 'zod/mini';
import { merchantElsewhere, offersAlike } from './problems.ts';
import { drawnNumber, merchants, mostOffers, Offer } from './tables.ts';

/** Begun, changed, closed and opened again in one way. Another token makes the old address of its page lead nowhere. */
export const saveMerchant = defineCommand({
  name: 'points.save-merchant',
  input: z.strictObject({
    merchantId: Id,
    stationId: z.nullable(Id),
    name: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
    offers: z.array(Offer).check(z.minLength(1), z.maxLength(mostOffers)),
    open: z.boolean(),
    token: z.string().check(z.regex(drawnNumber)),
  }),
  permission: { 'station-head': 'station', 'county-officer': 'county', administrator: 'county' },
  keys: ({ merchantId }) => [keyOf(merchants, merchantId)],
  place: (tx, { merchantId, stationId }) => {
    const row = tx.get(merchants, merchantId);
    if (row === 'not-held') return 'not-held';
    const own = row === 'absent' ? stationId : row.stationId;
    if (own === null) return {};
    return tx.get(stations, own) === 'absent' ? null : { stationId: own };
  },
  execute: (tx, { merchantId, ...input }, context) => {
    const row = tx.get(merchants, merchantId);
    if (row === 'not-held') return undefined;
    if (row !== 'absent' && row.stationId !== input.stationId) return merchantElsewhere();
    if (new Set(input.offers.map((one) => one.what)).size < input.offers.length) return offersAlike();
    tx.put(merchants, { id: merchantId, ...input, recordedAt: context.recordedAt });
    return undefined;
  },
});
