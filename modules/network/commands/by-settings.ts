/** What the commands of the county's desk share: who may, where they act, and the shapes of names and codes. */
import type { Permission } from '@yimi/kernel';
import * as z from 'zod/mini';

export const bySettings: Permission = { administrator: 'county', 'county-officer': 'county' };
/** They act on the county as a whole. */
export const anywhere = () => ({});
export const Code = z.string().check(z.regex(/^\d{12}$/));
export const Name = z.string().check(z.minLength(1), z.maxLength(60));
