/**
 * A visit while it is being written. It begins with what the program knows (now, at the door), so that nothing known is
 * asked. A draft may begin from a refused record, whose content it takes over and which the new command then mends (C4).
 */
import type { needKinds, visitModes, visitResults } from '@yimi/services';
import type { Entry } from '@yimi/sync';
import { recordVisitContent } from '../records/entry-content.ts';

export type NeedKind = (typeof needKinds)[number];
export type VisitResult = (typeof visitResults)[number];
export type VisitMode = (typeof visitModes)[number];

export interface DraftFile {
  readonly id: string;
  readonly kind: 'photo' | 'voice';
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: number;
  readonly takenAt: number;
}

export interface VisitDraft {
  readonly visitId: string;
  readonly clientId: string;
  readonly mends: string | null;
  mode: VisitMode;
  result: VisitResult | null;
  /** Null: the moment of saving. */
  visitedAt: number | null;
  needs: NeedKind[];
  findings: string;
  files: DraftFile[];
  /** The call sheet was shown for this result. */
  called: boolean;
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
