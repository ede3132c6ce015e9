/** What several commands' inputs have in common: optional means not asked, null means asked and there is none. */
import * as z from 'zod/mini';
import {
  ethnicGroups,
  languages,
  otherDocuments,
  riskLevels,
  selfCareLevels,
  specialGroups,
  whereaboutsKinds,
} from './code-lists.ts';
import { Guardian, Membership } from './tables.ts';

export const Name = z.string().check(z.minLength(1), z.maxLength(40));
export const Pinyin = z.string().check(z.maxLength(200));
export const Sex = z.enum(['male', 'female', 'unknown']);
export const Phone = z.nullable(z.string().check(z.maxLength(20)));
export const Hamlet = z.string().check(z.maxLength(40));
export const Groups = z.array(z.enum(specialGroups)).check(z.maxLength(20));
export const Memberships = z.array(Membership).check(z.maxLength(60));
export const RiskLevel = z.enum(riskLevels);
/** 其他证件: kind, and number where it has one. */
export const Document = z.strictObject({
  kind: z.enum(otherDocuments),
  number: z.nullable(z.string().check(z.maxLength(40))),
});
export const Ethnicity = z.nullable(z.enum(ethnicGroups));
export const Languages = z.array(z.enum(languages)).check(z.maxLength(15));
export const WhereaboutsKind = z.nullable(z.enum(whereaboutsKinds));
export const SelfCareLevel = z.nullable(z.enum(selfCareLevels));
export const GuardianContact = z.nullable(Guardian);
/** A file's hash, as the phone worked it out. */
export const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
