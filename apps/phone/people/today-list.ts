/** Who is due (应访), from the people a phone holds: overdue first, longest overdue at the top, then the coming week. */
import { addDays, daysBetween } from '@yimi/kernel';
import type { HeldPerson } from './held-person.ts';

/** A week ahead: as far as somebody plans their rounds. */
export const daysAhead = 7;

export interface DuePerson {
  readonly person: HeldPerson;
  readonly dueOn: string;
  /** Days past due; 0 today, negative when still to come. */
  readonly late: number;
}

const weight = { high: 0, key: 1, ordinary: 2 } as const;

export function dueList(people: readonly HeldPerson[], roomId: string | null, today: string): DuePerson[] {
  const last = addDays(today, daysAhead);
  return people
    .flatMap((person) => {
      if (person.dueOn === null || person.dueOn > last) return [];
      if (roomId !== null && person.roomId !== roomId) return [];
      return [{ person, dueOn: person.dueOn, late: daysBetween(person.dueOn, today) }];
    })
    .sort((one, other) => order(one) - order(other) || other.late - one.late || risk(one) - risk(other));
}

/** High risk and overdue goes before everybody else: a week late at high risk weighs more than a month at ordinary. */
function order(due: DuePerson): number {
  if (due.late <= 0) return 2;
  return due.person.risk === 'high' ? 0 : 1;
}

function risk(due: DuePerson): number {
  return due.person.risk === null ? 1 : weight[due.person.risk];
}
