/** The printed page of personal data is what the tables declare, and each column says what it is for. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dataProtection, dataProtectionFile } from './data-protection.ts';
import { personalColumns } from './personal-columns.ts';

it('docs/data-protection.md is what the tables declare (else run node apps/server/reads/data-protection.ts)', () => {
  expect(readFileSync(dataProtectionFile, 'utf8')).toBe(dataProtection());
});

it('every guarded or sealed column has a purpose: nobody adds personal data without saying why', () => {
  expect(personalColumns().length).toBeGreaterThan(40);
  expect(personalColumns().filter(({ purpose }) => purpose === null)).toEqual([]);
});
