/** The county says which roles sign in with a second factor (两步验证). */
import { defineCommand, derivedId, keyOf, roles } from '@yimi/kernel';
import * as z from 'zod/mini';
import { signInRules } from '../sign-in-rules.ts';
import { anywhere, bySettings } from './by-settings.ts';

/** A county has one such rule, under an id that everybody can tell. */
const theRule = derivedId('network.sign_in_rules', 'county');

export const requireSecondFactor = defineCommand({
  name: 'network.require-second-factor',
  input: z.strictObject({ roles: z.array(z.enum(roles)).check(z.maxLength(roles.length)) }),
  permission: bySettings,
  keys: () => [keyOf(signInRules, theRule)],
  place: anywhere,
  execute: (tx, input) => {
    tx.put(signInRules, { id: theRule, roles: roles.filter((role) => input.roles.includes(role)) });
    return undefined;
  },
});
