/** The server of the phone's benches: the program as people start it, on a folder furnished for it, behind the poor line. */
import { chmod, cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAway, RunningHouse } from '../../tests/e2e/running-house.ts';
import { Link } from './link.ts';
import { furnish } from './station.ts';

export interface BenchHouse {
  readonly link: Link;
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Furnishing takes minutes. A folder named in YIMI_BENCH_STATION is furnished once and copied for each bench; without it each
 * bench furnishes its own.
 */
async function stationFolder(say: (line: string) => void): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'yimi-bench-house-'));
  await chmod(data, 0o711);
  const ready = process.env.YIMI_BENCH_STATION;
  if (ready === undefined) await furnish(data, say);
  else await cp(ready, data, { recursive: true, preserveTimestamps: true });
  return data;
}

export async function openBenchHouse(say: (line: string) => void): Promise<BenchHouse> {
  const data = await stationFolder(say);
  const house = await RunningHouse.start(data).catch(async (error: unknown) => {
    await clearAway(null, data);
    throw error;
  });
  const link = await Link.to(house.origin);
  say(`the house stands, ready in ${house.readySeconds.toFixed(1)} s`);
  const close = async (): Promise<void> => {
    await link.close();
    await clearAway(house, data);
  };
  return { link, origin: house.origin, close };
}
