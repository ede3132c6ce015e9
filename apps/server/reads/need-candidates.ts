/**
 * GET /api/needs/:id/candidates: who of the station's volunteers could help with a need, best first, with why; how many each
 * limit stopped; the partners and service projects that do such things; and who was asked already. For the desk, which
 * may read the need itself.
 */
import { addDays, Id } from '@yimi/kernel';
import type { Need } from '@yimi/needs';
import { needs } from '@yimi/needs';
import { rooms } from '@yimi/network';
import { clients } from '@yimi/people';
import { drives, placeOf, villageFacts, waysOf } from '@yimi/services';
import type { Ask, Helper, MinutesBetween, Offer, Profile } from '@yimi/volunteers';
import {
  choicesFor,
  isLive,
  liveStates,
  mayBeAsked,
  offers,
  partners,
  profiles,
  projects,
  skillsFor,
} from '@yimi/volunteers';
import * as z from 'zod';
import { mayReadNeeds } from './needs-queue.ts';
import { notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const Input = z.object({ id: Id });
/** Beyond these nobody reads on. */
const mostShown = 8;
const urgencyOf = { 紧急: 'urgent', 较急: 'soon', 一般: 'ordinary' } as const;

/** What matching knows of a need: its village, its kind, and of the person whose it is what they speak. */
export async function asksOf(context: ReadContext, found: readonly Need[], given: readonly Offer[]): Promise<Ask[]> {
  const ids = [...new Set(found.flatMap((need) => need.clientId ?? []))];
  const known = await rowsWhere(context, clients, 'id = any($1::uuid[])', [ids]);
  const byId = new Map(known.map((client) => [client.id, client]));
  const declined = Map.groupBy(
    // Who gave it back is not asked for it again either.
    given.filter((offer) => offer.state === 'declined' || offer.state === 'given-back'),
    (offer) => offer.needId,
  );
  return found.map((need) => ({
    ...{ id: need.id, villageId: need.heldIn, personId: need.clientId, urgency: urgencyOf[need.urgency ?? '一般'] },
    skills: skillsFor(need.kind),
    languages: byId.get(need.clientId ?? '')?.languages ?? [],
    ...{ helperSex: need.helperSex, times: need.times },
    declinedBy: (declined.get(need.id) ?? []).map((offer) => offer.helperId),
  }));
}

const Served = z.object({ helper_id: z.string(), client_id: z.string() });

/** Those of the station who may be asked today, with what they have in hand this week and whom they helped before. */
export async function helpersOf(
  context: ReadContext,
  stationId: string,
): Promise<{ helpers: Helper[]; byId: ReadonlyMap<string, Profile> }> {
  const { today } = context;
  const all = await rowsWhere(context, profiles, `station_id = $1::uuid and state <> 'ended'`, [stationId]);
  const asked = all.filter((profile) => mayBeAsked(profile, today));
  const ids = asked.map((profile) => profile.id);
  const live = `helper_id = any($1::uuid[]) and (state = any($2::text[]) or (state = 'done' and ended_on > $3))`;
  const taken = await rowsWhere(context, offers, live, [ids, liveStates, addDays(today, -7)]);
  const given = Map.groupBy(taken, (offer) => offer.helperId);
  const served = await rowsOf(context.trx, Served, {
    text: `select distinct o.helper_id, n.client_id from volunteers.offers o
      join needs.needs n on n.county_id = o.county_id and n.id = o.need_id
      where o.helper_id = any($1::uuid[]) and o.state = 'done' and n.client_id is not null`,
    values: [ids],
  });
  const servedBy = Map.groupBy(served, (row) => row.helper_id);
  const helpers = asked.map((profile) => ({
    ...{ id: profile.id, villageId: profile.roomId, skills: profile.skills, languages: profile.languages },
    ...{ sex: profile.sex, free: profile.free, mostMinutes: profile.mostMinutes, places: profile.places },
    given: given.get(profile.id)?.length ?? 0,
    served: (servedBy.get(profile.id) ?? []).map((row) => row.client_id),
  }));
  return { helpers, byId: new Map(all.map((profile) => [profile.id, profile])) };
}

/** The way as trips reckon it: entered where somebody measured it, else estimated. */
export async function waysAt(context: ReadContext, stationId: string): Promise<MinutesBetween> {
  const villages = await rowsWhere(context, rooms, 'station_id = $1::uuid', [stationId]);
  const ids = [villages.map((room) => room.id)];
  const facts = new Map(
    (await rowsWhere(context, villageFacts, 'id = any($1::uuid[])', ids)).map((one) => [one.id, one]),
  );
  const entered = await rowsWhere(context, drives, 'one_id = any($1::uuid[]) and other_id = any($1::uuid[])', ids);
  const known = new Set(ids[0]);
  const ways = waysOf(
    stationId,
    villages.map((room) => placeOf(room, facts.get(room.id))),
    entered,
  );
  return (one, other) => (known.has(one) && known.has(other) ? Math.round(ways.leg(one, other).minutes) : null);
}

export const needCandidatesRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/needs/:id/candidates',
  input: Input,
  answer: async ({ id }, context) => {
    const { places } = context.reader;
    const [need] = await rowsWhere(context, needs, 'id = $1::uuid', [id]);
    if (need === undefined || !mayReadNeeds(context.reader.atRoom(need.heldIn))) return notFound();
    const given = await rowsWhere(context, offers, 'need_id = $1::uuid order by recorded_at desc', [id]);
    const { helpers, byId } = await helpersOf(context, need.heldBy);
    const asked = new Set(given.filter((offer) => isLive(offer.state)).map((offer) => offer.helperId));
    const free = helpers.filter((helper) => !asked.has(helper.id));
    const [ask] = await asksOf(context, [need], given);
    const [choice] = choicesFor(ask === undefined ? [] : [ask], free, await waysAt(context, need.heldBy), mostShown);
    const nameOf = (helperId: string): string => byId.get(helperId)?.name ?? '';
    const villageOf = (helperId: string): string => places.rooms.get(byId.get(helperId)?.roomId ?? '')?.name ?? '';
    return {
      today: context.today,
      stopped: choice?.stopped ?? {},
      candidates: (choice?.candidates ?? []).map(({ helperId, fit, reasons }) => ({
        ...{ id: helperId, fit, reasons, name: nameOf(helperId), roomName: villageOf(helperId) },
        phone: byId.get(helperId)?.phone ?? null,
      })),
      offers: given.map((offer) => ({
        ...{ id: offer.id, helperId: offer.helperId, state: offer.state, suits: offer.suits, assisted: offer.assisted },
        ...{
          offeredOn: offer.offeredOn,
          answerBy: offer.answerBy,
          answeredOn: offer.answeredOn,
          endedOn: offer.endedOn,
        },
        ...{ declineReason: offer.declineReason, endWords: offer.endWords, name: nameOf(offer.helperId) },
        phone: byId.get(offer.helperId)?.phone ?? null,
      })),
      ...(await offeredFor(context, need)),
    };
  },
};

/** Partners and projects that do such things in that village. */
async function offeredFor(context: ReadContext, need: Need): Promise<object> {
  const where = `station_id = $1::uuid and open and kinds ? $2
    and (jsonb_array_length(room_ids) = 0 or room_ids ? $3) order by name, id limit 20`;
  const values = [need.heldBy, need.kind, need.heldIn];
  const held = await rowsWhere(context, partners, where, values);
  const offered = await rowsWhere(context, projects, where, values);
  return {
    partners: held.map(({ id, name, what, limits, contactName, contactPhone }) => ({
      ...{ id, name, what, limits, contactName, contactPhone },
    })),
    projects: offered.map(({ id, name, what, limits, partnerId }) => ({ id, name, what, limits, partnerId })),
  };
}
