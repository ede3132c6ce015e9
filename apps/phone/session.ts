/**
 * Who has opened the phone, and the day it is. One session lives as long as the page; the person in it may change: signed
 * in, PIN set or typed, locked again. Screens ask `useSession` and never reach past it to the device's storage.
 */
import type { Module } from '@yimi/kernel';
import { dayOf } from '@yimi/kernel';
import type { Component, InjectionKey, Ref, ShallowRef } from 'vue';
import { inject, ref, shallowRef } from 'vue';
import type { Device, Me, OfflineAbility, OpenUser } from './device/index.ts';
import type { Live } from './live.ts';

/** A minute: the day's lists must turn over soon after midnight, and nothing finer is shown. */
const clockEveryMs = 60_000;

export interface SessionParts {
  /** Null in a browser that cannot keep data. */
  readonly device: Device | null;
  readonly ability: OfflineAbility;
  /** What the PIN opens comes apart from the door. */
  readonly opened: () => Promise<{ readonly Live: typeof Live; readonly TodayScreen: Component }>;
  readonly pinyinOf: (name: string) => Promise<string>;
  readonly applyUpdate: () => Promise<void>;
}

export class Session {
  readonly parts: SessionParts;
  /** Signed in, PIN not set yet. */
  readonly newcomer: ShallowRef<Me | null> = shallowRef(null);
  readonly live: ShallowRef<Live | null> = shallowRef(null);
  readonly now: Ref<number> = ref(Date.now());
  readonly today: Ref<string> = ref(dayOf(Date.now()));
  /** Modules that came with the screens behind today's list (ADR 30): whoever opens the phone next has them at once. */
  #later: readonly Module[] = [];

  constructor(parts: SessionParts) {
    this.parts = parts;
    const turn = (): void => {
      this.now.value = Date.now();
      this.today.value = dayOf(this.now.value);
    };
    setInterval(turn, clockEveryMs);
    document.addEventListener('visibilitychange', turn);
  }

  get canWorkOffline(): boolean {
    return this.parts.device !== null;
  }

  get device(): Device {
    if (this.parts.device === null) throw new Error('this browser cannot keep data');
    return this.parts.device;
  }

  async open(user: OpenUser): Promise<Live> {
    const { Live } = await this.parts.opened();
    this.live.value?.close();
    this.newcomer.value = null;
    user.replica.learn(this.#later);
    const live = new Live(user, this.today);
    this.live.value = live;
    return live;
  }

  learn(modules: readonly Module[]): void {
    this.#later = modules;
    this.live.value?.user.replica.learn(modules);
  }

  lock(): void {
    const open = this.live.value;
    // First what is being written goes to the disk, then the vault closes.
    this.close();
    open?.user.lock();
  }

  close(): void {
    this.live.value?.close();
    this.live.value = null;
  }
}

export const sessionKey: InjectionKey<Session> = Symbol('session');

export function useSession(): Session {
  const session = inject(sessionKey);
  if (session === undefined) throw new Error('no session was provided');
  return session;
}

/** The open person's data. Only for screens behind the PIN: the router lets nobody else in. */
export function useLive(): Live {
  const live = useSession().live.value;
  if (live === null) throw new Error('nobody has opened the phone');
  return live;
}
