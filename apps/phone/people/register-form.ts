/** The form of a registration: what is asked, what is wrong with it, who may be there already, and the command's input. */
import type { Risk } from '@yimi/people';
import { consentPurposes, needsGuardian, readCitizenId, riskLevels, specialGroups } from '@yimi/people';
import type { Entry } from '@yimi/sync';
import * as z from 'zod/mini';
import type { HeldPerson } from './held-person.ts';

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

export function formFromRefused(entry: Entry): RegisterForm | null {
  const parsed = Registered.safeParse(entry.envelope.input);
  if (!parsed.success) return null;
  const { birthDay, phone, idNumber, guardian, ...rest } = parsed.data;
  return { ...rest, birthDay: birthDay ?? '', phone: phone ?? '', idNumber: idNumber ?? '', guardian: guardian ?? '' };
}

export function numberSays(form: RegisterForm): { birthDay: string; sex: 'male' | 'female' } | null {
  return readCitizenId(form.idNumber.trim());
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

/** Alike by pinyin in the same village, unless their birth days say that they are two. */
export function twinsOf(form: RegisterForm, people: readonly HeldPerson[]): HeldPerson[] {
  const pinyin = form.pinyin.trim();
  const born = birthDayOf(form);
  if (pinyin === '') return [];
  return people.filter((person) => {
    if (person.roomId !== form.roomId || person.pinyin !== pinyin) return false;
    const theirs = person.file?.birthDay ?? null;
    return born === null || theirs === null || born === theirs;
  });
}

/** The input of `people.register-client`. */
export function registerInput(form: RegisterForm, clientId: string, today: string): Record<string, unknown> {
  const said = numberSays(form);
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    clientId,
    name: form.name.trim(),
    pinyin: form.pinyin.trim().toLowerCase(),
    sex: said?.sex ?? form.sex,
    birthDay: birthDayOf(form),
    phone: orNull(form.phone),
    idNumber: orNull(form.idNumber)?.toUpperCase() ?? null,
    guardian: isChild(form, today) ? orNull(form.guardian) : null,
    groups: form.groups,
    risk: form.risk,
    roomId: form.roomId,
    hamlet: form.hamlet.trim(),
    householdId: null,
    consents: form.consents,
    assigneeId: null,
    day: today,
  };
}
