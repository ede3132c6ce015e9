/** What this phone carries of activities: the codes that its holder shows, what they signed up for, and what they typed that has not gone out. */
import type { Direction, OwnCode, OwnPart } from '@yimi/activities';
import { directionOf, ownCodes, ownParts } from '@yimi/activities';
import { dayOf } from '@yimi/kernel';
import type { Entry } from '@yimi/sync';
import * as z from 'zod/mini';
import type { Live } from '../live.ts';
import { isWaiting } from '../records/entry-content.ts';

const byBeginning = (one: { fromMinute: number }, other: { fromMinute: number }): number =>
  one.fromMinute - other.fromMinute;

export function codesOn(live: Live, today: string): OwnCode[] {
  return live
    .rowsOf(ownCodes)
    .value.filter((code) => code.day === today)
    .sort(byBeginning);
}

/** Today's and the last days', the nearest first. */
export function heldParts(live: Live): OwnPart[] {
  return [...live.rowsOf(ownParts).value].sort(
    (one, other) => other.day.localeCompare(one.day) || byBeginning(one, other),
  );
}

/** What is still to be done today: check in, or out. */
export interface DuePart {
  readonly part: OwnPart;
  readonly next: Direction;
}

export function dueParts(live: Live, today: string): DuePart[] {
  const typed = new Set(typedToday(live, today).map(({ direction }) => direction));
  return heldParts(live)
    .filter((part) => part.day === today && (part.state === 'open' || part.state === 'held') && part.outAt === null)
    .map((part) => ({ part, next: part.inAt === null && !typed.has('in') ? ('in' as const) : ('out' as const) }))
    .filter(({ next }) => next === 'in' || !typed.has('out'));
}

export interface Typed {
  readonly id: string;
  readonly digits: string;
  readonly direction: Direction;
  readonly at: number;
}

const Input = z.object({ digits: z.string() });

function typedIn(entry: Entry): Typed[] {
  if (entry.envelope.name !== 'activities.check-in' || !isWaiting(entry)) return [];
  const { data } = Input.safeParse(entry.envelope.input);
  const direction = data === undefined ? null : directionOf(data.digits);
  if (data === undefined || direction === null) return [];
  return [{ id: entry.envelope.id, digits: data.digits, direction, at: entry.envelope.occurredAt }];
}

export function typedToday(live: Live, today: string): Typed[] {
  return live.entries.value.flatMap(typedIn).filter(({ at }) => dayOf(at) === today);
}
