/**
 * A decision is held for a few seconds before it is sent, so that it can be taken back with one key: there is no command
 * that un-reviews a visit, and there should be none. Leaving the page sends what is held; nothing decided is lost.
 */
export interface HeldAct {
  readonly id: string;
  /** What the bar says. */
  readonly say: string;
  readonly run: (leaving: boolean) => void;
  /** Puts the screen back as it was. */
  readonly restore: () => void;
}

export interface Timer {
  readonly start: (run: () => void, ms: number) => unknown;
  readonly stop: (handle: unknown) => void;
}

/** Long enough to notice a slip, short enough that the author sees the answer at once. */
export const holdMs = 5000;

const realTimer: Timer = {
  start: (run, ms) => setTimeout(run, ms),
  stop: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

export class Hold {
  readonly #timer: Timer;
  readonly #changed: () => void;
  #held: { act: HeldAct; handle: unknown } | null = null;

  constructor(changed: () => void, timer: Timer = realTimer) {
    this.#changed = changed;
    this.#timer = timer;
  }

  get act(): HeldAct | null {
    return this.#held?.act ?? null;
  }

  /** One at a time: the decision before is sent when the next one is taken. */
  hold(act: HeldAct): void {
    this.flush(false);
    this.#held = { act, handle: this.#timer.start(() => this.flush(false), holdMs) };
    this.#changed();
  }

  undo(): boolean {
    const held = this.#take();
    held?.restore();
    return held !== null;
  }

  flush(leaving: boolean): void {
    this.#take()?.run(leaving);
  }

  #take(): HeldAct | null {
    const held = this.#held;
    if (held === null) return null;
    this.#timer.stop(held.handle);
    this.#held = null;
    this.#changed();
    return held.act;
  }
}
