/**
 * What an outbox entry says, read back from its envelope: for the list of what waits and for mending what was refused.
 * An envelope's input is unknown until parsed: it may have been written by an older version of the app.
 */
import { needKinds, visitModes, visitResults } from '@yimi/services';
import type { Entry } from '@yimi/sync';
import * as z from 'zod/mini';

const FileNote = z.object({
  kind: z.enum(['photo', 'voice', 'file']),
  sha256: z.string(),
  mime: z.string(),
  bytes: z.number(),
  takenAt: z.number(),
  name: z._default(z.nullable(z.string()), null),
  place: z._default(z.nullable(z.object({ lat: z.number(), lon: z.number(), accuracy: z.number() })), null),
});
const RecordVisit = z.object({
  visitId: z.string(),
  clientId: z.string(),
  visitedAt: z.number(),
  mode: z.enum(visitModes),
  result: z.enum(visitResults),
  findings: z.nullable(z.string()),
  needs: z.array(z.enum(needKinds)),
  files: z.array(FileNote),
});
export type RecordVisitContent = z.infer<typeof RecordVisit>;

const Loose = z.object({
  visitId: z.optional(z.string()),
  clientId: z.nullish(z.string()),
  name: z.optional(z.string()),
  answer: z.optional(z.string()),
  reason: z.optional(z.string()),
  findings: z.nullish(z.string()),
  needId: z.optional(z.string()),
  words: z.nullish(z.string()),
  note: z.optional(z.string()),
});

export function recordVisitContent(entry: Entry): RecordVisitContent | null {
  if (entry.envelope.name !== 'services.record-visit') return null;
  const parsed = RecordVisit.safeParse(entry.envelope.input);
  return parsed.success ? parsed.data : null;
}

export function looseContent(entry: Entry): z.infer<typeof Loose> {
  const parsed = Loose.safeParse(entry.envelope.input);
  return parsed.success ? parsed.data : {};
}

/** The last part of the command's name, `record-visit`; of needs, whose verbs stand alone, `needs-record`. */
export function commandWord(entry: Entry): string {
  const [module = '', word = 'other'] = entry.envelope.name.split('.');
  return ['needs', 'meals', 'protection'].includes(module) ? `${module}-${word}` : word;
}

/** The entry that made a visit, if it is still in the outbox. */
export function entryOfVisit(entries: readonly Entry[], visitId: string): Entry | undefined {
  return entries.find(
    (entry) => entry.envelope.name === 'services.record-visit' && looseContent(entry).visitId === visitId,
  );
}

/** Not on the server yet, and nothing for the person to do. */
export function isWaiting(entry: Entry): boolean {
  return entry.state === 'pending' || entry.state === 'waiting';
}
