/**
 * The public pages: no account, no cookie, no script. They answer under /s/, with a policy of their own, as HTML whatever
 * happens.
 */
import { brotliCompressSync, constants } from 'node:zlib';
import type { Problem } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Database } from '../database.ts';
import { sendProblem } from '../http/problems.ts';
import { publicPolicy } from './layout.ts';
import { refusalPage } from './refusal-page.ts';
import type { PublicStation } from './station.ts';
import { numbersOf, stationAt } from './station.ts';
import { stationPage } from './station-page.ts';
import type { PublicLang } from './words.ts';
import { langOf } from './words.ts';

export interface PublicParts {
  readonly database: Database;
  readonly now: () => number;
}

const Query = z.object({ lang: z.string().optional().catch(undefined) });
const langIn = (request: FastifyRequest): PublicLang => langOf(Query.safeParse(request.query).data?.lang);

/** With `no-referrer` browsers would name no origin for our own forms. */
function dress(reply: FastifyReply): FastifyReply {
  return reply.header('content-security-policy', publicPolicy).header('referrer-policy', 'same-origin');
}

function sendPage(reply: FastifyReply, page: string, kept: string): FastifyReply {
  dress(reply).header('cache-control', kept).header('vary', 'accept-encoding').type('text/html; charset=utf-8');
  if (!/\bbr\b/.test(String(reply.request.headers['accept-encoding']))) return reply.send(page);
  // Five: nearly as small as eleven, at a millisecond a page.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  return reply.header('content-encoding', 'br').send(brotliCompressSync(page, { params }));
}

type Work = (station: PublicStation, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

export function publicRoutes(app: FastifyInstance, parts: PublicParts): void {
  const config = {
    refusal: (reply: FastifyReply, refused: Problem) => {
      dress(reply);
      return refusalPage(refused, langIn(reply.request));
    },
  };
  const page = (below: string, work: Work): void => {
    app.route({
      method: 'GET',
      url: `/s/:county/:slug${below}`,
      config,
      handler: async (request, reply) => {
        const station = await stationAt(parts.database, request.params);
        if (station === null) return sendProblem(reply, problem('not-found', 'server.no-such-page'));
        return work(station, request, reply);
      },
    });
  };
  page('', async (station, request, reply) => {
    const { countyId, id } = station;
    const numbers = await parts.database.asResident(countyId, (trx) => numbersOf(trx, id, parts.now()));
    return sendPage(reply, stationPage({ station, numbers }, langIn(request)), 'public, max-age=60');
  });
}
