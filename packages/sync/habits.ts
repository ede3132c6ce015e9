/**
 * What a sender's commands of one kind asked for the last times: a village, its counts of this month, the rule. It is fetched along
 * with what the next one declares, and so not found out in turns. A guess, no more: what is asked for and was not guessed is
 * fetched as before, what was guessed and is not asked for is not looked at.
 */
import type { RowKey } from '@yimi/kernel';

/** A visit asks for nine; with last month's beside this month's. */
const mostOfOne = 16;
/** Senders and kinds: those of a morning. Who is forgotten asks in turns once. */
const mostKept = 2000;

export class Habits {
  /** The latest first, so that what is not asked for any more falls off the end. */
  readonly #asked = new Map<string, readonly RowKey[]>();

  of(habit: string): readonly RowKey[] {
    return this.#asked.get(habit) ?? [];
  }

  learn(habit: string, keys: readonly RowKey[]): void {
    if (keys.length === 0) return;
    const all = new Map([...keys, ...this.of(habit)].map((key) => [`${key.table.name}/${key.id}`, key]));
    this.#asked.delete(habit);
    this.#asked.set(habit, [...all.values()].slice(0, mostOfOne));
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > mostKept && oldest !== undefined) this.#asked.delete(oldest);
  }
}
