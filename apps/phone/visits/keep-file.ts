/** From something chosen or taken to a file of the record: kept on the phone first, then named in the form. */
import type { Problem } from '@yimi/kernel';
import { defaultEvidenceRule, evidenceRules, paperTypes, whereText } from '@yimi/services';
import type { KeptFile } from '../device/index.ts';
import { refusalIn, whereNow } from '../device/index.ts';
import type { Live } from '../live.ts';
import type { DraftFile } from './draft.ts';

export type FileOutcome = { file: DraftFile } | { problem: Problem } | { failed: true };

export function ruleOf(live: Live) {
  return live.user.replica.rows(evidenceRules)[0] ?? defaultEvidenceRule;
}

async function named(live: Live, kind: DraftFile['kind'], keep: Promise<KeptFile>, name: string | null) {
  try {
    const { sha256, mime, bytes } = await keep;
    return {
      file: { id: live.user.replica.newId(), kind, sha256, mime, bytes, takenAt: Date.now(), name, place: null },
    };
  } catch (error) {
    const problem = refusalIn(error);
    return problem === null ? { failed: true as const } : { problem };
  }
}

export function keepVoice(live: Live, sound: Blob, seconds: number): Promise<FileOutcome> {
  return named(live, 'voice', live.user.files.addVoice(sound, seconds), null);
}

export function keepPhoto(live: Live, photo: Blob): Promise<FileOutcome> {
  return named(live, 'photo', live.user.files.addPhoto(photo), null);
}

/** The type by the name's end: Android often gives none. */
const byEnding: Readonly<Record<string, (typeof paperTypes)[number]>> = {
  pdf: paperTypes[0],
  docx: paperTypes[1],
  xlsx: paperTypes[2],
};
export const paperEndings = '.pdf,.docx,.xlsx';

/** @returns null for what is no paper that a station keeps */
export function keepPaper(live: Live, paper: File): Promise<FileOutcome> | null {
  const mime = byEnding[paper.name.split('.').at(-1)?.toLowerCase() ?? ''];
  if (mime === undefined) return null;
  // The end of a long name is what tells it apart.
  return named(live, 'file', live.user.files.addPaper(paper, mime), paper.name.slice(-120));
}

/** No more exact than the county keeps it: what is not sent cannot be lost. */
export async function placeNow(live: Live): Promise<DraftFile['place']> {
  const rule = ruleOf(live);
  const [lat, lon, accuracy] = (whereText(await whereNow(rule.place === 'exact'), rule) ?? '').split(',').map(Number);
  return lat === undefined || lon === undefined || accuracy === undefined ? null : { lat, lon, accuracy };
}

const placeKey = (live: Live): string => `yimi.place.${live.user.me.userId}`;
/** The worker's own word, kept on this phone; off until they say otherwise. */
export function allowsPlace(live: Live): boolean {
  return localStorage.getItem(placeKey(live)) === 'yes';
}
export function allowPlace(live: Live, allowed: boolean): void {
  localStorage.setItem(placeKey(live), allowed ? 'yes' : 'no');
}
