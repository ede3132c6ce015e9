/** Figures brought into step with the program's definitions, county by county. */
import type { LogLine } from '../http/app.ts';
import { countiesOf } from '../verify/index.ts';
import type { CountingParts } from './count-anew.ts';
import { countAnew } from './count-anew.ts';

export { areaFaults, country, foldAreas, nameArea } from './areas.ts';
export { noteCounted } from './definitions.ts';

/** All counties, one after the other. A line of the log for each in which something had to be counted. */
export async function countPending(parts: Omit<CountingParts, 'progress'>, log: LogLine): Promise<void> {
  for (const { id } of await countiesOf(parts.database)) {
    const { figures, gone, written } = await countAnew(parts, id);
    if (figures.length + gone.length > 0)
      log({ at: 'figures', county: id, counted: figures.join(' '), gone: gone.join(' '), written });
  }
}
