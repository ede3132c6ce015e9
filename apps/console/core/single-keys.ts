/**
 * One key, one act, for work that is done in a row: nobody takes the hand off the keyboard between two decisions. A key
 * that is typed into a field, or held with Ctrl, Alt or ⌘, is none of these.
 */
import { onMounted, onUnmounted } from 'vue';

/**
 * @param keys what each key does
 * @param keepsOut whether the key belongs to what has the focus, or to a question that is open
 */
export function useSingleKeys(
  keys: Readonly<Record<string, () => void>>,
  keepsOut: (event: KeyboardEvent) => boolean,
): void {
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || keepsOut(event)) return;
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }
  onMounted(() => addEventListener('keydown', onKey));
  onUnmounted(() => removeEventListener('keydown', onKey));
}

/** The field, of those that match, in which the key was pressed. */
export function fieldOf(event: KeyboardEvent, fields: string): Element | null {
  return event.target instanceof HTMLElement ? event.target.closest(fields) : null;
}
