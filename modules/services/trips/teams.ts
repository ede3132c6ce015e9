/** Who goes: whoever has been out least in the proposed days, so that the far villages are everybody's. */

export function whoGoes(free: readonly string[], size: number, trips: ReadonlyMap<string, number>): readonly string[] {
  return [...free]
    .sort((one, other) => (trips.get(one) ?? 0) - (trips.get(other) ?? 0) || (one < other ? -1 : 1))
    .slice(0, size)
    .sort();
}
