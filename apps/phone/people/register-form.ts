/** The form of a registration: what is asked, what is wrong with it, who may be there already, and the command's input. */
import type { LikenessReason, Risk } from '@yimi/people';
import {
  consentPurposes,
  ethnicGroups,
  isOldCitizenId,
  languages,
  likeness,
  needsGuardian,
  otherDocuments,
  proposedFrom,
  readCitizenId,
  riskLevels,
  selfCareLevels,
  specialGroups,
  whereaboutsKinds,
} from '@yimi/people';
import type { Entry } from '@yimi/sync';
import * as z from 'zod/mini';
import type { HeldPerson } from './held-person.ts';
import type { MoreAboutPerson } from './more-about.ts';
import { moreInput, nothingMore } from './more-about.ts';

type Group = (typeof specialGroups)[number];
type Purpose = (typeof consentPurposes)[number];

export interface RegisterForm {
  name: string;
  pinyin: string;
  idNumber: string;
  sex: 'male' | 'female' | 'unknown';
  birthDay: string;
  phone: string;
  guardian: string;
  groups: Group[];
  risk: Risk;
  roomId: string;
  hamlet: string;
  consents: Purpose[];
  more: MoreAboutPerson;
}
export type FormErrors = Partial<Record<'name' | 'idNumber' | 'birthDay' | 'guardian' | 'consents', true>>;

/** The groups met most in a village; all others are one tap away. */
export const usualGroups: readonly Group[] = [
  '独居老人',
  '空巢老人',
  '失能老人',
  '残疾人',
  '留守儿童',
  '困境儿童',
  '低保对象',
  '特困人员',
];

export function emptyForm(roomId: string): RegisterForm {
  return {
    name: '',
    pinyin: '',
    idNumber: '',
    sex: 'unknown',
    birthDay: '',
    phone: '',
    guardian: '',
    groups: [],
    risk: 'ordinary',
    roomId,
    hamlet: '',
    consents: [],
    more: { ...nothingMore },
  };
}

const Registered = z.object({
  name: z.string(),
  pinyin: z.string(),
  sex: z.enum(['male', 'female', 'unknown']),
  birthDay: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  idNumber: z.nullable(z.string()),
  guardian: z.nullable(z.string()),
  groups: z.array(z.enum(specialGroups)),
  risk: z.enum(riskLevels),
  roomId: z.string(),
  hamlet: z.string(),
  consents: z.array(z.enum(consentPurposes)),
});

const Told = z.partial(
  z.object({
    householdId: z.nullable(z.string()),
    ethnicity: z.nullable(z.enum(ethnicGroups)),
    languages: z.array(z.enum(languages)),
    whereabouts: z.nullable(z.enum(whereaboutsKinds)),
    selfCare: z.nullable(z.enum(selfCareLevels)),
    guardianContact: z.nullable(z.object({ relation: z.nullable(z.string()), phone: z.nullable(z.string()) })),
    document: z.nullable(z.object({ kind: z.enum(otherDocuments), number: z.nullable(z.string()) })),
  }),
);

/** Nothing that somebody typed disappears with a refusal (law C4). */
function moreFromRefused(entry: Entry): MoreAboutPerson {
  const told = Told.safeParse(entry.envelope.input).data ?? {};
  return {
    householdId: told.householdId ?? '',
    ethnicity: told.ethnicity ?? '',
    languages: told.languages ?? [],
    whereabouts: told.whereabouts ?? '',
    selfCare: told.selfCare ?? '',
    guardianRelation: told.guardianContact?.relation ?? '',
    guardianPhone: told.guardianContact?.phone ?? '',
    documentKind: told.document?.kind ?? '',
    documentNumber: told.document?.number ?? '',
  };
}

export function formFromRefused(entry: Entry): RegisterForm | null {
  const parsed = Registered.safeParse(entry.envelope.input);
  if (!parsed.success) return null;
  const { birthDay, phone, idNumber, guardian, ...rest } = parsed.data;
  const own = { birthDay: birthDay ?? '', phone: phone ?? '', idNumber: idNumber ?? '', guardian: guardian ?? '' };
  return { ...rest, ...own, more: moreFromRefused(entry) };
}

export function numberSays(form: RegisterForm): { birthDay: string; sex: 'male' | 'female' } | null {
  return readCitizenId(form.idNumber.trim());
}

/** Fifteen digits: a card of before 1999, no longer in use. */
export function isOldNumber(form: RegisterForm): boolean {
  return isOldCitizenId(form.idNumber.trim());
}

function birthDayOf(form: RegisterForm): string | null {
  return numberSays(form)?.birthDay ?? (form.birthDay === '' ? null : form.birthDay);
}

export function isChild(form: RegisterForm, today: string): boolean {
  return needsGuardian(birthDayOf(form), today);
}

export function formErrors(form: RegisterForm, today: string): FormErrors {
  const errors: FormErrors = {};
  if (form.name.trim() === '') errors.name = true;
  if (form.idNumber.trim() !== '' && numberSays(form) === null) errors.idNumber = true;
  if ((birthDayOf(form) ?? '') > today) errors.birthDay = true;
  if (isChild(form, today) && form.guardian.trim() === '') errors.guardian = true;
  if (!form.consents.includes('service')) errors.consents = true;
  return errors;
}

/** Who may be the same person already: the rule by which the station is asked, over the village that the phone holds (C7). */
export function twinsOf(form: RegisterForm, people: readonly HeldPerson[]): Twin[] {
  if (form.pinyin.trim() === '') return [];
  const told = {
    name: form.name.trim(),
    pinyin: form.pinyin.trim().toLowerCase(),
    sex: numberSays(form)?.sex ?? form.sex,
    birthDay: birthDayOf(form),
    phone: form.phone.trim() === '' ? null : form.phone.trim(),
    idNumber: numberSays(form) === null ? null : form.idNumber.trim().toUpperCase(),
    documentNumber: null,
    documentKind: null,
    householdId: form.more.householdId === '' ? null : form.more.householdId,
    roomId: form.roomId,
  };
  return people
    .flatMap((person): Twin[] => {
      if (person.roomId !== form.roomId) return [];
      const { score, reasons } = person.file === null ? nothingKnown : likeness(told, person.file);
      // While the birth day is still to come a like name is worth a look, though no reason to ask the station.
      const open = told.birthDay === null || (person.file?.birthDay ?? null) === null;
      const named = open && person.pinyin === told.pinyin;
      return score >= proposedFrom || named ? [{ person, score, reasons }] : [];
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, 3);
}

const nothingKnown = { score: 0, reasons: [] };

export interface Twin {
  readonly person: HeldPerson;
  readonly score: number;
  readonly reasons: readonly LikenessReason[];
}

/** The input of `people.register-client`. */
export function registerInput(form: RegisterForm, clientId: string, today: string): Record<string, unknown> {
  const said = numberSays(form);
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const guardian = isChild(form, today) ? orNull(form.guardian) : null;
  return {
    clientId,
    name: form.name.trim(),
    pinyin: form.pinyin.trim().toLowerCase(),
    sex: said?.sex ?? form.sex,
    birthDay: birthDayOf(form),
    phone: orNull(form.phone),
    idNumber: orNull(form.idNumber)?.toUpperCase() ?? null,
    guardian,
    groups: form.groups,
    risk: form.risk,
    roomId: form.roomId,
    hamlet: form.hamlet.trim(),
    consents: form.consents,
    assigneeId: null,
    day: today,
    ...moreInput(form.more, guardian, said !== null),
  };
}
