/** Whom a row of a ledger means, among those on file: by id number, else by name with village, birth day or telephone. */
import { sql } from 'kysely';
import * as z from 'zod';
import type { Draft, Looking, Setting } from '../target.ts';
import { matchesIn } from './matches.ts';

export interface Told {
  readonly name: string;
  readonly idNumber: string | null;
  readonly birthDay: string | null;
  readonly phone: string | null;
  readonly roomId: string | null;
}

const Person = z.object({
  id: z.string(),
  match: z.string().nullable(),
  name: z.string(),
  room_id: z.string(),
  birth_day: z.string().nullable(),
  phone: z.string().nullable(),
});
export type Person = z.infer<typeof Person>;

export interface KnownPersons {
  readonly byMatch: ReadonlyMap<string, Person>;
  readonly byName: ReadonlyMap<string, readonly Person[]>;
  readonly matchOf: (idNumber: string) => string;
}

export const nobodyKnown: KnownPersons = { byMatch: new Map(), byName: new Map(), matchOf: (idNumber) => idNumber };

export async function lookForPersons(
  looking: Looking,
  setting: Setting,
  drafts: readonly Draft<Told>[],
): Promise<KnownPersons> {
  const { matchOf, allOf, asNewest } = await matchesIn(looking);
  const rooms = setting.villages.map((village) => village.id);
  const matches = drafts.flatMap(({ values }) => (values.idNumber === null ? [] : allOf(values.idNumber)));
  const names = [...new Set(drafts.map(({ values }) => values.name))].filter((name) => name !== '');
  const found = await sql`select id, encode(id_number_match, 'hex') as match, name, room_id, birth_day, phone
    from people.clients where state not in ('merged', 'erased') and room_id = any(${rooms}::uuid[])
      and (id_number_match = any(select decode(m, 'hex') from unnest(${matches}::text[]) m) or name = any(${names}::text[]))
    order by id`.execute(looking.trx);
  const people = z.array(Person).parse(found.rows);
  return {
    matchOf,
    byMatch: new Map(people.flatMap((one) => (one.match === null ? [] : [[asNewest(one.match), one]]))),
    byName: Map.groupBy(people, (one) => one.name),
  };
}

/** All whom the row can mean; the id number of somebody of another name means nobody, and is told. */
export function personsMeant(told: Told, known: KnownPersons): readonly Person[] | 'other-name' {
  if (told.idNumber !== null) {
    const same = known.byMatch.get(known.matchOf(told.idNumber));
    if (same !== undefined && (told.name === '' || same.name === told.name)) return [same];
    if (same !== undefined) return 'other-name';
  }
  const fits = (one: Person): boolean =>
    (told.roomId === null || one.room_id === told.roomId) &&
    // An id on file that is another one is another person.
    (told.idNumber === null || one.match === null) &&
    (told.birthDay === null || one.birth_day === null || one.birth_day === told.birthDay);
  const named = (known.byName.get(told.name) ?? []).filter(fits);
  const byPhone = told.phone === null ? [] : named.filter((one) => one.phone === told.phone);
  return named.length > 1 && byPhone.length === 1 ? byPhone : named;
}
