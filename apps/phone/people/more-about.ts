/** What a registration or a correction may say beside the plain fields; empty means not asked. */
import type { Client, EthnicGroup, Language, OtherDocument, SelfCare, Whereabouts } from '@yimi/people';

export interface MoreAboutPerson {
  householdId: string;
  ethnicity: EthnicGroup | '';
  languages: readonly Language[];
  whereabouts: Whereabouts | '';
  selfCare: SelfCare | '';
  guardianRelation: string;
  guardianPhone: string;
  documentKind: OtherDocument | '';
  documentNumber: string;
}

export const nothingMore: MoreAboutPerson = {
  householdId: '',
  ethnicity: '',
  languages: [],
  whereabouts: '',
  selfCare: '',
  guardianRelation: '',
  guardianPhone: '',
  documentKind: '',
  documentNumber: '',
};

export function moreOf(client: Client): MoreAboutPerson {
  return {
    ...nothingMore,
    householdId: client.householdId ?? '',
    ethnicity: client.ethnicity ?? '',
    languages: client.languages,
    whereabouts: client.whereabouts ?? '',
    selfCare: client.selfCare ?? '',
    guardianRelation: client.guardianContact?.relation ?? '',
    guardianPhone: client.guardianContact?.phone ?? '',
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export function contactOf(name: string | null, more: MoreAboutPerson) {
  return name === null ? null : { name, relation: orNull(more.guardianRelation), phone: orNull(more.guardianPhone) };
}

/** The part of `people.register-client` that these fields fill; what was not asked is left out. */
export function moreInput(more: MoreAboutPerson, guardian: string | null, hasId: boolean): Record<string, unknown> {
  const paper =
    hasId || more.documentKind === ''
      ? {}
      : { document: { kind: more.documentKind, number: orNull(more.documentNumber) } };
  return {
    householdId: orNull(more.householdId),
    ...(more.ethnicity === '' ? {} : { ethnicity: more.ethnicity }),
    ...(more.languages.length === 0 ? {} : { languages: more.languages }),
    ...(more.whereabouts === '' ? {} : { whereabouts: more.whereabouts }),
    ...(more.selfCare === '' ? {} : { selfCare: more.selfCare }),
    ...(guardian === null ? {} : { guardianContact: contactOf(guardian, more) }),
    ...paper,
  };
}
