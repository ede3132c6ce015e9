/**
 * Keeps the visits that are being written on the phone's disk, as they grow: when the camera takes the memory, Android ends
 * the page without a word. After the PIN they stand there as they were left. What was saved meanwhile is let go.
 */
import { ownVisits } from '@yimi/services';
import { watch } from 'vue';
import type { OpenUser } from '../device/index.ts';
import { refusalIn } from '../device/index.ts';
import type { VisitDraft } from './draft.ts';
import { isWorthKeeping, storedDraft } from './draft.ts';

/** Letters typed in a row make one write; what a sudden end can cost is less than a word. */
const gatherMs = 300;

/** The drafts found on the disk, without those whose record was already written: the end may have come in between. */
export function draftsFound({ drafts, replica }: OpenUser): VisitDraft[] {
  const found: VisitDraft[] = [];
  for (const content of drafts.found) {
    const draft = storedDraft(content);
    if (draft === null) continue;
    const { visitId } = draft;
    const recorded =
      replica.rows(ownVisits).some((row) => row.id === visitId) ||
      replica.entries.some(({ envelope }) => JSON.stringify(envelope.input).includes(visitId));
    if (recorded) void drafts.drop(visitId);
    else found.push(draft);
  }
  return found;
}

/** @param drafts reactive, by person @returns how to write at once, and how to end */
export function keepDrafts({ drafts: shelf }: OpenUser, drafts: ReadonlyMap<string, VisitDraft>) {
  const kept = new Set([...drafts.values()].map((draft) => draft.visitId));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const orFull = (error: unknown): void => {
    // On a full disk the form goes on in memory, and saving it says what to do.
    if (refusalIn(error) === null) reportError(error);
  };
  const write = (): void => {
    clearTimeout(timer);
    const open = new Set<string>();
    for (const draft of drafts.values()) {
      if (!isWorthKeeping(draft)) continue;
      open.add(draft.visitId);
      kept.add(draft.visitId);
      shelf.keep(draft.visitId, draft).catch(orFull);
    }
    for (const id of kept) {
      if (open.has(id)) continue;
      kept.delete(id);
      shelf.drop(id).catch(orFull);
    }
  };
  const stopWatching = watch(
    drafts,
    () => {
      clearTimeout(timer);
      timer = setTimeout(write, gatherMs);
    },
    { deep: true },
  );
  // The camera, a call, another app: what is hidden may never be shown again.
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') write();
  };
  document.addEventListener('visibilitychange', hidden);
  window.addEventListener('pagehide', write);
  const stop = (): void => {
    clearTimeout(timer);
    stopWatching();
    document.removeEventListener('visibilitychange', hidden);
    window.removeEventListener('pagehide', write);
  };
  return { write, stop };
}
