/**
 * How much of a long list is drawn: what the screen shows and some more, and the rest as somebody comes near its end. Two
 * hundred lines drawn at once are a second of a cheap phone.
 */
import type { Ref } from 'vue';
import { onBeforeUnmount, useTemplateRef, watch } from 'vue';

/** What a phone's screen shows: these are drawn first, and until they stand the person waits. */
export const firstLines = 8;
/** Twice what a phone's screen shows. */
const linesAtOnce = 20;
/** So far before its end comes into sight the list grows. */
const ahead = '600px';

/**
 * @param drawn how many lines are drawn @param end the name of the template's ref on what stands after the last of them
 * @param margin so far before its end comes into sight the list grows
 */
export function asScrolled(drawn: Ref<number>, end: string, margin: string = ahead): void {
  const watching = new IntersectionObserver(
    (seen) => {
      if (seen.some((one) => one.isIntersecting)) drawn.value += linesAtOnce;
    },
    { rootMargin: margin },
  );
  const mark = useTemplateRef<Element>(end);
  // Watched anew after each growth: an end that is still in sight says so only once.
  watch(
    [mark, drawn],
    () => {
      watching.disconnect();
      if (mark.value !== null) watching.observe(mark.value);
    },
    { flush: 'post', immediate: true },
  );
  onBeforeUnmount(() => watching.disconnect());
}
