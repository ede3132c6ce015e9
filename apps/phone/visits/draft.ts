/**
 * A visit while it is being written. It begins with what the program knows (now, at the door), so that nothing known is
 * asked. A draft may begin from a refused record, whose content it takes over and which the new command then mends (C4).
 */
import { Id } from '@yimi/kernel';
import { needKinds, visitModes, visitResults } from '@yimi/services';
import type { Entry } from '@yimi/sync';
import * as z from 'zod/mini';
import { recordVisitContent } from '../records/entry-content.ts';

export type NeedKind = (typeof needKinds)[number];
export type VisitResult = (typeof visitResults)[number];
export type VisitMode = (typeof visitModes)[number];

const DraftFile = z.object({
  id: Id,
  kind: z.enum(['photo', 'voice', 'file']),
  sha256: z.string(),
  mime: z.string(),
  bytes: z.int(),
  takenAt: z.int(),
  name: z._default(z.nullable(z.string()), null),
  place: z._default(z.nullable(z.object({ lat: z.number(), lon: z.number(), accuracy: z.int() })), null),
});
export type DraftFile = Readonly<z.infer<typeof DraftFile>>;

/** Also what lies on the disk until the visit is saved: a draft of an older version of this form is read with what it had. */
const VisitDraft = z.object({
  visitId: Id,
  clientId: Id,
  mends: z.nullable(z.string()),
  mode: z.enum(visitModes),
  result: z.nullable(z.enum(visitResults)),
  /** Null: the moment of saving. */
  visitedAt: z.nullable(z.int()),
  needs: z.array(z.enum(needKinds)),
  findings: z.string(),
  files: z.array(DraftFile),
  /** The call sheet was shown for this result. */
  called: z.boolean(),
  /** The camera was opened and has given nothing back yet: it may be what ended the page. */
  atCamera: z._default(z.boolean(), false),
});
export type VisitDraft = z.infer<typeof VisitDraft>;

/** What lay on the disk, or null if it is no draft of this program. */
export function storedDraft(content: unknown): VisitDraft | null {
  const parsed = VisitDraft.safeParse(content);
  return parsed.success ? parsed.data : null;
}

export function newDraft(visitId: string, clientId: string): VisitDraft {
  return {
    visitId,
    clientId,
    mends: null,
    mode: 'home',
    result: null,
    visitedAt: null,
    needs: [],
    findings: '',
    files: [],
    called: false,
    atCamera: false,
  };
}

/** The content of a refused record in a new draft; null if the entry is no visit. */
export function draftFromRefused(entry: Entry, visitId: string, newFileId: () => string): VisitDraft | null {
  const content = recordVisitContent(entry);
  if (content === null) return null;
  const { clientId, mode, result, visitedAt, needs, findings, files } = content;
  return {
    visitId,
    clientId,
    mode,
    result,
    visitedAt,
    needs: [...needs],
    findings: findings ?? '',
    mends: entry.envelope.id,
    files: files.map((file) => ({ ...file, id: newFileId() })),
    called: true,
    atCamera: false,
  };
}

/** Somebody would miss it. */
export function isWorthKeeping(draft: VisitDraft): boolean {
  return draft.result !== null || draft.findings !== '' || draft.files.length > 0 || draft.needs.length > 0;
}

/** The input of `services.record-visit`. */
export function visitInput(draft: VisitDraft, now: number): Record<string, unknown> {
  const { visitId, clientId, mode, result, visitedAt, needs, findings, files } = draft;
  return {
    visitId,
    clientId,
    mode,
    result,
    needs,
    files,
    visitedAt: visitedAt ?? now,
    findings: findings.trim() === '' ? null : findings.trim(),
  };
}
