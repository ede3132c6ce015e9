/** The device's interface over memory: one PIN (246813), a network that the test cuts, a server in the same page. */
import type { Problem } from '@yimi/kernel';
import { activePosts, dayOf, isProblem, problem } from '@yimi/kernel';
import { posts } from '@yimi/network';
import { ownVisits } from '@yimi/services';
import type { Entry, Transport } from '@yimi/sync';
import { MemoryPersistence, Replica } from '@yimi/sync';
import { phoneCatalogue } from '../../phone-catalogue.ts';
import type { Device, DraftShelf, FileQueue, Me, OpenUser, SyncStatus } from '../device/index.ts';
import type { HolderKey, Township } from './township.ts';
import { countyId, holders } from './township.ts';

export const pin = '246813';

function isHolder(key: string): key is HolderKey {
  return key in holders;
}

export class PretendDevice implements Device {
  readonly id = '00000000-0000-4000-8000-000000000001';
  readonly #world: Township;
  readonly #enrolled = new Map<string, Me>();
  #open: PretendUser | null = null;
  unsent = 0;

  constructor(world: Township, as: string) {
    this.#world = world;
    if (isHolder(as)) this.#enrolled.set(holders[as].userId, this.#me(as));
    if (as === 'two') for (const key of ['wei', 'qin'] as const) this.#enrolled.set(holders[key].userId, this.#me(key));
  }

  get user(): PretendUser | null {
    return this.#open;
  }

  #me(key: HolderKey): Me {
    const { userId, name, login, role } = holders[key];
    return {
      userId,
      countyId,
      name,
      login,
      countyName: '云溪县',
      posts: this.#world.postsOf(userId),
      roles: [role],
      depositKey: { kty: 'EC', crv: 'P-256', x: '', y: '' },
      depositToken: null,
      serverTime: Date.now(),
    };
  }

  users() {
    return Promise.resolve([...this.#enrolled.values()].map(({ userId, name, login }) => ({ userId, name, login })));
  }

  signIn(login: string, password: string): Promise<Me | Problem> {
    const key = Object.keys(holders).find((one) => isHolder(one) && holders[one].login === login);
    const ok = key !== undefined && isHolder(key) && password === 'yimi-demo';
    if (ok) this.#open?.change({ signedOut: false });
    return Promise.resolve(ok ? this.#me(key) : problem('unauthenticated', 'auth.wrong-login', { waitSeconds: 0 }));
  }

  enrol(code: string): Promise<Me | Problem> {
    return Promise.resolve(code === 'USED' ? problem('conflict', 'auth.code-used', {}, 'code') : this.#me('wei'));
  }

  secondStep(): Promise<Me | Problem> {
    return Promise.resolve(this.#me('lan'));
  }

  async setPin(me: Me): Promise<OpenUser> {
    this.#enrolled.set(me.userId, me);
    const user = new PretendUser(me, this.#world);
    await user.open();
    this.#open = user;
    return user;
  }

  async unlock(userId: string, typed: string): Promise<OpenUser | Problem> {
    const me = this.#enrolled.get(userId);
    if (me === undefined) return problem('not-found', 'device.no-vault');
    if (typed !== this.#pin) return problem('forbidden', 'device.wrong-pin', { waitSeconds: 2, checked: true }, 'pin');
    return this.setPin(me);
  }

  #pin = pin;

  changePin(_userId: string, oldPin: string, newPin: string): Promise<Problem | undefined> {
    if (oldPin !== this.#pin)
      return Promise.resolve(problem('forbidden', 'device.wrong-pin', { waitSeconds: 0, checked: true }, 'pin'));
    this.#pin = newPin;
    return Promise.resolve(undefined);
  }

  forgetPin(userId: string): Promise<{ undeposited: number }> {
    this.#enrolled.delete(userId);
    return Promise.resolve({ undeposited: this.unsent });
  }

  undeposited(): Promise<number> {
    return Promise.resolve(this.unsent);
  }

  deposit(): Promise<void> {
    return Promise.resolve();
  }

  persistentStorage(): Promise<'granted' | 'denied'> {
    return Promise.resolve('denied');
  }
}

class PretendFiles implements FileQueue {
  readonly #files = new Map<string, Blob>();

  async #add(blob: Blob, mime: string) {
    const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
    const sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    this.#files.set(sha256, blob);
    return { sha256, mime, bytes: blob.size };
  }

  addPhoto(blob: Blob) {
    return this.#add(blob, 'image/jpeg');
  }

  addVoice(blob: Blob) {
    return this.#add(blob, blob.type.split(';')[0] ?? 'audio/webm');
  }

  addPaper(blob: Blob, mime: string) {
    return this.#add(blob, mime);
  }

  refusal(): Problem | null {
    return null;
  }

  url(sha256: string): Promise<string | null> {
    const blob = this.#files.get(sha256);
    return Promise.resolve(blob === undefined ? null : URL.createObjectURL(blob));
  }

  state(sha256: string) {
    return this.#files.has(sha256) ? ('on-phone' as const) : ('unknown' as const);
  }
}

class PretendUser implements OpenUser {
  readonly me: Me;
  readonly replica: Replica;
  readonly files: FileQueue = new PretendFiles();
  readonly drafts: DraftShelf = {
    found: [],
    keep: () => Promise.resolve(),
    drop: () => Promise.resolve(),
  };
  readonly #listeners = new Set<() => void>();
  readonly status: { value: SyncStatus };
  online = true;

  constructor(me: Me, world: Township) {
    this.me = me;
    const server = world.transport(me.userId);
    const whenOnline = <T>(ask: () => Promise<T>): Promise<T> =>
      this.online ? ask() : Promise.reject(new Error('offline'));
    const transport: Transport = {
      push: (batch) => whenOnline(() => server.push(batch)),
      pull: (request) => whenOnline(() => server.pull(request)),
    };
    this.replica = new Replica({
      catalogue: phoneCatalogue(),
      persistence: new MemoryPersistence(),
      transport,
      now: () => Date.now(),
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
      userId: me.userId,
      posts: (held, now) => activePosts(held.rows(posts), dayOf(now)),
    });
    this.status = {
      value: {
        online: true,
        syncing: false,
        lastSyncAt: null,
        pending: 0,
        needsYou: 0,
        filesWaiting: 0,
        signedOut: false,
        updateReady: false,
        mustUpdate: false,
        whole: true,
      },
    };
  }

  async open(): Promise<void> {
    await this.replica.open();
    await this.syncNow();
  }

  change(change: Partial<SyncStatus>): void {
    const { entries } = this.replica;
    this.status.value = {
      ...this.status.value,
      online: this.online,
      pending: entries.filter((entry) => entry.state === 'pending' || entry.state === 'waiting').length,
      needsYou: entries.filter((entry) => entry.state === 'refused').length,
      filesWaiting: this.replica.rows(ownVisits).flatMap((one) => one.files.filter((file) => file.arrivedAt === null))
        .length,
      ...change,
    };
    for (const listener of this.#listeners) listener();
  }

  subscribe(fn: () => void): () => void {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  setOnline(online: boolean): Promise<void> {
    this.online = online;
    this.change({});
    return online ? this.syncNow() : Promise.resolve();
  }

  async record(name: string, input: unknown, mends?: string): Promise<Entry | Problem> {
    const outcome = await this.replica.record(name, JSON.parse(JSON.stringify(input)), mends ?? null);
    this.change({});
    if (!isProblem(outcome)) void this.syncNow();
    return outcome;
  }

  async syncNow(): Promise<void> {
    if (!this.online) return;
    await this.replica.sync();
    await this.replica.sync();
    this.change({ lastSyncAt: Date.now() });
  }

  lock(): void {
    this.#listeners.clear();
  }

  signOut(): Promise<void> {
    return Promise.resolve();
  }
}
