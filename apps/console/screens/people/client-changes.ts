/** What a person changed in a file, as `people.correct-client` wants it: per field what was seen and what is right. */
import type { ClientPage } from '../../api-people.ts';

export interface ClientForm {
  name: string;
  pinyin: string;
  birthDay: string;
  sex: string;
  phone: string;
  guardian: string;
  guardianRelation: string;
  guardianPhone: string;
  ethnicity: string;
  languages: readonly string[];
  whereabouts: string;
  selfCare: string;
  hamlet: string;
  risk: string;
  assigneeId: string;
  state: string;
}

export function formOf(client: ClientPage): ClientForm {
  return {
    name: client.name ?? '',
    pinyin: client.pinyin,
    birthDay: client.birthDay ?? '',
    sex: client.sex,
    phone: client.phone ?? '',
    guardian: client.guardian ?? '',
    guardianRelation: client.guardianContact?.relation ?? '',
    guardianPhone: client.guardianContact?.phone ?? '',
    ethnicity: client.ethnicity ?? '',
    languages: [...client.languages],
    whereabouts: client.whereabouts ?? '',
    selfCare: client.selfCare ?? '',
    hamlet: client.hamlet,
    risk: client.risk,
    assigneeId: client.assigneeId ?? '',
    state: client.state,
  };
}

export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

const textFields = ['name', 'pinyin', 'sex', 'risk', 'state'] as const;
/** An empty field means that nothing is known. */
const openFields = ['birthDay', 'phone', 'ethnicity', 'whereabouts', 'selfCare', 'assigneeId'] as const;

export function changesOf(seen: ClientPage, form: ClientForm & { groups: readonly string[] }): Changes {
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  const note = (field: string, from: unknown, to: unknown): void => {
    if (JSON.stringify(from) !== JSON.stringify(to)) changes[field] = { from, to };
  };
  for (const field of textFields) note(field, seen[field], form[field].trim());
  for (const field of openFields) note(field, seen[field], form[field].trim() === '' ? null : form[field].trim());
  const added = form.groups.filter((group) => !seen.groups.includes(group));
  const kept = seen.groups.filter((group) => form.groups.includes(group));
  note('groups', seen.groups, [...kept, ...added]);
  noteGuardian(note, seen, form);
  note('languages', seen.languages, form.languages);
  // Hamlet and household make sense only together and merge as one.
  const { householdId } = seen;
  note('address', { hamlet: seen.hamlet, householdId }, { hamlet: form.hamlet.trim(), householdId });
  return changes;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The guardian's name, relation and phone belong together: who changes one sends all three. */
function noteGuardian(
  note: (field: string, from: unknown, to: unknown) => void,
  seen: ClientPage,
  form: ClientForm,
): void {
  const before = formOf(seen);
  const keys = ['guardian', 'guardianRelation', 'guardianPhone'] as const;
  if (keys.every((key) => before[key] === form[key].trim())) return;
  const name = orNull(form.guardian);
  const to =
    name === null ? null : { name, relation: orNull(form.guardianRelation), phone: orNull(form.guardianPhone) };
  // A file of before contacts were kept names the guardian only.
  if (seen.guardianContact === null && seen.guardian !== null && to === null) note('guardian', seen.guardian, null);
  else note('guardianContact', seen.guardianContact, to);
}
