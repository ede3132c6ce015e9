/** The one place where a Problem becomes an HTTP answer (house style, Errors). */
import type { Problem, ProblemKind } from '@yimi/kernel';
import type { FastifyReply } from 'fastify';

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
  return reply.code(statusOf(problem)).send(problem);
}
