/** The small county on a memory store that a test can look into: its rows, and what its figures' leaves add up to. */
import type { Table } from '@yimi/kernel';
import { MemoryStore } from '@yimi/sync';
import type { World } from './world.ts';
import { countyId, smallCounty } from './world.ts';

const stores = new WeakMap<World, MemoryStore>();

export async function memoryCounty(seed = 1): Promise<World> {
  const store = new MemoryStore();
  const world = await smallCounty(seed, store);
  stores.set(world, store);
  return world;
}

export function rowsOf<Row extends { id: string }>(world: World, table: Table<Row>): Row[] {
  const found = stores.get(world)?.county(countyId).rows.get(table.name)?.values() ?? [];
  return [...found].map(({ row }) => table.schema.parse(row));
}

/** The sum of a figure's leaves whose dimensions hold all these values; of a distinct figure, those of one grain. */
export function counted(world: World, figure: string, ...values: unknown[]): number {
  const found = stores.get(world)?.county(countyId).rows.get('figures.rollups')?.values() ?? [];
  return [...found]
    .map(({ row }) => ({ figure: row.figure, n: Number(row.n), dims: JSON.parse(String(row.dims)) as unknown[] }))
    .filter((leaf) => leaf.figure === figure && values.every((value) => leaf.dims.flat().includes(value)))
    .reduce((sum, leaf) => sum + leaf.n, 0);
}

/** What a person's command comes to: `accepted`, or the code of the refusal. */
export async function told(world: World, userId: string, name: string, input: unknown): Promise<string> {
  const [outcome] = await world.send(userId, world.envelope(name, input));
  return outcome?.problem?.code ?? outcome?.status ?? 'nothing';
}
