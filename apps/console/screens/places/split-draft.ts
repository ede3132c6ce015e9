/** A village being parted, as somebody fills it in: new villages, and for each hamlet where it goes. */
export interface NewVillage {
  readonly key: number;
  name: string;
  code: string;
}
export interface SplitDraft {
  villages: NewVillage[];
  /** Hamlet → key of the new village; a hamlet that is not in here stays. */
  goes: Record<string, number>;
}

export function emptyDraft(): SplitDraft {
  return { villages: [{ key: 1, name: '', code: '' }], goes: {} };
}

const hamletsOf = (draft: SplitDraft, key: number): string[] =>
  Object.entries(draft.goes)
    .filter(([hamlet, to]) => to === key && hamlet !== '')
    .map(([hamlet]) => hamlet);

/** What is still missing, or null. */
export function splitWrong(draft: SplitDraft): 'name' | 'code' | 'nobody' | null {
  if (draft.villages.some((one) => one.name.trim() === '')) return 'name';
  if (draft.villages.some((one) => !/^\d{12}$/.test(one.code))) return 'code';
  return draft.villages.some((one) => hamletsOf(draft, one.key).length === 0) ? 'nobody' : null;
}

export function splitInput(draft: SplitDraft, roomId: string, fromDay: string, newId: () => string) {
  const parts = draft.villages.map(({ key, name, code }) => ({
    ...{ roomId: newId(), name: name.trim(), code, minutesAway: null },
    ...{ hamlets: hamletsOf(draft, key), clientIds: [] },
  }));
  return { roomId, fromDay, parts };
}
