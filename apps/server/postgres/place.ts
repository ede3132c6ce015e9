// Where a data folder's cluster lies: in `<folder>/postgres`, or, if PostgreSQL's account cannot enter there (a data
// folder under root's own home), under /var/lib/yimi, with a note in the folder that says where. The note is
// the truth from then on. It is written before the cluster and marked ready after it, so that
// a cluster that is gone is reported and never silently replaced by an empty one, which would look like lost data.

import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, accountFor, canEnter } from './account.ts';
import { openDirectory, openPlace } from './binaries.ts';
import { isProblem, type Log, type Problem, refuse } from './problem.ts';

export type Place = {
  /** The folder that holds cluster, password, log, socket and lock. */
  readonly path: string;
  readonly account: Account;
  /** To be called once the cluster is whole on disk. */
  settle(): Promise<void>;
};

export const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

export const clusterIn = (place: string): string => join(place, 'cluster');

const noteIn = (folder: string): string => join(folder, 'postgres-is-elsewhere.txt');

export async function placeFor(folder: string, log: Log): Promise<Place | Problem> {
  await mkdir(folder, { recursive: true });
  const noted = await readNote(folder);
  if (noted !== null) return notedPlace(folder, noted);

  const inside = join(folder, 'postgres');
  const cluster = (await exists(clusterIn(inside))) ? clusterIn(inside) : null;
  const account = await accountFor(cluster);
  if (isProblem(account)) return account;
  await mkdir(inside, { recursive: true });
  if (account.identity !== null) await openDirectory(inside);
  if (await canEnter(account, inside)) return { path: inside, account, settle: async () => undefined };
  // A cluster that lies here already was moved under a closed folder; moving gigabytes is the operator's decision.
  if (cluster !== null) {
    return refuse('invalid', 'server.postgres-folder-unreachable', { folder: inside, account: account.name });
  }
  await rmdir(inside).catch(() => undefined);
  const elsewhere = join(openPlace, `data-${randomUUID()}`);
  await writeNote(folder, elsewhere, 'new');
  log('PostgreSQL cannot enter the data folder; its data is kept elsewhere', { folder, elsewhere });
  return placeFor(folder, log);
}

type Note = { readonly path: string; readonly ready: boolean };

async function notedPlace(folder: string, note: Note): Promise<Place | Problem> {
  const cluster = clusterIn(note.path);
  const found = await exists(cluster);
  if (note.ready && !found) {
    return refuse('unavailable', 'server.postgres-data-missing', { folder, expected: cluster });
  }
  const account = await accountFor(found ? cluster : null);
  if (isProblem(account)) return account;
  if (!found) {
    await openDirectory(dirname(note.path));
    await openDirectory(note.path);
  }
  if (!(await canEnter(account, note.path))) {
    return refuse('invalid', 'server.postgres-folder-unreachable', {
      folder: note.path,
      account: account.name,
    });
  }
  const settle = async (): Promise<void> => {
    if (!note.ready) await writeNote(folder, note.path, 'ready');
  };
  return { path: note.path, account, settle };
}

async function readNote(folder: string): Promise<Note | null> {
  const text = await readFile(noteIn(folder), 'utf8').catch(() => null);
  const path = text === null ? null : /^place: (.+)$/m.exec(text)?.[1];
  if (text === null || path === null || path === undefined) return null;
  return { path, ready: /^state: ready$/m.test(text) };
}

async function writeNote(folder: string, path: string, state: 'new' | 'ready'): Promise<void> {
  const draft = `${noteIn(folder)}.${randomUUID()}`;
  const lines = [
    'PostgreSQL may not run as root, and its own account cannot enter this folder.',
    'So the database of this data folder is kept here; move or delete both together:',
    `place: ${path}`,
    `state: ${state}`,
    '',
  ];
  const file = await open(draft, 'wx', 0o644);
  await file.writeFile(lines.join('\n'));
  await file.sync();
  await file.close();
  // A new note is linked, which fails if there is one: of two first starts at once both must read the same place.
  if (state === 'new') {
    await link(draft, noteIn(folder)).catch(() => undefined);
    await rm(draft);
  } else await rename(draft, noteIn(folder));
  await syncDirectory(folder);
}

/** Makes a rename or a new name in a directory survive a power cut (S1). Windows cannot and need not. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  await directory.sync();
  await directory.close();
}
