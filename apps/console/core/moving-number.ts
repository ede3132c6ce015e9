/** A number that walks to its new value when something moved, so that the eye catches it; at once for those who prefer. */
import type { Ref } from 'vue';
import { onScopeDispose, ref, watch } from 'vue';

/** Long enough to be seen, short enough not to be waited for. */
const walkMs = 600;

export function movingNumber(of: () => number): { shown: Ref<number>; moving: Ref<boolean> } {
  const shown = ref(of());
  const moving = ref(false);
  let frame = 0;
  watch(of, (to) => {
    cancelAnimationFrame(frame);
    const from = shown.value;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      shown.value = to;
      return;
    }
    moving.value = true;
    const begun = performance.now();
    const step = (now: number): void => {
      const share = Math.min(1, Math.max(0, now - begun) / walkMs);
      shown.value = Math.round(from + (to - from) * share);
      moving.value = share < 1;
      if (share < 1) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
  });
  onScopeDispose(() => cancelAnimationFrame(frame));
  return { shown, moving };
}
