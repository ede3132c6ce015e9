/** Putting a file right on the phone: per field what was seen and what is right, as `people.correct-client` wants it (law S8). */
import type { Client, Risk, SpecialGroup } from '@yimi/people';
import type { MoreAboutPerson } from './more-about.ts';
import { contactOf, moreOf } from './more-about.ts';

export interface PersonForm {
  phone: string;
  hamlet: string;
  guardian: string;
  risk: Risk;
  groups: SpecialGroup[];
  more: MoreAboutPerson;
}

export function personForm(client: Client): PersonForm {
  const { phone, hamlet, guardian, risk, groups } = client;
  return { phone: phone ?? '', hamlet, guardian: guardian ?? '', risk, groups: [...groups], more: moreOf(client) };
}

const orNull = <T extends string>(text: T | ''): T | null => (text === '' ? null : text);
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export function personChanges(seen: Client, form: PersonForm): Record<string, { from: unknown; to: unknown }> {
  const before = personForm(seen);
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  const note = (field: string, from: unknown, to: unknown): void => {
    if (!same(from ?? null, to ?? null)) changes[field] = { from: from ?? null, to };
  };
  note('phone', seen.phone, orNull(form.phone.trim()));
  note('risk', seen.risk, form.risk);
  if (!same([...before.groups].sort(), [...form.groups].sort())) note('groups', seen.groups, form.groups);
  note('ethnicity', seen.ethnicity, orNull(form.more.ethnicity));
  note('languages', seen.languages, form.more.languages);
  note('whereabouts', seen.whereabouts, orNull(form.more.whereabouts));
  note('selfCare', seen.selfCare, orNull(form.more.selfCare));
  const guardianKeys = ['guardianRelation', 'guardianPhone'] as const;
  const guardianSame =
    before.guardian === form.guardian.trim() && guardianKeys.every((key) => before.more[key] === form.more[key].trim());
  if (!guardianSame) {
    const to = contactOf(orNull(form.guardian.trim()), form.more);
    // A file of before contacts were kept names the guardian only.
    if (to === null && seen.guardianContact === null) note('guardian', seen.guardian, null);
    else note('guardianContact', seen.guardianContact, to);
  }
  const { hamlet, householdId } = seen;
  note('address', { hamlet, householdId }, { hamlet: form.hamlet.trim(), householdId: orNull(form.more.householdId) });
  return changes;
}
