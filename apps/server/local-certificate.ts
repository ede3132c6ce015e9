/**
 * A certificate of one's own for phones on the local network (`--lan`): browsers open the camera, the microphone and the
 * offline store only over TLS. It is kept, so that a phone has to accept it once; it names the machine's address.
 */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import * as z from 'zod';

const Kept = z.object({ key: z.string(), cert: z.string(), until: z.number() });

/** Phones refuse a certificate that is valid for more than 825 days. */
const validDays = 800;

export async function localCertificate(data: string, address: string): Promise<{ key: string; cert: string }> {
  const folder = join(data, 'keys');
  const path = join(folder, `lan-${address.replace(/[^\w.-]/g, '_')}.json`);
  const kept = await readFile(path, 'utf8').then(
    (text) => Kept.parse(JSON.parse(text)),
    () => null,
  );
  if (kept !== null && kept.until > Date.now() + 30 * 86_400_000) return kept;
  const until = Date.now() + validDays * 86_400_000;
  const made = await generate([{ name: 'commonName', value: 'Yimi' }], {
    keyType: 'ec',
    notAfterDate: new Date(until),
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: address },
          { type: 7, ip: '127.0.0.1' },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify({ key: made.private, cert: made.cert, until }), { mode: 0o600 });
  await chmod(path, 0o600);
  return { key: made.private, cert: made.cert };
}
