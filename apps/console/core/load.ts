/** What a screen shows while it asks: the last good answer stays until a better one comes, a problem stands beside it. */
import type { Problem } from '@yimi/kernel';
import type { Ref } from 'vue';
import { ref, shallowRef } from 'vue';
import type { Answer } from './http.ts';

export interface Loaded<T> {
  readonly value: Ref<T | null>;
  readonly problem: Ref<Problem | null>;
  readonly busy: Ref<boolean>;
  /** Asks anew. Quietly: without showing that it is busy, and without a word if it fails while something is shown. */
  readonly load: (quietly?: boolean) => Promise<void>;
}

export function loaded<T>(ask: () => Promise<Answer<T>>): Loaded<T> {
  const value = shallowRef<T | null>(null);
  const problem = shallowRef<Problem | null>(null);
  const busy = ref(false);
  let turn = 0;
  async function load(quietly = false): Promise<void> {
    const mine = ++turn;
    if (!quietly) busy.value = true;
    const answer = await ask();
    // A later question was asked meanwhile: its answer counts.
    if (mine !== turn) return;
    busy.value = false;
    if (answer.ok) {
      value.value = answer.value;
      problem.value = null;
    } else if (!quietly || value.value === null) {
      problem.value = answer.problem;
    }
  }
  return { value, problem, busy, load };
}
