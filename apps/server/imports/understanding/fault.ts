/**
 * What is wrong with one cell, or worth saying about it. Never a value: the words are made from the code where they are
 * shown, and a value that somebody mistyped is not carried into reports (DOMAIN.md 7).
 */
export const faultCodes = [
  'missing',
  'spreadsheet-error',
  'name-odd',
  'name-several',
  'name-lost-character',
  'name-digits',
  'id-digits-lost',
  'id-exponent',
  'id-characters',
  'id-length',
  'id-check',
  'id-old',
  'card-unreadable',
  'id-twice-other-name',
  'id-elsewhere-other-name',
  'day-unreadable',
  'day-impossible',
  'day-future',
  'day-two-digit-year',
  'day-contradicts-id',
  'sex-unreadable',
  'sex-contradicts-id',
  'phone-unreadable',
  'phone-digits-lost',
  'village-unknown',
  'village-several',
  'group-unknown',
  'tick-unreadable',
  'choice-unknown',
  'guardian-needed',
  'too-long',
  'no-such-person',
  'several-persons',
  'author-unknown',
  'author-several',
  'already-there',
  'day-no-year',
  'day-several',
  'station-unknown',
  'code-elsewhere-other-name',
  'village-not-listed',
  'minutes-unreadable',
  'role-unknown',
  'role-by-desk',
  'staff-same-name',
  'ends-before-begin',
  'twice-in-file',
  'code-unreadable',
  'answered-before-asked',
  'answered-by-station',
  'clock-unreadable',
  'helper-unknown',
  'helper-several',
  'refused',
] as const;
export type FaultCode = (typeof faultCodes)[number];

export interface Fault {
  readonly code: FaultCode;
  /** The column it stands in, from 0; null for the row as a whole. */
  readonly column: number | null;
  /** The field that was looked for. */
  readonly field: string;
  /** Numbers and codes that the words need: another row of the file, a length. Never what was typed. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** What is taken, but not as written: said in the report. */
export const remarkCodes = [
  'day-month-only',
  'day-year-only',
  'day-from-age',
  'phone-several',
  'left-blank',
  'note-on-cell',
  'name-remark',
  'same-person-again',
  'household-made',
  'day-year-of-title',
  'day-first-of-month',
  'day-today',
  'result-assumed',
  'need-as-words',
  'author-is-importer',
  'author-first',
  'same-visit-again',
  'same-village-again',
  'code-kept',
  'hamlet-not-kept',
  'no-account',
  'kind-from-words',
  'kind-assumed',
  'channel-assumed',
  'asker-unsure',
  'need-too-old',
  'same-need-again',
] as const;
export type RemarkCode = (typeof remarkCodes)[number];

export interface Remark {
  readonly code: RemarkCode;
  readonly column: number | null;
  readonly field: string;
}

/** What a parser makes of a cell: a value, or a fault; and what it wants said. */
export interface Parsed<T> {
  readonly value: T | null;
  readonly fault?: { readonly code: FaultCode; readonly details?: Readonly<Record<string, string | number>> };
  readonly remark?: RemarkCode;
}

export const wrong = (code: FaultCode, details?: Record<string, string | number>): Parsed<never> =>
  details === undefined ? { value: null, fault: { code } } : { value: null, fault: { code, details } };
