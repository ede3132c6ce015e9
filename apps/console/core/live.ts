/**
 * What moved, as it moves: the server names the scopes whose clock moved, screens ask anew for what they show. Where the
 * stream cannot be had, the screens ask every half minute; they never go stale silently.
 */
import { onScopeDispose, ref } from 'vue';

export type LiveState = 'live' | 'polling' | 'off';
export const liveState = ref<LiveState>('off');
const listeners = new Set<() => void>();
let source: EventSource | null = null;
let polling: ReturnType<typeof setInterval> | undefined;
let soon: ReturnType<typeof setTimeout> | undefined;

/** Half a minute: slow enough to be no burden, quick enough that nobody decides on an old number. */
const pollEveryMs = 30_000;
/** Several scopes move with one visit; one look afterwards is enough, and well within the promised two seconds. */
const gatherMs = 400;

function stir(): void {
  clearTimeout(soon);
  soon = setTimeout(() => {
    for (const listener of listeners) listener();
  }, gatherMs);
}

function poll(on: boolean): void {
  clearInterval(polling);
  polling = on ? setInterval(stir, pollEveryMs) : undefined;
  liveState.value = on ? 'polling' : 'live';
}

export function startLive(): void {
  if (source !== null) return;
  source = new EventSource('/api/sync/events');
  source.addEventListener('hello', () => {
    if (liveState.value === 'polling') stir();
    poll(false);
  });
  source.addEventListener('moved', stir);
  source.addEventListener('error', () => poll(true));
}

export function stopLive(): void {
  source?.close();
  source = null;
  clearInterval(polling);
  clearTimeout(soon);
  liveState.value = 'off';
}

/** Calls back after something moved, as long as the screen is there. */
export function onMoved(listener: () => void): void {
  listeners.add(listener);
  onScopeDispose(() => listeners.delete(listener));
}
