/**
 * What a run leaves behind: the trace (one line an event, kept only when a story is to be told, always hashed), the
 * counts by kind, and the failures. Two runs of one seed must agree in the hash.
 */
import { createHash } from 'node:crypto';

/** The three that the verb reports by name; `broken` is any other law found broken. */
export type FailureKind = 'lost' | 'diverged' | 'rollup' | 'broken';

export interface Failure {
  readonly kind: FailureKind;
  /** The law or check, the same words for the same fault: shrinking looks for it again. */
  readonly law: string;
  readonly what: string;
}

export class Log {
  readonly commands = new Map<string, number>();
  readonly faults = new Map<string, number>();
  readonly failures: Failure[] = [];
  readonly lines: string[] = [];
  readonly #hash = createHash('sha256');
  readonly #keep: boolean;
  readonly #begin: number;
  /** Set by the world: the virtual time for the lines. */
  now: () => number = () => 0;

  constructor(begin: number, keep: boolean) {
    this.#begin = begin;
    this.#keep = keep;
  }

  say(who: string, what: string): void {
    const ms = this.now() - this.#begin;
    this.#hash.update(`${ms} ${who}: ${what}\n`);
    if (!this.#keep) return;
    const day = Math.floor(ms / 86_400_000) + 1;
    const time = new Date(ms).toISOString().slice(11, 23);
    this.lines.push(`day ${day} ${time}  ${who}: ${what}`);
  }

  command(kind: string): void {
    this.commands.set(kind, (this.commands.get(kind) ?? 0) + 1);
  }

  fault(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  fail(kind: FailureKind, law: string, what: string): void {
    this.failures.push({ kind, law, what });
    this.say('CHECK', `${law}: ${what}`);
  }

  hash(): string {
    return this.#hash.copy().digest('hex').slice(0, 16);
  }
}

/** The last six characters of an id: enough to follow it through a story. */
export function short(id: string): string {
  return id.slice(-6);
}
