/**
 * GET /api/public-page: the page for residents as a station keeps it, with where it is found. For the head who writes it and
 * the county that may take it down.
 */
import { Id } from '@yimi/kernel';
import { publicPages } from '@yimi/network';
import * as z from 'zod';
import { notForYou, notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const Input = z.object({ station: z.optional(Id) });
const Code = z.object({ code: z.string() });

export const publicPageRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/public-page',
  input: Input,
  answer: async ({ station }, context) => {
    const { reader, trx } = context;
    const ofCounty = reader.of('county', reader.places.county.id).settings;
    const writes = (rights: { sign: boolean }): boolean => rights.sign || ofCounty;
    if (!reader.anywhere(writes)) return notForYou();
    const stationId = station ?? reader.stationsWhere(writes)[0];
    const place = reader.places.stations.get(stationId ?? '');
    if (stationId === undefined || place === undefined || !writes(reader.of('station', stationId))) return notFound();
    const [page] = await rowsWhere(context, publicPages, 'id = $1::uuid', [stationId]);
    const [county] = await rowsOf(trx, Code, {
      text: 'select code from public.counties where id = $1::uuid',
      values: [reader.places.county.id],
    });
    return {
      ...{ stationId, stationName: place.name, base: `/s/${county?.code ?? ''}/` },
      page: page ?? null,
    };
  },
};
