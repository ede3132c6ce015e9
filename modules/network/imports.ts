/**
 * Which ledgers came in, whole files at a time: who imported what for which station, what they decided, what became of it;
 * and what the headings of an agency's ledgers mean. Kept by the office; no phone holds any of it.
 */
import { columns, defineTable, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

export const importTargets = ['people', 'visits', 'villages', 'staff', 'needs', 'hours'] as const;
export type ImportTargetName = (typeof importTargets)[number];

/** How many rows of the file met which end. */
export const ImportCounts = z.strictObject({
  made: z.int(),
  filled: z.int(),
  there: z.int(),
  refused: z.int(),
  leftOut: z.int(),
});
export const UndoCounts = z.strictObject({ withdrawn: z.int(), kept: z.int() });

/**
 * One file, imported as one batch. running: its rows are being taken · done · stopped: the file could not be read again ·
 * undoing, undone: what it made is being, or was, taken back.
 */
export const imports = defineTable({
  name: 'network.imports',
  columns: {
    target: columns.choice(importTargets),
    /** null: rows of the whole county (villages). */
    stationId: optional(columns.id()),
    fileSha256: columns.text(64),
    /** What the file was called: it may tell a name. */
    fileName: columns.text(120, { mark: 'guarded' }),
    /** What was chosen in the wizard, as `apps/server/imports/choices.ts` reads it. */
    choices: columns.json(z.record(z.string(), z.unknown())),
    openedBy: columns.id(),
    openedAt: columns.instant(),
    state: columns.choice(['running', 'done', 'stopped', 'undoing', 'undone']),
    closedAt: optional(columns.instant()),
    counts: optional(columns.json(ImportCounts)),
    undoneBy: optional(columns.id()),
    undoneAt: optional(columns.instant()),
    undoCounts: optional(columns.json(UndoCounts)),
  },
  scope: () => scopes.office,
  seenBy: [],
});
export type Import = z.infer<typeof imports.schema>;

/** What a heading means in the ledgers of an agency, or of a station that no agency runs: as somebody last said. */
export const headings = defineTable({
  name: 'network.headings',
  columns: {
    ownerId: columns.id(),
    target: columns.choice(importTargets),
    heading: columns.text(120),
    /** null: left out. */
    field: optional(columns.text(60)),
    setBy: columns.id(),
  },
  scope: () => scopes.office,
  seenBy: [],
});
