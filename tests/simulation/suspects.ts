/** Which phones a failure has to do with: those whose commands name what it names, then those that share ids with them. */
import { officer, people, roomIds, stationIds } from './county.ts';
import type { Failure } from './log.ts';
import type { Acknowledged } from './phone.ts';

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Everybody's commands name these. */
const everywhere = new Set([...people, officer].map((one) => one.userId).concat(roomIds, stationIds));

/** Circles of phones, each wider than the one before. */
export function suspectsOf(failure: Failure | undefined, ledger: readonly Acknowledged[]): number[][] {
  if (failure === undefined) return [];
  const commands = ledger.map(({ holder, envelope }) => ({ n: holder.phone.n, text: JSON.stringify(envelope) }));
  let ids = [...failure.what.matchAll(/\b[0-9a-f]{6}\b/g)].map(([id]) => `${id}"`);
  const circle = new Set([...failure.what.matchAll(/phone (\d+)/g)].map(([, n]) => Number(n)));
  const circles: number[][] = [];
  for (let hop = 0; hop < 3; hop++) {
    const about = commands.filter(({ text }) => ids.some((id) => text.includes(id)));
    for (const { n } of about) circle.add(n);
    if (circle.size > (circles.at(-1)?.length ?? 0)) circles.push([...circle]);
    ids = [...new Set(about.flatMap(({ text }) => text.match(uuid) ?? []))].filter((id) => !everywhere.has(id));
  }
  return circles;
}
