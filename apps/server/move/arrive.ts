/**
 * A county arrives at this house from a parcel (parcel.ts). All of its rows come in one transaction, with people's keys wrapped by this
 * house's master key, and a row in engine.moves that keeps the county closed; then matches of card numbers are reckoned
 * anew, files are laid on the shelf, and everything is proved. Only then is the receipt told. The county opens by the word of the
 * house that it left, which that house tells for the receipt. Broken off anywhere, it is run again; as long as it is closed, it can
 * be let go of.
 */

import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import pg from 'pg';
import * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import { factorKey, factorPlace } from '../accounts/second-factor.ts';
import { aboutDatabase } from '../backup/back-up.ts';
import type { Manifest } from '../backup/backup-folder.ts';
import { damaged, readBox, readManifest, runFolder, runsIn, textIn } from '../backup/backup-folder.ts';
import type { Opener } from '../backup/locked-box.ts';
import { DamagedBox } from '../backup/locked-box.ts';
import { bringFiles, fillTable, type Keys, keyOf, wholeRun } from '../backup/restore.ts';
import { FolderShelf } from '../files/shelf.ts';
import type { Cellar } from '../house.ts';
import { matchAnew, matched, noKeysMatch } from '../keys/rotate.ts';
import { pepperName } from '../secrets.ts';
import { decrypt, encrypt } from '../store/keyring.ts';
import { sealAudit, verifyCounty } from '../verify/index.ts';
import { removeFiles, removeRows, tablesOfCounties } from './county-tables.ts';
import { asOwner, moveOf, noMove, wordHash, wrongWord } from './leave.ts';
import { CarriedKey, keysTable, Letter, markOf } from './parcel.ts';

export interface Arriving {
  readonly folder: string;
  readonly opener: Opener;
  /** This house's address, for which the parcel was made. */
  readonly here: string;
  readonly note: (text: string) => void;
}

export interface Arrived {
  readonly county: Letter['county'];
  readonly receipt: string;
  readonly rows: number;
  readonly files: number;
}

interface Parcel extends Pick<Arriving, 'folder' | 'note'> {
  readonly manifest: Manifest;
  readonly key: Buffer;
  readonly letter: Letter;
}

/** As this house keeps them of a county that is here and closed. */
const ClosedWords = z.object({ releaseHash: z.string(), return: z.string() });

export async function receive(cellar: Cellar, arriving: Arriving): Promise<Arrived | Problem> {
  try {
    return await receiveWhole(cellar, arriving);
  } catch (error) {
    if (error instanceof DamagedBox) return damaged('box');
    // Logins and phone numbers are one's own in the whole house.
    if (!(error instanceof pg.DatabaseError) || error.code !== '23505' || error.table !== 'accounts') throw error;
    const taken = /=\((.*)\)/.exec(error.detail ?? '')?.[1] ?? '';
    return problem('conflict', 'admin.move-login-taken', { login: taken });
  }
}

async function receiveWhole(cellar: Cellar, { folder, opener, here, note }: Arriving): Promise<Arrived | Problem> {
  const keys: Keys = new Map();
  const parcel = await opened(folder, opener, keys, note);
  if (isProblem(parcel)) return parcel;
  const { manifest, letter } = parcel;
  if (letter.to !== here) return problem('conflict', 'admin.move-other-address', { to: letter.to, here });
  if (await cellar.objects?.has(markOf(letter.county.id, letter.moveId)))
    return problem('conflict', 'admin.move-same-store', {});
  // On disk before the first row that needs them.
  for (const secret of letter.secrets) await cellar.secrets.keepFormer(secret);
  const refused = await asOwner(cellar, (client) => fill(client, cellar, parcel));
  if (refused !== null) return refused;
  const newest = await newestVersion(cellar);
  await matchAnew(cellar, letter.county.id, newest, async () => undefined);
  const unbrought = await bringFiles(folder, manifest, opener, keys, { ...cellar, note });
  if (unbrought !== null) return unbrought;
  const unproved = await proved(cellar, letter.county.id, manifest);
  if (unproved !== null) return unproved;
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return { county: letter.county, receipt: letter.receiptWord, rows, files: manifest.files.length };
}

async function opened(folder: string, opener: Opener, keys: Keys, note: Parcel['note']): Promise<Parcel | Problem> {
  const run = (await runsIn(folder)).at(-1);
  if (run === undefined) return problem('not-found', 'admin.no-parcel', {}, 'folder');
  const manifest = await readManifest(folder, run);
  if (isProblem(manifest)) return manifest;
  const key = await keyOf(folder, run, opener, keys);
  if (isProblem(key)) return key;
  const refused = await wholeRun(folder, manifest);
  if (refused !== null) return refused;
  const text = await textIn(readBox(join(runFolder(folder, run), 'keys.box'), key, `${run}/keys`));
  const letter = Letter.safeParse(JSON.parse(text));
  // A backup looks the same from outside.
  return letter.success
    ? { folder, note, manifest, key, letter: letter.data }
    : problem('not-found', 'admin.no-parcel', {}, 'folder');
}

const Version = z.tuple([z.object({ version: z.number() })]);

async function newestVersion({ owner }: Pick<Cellar, 'owner'>): Promise<number> {
  const found = await owner.pool.query('select max(version) as version from engine.key_versions');
  return Version.parse(found.rows)[0].version;
}

async function fill(client: pg.Client, cellar: Cellar, parcel: Parcel): Promise<Problem | null> {
  const { manifest, letter } = parcel;
  const { county, city } = letter;
  const applied = (await aboutDatabase(client)).migrations;
  if (JSON.stringify(applied) !== JSON.stringify(manifest.migrations))
    return problem('conflict', 'admin.move-other-version', { program: manifest.program });
  const refused = await makeRoom(client, cellar, letter);
  if (refused !== null) return refused;
  await client.query('insert into login.cities (code, name) values ($1, $2) on conflict do nothing', [
    city.code,
    city.name,
  ]);
  for (const table of await tablesOfCounties(client)) {
    const lacking = await fillTable(client, table, parcel);
    if (lacking !== null) return lacking;
  }
  // What a trigger noted of entries that were sealed at the old house.
  await client.query(
    `delete from engine.audit_unsealed u using engine.audit_chain c
     where u.county_id = $1 and c.county_id = u.county_id and c.entry_id = u.entry_id`,
    [county.id],
  );
  await wrapKeys(client, cellar, parcel);
  for (const { table, match } of matched())
    await client.query(`update ${table.name} set ${match} = $2 where county_id = $1 and ${match} is not null`, [
      county.id,
      noKeysMatch,
    ]);
  await underThisPepper(client, cellar, letter);
  const words = { releaseHash: letter.releaseHash, return: letter.returnWord };
  await client.query(
    `insert into engine.moves (county_id, move_id, state, other_url, began_at, words) values ($1, $2, 'arriving', $3, $4, $5)`,
    [county.id, letter.moveId, letter.from, cellar.now(), JSON.stringify(words)],
  );
  return null;
}

/** What an earlier try brought goes; a county that is at home here stays. */
async function makeRoom(client: pg.Client, cellar: Cellar, { county }: Letter): Promise<Problem | null> {
  const there = await client.query('select id from public.counties where id = $1 or code = $2', [
    county.id,
    county.code,
  ]);
  if (there.rowCount === 0) return null;
  const move = await moveOf(client, county.id);
  // It may come back to the house that it once left.
  if (move === null || move.state === 'leaving')
    return problem('conflict', 'admin.county-there', { code: county.code });
  await client.query('delete from engine.moves where county_id = $1', [county.id]);
  if (move.state === 'left') await removeFiles(cellar, county.id);
  await removeRows(client, county.id, false);
  return null;
}

async function wrapKeys(client: pg.Client, cellar: Cellar, { folder, manifest, key, letter }: Parcel): Promise<void> {
  const version = await newestVersion(cellar);
  cellar.keyring.know(version);
  const { run } = manifest;
  const box = readBox(join(runFolder(folder, run), `${keysTable}.box`), key, `${run}/${keysTable}`);
  const put = async (lot: readonly z.infer<typeof CarriedKey>[]) => {
    const wrapped = lot.map((one) =>
      one.key === null
        ? null
        : cellar.keyring.wrap(version, Buffer.from(one.key, 'base64'), letter.county.id, one.subject),
    );
    await client.query(
      `insert into engine.subject_keys (county_id, subject, wrapped, erased_at, key_version)
       select $1, subject, wrapped, erased_at, $2 from unnest($3::uuid[], $4::bytea[], $5::bigint[]) as x(subject, wrapped, erased_at)`,
      [letter.county.id, version, lot.map((one) => one.subject), wrapped, lot.map((one) => one.erasedAt)],
    );
  };
  const lot: z.infer<typeof CarriedKey>[] = [];
  for await (const line of createInterface({ input: box })) {
    lot.push(CarriedKey.parse(JSON.parse(line)));
    if (lot.length === 2_000) await put(lot.splice(0));
  }
  await put(lot);
}

const Factors = z.array(z.object({ user_id: z.string(), secret: z.instanceof(Buffer) }));

/** Passwords say under which pepper they were made, for nobody can make them anew; the secrets of apps are sealed anew. */
async function underThisPepper(
  client: pg.Client,
  { secrets }: Cellar,
  { county, secrets: carried }: Letter,
): Promise<void> {
  const [old] = carried;
  if (old === undefined) return;
  const pepper = Buffer.from(old.pepper, 'base64');
  await client.query(
    `update login.accounts set password_hash = password_hash || '$p=' || $2
     where county_id = $1 and password_hash is not null and password_hash not like '%$p=%'`,
    [county.id, pepperName(pepper)],
  );
  const found = await client.query('select user_id, secret from login.totp where county_id = $1', [county.id]);
  for (const { user_id: userId, secret } of Factors.parse(found.rows)) {
    const text = decrypt(factorKey(pepper), secret, factorPlace(userId));
    await client.query('update login.totp set secret = $2 where user_id = $1', [
      userId,
      encrypt(factorKey(secrets.pepper), text, factorPlace(userId)),
    ]);
  }
}

async function proved(cellar: Cellar, countyId: string, { files }: Manifest): Promise<Problem | null> {
  const { database, store, data, objects } = cellar;
  await sealAudit(database, countyId);
  const { details, ...good } = await verifyCounty(database, store, catalogue, countyId);
  if (!Object.values(good).every(Boolean))
    return problem('conflict', 'admin.move-not-proved', { what: details.map(({ proof }) => proof).join(' ') });
  const shelf = objects ?? new FolderShelf(join(data, 'files'));
  for (const { path } of files.filter((file) => file.path.startsWith('files/')))
    if (!(await shelf.has(path.slice('files/'.length))))
      return problem('conflict', 'admin.move-not-proved', { what: path });
  return null;
}

/** @param release the word that the old house told for the receipt: from here on the county is at home here */
export function openArrived(cellar: Cellar, countyId: string, release: string): Promise<null | Problem> {
  return asOwner(cellar, async (client) => {
    const move = await moveOf(client, countyId);
    if (move?.state !== 'arriving') return noMove();
    if (wordHash(release) !== ClosedWords.parse(move.words).releaseHash) return wrongWord('release');
    await client.query('delete from engine.moves where county_id = $1', [countyId]);
    return null;
  });
}

/** Lets go of a county that has not been opened. @returns the word by which the old house takes it back */
export function giveBack(cellar: Cellar, countyId: string): Promise<string | Problem> {
  return asOwner(cellar, async (client) => {
    const move = await moveOf(client, countyId);
    if (move?.state !== 'arriving') return noMove();
    await removeFiles(cellar, countyId);
    await client.query('delete from engine.moves where county_id = $1', [countyId]);
    await removeRows(client, countyId, false);
    return ClosedWords.parse(move.words).return;
  });
}
