/** `npm run migrate`: brings the database to this program's version without starting the server, and tells what it applied. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isProblem } from '@yimi/kernel';
import { openCellar } from './house.ts';
import { problemText } from './problem-text.ts';
import { runningServer } from './running-server.ts';

async function main(): Promise<0 | 1> {
  const { values } = parseArgs({ options: { data: { type: 'string' } } });
  const data = resolve(values.data ?? process.env.YIMI_DATA ?? 'data');
  const databaseUrl = process.env.DATABASE_URL ?? (await runningServer(data));
  const cellar = await openCellar({ data, databaseUrl }, () => undefined);
  if (isProblem(cellar)) {
    process.stderr.write(`${problemText(cellar)}\n`);
    return 1;
  }
  await cellar.close();
  for (const name of cellar.migrated) process.stdout.write(`已执行 applied  ${name}\n`);
  if (cellar.migrated.length === 0) process.stdout.write('数据库已是最新 the database is up to date\n');
  return 0;
}

process.exitCode = await main();
