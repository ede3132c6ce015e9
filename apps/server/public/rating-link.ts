/**
 * GET /api/needs/:id/rating-link: the address by which the resident rates the answer to a need, for the desk to hand on. None where
 * the need waits for no grade, and none while the station's page is closed.
 */
import { addDays, Id } from '@yimi/kernel';
import { needs } from '@yimi/needs';
import * as z from 'zod';
import { mayReadNeeds } from '../reads/needs-queue.ts';
import { notFound } from '../reads/problems.ts';
import { rowsOf } from '../reads/query.ts';
import type { Route } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import { ratingDays } from './rating.ts';
import { ratingToken } from './rating-token.ts';

const Input = z.object({ id: Id });
const Web = z.object({ code: z.string(), slug: z.string() });
const openPage = `select c.code, p.slug from network.public_pages p join public.counties c on c.id = $1::uuid
  where p.id = $2::uuid and p.open and p.withheld is null`;

export const ratingLinkRoute = (parts: {
  readonly pepper: Uint8Array;
  readonly publicUrl: string;
}): Route<z.infer<typeof Input>> => ({
  method: 'GET',
  url: '/api/needs/:id/rating-link',
  input: Input,
  answer: async ({ id }, context) => {
    const [need] = await rowsWhere(context, needs, 'id = $1::uuid', [id]);
    if (need === undefined || !mayReadNeeds(context.reader.atRoom(need.heldIn))) return notFound();
    const { state, answeredOn, reopened } = need;
    const values = [context.reader.places.county.id, need.stationId];
    const [page] = await rowsOf(context.trx, Web, { text: openPage, values });
    if (state !== 'answered' || answeredOn === null || page === undefined) return { address: null, until: null };
    const token = ratingToken(parts.pepper, { needId: id, reopened });
    const address = `${parts.publicUrl}/s/${page.code}/${page.slug}/rate/${token}`;
    return { address, until: addDays(answeredOn, ratingDays) };
  },
});
