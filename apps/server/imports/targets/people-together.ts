/**
 * The rows of one ledger beside each other. The same person twice (once under 低保, once under 残疾) is one person with both
 * groups; the same id number under two names is told. Members follow their head: 与户主关系 is read from the top down.
 */
import type { Draft } from '../target.ts';
import type { Fault, Remark } from '../understanding/fault.ts';
import type { PersonValues } from './people-draft.ts';

export interface TogetherValues extends PersonValues {
  /** The earlier row that is the same person; this one then makes nobody. */
  readonly sameAs: { readonly sheet: number; readonly row: number } | null;
  /** Names the household within the file; null: none, or of one. */
  readonly householdKey: string | null;
}

/** @param drafts as they were read: none is another, none lives with another. Those of which that is true are kept as they are. */
export function together(drafts: readonly Draft<TogetherValues>[]): Draft<TogetherValues>[] {
  const keys = householdKeys(drafts);
  const joined = drafts.map((draft, at) => {
    const householdKey = keys[at] ?? null;
    return householdKey === null ? draft : { ...draft, values: { ...draft.values, householdKey } };
  });
  const firstOf = new Map<string, number>();
  for (const [at, draft] of joined.entries()) {
    for (const key of personKeys(draft.values)) {
      const first = firstOf.get(key);
      if (first === undefined) {
        // A row that is refused by itself vouches for nobody; an id under two names is told all the same.
        if (draft.faults.length === 0 || key.startsWith('id/')) firstOf.set(key, at);
        continue;
      }
      meet(joined, first, at);
      break;
    }
  }
  return joined;
}

/** What makes two rows one person: the id; without one, name, village and birth day together. */
function personKeys({ idNumber, name, roomId, birthDay }: PersonValues): string[] {
  if (idNumber !== null) return [`id/${idNumber}`];
  return birthDay === null || name === '' ? [] : [`name/${name}/${roomId}/${birthDay}`];
}

function meet(joined: Draft<TogetherValues>[], first: number, at: number): void {
  const one = joined[first];
  const other = joined[at];
  if (one === undefined || other === undefined) return;
  const where = { sheet: one.record.sheet, row: one.record.row };
  if (one.values.name !== other.values.name) {
    const column = other.record.cells.get('idNumber')?.[0]?.column ?? null;
    const fault: Fault = { code: 'id-twice-other-name', column, field: 'idNumber', details: { row: where.row } };
    joined[at] = { ...other, faults: [...other.faults, fault] };
    return;
  }
  if (one.faults.length > 0) return;
  const remark: Remark = { code: 'same-person-again', column: null, field: 'name' };
  joined[at] = { ...other, values: { ...other.values, sameAs: where }, remarks: [...other.remarks, remark] };
  joined[first] = { ...one, values: fuller(one.values, other.values) };
}

/** The first row with what only the second knows. */
function fuller(one: TogetherValues, other: TogetherValues): TogetherValues {
  return {
    ...one,
    groups: [...new Set([...one.groups, ...other.groups])],
    phone: one.phone ?? other.phone,
    guardian: one.guardian ?? other.guardian,
    ethnicity: one.ethnicity ?? other.ethnicity,
    hamlet: one.hamlet === '' ? other.hamlet : one.hamlet,
    householdKey: one.householdKey ?? other.householdKey,
  };
}

/** Households of two rows and more; a number or a head's name holds within a village of a sheet, a relation until the next head. */
function householdKeys(drafts: readonly Draft<PersonValues>[]): (string | null)[] {
  let current: string | null = null;
  const keys = drafts.map(({ record, values: { household, roomId } }) => {
    if (household === null) {
      current = null;
      return null;
    }
    if (household.key !== '') return `${record.sheet}/${roomId}/${household.key}`;
    if (household.head) current = `${record.sheet}/${roomId}/row/${record.row}`;
    return current;
  });
  const sizes = new Map<string, number>();
  for (const key of keys) if (key !== null) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  return keys.map((key) => (key !== null && (sizes.get(key) ?? 0) > 1 ? key : null));
}
