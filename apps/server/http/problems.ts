/** The one place where a Problem becomes an HTTP answer (house style, Errors). */
import type { Problem, ProblemKind } from '@yimi/kernel';
import type { FastifyReply } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a page that residents open: a refusal as a page, with the page's own headers, in place of the Problem itself. */
    readonly refusal?: (reply: FastifyReply, problem: Problem) => string;
  }
}

const statuses: Readonly<Record<ProblemKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'stale-client': 426,
  unavailable: 503,
};

export function statusOf(problem: Problem): number {
  return statuses[problem.kind];
}

/** Where the problem itself does not say: long enough for a restart. */
const comeAgainSeconds = 5;

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.kind === 'unavailable') {
    const { waitSeconds } = problem.details;
    reply.header('retry-after', typeof waitSeconds === 'number' ? waitSeconds : comeAgainSeconds);
  }
  const { refusal } = reply.request.routeOptions.config ?? {};
  if (refusal === undefined) return reply.code(statusOf(problem)).send(problem);
  return reply.code(statusOf(problem)).type('text/html; charset=utf-8').send(refusal(reply, problem));
}
