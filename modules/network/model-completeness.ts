/**
 * How much of its model a station has: derived from what was recorded and from its villages, never typed. A part without a
 * required number (the N of 1138N) is as many as the station chose and never lacks.
 */
import type { Day } from '@yimi/kernel';
import type { ModelPart, RecordedPart, StationModel } from './changes.ts';

export interface PartStand {
  readonly key: string;
  readonly name: string;
  readonly required: number | null;
  readonly source: ModelPart['source'];
  readonly n: number;
  /** What was recorded, newest last; empty for a part that is counted from elsewhere. */
  readonly items: readonly { id: string; name: string; fromDay: Day }[];
}

export interface Completeness {
  readonly code: string;
  /** Required parts that are there in full, of how many. */
  readonly whole: number;
  readonly of: number;
  readonly parts: readonly PartStand[];
}

export function completenessOf(
  model: Pick<StationModel, 'code' | 'parts'>,
  recorded: readonly RecordedPart[],
  rooms: number,
  today: Day,
): Completeness {
  const live = recorded.filter((one) => one.fromDay <= today && (one.toDay === null || today <= one.toDay));
  const parts = model.parts.map(({ key, name, required, source }): PartStand => {
    const items = source === 'rooms' ? [] : live.filter((one) => one.part === key).map(itemOf);
    items.sort((one, other) => (one.fromDay < other.fromDay ? -1 : one.fromDay > other.fromDay ? 1 : 0));
    return { key, name, required, source, items, n: source === 'rooms' ? rooms : items.length };
  });
  const needed = parts.filter((part) => part.required !== null);
  const whole = needed.filter((part) => part.n >= (part.required ?? 0)).length;
  return { code: model.code, whole, of: needed.length, parts };
}

function itemOf({ id, name, fromDay }: RecordedPart): PartStand['items'][number] {
  return { id, name, fromDay };
}
