/** 邀约台账: the records behind `volunteers.offers`, for the desk that asked: for what, whom, and what they said. */
import { reasonLeftOut } from '@yimi/kernel';
import type { Offer } from '@yimi/volunteers';
import { offerCount, offers, profiles } from '@yimi/volunteers';
import * as z from 'zod';
import { drillLeftOut, drillWhere } from '../reads/figure-drill-sql.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import type { Asked } from './asked.ts';
import { showsOf } from './asked.ts';
import type { Cursor, Order } from './conditions.ts';
import { Conditions, cut, page, placeIn } from './conditions.ts';
import type { RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only, reasonsOf } from './source.ts';
import { drillOf } from './visits-register.ts';

const table = 'volunteers.offers';
/** What a helper once said yes to may be done or given back since. */
const said = { yes: ['accepted', 'done', 'given-back'], no: ['declined'], none: ['offered', 'withdrawn', 'expired'] };

export function offerConditions(asked: Asked): Conditions {
  const all = new Conditions();
  const drill = drillOf(asked);
  all.add(all.taken(asked.rows === 'counted' ? drillWhere(offerCount, drill) : drillLeftOut(offerCount, drill)));
  for (const [key, value] of asked.filters) all.add(filtered(all, key, value));
  return all;
}

function filtered(all: Conditions, key: string, value: string): string {
  if (key === 'said') return `state = any(${all.value(said[value as keyof typeof said])}::text[])`;
  if (!['kind', 'state'].includes(key)) throw new Error(`no filter ${key} of offers`);
  return `${key} = ${all.value(value)}`;
}

function orderOf({ reader }: ReadContext, { sort }: Asked, all: Conditions): Order {
  const direction = sort.order;
  if (sort.by !== 'room') return { sql: 'offered_on', type: 'text', direction };
  return { sql: placeIn(all, 'asked_in', [...reader.places.rooms.keys()], 'uuid'), type: 'integer', direction };
}

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const all = offerConditions(asked);
  const rest = page(all, orderOf(context, asked, all), cursor, size);
  const found = await rowsWhere(context, offers, `${all.text()}${rest}`, all.values);
  const { shown, next } = await cut(context.trx, table, (one) => orderOf(context, asked, one), found, size);
  const helpers = await rowsWhere(context, profiles, 'id = any($1::uuid[])', [shown.map((row) => row.helperId)]);
  const names = new Map(helpers.map((helper) => [helper.id, helper.name]));
  return { rows: shown.map((row) => rowOf(context, asked, row, names)), next };
}

function rowOf(context: ReadContext, asked: Asked, offer: Offer, names: ReadonlyMap<string, string>): RegisterRow {
  const { stations, rooms } = context.reader.places;
  const { askedIn, askedFrom, kind, state, declineReason } = offer;
  const shows = showsOf(context, asked, offer.roomId, { stationId: askedFrom, roomId: askedIn });
  const cells = {
    ...{ day: offer.offeredOn, answeredOn: offer.answeredOn, endedOn: offer.endedOn, kind, state, declineReason },
    station: stations.get(askedFrom)?.name ?? '',
    room: rooms.get(askedIn)?.name ?? '',
    helper: shows.staff ? (names.get(offer.helperId) ?? null) : null,
    assisted: offer.answeredOn === null ? null : offer.assisted ? 'yes' : 'no',
  };
  const reason = reasonLeftOut(offerCount, offer);
  return { id: offer.id, cells: only(asked, cells), reason, clientId: null, erased: false };
}

const Counted = z.object({ state: z.string(), n: z.number() });

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const select = `select state, count(*) as n from ${table}`;
  const counted = await rowsOf(context.trx, Counted, offerConditions(asked).query(select, ' group by state'));
  return {
    total: counted.reduce((sum, one) => sum + one.n, 0),
    leftOut: await reasonsOf(context, offerCount, offerConditions({ ...asked, rows: 'left-out' })),
    sums: {},
    parts: counted.map(({ state, n }) => ({ filter: 'state', value: state, n })),
  };
}

export const offersSource: RegisterSource = { summary, page: pageOf };
