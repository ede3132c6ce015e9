/**
 * The citizen id (公民身份号码), GB 11643-1999: 17 digits and a check character; digits 7–14 are the birth date, digit 17
 * is odd for men. The check is the ISO 7064 MOD 11-2 of the weights below.
 */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

export interface CitizenId {
  readonly birthDay: string;
  readonly sex: 'male' | 'female';
  readonly lastFour: string;
}

/** What the number says, or null if it is no valid number. */
export function readCitizenId(text: string): CitizenId | null {
  const number = text.trim().toUpperCase();
  if (!/^\d{17}[\dX]$/.test(number)) return null;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  if (checkCharacters[sum % 11] !== number[17]) return null;
  const birthDay = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const parsed = new Date(`${birthDay}T00:00:00Z`);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== birthDay) return null;
  return { birthDay, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female', lastFour: number.slice(14) };
}

/** Completes 17 digits with their check character. */
export function withCheckDigit(seventeen: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(seventeen[at]), 0);
  return seventeen + checkCharacters[sum % 11];
}

/**
 * The number of before 1999 (第一代, 15 digits): two digits of the year, no check character. It is not turned into a new one,
 * because nobody can tell whether it was typed right; the person's household register or new card has the 18 digits.
 */
export function isOldCitizenId(text: string): boolean {
  return /^\d{15}$/.test(text.trim());
}
