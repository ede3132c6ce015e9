/**
 * The demo's one signed monthly report (工作月报): the head of the first station writes the two boxes and signs the month
 * that is over, through the same reading and the same command as at the desk, at the demo's own hour.
 */
import type { Signing } from '@yimi/demo';
import { derivedId, isProblem } from '@yimi/kernel';
import type { ServerEngine } from '@yimi/sync';
import { catalogue } from '../catalogue.ts';
import { postsOf, pushAsSystem, systemEnvelope } from './engine.ts';
import type { Cellar } from './house.ts';
import { readAs } from './reads/read-context.ts';
import { frozen, linesNow, stationMonth } from './reports/index.ts';

/** @returns the code of what was refused, or null */
export async function signDemoReport(
  { database, store }: Pick<Cellar, 'database' | 'store'>,
  engine: ServerEngine,
  countyId: string,
  { headId, stationId, month, at, problems, plans }: Signing,
): Promise<string | null> {
  const push = (name: string, input: unknown) => pushAsSystem(engine, countyId, systemEnvelope(name, input, at));
  await push('services.write-report', { stationId, month, problems, plans });
  const posts = await store.snapshot(countyId, (tx) => postsOf(tx, headId, at));
  const roles = posts.map((post) => post.role);
  const head = { userId: headId, countyId, cityCode: null, sessionId: headId, deviceId: null, posts, roles };
  const reportId = derivedId(stationId, `demo report ${month}`);
  const found = await readAs({ database, store, catalogue, now: () => at }, head, async (context) => {
    const of = stationMonth(context, { station: stationId, month });
    return isProblem(of) ? of : frozen(context, of, reportId, await linesNow(context, of));
  });
  if (isProblem(found)) return found.code;
  const signed = await push('services.sign-report', found);
  return signed.problem?.code ?? null;
}
