/** Reads in the history that a phone keeps, after its people stand and while the screen is used (law S7). */
import type { Confirmed } from './confirmed.ts';
import type { Persistence, Segment } from './persistence.ts';

export type ToRead = Awaited<ReturnType<Persistence['load']>>['history'];

/**
 * @param mixed history of a log of before it lay apart: older than all the rest
 * @param pause lets the screen have its turn
 * @returns how many segments there were
 */
export async function readHistory(
  confirmed: Confirmed,
  mixed: readonly Segment[],
  rest: ToRead,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  let read = 0;
  const readIn = async (segment: Segment): Promise<void> => {
    for (const _ of confirmed.applyHistory(segment)) await pause();
    read += 1;
  };
  for (const segment of mixed) await readIn(segment);
  for await (const segment of await rest()) await readIn(segment);
  confirmed.historyUnread = false;
  return read;
}
