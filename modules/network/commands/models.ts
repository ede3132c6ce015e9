/** Station models (1138N) as the county defines them, which station follows which, and what papers say of the numbers. */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { ModelPart, statementSubjects, statements, stationModels } from '../changes.ts';
import { alreadyThere, noSuchModel, noSuchStation } from '../problems.ts';
import { stations } from '../tables.ts';
import { anywhere, bySettings } from './by-settings.ts';

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
