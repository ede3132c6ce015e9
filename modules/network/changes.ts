/**
 * Tables of what happens to the network itself: villages that are parted, divisions that come in from the statistics or are
 * corrected by hand, what a station's model asks for, what the papers say. No phone holds them.
 */
import { added, columns, defineTable, Id, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { divisionMarks } from './divisions.ts';

/** Which people go to which new village: these by name, and all of these hamlets who are not named elsewhere. */
export const SplitPart = z.strictObject({
  roomId: Id,
  hamlets: z.array(z.string().check(z.maxLength(40))),
  clientIds: z.array(Id),
});

export type SplitPart = z.infer<typeof SplitPart>;

/** A village parted into several (拆村). Its people follow in chunks whose ids derive from it (law S10). */
export const splits = defineTable({
  name: 'network.splits',
  columns: {
    roomId: columns.id(),
    parts: columns.json(z.array(SplitPart)),
    fromDay: columns.day(),
    at: columns.instant(),
    state: columns.choice(['moving', 'done']),
    /** Who stays, by name, although their hamlet goes. */
    stay: added(columns.json(z.array(Id)), []),
  },
  scope: () => scopes.office,
  seenBy: [],
});
export type Split = z.infer<typeof splits.schema>;

/** Everybody whom a split names, wherever they go: their hamlet does not decide for them. */
export function namedInSplit({ parts, stay }: Pick<Split, 'parts' | 'stay'>): string[] {
  return [...stay, ...parts.flatMap((part) => part.clientIds)];
}

/** One run of the import of a county's townships and villages: what was asked for, and how far it has come. */
export const divisionImports = defineTable({
  name: 'network.division_imports',
  columns: {
    countyCode: columns.text(6),
    /** Townships (nine digits) that have a station already; null: all of them. */
    openTownships: optional(columns.json(z.array(z.string()))),
    /** Entries that are no real townships by the rule, and are wanted all the same. */
    include: columns.json(z.array(z.string())),
    fromDay: columns.day(),
    at: columns.instant(),
    total: columns.count(),
    done: columns.count(),
    state: columns.choice(['running', 'done']),
  },
  scope: () => scopes.office,
  seenBy: [],
});
export type DivisionImport = z.infer<typeof divisionImports.schema>;

/** What a county's administrator knows better than the statistics: laid over the shared reference (law Z1). */
export const correctedDivisions = defineTable({
  name: 'network.corrected_divisions',
  columns: {
    /** Twelve digits, as the statistics have it. */
    sourceCode: columns.text(12),
    name: optional(columns.text(60)),
    mark: optional(columns.choice(divisionMarks)),
    /** Another code, from a day on. */
    code: optional(columns.text(12)),
    codeFrom: optional(columns.day()),
    reason: columns.text(200),
  },
  scope: () => scopes.office,
  seenBy: [],
});

/** `rooms`: the station's villages are counted · `recorded`: each is entered by name. */
export const ModelPart = z.strictObject({
  key: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,19}$/)),
  name: z.string().check(z.minLength(1), z.maxLength(20)),
  /** How many a station needs; null: as many as it chooses (the N of 1138N). */
  required: z.nullable(z.int().check(z.minimum(1), z.maximum(99))),
  source: z.enum(['rooms', 'recorded']),
});
export type ModelPart = z.infer<typeof ModelPart>;

/** What a station's model asks for (1138N: 1 platform, 1 brand, 3 projects, 8 rooms, N chosen): data, not program. */
export const stationModels = defineTable({
  name: 'network.station_models',
  columns: { code: columns.text(20), parts: columns.json(z.array(ModelPart)) },
  scope: () => scopes.office,
  seenBy: [],
});
export type StationModel = z.infer<typeof stationModels.schema>;

/** What a station has of its model, each by name and with its days. */
export const modelParts = defineTable({
  name: 'network.model_parts',
  columns: {
    stationId: columns.id(),
    part: columns.text(20),
    name: columns.text(60),
    fromDay: columns.day(),
    toDay: optional(columns.day()),
  },
  scope: () => scopes.office,
  seenBy: [],
});
export type RecordedPart = z.infer<typeof modelParts.schema>;

export const statementSubjects = [
  'workers-per-station',
  'workers',
  'stations',
  'townships',
  'villages',
  'agencies',
  'certified',
] as const;
const Named = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(20)),
  n: z.int().check(z.minimum(0)),
});

/** What a paper says of the network, to be set beside the lists: contradictions are shown, not hidden (DOMAIN.md 6). */
export const statements = defineTable({
  name: 'network.statements',
  columns: {
    subject: columns.choice(statementSubjects),
    /** Which paper, so that whoever reads the contradiction can look it up. */
    source: columns.text(60),
    total: optional(columns.count()),
    least: optional(columns.count()),
    most: optional(columns.count()),
    /** How the paper divides the total; several divisions are several lists. */
    divided: columns.json(z.array(z.array(Named))),
    day: columns.day(),
  },
  scope: () => scopes.office,
  seenBy: [],
});
export type Statement = z.infer<typeof statements.schema>;
