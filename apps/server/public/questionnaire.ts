/**
 * A resident fills in a station's questionnaire without account, script or name. The form's sign is given out for this questionnaire,
 * and the answer's id follows from it, so that the same form sent twice is one answer (law C3).
 */
import type { Question, Value, Values } from '@yimi/forms';
import { FormModel, faultOfAnswers, onlyAsked, soundsOf } from '@yimi/forms';
import { dayOf, derivedId, Id } from '@yimi/kernel';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import { systemEnvelope } from '../engine.ts';
import type { KeptFile } from '../files/index.ts';
import { giveOut, tokenIn } from './ask-token.ts';
import type { Told } from './asking.ts';
import { Limits, networkOf } from './limits.ts';
import type { PublicParts } from './parts.ts';
import { questionnairePage, thanksPage } from './questionnaire-page.ts';
import type { PublicRoom, PublicStation } from './station.ts';
import { roomsOf } from './station.ts';
import type { PublicLang } from './words.ts';

const Found = z.object({
  id: z.string(),
  title: z.string(),
  lead: z.string(),
  revision: z.number(),
  model: z.unknown(),
});
export interface Questionnaire extends Omit<z.infer<typeof Found>, 'model'> {
  readonly model: FormModel;
  readonly rooms: readonly PublicRoom[];
}
export interface Filling {
  readonly values: Values;
  readonly village: string;
  readonly byProxy: boolean;
  readonly token: string;
  readonly trap: string;
}

/** Not open, taken off the web, of another station or never there: one answer (law A5). */
export async function questionnaireAt(
  { database }: PublicParts,
  { countyId, id: stationId }: PublicStation,
  asked: string,
): Promise<Questionnaire | null> {
  const id = Id.safeParse(asked);
  if (!id.success) return null;
  return database.asResident(countyId, async (trx) => {
    const { rows } = await sql`select f.id, f.title, f.lead, f.revision, r.model from forms.forms f
      join forms.revisions r on r.county_id = f.county_id and r.form_id = f.id and r.revision = f.revision
      where f.id = ${id.data} and f.station_id = ${stationId}`.execute(trx);
    const [found] = z.array(Found).parse(rows);
    if (found === undefined) return null;
    const model = FormModel.parse(found.model);
    return { ...found, model, rooms: await roomsOf(trx, stationId) };
  });
}

/** Asked for and written, or the page's own language where the questionnaire has it, or that of the paper. */
export function spokenIn({ model: { languages } }: Questionnaire, lang: PublicLang, say: string | undefined): string {
  const wish = [say, lang === 'en' ? 'en' : 'zh'];
  return languages.find((one) => one === wish[0]) ?? languages.find((one) => one === wish[1]) ?? languages[0] ?? 'zh';
}

/** A recording that this questionnaire names, and nothing else that lies in the house; null: none, or no sound. */
export async function soundAt(
  { vault }: PublicParts,
  { countyId }: PublicStation,
  { model }: Questionnaire,
  sha256: string,
): Promise<KeptFile | null> {
  const kept = soundsOf(model).has(sha256) ? await vault.find(countyId, sha256) : null;
  return kept?.mime.startsWith('audio/') === true ? kept : null;
}

const fresh = (parts: PublicParts, form: Questionnaire): string =>
  giveOut(parts.pepper, form.id, parts.now(), parts.random(10));

export function showQuestionnaire(
  parts: PublicParts,
  station: PublicStation,
  form: Questionnaire,
  lang: PublicLang,
  spoken: string,
): string {
  const filling = { values: {}, village: '', byProxy: false, token: fresh(parts, form), trap: '' };
  return questionnairePage({ station, form, filling, wrong: null, spoken }, lang);
}

const mostTyped = 500;

/** What stands in a question's fields; what no database can hold was typed by nobody. */
function valueIn({ name, type }: Question, sent: URLSearchParams): Value | undefined {
  const all = sent
    .getAll(`q.${name}`)
    .map((one) => one.replaceAll('\r\n', '\n').trim().slice(0, mostTyped))
    .filter((one) => one !== '' && !one.includes('\0') && one.isWellFormed());
  const [first] = all;
  if (first === undefined) return undefined;
  if (type === 'select_multiple') return [...new Set(all)];
  const number = (type === 'integer' || type === 'decimal') && /^-?\d{1,9}(\.\d{1,4})?$/.test(first);
  return number ? Number(first) : first;
}

function fillingIn({ model }: Questionnaire, body: unknown): Filling {
  const sent = body instanceof URLSearchParams ? body : new URLSearchParams();
  const one = (name: string): string => (sent.get(name) ?? '').slice(0, 200);
  const values = model.questions.flatMap((question) => {
    const value = valueIn(question, sent);
    return value === undefined ? [] : [[question.name, value] as const];
  });
  const byProxy = one('proxy') === 'yes';
  return {
    values: Object.fromEntries(values),
    village: one('village'),
    byProxy,
    token: one('token'),
    trap: one('trap'),
  };
}

/** What is to be mended: a field of the page, or the question with that number. */
export type Wrong = 'village' | 'trap' | 'stale' | 'early' | number | null;

function wrongWith({ model, rooms }: Questionnaire, { values, village, trap }: Filling): Wrong {
  if (trap !== '') return 'trap';
  if (!rooms.some(({ id }) => id === village)) return 'village';
  return faultOfAnswers(model, onlyAsked(model, values))?.n ?? null;
}

const told = (text: string, status: number): Told => ({ wait: 0, status, text });

export async function receiveAnswer(
  parts: PublicParts,
  station: PublicStation,
  form: Questionnaire,
  request: FastifyRequest,
  lang: PublicLang,
  spoken: string,
): Promise<Told> {
  const filling = fillingIn(form, request.body);
  const token = tokenIn(parts.pepper, form.id, filling.token, parts.now());
  const wrong = wrongWith(form, filling) ?? (typeof token === 'string' ? token : null);
  if (wrong !== null || typeof token === 'string') {
    const kept = token === 'stale' ? { ...filling, token: fresh(parts, form) } : filling;
    return told(questionnairePage({ station, form, filling: kept, wrong, spoken }, lang), 422);
  }
  const limits = new Limits(parts.database, parts.pepper);
  const wait =
    (await limits.count('answering', networkOf(request.ip), parts.now())) ||
    (await limits.count('form', form.id, parts.now()));
  if (wait > 0) return { wait, status: 503, text: '' };
  const input = {
    ...{ answerId: derivedId(token.commandId, 'answer'), formId: form.id, revision: form.revision, paper: null },
    ...{ roomId: filling.village, byProxy: filling.byProxy, answeredOn: dayOf(token.issuedAt) },
    values: onlyAsked(form.model, filling.values),
  };
  // Dated by the form, not by the sending: what is sent twice must be the same to the letter (law C3).
  const envelope = systemEnvelope('forms.answer', input, token.issuedAt, token.commandId);
  const outcome = await parts.push(station.countyId, envelope);
  const again = outcome.problem?.code === 'sync.id-reused';
  if (outcome.status === 'accepted' || again) return told(thanksPage(station, again, lang), 200);
  // Closed or changed between the form and its coming back: shown anew, with what was filled in.
  const anew = { ...filling, token: fresh(parts, form) };
  return told(questionnairePage({ station, form, filling: anew, wrong: 'stale', spoken }, lang), 422);
}
