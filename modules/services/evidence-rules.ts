/**
 * What a command may say of a file, and what becomes of it. Time and place stand beside a picture and never inside it. The
 * place is kept only if the person agreed to it (同意记位置), the worker sent it and the county wants it, and no finer than
 * the county says; a visit without it counts the same (DOMAIN.md 7).
 */
import type { Tx } from '@yimi/kernel';
import { derivedId, Id, Instant, scopes } from '@yimi/kernel';
import type { Client } from '@yimi/people';
import { hasConsent } from '@yimi/people';
import * as z from 'zod/mini';
import type { Evidence, EvidenceNote, EvidenceRule } from './tables.ts';
import { evidenceRules } from './tables.ts';

export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export const soundTypes = ['audio/webm', 'audio/ogg', 'audio/mp4'] as const;
/** What recorders of telephones and computers write besides: taken where a recording is sent as a file. */
export const heardTypes = [...soundTypes, 'audio/mpeg', 'audio/wav', 'audio/amr'] as const;
/** Papers that a station has: a scan, a letter, a list. Nothing that a browser would run. */
export const paperTypes = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
] as const;
const typesOf = { photo: pictureTypes, voice: soundTypes, file: paperTypes } as const;

/** 30 MB is refused at the edge; 10 MB is a generous photo and a long scan. */
export const largestFile = 10_485_760;
/** More than anybody shows of one visit. */
export const mostFiles = 12;

const Place = z.strictObject({
  lat: z.number().check(z.minimum(-90), z.maximum(90)),
  lon: z.number().check(z.minimum(-180), z.maximum(180)),
  /** Metres. */
  accuracy: z.int().check(z.minimum(0), z.maximum(100_000)),
});

/** Files are named here and travel later (law S6). */
export const FileInput = z
  .strictObject({
    id: Id,
    kind: z.enum(['photo', 'voice', 'file']),
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    mime: z.enum([...pictureTypes, ...soundTypes, ...paperTypes]),
    bytes: z.int().check(z.minimum(1), z.maximum(largestFile)),
    takenAt: Instant,
    /** A paper's name; a picture has none. */
    name: z.optional(z.nullable(z.string().check(z.minLength(1), z.maxLength(120)))),
    place: z.optional(z.nullable(Place)),
  })
  .check(z.refine(({ kind, mime }) => typesOf[kind].some((one) => one === mime), { path: ['mime'] }));
export type FileInput = z.infer<typeof FileInput>;

/** One rule a county: its id is the same on every machine. */
export const evidenceRuleId = derivedId('services', 'evidence-rule');

/**
 * Until a county says otherwise: 1600 pixels and quality 80 keep a photographed page legible at about 300 KB, half a minute
 * on a poor line; the place to about a kilometre says which village and not which house.
 */
export const defaultEvidenceRule: EvidenceRule = {
  id: evidenceRuleId,
  longestSide: 1600,
  quality: 80,
  place: 'coarse',
};

export function evidenceRuleOf(tx: Tx): EvidenceRule {
  const rule = tx.get(evidenceRules, evidenceRuleId, scopes.county);
  return rule === 'absent' || rule === 'not-held' ? defaultEvidenceRule : rule;
}

/** Degrees to two decimals are a kilometre, to five a metre. */
export function whereText(place: FileInput['place'], rule: EvidenceRule): string | null {
  if (place === undefined || place === null || rule.place === 'off') return null;
  const decimals = rule.place === 'coarse' ? 2 : 5;
  const accuracy = rule.place === 'coarse' ? Math.max(1000, place.accuracy) : place.accuracy;
  return `${place.lat.toFixed(decimals)},${place.lon.toFixed(decimals)},${accuracy}`;
}

/** @returns null for what is no place of this program */
export function whereTaken(text: string | null | undefined): { lat: number; lon: number; accuracy: number } | null {
  const [lat, lon, accuracy] = (text ?? '').split(',').map(Number);
  if (lat === undefined || lon === undefined || accuracy === undefined) return null;
  return [lat, lon, accuracy].every(Number.isFinite) ? { lat, lon, accuracy } : null;
}

/** What a file's row says besides where it lies. */
export function fileColumns(tx: Tx, file: FileInput, client: Client, day: string) {
  const { id, kind, sha256, mime, bytes, takenAt, name = null, place = null } = file;
  const agreed = hasConsent(client, 'location', day);
  const where = agreed ? whereText(place, evidenceRuleOf(tx)) : null;
  return { id, kind, sha256, mime, bytes, takenAt, name, place: where, turned: 0, withheld: false, arrivedAt: null };
}

/** As the author's own copy keeps it: all but the place, which lies with the village and is for the station. */
export function noteOf(
  file: Pick<
    Evidence,
    'id' | 'kind' | 'sha256' | 'mime' | 'bytes' | 'takenAt' | 'name' | 'turned' | 'withheld' | 'arrivedAt'
  >,
): EvidenceNote {
  const { id, kind, sha256, mime, bytes, takenAt, name, turned, withheld, arrivedAt } = file;
  return { id, kind, sha256, mime, bytes, takenAt, name, turned, withheld, arrivedAt };
}

/** The note that an author's phone predicts where it does not hold the village. */
export function predictedNote(file: FileInput): EvidenceNote {
  const { id, kind, sha256, mime, bytes, takenAt, name = null } = file;
  return { id, kind, sha256, mime, bytes, takenAt, name, turned: 0, withheld: false, arrivedAt: null };
}

export function inOrder(notes: readonly EvidenceNote[]): EvidenceNote[] {
  return [...notes].sort((one, other) => (one.id < other.id ? -1 : 1));
}
