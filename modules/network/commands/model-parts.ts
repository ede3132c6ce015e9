/** What a station has of its model (1138N): people, desks and rooms that no list tells by itself. */
import type { Permission, Place, Tx } from '@yimi/kernel';
import { Day, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import type { ModelPart } from '../changes.ts';
import { modelParts, stationModels } from '../changes.ts';
import { alreadyEnded, alreadyThere, noSuchModel, noSuchPart, noSuchStation } from '../problems.ts';
import { stations } from '../tables.ts';
import { bySettings } from './by-settings.ts';

/** A station's own head knows best what it has. */
const byStation: Permission = { ...bySettings, 'station-head': 'station' };

export const recordModelPart = defineCommand({
  name: 'network.record-model-part',
  input: z.strictObject({
    partId: Id,
    stationId: Id,
    part: z.string().check(z.maxLength(20)),
    name: z.string().check(z.minLength(1), z.maxLength(60)),
    fromDay: Day,
  }),
  permission: byStation,
  keys: (input) => [keyOf(modelParts, input.partId), keyOf(stations, input.stationId)],
  place: (_tx, input): Place => ({ stationId: input.stationId }),
  execute: (tx, { partId, ...rest }) => {
    const station = tx.get(stations, rest.stationId, scopes.county);
    if (station === 'absent' || station === 'not-held') return noSuchStation();
    if (station.modelId === null) return noSuchModel();
    const model = tx.get(stationModels, station.modelId);
    // A phone holds no models: the server decides.
    const known = model === 'not-held' || (model !== 'absent' && recordable(model.parts, rest.part));
    if (!known) return noSuchPart();
    if (tx.get(modelParts, partId, scopes.office) !== 'absent') return alreadyThere('input.partId');
    tx.put(modelParts, { id: partId, ...rest, toDay: null });
    return undefined;
  },
});

function recordable(parts: readonly ModelPart[], key: string): boolean {
  return parts.some((part) => part.key === key && part.source === 'recorded');
}

function stationOfPart(tx: Tx, input: { partId: string }): Place | 'not-held' | null {
  const part = tx.get(modelParts, input.partId);
  if (part === 'not-held') return 'not-held';
  return part === 'absent' ? null : { stationId: part.stationId };
}

export const endModelPart = defineCommand({
  name: 'network.end-model-part',
  input: z.strictObject({ partId: Id, lastDay: Day }),
  permission: byStation,
  keys: (input) => [keyOf(modelParts, input.partId)],
  place: stationOfPart,
  execute: (tx, { partId, lastDay }) => {
    const part = tx.get(modelParts, partId);
    if (part === 'not-held') return undefined;
    if (part === 'absent') return noSuchPart('input.partId');
    if (part.toDay !== null) return alreadyEnded();
    tx.put(modelParts, { ...part, toDay: lastDay });
    return undefined;
  },
});
