/**
 * The packing list follows from the plan and is typed by nobody: what was asked for, what is to be dropped off, and what
 * visits need. A tick names the item, so that two phones that load the same car agree.
 */
import type { Errand, PackTick, Stop, Supply, Trip } from './tables.ts';

export type PackItem =
  | { readonly item: string; readonly from: 'supply'; readonly supply: Supply }
  | { readonly item: string; readonly from: 'drop-off'; readonly errand: Errand }
  | { readonly item: string; readonly from: 'always'; readonly what: 'phone-charged' | 'badges' };

export interface Packed {
  readonly thing: PackItem;
  readonly packed: boolean;
}

export function packingList(
  trip: Trip,
  stops: readonly Stop[],
  errands: readonly Errand[],
  ticks: readonly PackTick[],
): readonly Packed[] {
  const planned = new Set(stops.flatMap((stop) => stop.errandIds));
  const dropOffs = errands.filter((errand) => planned.has(errand.id) && errand.kind === 'drop-off');
  const visiting = stops.some((stop) => stop.clientIds.length > 0);
  const always = visiting ? (['phone-charged', 'badges'] as const) : (['phone-charged'] as const);
  const things: PackItem[] = [
    ...trip.supplies.map((supply) => ({ item: `supply/${supply.id}`, from: 'supply' as const, supply })),
    ...dropOffs.map((errand) => ({ item: `errand/${errand.id}`, from: 'drop-off' as const, errand })),
    ...always.map((what) => ({ item: `always/${what}`, from: 'always' as const, what })),
  ];
  const ticked = new Set(ticks.flatMap((tick) => (tick.tripId === trip.id && tick.packed ? [tick.item] : [])));
  return things.map((thing) => ({ thing, packed: ticked.has(thing.item) }));
}
