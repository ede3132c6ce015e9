/**
 * The answer number (答复号) by which a resident follows their need: 80 random bits in the letters of Douglas Crockford's
 * base32 (no I, L, O, U), four by four. Nobody guesses it; the house keeps only its SHA-256.
 */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @param random ten random bytes */
export function answerNumberFrom(random: Uint8Array): string {
  let bits = 0n;
  for (const byte of random.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  const text = Array.from({ length: 16 }, (_, at) => letters[Number((bits >> BigInt(75 - at * 5)) & 31n)]).join('');
  return grouped(text);
}

function grouped(text: string): string {
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** As somebody typed it: small letters, spaces, O for 0, I or L for 1. Null if it is no number at all. */
export function readAnswerNumber(typed: string): string | null {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return plain.length === 16 && [...plain].every((letter) => letters.includes(letter)) ? grouped(plain) : null;
}
