/**
 * Special-group membership (特殊群体) over time. A file of before memberships were kept names groups only: each of them then
 * counts as a membership since the registration, of unknown source.
 */
import { addDays } from '@yimi/kernel';
import type { SpecialGroup } from './code-lists.ts';
import type { Client, Membership } from './tables.ts';

type Grouped = Pick<Client, 'groups' | 'memberships' | 'registeredOn'>;

function isCurrent(membership: Membership, day: string): boolean {
  return membership.fromDay <= day && (membership.toDay === null || day <= membership.toDay);
}

/** All memberships, those that only `groups` tells of included. */
export function membershipsOf(client: Grouped): readonly Membership[] {
  const told = new Set(client.memberships.map((one) => one.group));
  const untold = client.groups.filter((group) => !told.has(group));
  const since = untold.map((group) => ({ group, source: null, fromDay: client.registeredOn, toDay: null }));
  return [...client.memberships, ...since];
}

/**
 * The groups of that day (law N6). A membership whose beginning nobody told holds for the time before the registration as well:
 * that the person was in it was known, and only since when was not.
 */
export function groupsOn(client: Grouped, day: string): SpecialGroup[] {
  const first = (one: Membership) => one.source === null && one.fromDay === client.registeredOn && day < one.fromDay;
  return [...new Set(membershipsOf(client).flatMap((one) => (first(one) || isCurrent(one, day) ? [one.group] : [])))];
}

/**
 * The columns that follow from the memberships, as of that day.
 * @param listed the groups that the file names until now. Who told them may have had a clock that runs ahead: such a group is
 *   not left before somebody says that it ended.
 */
export function withMemberships(memberships: readonly Membership[], day: string, listed: readonly SpecialGroup[]) {
  const sorted = [...memberships].sort((one, other) => (one.fromDay < other.fromDay ? -1 : 1));
  const groups = [...new Set(sorted.filter((one) => holds(sorted, listed, one, day)).map((one) => one.group))];
  return { memberships: sorted, groups, groupsChangeOn: nextChange(sorted, day) };
}

/** Whether this membership is why the person is in its group on that day: it is current, or it is what the list of groups means. */
function holds(all: readonly Membership[], listed: readonly SpecialGroup[], one: Membership, day: string): boolean {
  if (isCurrent(one, day)) return true;
  if (!listed.includes(one.group) || one.fromDay <= day) return false;
  return !all.some((other) => other.group === one.group && isCurrent(other, day));
}

/** The first day after `day` on which a membership begins, or one has ended the day before. */
function nextChange(memberships: readonly Membership[], day: string): string | null {
  const days = memberships.flatMap(({ fromDay, toDay }) => [
    ...(fromDay > day ? [fromDay] : []),
    ...(toDay !== null && toDay >= day ? [addDays(toDay, 1)] : []),
  ]);
  return days.reduce<string | null>((first, one) => (first === null || one < first ? one : first), null);
}

/**
 * A list of groups was written as a whole: what is new begins on that day, what is missing ended the day before.
 * @param today what is current is told by the day of recording: what comes in late must not turn groups back
 */
export function withGroups(client: Grouped, groups: readonly SpecialGroup[], day: string, today: string) {
  const before = membershipsOf(client);
  const yesterday = addDays(day, -1);
  const kept = before.flatMap((one) => {
    if (groups.includes(one.group) || !holds(before, client.groups, one, today)) return [one];
    // Begun today and taken back today: it never was.
    return one.fromDay > yesterday ? [] : [{ ...one, toDay: yesterday }];
  });
  const held = kept.filter((one) => holds(kept, client.groups, one, today));
  const current = new Set(held.map((one) => one.group));
  const begun = groups
    .filter((group) => !current.has(group))
    .map((group) => ({ group, source: null, fromDay: day, toDay: null }));
  return { ...withMemberships([...kept, ...begun], today, groups), groups: [...groups] };
}

/** One membership is told or put right: the one of that group that is current or to come, else a new one. */
export function withMembership(client: Grouped, told: Membership, today: string) {
  const before = membershipsOf(client);
  const open = before.find((one) => one.group === told.group && (one.toDay === null || today <= one.toDay));
  const others = before.filter((one) => one !== open);
  const listed = client.groups.filter((group) => group !== told.group);
  return withMemberships([...others, told], today, listed);
}
