/** What a person changed in a file, as `people.correct-client` wants it: per field what was seen and what is right. */
import type { ClientPage } from '../../api-people.ts';

export interface ClientForm {
  name: string;
  pinyin: string;
  birthDay: string;
  sex: string;
  phone: string;
  guardian: string;
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
    hamlet: client.hamlet,
    risk: client.risk,
    assigneeId: client.assigneeId ?? '',
    state: client.state,
  };
}

export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

const textFields = ['name', 'pinyin', 'sex', 'risk', 'state'] as const;
/** An empty field means that nothing is known. */
const openFields = ['birthDay', 'phone', 'guardian', 'assigneeId'] as const;

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
  // Hamlet and household make sense only together and merge as one.
  const { householdId } = seen;
  note('address', { hamlet: seen.hamlet, householdId }, { hamlet: form.hamlet.trim(), householdId });
  return changes;
}
