// The shape of an expected refusal, as everywhere in the house: a plain value with a stable code. It is a file of its
// own so that the kernel's type can take its place without touching the supervisor.

export type Detail = string | number | boolean | null;

export type Problem = {
  readonly problem: true;
  readonly code: string;
  readonly kind: 'unavailable' | 'conflict' | 'invalid';
  readonly field?: string;
  readonly details: Readonly<Record<string, Detail>>;
};

export function refuse(kind: Problem['kind'], code: `server.${string}`, details: Problem['details'] = {}): Problem {
  return { problem: true, kind, code, details };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'problem' in value && value.problem === true;
}

/** The supervisor speaks through this one function; details never hold personal data or passwords. */
export type Log = (message: string, details?: Problem['details']) => void;
