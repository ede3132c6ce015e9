/** What the registers say of the person served, fetched for a page of rows at a time. */
import type { Day } from '@yimi/kernel';
import { Consent, clients, mayBeNamedOutside } from '@yimi/people';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import type { ReadContext } from '../reads/read-context.ts';
import { readRows } from '../store/rows.ts';
import type { Asked, Shows } from './asked.ts';
import type { CellValue } from './source.ts';
import { wants } from './source.ts';

/** Sealed columns are there only where they were asked for. */
const Person = z.object({
  id: z.string(),
  name: z.string(),
  sex: z.string(),
  birthDay: z.string().nullable(),
  phone: z.string().nullable(),
  guardian: z.string().nullable(),
  groups: z.array(z.string()),
  ethnicity: z.string().nullable(),
  whereabouts: z.string().nullable(),
  hamlet: z.string(),
  assigneeId: z.string().nullable(),
  state: z.string(),
  consents: z.array(Consent),
  idNumber: z.string().nullish(),
  documentNumber: z.string().nullish(),
  selfCare: z.string().nullish(),
});
export type Person = z.infer<typeof Person>;

export async function peopleOf(
  { trx, tx }: ReadContext,
  ids: readonly string[],
  asked: Asked,
): Promise<Map<string, Person>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const sealed = (column: string): boolean => wants(asked, column);
  const found = await readRows(trx, tx.keys, erase(clients), 'id = any($1::uuid[])', [wanted], sealed);
  return new Map(found.map(({ row }) => [row.id, Person.parse(row)]));
}

/** Whole years on that day. */
function ageOn(birthDay: Day | null, day: Day): number | null {
  if (birthDay === null) return null;
  return Number(day.slice(0, 4)) - Number(birthDay.slice(0, 4)) - (day.slice(5) < birthDay.slice(5) ? 1 : 0);
}

/** 不同意对外提供: stands where the name would. */
export const notShared = '（不同意对外提供）';

/** True if the row counts without telling who it is: they took their consent to sharing back, and it leaves the station. */
export function keptInside(person: Person | undefined, shows: Shows): boolean {
  return shows.outside && person !== undefined && !mayBeNamedOutside(person);
}

export function personCells(person: Person | undefined, shows: Shows, today: Day): Record<string, CellValue> {
  if (person === undefined || person.state === 'erased' || !shows.person) return {};
  if (keptInside(person, shows)) return { name: notShared };
  const { name, sex, birthDay, phone, hamlet, guardian, ethnicity, whereabouts } = person;
  const { idNumber = null, documentNumber = null, selfCare = null } = shows.sealed ? person : {};
  return {
    ...{ name, sex, birthDay, phone, hamlet, guardian, ethnicity, whereabouts },
    age: ageOn(birthDay, today),
    groups: person.groups.join('、'),
    ...{ idNumber, documentNumber, selfCare },
  };
}
