/** What a request brings is parsed by a schema; what is wrong with it names the field and the fault, never the value. */
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { sendProblem } from '../http/problems.ts';
import { actorOf } from './actor.ts';
import type { AccountParts, Actor } from './parts.ts';

export function parsed<T>(schema: z.ZodType<T>, value: unknown): { readonly value: T } | Problem {
  const result = schema.safeParse(value ?? {});
  if (result.success) {
    const field = unwritable(result.data);
    return field === null ? { value: result.data } : problem('invalid', 'server.wrong-shape', { fault: 'text' }, field);
  }
  const issue = result.error.issues[0];
  const details: Record<string, string | number> = { fault: issue?.code ?? 'custom' };
  if (issue?.code === 'too_big') details.most = Number(issue.maximum);
  if (issue?.code === 'too_small') details.least = Number(issue.minimum);
  const keys = issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? []);
  return problem('invalid', 'server.wrong-shape', details, keys.map(String).join('.').slice(0, 200) || 'body');
}

/** The field whose text the database cannot hold: a NUL, or half of a surrogate pair. */
function unwritable(value: unknown, field = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? field || 'body' : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = unwritable(inner, field === '' ? key : `${field}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** Sends what a route found: a refusal, a value, or nothing (204). */
export function answer(reply: FastifyReply, result: object | null): FastifyReply {
  // What concerns a signed-in person is kept by no cache.
  reply.header('cache-control', 'no-store');
  if (isProblem(result)) return sendProblem(reply, result);
  return result === null ? reply.code(204).send() : reply.send(result);
}

/** Parses, finds out who asks, and does it: the shape of all routes but signing in. */
export async function asActor<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: Pick<AccountParts, 'database' | 'now'>,
  schema: z.ZodType<T>,
  work: (actor: Actor, input: T) => Promise<object | null>,
): Promise<FastifyReply> {
  const actor = await actorOf(request, parts);
  if (isProblem(actor)) return answer(reply, actor);
  const sent = { ...objectOf(request.query), ...objectOf(request.body), ...objectOf(request.params) };
  const input = parsed(schema, sent);
  return answer(reply, isProblem(input) ? input : await work(actor, input.value));
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
