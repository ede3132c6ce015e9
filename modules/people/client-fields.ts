/** Fields of a person's file are written in one way, whoever writes them, so that what follows from a field stays in step. */
import type { Days } from './client-rules.ts';
import { withGroups } from './memberships.ts';
import { soundKeyOf } from './name-sound.ts';
import type { Client } from './tables.ts';

/** The file with these fields: groups and memberships, guardian and contact, name and sound agree. */
export function withFields(client: Client, fields: Partial<Client>, { day, today }: Days): Client {
  let next: Client = { ...client, ...fields };
  if (fields.groups !== undefined && fields.memberships === undefined) {
    next = { ...next, ...withGroups(client, fields.groups, day, today) };
  }
  if (fields.guardianContact !== undefined) next = { ...next, guardian: fields.guardianContact?.name ?? null };
  else if (fields.guardian !== undefined && client.guardianContact?.name !== fields.guardian) {
    // Somebody else is the guardian now: the former one's phone must not be rung.
    next = { ...next, guardianContact: null };
  }
  return { ...next, soundKey: soundKeyOf(next.name, next.pinyin) };
}

/**
 * Equal whatever the order of keys, for a database keeps the values of an object and not their order; and whatever the order
 * of a list of words (groups, languages), which means nothing.
 */
export function sameValue(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) => {
    if (Array.isArray(inner)) return inner.every((one) => typeof one === 'string') ? [...inner].sort() : inner;
    return inner !== null && typeof inner === 'object'
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner;
  });
}
