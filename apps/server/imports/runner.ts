/**
 * The job behind the wizard. It looks for imports that are running or being undone, in any county, and brings each to its
 * end: chunk by chunk, every command under an id that derives from the import and the row (law S10), the place reached kept
 * after each. Killed at any moment, or run twice at once, it does nothing twice (law C3). It acts as the person who asked,
 * with what their posts allow when the command runs.
 */

import type { Problem } from '@yimi/kernel';
import { dayOf, derivedId, isProblem } from '@yimi/kernel';
import { importTargets } from '@yimi/network';
import type { Outcome } from '@yimi/protocol';
import type { ServerEngine } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';
import { pushAsSystem, systemEnvelope } from '../engine.ts';
import type { LogLine } from '../http/app.ts';
import type { Keyring } from '../store/keyring.ts';
import type { PostgresStore } from '../store/postgres-store.ts';
import { Choices } from './choices.ts';
import type { LedgerFiles } from './ledger-files.ts';
import { countsOf, keepJoined, keepLines, progressOf, takenLines, undoCountsOf } from './lines.ts';
import type { OpenedLedgers } from './opened-ledgers.ts';
import { draftAll, namingOf, rowLabel } from './plan.ts';
import { settingOf } from './setting.ts';
import type { Draft, ImportTarget, Naming, Planned, PlannedCommand, Setting } from './target.ts';
import { targets } from './targets/index.ts';
import { undoImported } from './undoing.ts';

export interface RunnerParts {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly store: PostgresStore;
  readonly engine: ServerEngine;
  readonly files: LedgerFiles;
  readonly opened: OpenedLedgers;
  readonly now: () => number;
  readonly log: LogLine;
}

/** A transaction well under a second, so that the phones of the villages wait only briefly. */
const chunk = 100;
const forgetEveryMs = 3_600_000;

const Counties = z.array(z.object({ id: z.string() }));
const Open = z.array(
  z.object({
    id: z.string(),
    target: z.enum(importTargets),
    station_id: z.string().nullable(),
    file_sha256: z.string(),
    /** Parsed when its turn comes: what cannot be read stops this import and no other. */
    choices: z.unknown(),
    opened_by: z.string(),
    opened_at: z.number(),
    undone_by: z.string().nullable(),
    undone_at: z.number().nullable(),
    state: z.enum(['running', 'undoing']),
  }),
);
type Open = z.infer<typeof Open>[number];

interface Batch {
  readonly countyId: string;
  readonly open: Open;
  readonly target: ImportTarget;
  readonly setting: Setting;
  readonly naming: Naming;
}

export class ImportRunner {
  readonly #parts: RunnerParts;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #forgotAt = 0;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** @param everyMs pause between two looks */
  start(everyMs: number): void {
    const next = (): void => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => {
        this.#running = this.round().then(next);
      }, everyMs);
    };
    next();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  #fault(error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    this.#parts.log({ at: 'job', job: 'import', error: error instanceof Error ? error.name : 'unknown', code });
  }

  /** Everything that is open, to its end; what fails is told of and tried again in the next round. */
  async round(): Promise<void> {
    try {
      const found = await this.#parts.database.outsideCounties((trx) =>
        sql`select id from public.counties c where not exists (select from engine.moves m where m.county_id = c.id)`.execute(
          trx,
        ),
      );
      const forget = this.#parts.now() - this.#forgotAt > forgetEveryMs;
      for (const { id: countyId } of Counties.parse(found.rows)) {
        if (forget) await this.#parts.files.forgetOld(countyId);
        for (const open of await this.#open(countyId)) {
          if (this.#stopped) return;
          await this.#finish(countyId, open).catch((error: unknown) => this.#fault(error));
        }
      }
      if (forget) this.#forgotAt = this.#parts.now();
    } catch (error) {
      this.#fault(error);
    }
  }

  async #open(countyId: string): Promise<Open[]> {
    const found = await this.#parts.database.inCounty(countyId, (trx) =>
      sql`select id, target, station_id, file_sha256, choices, opened_by, opened_at, undone_by, undone_at, state
        from network.imports where state in ('running', 'undoing') order by opened_at`.execute(trx),
    );
    return Open.parse(found.rows);
  }

  #finish(countyId: string, open: Open): Promise<void> {
    return open.state === 'undoing' ? this.#undo(countyId, open) : this.#run(countyId, open);
  }

  async #run(countyId: string, open: Open): Promise<void> {
    const { database, opened } = this.#parts;
    const target = targets.get(open.target);
    const choices = Choices.safeParse(open.choices);
    // Whoever names a hash must be the one who sent the file (law A5).
    const theirs = await this.#parts.files.isOf(countyId, open.opened_by, open.file_sha256);
    if (!choices.success || !theirs || target === undefined) return this.#close(countyId, open, 'stopped');
    const ledger = await opened.open(countyId, open.file_sha256);
    if (isProblem(ledger)) return this.#close(countyId, open, 'stopped');
    const asked = {
      countyId,
      stationId: open.station_id,
      userId: open.opened_by,
      today: dayOf(open.opened_at),
      since: open.opened_at,
    };
    const setting = await database.inCounty(countyId, (trx) => settingOf(trx, asked, ledger, choices.data));
    const { drafts, leftOut } = draftAll(ledger, choices.data, target, setting);
    const batch: Batch = { countyId, open, target, setting, naming: namingOf(open.id) };
    const { done } = await database.inCounty(countyId, (trx) => progressOf(trx, open.id));
    for (let at = done; at < drafts.length; at += chunk) {
      // Stopped: the next start of the program goes on from the place that was kept.
      if (this.#stopped) return;
      const planned = await this.#take(batch, drafts.slice(at, at + chunk));
      const progress = { done: Math.min(at + chunk, drafts.length), of: drafts.length };
      await database.inCounty(countyId, (trx) => keepLines(trx, open.id, planned, progress, leftOut));
    }
    await this.#join(batch, drafts);
    const left = Object.values(leftOut).reduce((sum, n) => sum + n, 0);
    await this.#close(countyId, open, 'done', left);
  }

  /** Plans a chunk against what is there now, sends what it makes, and tells of what was refused. */
  async #take(batch: Batch, drafts: readonly Draft<unknown>[]): Promise<Planned[]> {
    const { countyId, target, setting, naming } = batch;
    const looking = { keyring: this.#parts.keyring, countyId };
    const known = await this.#parts.database.inCounty(countyId, (trx) =>
      target.look({ trx, ...looking }, setting, drafts, naming),
    );
    const planned = drafts.map((draft) => target.plan(draft, known, setting, naming));
    const commands = planned.flatMap(({ record, commands }) =>
      commands.map((command) => ({ ...command, label: `${rowLabel(record)}/${command.label}` })),
    );
    const problems = await this.#send(batch, commands, batch.open.opened_by);
    return planned.map((one) => {
      const refused = one.commands
        .map(({ label }) => problems.get(`${rowLabel(one.record)}/${label}`))
        .find((found) => found !== undefined);
      if (refused === undefined) return one;
      const fault = { code: 'refused' as const, column: null, field: '', details: { problem: refused.code } };
      return { ...one, outcome: 'refused' as const, subjectId: null, faults: [fault] };
    });
  }

  /** Commands in one batch; by label, those that were refused. */
  async #send(
    { countyId, open, naming }: Pick<Batch, 'countyId' | 'open' | 'naming'>,
    commands: readonly PlannedCommand[],
    userId: string,
  ): Promise<Map<string, Problem>> {
    if (commands.length === 0) return new Map();
    const batch = commands.map(({ label, name, input, occurredAt }) =>
      systemEnvelope(name, input, occurredAt ?? open.opened_at, derivedId(naming.importId, label)),
    );
    const outcomes = await this.#parts.engine.push({ countyId, userId }, batch);
    return new Map(commands.flatMap(({ label }, at) => refusalOf(label, outcomes[at])));
  }

  /** Rows that belong together are joined once all are there; what the import joined is kept for its undoing. */
  async #join(batch: Batch, drafts: readonly Draft<unknown>[]): Promise<void> {
    const { countyId, open, target, setting, naming } = batch;
    const { afterwards } = target;
    if (afterwards === null) return;
    const { database, keyring } = this.#parts;
    const { commands, joined } = await database.inCounty(countyId, async (trx) => {
      const byRow = new Map((await takenLines(trx, open.id)).map((line) => [rowLabel(line), line.subjectId]));
      const taken = drafts.flatMap((draft) => {
        const subjectId = byRow.get(rowLabel(draft.record));
        return subjectId === undefined ? [] : [{ draft, subjectId }];
      });
      return afterwards({ trx, keyring, countyId }, taken, setting, naming);
    });
    await database.inCounty(countyId, (trx) => keepJoined(trx, open.id, joined));
    for (let at = 0; at < commands.length; at += chunk)
      await this.#send(batch, commands.slice(at, at + chunk), open.opened_by);
  }

  async #close(countyId: string, open: Open, state: 'done' | 'stopped' | 'undone', left = 0): Promise<void> {
    const { database, engine } = this.#parts;
    const n = await database.inCounty(countyId, (trx) => countsOf(trx, open.id));
    const undoCounts =
      state === 'undone' ? await database.inCounty(countyId, (trx) => undoCountsOf(trx, open.id)) : null;
    const counts =
      state === 'undone'
        ? null
        : { made: n.new ?? 0, filled: n.filled ?? 0, there: n.there ?? 0, refused: n.refused ?? 0, leftOut: left };
    const input = { importId: open.id, state, counts, undoCounts };
    await pushAsSystem(
      engine,
      countyId,
      systemEnvelope('network.close-import', input, open.opened_at, derivedId(open.id, `close/${state}`)),
    );
  }

  async #undo(countyId: string, open: Open): Promise<void> {
    const target = targets.get(open.target);
    if (target === undefined || open.undone_by === null) return this.#close(countyId, open, 'undone');
    const undoing = {
      ...{ countyId, target, importId: open.id, askedBy: open.undone_by, askedAt: open.undone_at ?? open.opened_at },
      stopped: () => this.#stopped,
    };
    if (await undoImported(this.#parts, undoing)) await this.#close(countyId, open, 'undone');
  }
}

function refusalOf(label: string, outcome: Outcome | undefined): [string, Problem][] {
  if (outcome === undefined || outcome.status === 'accepted') return [];
  const found = outcome.problem;
  if (found === undefined) return [];
  const { field, ...rest } = found;
  return [[label, field === undefined ? rest : { ...rest, field }]];
}
