/** `backup` and `restore` of `npm run admin`: what is read from files and standard input, and what is told at the end. */
import { readFile, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import { backUp, clearOldRuns } from '../backup/back-up.ts';
import type { Lock, Opener } from '../backup/locked-box.ts';
import { passphraseLock, privateKeyOpener, publicKeyLock } from '../backup/locked-box.ts';
import type { RestoreParts } from '../backup/restore.ts';
import { beginEpoch, restore } from '../backup/restore.ts';
import { exportCounty, openSealed } from '../county/export-county.ts';
import { withClient } from '../postgres/connection.ts';
import { programVersion } from '../program-version.ts';
import { countyNamed } from './places-by-name.ts';
import type { Desk, Words } from './verbs.ts';

/** Never from the command line, which everybody on the machine can read: from a file, or standard input for `-`. */
async function textIn(word: string, field: string): Promise<string | Problem> {
  try {
    if (word !== '-') return (await readFile(word, 'utf8')).trim();
    const pieces: Buffer[] = [];
    for await (const piece of process.stdin) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces).toString('utf8').trim();
  } catch {
    return problem('not-found', 'admin.no-such-file', {}, field);
  }
}

export async function lockIn(words: Words): Promise<Lock | Problem> {
  const key = words['public-key'];
  if (key !== undefined) {
    const pem = await textIn(key, 'public-key');
    return isProblem(pem) ? pem : publicKeyLock(pem);
  }
  const file = words['passphrase-file'];
  if (file === undefined) return problem('invalid', 'admin.option-missing', {}, 'passphrase-file');
  const passphrase = await textIn(file, 'passphrase-file');
  return isProblem(passphrase) ? passphrase : passphraseLock(passphrase);
}

export async function openerIn(words: Words): Promise<Opener | Problem> {
  const key = words['private-key'];
  if (key !== undefined) {
    const pem = await textIn(key, 'private-key');
    return isProblem(pem) ? pem : privateKeyOpener(pem);
  }
  const file = words['passphrase-file'];
  if (file === undefined) return problem('invalid', 'admin.option-missing', {}, 'passphrase-file');
  const passphrase = await textIn(file, 'passphrase-file');
  return isProblem(passphrase) ? passphrase : { passphrase };
}

export const folderIn = (rest: readonly string[]): string | Problem => {
  const [folder] = rest;
  return folder === undefined ? problem('invalid', 'admin.option-missing', {}, 'folder') : resolve(folder);
};

export async function makeBackup({ cellar, words, rest, out, note }: Desk): Promise<Problem | null> {
  const folder = folderIn(rest);
  if (isProblem(folder)) return folder;
  const keep = words.keep === undefined ? null : Number(words.keep);
  if (keep !== null && !(Number.isInteger(keep) && keep > 0))
    return problem('invalid', 'admin.wrong-option', {}, 'keep');
  const lock = await lockIn(words);
  if (isProblem(lock)) return lock;
  const { ownerConnection: owner, data, objects, now } = cellar;
  const made = await backUp(folder, lock, { owner, data, objects, now, program: programVersion, note });
  if (isProblem(made)) return made;
  const cleared = keep === null ? 0 : await clearOldRuns(folder, keep);
  const rows = made.tables.reduce((sum, table) => sum + table.rows, 0);
  const { bavail, bsize } = await statfs(folder);
  out(`${made.run}: ${rows} 行 rows, ${made.files.length} 个文件 files`);
  if (cleared > 0) out(`  清理旧备份 old backups cleared away: ${cleared}`);
  out(`  备份盘剩余 left on that disk: ${Math.floor((bavail * bsize) / 1024 ** 3)} GB`);
  return null;
}

/** After the database went back to an earlier moment by PostgreSQL's own means: what `restore` does by itself. */
export async function beginEpochs({ cellar, words, out }: Desk): Promise<Problem | null> {
  const stateOf = Date.parse(words['state-of'] ?? '');
  if (Number.isNaN(stateOf) || stateOf > cellar.now()) return problem('invalid', 'admin.wrong-option', {}, 'state-of');
  await withClient(cellar.ownerConnection, async (client) => {
    await client.query('begin');
    await client.query('set local row_security = off');
    await beginEpoch(client, stateOf, cellar.now());
    await client.query('commit');
  });
  out('完成。现在可以启动服务；手机下次联网会补送。 Done. Start the house now; phones will send what is missing.');
  return null;
}

export async function bringOutCounty({ cellar, words, rest, out, note }: Desk): Promise<Problem | null> {
  const folder = folderIn(rest);
  if (isProblem(folder)) return folder;
  const county = await countyNamed(cellar.database, words.county);
  if (isProblem(county)) return county;
  const file = words['sealed-for'];
  const pem = file === undefined ? null : await textIn(file, 'sealed-for');
  if (isProblem(pem)) return pem;
  const sealedFor = pem === null ? null : publicKeyLock(pem);
  if (isProblem(sealedFor)) return sealedFor;
  const about = { countyId: county.id, countyName: county.name, folder, sealedFor, note };
  const done = await exportCounty(cellar, about);
  if (isProblem(done)) return done;
  out(`${county.name}: ${done.tables} 张表 tables, ${done.rows} 行 rows, ${done.files} 个文件 files`);
  out(`  不具名 not named (同意已撤回或已注销 consent taken back, or erased): ${done.withheld}`);
  return null;
}

export async function openSealedColumns({ words, rest, out }: RestoreDesk): Promise<Problem | null> {
  const folder = folderIn(rest);
  if (isProblem(folder)) return folder;
  const opener = await openerIn(words);
  if (isProblem(opener)) return opener;
  const opened = await openSealed(folder, opener);
  if (isProblem(opened)) return opened;
  out(`已打开 opened: ${opened}`);
  return null;
}

export interface RestoreDesk extends Pick<Desk, 'words' | 'rest' | 'out' | 'note'> {
  readonly place: Pick<RestoreParts, 'data' | 'objects' | 'openDatabase'>;
}

export async function restoreBackup({ place, words, rest, out, note }: RestoreDesk): Promise<Problem | null> {
  const folder = folderIn(rest);
  if (isProblem(folder)) return folder;
  const opener = await openerIn(words);
  if (isProblem(opener)) return opener;
  const done = await restore(folder, words.run ?? null, opener, { ...place, now: () => Date.now(), note });
  if (isProblem(done)) return done;
  const at = new Date(done.takenAt).toISOString();
  out(`已恢复到 restored to the state of ${at}`);
  out('  下一步：npm run verify 核对。手机下次联网会自动补送这之后的记录；');
  out('  在管理端（电脑）上这之后做的事不在备份里，要请各站重做。');
  out('  next: npm run verify. Phones send what came later by themselves; what was done in consoles after that moment');
  out('  is not in the backup and has to be done again.');
  return null;
}
