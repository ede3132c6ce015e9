/** Which roles the county asks a second factor of when they sign in; everybody else may have one of their own accord. */
import { columns, defineTable, roles, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

export const signInRules = defineTable({
  name: 'network.sign_in_rules',
  columns: { roles: columns.json(z.array(z.enum(roles))) },
  scope: () => scopes.county,
  seenBy: [],
});
