/** One request to the server: time limit, the header against cross-site requests, the answer parsed at the edge. */

import type { Problem } from '@yimi/kernel';
import { Post, roles } from '@yimi/kernel';
import { WireProblem } from '@yimi/protocol';
import * as z from 'zod/mini';
import type { Bytes } from './bytes.ts';
import { fromWire, noConnection, serverNotReady, signedOut, updateNeeded } from './problems.ts';
import { timeLimit } from './time-limit.ts';

const packedType = 'application/gzip';
/** A poor line may take long for one answer, a dead one must not hold the queue. */
const timeoutMs = 30_000;

export const Me = z.object({
  userId: z.uuid(),
  countyId: z.uuid(),
  countyName: z.string(),
  name: z.string(),
  login: z.string(),
  posts: z.array(Post),
  roles: z.array(z.enum(roles)),
  /** The server's public key, to which unsent work is sealed. */
  depositKey: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
  depositToken: z.nullable(z.string()),
  serverTime: z.int(),
});
export type Me = z.infer<typeof Me>;
export const MeAnswer = z.object({ me: Me });

export interface Ask<T> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** A body compressed by us; the answer then comes as bytes of the same kind. */
  readonly packed?: Bytes;
  readonly answer: z.ZodMiniType<T>;
  /** For whom we ask: a server that finds another person's cookie beside it can refuse. */
  readonly userId?: string;
}

export async function ask<T>(request: Ask<T>): Promise<T | Problem> {
  const headers: Record<string, string> = { 'x-yimi': '1', accept: 'application/json' };
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  if (request.packed !== undefined) headers['content-type'] = packedType;
  if (request.userId !== undefined) headers['x-yimi-user'] = request.userId;
  // On a poor line each look at the server counts: the page's address, which tells nothing, stays at home.
  const always = { credentials: 'same-origin', cache: 'no-store', referrerPolicy: 'no-referrer' } as const;
  const init: RequestInit = { method: request.method, headers, ...always };
  if (request.body !== undefined) init.body = JSON.stringify(request.body);
  if (request.packed !== undefined) init.body = request.packed;
  try {
    const response = await fetch(request.path, { ...init, signal: timeLimit(timeoutMs) });
    const said = await contentOf(response);
    return response.ok ? accepted(request, said, response.status) : refused(said, response.status);
  } catch (error) {
    // fetch throws TypeError without a connection, and a DOMException at the time limit or a cut body.
    if (error instanceof TypeError || error instanceof DOMException) return noConnection();
    throw error;
  }
}

/** What the body says: nothing, JSON, or packed bytes as they are. */
async function contentOf(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  if (response.headers.get('content-type') === packedType) return new Uint8Array(await response.arrayBuffer());
  return response.json().catch(() => undefined);
}

function accepted<T>(request: Ask<T>, said: unknown, status: number): T | Problem {
  const parsed = request.answer.safeParse(said);
  // A hotel's sign-in page answers 200 as well: what is not of the agreed shape is no answer.
  return parsed.success ? parsed.data : serverNotReady(status);
}

function refused(said: unknown, status: number): Problem {
  const wire = WireProblem.safeParse(said);
  if (wire.success) return fromWire(wire.data);
  if (status === 401) return signedOut();
  if (status === 426) return updateNeeded();
  return serverNotReady(status);
}
