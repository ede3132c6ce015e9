/** What the registers say of the person served, fetched for a page of rows at a time. */
import type { Day } from '@yimi/kernel';
import type { Client } from '@yimi/people';
import { clients } from '@yimi/people';
import { erase } from '@yimi/sync';
import type { ReadContext } from '../reads/read-context.ts';
import { readRows } from '../store/rows.ts';
import type { Shows } from './asked.ts';
import type { CellValue } from './source.ts';

/** @param withIdNumber opens the sealed card numbers, too */
export async function peopleOf(
  { trx, tx }: ReadContext,
  ids: readonly string[],
  withIdNumber: boolean,
): Promise<Map<string, Client>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const found = await readRows(trx, tx.keys, erase(clients), 'id = any($1::uuid[])', [wanted], () => withIdNumber);
  return new Map(found.map(({ row }) => [row.id, clients.schema.parse(row)]));
}

/** Whole years on that day. */
export function ageOn(birthDay: Day | null, day: Day): number | null {
  if (birthDay === null) return null;
  return Number(day.slice(0, 4)) - Number(birthDay.slice(0, 4)) - (day.slice(5) < birthDay.slice(5) ? 1 : 0);
}

export function personCells(client: Client | undefined, shows: Shows, today: Day): Record<string, CellValue> {
  if (client === undefined || client.state === 'erased' || !shows.person) return {};
  return {
    name: client.name,
    sex: client.sex,
    birthDay: client.birthDay,
    age: ageOn(client.birthDay, today),
    groups: client.groups.join('、'),
    phone: client.phone,
    hamlet: client.hamlet,
    guardian: client.guardian,
    idNumber: shows.sealed ? (client.idNumber ?? null) : null,
  };
}
