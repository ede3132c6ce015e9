/**
 * A refusal is a value (law C4): something a person can read, mend and send again. Only bugs throw.
 * The text people read lives in the locale files, keyed by `code`; this value carries what the text needs.
 */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'stale-client'
  | 'unavailable';

export type Detail = string | number | boolean | null;

export interface Problem {
  readonly problem: true;
  /** Stable, `module.what-is-wrong`; retired codes are never reused. */
  readonly code: string;
  readonly kind: ProblemKind;
  /** Path of the input field at fault, if one is. */
  readonly field?: string;
  /** Never personal data: details travel to logs. */
  readonly details: Readonly<Record<string, Detail>>;
}

export function problem(
  kind: ProblemKind,
  code: string,
  details: Record<string, Detail> = {},
  field?: string,
): Problem {
  return field === undefined ? { problem: true, code, kind, details } : { problem: true, code, kind, details, field };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'problem' in value && value.problem === true;
}
