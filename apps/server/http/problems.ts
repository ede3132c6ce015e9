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

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(statusOf(problem)).send(problem);
}
