/** How people name themselves when they sign in: by user name or by phone number, however they type it. */
import type { Problem } from '@yimi/kernel';
import { wrongLoginName, wrongPhone } from './problems.ts';

/** Letters of any script, digits, dot, dash, underscore; begins with a letter, so that it is never a phone number. */
const loginForm = /^\p{L}[\p{L}\p{N}._-]{1,31}$/u;
/** Chinese mobile numbers, and landlines with their area code. */
const phoneForm = /^(1\d{10}|0\d{9,11})$/;

export function loginOf(typed: string): string | Problem {
  const login = typed.normalize('NFKC').trim().toLowerCase();
  return loginForm.test(login) ? login : wrongLoginName();
}

export function phoneOf(typed: string): string | Problem {
  const phone = typed
    .normalize('NFKC')
    .replace(/[\s()-]/g, '')
    .replace(/^(\+|00)86/, '');
  return phoneForm.test(phone) ? phone : wrongPhone();
}

/** What was typed into the one field, as both; the same text for every way of writing the same thing. */
export function identifierOf(typed: string): string {
  const phone = phoneOf(typed);
  return typeof phone === 'string' ? phone : typed.normalize('NFKC').trim().toLowerCase();
}
