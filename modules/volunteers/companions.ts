/**
 * Companionship (一对一互助, 陪伴): a volunteer and a person on file keep to a rhythm, and what they agreed to do. A contact is one a
 * day and pair, whether a visit of the volunteer's made it or the desk was told of it, so that nobody's is counted twice.
 */
import type { Tx } from '@yimi/kernel';
import { addDays, columns, type Day, defineTable, derivedId, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

/** 生活照料、健康咨询、精神慰藉 (DOMAIN.md 6, Luqiao). */
export const companionKinds = ['care', 'health-advice', 'comfort'] as const;
export const companionStates = ['living', 'ended'] as const;
/** 约定的做完了、本人不想继续、志愿者不能继续、搬走了、志愿者离开了、离世或不再服务、别的. */
export const companionEnds = [
  'fulfilled',
  'person-declined',
  'helper-declined',
  'moved',
  'helper-left',
  'person-left',
  'other',
] as const;
export type CompanionEnd = (typeof companionEnds)[number];
/** Once in a season is the least that is a rhythm. */
export const mostDaysBetween = 90;

export const Kinds = z.array(z.enum(companionKinds)).check(z.minLength(1), z.maxLength(companionKinds.length));

export const pairs = defineTable({
  name: 'volunteers.pairs',
  columns: {
    helperId: columns.id(),
    clientId: columns.id(),
    /** The file for which it was begun, where that was merged since. */
    recordedFor: optional(columns.id()),
    /** Where the person lives, and the desk there. */
    roomId: columns.id(),
    stationId: columns.id(),
    everyDays: columns.count(),
    kinds: columns.json(Kinds),
    sinceOn: columns.day(),
    state: columns.choice(companionStates),
    endReason: optional(columns.choice(companionEnds)),
    endedOn: optional(columns.day()),
    /** The last contact, and the day by which the next is due; null once ended. */
    lastOn: optional(columns.day()),
    dueOn: optional(columns.day()),
    authorId: columns.id(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  subject: (row) => row.clientId,
  lists: ['clientId', 'helperId', 'roomId'],
});
export type Pair = z.infer<typeof pairs.schema>;

export const contacts = defineTable({
  name: 'volunteers.contacts',
  columns: {
    pairId: columns.id(),
    clientId: columns.id(),
    stationId: columns.id(),
    day: columns.day(),
    kinds: columns.json(z.array(z.enum(companionKinds))),
    /** The visit that made it; null: the desk was told. */
    visitId: optional(columns.id()),
    authorId: columns.id(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  subject: (row) => row.clientId,
  lists: ['pairId'],
});
export type Contact = z.infer<typeof contacts.schema>;

export function contactIdOf(pairId: string, day: Day): string {
  return derivedId(pairId, `contact/${day}`);
}

function contactsOf(tx: Tx, pair: Pair): readonly Contact[] {
  const found = tx.list(contacts, { column: 'pairId', value: pair.id }, scopes.desk(pair.stationId));
  return found === 'not-held' ? [] : found;
}

/** Last contact and next due day follow from the contacts that stand. */
export function putPair(tx: Tx, pair: Pair): void {
  const lastOn = contactsOf(tx, pair).reduce<Day | null>(
    (last, { day }) => (last === null || day > last ? day : last),
    null,
  );
  const from = lastOn === null || lastOn < pair.sinceOn ? pair.sinceOn : lastOn;
  tx.put(pairs, { ...pair, lastOn, dueOn: pair.state === 'living' ? addDays(from, pair.everyDays) : null });
}

/** A contact that is there already stays; what was done is added to it. */
export function putContact(
  tx: Tx,
  pair: Pair,
  told: Pick<Contact, 'day' | 'kinds' | 'visitId' | 'authorId' | 'recordedAt'>,
): void {
  const id = contactIdOf(pair.id, told.day);
  const before = contactsOf(tx, pair).find((one) => one.id === id);
  const { clientId, stationId } = pair;
  if (before === undefined) tx.put(contacts, { id, pairId: pair.id, clientId, stationId, ...told });
  else {
    const kinds = companionKinds.filter((kind) => before.kinds.includes(kind) || told.kinds.includes(kind));
    tx.put(contacts, { ...before, kinds, visitId: before.visitId ?? told.visitId });
  }
  putPair(tx, pair);
}

export function takeContactAway(tx: Tx, pair: Pair, contactId: string): void {
  tx.remove(contacts, contactId);
  putPair(tx, pair);
}

/** @param endedOn null: when the file, the post or the merge says */
export function ended(pair: Pair, endReason: CompanionEnd, endedOn: Day | null): Pair {
  return { ...pair, state: 'ended', endReason, endedOn, dueOn: null };
}

export function endPair(tx: Tx, pair: Pair, endReason: CompanionEnd, endedOn: Day | null): void {
  tx.put(pairs, ended(pair, endReason, endedOn));
}

/** The pair goes with its person, its contacts with it. */
export function movePair(
  tx: Tx,
  pair: Pair,
  held: Partial<Pick<Pair, 'clientId' | 'recordedFor' | 'roomId' | 'stationId'>>,
): void {
  const after = { ...pair, ...held };
  for (const contact of contactsOf(tx, pair))
    tx.put(contacts, { ...contact, clientId: after.clientId, stationId: after.stationId });
  tx.put(pairs, after);
}
