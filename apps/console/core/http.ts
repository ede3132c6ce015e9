/**
 * The one place that talks to the server: same origin, cookie, the header that proves the call came from our own page, and
 * an answer parsed by its schema. What goes wrong comes back as a Problem, so that every screen can say what to do next.
 */
import type { Problem } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import * as z from 'zod/mini';
import { ProblemBody } from '../api.ts';

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

type Verb = 'GET' | 'POST' | 'DELETE';
export interface Call {
  readonly verb?: Verb;
  readonly body?: unknown;
  /** A file to send as it is, instead of a body; its name goes in a header, because addresses travel to logs. */
  readonly file?: File;
  /** Lets the request outlive the page: used when a held decision is sent on leaving. */
  readonly keepalive?: boolean;
}

const signedOut = new Set<() => void>();
/** Called when the server no longer knows this session. */
export function onSignedOut(listener: () => void): void {
  signedOut.add(listener);
}

/** The path with its parameters; empty ones are left out. No personal data belongs here: addresses travel to logs. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, value] satisfies [string, string]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** A list, or what is found in it: what was typed may be a name, and so goes in the body. */
export function askList<T>(
  path: string,
  schema: z.core.$ZodType<T>,
  { search, ...query }: Readonly<Record<string, string | undefined>>,
): Promise<Answer<T>> {
  if (search === undefined || search === '') return ask(withQuery(path, query), schema);
  const chosen = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
  return ask(`${path}/search`, schema, { verb: 'POST', body: { ...chosen, search } });
}

export async function ask<T>(path: string, schema: z.core.$ZodType<T>, call: Call = {}): Promise<Answer<T>> {
  const response = await reach(path, call);
  if (!(response instanceof Response)) return { ok: false, problem: response };
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) return { ok: false, problem: problemOf(response, body) };
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return { ok: true, value: parsed.data };
  const at = parsed.error.issues[0]?.path.join('.') ?? '';
  return { ok: false, problem: problem('stale-client', 'console.unreadable-answer', { at }) };
}

/** For calls that answer 204. */
export async function tell(path: string, call: Call): Promise<Answer<null>> {
  const response = await reach(path, call);
  if (!(response instanceof Response)) return { ok: false, problem: response };
  if (response.ok) return { ok: true, value: null };
  return { ok: false, problem: problemOf(response, await response.json().catch(() => null)) };
}

async function reach(path: string, call: Call): Promise<Response | Problem> {
  const verb = call.verb ?? 'GET';
  const headers: Record<string, string> = { accept: 'application/json' };
  if (verb !== 'GET') headers['x-yimi'] = '1';
  if (call.body !== undefined) headers['content-type'] = 'application/json';
  const init: RequestInit = { method: verb, headers, credentials: 'same-origin', keepalive: call.keepalive === true };
  if (call.body !== undefined) init.body = JSON.stringify(call.body);
  if (call.file !== undefined) {
    headers['content-type'] = 'application/octet-stream';
    headers['x-file-name'] = encodeURIComponent(call.file.name);
    init.body = call.file;
  }
  try {
    return await fetch(path, init);
  } catch {
    return problem('unavailable', 'console.no-connection');
  }
}

function problemOf(response: Response, body: unknown): Problem {
  const parsed = ProblemBody.safeParse(body);
  // A wrong password is a problem of the form; anything else that is unauthenticated ends the session here.
  if (response.status === 401 && !/\/api\/session(\/second|\/passkey)?$/.test(response.url))
    for (const listener of signedOut) listener();
  if (!parsed.success) return problem('unavailable', 'console.server-fault', { status: response.status });
  const { field, code, kind, details } = parsed.data;
  return field === undefined ? problem(kind, code, details) : problem(kind, code, details, field);
}

/** For calls that answer a file, with the name that the server gave it. A file that was cut off is a problem, not a file. */
export async function reachFile(path: string, body: unknown): Promise<{ file: Blob; name: string } | Problem> {
  const response = await reach(path, { verb: 'POST', body });
  if (!(response instanceof Response)) return response;
  if (!response.ok) return problemOf(response, await response.json().catch(() => null));
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const file = await response.blob().catch(() => null);
  if (file === null) return problem('unavailable', 'console.no-connection');
  return { file, name: named === undefined ? 'yimi.xlsx' : decodeURIComponent(named) };
}
