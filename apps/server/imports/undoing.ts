/**
 * A batch taken back. What it made goes, as far as nobody has built on it; what it filled goes blank again; whom it put into
 * a household leaves it. Looking and taking back are two steps, and phones write meanwhile: the scopes of the rows are read
 * with them, and the commands go through only if none has moved (`pushIfUnmoved`), else it is looked at again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { derivedId } from '@yimi/kernel';
import type { Outcome } from '@yimi/protocol';
import type { ServerEngine } from '@yimi/sync';
import { systemActor } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';
import { systemEnvelope } from '../engine.ts';
import type { PostgresStore } from '../store/postgres-store.ts';
import type { TakenLine } from './lines.ts';
import { markUndone, stillJoined, toUndo } from './lines.ts';
import { rowLabel } from './plan.ts';
import type { Filled, ImportTarget, Looking, PlannedCommand } from './target.ts';

export interface UndoParts {
  readonly database: Database;
  readonly store: PostgresStore;
  readonly engine: ServerEngine;
  readonly keyring: Looking['keyring'];
}

export interface Undoing {
  readonly countyId: string;
  readonly importId: string;
  readonly target: ImportTarget;
  readonly askedBy: string;
  readonly askedAt: number;
  readonly stopped: () => boolean;
}

/** A transaction well under a second. */
const chunk = 100;
/** A village in which somebody writes at every one of these moments is tried again in the next round of the job. */
const mostTries = 40;

type Withdrawal = Omit<PlannedCommand, 'label'>;
/** By subject, what takes it back. */
type Plan = ReadonlyMap<string, Withdrawal>;

/** @returns whether it came to its end */
export async function undoImported(parts: UndoParts, undoing: Undoing): Promise<boolean> {
  const { target } = undoing;
  const made = await rounds(parts, undoing, 'new', async (looking, lines) => {
    const subjects = lines.map((line) => line.subjectId);
    const free = await target.undo.untouched(looking, subjects, undoing.importId);
    return new Map(free.map((id) => [id, target.undo.withdraw(id)]));
  });
  if (!made) return false;
  const filled = await rounds(parts, undoing, 'filled', async (looking, lines) =>
    target.undo.restore(looking, await filledBy(parts, looking, undoing.importId, lines)),
  );
  return filled && (await leaveJoined(parts, undoing));
}

async function rounds(
  parts: UndoParts,
  undoing: Undoing,
  outcome: 'new' | 'filled',
  planned: (looking: Looking, lines: readonly TakenLine[]) => Promise<Plan>,
): Promise<boolean> {
  const { countyId, importId } = undoing;
  for (;;) {
    if (undoing.stopped()) return false;
    const lines = await parts.database.inCounty(countyId, (trx) => toUndo(trx, importId, outcome, chunk));
    if (lines.length === 0) return true;
    const gone = await takeBack(parts, undoing, lines, (id) => commandOf(importId, outcome, id), planned);
    const kept = lines.map((line) => line.subjectId).filter((id) => !gone.has(id));
    await parts.database.inCounty(countyId, async (trx) => {
      await markUndone(trx, importId, [...gone], outcome === 'new' ? 'withdrawn' : 'restored');
      await markUndone(trx, importId, kept, 'kept');
    });
  }
}

/** @returns the subjects that were taken back */
async function takeBack(
  parts: UndoParts,
  undoing: Undoing,
  lines: readonly TakenLine[],
  idOf: (subject: string) => string,
  planned: (looking: Looking, lines: readonly TakenLine[]) => Promise<Plan>,
): Promise<ReadonlySet<string>> {
  const { countyId, target } = undoing;
  const subjects = lines.map((line) => line.subjectId);
  for (let n = 0; n < mostTries; n++) {
    const { plan, read, before } = await parts.database.inCounty(countyId, async (trx) => {
      const looking = { trx, keyring: parts.keyring, countyId };
      // The versions first: what is written between the two readings makes the second look too new, never too old.
      const read = await versionsOf(trx, await target.undo.scopes(looking, subjects));
      // Taken back before the program was killed.
      const sent = await acceptedOf(trx, subjects.map(idOf));
      const before = subjects.filter((subject) => sent.has(idOf(subject)));
      const open = lines.filter((line) => !sent.has(idOf(line.subjectId)));
      return { read, before, plan: await planned(looking, open) };
    });
    const outcomes = await push(parts, undoing, plan, read, idOf);
    if (outcomes === 'moved') {
      await pause(n * 5);
      continue;
    }
    const done = [...plan.keys()].filter((_, at) => outcomes[at]?.status === 'accepted');
    return new Set([...before, ...done]);
  }
  throw new Error('the villages do not come to rest');
}

const Versions = z.array(z.object({ scope: z.string(), version: z.number() }));

/** A scope without a clock is at its beginning. */
async function versionsOf(trx: Trx, scopes: readonly string[]): Promise<Map<string, number>> {
  const found = await sql`select scope, version from engine.clocks where scope = any(${scopes}::text[])`.execute(trx);
  const versions = new Map(scopes.map((scope) => [scope, 0]));
  for (const { scope, version } of Versions.parse(found.rows)) versions.set(scope, version);
  return versions;
}

const commandOf = (importId: string, outcome: string, subject: string) =>
  derivedId(importId, `undo/${outcome}/${subject}`);

const Ids = z.array(z.object({ id: z.string() }));

async function acceptedOf(trx: Trx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await sql`select id from engine.receipts where id = any(${ids}::uuid[])
    and status = 'accepted'`.execute(trx);
  return new Set(Ids.parse(found.rows).map((row) => row.id));
}

async function push(
  { engine }: UndoParts,
  { countyId, target, askedBy, askedAt }: Undoing,
  plan: Plan,
  read: ReadonlyMap<string, number>,
  idOf: (subject: string) => string,
): Promise<readonly Outcome[] | 'moved'> {
  if (plan.size === 0) return [];
  const batch = [...plan].map(([subject, { name, input }]) => systemEnvelope(name, input, askedAt, idOf(subject)));
  const userId = target.undo.bySystem ? systemActor : askedBy;
  return engine.pushIfUnmoved({ countyId, userId }, batch, read);
}

const Sent = z.array(z.object({ id: z.string(), recorded_at: z.number() }));
const Kept = z.array(z.object({ id: z.string(), subject: z.string().nullable(), content: z.instanceof(Buffer) }));
const Content = z.object({ command: z.object({ input: z.unknown() }) });

/** What each row had filled, as the audit has it: under its person's key, and nowhere else. */
async function filledBy(
  { store }: UndoParts,
  { trx, countyId }: Looking,
  importId: string,
  lines: readonly TakenLine[],
): Promise<Filled[]> {
  const commands = new Map(lines.map((line) => [derivedId(importId, `${rowLabel(line)}/fill`), line.subjectId]));
  const sent = await sql`select id, recorded_at from engine.receipts where id = any(${[...commands.keys()]}::uuid[])
    and status = 'accepted'`.execute(trx);
  const entries = new Map(
    Sent.parse(sent.rows).map((row) => [derivedId(row.id, `audit/accepted/${row.recorded_at}`), row.id]),
  );
  const found = await sql`select id, subject, content from engine.audit
    where id = any(${[...entries.keys()]}::uuid[])`.execute(trx);
  const kept = Kept.parse(found.rows);
  const { keys } = store.within(trx, countyId);
  await keys.fetch(
    kept.map((row) => row.subject),
    false,
  );
  return kept.flatMap(({ id, subject, content }) => {
    const subjectId = commands.get(entries.get(id) ?? '');
    const text = keys.open(subject, content, `audit/${id}`);
    if (subjectId === undefined || text === null) return [];
    return [{ subjectId, input: Content.parse(JSON.parse(text)).command.input }];
  });
}

/** Whoever stays is in no household of the import's making. */
async function leaveJoined({ database, engine }: UndoParts, undoing: Undoing): Promise<boolean> {
  const { countyId, importId, target, askedBy, askedAt } = undoing;
  const { leave } = target.undo;
  if (leave === null) return true;
  const subjects = await database.inCounty(countyId, (trx) => stillJoined(trx, importId));
  for (let at = 0; at < subjects.length; at += chunk) {
    if (undoing.stopped()) return false;
    const batch = subjects.slice(at, at + chunk).map((subject) => {
      const { name, input } = leave(subject);
      return systemEnvelope(name, input, askedAt, commandOf(importId, 'joined', subject));
    });
    await engine.push({ countyId, userId: askedBy }, batch);
  }
  return true;
}
