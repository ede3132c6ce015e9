/**
 * Hands in sealed work with a credential that can only deposit (law S5): at app start, when the network returns, while
 * locked, after sign-out, and from the service worker. It needs no PIN and can read nothing of what it sends. It speaks
 * plain IndexedDB, so that the worker need not carry a library. Sending twice does no harm: a command runs once (C3).
 */
import type { Bytes } from './bytes.ts';
import { base64 } from './bytes.ts';
import { decryptJson } from './cipher.ts';
import type { DepositFileRow, DepositRow, FileBytesRow, FileRow, OutboxRow, PhoneFact, UserRow } from './stored.ts';
import { deviceName, isDepositable, isDepositableFile, labelPlace, vaultName } from './stored.ts';
import { timeLimit } from './time-limit.ts';

/** Small enough for one answer within the time limit on a poor line. */
const batchSize = 50;
const timeoutMs = 60_000;

interface SealedEntry {
  readonly sealed: Bytes;
  readonly taken: () => Promise<void>;
}

interface SealedFile {
  readonly sha256: string;
  readonly sealedKey: Bytes;
  readonly data: () => Promise<Bytes | null>;
  readonly taken: () => Promise<void>;
}

/** @returns null when there is no such database; none is made */
function openExisting(name: string): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    const asked = indexedDB.open(name);
    asked.onupgradeneeded = () => asked.transaction?.abort();
    asked.onerror = () => resolve(null);
    asked.onsuccess = () => {
      // Whoever deletes or upgrades the database must not wait for a reader.
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
  });
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The rows of a store; they were written by this program into this origin's own database. */
function all<Row>(db: IDBDatabase, store: string): Promise<Row[]> {
  return result<Row[]>(db.transaction(store).objectStore(store).getAll());
}

/** Changes one row in one durable transaction; `change` answers the row to write, null to delete it, undefined to leave it. */
function amend<Row>(
  db: IDBDatabase,
  store: string,
  key: string | number,
  change: (row: Row) => Row | null | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const tx = db.transaction(store, 'readwrite', { durability: 'strict' });
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error);
    const rows = tx.objectStore(store);
    const read: IDBRequest<Row | undefined> = rows.get(key);
    read.onsuccess = () => {
      const after = read.result === undefined ? undefined : change(read.result);
      if (after === null) rows.delete(key);
      else if (after !== undefined) rows.put(after);
    };
  });
}

async function entriesOf(device: IDBDatabase, vault: IDBDatabase | null, userId: string): Promise<SealedEntry[]> {
  const found: SealedEntry[] = [];
  for (const { id, sealed } of (await all<DepositRow>(device, 'deposits')).filter((row) => row.userId === userId)) {
    found.push({ sealed, taken: () => amend<DepositRow>(device, 'deposits', id, () => null) });
  }
  if (vault === null) return found;
  for (const row of (await all<OutboxRow>(vault, 'outbox')).filter(isDepositable)) {
    // The number may have been given to another command in the meantime.
    const taken = (now: OutboxRow): OutboxRow | undefined => (now.id === row.id ? { ...now, sealed: null } : undefined);
    if (row.sealed !== null) found.push({ sealed: row.sealed, taken: () => amend(vault, 'outbox', row.seq, taken) });
  }
  return found;
}

async function filesOf(device: IDBDatabase, vault: IDBDatabase | null, userId: string): Promise<SealedFile[]> {
  const left = (await all<DepositFileRow>(device, 'depositFiles')).filter((row) => row.userId === userId);
  const found: SealedFile[] = left.map(({ id, sha256, sealedKey, data }) => ({
    sha256,
    sealedKey,
    data: () => Promise.resolve(data),
    taken: () => amend<DepositFileRow>(device, 'depositFiles', id, () => null),
  }));
  if (vault === null) return found;
  for (const { sha256, sealedKey } of (await all<FileRow>(vault, 'files')).filter(isDepositableFile)) {
    if (sealedKey === null) continue;
    found.push({
      sha256,
      sealedKey,
      data: async () => {
        const stored: FileBytesRow | undefined = await result(
          vault.transaction('fileBytes').objectStore('fileBytes').get(sha256),
        );
        return stored?.data ?? null;
      },
      taken: () => amend<FileRow>(vault, 'files', sha256, (row) => ({ ...row, sealedKey: null, sentAt: Date.now() })),
    });
  }
  return found;
}

interface Desk {
  readonly deviceId: string;
  readonly users: readonly { userId: string; token: string | null }[];
}

async function readDesk(device: IDBDatabase): Promise<Desk | null> {
  const phone: PhoneFact | undefined = await result(device.transaction('facts').objectStore('facts').get('phone'));
  if (phone === undefined) return null;
  const users: { userId: string; token: string | null }[] = [];
  for (const row of await all<UserRow>(device, 'users')) {
    const label = await decryptJson(phone.boxKey, row.label, labelPlace(row.userId));
    const has = typeof label === 'object' && label !== null && 'depositToken' in label;
    users.push({
      userId: row.userId,
      token: has && typeof label.depositToken === 'string' ? label.depositToken : null,
    });
  }
  return { deviceId: phone.id, users };
}

/** @returns null without a connection: the next occasion tries again */
async function post(path: string, headers: Record<string, string>, body: string | Bytes): Promise<Response | null> {
  const signal = timeLimit(timeoutMs);
  // Without the cookie: what is deposited must not ride on whoever is signed in.
  return fetch(path, {
    method: 'POST',
    headers: { 'x-yimi': '1', ...headers },
    body,
    signal,
    credentials: 'omit',
  }).catch(() => null);
}

interface Depositor {
  readonly deviceId: string;
  /** Of one person on one phone: their work is handed in with their own and no other. */
  readonly depositToken: string;
}

/** @returns false when the server could not be spoken with */
async function sendEntries(who: Depositor, entries: readonly SealedEntry[]): Promise<boolean> {
  for (let at = 0; at < entries.length; at += batchSize) {
    const batch = entries.slice(at, at + batchSize);
    const body = JSON.stringify({ ...who, entries: batch.map((entry) => base64(entry.sealed)) });
    const answer = await post('/api/deposit', { 'content-type': 'application/json' }, body);
    if (answer === null || !answer.ok) return false;
    // What the server could not take stays; it must not hold up the rest (law C7).
    for (const index of takenIn(await answer.json().catch(() => null))) await batch[index]?.taken();
  }
  return true;
}

function takenIn(said: unknown): number[] {
  const taken: unknown = typeof said === 'object' && said !== null && 'taken' in said ? said.taken : null;
  return Array.isArray(taken) ? taken.filter((index): index is number => Number.isInteger(index)) : [];
}

/** @returns false when there is no connection */
async function sendFile(who: Depositor, file: SealedFile): Promise<boolean> {
  const data = await file.data();
  if (data === null) return true;
  const headers = {
    'content-type': 'application/octet-stream',
    'x-device-id': who.deviceId,
    'x-deposit-token': who.depositToken,
    'x-sealed-key': base64(file.sealedKey),
    'x-sha256': file.sha256,
  };
  const answer = await post('/api/deposit/files', headers, data);
  if (answer?.ok === true) await file.taken();
  return answer !== null;
}

/** Records first, files after (law S6). */
async function handInFor(device: IDBDatabase, who: Depositor, userId: string): Promise<void> {
  const vault = await openExisting(vaultName(userId));
  try {
    if (!(await sendEntries(who, await entriesOf(device, vault, userId)))) return;
    for (const file of await filesOf(device, vault, userId)) if (!(await sendFile(who, file))) return;
  } finally {
    vault?.close();
  }
}

/**
 * One pass over everybody's sealed work; passes wait for each other. What does not get through stays.
 * @param begin called when the pass begins; answers who is signed in and sends by themselves, or null
 */
export async function handIn(begin: () => string | null = () => null): Promise<void> {
  await navigator.locks.request('yimi-hand-in', async () => {
    const except = begin();
    const device = await openExisting(deviceName);
    if (device === null) return;
    try {
      const desk = await readDesk(device);
      for (const { userId, token } of desk?.users ?? []) {
        if (desk === null || token === null || userId === except) continue;
        await handInFor(device, { deviceId: desk.deviceId, depositToken: token }, userId);
      }
    } catch (error) {
      // A database that was deleted or closed under us; anything else is a bug.
      if (!(error instanceof DOMException)) throw error;
    } finally {
      device.close();
    }
  });
}

export async function countUndeposited(): Promise<number> {
  const device = await openExisting(deviceName);
  if (device === null) return 0;
  let count = 0;
  for (const { userId } of await all<UserRow>(device, 'users')) {
    const vault = await openExisting(vaultName(userId));
    count += (await entriesOf(device, vault, userId)).length + (await filesOf(device, vault, userId)).length;
    vault?.close();
  }
  device.close();
  return count;
}
