/** In whose tray an author's work lies: the station where the author served on the day of the record. */
import type { Post } from '@yimi/kernel';

/** Where no post covers the day (a wrong clock, a right that had ended), the stations of the latest post. */
export function stationsOfAuthor(posts: readonly Post[], day: string): string[] {
  const atStations = posts.filter((post) => post.stationId !== null);
  const covering = atStations.filter((post) => post.fromDay <= day && (post.toDay === null || day <= post.toDay));
  const latest = atStations
    .map((post) => post.toDay ?? '9999-12-31')
    .sort()
    .at(-1);
  const chosen = covering.length > 0 ? covering : atStations.filter((post) => (post.toDay ?? '9999-12-31') === latest);
  return [...new Set(chosen.flatMap((post) => post.stationId ?? []))];
}
