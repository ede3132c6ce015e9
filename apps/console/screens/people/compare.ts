/**
 * Two files side by side: what each says of the same thing, where they differ, and which value a merge would keep. The rule
 * of the proposal is simple and shown: the file that has been served more stays, and what it does not know is taken from the
 * other. A person changes it line by line (`take` of `people.merge-clients`).
 */
import type { ChoosableField, LikenessReason } from '@yimi/people';
import { choosableFields, likenessReasons, otherDocuments, selfCareLevels, whereaboutsKinds } from '@yimi/people';
import type { ComparedFile } from '../../api-people.ts';
import { sayAge, sayDay, sayFullDay } from '../../core/say.ts';
import { codeWord, sayLanguage } from '../../locales/code-lists.ts';
import type { TextKey } from '../../locales/index.ts';
import { t } from '../../locales/index.ts';

export interface ComparedLine {
  readonly choice: ChoosableField;
  readonly label: TextKey;
  /** What each says, in words; empty: nothing. */
  readonly one: string;
  readonly other: string;
  readonly differs: boolean;
}

const labels: Readonly<Record<ChoosableField, TextKey>> = {
  name: 'register.name',
  sex: 'register.sex',
  birthDay: 'register.birthDay',
  phone: 'client.phone',
  document: 'client.revealed',
  guardian: 'client.guardian',
  groups: 'client.groups',
  risk: 'client.risk',
  ethnicity: 'client.ethnicity',
  languages: 'client.languages',
  whereabouts: 'client.whereabouts',
  selfCare: 'client.selfCare',
  address: 'client.address',
  assigneeId: 'client.assignee',
  photo: 'client.photo',
};

const list = (values: readonly string[]): string => values.map(codeWord).join(t('words.list'));

export function sayWhereabouts(kind: string | null): string {
  const known = whereaboutsKinds.find((one) => one === kind);
  return known === undefined ? '' : t(`words.whereabouts.${known}`);
}
export function saySelfCare(level: string | null): string {
  const known = selfCareLevels.find((one) => one === level);
  return known === undefined ? '' : t(`words.selfCare.${known}`);
}
export function sayDocument(kind: string | null): string {
  const known = otherDocuments.find((one) => one === kind);
  return known === undefined ? '' : t(`words.documents.${known}`);
}

const says: Readonly<Record<ChoosableField, (file: ComparedFile) => string>> = {
  name: (file) => (file.name === null ? '' : `${file.name} ${file.pinyin}`.trim()),
  sex: (file) => (file.sex === 'unknown' ? '' : t(`words.sex.${file.sex}`)),
  birthDay: (file) => (file.birthDay === null ? '' : `${sayFullDay(file.birthDay)} · ${sayAge(file.birthDay)}`),
  phone: (file) => file.phone ?? '',
  document: (file) =>
    file.idLastFour === null ? sayDocument(file.documentKind) : t('client.card', { four: file.idLastFour }),
  guardian: (file) => file.guardian ?? '',
  groups: (file) => list(file.groups),
  risk: (file) => t(`words.risk.${file.risk}`),
  ethnicity: (file) => codeWord(file.ethnicity ?? ''),
  languages: (file) => file.languages.map(sayLanguage).join(t('words.list')),
  whereabouts: (file) => sayWhereabouts(file.whereabouts),
  selfCare: (file) => saySelfCare(file.selfCare),
  address: (file) => [file.roomName, file.hamlet, ...file.household].filter(Boolean).join(' '),
  assigneeId: (file) => file.assigneeName ?? '',
  photo: (file) => (file.photo === null ? '' : t('client.hasPhoto')),
};

/** Lines that at least one of the two says something about; first those of the likeness itself. */
export function comparedLines(one: ComparedFile, other: ComparedFile): ComparedLine[] {
  return choosableFields.flatMap((choice) => {
    const [here, there] = [says[choice](one), says[choice](other)];
    if (here === '' && there === '') return [];
    return [{ choice, label: labels[choice], one: here, other: there, differs: here !== there }];
  });
}

/** The file that has been served more stays; of two equals the one registered first. */
export function proposedToStay(one: ComparedFile, other: ComparedFile): 'one' | 'other' {
  if (one.visits !== other.visits) return one.visits > other.visits ? 'one' : 'other';
  return one.registeredOn <= other.registeredOn ? 'one' : 'other';
}

/** What the file that stays does not know, and the groups of both: nobody loses a group by a merge. */
export function proposedToTake(lines: readonly ComparedLine[], stays: 'one' | 'other'): ChoosableField[] {
  return lines
    .filter((line) => {
      const [own, theirs] = stays === 'one' ? [line.one, line.other] : [line.other, line.one];
      if (line.choice === 'groups') return line.differs && theirs !== '';
      return own === '' && theirs !== '';
    })
    .map((line) => line.choice);
}

const isReason = (text: string): text is LikenessReason => likenessReasons.some((one) => one === text);

/** Why the two were put side by side; proposals from before reasons were kept have only the headline. */
export function sayReasons(reason: string, reasons: readonly string[]): string[] {
  const told = reasons.filter(isReason);
  if (told.length > 0) return told.map((one) => t(`client.likeness.${one}`));
  if (reason === 'same-id') return [t('client.likeness.same-id')];
  const name = t('client.likeness.same-name');
  return reason === 'same-name-and-birth' ? [name, t('client.likeness.same-birth')] : [name];
}

export function sayServed(file: ComparedFile): string {
  const visits = t('client.visitsCount', { n: file.visits });
  return file.lastVisitOn === null ? visits : `${visits}${t('client.lastOne', { day: sayDay(file.lastVisitOn) })}`;
}
