/**
 * `npm run admin -- VERB`: what the administrator at the machine does and no browser can: counties, their townships and
 * villages, first accounts, lost passwords. Works beside a running server and without one.
 */
import { resolve } from 'node:path';
import { isProblem } from '@yimi/kernel';
import { runAdmin } from './admin/run-admin.ts';
import { emptyPlace, openCellar } from './house.ts';
import { objectsIn } from './options.ts';
import { problemText } from './problem-text.ts';
import { runningServer } from './running-server.ts';

async function open(named: string | null) {
  const data = dataFolder(named);
  const databaseUrl = process.env.DATABASE_URL ?? (await runningServer(data));
  const cellar = await openCellar({ data, databaseUrl, ...objectsIn(process.env) }, () => undefined);
  return isProblem(cellar) ? cellar : { cellar, close: () => cellar.close() };
}

const dataFolder = (named: string | null) => resolve(named ?? process.env.YIMI_DATA ?? 'data');

process.exitCode = await runAdmin(process.argv.slice(2), {
  open,
  openEmpty: async (named) =>
    emptyPlace({
      data: dataFolder(named),
      databaseUrl: process.env.DATABASE_URL ?? null,
      ...objectsIn(process.env),
    }),
  openingText: problemText,
  // What `npm start` serves unless it is told otherwise: an address that is printed is one that can be opened.
  publicUrl: (process.env.YIMI_PUBLIC_URL ?? `http://localhost:${process.env.YIMI_PORT ?? 4870}`).replace(/\/$/, ''),
  out: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
});
