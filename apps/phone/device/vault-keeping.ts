/** Who may have a vault open, and how one is given up without losing what is sealed in it (law S5). */
import { Dexie } from 'dexie';
import type { DeviceDatabase } from './databases.ts';
import { hasVault, vaultOf } from './databases.ts';
import { vaultName } from './stored.ts';
import { timeLimit } from './time-limit.ts';

/** A page that was just closed or reloaded still holds its lock for a moment. */
const patienceMs = 1_500;

/**
 * Two replicas on one outbox would number their entries alike and overwrite each other, so only one tab has it.
 * @returns how to let go, or null if another tab has it
 */
export function holdVault(userId: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(
        vaultName(userId),
        { signal: timeLimit(patienceMs) },
        () => new Promise<void>((release) => resolve(release)),
      )
      .catch((error: unknown) => {
        if (error instanceof DOMException) resolve(null);
        else reject(error);
      });
  });
}

/**
 * Copies first, then deletes: a crash between the two leaves the work twice, and a command runs once (C3). Refused
 * commands go along, because the form in the vault is then gone from the phone and the server may never have read it.
 */
export async function giveUpVault(device: DeviceDatabase, userId: string): Promise<void> {
  if (await hasVault(userId)) {
    const vault = vaultOf(userId);
    const rows = (await vault.outbox.orderBy('seq').toArray()).flatMap(({ id, sealed }) =>
      sealed === null ? [] : { id, userId, sealed },
    );
    await device.deposits.bulkPut(rows);
    for (const { sha256, sealedKey, named, arrivedAt } of await vault.files.toArray()) {
      const stored = await vault.fileBytes.get(sha256);
      if (!named || arrivedAt !== null || sealedKey === null || stored === undefined) continue;
      await device.depositFiles.put({ id: `${userId}/${sha256}`, userId, sha256, sealedKey, data: stored.data });
    }
    vault.db.close();
  }
  await device.users.update(userId, { vault: null, me: null, failures: 0, notBefore: 0 });
  await Dexie.delete(vaultName(userId));
}
