/** One person's phone while it is open: replica, files, status, and the loop that keeps them in step with the server. */

import type { Problem } from '@yimi/kernel';
import { activePosts, dayOf, isProblem } from '@yimi/kernel';
import { posts } from '@yimi/network';
import type { Envelope } from '@yimi/protocol';
import { defaultEvidenceRule, evidenceRules } from '@yimi/services';
import type { Entry, PulledAhead } from '@yimi/sync';
import { Replica } from '@yimi/sync';
import * as z from 'zod/mini';
import { phoneCatalogue } from '../../phone-catalogue.ts';
import type { Me } from './api.ts';
import { MeAnswer } from './api.ts';
import { askForBackgroundDeposit, lookForUpdate, onUpdateReady, updateReady } from './app-update.ts';
import { randomBytes } from './bytes.ts';
import type { DeviceDatabase, Vault } from './databases.ts';
import type { DraftShelf } from './draft-shelf.ts';
import { Drafts } from './draft-shelf.ts';
import type { FileQueue } from './file-queue.ts';
import { Files } from './file-queue.ts';
import { faces, fileReferences, withheldFiles } from './file-references.ts';
import { FileStore } from './file-store.ts';
import { uploadFile } from './file-upload.ts';
import { isStorageFull, locked, Refused, storageFull } from './problems.ts';
import { sealTo } from './sealed-box.ts';
import { askAs, asUser, endSession } from './session.ts';
import type { LoopState } from './sync-loop.ts';
import { SyncLoop } from './sync-loop.ts';
import { httpTransport } from './transport.ts';
import { VaultPersistence } from './vault-persistence.ts';

export interface SyncStatus {
  online: boolean;
  syncing: boolean;
  lastSyncAt: number | null;
  /** Commands that the server has not answered yet. */
  pending: number;
  /** Refused commands that a person must mend or withdraw. */
  needsYou: number;
  /** Photos and notes of records whose hash the server has not confirmed. */
  filesWaiting: number;
  /** The server's session has ended: ask for the password; nothing is lost. */
  signedOut: boolean;
  updateReady: boolean;
  /** The server no longer speaks with this version (426). */
  mustUpdate: boolean;
  /** Everybody this person may see is here, and all their records; until then lists of records are short (S7). */
  whole: boolean;
}

export interface OpenUser {
  readonly me: Me;
  readonly replica: Replica;
  readonly files: FileQueue;
  /** Forms begun and not saved. */
  readonly drafts: DraftShelf;
  readonly status: { value: SyncStatus };
  /** Any change: rows, outbox, status, files. */
  subscribe(fn: () => void): () => void;
  record(name: string, input: unknown, mends?: string): Promise<Entry | Problem>;
  syncNow(): Promise<void>;
  lock(): void;
  /** Ends the server session; keeps the vault and what is unsent. */
  signOut(): Promise<void>;
}

export interface OpenUserParts {
  readonly device: DeviceDatabase;
  readonly vault: Vault;
  readonly key: CryptoKey;
  readonly me: Me;
  readonly lastSyncAt: number | null;
  /** Set by who has just signed in: what the server said of them is as fresh as it can be, and it may have begun to answer. */
  readonly ahead: PulledAhead | null;
  /** Keeps what the server says of the person, under the vault's key. */
  readonly keepMe: (me: Me) => Promise<void>;
  /** No session: what is unsent can still be handed in, sealed (law S5). */
  readonly signedOut: (why: Problem) => void;
  /** Lets go of the vault and hands in what is left. */
  readonly closed: () => void;
}

const Owed = z.array(z.string());

export class OpenVault implements OpenUser {
  readonly #parts: OpenUserParts;
  readonly #listeners = new Set<() => void>();
  readonly #loop: SyncLoop;
  readonly #store: FileStore;
  readonly #stopped = new AbortController();
  readonly #stopWatching: () => void;
  readonly replica: Replica;
  readonly files: Files;
  readonly drafts: Drafts;
  readonly status: { value: SyncStatus };
  #me: Me;
  #meIsFresh: boolean;
  /** Records on their way to the disk: the vault closes after them. */
  readonly #writing = new Set<Promise<unknown>>();

  constructor(parts: OpenUserParts) {
    this.#parts = parts;
    this.#me = parts.me;
    const { device, vault, key, me, ahead } = parts;
    this.#meIsFresh = ahead !== null;
    const now = (): number => Date.now();
    const transport = httpTransport(device, me.userId, now);
    this.replica = new Replica({
      catalogue: phoneCatalogue(),
      persistence: new VaultPersistence(vault, key, (envelope) => this.#sealed({ envelope })),
      transport: ahead?.laidBefore(transport) ?? transport,
      now,
      random: randomBytes,
      userId: me.userId,
      pause: () => new Promise((done) => setTimeout(done)),
      posts: (held, at) => {
        // Before the first pull the phone knows the posts from the sign-in.
        const rows = held.rows(posts).filter((post) => post.userId === me.userId);
        return activePosts(rows.length > 0 ? rows : this.#me.posts, dayOf(at));
      },
    });
    this.drafts = new Drafts(vault, key);
    this.#store = new FileStore({ vault, key, now, seal: (file) => this.#sealed({ file }) });
    this.files = this.#fileQueue(now);
    this.#loop = new SyncLoop(
      {
        round: (told) => this.#round(told),
        holds: (scope) => this.replica.scopes.some((held) => held.scope === scope),
        now,
        random: Math.random,
        changed: (state) => this.#loopChanged(state),
      },
      parts.lastSyncAt,
    );
    this.status = { value: this.#statusNow() };
    this.#stopWatching = onUpdateReady(() => this.#changed());
  }

  #sealed(content: { envelope: Envelope } | { file: object }) {
    const { userId, countyId, depositKey } = this.#me;
    return sealTo(depositKey, { userId, countyId, ...content });
  }

  #fileQueue(now: () => number): Files {
    const { device, me } = this.#parts;
    return new Files({
      store: this.#store,
      entries: () => this.replica.entries,
      references: () => fileReferences(this.replica),
      faces: () => faces(this.replica),
      withheld: () => withheldFiles(this.replica),
      photoSize: () => this.replica.rows(evidenceRules)[0] ?? defaultEvidenceRule,
      inDraft: (sha256) => this.drafts.names(sha256),
      upload: (file, bytes) =>
        uploadFile(file, bytes, {
          userId: me.userId,
          allowed: async () => {
            const mine = await asUser(device, me.userId, () => Promise.resolve(null));
            return isProblem(mine) ? mine : undefined;
          },
          addressed: (uploadUrl) => this.#store.update(file.sha256, { uploadUrl }),
          signal: this.#stopped.signal,
        }),
      fetchFile: (sha256) => this.#fetchFile(sha256),
      owed: async () => {
        const answer = await askAs(device, me.userId, { method: 'GET', path: '/api/files/owed', answer: Owed });
        return isProblem(answer) ? null : answer;
      },
      now,
      changed: () => this.#changed(),
    });
  }

  async #fetchFile(sha256: string): Promise<Blob | null> {
    const { device, me } = this.#parts;
    return asUser(device, me.userId, async () => {
      const response = await fetch(`/api/files/${sha256}`, { headers: { 'x-yimi-user': me.userId } });
      return response.ok ? response.blob() : null;
    }).then(
      (found) => (isProblem(found) ? null : found),
      () => null,
    );
  }

  async open(): Promise<void> {
    // Side by side: each is a trip to the disk.
    await Promise.all([this.#store.open(), this.replica.openPeople(), this.drafts.open()]);
    this.replica.onChange(() => this.#changed());
    this.#changed();
    this.#loop.start();
  }

  get me(): Me {
    return this.#me;
  }

  subscribe(fn: () => void): () => void {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  async record(name: string, input: unknown, mends?: string): Promise<Entry | Problem> {
    if (this.#stopped.signal.aborted) return locked();
    const writing = this.replica.record(name, input, mends ?? null);
    this.#writing.add(writing);
    try {
      const entry = await writing;
      if (!isProblem(entry)) await this.#recorded();
      return entry;
    } catch (error) {
      // Nothing was written; the form keeps what was typed.
      if (isStorageFull(error)) return storageFull();
      throw error;
    } finally {
      this.#writing.delete(writing);
    }
  }

  async #recorded(): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    await this.#store.refresh();
    this.#changed();
    if (!this.status.value.online) await askForBackgroundDeposit();
    this.#loop.recorded();
  }

  syncNow(): Promise<void> {
    return this.#loop.now();
  }

  /** The person has given the password again. */
  signedInAgain(me: Me): void {
    this.#me = me;
    this.#meIsFresh = false;
    this.#loop.soon();
  }

  async #round(told: boolean): Promise<void> {
    if (!this.#meIsFresh) await this.#refreshMe();
    await this.replica.sync(told);
    const { userId } = this.#parts.me;
    await this.#parts.device.users.update(userId, { lastSyncAt: Date.now() });
    const stopped = await this.files.afterSync();
    if (stopped !== undefined) throw new Refused(stopped);
  }

  /** Once per opening: name, posts and the deposit key may have changed since the last time. */
  async #refreshMe(): Promise<void> {
    const { device, me } = this.#parts;
    const answer = await askAs(device, me.userId, { method: 'GET', path: '/api/session', answer: MeAnswer });
    if (isProblem(answer)) throw new Refused(answer);
    // The credential is given at sign-in only.
    this.#me = { ...answer.me, depositToken: answer.me.depositToken ?? this.#me.depositToken };
    await this.#parts.keepMe(this.#me);
    this.#meIsFresh = true;
  }

  #loopChanged(state: LoopState): void {
    if (state.problem?.kind === 'stale-client') void lookForUpdate();
    this.#changed();
    if (state.problem?.kind === 'unauthenticated' && !state.syncing) this.#parts.signedOut(state.problem);
  }

  #statusNow(): SyncStatus {
    const { online, syncing, lastSyncAt, problem } = this.#loop.state;
    const entries = this.replica.entries;
    return {
      online,
      syncing,
      lastSyncAt,
      pending: entries.filter((entry) => entry.state === 'pending' || entry.state === 'waiting').length,
      needsYou: entries.filter((entry) => entry.state === 'refused').length,
      filesWaiting: this.files.waiting,
      signedOut: problem?.kind === 'unauthenticated',
      updateReady: updateReady(),
      mustUpdate: problem?.kind === 'stale-client',
      whole: this.replica.isWhole,
    };
  }

  #changed(): void {
    this.status.value = this.#statusNow();
    for (const listener of this.#listeners) listener();
  }

  lock(): void {
    if (this.#stopped.signal.aborted) return;
    this.#stopped.abort();
    this.#loop.stop();
    this.#stopWatching();
    this.files.close();
    void Promise.allSettled([...this.#writing, this.drafts.close()]).then(() => {
      this.#parts.vault.db.close();
      this.#parts.closed();
    });
  }

  async signOut(): Promise<void> {
    // Told first, while we are sure whose session it is; the vault closes whatever the server answers.
    const told = endSession(this.#parts.device, this.#parts.me.userId);
    this.lock();
    await told;
  }
}
