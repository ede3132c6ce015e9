/**
 * 招募令: a resident reads what the station asks people to come to, and signs up without account or script. The entry is an
 * ordinary one of that activity, in the server's order (law S4), so that places and waiting list stay true under two at
 * once; who signed up is the desk's alone. The entry's id follows from the form's sign: sent twice it is one (law C3).
 */
import { dayOf, derivedId, Id } from '@yimi/kernel';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Trx } from '../database.ts';
import { systemEnvelope } from '../engine.ts';
import { giveOut, tokenIn } from './ask-token.ts';
import type { Told } from './asking.ts';
import { Limits, networkOf } from './limits.ts';
import type { PublicParts } from './parts.ts';
import { recruitmentPage, signedUpPage } from './recruitment-page.ts';
import type { PublicStation } from './station.ts';
import type { PublicLang } from './words.ts';

const Found = z.object({
  ...{ id: z.string(), title: z.string(), venue: z.string(), notice: z.string(), day: z.string() },
  ...{ fromMinute: z.number(), toMinute: z.number() },
});
export type Recruitment = z.infer<typeof Found>;
/** A page is no archive: what comes next stands first. */
const mostShown = 12;

/** What a station asks people to come to from today on; with an id that one alone. */
export async function recruitmentsOf(trx: Trx, stationId: string, now: number, id?: string): Promise<Recruitment[]> {
  const { rows } = await sql`select id, title, venue, notice, day, from_minute as "fromMinute", to_minute as "toMinute"
    from activities.activities where station_id = ${stationId} and state = 'open' and notice is not null
      and day >= ${dayOf(now)} and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
    order by day, from_minute, id limit ${mostShown}`.execute(trx);
  return z.array(Found).parse(rows);
}

/** Over, called off, of another station or never there: one answer (law A5). */
export async function recruitmentAt(
  { database, now }: PublicParts,
  { countyId, id: stationId }: PublicStation,
  asked: string,
): Promise<Recruitment | null> {
  const id = Id.safeParse(asked);
  if (!id.success) return null;
  const found = await database.asResident(countyId, (trx) => recruitmentsOf(trx, stationId, now(), id.data));
  return found[0] ?? null;
}

const trimmed = z.string().transform((typed) => typed.trim());
const Filled = z.object({
  part: z.enum(['participant', 'helper']),
  name: trimmed.refine((typed) => typed !== '' && typed.length <= 40 && !typed.includes('\0') && typed.isWellFormed()),
  tel: trimmed.refine((typed) => /^[\d +-]{5,20}$/.test(typed)),
  consent: z.literal('yes'),
  trap: z.literal(''),
});
const fields = ['part', 'name', 'tel', 'consent', 'trap'] as const;
/** As typed, whatever it is: to be shown again. */
export type SignUpTyped = Readonly<Record<(typeof fields)[number] | 'token', string>>;

function typedIn(body: unknown): SignUpTyped {
  const sent = body instanceof URLSearchParams ? body : new URLSearchParams();
  const entries = [...fields, 'token' as const].map((name) => [name, (sent.get(name) ?? '').slice(0, 200)]);
  return Object.fromEntries(entries) as SignUpTyped;
}

const fresh = (parts: PublicParts, { id }: Recruitment): string =>
  giveOut(parts.pepper, id, parts.now(), parts.random(10));
const told = (text: string, status: number): Told => ({ wait: 0, status, text });

export function showRecruitment(
  parts: PublicParts,
  station: PublicStation,
  one: Recruitment,
  lang: PublicLang,
): string {
  const typed = { part: 'participant', name: '', tel: '', consent: '', trap: '', token: fresh(parts, one) };
  return recruitmentPage({ station, one, typed, wrong: [] }, lang);
}

export async function receiveSignUp(
  parts: PublicParts,
  station: PublicStation,
  one: Recruitment,
  request: FastifyRequest,
  lang: PublicLang,
): Promise<Told> {
  const typed = typedIn(request.body);
  const read = Filled.safeParse(typed);
  const token = tokenIn(parts.pepper, one.id, typed.token, parts.now());
  const again = (wrong: readonly string[], kept = typed): Told =>
    told(recruitmentPage({ station, one, typed: kept, wrong }, lang), 422);
  if (!read.success) return again(fields.filter((name) => read.error.issues.some(({ path }) => path[0] === name)));
  if (token === 'stale') return again([token], { ...typed, token: fresh(parts, one) });
  if (token === 'early') return again([token]);
  const limits = new Limits(parts.database, parts.pepper);
  const wait =
    (await limits.count('asking', networkOf(request.ip), parts.now())) ||
    (await limits.count('station', station.id, parts.now()));
  if (wait > 0) return { wait, status: 503, text: '' };
  const entryId = derivedId(token.commandId, 'entry');
  const input = {
    ...{ entryId, activityId: one.id, part: read.data.part, clientId: null, helperId: null, name: read.data.name },
    ...{ phone: read.data.tel, shiftId: null, wholeSeries: false },
  };
  // Dated by the form, not by the sending: what is sent twice must be the same to the letter (law C3).
  const envelope = systemEnvelope('activities.sign-up', input, token.issuedAt, token.commandId);
  const outcome = await parts.push(station.countyId, envelope);
  const twice = outcome.problem?.code === 'sync.id-reused';
  // Held or called off between the form and its coming back: shown anew, with what was filled in.
  if (outcome.status !== 'accepted' && !twice) return again(['stale'], { ...typed, token: fresh(parts, one) });
  return told(signedUpPage({ station, one, waits: await waits(parts, station, entryId), twice }, lang), 200);
}

const Seat = z.array(z.object({ seat: z.string() }));

/** Whether the own entry waits for a place; of the others nothing is told. */
async function waits({ database }: PublicParts, { countyId }: PublicStation, entryId: string): Promise<boolean> {
  const { rows } = await database.inCounty(countyId, (trx) =>
    sql`select seat from activities.entries where id = ${entryId}`.execute(trx),
  );
  return Seat.parse(rows)[0]?.seat === 'waiting';
}
