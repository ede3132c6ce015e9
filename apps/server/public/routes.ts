/**
 * The public pages: no account, no cookie, no script but what helps a merchant's page through a day without network. They
 * answer under /s/ (a station), /c/ (a certificate) and /v/ (a merchant that takes in vouchers), with a policy of their own, as
 * HTML whatever happens. A form carries a sign that this house gave out instead of the header that our apps send: no right of
 * anybody hangs on who sends it, so nothing can be forged but what anybody may do.
 */
import { brotliCompressSync, constants } from 'node:zlib';
import type { Problem } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { sendKept } from '../files/index.ts';
import { sendProblem } from '../http/problems.ts';
import { lookUp, received, showForm } from './asking.ts';
import { checkCertificate } from './certificate.ts';
import { publicPolicy } from './layout.ts';
import type { PublicParts } from './parts.ts';
import type { Questionnaire } from './questionnaire.ts';
import { questionnaireAt, receiveAnswer, showQuestionnaire, soundAt, spokenIn } from './questionnaire.ts';
import { ratingByLink } from './rating.ts';
import { voiceLimit } from './rating-voice.ts';
import type { Recruitment } from './recruitment.ts';
import { receiveSignUp, recruitmentAt, recruitmentsOf, showRecruitment } from './recruitment.ts';
import { refusalPage } from './refusal-page.ts';
import type { PublicStation } from './station.ts';
import { numbersOf, questionnairesOf, shownOf, stationAt } from './station.ts';
import { stationPage } from './station-page.ts';
import { readyAt, tillPolicy, tillScript, tillScripts } from './till.ts';
import { mayLook, merchantAt, merchantPage } from './voucher.ts';
import { till } from './voucher-page.ts';
import type { PublicLang } from './words.ts';
import { langOf } from './words.ts';

const Query = z.object({
  lang: z.string().optional().catch(undefined),
  /** The language of a questionnaire's questions: one of its own, or it says nothing. */
  say: z.string().optional().catch(undefined),
});
const langIn = (request: FastifyRequest): PublicLang => langOf(Query.safeParse(request.query).data?.lang);
const spokenOf = (request: FastifyRequest, form: Questionnaire, lang: PublicLang): string =>
  spokenIn(form, lang, Query.safeParse(request.query).data?.say);

/** Five hundred characters of Chinese are nine times as many bytes in a form; all other fields are short. */
const formLimit = 16 * 1024;

/** With `no-referrer` browsers would name no origin for our own forms. */
function dress(reply: FastifyReply, policy = publicPolicy): FastifyReply {
  return reply.header('content-security-policy', policy).header('referrer-policy', 'same-origin');
}

function sendPage(reply: FastifyReply, page: string, kept = 'no-store', policy = publicPolicy): FastifyReply {
  dress(reply)
    .header('content-security-policy', policy)
    .header('cache-control', kept)
    .header('vary', 'accept-encoding')
    .type('text/html; charset=utf-8');
  if (!/\bbr\b/.test(String(reply.request.headers['accept-encoding']))) return reply.send(page);
  // Five: nearly as small as eleven, at a millisecond a page.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  return reply.header('content-encoding', 'br').send(brotliCompressSync(page, { params }));
}

const tooOften = (waitSeconds: number) => problem('unavailable', 'server.too-often', { waitSeconds });

const FormAddress = z.object({ form: z.string() });
const SoundAddress = z.object({ form: z.string(), sha256: z.string() });
const RatingAddress = z.object({ token: z.string() });
const ActivityAddress = z.object({ activity: z.string() });
type RecruitmentWork = (
  station: PublicStation,
  one: Recruitment,
  reply: FastifyReply,
  lang: PublicLang,
) => Promise<FastifyReply>;
type FormWork = (
  station: PublicStation,
  form: Questionnaire,
  reply: FastifyReply,
  lang: PublicLang,
) => Promise<FastifyReply>;
type Work = (station: PublicStation, reply: FastifyReply, lang: PublicLang) => Promise<FastifyReply>;

export async function publicRoutes(app: FastifyInstance, parts: PublicParts): Promise<void> {
  // A scope of its own: nowhere else is a form taken.
  await app.register(async (pages) => {
    const parse = (_request: FastifyRequest, body: string) => Promise.resolve(new URLSearchParams(body));
    pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, parse);
    // A file, for the one page that takes some.
    const keep = (_request: FastifyRequest, body: Buffer) => Promise.resolve(body);
    pages.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, keep);
    addPages(pages, parts);
  });
}

/** A paper's code opens the certificate; by hand one comes to the first and sends the number in its form. A merchant's page is its address. */
const addressesByNumber = [
  ['GET', '/c/:county', checkCertificate],
  ['POST', '/c/:county', checkCertificate],
  ['GET', '/c/:county/:number', checkCertificate],
  ['GET', '/v/:county/:token', merchantPage],
  ['POST', '/v/:county/:token', merchantPage],
] as const;

function addPages(app: FastifyInstance, parts: PublicParts): void {
  const { database, now } = parts;
  const config = {
    refusal: (reply: FastifyReply, refused: Problem) => {
      dress(reply);
      return refusalPage(refused, langIn(reply.request));
    },
  };
  const page = (method: 'GET' | 'POST', below: string, work: Work, bodyLimit = formLimit): void => {
    app.route({
      method,
      url: `/s/:county/:slug${below}`,
      config,
      bodyLimit,
      handler: async (request, reply) => {
        const station = await stationAt(database, request.params);
        if (station === null) return sendProblem(reply, problem('not-found', 'server.no-such-page'));
        return work(station, reply, langIn(request));
      },
    });
  };
  page('GET', '', async (station, reply, lang) => {
    const { countyId, id } = station;
    const facts = await database.asResident(countyId, async (trx) => ({
      numbers: await numbersOf(trx, id, now()),
      shown: await shownOf(trx, id),
      questionnaires: await questionnairesOf(trx, id),
      recruitments: await recruitmentsOf(trx, id, now()),
    }));
    return sendPage(reply, stationPage({ station, ...facts }, lang), 'public, max-age=60');
  });
  page('GET', '/ask', async (station, reply, lang) => sendPage(reply, await showForm(parts, station, lang)));
  page('POST', '/ask', async (station, reply, lang) => {
    const { wait, status, text } = await received(parts, station, reply.request, lang);
    return wait > 0 ? sendProblem(reply, tooOften(wait)) : sendPage(reply.code(status), text);
  });
  const questionnaire = (method: 'GET' | 'POST', work: FormWork): void => {
    page(method, '/q/:form', async (station, reply, lang) => {
      const form = await questionnaireAt(parts, station, FormAddress.parse(reply.request.params).form);
      return form === null
        ? sendProblem(reply, problem('not-found', 'server.no-such-page'))
        : work(station, form, reply, lang);
    });
  };
  questionnaire('GET', async (station, form, reply, lang) =>
    sendPage(reply, showQuestionnaire(parts, station, form, lang, spokenOf(reply.request, form, lang))),
  );
  questionnaire('POST', async (station, form, reply, lang) => {
    const spoken = spokenOf(reply.request, form, lang);
    const { wait, status, text } = await receiveAnswer(parts, station, form, reply.request, lang, spoken);
    return wait > 0 ? sendProblem(reply, tooOften(wait)) : sendPage(reply.code(status), text);
  });
  page('GET', '/q/:form/sounds/:sha256', async (station, reply) => {
    const { form: id, sha256 } = SoundAddress.parse(reply.request.params);
    const form = await questionnaireAt(parts, station, id);
    const sound = form === null ? null : await soundAt(parts, station, form, sha256);
    return sound === null
      ? sendProblem(reply, problem('not-found', 'server.no-such-page'))
      : sendKept(reply.request, reply, { ...sound, name: null, etag: `"${sha256}"` });
  });
  const recruitment = (method: 'GET' | 'POST', work: RecruitmentWork): void => {
    page(method, '/r/:activity', async (station, reply, lang) => {
      const one = await recruitmentAt(parts, station, ActivityAddress.parse(reply.request.params).activity);
      return one === null
        ? sendProblem(reply, problem('not-found', 'server.no-such-page'))
        : work(station, one, reply, lang);
    });
  };
  recruitment('GET', async (station, one, reply, lang) => sendPage(reply, showRecruitment(parts, station, one, lang)));
  recruitment('POST', async (station, one, reply, lang) => {
    const { wait, status, text } = await receiveSignUp(parts, station, one, reply.request, lang);
    return wait > 0 ? sendProblem(reply, tooOften(wait)) : sendPage(reply.code(status), text);
  });
  for (const method of ['GET', 'POST'] as const) {
    page(
      method,
      '/rate/:token',
      async (station, reply, lang) => {
        const { request } = reply;
        const told = await ratingByLink(parts, station, request, RatingAddress.parse(request.params).token, lang);
        if (told === null) return sendProblem(reply, problem('not-found', 'server.no-such-page'));
        return told.wait > 0 ? sendProblem(reply, tooOften(told.wait)) : sendPage(reply.code(told.status), told.text);
      },
      method === 'POST' ? voiceLimit : formLimit,
    );
  }
  // A merchant's address that was changed: what was noted there without network is still shown, and what to do with it.
  const ofMerchant = {
    refusal: (reply: FastifyReply, refused: Problem) => {
      const lang = langIn(reply.request);
      dress(reply, tillPolicy);
      return refusalPage(refused, lang, refused.kind === 'not-found' ? till(lang) : null);
    },
  };
  for (const [method, url, answer] of addressesByNumber) {
    app.route({
      ...{ method, url, config: url.startsWith('/v/') ? ofMerchant : config, bodyLimit: formLimit },
      handler: async (request, reply) => {
        const told = await answer(parts, request, langIn(request));
        if (told === null) return sendProblem(reply, problem('not-found', 'server.no-such-page'));
        if (told.wait > 0) return sendProblem(reply, tooOften(told.wait));
        return sendPage(
          reply.code(told.status),
          told.text,
          'no-store',
          url.startsWith('/v/') ? tillPolicy : publicPolicy,
        );
      },
    });
  }
  addTill(app, parts);
  page('GET', '/answer', async (station, reply, lang) => {
    const { text } = await lookUp(parts, station, null, lang);
    return sendPage(reply, text);
  });
  page('POST', '/answer', async (station, reply, lang) => {
    const { wait, status, text } = await lookUp(parts, station, reply.request, lang);
    return wait > 0 ? sendProblem(reply, tooOften(wait)) : sendPage(reply.code(status), text);
  });
}

/** What a merchant's page fetches: its scripts, and which vouchers are open. */
function addTill(app: FastifyInstance, parts: PublicParts): void {
  for (const name of tillScripts) {
    app.get(`/v/${name}.js`, async (_request, reply) =>
      reply
        .header('content-security-policy', "default-src 'none'; connect-src 'self'")
        .header('cache-control', 'no-cache')
        .type('text/javascript; charset=utf-8')
        .send(await tillScript(name)),
    );
  }
  app.get('/v/:county/:token/ready', async (request, reply) => {
    const wait = await mayLook(parts, request.ip);
    if (wait > 0) return sendProblem(reply, tooOften(wait));
    const merchant = await merchantAt(parts, request.params);
    if (merchant === null) return sendProblem(reply, problem('not-found', 'server.no-such-page'));
    return reply.header('cache-control', 'no-store').send(await readyAt(parts, merchant));
  });
}
