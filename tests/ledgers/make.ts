/** `node tests/ledgers/make.ts` writes the corpus; with `--expected`, what the program makes of each file, to be read before it is committed. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { firstLedger } from './first-ledger.ts';
import { messes } from './messes.ts';
import { outcomeOf } from './outcome.ts';

const folder = join(import.meta.dirname, 'files');

if (process.argv.includes('--expected')) {
  for (const name of (await readdir(folder)).filter((one) => !one.endsWith('.json')).sort()) {
    const outcome = await outcomeOf(await readFile(join(folder, name)));
    await writeFile(join(folder, `${name}.expected.json`), `${JSON.stringify(outcome, null, 2)}\n`);
  }
} else {
  await writeFile(join(import.meta.dirname, '../../demo/first-ledger.xlsx'), await firstLedger());
  for (const [name, make] of Object.entries(messes)) await writeFile(join(folder, name), await make());
}
