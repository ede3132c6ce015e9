/**
 * With whom a person lives and who is close to them, from what the phone holds; what was brought up on visits; and which
 * household somebody new may belong to. Workers' phones only: a volunteer holds cards, and cards know nothing of this.
 */
import { addDays } from '@yimi/kernel';
import type { Household, Tie } from '@yimi/people';
import type { Visit } from '@yimi/services';
import type { HeldPerson } from './held-person.ts';

export interface Kin {
  readonly id: string;
  readonly kind: Tie['kind'];
  readonly name: string;
  readonly phone: string | null;
  /** Their page on this phone, if it holds one. */
  readonly clientId: string | null;
}
export interface Home {
  readonly members: readonly HeldPerson[];
  readonly headId: string | null;
  readonly address: string;
  readonly kin: readonly Kin[];
}

export function homeOf(
  person: HeldPerson,
  people: ReadonlyMap<string, HeldPerson>,
  households: readonly Household[],
  ties: readonly Tie[],
): Home {
  const householdId = person.file?.householdId ?? null;
  const household = households.find((one) => one.id === householdId);
  const lives = (one: HeldPerson): boolean => householdId !== null && one.file?.householdId === householdId;
  const members = [...people.values()].filter((one) => one.id !== person.id && lives(one));
  const kin = ties
    .filter((tie) => tie.clientId === person.id)
    .flatMap((tie): Kin[] => {
      const other = people.get(tie.otherId ?? '');
      const name = other?.name ?? tie.otherName;
      // Somebody whose file lies elsewhere: that there is a tie tells a caller nothing.
      if (name === null) return [];
      const phone = other?.phone ?? tie.otherPhone;
      return [{ id: tie.id, kind: tie.kind, name, phone, clientId: other?.id ?? null }];
    });
  return { members, headId: household?.headId ?? null, address: household?.address ?? '', kin };
}

export interface BroughtUp {
  readonly need: string;
  readonly times: number;
  readonly lastOn: string;
}

/** Half a year, as on the console: what was brought up longer ago was met, or is said again. */
const freshDays = 182;

export function broughtUp(
  visits: readonly Pick<Visit, 'clientId' | 'needs' | 'occurredOn' | 'state'>[],
  clientId: string,
  today: string,
): BroughtUp[] {
  const since = addDays(today, -freshDays);
  const all = new Map<string, BroughtUp>();
  for (const one of visits) {
    if (one.clientId !== clientId || one.state !== 'counted' || one.occurredOn < since) continue;
    for (const need of one.needs) {
      const known = all.get(need);
      const lastOn = known !== undefined && known.lastOn > one.occurredOn ? known.lastOn : one.occurredOn;
      all.set(need, { need, times: (known?.times ?? 0) + 1, lastOn });
    }
  }
  return [...all.values()].sort((one, other) => (one.lastOn < other.lastOn ? 1 : -1)).slice(0, 4);
}

export interface HouseholdChoice {
  readonly id: string;
  /** The head, or whoever is in it; then where it is. */
  readonly name: string;
  readonly place: string;
}

/** The households of a village by their head's name, those of the hamlet first. */
export function householdChoices(
  roomId: string,
  hamlet: string,
  people: readonly HeldPerson[],
  households: readonly Household[],
): HouseholdChoice[] {
  const near = (one: Household): number => (hamlet !== '' && one.hamlet === hamlet ? 0 : 1);
  return households
    .filter((one) => one.roomId === roomId && one.state === 'active')
    .sort((one, other) => near(one) - near(other))
    .flatMap((one) => {
      const members = people.filter((person) => person.file?.householdId === one.id);
      const name = members.find((person) => person.id === one.headId)?.name ?? members[0]?.name;
      return name === undefined ? [] : [{ id: one.id, name, place: `${one.hamlet} ${one.address}`.trim() }];
    });
}
