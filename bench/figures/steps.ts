/**
 * What the steps above the county cost a command (ADR 19): the same visits through the engine, one command a commit, with the
 * triggers that leave steps and without them, a hundred by turns, so that a busy minute of the machine meets both.
 */
import { derivedId, uuidv7 } from '@yimi/kernel';
import { catalogue } from '../../apps/catalogue.ts';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { counties, idOf, newClient, newVisit, openTrialHouse, place } from '../../apps/server/trial-house.ts';
import type { BenchRun, Figures } from '../main.ts';

const turns = 16;
const visitsATurn = 100;
const people = 100;
const clientOf = (at: number): string => derivedId('bench steps', `client ${at}`);
const counted = ['figures.rollups', 'figures.day_histogram'];

export async function run({ say }: BenchRun): Promise<Figures> {
  const house = await openTrialHouse();
  try {
    for (let at = 0; at < people; at++)
      await house.system('people.register-client', { ...newClient(clientOf(at), place.room), name: `韦${at}` });
    const times = { with: [] as number[], without: [] as number[] };
    for (let turn = -2; turn < turns; turn++) {
      const steps = turn % 2 === 0;
      for (const table of counted)
        await house.cellar.owner.pool.query(`alter table ${table} ${steps ? 'enable' : 'disable'} trigger user`);
      const taken = await visits(house);
      // The first two only warm.
      if (turn >= 0) times[steps ? 'with' : 'without'].push(...taken);
      say(`${steps ? 'with' : 'without'} steps: ${median(taken)} ms`);
    }
    const [one, other] = [median(times.with), median(times.without)];
    const left = await house.cellar.owner.pool.query<{ n: string }>('select count(*) as n from figures.area_steps');
    return {
      ...{ with_ms: one, without_ms: other, ratio: Math.round((one / other) * 1000) / 1000 },
      ...{ commands_each: times.with.length, steps_waiting: Number(left.rows[0]?.n) },
    };
  } finally {
    await house.close();
  }
}

async function visits({ cellar }: TrialHouse): Promise<number[]> {
  const taken: number[] = [];
  const random = () => crypto.getRandomValues(new Uint8Array(10));
  const name = 'services.record-visit';
  for (let at = 0; at < visitsATurn; at++) {
    const now = Date.now();
    const input = newVisit(uuidv7(now, random()), clientOf(at % people), now);
    const head = { id: uuidv7(now, random()), name, v: catalogue.commands.get(name)?.version ?? 1, occurredAt: now };
    const begun = performance.now();
    const [outcome] = await cellar.engine.push({ countyId: counties.here, userId: idOf('lan') }, [
      { ...head, input, dependsOn: [], mends: null, hints: [] },
    ]);
    taken.push(performance.now() - begun);
    if (outcome?.status !== 'accepted') throw new Error(JSON.stringify(outcome));
  }
  return taken;
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 1000) / 1000;
}
