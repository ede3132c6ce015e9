/**
 * A merchant's own page, under an address that nobody can guess: who has it may take in vouchers of this merchant, and nothing else.
 * The command's id follows from the form and what was typed in, so that a form sent twice spends once and says the same
 * (law C3). The page is told what a voucher is for and never whose it is.
 */
import { Day, dayOf, derivedId } from '@yimi/kernel';
import { readAnswerNumber } from '@yimi/needs';
import { Offer, voucherStates } from '@yimi/points';
import type { Outcome } from '@yimi/protocol';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import { systemEnvelope } from '../engine.ts';
import { giveOut, tokenIn } from './ask-token.ts';
import type { Told } from './asking.ts';
import { Limits, networkOf } from './limits.ts';
import type { PublicParts } from './parts.ts';
import { voucherPage } from './voucher-page.ts';
import type { PublicLang } from './words.ts';

const Address = z.object({ county: z.string().regex(/^\d{6}$/), token: z.string().max(40) });
const Ids = z.array(z.object({ id: z.string() }));
const Found = z.object({ id: z.string(), name: z.string(), offers: z.array(Offer), open: z.boolean() });
export interface PublicMerchant extends z.infer<typeof Found> {
  readonly countyId: string;
  readonly token: string;
  /** `/v/459901/7K3M-…` */
  readonly path: string;
}
const Voucher = z.object({
  merchantId: z.string(),
  what: z.string(),
  points: z.number(),
  state: z.enum(voucherStates),
  lastDay: z.string(),
  endedOn: z.string().nullable(),
});
export type PublicVoucher = z.infer<typeof Voucher>;

/** What became of the code that was sent. */
export interface Taken {
  readonly as: 'ok' | 'spent' | 'called-off' | 'lapsed' | 'other' | 'none' | 'wrong-day' | 'stale' | 'early';
  /** None where it is of another merchant, or not at all. */
  readonly voucher: PublicVoucher | null;
}
export interface Typed {
  readonly number: string;
  readonly handedOn: string;
}

export async function merchantAt({ database }: PublicParts, params: unknown): Promise<PublicMerchant | null> {
  const address = Address.safeParse(params);
  if (!address.success) return null;
  const { county, token } = address.data;
  const counties = await database.lookUp((trx) =>
    sql`select id from public.counties where code = ${county} order by created_at, id`.execute(trx),
  );
  for (const { id: countyId } of Ids.parse(counties.rows)) {
    const { rows } = await database.asResident(
      countyId,
      (trx) => sql`select id, name, offers, open from points.merchants where token = ${token}`.execute(trx),
      token,
    );
    const [found] = z.array(Found).parse(rows);
    if (found !== undefined) return { ...found, countyId, token, path: `/v/${county}/${token}` };
  }
  return null;
}

async function voucherBy({ database }: PublicParts, merchant: PublicMerchant, number: string) {
  const { rows } = await database.asResident(
    merchant.countyId,
    (trx) =>
      sql`select merchant_id as "merchantId", what, points, state, last_day as "lastDay", ended_on as "endedOn"
        from points.vouchers where number = ${number}`.execute(trx),
    number,
  );
  return (
    z
      .array(Voucher)
      .parse(rows)
      .find((one) => one.merchantId === merchant.id) ?? null
  );
}

const outcomes: Readonly<Record<string, Taken['as']>> = {
  'points.voucher-spent': 'spent',
  'points.voucher-called-off': 'called-off',
  'points.voucher-lapsed': 'lapsed',
  'points.other-merchant': 'other',
  'points.no-such-voucher': 'none',
  'points.wrong-day': 'wrong-day',
};

function saidBy({ status, problem }: Outcome): Taken['as'] {
  if (status === 'accepted') return 'ok';
  // The house could not take it now: nothing was moved, and the same form may be sent again.
  return outcomes[problem?.code ?? ''] ?? 'stale';
}

async function taken(parts: PublicParts, merchant: PublicMerchant, typed: Typed, sign: string): Promise<Taken> {
  const token = tokenIn(parts.pepper, merchant.id, sign, parts.now());
  if (typeof token === 'string') return { as: token, voucher: null };
  const number = readAnswerNumber(typed.number);
  if (number === null) return { as: 'none', voucher: null };
  const day = typed.handedOn === '' ? dayOf(parts.now()) : typed.handedOn;
  if (!Day.safeParse(day).success) return { as: 'wrong-day', voucher: null };
  const id = derivedId(token.commandId, `${number}/${day}`);
  const input = { number, merchantId: merchant.id, handedOn: day };
  const envelope = systemEnvelope('points.spend-voucher', input, token.issuedAt, id);
  const as = saidBy(await parts.push(merchant.countyId, envelope));
  return { as, voucher: await voucherBy(parts, merchant, number) };
}

/** @returns 0, or the seconds until somebody from there may look again */
export function mayLook(parts: PublicParts, ip: string): Promise<number> {
  return new Limits(parts.database, parts.pepper).count('merchant', networkOf(ip), parts.now());
}

/** @returns null where the address is none of ours */
export async function merchantPage(
  parts: PublicParts,
  request: FastifyRequest,
  lang: PublicLang,
): Promise<Told | null> {
  const waitToLook = await mayLook(parts, request.ip);
  if (waitToLook > 0) return { wait: waitToLook, status: 503, text: '' };
  const merchant = await merchantAt(parts, request.params);
  if (merchant === null) return null;
  const body = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const one = (name: string): string => (body.get(name) ?? '').slice(0, 200);
  const typed = { number: one('number').slice(0, 40), handedOn: one('handedOn').slice(0, 10) };
  const sent = request.method === 'POST' ? await taken(parts, merchant, typed, one('token')) : null;
  const token = giveOut(parts.pepper, merchant.id, parts.now(), parts.random(10));
  const status = sent === null || sent.as === 'ok' ? 200 : 422;
  return { wait: 0, status, text: voucherPage({ merchant, token, typed, sent, now: parts.now() }, lang) };
}
