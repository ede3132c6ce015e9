/** How the two ends of a tie are named. */
import { derivedId } from '@yimi/kernel';

/** The row of one end; it keeps its name when the person's file is merged. */
export function tieEndId(tieId: string, clientId: string): string {
  return derivedId(tieId, `end/${clientId}`);
}
