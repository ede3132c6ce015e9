/**
 * The HTTP edge: security headers, the check against forged requests, limits, and one way to answer when something goes
 * wrong. No input, cookie or query ever reaches the log: a log line has method, route pattern, status and time.
 */
import type { Socket } from 'node:net';
import { problem } from '@yimi/kernel';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import { troubleOf } from '../trouble.ts';
import { LoadGate } from './load-gate.ts';
import { describing } from './open-api.ts';
import { sendProblem } from './problems.ts';

/** A batch of 500 commands with long findings is under a megabyte and a half; photos go another way. */
export const bodyLimit = 4 * 1024 * 1024;

/** Twelve connections do the work, and pushes of one county are gathered by 64; what waits behind these is over in a second. */
const defaultAtOnce = 96;

const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  // Vue, Element Plus and the chart set styles through the document's model, which needs no exception.
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export type LogLine = (line: Record<string, string | number | boolean | null>) => void;

export interface AppOptions {
  readonly log: LogLine;
  /** Key and certificate when the program itself serves TLS (`--lan`). */
  readonly tls?: { key: string; cert: string };
  /** A proxy on this machine says for whom it asks; nobody else may. */
  readonly behindProxy?: boolean;
  /** Requests of the API that are worked on at once; the rest is told to come again. */
  readonly atOnce?: number;
}

export function buildApp({ log, tls, behindProxy = false, atOnce = defaultAtOnce }: AppOptions): FastifyInstance {
  const common = {
    bodyLimit,
    trustProxy: behindProxy ? 'loopback' : false,
    logger: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (_error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply, badRequest);
    },
  };
  const app: FastifyInstance =
    tls === undefined ? Fastify(common) : (Fastify({ ...common, https: tls }) as unknown as FastifyInstance);
  app.addHook('onRequest', async (request, reply) => {
    setHeaders(request, reply, tls !== undefined);
    const forged = forgery(request);
    if (forged !== null) await sendProblem(reply, forged);
  });
  const description = describing(app);
  app.get('/api/openapi.json', () => description());
  new LoadGate(atOnce).guard(app);
  app.addHook('onResponse', async (request, reply) => {
    const path = request.routeOptions.url ?? 'none';
    log({ at: 'http', method: request.method, path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
  });
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply, log));
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, problem('not-found', 'server.no-such-page')));
  return app;
}

const badRequest = problem('invalid', 'server.bad-request');

/** Bytes that are no HTTP never become a request; whoever sent them is told in the same words as others. */
function answerUnreadable(_error: Error, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify(badRequest);
  const head = ['HTTP/1.1 400 Bad Request', 'content-type: application/json', `content-length: ${body.length}`];
  socket.end([...head, 'connection: close', '', body].join('\r\n'));
}

function setHeaders(request: FastifyRequest, reply: FastifyReply, secure: boolean): void {
  reply.header('x-content-type-options', 'nosniff');
  reply.header('cross-origin-resource-policy', 'same-origin');
  if (secure) reply.header('strict-transport-security', 'max-age=31536000');
  if (request.url.startsWith('/api/')) {
    // No page: nothing in it may run or be framed, and what only pages heed would weigh more than most answers to a phone.
    reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    return;
  }
  // A part of a page is ruled by the page that asks for it; a line of headers more for each would weigh like another screen.
  if (/^\/(?:phone|console)\/(?:assets\/|icons\/|manifest\.)/.test(request.url)) return;
  reply.header('content-security-policy', contentSecurityPolicy);
  reply.header('referrer-policy', 'no-referrer');
  reply.header('cross-origin-opener-policy', 'same-origin');
  reply.header('permissions-policy', 'camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()');
}

/**
 * A page elsewhere cannot set our header without asking first, and is not answered when it asks; the cookie is
 * SameSite=Strict besides. Two fences, for old browsers have only one of them.
 */
function forgery(request: FastifyRequest) {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const origin = request.headers.origin;
  // Some browsers name no origin for a form. On a page of the public no right of anybody is lent to whoever sends it.
  const ofPublic = request.routeOptions.config?.refusal !== undefined;
  const foreign = origin !== undefined && !(ofPublic && origin === 'null') && hostOf(origin) !== request.headers.host;
  if (ofPublic) return foreign ? problem('forbidden', 'server.forged-request') : null;
  return foreign || request.headers['x-yimi'] === undefined ? problem('forbidden', 'server.forged-request') : null;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

const known: Readonly<Record<string, ReturnType<typeof problem>>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: problem('invalid', 'server.body-too-large', { most: bodyLimit }, 'body'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: problem('invalid', 'server.wrong-content-type', {}, 'content-type'),
  FST_ERR_CTP_EMPTY_JSON_BODY: problem('invalid', 'server.not-json', {}, 'body'),
  FST_ERR_CTP_INVALID_JSON_BODY: problem('invalid', 'server.not-json', {}, 'body'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: problem('invalid', 'server.not-json', {}, 'content-length'),
};

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply, log: LogLine): FastifyReply {
  const recognised = known[error.code];
  if (recognised !== undefined) return sendProblem(reply, recognised);
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return sendProblem(reply, badRequest);
  }
  const trouble = troubleOf(error);
  if (trouble !== null) {
    log({ at: 'trouble', path: request.routeOptions.url ?? 'none', problem: trouble.code, code: error.code ?? null });
    return sendProblem(reply, trouble);
  }
  // The message may carry a value that somebody typed; its class, code and place in the program do not.
  const place =
    error.stack
      ?.split('\n')
      .find((line) => line.includes('at '))
      ?.trim() ?? '';
  log({ at: 'fault', path: request.routeOptions.url ?? 'none', error: error.name, code: error.code ?? null, place });
  return sendProblem(reply, problem('unavailable', 'server.fault'));
}
