/**
 * A village being parted, as somebody fills it in: new villages, for each hamlet where it goes, and people by name who go
 * somewhere else than their hamlet. A name outweighs a hamlet.
 */
export interface NewVillage {
  readonly key: number;
  name: string;
  code: string;
}
export interface NamedPerson {
  readonly hamlet: string;
  /** Key of the new village, or `stays`. */
  readonly to: number;
}
export interface SplitDraft {
  villages: NewVillage[];
  /** Hamlet → key of the new village; a hamlet that is not in here stays. */
  goes: Record<string, number>;
  /** People by name, by their id. */
  people: Record<string, NamedPerson>;
}
/** No village has this key. */
export const stays = 0;
/** As many names as a command takes for one village. */
const mostNames = 500;

export function emptyDraft(): SplitDraft {
  return { villages: [{ key: 1, name: '', code: '' }], goes: {}, people: {} };
}

const hamletsOf = (draft: SplitDraft, key: number): string[] =>
  Object.entries(draft.goes)
    .filter(([hamlet, to]) => to === key && hamlet !== '')
    .map(([hamlet]) => hamlet);

const namesOf = (draft: SplitDraft, key: number): string[] =>
  Object.entries(draft.people)
    .filter(([, person]) => person.to === key)
    .map(([id]) => id);

/** How many go there (or stay): hamlet by hamlet, then the names that change it. */
export function countAt(draft: SplitDraft, hamlets: readonly { name: string; people: number }[], key: number): number {
  const byHamlet = hamlets
    .filter((one) => (draft.goes[one.name] ?? stays) === key)
    .reduce((sum, one) => sum + one.people, 0);
  const named = Object.values(draft.people);
  const away = named.filter((one) => (draft.goes[one.hamlet] ?? stays) === key && one.to !== key).length;
  const here = named.filter((one) => (draft.goes[one.hamlet] ?? stays) !== key && one.to === key).length;
  return byHamlet - away + here;
}

/** Whoever does what their hamlet does needs no name. */
export function withPerson(draft: SplitDraft, id: string, person: NamedPerson): SplitDraft['people'] {
  const people = { ...draft.people };
  if (person.to === (draft.goes[person.hamlet] ?? stays)) delete people[id];
  else people[id] = person;
  return people;
}

/** A new village that is taken back: whoever was meant for it stays or follows their hamlet again. */
export function withoutVillage(draft: SplitDraft, key: number): SplitDraft {
  return {
    villages: draft.villages.filter((one) => one.key !== key),
    goes: Object.fromEntries(Object.entries(draft.goes).filter(([, to]) => to !== key)),
    people: Object.fromEntries(Object.entries(draft.people).filter(([, { to }]) => to !== key)),
  };
}

/** What is still missing, or null. */
export function splitWrong(draft: SplitDraft): 'name' | 'code' | 'nobody' | 'many' | null {
  if (draft.villages.some((one) => one.name.trim() === '')) return 'name';
  if (draft.villages.some((one) => !/^\d{12}$/.test(one.code))) return 'code';
  if ([stays, ...draft.villages.map((one) => one.key)].some((key) => namesOf(draft, key).length > mostNames))
    return 'many';
  const empty = draft.villages.some(
    ({ key }) => hamletsOf(draft, key).length === 0 && namesOf(draft, key).length === 0,
  );
  return empty ? 'nobody' : null;
}

export function splitInput(draft: SplitDraft, roomId: string, fromDay: string, newId: () => string) {
  const parts = draft.villages.map(({ key, name, code }) => ({
    ...{ roomId: newId(), name: name.trim(), code, minutesAway: null },
    ...{ hamlets: hamletsOf(draft, key), clientIds: namesOf(draft, key) },
  }));
  return { roomId, fromDay, parts, stay: namesOf(draft, stays) };
}
