/** How many visits wait for this reader: the number beside the menu entry. */
import { ref } from 'vue';
import { Queue } from '../api.ts';
import { ask } from './http.ts';

export const waitingVisits = ref(0);

export async function countWaiting(): Promise<void> {
  const answer = await ask('/api/visits/queue?state=open', Queue);
  if (!answer.ok) return;
  const { counts, rows } = answer.value;
  waitingVisits.value = counts === undefined ? rows.length : counts.open + counts.answered;
}
