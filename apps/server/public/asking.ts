/**
 * What a resident does on the public pages: fills in the form, looks up the answer, rates it, takes it back. Each change is a
 * command of the server's own (law C1). The answer number follows from the form's sign and a key of this house, so that
 * the same form sent twice names the same number although nobody keeps it.
 */
import { createHmac } from 'node:crypto';
import { dayOf, derivedId } from '@yimi/kernel';
import { answerNumberFrom } from '@yimi/needs';
import type { FastifyRequest } from 'fastify';
import QRCode from 'qrcode';
import { systemEnvelope } from '../engine.ts';
import { answerPage } from './answer-page.ts';
import type { Filled, Typed } from './ask-form.ts';
import { readForm, typedIn } from './ask-form.ts';
import { askPage, receivedPage } from './ask-page.ts';
import type { AskToken } from './ask-token.ts';
import { giveOut, tokenIn } from './ask-token.ts';
import { Limits, networkOf } from './limits.ts';
import { hashOfNumber, needByNumber } from './need-by-number.ts';
import type { PublicParts } from './parts.ts';
import type { PublicRoom, PublicStation } from './station.ts';
import { roomsOf } from './station.ts';
import type { PublicLang } from './words.ts';

export interface Told {
  /** Seconds until somebody from there may send again; 0: told at once. */
  readonly wait: number;
  readonly status: number;
  readonly text: string;
}
const told = (text: string, status = 200): Told => ({ wait: 0, status, text });
const waits = (wait: number): Told => ({ wait, status: 503, text: '' });

const roomsAt = (parts: PublicParts, { countyId, id }: PublicStation) =>
  parts.database.asResident(countyId, (trx) => roomsOf(trx, id));

function formPage(
  parts: PublicParts,
  station: PublicStation,
  rooms: readonly PublicRoom[],
  lang: PublicLang,
  { typed, wrong, token }: { typed: Typed; wrong: readonly string[]; token?: string | undefined },
): string {
  const fresh = () => giveOut(parts.pepper, station.id, parts.now(), parts.random(10));
  return askPage({ station, rooms, typed, wrong, token: token ?? fresh() }, lang);
}

export async function showForm(parts: PublicParts, station: PublicStation, lang: PublicLang): Promise<string> {
  return formPage(parts, station, await roomsAt(parts, station), lang, { typed: typedIn(null), wrong: [] });
}

export async function received(
  parts: PublicParts,
  station: PublicStation,
  request: FastifyRequest,
  lang: PublicLang,
): Promise<Told> {
  const rooms = await roomsAt(parts, station);
  const typed = typedIn(request.body);
  const read = readForm(
    typed,
    rooms.map(({ id }) => id),
  );
  const token = tokenIn(parts.pepper, station.id, typed.token, parts.now());
  if ('wrong' in read) {
    const kept = typeof token === 'string' ? {} : { token: typed.token };
    return told(formPage(parts, station, rooms, lang, { typed, wrong: read.wrong, ...kept }), 422);
  }
  if (token === 'stale') return told(formPage(parts, station, rooms, lang, { typed, wrong: [token] }), 422);
  if (token === 'early')
    return told(formPage(parts, station, rooms, lang, { typed, wrong: [token], token: typed.token }), 422);
  const limits = new Limits(parts.database, parts.pepper);
  const wait =
    (await limits.count('asking', networkOf(request.ip), parts.now())) ||
    (await limits.count('station', station.id, parts.now()));
  if (wait > 0) return waits(wait);
  const page = await record(parts, station, token, read.filled, lang);
  // The village was merged, or the county left, between the form and its coming back: shown anew, with all that was typed.
  return page ?? told(formPage(parts, station, rooms, lang, { typed, wrong: ['stale'] }), 422);
}

/** @returns null where the command was refused */
async function record(
  parts: PublicParts,
  station: PublicStation,
  { commandId, issuedAt }: AskToken,
  filled: Filled,
  lang: PublicLang,
): Promise<Told | null> {
  const number = answerNumberFrom(createHmac('sha256', parts.pepper).update(`answer number/${commandId}`).digest());
  const { kind, words, urgency, village: roomId, tel: askerPhone } = filled;
  const forOther = filled.forWhom === 'other';
  const input = {
    ...{ needId: derivedId(commandId, 'need'), channel: '线上', kind, words, roomId, urgency },
    ...{ clientId: null, householdId: null, visitId: null, receivedAt: issuedAt },
    ...{ askerName: forOther ? filled.otherName : filled.name, askerPhone },
    ...{ byProxy: forOther, proxyName: forOther ? filled.name : null, numberHash: hashOfNumber(number) },
  };
  // Dated by the form, not by the sending: what is sent twice must be the same to the letter (law C3).
  const outcome = await parts.push(station.countyId, systemEnvelope('needs.record', input, issuedAt, commandId));
  const again = outcome.problem?.code === 'sync.id-reused';
  if (outcome.status !== 'accepted' && !again) return null;
  const address = `${parts.publicUrl}${station.path}/answer`;
  const code = await QRCode.toString(address, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });
  const need = again ? null : await needByNumber(parts.database, station.countyId, number);
  return told(receivedPage({ station, number, address, code, by: need?.dueOn ?? null }, lang));
}

/** @param request null: the empty form */
export async function lookUp(
  parts: PublicParts,
  station: PublicStation,
  request: FastifyRequest | null,
  lang: PublicLang,
): Promise<Told> {
  const body = request?.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const number = (body.get('number') ?? '').slice(0, 40);
  const shown = { station, number, failed: false, today: dayOf(parts.now()) };
  if (request === null || number.trim() === '') return told(answerPage({ ...shown, number: '', need: null }, lang));
  const limits = new Limits(parts.database, parts.pepper);
  const wait = await limits.count('looking', networkOf(request.ip), parts.now());
  if (wait > 0) return waits(wait);
  const need = await needByNumber(parts.database, station.countyId, number);
  if (need === null) return told(answerPage({ ...shown, need }, lang), 404);
  const command = commandOf(body.get('act') ?? '', need.id);
  if (command === null) return told(answerPage({ ...shown, need }, lang));
  const outcome = await parts.push(station.countyId, systemEnvelope(command.name, command.input, parts.now()));
  const after = await needByNumber(parts.database, station.countyId, number);
  return told(answerPage({ ...shown, need: after, failed: outcome.status !== 'accepted' }, lang));
}

function commandOf(act: string, needId: string): { name: string; input: object } | null {
  const grade = /^rate-([1-5])$/.exec(act)?.[1];
  if (grade !== undefined) return { name: 'needs.rate', input: { needId, rating: Number(grade) } };
  return act === 'withdraw' ? { name: 'needs.withdraw', input: { needId, reason: '本人凭答复号收回' } } : null;
}
