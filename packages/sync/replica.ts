/**
 * The phone's end of the engine. Confirmed rows and the pending overlay are stored apart (law C6): the server's rows
 * replace confirmed ones, and the pending commands of the outbox replay over them, in order, as predictions. A refusal
 * during replay marks the entry and never drops it. Everything works with the network away; `sync` is one round of
 * push and pull, safe to be cut off anywhere and to be repeated (law S4).
 */
import type { AnyRow, Context, Module, Problem, ScopeKey, Table } from '@yimi/kernel';
import { isProblem, uuidv7 } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import { maxBatch } from '@yimi/protocol';
import { answered, pending } from './answered.ts';
import { Confirmed, takeIn } from './confirmed.ts';
import { halvesOf } from './halves.ts';
import { madeBy, makersOf } from './makers.ts';
import type { Entry, Frames, Segment } from './persistence.ts';
import { heldVersions, pullAll } from './pull-all.ts';
import type { ToRead } from './read-history.ts';
import { readHistory } from './read-history.ts';
import type { ReplicaParts, SyncReport } from './replica-parts.ts';
import { RowLists } from './row-lists.ts';
import { runCommand } from './run-command.ts';
import { keptForMs, sentAgain } from './sent-again.ts';
import { digestOf } from './set-hash.ts';
import { withdrawCommand } from './withdraw-command.ts';
import { erase, Workspace } from './workspace.ts';

/** Folding costs one rewrite of all people; more segments than this make opening slower than that. */
const segmentsBeforeFolding = 64;
/** History is ten times as much to rewrite, and is read when the screen stands already. */
const historyBeforeFolding = 256;

/** A second restore within one round is no accident any more: the next round goes on. */
const mostBeginnings = 3;

export class Replica {
  readonly #parts: ReplicaParts;
  readonly #entries = new Map<number, Entry>();
  readonly #predicted = new Map<string, Problem>();
  /** Which pending command made a row: later commands that read it depend on it (law C7). */
  #makers = new Map<string, string>();
  #confirmed: Confirmed;
  #overlay: Workspace;
  #segments = 0;
  #histories = 0;
  /** Settles when history that lies on the disk has been read in. */
  #read: Promise<void> = Promise.resolve();
  #seq = 0;
  /** Entries laid over the overlay since it was built. */
  #written = 0;
  #diverged: ScopeKey[] = [];
  #listeners = new Set<() => void>();
  readonly #lists = new RowLists();
  #overlays = 0;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(parts: ReplicaParts) {
    this.#parts = parts;
    this.#confirmed = new Confirmed(parts.catalogue);
    this.#overlay = new Workspace(this.#confirmed);
  }

  /** Reads all that the phone keeps. */
  async open(): Promise<void> {
    await this.openPeople();
    await this.#read;
  }

  /**
   * Reads what must be there at once; history follows by itself (S7), and until then is `not-held` (C6). Nothing else may
   * be called before it has resolved.
   */
  async openPeople(): Promise<void> {
    const { segments, entries, history } = await this.#parts.persistence.load();
    const mixed: Segment[] = [];
    for (const segment of segments) {
      const halves = halvesOf(this.#parts.catalogue, segment);
      this.#confirmed.apply(halves.people);
      // A log of before history lay apart; what a half of people repeats of leaving clears nothing of it.
      if (halves.history?.parts.some((part) => part.tables.length + part.gone.length > 0)) mixed.push(halves.history);
    }
    this.#segments = segments.length;
    for (const entry of [...entries].sort((one, other) => one.seq - other.seq)) {
      this.#entries.set(entry.seq, entry);
      this.#seq = Math.max(this.#seq, entry.seq);
    }
    this.#confirmed.historyUnread = true;
    this.#replay();
    this.#read = this.#readHistory(mixed, history);
    // Whoever syncs waits for it, and hears of what went wrong.
    this.#read.catch(() => undefined);
  }

  async #readHistory(mixed: readonly Segment[], rest: ToRead): Promise<void> {
    this.#histories = await readHistory(this.#confirmed, mixed, rest, this.#parts.pause);
    this.#replay();
  }

  /** Modules that were fetched after the opening (ADR 30): what came of them counts from now on, what waits is predicted. */
  learn(modules: readonly Module[]): void {
    if (takeIn(this.#parts.catalogue, this.#confirmed, modules)) this.#replay();
  }

  /** True when nothing of what this person may hold is still to be read or to come. */
  get isWhole(): boolean {
    return this.#confirmed.isWhole;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Rows of a table, pending ones laid over confirmed ones: the same list until one of them changes. */
  rows<Row extends { id: string }>(table: Table<Row>): readonly Row[] {
    const laid = `${this.#overlays}/${this.#written}`;
    // What lies under a table's name are rows of that table.
    return this.#lists.rows(table.name, this.#confirmed, this.#overlay, laid) as unknown as readonly Row[];
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
    return heldVersions(this.#confirmed).map(({ scope, version, hash }) => ({ scope, version, hash }));
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
    const entry = pending(this.#seq, complete, madeBy(ran.layer, this.#overlay));
    const overlay = this.#overlay;
    const written = this.#written;
    await this.#parts.persistence.putEntries([entry]);
    this.#entries.set(entry.seq, entry);
    this.#written += 1;
    // The server's answer or another entry may have come in while this one was being written: then all is replayed.
    if (this.#overlay === overlay && this.#written === written + 1) this.#lay(ran.layer, entry);
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
    this.#overlays += 1;
    this.#overlay = new Workspace(this.#confirmed);
    this.#predicted.clear();
    // What came back with the server's rows is not played over them a second time.
    const open = this.entries.filter(
      (entry) => entry.state !== 'refused' && entry.state !== 'settled' && !this.#included(entry),
    );
    this.#makers = makersOf(open, this.#confirmed);
    for (const entry of open) this.#predict(entry);
  }

  #predict(entry: Entry): void {
    const { envelope } = entry;
    // Its module is on its way (ADR 30), or the app is older than the entry: it waits like any other.
    if (!this.#parts.catalogue.commands.has(envelope.name)) return;
    const ran = runCommand(this.#parts.catalogue, this.#overlay, envelope, this.#context(envelope), 'phone');
    if (isProblem(ran)) {
      this.#predicted.set(envelope.id, ran);
      return;
    }
    this.#lay(ran.layer, entry);
  }

  #lay(layer: Workspace, entry: Entry): void {
    for (const key of entry.makes ?? madeBy(layer, this.#overlay)) {
      if (!this.#confirmed.holds(key)) this.#makers.set(key, entry.envelope.id);
    }
    const held = this.#confirmed.scopes;
    this.#overlay.merge(layer, ({ table, after }) => after === null || held.has(table.scope(after)));
  }

  /**
   * One round of push and pull. Calls that come while one is under way wait for it.
   * @param told the server has said that something moved: no need to ask whether
   */
  sync(told = false): Promise<SyncReport> {
    const round = this.#busy.then(() => this.#round(told));
    this.#busy = round.catch(() => undefined);
    return round;
  }

  async #round(told: boolean): Promise<SyncReport> {
    let again = 0;
    for (let beginning = 1; beginning <= mostBeginnings; beginning++) {
      const sent = await this.#pushAll();
      // What is held is known only when all of it has been read.
      await this.#read;
      const diverged = sent === 'restored' ? sent : await this.#pullIfBehind(told || again > 0 || sent.pushed > 0);
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
    await this.#parts.persistence.appendSegment(segment, null);
    this.#confirmed.apply(segment);
    this.#segments += 1;
    if (known !== null) this.#replay();
    return known !== null;
  }

  /** @param told there is something: the server said so, or what was pushed just now made it so */
  async #pullIfBehind(told: boolean): Promise<ScopeKey[] | 'restored'> {
    const { behind } = this.#parts.transport;
    const sure = told || behind === undefined || !this.isWhole || this.#diverged.length > 0;
    if (!sure && !(await behind(digestOf(heldVersions(this.#confirmed), this.#confirmed.epoch ?? '')))) return [];
    return this.#pullAll();
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
    const changed = answered(this.entries, outcomes);
    await this.#parts.persistence.putEntries(changed);
    for (const entry of changed) this.#entries.set(entry.seq, entry);
    // What was accepted goes on being predicted as it was, until its rows come.
    if (changed.some((entry) => entry.state !== 'accepted' || this.#included(entry))) this.#replay();
    else this.#changed();
  }

  async #pullAll(): Promise<ScopeKey[] | 'restored'> {
    const pulled = await pullAll({
      diverged: this.#diverged,
      epoch: this.#confirmed.epoch ?? undefined,
      held: (suspects) => heldVersions(this.#confirmed, suspects),
      pull: (asked) => this.#parts.transport.pull(asked),
      meet: (epoch) => this.#meet(epoch),
      take: (answer) => this.#take(answer, answer.frames),
      suspect: (scopes) => {
        this.#diverged = scopes;
      },
    });
    if (pulled === 'restored') return pulled;
    const { found, again } = pulled;
    this.#diverged = again;
    this.#confirmed.settle();
    return found;
  }

  /** @returns scopes that do not hold what the server says they do */
  async #take({ parts, dropped }: Segment, frames: Frames | undefined): Promise<ScopeKey[]> {
    const { people, history } = halvesOf(this.#parts.catalogue, { parts, dropped });
    await this.#parts.persistence.appendSegment(people, history, frames);
    const wrong = this.#confirmed.apply({ parts, dropped });
    this.#segments += 1;
    this.#histories += history === null ? 0 : 1;
    // Before folding, which may fail (a full disk): what is shown must not wait for it.
    this.#replay();
    await this.#fold();
    return wrong;
  }

  async #fold(): Promise<void> {
    if (this.#segments <= segmentsBeforeFolding && this.#histories <= historyBeforeFolding) return;
    // Folded, all would seem to be of one epoch.
    if (!this.#confirmed.settled) return;
    const history = this.#histories > historyBeforeFolding ? this.#confirmed.history() : null;
    await this.#parts.persistence.replaceSegments(this.#confirmed.people(), history);
    this.#segments = 1;
    this.#histories = history?.length ?? this.#histories;
  }

  /** Lets go of accepted commands whose rows have come back, and of refused ones that were settled. */
  async #retire(): Promise<void> {
    const done = this.entries.filter((entry) => entry.state === 'settled' || this.#included(entry));
    if (done.length === 0) return;
    // By the server's clock, for this phone's may be wrong by years.
    const now = Math.max(...done.map((entry) => entry.recordedAt ?? 0));
    await this.#parts.persistence.retire(done, now - keptForMs);
    for (const entry of done) this.#entries.delete(entry.seq);
    this.#changed();
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
    return Array.from(this.#confirmed.rowsOf(erase(table).name), ({ row }) => row);
  }
}
