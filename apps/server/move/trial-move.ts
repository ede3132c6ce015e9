/**
 * Two houses between which a county moves, for tests: verbs as the administrator types them at either, the parcel's pair of keys, and
 * what has to hold of a house afterwards.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../../catalogue.ts';
import { runAdmin } from '../admin/run-admin.ts';
import { areaFaults } from '../figures/index.ts';
import type { Shelf } from '../files/shelf.ts';
import type { TrialHouse } from '../trial-house.ts';
import { counties, openTrialHouse } from '../trial-house.ts';
import { verifyCounty } from '../verify/index.ts';

export interface TrialMove {
  readonly old: TrialHouse;
  readonly next: TrialHouse;
  /** The new house's address. */
  readonly there: string;
  /** Of the last verb. */
  readonly noted: readonly string[];
  newFolder(): Promise<string>;
  admin(house: TrialHouse, ...args: string[]): Promise<0 | 1 | 2>;
  pack(parcel: string, code?: string): Promise<0 | 1 | 2>;
  take(parcel: string, house?: TrialHouse): Promise<0 | 1 | 2>;
  /** As the last verb that told it said. */
  word(label: 'receipt' | 'release' | 'return word'): string;
  close(): Promise<void>;
}

/** @param stores where files lie if not in the houses' folders */
export async function openTrialMove(
  stores: { readonly old: Shelf | null; readonly next: Shelf | null } = { old: null, next: null },
): Promise<TrialMove> {
  const old = await openTrialHouse(null, undefined, stores.old);
  const next = await openTrialHouse(null, async () => undefined, stores.next);
  const folders: string[] = [];
  const said: string[] = [];
  const noted: string[] = [];
  const newFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'yimi-move-'));
    folders.push(folder);
    return folder;
  };
  const keys = await newFolder();
  const pair = generateKeyPairSync('rsa', { modulusLength: 3072 });
  await writeFile(join(keys, 'pub.pem'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  await writeFile(join(keys, 'key.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const admin: TrialMove['admin'] = (house, ...args) => {
    noted.length = 0;
    return runAdmin(args, {
      open: async () => ({ cellar: house.cellar, close: () => Promise.resolve() }),
      openEmpty: () => Promise.reject(new Error('not asked for')),
      openingText: ({ code }) => code,
      publicUrl: house === old ? 'http://old.example.cn' : next.address,
      out: (text) => said.push(text),
      note: (text) => noted.push(text),
    });
  };
  return {
    ...{ old, next, there: next.address, noted, newFolder, admin },
    pack: (parcel, code = '459901') =>
      admin(
        ...([old, 'move-county', parcel, '--county', code] as const),
        ...(['--to', next.address, '--public-key', join(keys, 'pub.pem')] as const),
      ),
    take: (parcel, house = next) => admin(house, 'receive-county', parcel, '--private-key', join(keys, 'key.pem')),
    word: (label) =>
      new RegExp(`${label}  ([0-9A-Z-]{14})$`).exec(said.findLast((line) => line.includes(`${label}  `)) ?? '')?.[1] ??
      '',
    close: async () => {
      await old.close();
      await next.close();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A county's audit, figures and hashes, and the sums above it. Equal to `good` where all holds. */
export async function verified({ cellar }: TrialHouse, countyId = counties.here) {
  const { details, ...sum } = await verifyCounty(cellar.database, cellar.store, catalogue, countyId);
  return [sum, details.filter(({ proof }) => proof !== 'journal'), await areaFaults(cellar.database)];
}
export const good = [{ audit: true, rollups: true, hashes: true, journal: true }, [], []];
