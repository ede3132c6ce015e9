/** The verbs by which a county moves from one house to another: three at the old one, three at the new one, in turns. */
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import { giveBack, openArrived, receive } from '../move/arrive.ts';
import { asOwner, callOff, clearLeft, handOver, leave, moveOf } from '../move/leave.ts';
import { folderIn, lockIn, openerIn } from './backup-verbs.ts';
import { type County, countyNamed } from './places-by-name.ts';
import type { Desk } from './verbs.ts';

function addressIn(word: string | undefined): string | Problem {
  const url = URL.parse(word ?? '');
  const good = url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
  return good ? url.origin : problem('invalid', 'admin.wrong-option', {}, 'to');
}

const countyIn = ({ cellar, words }: Desk): Promise<County | Problem> => countyNamed(cellar.database, words.county);

export async function moveCounty(desk: Desk): Promise<Problem | null> {
  const { cellar, words, rest, publicUrl, out, note } = desk;
  const folder = folderIn(rest);
  if (isProblem(folder)) return folder;
  const county = await countyIn(desk);
  if (isProblem(county)) return county;
  const to = addressIn(words.to);
  if (isProblem(to)) return to;
  const lock = await lockIn(words);
  if (isProblem(lock)) return lock;
  const made = await leave(cellar, { countyId: county.id, folder, lock, from: publicUrl, to, note });
  if (isProblem(made)) return made;
  const rows = made.tables.reduce((sum, table) => sum + table.rows, 0);
  out(`${county.name} → ${to}: ${rows} 行 rows, ${made.files.length} 个文件 files`);
  out('  从现在起这里只能看、不能改。把目录拿到新服务器：receive-county。要取消：call-off-move。');
  out(
    '  From now on it can be read here and not written. At the new server: receive-county. To call it off: call-off-move.',
  );
  return null;
}

export async function receiveCounty({ cellar, words, rest, publicUrl, out, note }: Desk): Promise<Problem | null> {
  const folder = folderIn(rest);
  if (isProblem(folder)) return folder;
  const opener = await openerIn(words);
  if (isProblem(opener)) return opener;
  const came = await receive(cellar, { folder, opener, here: publicUrl, note });
  if (isProblem(came)) return came;
  out(`${came.county.name}: ${came.rows} 行 rows, ${came.files} 个文件 files；核对无误 proved`);
  out(`  回执 receipt  ${came.receipt}`);
  out(`  在旧服务器运行 at the old server: hand-over-county --county ${came.county.code} --receipt ${came.receipt}`);
  return null;
}

export async function handOverCounty(desk: Desk): Promise<Problem | null> {
  const county = await countyIn(desk);
  if (isProblem(county)) return county;
  const release = await handOver(desk.cellar, county.id, desk.words.receipt ?? '');
  if (isProblem(release)) return release;
  desk.out(`${county.name}: 这里不再收它的任何东西 nothing of it is taken here any more`);
  desk.out(`  开启码 release  ${release}`);
  desk.out(`  在新服务器运行 at the new server: open-county --county ${county.code} --release ${release}`);
  return null;
}

export async function openCounty(desk: Desk): Promise<Problem | null> {
  const county = await countyIn(desk);
  if (isProblem(county)) return county;
  const refused = await openArrived(desk.cellar, county.id, desk.words.release ?? '');
  if (refused !== null) return refused;
  desk.out(`${county.name}: 已开启 open`);
  return null;
}

/** At either house: the old one goes on, or the new one lets go. */
export async function callOffMove(desk: Desk): Promise<Problem | null> {
  const { cellar, words, out } = desk;
  const county = await countyIn(desk);
  if (isProblem(county)) return county;
  const move = await asOwner(cellar, (client) => moveOf(client, county.id));
  if (move?.state === 'arriving') {
    const word = await giveBack(cellar, county.id);
    if (isProblem(word)) return word;
    out(`${county.name}: 这里的都清掉了 all of it is gone here`);
    out(`  退回码 return word  ${word}`);
    return null;
  }
  const refused = await callOff(cellar, county.id, words['return-word'] ?? null);
  if (refused !== null) return refused;
  out(`${county.name}: 照旧在这里办 goes on here`);
  return null;
}

export async function clearCounty(desk: Desk): Promise<Problem | null> {
  const county = await countyIn(desk);
  if (isProblem(county)) return county;
  const refused = await clearLeft(desk.cellar, county.id);
  if (refused !== null) return refused;
  desk.out(
    `${county.name}: 已清掉，只留下告诉手机新地址要用的账号 cleared, but for the accounts by which phones are told where it went`,
  );
  return null;
}
