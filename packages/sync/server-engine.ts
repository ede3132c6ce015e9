/**
 * The server's end of the engine: a lot of commands, of one phone or of several that came at once, in one transaction
 * (law Z4). Scopes are locked first, guessed from the phones' hints; rows are fetched into a workspace, the commands run
 * over it in memory, and what they changed is written in one go with receipts, audit and clocks. A scope that turns up late aborts the attempt, which starts again
 * with the union (law S10). The order of acceptance is the only order (S4).
 */
import type { AnyRow, Catalogue, Context, Post, Problem, RowKey, ScopeKey, Table, Tx } from '@yimi/kernel';
import { isProblem, problem, scopes as scopeKeys } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import { Fetched } from './fetched.ts';
import type { Moment } from './gathering.ts';
import { Gathering } from './gathering.ts';
import { Habits } from './habits.ts';
import { auditOf, canonical, mayComeBack, nobodys, outcomeOf, receiptOf } from './receipts.ts';
import type { Contribution, Ran } from './run-command.ts';
import { runCommand, systemActor } from './run-command.ts';
import type { Receipt, ServerStore, ServerTx } from './server-store.ts';
import { declaredKeys, idsToLookUp, subjectsOf, whoseIs } from './told-beforehand.ts';
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
  /** The active posts of a user, read like a command's own rows: an earlier command of the lot may have ended one. */
  readonly posts: (tx: Tx, userId: string, now: number) => readonly Post[];
  /** After a restored backup: until then, what a command does not find may still be sent again by others, so it waits. */
  readonly mayMissBefore?: (countyId: string) => number | null;
  /** Told of a program fault; never of a refusal. Must not log input. */
  readonly fault: (error: unknown, commandName: string) => void;
  /** Whether an error says that the store cannot be reached or written now: there is no outcome, and senders keep what they have. One in memory is always there. */
  readonly away?: (error: unknown) => boolean;
  /** How long a crowd is waited for; nobody is where none is given. */
  readonly moment?: Moment;
}

/** Thrown to abandon an attempt and begin again with more scopes locked. */
class LockMore extends Error {
  readonly scopes: readonly ScopeKey[];
  constructor(scopes: readonly ScopeKey[]) {
    super('a scope was discovered late');
    this.scopes = scopes;
  }
}

/** Thrown where a scope was to be as it was read, and is not any more. */
class Moved extends Error {
  constructor() {
    super('a scope moved meanwhile');
  }
}

/** Each attempt adds at least one scope; a batch that still finds new ones after this many is a fault. */
const mostAttempts = 40;

/** A command asks in turns: the person, their village, what follows, the counts. Few ask more often than this. */
const roundsAhead = 10;

/** Longer outboxes and the program's own chunks go by themselves: nobody waits for somebody else's five hundred. */
const mostTogether = 64;

/** One sender's commands, in their order. */
interface Push {
  readonly session: Session;
  readonly batch: readonly Envelope[];
  readonly onBehalfOf: string | null;
}

interface Sent {
  readonly envelope: Envelope;
  readonly session: Session;
  readonly onBehalfOf: string | null;
}

/** What an attempt works with: the same for every command of the lot. */
interface Attempt {
  readonly tx: ServerTx;
  readonly fetched: Fetched;
  readonly top: Workspace;
  readonly known: Map<string, Receipt>;
  readonly contributions: Contribution[];
  readonly recordedAt: number;
}

export interface Verdict {
  readonly receipt: Receipt;
  readonly repeated: boolean;
  /** Scopes that the command may have moved: its author waits for these, and hears of no others. */
  readonly touched: ReadonlySet<ScopeKey>;
}

const nothing: ReadonlySet<ScopeKey> = new Set();
const nothingRead: ReadonlyMap<ScopeKey, number> = new Map();

export class ServerEngine {
  readonly #parts: ServerEngineParts;
  readonly #habits = new Habits();
  readonly #gathering: Gathering<Push, Outcome[]>;

  constructor(parts: ServerEngineParts) {
    this.#parts = parts;
    this.#gathering = new Gathering((lot) => this.#lot(lot), mostTogether, parts.moment);
  }

  /** Outcomes in step with the batch. One bad command never blocks the rest (law Z4). */
  push(session: Session, batch: readonly Envelope[], onBehalfOf: string | null = null): Promise<Outcome[]> {
    const push = { session, batch, onBehalfOf };
    if (batch.length > mostTogether || session.userId === systemActor) return this.#alone(push);
    return this.#gathering.add(session.countyId, push, batch.length);
  }

  /**
   * The batch as a whole, if under the locks these scopes are still at the versions at which somebody read them: what was
   * found out beforehand by a query holds for the commands that follow from it.
   */
  async pushIfUnmoved(
    session: Session,
    batch: readonly Envelope[],
    read: ReadonlyMap<ScopeKey, number>,
  ): Promise<Outcome[] | 'moved'> {
    try {
      return await this.#together(session.countyId, sentOf({ session, batch, onBehalfOf: null }), read);
    } catch (error) {
      if (error instanceof Moved) return 'moved';
      throw error;
    }
  }

  /** All together; if something throws, each sender's by themselves. */
  async #lot(lot: readonly Push[]): Promise<Outcome[][]> {
    const [first] = lot;
    if (first === undefined || lot.length === 1) return Promise.all(lot.map((push) => this.#alone(push)));
    let outcomes: Outcome[];
    try {
      outcomes = await this.#together(first.session.countyId, lot.flatMap(sentOf));
    } catch (error) {
      if (this.#parts.away?.(error) === true) throw error;
      const apart: Outcome[][] = [];
      for (const push of lot) apart.push(await this.#alone(push));
      return apart;
    }
    const rest = outcomes.values();
    return lot.map((push) => rest.take(push.batch.length).toArray());
  }

  async #alone(push: Push): Promise<Outcome[]> {
    try {
      return await this.#together(push.session.countyId, sentOf(push));
    } catch (error) {
      if (this.#parts.away?.(error) === true) throw error;
      if (push.batch.length === 1) return push.batch.map((envelope) => this.#faulty(envelope, error));
      const outcomes: Outcome[] = [];
      for (const envelope of push.batch) outcomes.push(...(await this.#alone({ ...push, batch: [envelope] })));
      return outcomes;
    }
  }

  #faulty(envelope: Envelope, error: unknown): Outcome {
    this.#parts.fault(error, envelope.name);
    const wrong = problem('unavailable', 'sync.fault', {});
    return { id: envelope.id, status: 'waiting', problem: wrong, recordedAt: this.#parts.now(), clocks: {} };
  }

  async #together(countyId: string, sent: readonly Sent[], read = nothingRead): Promise<Outcome[]> {
    const scopes = new Set<ScopeKey>([...read.keys(), ...sent.flatMap(({ envelope }) => envelope.hints)]);
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      try {
        return await this.#parts.store.transaction(countyId, (tx) => this.#attempt(tx, sent, [...scopes].sort(), read));
      } catch (error) {
        if (!(error instanceof LockMore)) throw error;
        for (const scope of error.scopes) scopes.add(scope);
      }
    }
    throw new Error('scopes kept turning up');
  }

  async #attempt(
    tx: ServerTx,
    sent: readonly Sent[],
    scopes: readonly ScopeKey[],
    read: ReadonlyMap<ScopeKey, number>,
  ): Promise<Outcome[]> {
    const clocks = await tx.lock(scopes);
    if (clocks.some(({ scope, version }) => version !== (read.get(scope) ?? version))) throw new Moved();
    const recordedAt = this.#parts.now();
    const batch = sent.map(({ envelope }) => envelope);
    const fetched = new Fetched(tx);
    const top = new Workspace(fetched);
    const [receipts] = await Promise.all([
      tx.receipts(idsToLookUp(batch)),
      tx.aboutToRead(subjectsOf(this.#parts.catalogue, batch)),
      this.#fetchFirst(fetched, top, recordedAt, sent),
    ]);
    const known = new Map(receipts.map((receipt) => [receipt.id, receipt]));
    const attempt: Attempt = { tx, fetched, top, known, contributions: [], recordedAt };
    await this.#fetchAhead(
      attempt,
      sent.filter(({ envelope }) => !known.has(envelope.id)),
    );
    const verdicts: Verdict[] = [];
    for (const one of sent) {
      const verdict = await this.#judge(attempt, one);
      if (!verdict.repeated) remember(known, verdict.receipt);
      verdicts.push(verdict);
    }
    await contributeAll(tx, fetched, top, attempt.contributions);
    const fresh = verdicts.filter((verdict) => !verdict.repeated);
    // A row that was written without being read: what it was must leave the hash, and the scope it lay in (S2, S3).
    await fetched.fetch([...top.changes], []);
    const set = writeSet(fetched, top, clocks, fresh, auditOf(fresh, batch));
    if (set.unlocked.length > 0) throw new LockMore(set.unlocked);
    if (fresh.length > 0) await tx.write(set.write);
    // By the object, not the id: who reuses somebody's id is answered about the reuse.
    const written = new Map(fresh.map(({ receipt }, at) => [receipt, set.write.receipts[at]]));
    return verdicts.map(({ receipt }) => outcomeOf(written.get(receipt) ?? receipt));
  }

  /** Everybody's posts, and the rows that the commands declare. */
  async #fetchFirst(fetched: Fetched, top: Workspace, recordedAt: number, sent: readonly Sent[]): Promise<void> {
    const users = new Set(sent.map(({ session }) => session.userId));
    const lists = [...users].flatMap(
      (userId) => fetched.wantedBy(() => this.#parts.posts(top, userId, recordedAt)).lists,
    );
    const rows = declaredKeys(
      this.#parts.catalogue,
      sent.map(({ envelope }) => envelope),
    );
    const guessed = [...new Set(sent.map(habitOf))].flatMap((habit) => this.#habits.of(habit));
    await fetched.fetch([...rows, ...guessed], lists);
  }

  #contextOf({ top, recordedAt }: Attempt, { envelope, session, onBehalfOf }: Sent): Context {
    return {
      commandId: envelope.id,
      actorId: session.userId,
      posts: this.#parts.posts(top, session.userId, recordedAt),
      onBehalfOf,
      occurredAt: envelope.occurredAt,
      recordedAt,
    };
  }

  /**
   * Finds out together what the commands of a batch will ask for, so that it is fetched in a few statements and not in
   * thousands (law Z4). Each is tried and thrown away; what depends on an earlier one of the batch is fetched later.
   */
  async #fetchAhead(attempt: Attempt, sent: readonly Sent[]): Promise<void> {
    const { fetched, top } = attempt;
    let open = sent;
    for (let round = 0; round < roundsAhead && open.length > 0; round++) {
      const rows: { table: Table; id: string }[] = [];
      const lists: ListKey[] = [];
      const asked = new Map<string, readonly RowKey[]>();
      open = open.filter((one) => {
        const context = this.#contextOf(attempt, one);
        const wanted = fetched.wantedBy(() =>
          runCommand(this.#parts.catalogue, top, one.envelope, context, 'server', 'tried'),
        );
        rows.push(...wanted.rows);
        asked.set(habitOf(one), wanted.rows);
        lists.push(...wanted.lists);
        return wanted.rows.length + wanted.lists.length > 0;
      });
      for (const [habit, keys] of asked) this.#habits.learn(habit, keys);
      await fetched.fetch(rows, lists);
    }
  }

  async #judge(attempt: Attempt, sent: Sent): Promise<Verdict> {
    const { tx, top, known, contributions } = attempt;
    const { envelope } = sent;
    const context = this.#contextOf(attempt, sent);
    const digest = this.#parts.digest(canonical(envelope));
    const earlier = known.get(envelope.id);
    // What a supervisor adopted has run (S5): its author, sending the same, gets that outcome and no reproach.
    const foreign = earlier?.actorId !== context.actorId && earlier?.status !== 'accepted';
    if (earlier !== undefined && (earlier.digest !== digest || foreign)) {
      const reused = problem('conflict', 'sync.id-reused', {}, 'id');
      const receipt = receiptOf(envelope, context, digest, 'refused', reused, nobodys);
      return { receipt, repeated: true, touched: nothing };
    }
    // What waited and was taken back meanwhile does not run any more (law C4).
    const settled = earlier !== undefined && earlier.settledBy !== null;
    if (earlier !== undefined && (earlier.status !== 'waiting' || settled))
      return { receipt: earlier, repeated: true, touched: nothing };
    const whose = whoseIs(this.#parts.catalogue, envelope);
    const waits = (wrong: Problem): Verdict => {
      const receipt = receiptOf(envelope, context, digest, 'waiting', wrong, whose);
      // What goes on waiting, sent again, leaves no second receipt and no second audit entry.
      return { receipt, repeated: earlier !== undefined, touched: nothing };
    };
    const blocked = await this.#blockedBy(tx, envelope, known);
    if (blocked !== null) return waits(blocked);
    const unmendable = mendProblem(envelope, context, known);
    const tried = unmendable ?? (await this.#run(attempt, envelope, context));
    if (isProblem(tried)) {
      // From an app newer than this server: the server's own upgrade lets it through (law S9).
      const mayMissBefore = this.#parts.mayMissBefore?.(sent.session.countyId) ?? null;
      if (tried.kind === 'unavailable' || mayComeBack(mayMissBefore, envelope, tried)) return waits(tried);
      const receipt = receiptOf(envelope, context, digest, 'refused', tried, whose);
      return { receipt, repeated: false, touched: nothing };
    }
    top.merge(tried.ran.layer);
    contributions.push(...tried.ran.contributions);
    const receipt = receiptOf(envelope, context, digest, 'accepted', null, whose);
    return { receipt, repeated: false, touched: tried.touched };
  }

  #tried(top: Workspace, envelope: Envelope, context: Context): Problem | { ran: Ran; touched: ReadonlySet<ScopeKey> } {
    const ran = runCommand(this.#parts.catalogue, top, envelope, context, 'server');
    return isProblem(ran) ? ran : { ran, touched: scopesOf(top, ran) };
  }

  async #run({ fetched, top }: Attempt, envelope: Envelope, context: Context) {
    for (;;) {
      try {
        return this.#tried(top, envelope, context);
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

/** People ask alike from one day to the next. */
function habitOf({ session, envelope }: Sent): string {
  return `${session.countyId}/${session.userId}/${envelope.name}`;
}

function sentOf({ session, batch, onBehalfOf }: Push): Sent[] {
  return batch.map((envelope) => ({ envelope, session, onBehalfOf }));
}

/** Where a command wrote, where what it wrote lay before, and the villages whose counts it may move. */
function scopesOf(top: Workspace, { layer, contributions }: Ran): ReadonlySet<ScopeKey> {
  const touched = new Set(contributions.map(({ leaf }) => scopeKeys.room(leaf.roomId)));
  const note = (table: Table, row: AnyRow | 'absent' | 'not-held' | null): void => {
    if (row !== null && row !== 'absent' && row !== 'not-held') touched.add(table.scope(row));
  };
  for (const { table, id, after } of layer.changes) {
    note(table, after);
    note(table, top.get(table, id));
  }
  return touched;
}

/** Later commands of the batch see this one's outcome, and that it settled a refused one. */
function remember(known: Map<string, Receipt>, receipt: Receipt): void {
  known.set(receipt.id, receipt);
  const mended = receipt.mends === null ? undefined : known.get(receipt.mends);
  if (receipt.status === 'accepted' && mended !== undefined) known.set(mended.id, { ...mended, settledBy: receipt.id });
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
