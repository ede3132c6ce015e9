/** What every question of the wizard has in common: who asks, what they may, and how an answer or a refusal goes out. */
import type { Problem } from '@yimi/kernel';
import { allowingPost, isProblem } from '@yimi/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import type { Database } from '../database.ts';
import { sendProblem } from '../http/problems.ts';
import { parseInput } from '../reads/input.ts';
import { notForYou } from '../reads/problems.ts';
import type { Actor } from '../reads/reader.ts';
import type { Keyring } from '../store/keyring.ts';
import type { LedgerFiles } from './ledger-files.ts';
import type { OpenedLedgers } from './opened-ledgers.ts';
import type { ImportTarget } from './target.ts';

export interface ImportParts {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly files: LedgerFiles;
  readonly opened: OpenedLedgers;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  readonly actorOf: (request: FastifyRequest) => Promise<Actor | Problem>;
  readonly push: (actor: Actor, name: string, input: unknown, id: string) => Promise<Problem | null>;
}

export type Answered = object | Problem;

/** Runs an answer as the person who asks; what comes back is personal data of one reader. */
export function answering<T>(
  parts: ImportParts,
  schema: z.ZodType<T>,
  answer: (actor: Actor, input: T, reply: FastifyReply) => Promise<Answered>,
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    if (actor.cityCode !== null) return sendProblem(reply, notForYou());
    const path = typeof request.params === 'object' && request.params !== null ? request.params : {};
    const query = typeof request.query === 'object' && request.query !== null ? request.query : {};
    const body = request.method === 'POST' && !Buffer.isBuffer(request.body) ? request.body : {};
    // Nothing sent asks for nothing; what is no object is refused by the schema.
    const given =
      body === null || body === undefined ? {} : typeof body === 'object' && !Array.isArray(body) ? body : { body };
    const asked = parseInput(schema, { ...query, ...given, ...path });
    if (isProblem(asked)) return sendProblem(reply, asked);
    const answered = await answer(actor, asked.value, reply);
    reply.header('cache-control', 'no-store');
    return isProblem(answered) ? sendProblem(reply, answered) : answered;
  };
}

/** Whether a post of theirs allows the rows of this target at this station. */
export function mayImport(actor: Actor, target: ImportTarget, stationId: string | null): boolean {
  const command = catalogue.commands.get(target.command);
  return command !== undefined && allowingPost(actor.posts, command.permission, { stationId }) !== null;
}

export function mayUndo(actor: Actor, target: ImportTarget, stationId: string | null): boolean {
  const command = catalogue.commands.get(target.undo.command);
  return command !== undefined && allowingPost(actor.posts, command.permission, { stationId }) !== null;
}
