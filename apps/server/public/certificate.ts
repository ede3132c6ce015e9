/**
 * Whether a certificate of service is true. The row-level policy of the residents' role lets the one pass whose number was
 * given; a county that is not, a number that is not and one of another county are one answer (law A5).
 */
import { CertifiedLine, certificateStates } from '@yimi/activities';
import { readAnswerNumber } from '@yimi/needs';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Told } from './asking.ts';
import { certificatePage } from './certificate-page.ts';
import { Limits, networkOf } from './limits.ts';
import type { PublicParts } from './parts.ts';
import type { PublicLang } from './words.ts';

const Address = z.object({ county: z.string().regex(/^\d{6}$/), number: z.string().max(40).optional() });
const Ids = z.array(z.object({ id: z.string() }));
const Found = z.object({
  number: z.string(),
  name: z.string(),
  issuer: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  issuedOn: z.string(),
  lines: z.array(CertifiedLine),
  minutes: z.number(),
  minutesNow: z.number(),
  total: z.number(),
  stars: z.number(),
  state: z.enum(certificateStates),
  endedOn: z.string().nullable(),
});
export type PublicCertificate = z.infer<typeof Found>;

async function certificateBy({ database }: PublicParts, county: string, typed: string) {
  // The number is drawn like an answer number, and typed in as badly.
  const number = readAnswerNumber(typed);
  if (number === null) return null;
  const counties = await database.lookUp((trx) =>
    sql`select id from public.counties where code = ${county} order by created_at, id`.execute(trx),
  );
  for (const { id } of Ids.parse(counties.rows)) {
    const { rows } = await database.asResident(
      id,
      (trx) =>
        sql`select number, helper_name as name, station_name as issuer, from_day as "fromDay", to_day as "toDay",
            issued_on as "issuedOn", lines, minutes, minutes_now as "minutesNow", total, stars, state, ended_on as "endedOn"
          from activities.certificates where number = ${number}`.execute(trx),
      number,
    );
    const [found] = z.array(Found).parse(rows);
    if (found !== undefined) return found;
  }
  return null;
}

/** @returns null where the address is none of ours */
export async function checkCertificate(
  parts: PublicParts,
  request: FastifyRequest,
  lang: PublicLang,
): Promise<Told | null> {
  const address = Address.safeParse(request.params);
  if (!address.success) return null;
  const { county, number } = address.data;
  const body = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const typed = number ?? (body.get('number') ?? '').slice(0, 40);
  const path = `/c/${county}`;
  const told = (found: PublicCertificate | null, status: number): Told => {
    return { wait: 0, status, text: certificatePage({ path, typed, found, self: number ?? null }, lang) };
  };
  if (typed.trim() === '') return told(null, 200);
  const limits = new Limits(parts.database, parts.pepper);
  const wait = await limits.count('looking', networkOf(request.ip), parts.now());
  if (wait > 0) return { wait, status: 503, text: '' };
  const found = await certificateBy(parts, county, typed);
  return told(found, found === null ? 404 : 200);
}
