/**
 * Whom to ring when a door stays shut (DOMAIN.md 7, Safety): the person, their household, neighbours of the same hamlet,
 * the station and its people. Only numbers that the phone holds anyway; nothing needs the network.
 */
import type { Day } from '@yimi/kernel';
import type { Staff, Station } from '@yimi/network';
import { holderOf, worksOn } from '@yimi/network';
import type { HeldPerson } from '../people/held-person.ts';

export interface Callee {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly who: 'self' | 'household' | 'neighbour' | 'station' | Staff['role'];
}

/** Enough to try; a longer list delays the call to the station. */
const mostNeighbours = 3;
const staffOrder: readonly Staff['role'][] = ['station-head', 'village-worker', 'station-worker'];

export function callList(
  person: HeldPerson,
  people: readonly HeldPerson[],
  station: Station | null,
  staff: readonly Staff[],
  myId: string,
  today: Day,
): Callee[] {
  const list: Callee[] = [];
  if (person.phone !== null) list.push({ id: person.id, name: person.name, phone: person.phone, who: 'self' });
  const household = person.file?.householdId ?? null;
  const sameHome = (one: HeldPerson): boolean => household !== null && one.file?.householdId === household;
  const near = people
    .filter((one) => one.id !== person.id && one.phone !== null && one.roomId === person.roomId)
    .filter((one) => sameHome(one) || (person.hamlet !== '' && one.hamlet === person.hamlet))
    .sort((one, other) => Number(sameHome(other)) - Number(sameHome(one)))
    .slice(0, mostNeighbours);
  for (const one of near) {
    if (one.phone !== null)
      list.push({ id: one.id, name: one.name, phone: one.phone, who: sameHome(one) ? 'household' : 'neighbour' });
  }
  if (station?.phone != null) list.push({ id: station.id, name: station.name, phone: station.phone, who: 'station' });
  const colleagues = staff
    .filter(
      (one) => worksOn(one, today) && one.phone !== null && holderOf(one) !== myId && staffOrder.includes(one.role),
    )
    .filter((one) => one.roomId === null || one.roomId === person.roomId)
    .sort((one, other) => staffOrder.indexOf(one.role) - staffOrder.indexOf(other.role));
  for (const one of colleagues.slice(0, 2)) {
    if (one.phone !== null) list.push({ id: one.id, name: one.name, phone: one.phone, who: one.role });
  }
  return list;
}
