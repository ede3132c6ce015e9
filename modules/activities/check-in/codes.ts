/**
 * The check-in code (签到码): eight digits that change every minute, drawn from the activity's secret, so that an organiser's phone
 * shows them and the server proves them later, both without a network in between. The first of them says in or out, the last
 * finds a slip of the finger on the spot. A printed code is drawn the same way without the minute, and proves less.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

export const directions = ['in', 'out'] as const;
export type Direction = (typeof directions)[number];
export const codeSources = ['code', 'print'] as const;
export type CodeSource = (typeof codeSources)[number];

/** What is shown stands for a minute: long enough to be read across a yard and typed, with the next one at hand. */
export const stepMs = 60_000;
/** Two phones without a network may tell the time this many minutes apart, to either side [ours]. */
export const driftSteps = 10;
/** How far back and ahead a code is still recognised as this activity's, to say that it came too late: a day's activity. */
const knownSteps = 12 * 60;
/** Of the ten million values of seven digits, check-ins have the lower half and check-outs the upper. */
const half = 5_000_000;

export interface Coded {
  /** The activity's id. */
  readonly id: string;
  readonly secret: string;
}

/** Luhn (ISO/IEC 7812-1, annex B): finds every single wrong digit, and nearly every two that changed places. */
function luhn(digits: string): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const twice = at % 2 === 0 ? digit * 2 : digit;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return (10 - (sum % 10)) % 10;
}

function drawn({ id, secret }: Coded, direction: Direction, when: number | 'print'): string {
  const mac = hmac(sha256, utf8ToBytes(secret), utf8ToBytes(`${id}/${direction}/${when}`));
  // Six bytes fit a number exactly; what the remainder prefers is less than one in fifty million.
  const value = mac.subarray(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) % half;
  const seven = String(value + (direction === 'out' ? half : 0)).padStart(7, '0');
  return `${seven}${luhn(seven)}`;
}

const stepOf = (at: number): number => Math.floor(at / stepMs);

/** What the organiser's phone shows at this instant. */
export function codeAt(coded: Coded, direction: Direction, at: number): string {
  return drawn(coded, direction, stepOf(at));
}

/** What stands on the poster. */
export function printedCode(coded: Coded, direction: Direction): string {
  return drawn(coded, direction, 'print');
}

/** What the digits themselves say; null: no code, somebody slipped. */
export function directionOf(digits: string): Direction | null {
  if (!/^\d{8}$/.test(digits) || luhn(digits.slice(0, 7)) !== Number(digits[7])) return null;
  return Number(digits[0]) < 5 ? 'in' : 'out';
}

/** Whether the digits are this activity's, and shown at the minute at which they were typed, give or take the drift. */
export function provenBy(coded: Coded, digits: string, direction: Direction, at: number): CodeSource | null {
  if (printedCode(coded, direction) === digits) return 'print';
  return within(coded, digits, direction, at, driftSteps) ? 'code' : null;
}

/** Whether they were shown earlier or later on that day. */
export function shownOtherwise(coded: Coded, digits: string, direction: Direction, at: number): boolean {
  return within(coded, digits, direction, at, knownSteps);
}

function within(coded: Coded, digits: string, direction: Direction, at: number, steps: number): boolean {
  const now = stepOf(at);
  for (let away = 0; away <= steps; away++) {
    if (drawn(coded, direction, now - away) === digits || drawn(coded, direction, now + away) === digits) return true;
  }
  return false;
}
