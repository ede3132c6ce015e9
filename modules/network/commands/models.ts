/** Station models (1138N) as the county defines them, which station follows which, and what it has of it. */
import type { Permission, Place, Tx } from '@yimi/kernel';
import { Day, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { ModelPart, modelParts, statementSubjects, statements, stationModels } from '../changes.ts';
import { alreadyEnded, alreadyThere, noSuchModel, noSuchPart, noSuchStation } from '../problems.ts';
import { stations } from '../tables.ts';
import { anywhere, bySettings } from './by-settings.ts';

/** A station's own head knows best what it has. */
const byStation: Permission = { ...bySettings, 'station-head': 'station' };

export const defineModel = defineCommand({
  name: 'network.define-model',
  input: z.strictObject({
    modelId: Id,
    code: z.string().check(z.minLength(1), z.maxLength(20)),
    parts: z.array(ModelPart).check(z.minLength(1), z.maxLength(12)),
  }),
  permission: bySettings,
  keys: (input) => [keyOf(stationModels, input.modelId)],
  place: anywhere,
  execute: (tx, { modelId, code, parts }) => {
    if (new Set(parts.map((part) => part.key)).size < parts.length) return alreadyThere('input.parts');
    tx.put(stationModels, { id: modelId, code, parts });
    return undefined;
  },
});

export const chooseModel = defineCommand({
  name: 'network.choose-model',
  input: z.strictObject({ stationId: Id, modelId: z.nullable(Id) }),
  permission: bySettings,
  keys: (input) => [
    keyOf(stations, input.stationId),
    ...(input.modelId === null ? [] : [keyOf(stationModels, input.modelId)]),
  ],
  place: anywhere,
  execute: (tx, { stationId, modelId }) => {
    const station = tx.get(stations, stationId);
    if (station === 'absent' || station === 'not-held') return noSuchStation();
    if (modelId !== null && tx.get(stationModels, modelId) === 'absent') return noSuchModel();
    tx.put(stations, { ...station, modelId });
    return undefined;
  },
});

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

const Count = z.int().check(z.minimum(0), z.maximum(10_000_000));
const Share = z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(20)), n: Count });

/** What a paper says, to be held against the lists; the same id again replaces it. */
export const noteStatement = defineCommand({
  name: 'network.note-statement',
  input: z.strictObject({
    statementId: Id,
    subject: z.enum(statementSubjects),
    source: z.string().check(z.minLength(1), z.maxLength(60)),
    total: z.nullable(Count),
    least: z.nullable(Count),
    most: z.nullable(Count),
    divided: z.array(z.array(Share).check(z.minLength(1), z.maxLength(20))).check(z.maxLength(6)),
    day: Day,
  }),
  permission: bySettings,
  keys: (input) => [keyOf(statements, input.statementId)],
  place: anywhere,
  execute: (tx, { statementId, ...rest }) => {
    tx.put(statements, { id: statementId, ...rest });
    return undefined;
  },
});
