/** The part of a registration that may wait, as the form holds it and as `people.register-client` wants it. */
export interface MoreAbout {
  ethnicity: string;
  whereabouts: string;
  selfCare: string;
  languages: string[];
  documentKind: string;
  documentNumber: string;
}

export const nothingMore = (): MoreAbout => ({
  ethnicity: '',
  whereabouts: '',
  selfCare: '',
  languages: [],
  documentKind: '',
  documentNumber: '',
});

/** What was not asked is left out: not asked is not the same as none. */
export function moreInput(more: MoreAbout, hasCard: boolean): Record<string, unknown> {
  const { ethnicity, whereabouts, selfCare, languages, documentKind, documentNumber } = more;
  const told = Object.entries({ ethnicity, whereabouts, selfCare }).filter(([, value]) => value !== '');
  const number = documentKind === 'none' ? null : documentNumber.trim() || null;
  return {
    ...Object.fromEntries(told),
    ...(languages.length === 0 ? {} : { languages: [...languages] }),
    ...(hasCard || documentKind === '' ? {} : { document: { kind: documentKind, number } }),
  };
}
