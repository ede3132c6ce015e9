/**
 * The phone's end of the engine. Confirmed rows and the pending overlay are stored apart (law C6): the server's rows
 * replace confirmed ones, and the pending commands of the outbox replay over them, in order, as predictions. A refusal
 * during replay marks the entry and never drops it. Everything works with the network away; `sync` is one round of
 * push and pull, safe to be cut off anywhere and to be repeated (law S4).
 */
import type { AnyRow, Catalogue, Context, Post, Problem, ScopeKey, Table } from '@yimi/kernel';
import { isProblem, uuidv7 } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import { maxBatch } from '@yimi/protocol';
import { Confirmed } from './confirmed.ts';
import type { Entry, Persistence, Segment, Transport } from './persistence.ts';
import { runCommand } from './run-command.ts';
import { keptForMs, sentAgain } from './sent-again.ts';
import { hashText } from './set-hash.ts';
import { withdrawCommand } from './withdraw-command.ts';
import { erase, Workspace } from './workspace.ts';

export interface ReplicaParts {
  readonly catalogue: Catalogue;
  readonly persistence: Persistence;
  readonly transport: Transport;
  readonly now: () => number;
  /** Random bytes, for ids. */
  readonly random: (length: number) => Uint8Array;
  readonly userId: string;
  /** The user's active posts, read from what the phone holds. */
  readonly posts: (replica: Pick<Replica, 'rows'>, now: number) => readonly Post[];
}

/** Folding costs one rewrite of all rows; more segments than this make opening slower than that. */
const segmentsBeforeFolding = 64;

/** A second restore within one round is no accident any more: the next round goes on. */
const mostBeginnings = 3;

export interface SyncReport {
  readonly pushed: number;
  /** Sent a second time, because the server came back from a backup that may not have it. */
  readonly again: number;
  readonly refused: number;
  readonly diverged: readonly ScopeKey[];
}

export class Replica {
  readonly #parts: ReplicaParts;
  readonly #entries = new Map<number, Entry>();
  readonly #predicted = new Map<string, Problem>();
  /** Which pending command made a row: later commands that read it depend on it (law C7). */
  #makers = new Map<string, string>();
  #confirmed: Confirmed;
  #overlay: Workspace;
  #segments = 0;
  #seq = 0;
  /** Entries laid over the overlay since it was built. */
  #written = 0;
  #diverged: ScopeKey[] = [];
  #listeners = new Set<() => void>();
  #busy: Promise<unknown> = Promise.resolve();

  constructor(parts: ReplicaParts) {
    this.#parts = parts;
    this.#confirmed = new Confirmed(parts.catalogue);
    this.#overlay = new Workspace(this.#confirmed);
  }

  /** Reads what the phone keeps. Nothing else may be called before it has resolved. */
  async open(): Promise<void> {
    const { segments, entries } = await this.#parts.persistence.load();
    for (const segment of segments) this.#confirmed.apply(segment);
    this.#segments = segments.length;
    for (const entry of [...entries].sort((one, other) => one.seq - other.seq)) {
      this.#entries.set(entry.seq, entry);
      this.#seq = Math.max(this.#seq, entry.seq);
    }
    this.#replay();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Rows of a table, pending ones laid over confirmed ones. */
  rows<Row extends { id: string }>(table: Table<Row>): Row[] {
    const rows = new Map(this.#confirmed.rowsOf(table.name).map(({ row }) => [row.id, row]));
    for (const change of this.#overlay.changesOf(table.name)) {
      if (change.after === null) rows.delete(change.id);
      else rows.set(change.id, change.after);
    }
    return [...rows.values()] as unknown as Row[];
  }

  row<Row extends { id: string }>(table: Table<Row>, id: string): Row | null {
    const found = this.#overlay.get(table, id);
    return found === 'absent' || found === 'not-held' ? null : found;
  }

  /** True while the row is not what the server confirmed. */
  isPending(table: Table, id: string): boolean {
    return this.#overlay.change(table.name, id) !== undefined;
  }

  get entries(): Entry[] {
    return [...this.#entries.values()];
  }

  /** What the phone expects the server to say against a pending command, if anything. */
  predictedProblem(commandId: string): Problem | null {
    return this.#predicted.get(commandId) ?? null;
  }

  get scopes(): { scope: ScopeKey; version: number; hash: string }[] {
    return [...this.#confirmed.scopes.values()].map(({ scope, version, hash }) => ({
      scope,
      version,
      hash: hashText(hash),
    }));
  }

  newId(): string {
    return uuidv7(this.#parts.now(), this.#parts.random(10));
  }

  /**
   * Records a command: runs it here, writes it to the outbox, and only then answers (law S1). A problem found here
   * leaves the outbox as it was; the form keeps what was typed.
   * @param mends the refused command that this one puts right
   */
  async record(name: string, input: unknown, mends: string | null = null): Promise<Entry | Problem> {
    const command = this.#parts.catalogue.commands.get(name);
    const now = this.#parts.now();
    const envelope: Envelope = {
      id: this.newId(),
      name,
      v: command?.version ?? 1,
      occurredAt: now,
      input,
      dependsOn: [],
      mends,
      hints: [],
    };
    const ran = runCommand(this.#parts.catalogue, this.#overlay, envelope, this.#context(envelope), 'phone');
    if (isProblem(ran)) return ran;
    const complete = { ...envelope, dependsOn: this.#dependencies(ran.needs), hints: this.#hints(ran.layer) };
    this.#seq += 1;
    const entry: Entry = {
      seq: this.#seq,
      envelope: complete,
      state: 'pending',
      problem: null,
      clocks: {},
      recordedAt: null,
      settledBy: null,
    };
    const overlay = this.#overlay;
    const written = this.#written;
    await this.#parts.persistence.putEntries([entry]);
    this.#entries.set(entry.seq, entry);
    this.#written += 1;
    // The server's answer or another entry may have come in while this one was being written: then all is replayed.
    if (this.#overlay === overlay && this.#written === written + 1) this.#lay(ran.layer, complete.id);
    else this.#rebuild();
    this.#changed();
    return entry;
  }

  /** Takes back a refused command; it stays on record, settled (law C4). */
  withdraw(refusedId: string): Promise<Entry | Problem> {
    return this.record(withdrawCommand.name, { commandId: refusedId }, refusedId);
  }

  #context(envelope: Envelope): Context {
    const now = this.#parts.now();
    return {
      commandId: envelope.id,
      actorId: this.#parts.userId,
      posts: this.#parts.posts(this, now),
      onBehalfOf: null,
      occurredAt: envelope.occurredAt,
      recordedAt: now,
    };
  }

  #dependencies(needs: ReadonlySet<string>): string[] {
    const makers = [...needs].flatMap((key) => this.#makers.get(key) ?? []);
    return [...new Set(makers)].slice(0, 64);
  }

  #hints(layer: Workspace): ScopeKey[] {
    const scopes = [...layer.changes].flatMap((change) =>
      change.after === null ? [] : change.table.scope(change.after),
    );
    return [...new Set(scopes)].sort().slice(0, 32);
  }

  /** Builds the overlay anew: confirmed rows, then every command that the confirmed rows do not include yet. */
  #replay(): void {
    this.#rebuild();
    this.#changed();
  }

  #rebuild(): void {
    this.#overlay = new Workspace(this.#confirmed);
    this.#predicted.clear();
    // What came back with the server's rows is not played over them a second time.
    const open = this.entries.filter(
      (entry) => entry.state !== 'refused' && entry.state !== 'settled' && !this.#included(entry),
    );
    this.#forgetMakers(new Set(open.map((entry) => entry.envelope.id)));
    for (const entry of open) this.#predict(entry.envelope);
  }

  /** Who made a row stays known while its command is open, also when its village has left the phone meanwhile (law C7). */
  #forgetMakers(open: ReadonlySet<string>): void {
    for (const [key, commandId] of this.#makers) {
      if (!open.has(commandId) || this.#confirmed.holds(key)) this.#makers.delete(key);
    }
  }

  #predict(envelope: Envelope): void {
    const ran = runCommand(this.#parts.catalogue, this.#overlay, envelope, this.#context(envelope), 'phone');
    if (isProblem(ran)) {
      this.#predicted.set(envelope.id, ran);
      return;
    }
    this.#lay(ran.layer, envelope.id);
  }

  #lay(layer: Workspace, commandId: string): void {
    for (const { table, id, after } of layer.changes) {
      const key = `${table.name}/${id}`;
      const known = this.#overlay.get(table, id);
      if (after !== null && (known === 'absent' || known === 'not-held')) this.#makers.set(key, commandId);
    }
    const held = this.#confirmed.scopes;
    this.#overlay.merge(layer, ({ table, after }) => after === null || held.has(table.scope(after)));
  }

  /** One round of push and pull. Calls that come while one is under way wait for it. */
  sync(): Promise<SyncReport> {
    const round = this.#busy.then(() => this.#round());
    this.#busy = round.catch(() => undefined);
    return round;
  }

  async #round(): Promise<SyncReport> {
    let again = 0;
    for (let beginning = 1; beginning <= mostBeginnings; beginning++) {
      const sent = await this.#pushAll();
      const diverged = sent === 'restored' ? sent : await this.#pullAll();
      if (sent !== 'restored' && diverged !== 'restored') {
        await this.#retire();
        return { ...sent, again, diverged };
      }
      again += this.entries.length;
    }
    return { pushed: 0, refused: 0, again, diverged: [] };
  }

  /**
   * @returns true if the server lives another life than the one this phone knew (a backup was restored): what it had taken
   * may be gone there, and lies in the outbox again. The new epoch is written last, so that a cut in between begins anew.
   */
  async #meet(epoch: string | undefined): Promise<boolean> {
    const known = this.#confirmed.epoch;
    if (epoch === undefined || epoch === known) return false;
    if (known !== null) {
      const outbox = sentAgain(await this.#parts.persistence.sent(), this.entries);
      await this.#parts.persistence.sendAgain(outbox);
      // What was recorded while this was being written comes last, as it would have anyway.
      const since = this.entries.filter((entry) => outbox.every(({ seq }) => seq !== entry.seq));
      this.#entries.clear();
      for (const entry of [...outbox, ...since]) this.#entries.set(entry.seq, entry);
    }
    const segment = { parts: [], dropped: [], epoch };
    await this.#parts.persistence.appendSegment(segment);
    this.#confirmed.apply(segment);
    this.#segments += 1;
    if (known !== null) this.#replay();
    return known !== null;
  }

  async #pushAll(): Promise<{ pushed: number; refused: number } | 'restored'> {
    let pushed = 0;
    let refused = 0;
    const open = this.entries.filter((entry) => entry.state === 'pending' || entry.state === 'waiting');
    for (let at = 0; at < open.length; at += maxBatch) {
      const batch = open.slice(at, at + maxBatch).map((entry) => entry.envelope);
      const { outcomes, epoch } = await this.#parts.transport.push(batch, this.#confirmed.epoch ?? undefined);
      if (await this.#meet(epoch)) return 'restored';
      await this.#takeOutcomes(outcomes);
      pushed += outcomes.filter((outcome) => outcome.status === 'accepted').length;
      refused += outcomes.filter((outcome) => outcome.status === 'refused').length;
    }
    return { pushed, refused };
  }

  async #takeOutcomes(outcomes: readonly Outcome[]): Promise<void> {
    const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
    const changed: Entry[] = [];
    for (const entry of this.#entries.values()) {
      const outcome = byId.get(entry.envelope.id);
      if (outcome === undefined) continue;
      changed.push(answered(entry, outcome));
      const mended = this.entries.find((other) => other.envelope.id === entry.envelope.mends);
      if (outcome.status === 'accepted' && (mended?.state === 'refused' || mended?.state === 'waiting')) {
        changed.push({ ...mended, state: 'settled', settledBy: outcome.id });
      }
    }
    await this.#parts.persistence.putEntries(changed);
    for (const entry of changed) this.#entries.set(entry.seq, entry);
    this.#replay();
  }

  async #pullAll(): Promise<ScopeKey[] | 'restored'> {
    const found: ScopeKey[] = [];
    for (let more = true; more; ) {
      const suspect = new Set(this.#diverged);
      const scopes = [...this.#confirmed.scopes.values()].map(({ scope, roleClass, version, hash, epoch }) => ({
        scope,
        roleClass,
        // A version of an earlier epoch says nothing in this one, and an equal hash could hide other content.
        version: suspect.has(scope) || epoch !== this.#confirmed.epoch ? 0 : version,
        hash: hashText(hash),
      }));
      const epoch = this.#confirmed.epoch ?? undefined;
      const answer = await this.#parts.transport.pull({ epoch, scopes, diverged: this.#diverged });
      if (await this.#meet(answer.epoch)) return 'restored';
      more = answer.more;
      if (answer.parts.length > 0 || answer.dropped.length > 0) await this.#take(answer);
      else this.#diverged = [];
      found.push(...this.#diverged);
      // A scope that differs is asked for whole at once; if it differs again, the next round tries, not this one.
      if (this.#diverged.length > 0 && suspect.size === 0) more = true;
    }
    this.#confirmed.settle();
    return found;
  }

  async #take(segment: Segment): Promise<void> {
    const { parts, dropped } = segment;
    await this.#parts.persistence.appendSegment({ parts, dropped });
    this.#diverged = this.#confirmed.apply({ parts, dropped });
    this.#segments += 1;
    // Before folding, which may fail (a full disk): what is shown must not wait for it.
    this.#replay();
    // Folded, all would seem to be of one epoch.
    if (this.#segments <= segmentsBeforeFolding || !this.#confirmed.settled) return;
    await this.#parts.persistence.replaceSegments(this.#confirmed.snapshot());
    this.#segments = 1;
  }

  /** Lets go of accepted commands whose rows have come back, and of refused ones that were settled. */
  async #retire(): Promise<void> {
    const done = this.entries.filter((entry) => entry.state === 'settled' || this.#included(entry));
    if (done.length === 0) return;
    // By the server's clock, for this phone's may be wrong by years.
    const now = Math.max(...done.map((entry) => entry.recordedAt ?? 0));
    await this.#parts.persistence.retire(done, now - keptForMs);
    for (const entry of done) this.#entries.delete(entry.seq);
    this.#replay();
  }

  #included(entry: Entry): boolean {
    if (entry.state !== 'accepted') return false;
    return Object.entries(entry.clocks).every(([scope, version]) => {
      const state = this.#confirmed.scopes.get(scope);
      return state === undefined || state.version >= version;
    });
  }

  /** Rows as the server confirmed them, without the overlay: what verification compares. */
  confirmedRows(table: Table): AnyRow[] {
    return this.#confirmed.rowsOf(erase(table).name).map(({ row }) => row);
  }
}

function answered(entry: Entry, outcome: Outcome): Entry {
  return {
    ...entry,
    state: outcome.status,
    problem: toProblem(outcome),
    clocks: outcome.clocks,
    recordedAt: outcome.recordedAt,
  };
}

function toProblem(outcome: Outcome): Problem | null {
  if (outcome.problem === undefined) return null;
  const { problem, code, kind, field, details } = outcome.problem;
  return field === undefined ? { problem, code, kind, details } : { problem, code, kind, field, details };
}
