/**
 * Push and pull over HTTP. A batch that the server's edge refuses whole is halved until the one command at fault stands
 * alone; it comes back as refused, visible and to be mended, and all others pass (law C7: one bad command never blocks).
 */
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import { PullResponse, PushResponse, protocolVersion } from '@yimi/protocol';
import type { Transport } from '@yimi/sync';
import type { DeviceDatabase } from './databases.ts';
import { Refused } from './problems.ts';
import { askAs } from './session.ts';

export function httpTransport(device: DeviceDatabase, userId: string, now: () => number): Transport {
  const push = async (batch: readonly Envelope[], epoch?: string): Promise<PushResponse> => {
    const body = { protocol: protocolVersion, batch, ...(epoch === undefined ? {} : { epoch }) };
    const answer = await askAs(device, userId, { method: 'POST', path: '/api/sync/push', body, answer: PushResponse });
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
    const body = { protocol: protocolVersion, ...request };
    const answer = await askAs(device, userId, { method: 'POST', path: '/api/sync/pull', body, answer: PullResponse });
    if (isProblem(answer)) throw new Refused(answer);
    return answer;
  };
  return { push, pull };
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
