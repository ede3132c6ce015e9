/**
 * A resident rates an answer by the link that they were given: one tap, without account, number or script. The page says
 * nothing of what was asked. Looking changes nothing, for chat programs fetch what is sent to them.
 */
import { addDays, dayOf, derivedId } from '@yimi/kernel';
import { needStates } from '@yimi/needs';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import { systemEnvelope } from '../engine.ts';
import type { Told } from './asking.ts';
import { Limits, networkOf } from './limits.ts';
import type { PublicParts } from './parts.ts';
import type { RatingNote } from './rating-page.ts';
import { ratingPage } from './rating-page.ts';
import type { Rated } from './rating-token.ts';
import { readRatingToken } from './rating-token.ts';
import { takeVoice } from './rating-voice.ts';
import type { PublicStation } from './station.ts';
import type { PublicLang } from './words.ts';

/** After that nobody remembers how it was. */
export const ratingDays = 60;

const Found = z.object({
  stationId: z.string(),
  state: z.enum(needStates),
  reopened: z.number(),
  answeredOn: z.string().nullable(),
  rating: z.number().nullable(),
});

/** How it stands with the answer that the link is about. */
export type RatingState = { readonly as: 'open' | 'over' } | { readonly as: 'rated'; readonly rating: number };

/** @returns null where the link is none of this station's */
async function stateOf(
  { database, now }: PublicParts,
  station: PublicStation,
  rated: Rated,
): Promise<RatingState | null> {
  const { rows } = await database.asResident(
    station.countyId,
    (trx) =>
      sql`select station_id as "stationId", state, reopened, answered_on as "answeredOn", rating from needs.needs
        where id = ${rated.needId}`.execute(trx),
    `rating/${rated.needId}`,
  );
  const [need] = z.array(Found).parse(rows);
  if (need === undefined || need.stationId !== station.id) return null;
  // A low grade reopens at once; what was graded then is still told, until it is answered anew.
  const before = need.reopened === rated.reopened + 1 && need.state !== 'answered' && need.rating !== null;
  if (need.rating !== null && (before || (need.reopened === rated.reopened && need.state === 'closed')))
    return { as: 'rated', rating: need.rating };
  if (need.state !== 'answered' || need.reopened !== rated.reopened || need.answeredOn === null) return { as: 'over' };
  return { as: dayOf(now()) <= addDays(need.answeredOn, ratingDays) ? 'open' : 'over' };
}

export async function ratingByLink(
  parts: PublicParts,
  station: PublicStation,
  { method, body, ip, headers }: Pick<FastifyRequest, 'method' | 'body' | 'ip' | 'headers'>,
  text: string,
  lang: PublicLang,
): Promise<Told | null> {
  const rated = readRatingToken(parts.pepper, text);
  const state = rated === null ? null : await stateOf(parts, station, rated);
  if (rated === null || state === null) return null;
  const told = (shown: RatingState, note: RatingNote = null): Told => {
    const status = note === 'no-sound' ? 422 : 200;
    return { wait: 0, status, text: ratingPage({ station, text, state: shown, note }, lang) };
  };
  if (method !== 'POST' || state.as !== 'open') return told(state);
  const type = headers['content-type'] ?? '';
  const grade = body instanceof URLSearchParams ? /^[1-5]$/.exec(body.get('grade') ?? '')?.[0] : undefined;
  if (grade === undefined && !type.startsWith('multipart/form-data')) return told(state);
  const wait = await new Limits(parts.database, parts.pepper).count('looking', networkOf(ip), parts.now());
  if (wait > 0) return { wait, status: 503, text: '' };
  if (grade === undefined) {
    const said = await takeVoice(parts, station.countyId, rated.needId, { type, body });
    return typeof said === 'number' ? { wait: said, status: 503, text: '' } : told(state, said);
  }
  const input = { needId: rated.needId, rating: Number(grade) };
  // Two taps are one: whichever comes second finds its id used (law C3).
  const id = derivedId(rated.needId, `rating/${rated.reopened}`);
  const outcome = await parts.push(station.countyId, systemEnvelope('needs.rate', input, parts.now(), id));
  const after = (await stateOf(parts, station, rated)) ?? state;
  return told(after, outcome.status !== 'accepted' && after.as !== 'rated' ? 'refused' : null);
}
