/** Which kind of file this really is, whatever its name says, and its reading; what cannot be read is refused by its own name. */
import type { Problem } from '@yimi/kernel';
import { emptyFile, notASpreadsheet, oldFormat, passwordProtected, tooMuch, webPage } from '../problems.ts';
import type { Ledger } from './ledger.ts';
import { limits } from './ledger.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';

const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** The stream that an encrypted workbook keeps in a compound file (MS-OFFCRYPTO 2.3.4). */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

export async function readLedger(bytes: Buffer): Promise<Ledger | Problem> {
  if (bytes.length === 0) return emptyFile();
  if (bytes.length > limits.fileBytes) return tooMuch('bytes', limits.fileBytes / 1024 / 1024);
  if (bytes.subarray(0, 8).equals(compoundFile)) {
    return bytes.includes(encryptedPackage) ? passwordProtected() : oldFormat();
  }
  if (bytes.toString('latin1', 0, 2) === 'PK') return readXlsx(bytes);
  const head = bytes.toString('latin1', 0, 512).trimStart().toLowerCase();
  if (/^(?:\ufeff|ï»¿)?\s*<(?:!doctype|html|table|\?xml|meta|head|body)/.test(head)) return webPage();
  if (/^(?:%pdf|\{\\rtf|\x89png|gif8|\xff\xd8)/.test(head)) return notASpreadsheet();
  return readCsv(bytes);
}
