/** What a merge takes over, and what its undoing gives back: rules of the merge commands and of what follows them. */
import type { Context, Tx } from '@yimi/kernel';
import { derivedId } from '@yimi/kernel';
import * as z from 'zod/mini';
import { sameValue, withFields } from './client-fields.ts';
import { daysOf } from './client-rules.ts';
import { membershipsOf, withMemberships } from './memberships.ts';
import type { Client, Merge } from './tables.ts';
import { clients, merges } from './tables.ts';

/** What whoever merges is asked about, where the files disagree; columns that make sense only together are one choice. */
export const choosableFields = [
  'name',
  'sex',
  'birthDay',
  'phone',
  'document',
  'guardian',
  'groups',
  'risk',
  'ethnicity',
  'languages',
  'whereabouts',
  'selfCare',
  'address',
  'assigneeId',
  'photo',
] as const;
export type ChoosableField = (typeof choosableFields)[number];

/** One row a merged file: merged again after an undoing, it is the same row. */
export function mergeId(clientId: string): string {
  return derivedId(clientId, 'merge');
}

/** The columns behind each choice. */
export const columnsOfChoice = {
  name: ['name', 'pinyin'],
  sex: ['sex'],
  birthDay: ['birthDay'],
  phone: ['phone'],
  document: ['idNumber', 'idLastFour', 'documentKind', 'documentNumber'],
  guardian: ['guardian', 'guardianContact'],
  groups: ['memberships'],
  risk: ['risk'],
  ethnicity: ['ethnicity'],
  languages: ['languages'],
  whereabouts: ['whereabouts'],
  selfCare: ['selfCare'],
  address: ['hamlet', 'householdId'],
  assigneeId: ['assigneeId'],
  photo: ['photo'],
} as const satisfies Record<ChoosableField, readonly (keyof Client)[]>;

/** The values that the file that stays gets. Groups of both files are joined: nobody leaves a group by a merge. */
export function takenOver(from: Client, into: Client, take: readonly ChoosableField[], today: string): Partial<Client> {
  const taken: Record<string, unknown> = {};
  for (const choice of take) {
    if (choice === 'groups') {
      const listed = [...into.groups, ...from.groups];
      Object.assign(taken, withMemberships(joined(from, into, today), today, listed));
    }
    // A household of another village, or its hamlet, is no address here.
    else if (choice !== 'address' || from.roomId === into.roomId) {
      for (const column of columnsOfChoice[choice]) taken[column] = from[column] ?? null;
    }
  }
  return { ...taken, consents: withWithdrawals(into.consents, from.consents) };
}

function joined(from: Client, into: Client, today: string): Client['memberships'] {
  const own = membershipsOf(into);
  const current = new Set(own.filter((one) => one.toDay === null || one.toDay >= today).map((one) => one.group));
  const theirs = membershipsOf(from).filter(
    (one) => !current.has(one.group) && !own.some((known) => sameValue(known, one)),
  );
  return [...own, ...theirs];
}

/** What was taken back in one file is not agreed to by way of an earlier yes in the other (PIPL 15). */
function withWithdrawals(own: Client['consents'], theirs: Client['consents']): Client['consents'] {
  return own.map((one) => {
    if (one.withdrawnDay !== null) return one;
    const taken = theirs
      .filter((other) => other.purpose === one.purpose && other.withdrawnDay !== null && other.withdrawnDay >= one.day)
      .map((other) => other.withdrawnDay);
    return taken.length === 0 ? one : { ...one, withdrawnDay: taken.sort().at(-1) ?? null };
  });
}

const Replaced = z.record(z.string(), z.strictObject({ was: z.unknown(), became: z.unknown() }));

/** What the merge replaced on the file that stays, as text to be sealed. */
export function replacedBy(into: Client, became: Client): string {
  const fields = Object.entries(became).filter(([field, value]) => !sameValue(into[field as keyof Client], value));
  return JSON.stringify(
    Object.fromEntries(
      fields.map(([field, value]) => [field, { was: into[field as keyof Client] ?? null, became: value ?? null }]),
    ),
  );
}

/** The file that stayed, with what the merge replaced put back where nobody has changed it since. */
function putBack(into: Client, merge: Merge, context: Context): Client {
  const parsed = Replaced.safeParse(JSON.parse(merge.replaced ?? '{}'));
  if (!parsed.success) return into;
  const unchanged = Object.entries(parsed.data).filter(([field, { became }]) =>
    sameValue(into[field as keyof Client], became),
  );
  const back = clients.schema.safeParse({
    ...into,
    ...Object.fromEntries(unchanged.map(([field, { was }]) => [field, was])),
  });
  return back.success ? withFields(back.data, {}, daysOf(context)) : into;
}

export function undo(tx: Tx, from: Client, into: Client, merge: Merge, takeVisits: string[], context: Context): void {
  tx.put(clients, { ...from, state: 'active', mergedInto: null });
  const back = putBack(into, merge, context);
  if (!sameValue(back, into)) tx.put(clients, back);
  tx.put(merges, { ...merge, state: 'undone', undoneAt: context.recordedAt, takeVisits, replaced: null });
}
