/** The invented county's merchants and vouchers: one of each state; off for nobody but the county, which sees how to turn points on. */
import { addDays, derivedId } from '@yimi/kernel';
import type { HelperPoints, PointsBoard, VoucherRow } from '../api-points.ts';
import type { County } from './invented-county.ts';
import { today } from './invented-county.ts';

const offers = [
  { what: '食用油一桶（1.8 升）', points: 12 },
  { what: '毛巾一条', points: 3 },
];

export function pointsAt(county: County, atStation: boolean): PointsBoard {
  const day = today;
  const station = { id: county.stations[0]?.id ?? '', name: county.stations[0]?.name ?? '' };
  const shop = derivedId('invented', 'shop');
  const of = (number: string, more: Partial<VoucherRow>): VoucherRow => ({
    ...{ id: derivedId('invented', number), number, merchantId: shop, helperName: '韦小妹', stationId: station.id },
    ...{ what: '毛巾一条', points: 3, reservedOn: day, lastDay: addDays(day, 30), state: 'reserved', endedOn: null },
    ...more,
  });
  const vouchers = [
    of('7K3M-0QXW-9RTA-52HV', {}),
    of('4D8N-TT2C-1PZE-K06Y', { state: 'spent', endedOn: day, what: '食用油一桶（1.8 升）', points: 12 }),
    of('QW9A-33FJ-M7XH-8BR5', { state: 'returned', endedOn: addDays(day, -3), helperName: '覃大姐' }),
  ];
  const kept = (token: string) => ({ kept: true, token, address: `https://yimi.example.org/v/450226/${token}` });
  const merchants = [
    {
      ...{ id: shop, stationId: station.id, stationName: station.name, name: '26度万家驿站', offers, open: true },
      ...kept('2B7D-4KQX-9RTA-52HV'),
    },
    {
      ...{ id: derivedId('invented', 'market'), stationId: null, stationName: null, name: '县供销超市', open: false },
      ...{ offers: offers.slice(1) },
      ...(atStation ? { kept: false, token: null, address: null } : kept('3C7D-4KQX-9RTA-52HV')),
    },
  ];
  const helpers = ['韦小妹', '覃大姐'].map((name) => ({
    ...{ id: derivedId('invented', name), name, stationId: station.id },
  }));
  const places = atStation ? [station] : [{ id: null, name: '三水县' }, station];
  return {
    ...{ today: day, inUse: atStation, merchants, keepsFor: places },
    ...(atStation ? { vouchers, stations: [station], helpers } : { vouchers: [], stations: [], helpers: [] }),
  };
}

export const helperPoints: HelperPoints = {
  standing: { points: 9, lapsing: 3, lapsesAfter: '2026-12-31' },
  declined: false,
};
