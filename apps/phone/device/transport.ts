/**
 * Push and pull over HTTP, both ways compressed by ourselves: HTTP compresses no request, and an answer's frames are kept on
 * the disk as they came. A batch that the server's edge refuses whole is halved until the one command at fault stands
 * alone; it comes back as refused, visible and to be mended, and all others pass (law C7: one bad command never blocks).
 */
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import type { Envelope, Outcome, ScopePart } from '@yimi/protocol';
import { PushResponse, protocolVersion, splitFrames, unpackSegment } from '@yimi/protocol';
import type { Transport } from '@yimi/sync';
import * as z from 'zod/mini';
import type { Bytes } from './bytes.ts';
import { fromUtf8, utf8 } from './bytes.ts';
import { gunzip, gzip } from './cipher.ts';
import type { DeviceDatabase } from './databases.ts';
import { Refused, serverNotReady } from './problems.ts';
import { askAs } from './session.ts';

const Packed = z.instanceof(Uint8Array<ArrayBuffer>);

export function httpTransport(device: DeviceDatabase, userId: string, now: () => number): Transport {
  const post = async <T>(path: string, body: unknown, opened: (packed: Bytes) => Promise<T | null>) => {
    const packed = await gzip(utf8(JSON.stringify(body)));
    const answer = await askAs(device, userId, { method: 'POST', path, packed, answer: Packed });
    if (isProblem(answer)) return answer;
    return (await opened(answer)) ?? serverNotReady(200);
  };
  const push = async (batch: readonly Envelope[], epoch?: string): Promise<PushResponse> => {
    const body = { protocol: protocolVersion, batch, ...(epoch === undefined ? {} : { epoch }) };
    const answer = await post('/api/sync/push', body, outcomesIn);
    if (!isProblem(answer)) return answer;
    // The replica's round ends by an exception; the outbox is as it was.
    if (!isAboutContent(answer) || batch.length === 0) throw new Refused(answer);
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) return { outcomes: [refusedAtTheDoor(only, answer, now())] };
    const half = Math.ceil(batch.length / 2);
    const first = await push(batch.slice(0, half), epoch);
    const second = await push(batch.slice(half), epoch);
    return { ...second, outcomes: [...first.outcomes, ...second.outcomes] };
  };
  const pull: Transport['pull'] = async (request) => {
    const answer = await post('/api/sync/pull', { protocol: protocolVersion, ...request }, answerIn);
    if (isProblem(answer)) throw new Refused(answer);
    return answer;
  };
  const behind: Transport['behind'] = async (digest) => {
    const path = `/api/sync/news?protocol=${protocolVersion}&held=${digest}`;
    const answer = await askAs(device, userId, { method: 'GET', path, answer: z.nullable(z.object({})) });
    if (isProblem(answer)) throw new Refused(answer);
    return answer !== null;
  };
  return { push, pull, behind };
}

/** @returns null if it is not what it says it is, as a body cut short */
async function opened(frame: Bytes): Promise<unknown> {
  try {
    return JSON.parse(fromUtf8(await gunzip(frame)));
  } catch {
    return null;
  }
}

async function outcomesIn(packed: Bytes): Promise<PushResponse | null> {
  const said = PushResponse.safeParse(await opened(packed));
  return said.success ? said.data : null;
}

async function answerIn(packed: Bytes) {
  const frames = splitFrames(packed);
  if (frames === null) return null;
  const people = unpackSegment(await opened(frames.people));
  const told = frames.history.length === 0 ? { parts: [] } : unpackSegment(await opened(frames.history));
  if (people === null || told === null) return null;
  const { dropped, more = false, serverTime = 0, epoch } = people;
  const answer = { parts: togetherAgain(people.parts, told.parts), dropped, more, serverTime, frames };
  return epoch === undefined ? answer : { ...answer, epoch };
}

/** Each scope's two halves as the one part that they were. */
function togetherAgain(people: readonly ScopePart[], history: readonly ScopePart[]): ScopePart[] {
  const told = new Map(history.map((part) => [part.scope, part]));
  return people.map((part) => {
    const half = told.get(part.scope);
    if (half === undefined) return part;
    return { ...part, tables: [...part.tables, ...half.tables], gone: [...part.gone, ...half.gone] };
  });
}

function isAboutContent(problem: Problem): boolean {
  return problem.kind === 'invalid' || (problem.code === 'device.server-not-ready' && problem.details.status === 413);
}

function refusedAtTheDoor(envelope: Envelope, problem: Problem, recordedAt: number): Outcome {
  const { code, kind, field, details } = problem;
  const wire = { problem: true, code, kind, details } as const;
  return {
    id: envelope.id,
    status: 'refused',
    problem: field === undefined ? { ...wire, details: { ...details } } : { ...wire, field, details: { ...details } },
    recordedAt,
    clocks: {},
  };
}
