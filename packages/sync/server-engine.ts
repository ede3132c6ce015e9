/**
 * The server's end of the engine: a batch of commands, in one transaction (law Z4). Scopes are locked first, guessed from
 * the phone's hints; rows are fetched into a workspace, the commands run over it in memory, and what they changed is
 * written in one go with receipts, audit and clocks. A scope that turns up late aborts the attempt, which starts again
 * with the union (law S10). The order of acceptance is the only order (S4).
 */
import type { Catalogue, Context, Post, Problem, ScopeKey, Table } from '@yimi/kernel';
import { derivedId, isProblem, problem } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import { Fetched } from './fetched.ts';
import type { Contribution } from './run-command.ts';
import { parseInput, runCommand } from './run-command.ts';
import type { AuditEntry, Receipt, ServerStore, ServerTx } from './server-store.ts';
import type { ListKey } from './workspace.ts';
import { Miss, Workspace } from './workspace.ts';
import { contributeAll, writeSet } from './write-set.ts';

export interface Session {
  readonly countyId: string;
  readonly userId: string;
}

export interface ServerEngineParts {
  readonly catalogue: Catalogue;
  readonly store: ServerStore;
  readonly now: () => number;
  /** Digest of a text, hex; SHA-256 in the house. */
  readonly digest: (text: string) => string;
  /** The active posts of a user, read within the transaction. */
  readonly posts: (tx: ServerTx, userId: string, now: number) => Promise<readonly Post[]>;
  /** Told of a program fault; never of a refusal. Must not log input. */
  readonly fault: (error: unknown, commandName: string) => void;
}

/** Thrown to abandon an attempt and begin again with more scopes locked. */
class LockMore extends Error {
  readonly scopes: readonly ScopeKey[];
  constructor(scopes: readonly ScopeKey[]) {
    super('a scope was discovered late');
    this.scopes = scopes;
  }
}

/** Each attempt adds at least one scope; a batch that still finds new ones after this many is a fault. */
const mostAttempts = 40;

/** A command asks in turns: the person, their village, what follows, the counts. Few ask more often than this. */
const roundsAhead = 10;

interface Verdict {
  readonly receipt: Receipt;
  readonly repeated: boolean;
}

export class ServerEngine {
  readonly #parts: ServerEngineParts;

  constructor(parts: ServerEngineParts) {
    this.#parts = parts;
  }

  /** Outcomes in step with the batch. One bad command never blocks the rest (law Z4). */
  async push(session: Session, batch: readonly Envelope[], onBehalfOf: string | null = null): Promise<Outcome[]> {
    try {
      return await this.#pushTogether(session, batch, onBehalfOf);
    } catch (error) {
      if (batch.length === 1) return batch.map((envelope) => this.#faulty(envelope, error));
      const outcomes: Outcome[] = [];
      for (const envelope of batch) outcomes.push(...(await this.push(session, [envelope], onBehalfOf)));
      return outcomes;
    }
  }

  #faulty(envelope: Envelope, error: unknown): Outcome {
    this.#parts.fault(error, envelope.name);
    const wrong = problem('unavailable', 'sync.fault', {});
    return { id: envelope.id, status: 'waiting', problem: wrong, recordedAt: this.#parts.now(), clocks: {} };
  }

  async #pushTogether(session: Session, batch: readonly Envelope[], onBehalfOf: string | null): Promise<Outcome[]> {
    const scopes = new Set<ScopeKey>(batch.flatMap((envelope) => envelope.hints));
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      try {
        return await this.#parts.store.transaction(session.countyId, (tx) =>
          this.#attempt(tx, session, batch, [...scopes].sort(), onBehalfOf),
        );
      } catch (error) {
        if (!(error instanceof LockMore)) throw error;
        for (const scope of error.scopes) scopes.add(scope);
      }
    }
    throw new Error('scopes kept turning up');
  }

  async #attempt(
    tx: ServerTx,
    session: Session,
    batch: readonly Envelope[],
    scopes: readonly ScopeKey[],
    onBehalfOf: string | null,
  ): Promise<Outcome[]> {
    const clocks = await tx.lock(scopes);
    const { catalogue } = this.#parts;
    const recordedAt = this.#parts.now();
    const known = new Map((await tx.receipts(idsToLookUp(batch))).map((receipt) => [receipt.id, receipt]));
    const posts = await this.#parts.posts(tx, session.userId, recordedAt);
    const fetched = new Fetched(tx);
    await fetched.fetch(declaredKeys(catalogue, batch), []);
    const top = new Workspace(fetched);
    const contextOf = (envelope: Envelope): Context => ({
      commandId: envelope.id,
      actorId: session.userId,
      posts,
      onBehalfOf,
      occurredAt: envelope.occurredAt,
      recordedAt,
    });
    await this.#fetchAhead(
      fetched,
      top,
      batch.filter((one) => !known.has(one.id)),
      contextOf,
    );
    const verdicts: Verdict[] = [];
    const contributions: Contribution[] = [];
    for (const envelope of batch) {
      const verdict = await this.#judge(tx, fetched, top, envelope, contextOf(envelope), known, contributions);
      if (!verdict.repeated) remember(known, verdict.receipt);
      verdicts.push(verdict);
    }
    await contributeAll(tx, fetched, top, contributions);
    const fresh = verdicts.filter((verdict) => !verdict.repeated).map((verdict) => verdict.receipt);
    // A row that was written without being read: what it was must leave the hash, and the scope it lay in (S2, S3).
    await fetched.fetch([...top.changes], []);
    const set = writeSet(fetched, top, clocks, fresh, audit(fresh, batch));
    if (set.unlocked.length > 0) throw new LockMore(set.unlocked);
    if (fresh.length > 0) await tx.write(set.write);
    return verdicts.map(({ receipt }) => outcomeOf(receipt, set.versions));
  }

  /**
   * Finds out together what the commands of a batch will ask for, so that it is fetched in a few statements and not in
   * thousands (law Z4). Each is tried and thrown away; what depends on an earlier one of the batch is fetched later.
   */
  async #fetchAhead(
    fetched: Fetched,
    top: Workspace,
    batch: readonly Envelope[],
    contextOf: (envelope: Envelope) => Context,
  ): Promise<void> {
    let open = batch;
    for (let round = 0; round < roundsAhead && open.length > 0; round++) {
      const rows: { table: Table; id: string }[] = [];
      const lists: ListKey[] = [];
      open = open.filter((envelope) => {
        const context = contextOf(envelope);
        const wanted = fetched.wantedBy(() => runCommand(this.#parts.catalogue, top, envelope, context, 'server'));
        rows.push(...wanted.rows);
        lists.push(...wanted.lists);
        return wanted.rows.length + wanted.lists.length > 0;
      });
      await fetched.fetch(rows, lists);
    }
  }

  async #judge(
    tx: ServerTx,
    fetched: Fetched,
    top: Workspace,
    envelope: Envelope,
    context: Context,
    known: ReadonlyMap<string, Receipt>,
    contributions: Contribution[],
  ): Promise<Verdict> {
    const digest = this.#parts.digest(canonical(envelope));
    const earlier = known.get(envelope.id);
    // What a supervisor adopted has run (S5): its author, sending the same, gets that outcome and no reproach.
    const foreign = earlier?.actorId !== context.actorId && earlier?.status !== 'accepted';
    if (earlier !== undefined && (earlier.digest !== digest || foreign)) {
      const reused = problem('conflict', 'sync.id-reused', {}, 'id');
      return { receipt: receiptOf(envelope, context, digest, 'refused', reused, null), repeated: true };
    }
    // What waited and was taken back meanwhile does not run any more (law C4).
    const settled = earlier !== undefined && earlier.settledBy !== null;
    if (earlier !== undefined && (earlier.status !== 'waiting' || settled)) return { receipt: earlier, repeated: true };
    const subject = subjectOf(this.#parts.catalogue, envelope);
    const waits = (wrong: Problem): Verdict => {
      // What goes on waiting, sent again, leaves no second receipt and no second audit entry.
      return {
        receipt: receiptOf(envelope, context, digest, 'waiting', wrong, subject),
        repeated: earlier !== undefined,
      };
    };
    const blocked = await this.#blockedBy(tx, envelope, known);
    if (blocked !== null) return waits(blocked);
    const unmendable = mendProblem(envelope, context, known);
    const ran = unmendable ?? (await this.#run(fetched, top, envelope, context));
    if (isProblem(ran)) {
      // From an app newer than this server: the server's own upgrade lets it through (law S9).
      if (ran.kind === 'unavailable') return waits(ran);
      return { receipt: receiptOf(envelope, context, digest, 'refused', ran, subject), repeated: false };
    }
    top.merge(ran.layer);
    contributions.push(...ran.contributions);
    return { receipt: receiptOf(envelope, context, digest, 'accepted', null, subject), repeated: false };
  }

  async #run(fetched: Fetched, top: Workspace, envelope: Envelope, context: Context) {
    for (;;) {
      try {
        return runCommand(this.#parts.catalogue, top, envelope, context, 'server');
      } catch (error) {
        if (!(error instanceof Miss)) throw error;
        await fetched.fetch(error.rows, error.lists);
      }
    }
  }

  /** Law C7: waits while something it depends on was refused and not mended, or has not come yet. */
  async #blockedBy(tx: ServerTx, envelope: Envelope, known: ReadonlyMap<string, Receipt>): Promise<Problem | null> {
    const open = envelope.dependsOn.filter((id) => known.get(id)?.status !== 'accepted');
    if (open.length === 0) return null;
    const mended = new Set((await tx.mendsOf(open)).map((mend) => mend.mends));
    for (const receipt of known.values()) {
      if (receipt.status === 'accepted' && receipt.mends !== null) mended.add(receipt.mends);
    }
    const first = open.find((id) => !mended.has(id));
    return first === undefined ? null : problem('conflict', 'sync.waits-for-another', { command: first });
  }
}

/** Later commands of the batch see this one's outcome, and that it settled a refused one. */
function remember(known: Map<string, Receipt>, receipt: Receipt): void {
  known.set(receipt.id, receipt);
  const mended = receipt.mends === null ? undefined : known.get(receipt.mends);
  if (receipt.status === 'accepted' && mended !== undefined) known.set(mended.id, { ...mended, settledBy: receipt.id });
}

function idsToLookUp(batch: readonly Envelope[]): string[] {
  const ids = new Set<string>();
  for (const envelope of batch) {
    ids.add(envelope.id);
    for (const id of envelope.dependsOn) ids.add(id);
    if (envelope.mends !== null) ids.add(envelope.mends);
  }
  return [...ids];
}

function declaredKeys(catalogue: Catalogue, batch: readonly Envelope[]) {
  return batch.flatMap((envelope) => {
    const command = catalogue.commands.get(envelope.name);
    const input = command === undefined ? null : parseInput(command, envelope);
    return command === undefined || input === null || isProblem(input) ? [] : command.keys(input.value);
  });
}

function subjectOf(catalogue: Catalogue, envelope: Envelope): string | null {
  const command = catalogue.commands.get(envelope.name);
  const input = command === undefined ? null : parseInput(command, envelope);
  return command === undefined || input === null || isProblem(input) ? null : command.subject(input.value);
}

/** Only a refused command can be mended, once, and by its author or who acts for them. */
function mendProblem(envelope: Envelope, context: Context, known: ReadonlyMap<string, Receipt>): Problem | undefined {
  if (envelope.mends === null) return undefined;
  const refused = known.get(envelope.mends);
  const author = context.onBehalfOf ?? context.actorId;
  const yours = refused !== undefined && (refused.actorId === author || refused.actorId === context.actorId);
  if (refused === undefined || !yours || refused.status === 'accepted') {
    return problem('conflict', 'sync.nothing-to-mend', {}, 'mends');
  }
  return refused.settledBy === null ? undefined : problem('conflict', 'sync.already-mended', {}, 'mends');
}

/** JSON with sorted keys: the same content gives the same text, whatever order a phone wrote it in. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

function receiptOf(
  envelope: Envelope,
  context: Context,
  digest: string,
  status: Receipt['status'],
  wrong: Problem | null,
  subject: string | null,
): Receipt {
  return {
    id: envelope.id,
    actorId: context.actorId,
    name: envelope.name,
    status,
    digest,
    problem: wrong,
    occurredAt: context.occurredAt,
    recordedAt: context.recordedAt,
    clocks: {},
    mends: envelope.mends,
    settledBy: null,
    subject,
    content: status === 'accepted' ? null : envelope,
  };
}

/** Every outcome is audited, refusals too (law C4); the content goes under the subject's key. */
function audit(receipts: readonly Receipt[], batch: readonly Envelope[]): AuditEntry[] {
  const sent = new Map(batch.map((envelope) => [envelope.id, envelope]));
  return receipts.map((receipt) => ({
    id: derivedId(receipt.id, `audit/${receipt.status}/${receipt.recordedAt}`),
    at: receipt.recordedAt,
    actorId: receipt.actorId,
    action: receipt.name,
    outcome: receipt.status,
    subject: receipt.subject,
    content: { command: sent.get(receipt.id) ?? null, problem: receipt.problem },
  }));
}

function outcomeOf(receipt: Receipt, versions: Readonly<Record<ScopeKey, number>>): Outcome {
  const clocks = receipt.status === 'accepted' && Object.keys(receipt.clocks).length === 0 ? versions : receipt.clocks;
  const common = { id: receipt.id, status: receipt.status, recordedAt: receipt.recordedAt, clocks: { ...clocks } };
  return receipt.problem === null ? common : { ...common, problem: receipt.problem };
}
