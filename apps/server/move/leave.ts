/**
 * A county leaves this house. First its data stands still: a row in engine.moves, which the database itself enforces, and the end of
 * every transaction that began before it. Then all of it goes into a parcel. The new house opens only by a word that this one
 * tells when it hands the county over, and which from then on refuses it for good; so there is never a moment at which both write.
 * Until then the move can be called off here alone; afterwards, as long as the new house has not been opened, by the word that
 * the new house tells when it has let go of everything. Each step may be broken off and run again.
 */
import { createHash, hash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import pg from 'pg';
import * as z from 'zod';
import { newCode, plainCode } from '../accounts/secrets.ts';
import type { Target } from '../backup/back-up.ts';
import { aboutDatabase, dumpTables, keepFiles, keptFiles, nameOfRun } from '../backup/back-up.ts';
import type { Manifest } from '../backup/backup-folder.ts';
import { runFolder, signed, streamOf, syncFolder, writeBox, writeDurably, writeKey } from '../backup/backup-folder.ts';
import type { Lock } from '../backup/locked-box.ts';
import { lockKey } from '../backup/locked-box.ts';
import type { Shelf } from '../files/shelf.ts';
import type { Cellar } from '../house.ts';
import { earlierTransactionsEnd } from '../keys/rotate.ts';
import { withClient } from '../postgres/connection.ts';
import { programVersion } from '../program-version.ts';
import { sealAudit } from '../verify/index.ts';
import { countyColumn, removeFiles, removeRows, tablesOfCounties } from './county-tables.ts';
import type { CarriedKey, Letter } from './parcel.ts';
import { keysTable, markOf, Words } from './parcel.ts';

export interface Leaving {
  readonly countyId: string;
  readonly folder: string;
  readonly lock: Lock;
  /** Addresses as people type them; they may be the same, where the name is pointed at the new machine. */
  readonly from: string;
  readonly to: string;
  readonly note: (text: string) => void;
}

const MoveRow = z.object({
  move_id: z.uuid(),
  state: z.enum(['leaving', 'left', 'arriving']),
  other_url: z.string(),
  words: z.unknown(),
});
export type MoveRow = z.infer<typeof MoveRow>;

export async function moveOf(client: pg.ClientBase, countyId: string): Promise<MoveRow | null> {
  const found = await client.query(
    'select move_id, state, other_url, words from engine.moves where county_id = $1 for update',
    [countyId],
  );
  return z.array(MoveRow).parse(found.rows)[0] ?? null;
}

/** One transaction of the owner's, past row-level security. */
export function asOwner<T>(
  { ownerConnection }: Pick<Cellar, 'ownerConnection'>,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return withClient(ownerConnection, async (client) => {
    await client.query('begin');
    await client.query('set local row_security = off');
    const done = await work(client);
    await client.query(isProblem(done) ? 'rollback' : 'commit');
    return done;
  });
}

export const noMove = (): Problem => problem('not-found', 'admin.no-move', {}, 'county');
export const wrongWord = (option: string): Problem => problem('invalid', 'admin.move-wrong-word', {}, option);
export const sameWord = (typed: string, word: string): boolean => plainCode(typed) === plainCode(word);
export const wordHash = (word: string): string => createHash('sha256').update(plainCode(word)).digest('hex');

const newWords = (): Words => {
  const word = () => newCode((length) => new Uint8Array(randomBytes(length)));
  return { receipt: word(), release: word(), return: word() };
};

/** @returns what the parcel holds */
export async function leave(cellar: Cellar, leaving: Leaving): Promise<Manifest | Problem> {
  const move = await standStill(cellar, leaving);
  if (isProblem(move)) return move;
  const ready = await emptyParcel(leaving.folder, move.id);
  if (ready !== null) return ready;
  if (cellar.objects !== null) await mark(cellar.objects, leaving, move.id);
  const waited = await earlierTransactionsEnd(cellar.owner);
  if (waited !== null) return waited;
  await sealAudit(cellar.database, leaving.countyId);
  return writeParcel(cellar, leaving, move);
}

interface Move {
  readonly id: string;
  readonly words: Words;
}

/** Goes on with a move that was begun; the new house's address may have been mistyped. */
function standStill(cellar: Cellar, { countyId, to }: Leaving): Promise<Move | Problem> {
  return asOwner(cellar, async (client) => {
    const there = await moveOf(client, countyId);
    if (there !== null && there.state !== 'leaving')
      return problem('conflict', there.state === 'left' ? 'admin.county-left' : 'admin.county-arriving', {}, 'county');
    if (there !== null) {
      await client.query('update engine.moves set other_url = $2 where county_id = $1', [countyId, to]);
      return { id: there.move_id, words: Words.parse(there.words) };
    }
    const move = { id: randomUUID(), words: newWords() };
    await client.query(
      `insert into engine.moves (county_id, move_id, state, other_url, began_at, words) values ($1, $2, 'leaving', $3, $4, $5)`,
      [countyId, move.id, to, cellar.now(), JSON.stringify(move.words)],
    );
    return move;
  });
}

const parts = ['keys', 'runs', 'files'];

/** A folder that holds something else is left alone; what an earlier try left there goes. */
async function emptyParcel(folder: string, moveId: string): Promise<Problem | null> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const label = join(folder, 'move.txt');
  const there = await readdir(folder);
  const said = await readFile(label, 'utf8').catch(() => '');
  if (there.length > 0 && said !== moveId) return problem('conflict', 'admin.folder-not-empty', {}, 'folder');
  for (const part of parts) await rm(join(folder, part), { recursive: true, force: true });
  if (there.length === 0) await writeDurably(label, moveId);
  return null;
}

async function mark(objects: Shelf, { countyId, folder }: Leaving, moveId: string): Promise<void> {
  const from = join(folder, 'mark.txt');
  await writeDurably(from, moveId);
  await objects.put(markOf(countyId, moveId), from, { sha256: hash('sha256', moveId), mime: 'text/plain' });
  await rm(from, { force: true });
}

async function writeParcel(cellar: Cellar, { folder, lock, note, ...about }: Leaving, move: Move): Promise<Manifest> {
  const { countyId } = about;
  const takenAt = cellar.now();
  const run = nameOfRun(takenAt);
  const key = randomBytes(32);
  const draft = `${runFolder(folder, run)}.unfinished`;
  const target: Target = { folder, draft, run, key };
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writeKey(folder, run, lockKey(key, lock));
  const client = new pg.Client(cellar.ownerConnection);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local row_security = off');
    const tables = (await tablesOfCounties(client)).map((table) => ({
      ...table,
      // A county's id is one that the database gave us.
      where: `${countyColumn(table.name)} = ${client.escapeLiteral(countyId)}::uuid`,
    }));
    const dumped = await dumpTables(client, target, tables, note);
    const keys = await writeKeys(client, cellar, target, countyId);
    const letter = await letterFor(client, cellar, about, move);
    const database = await aboutDatabase(client);
    await client.query('commit');
    const letterBox = await writeBox(join(draft, 'keys.box'), key, `${run}/keys`, streamOf(JSON.stringify(letter)));
    const files = await keepFiles(target, keptFiles(client, { ...cellar, note }, countyId), note);
    const manifest: Manifest = {
      ...{ format: 1, run, takenAt, program: programVersion, ...database },
      ...{ tables: [...dumped, keys], keys: { sha256: letterBox.sha256 }, files },
    };
    await writeDurably(join(draft, 'manifest.json'), signed(manifest));
    await rename(draft, runFolder(folder, run));
    await syncFolder(join(folder, 'runs'));
    return manifest;
  } finally {
    await client.end();
  }
}

const KeyRow = z.object({
  subject: z.string(),
  wrapped: z.instanceof(Buffer).nullable(),
  key_version: z.number(),
  erased_at: z.number().nullable(),
});
const keysAtOnce = 2_000;

/** Opened here, for the new house's master key is another; the box is the parcel's. */
async function writeKeys(
  client: pg.Client,
  { keyring }: Cellar,
  { draft, run, key }: Target,
  countyId: string,
): Promise<Manifest['tables'][number]> {
  let rows = 0;
  const lines = async function* () {
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const found = await client.query(
        `select subject, wrapped, key_version, erased_at from engine.subject_keys
         where county_id = $1 and subject > $2 order by subject limit ${keysAtOnce}`,
        [countyId, after],
      );
      const page = z.array(KeyRow).parse(found.rows);
      for (const { subject, wrapped, key_version: version, erased_at: erasedAt } of page) {
        const opened = wrapped === null ? null : keyring.unwrap(version, wrapped, countyId, subject).export();
        const carried: z.infer<typeof CarriedKey> = { subject, key: opened?.toString('base64') ?? null, erasedAt };
        yield Buffer.from(`${JSON.stringify(carried)}\n`);
      }
      rows += page.length;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.subject;
    }
  };
  const { sha256 } = await writeBox(
    join(draft, `${keysTable}.box`),
    key,
    `${run}/${keysTable}`,
    Readable.from(lines()),
  );
  return { name: keysTable, columns: ['subject', 'key', 'erasedAt'], rows, sha256 };
}

const CountyRow = z.object({ name: z.string(), code: z.string(), city_code: z.string(), city: z.string() });

async function letterFor(
  client: pg.Client,
  { secrets }: Cellar,
  { countyId, from, to }: Pick<Leaving, 'countyId' | 'from' | 'to'>,
  { id: moveId, words }: Move,
): Promise<Letter> {
  const found = await client.query(
    `select k.name, k.code, k.city_code, c.name as city from public.counties k join login.cities c on c.code = k.city_code
     where k.id = $1`,
    [countyId],
  );
  const { name, code, city_code: cityCode, city } = CountyRow.parse(found.rows[0]);
  return {
    ...{ moveId, from, to, secrets: [...secrets.all()] },
    county: { id: countyId, name, code },
    city: { code: cityCode, name: city },
    ...{ receiptWord: words.receipt, releaseHash: wordHash(words.release), returnWord: words.return },
  };
}

/** From here on this house refuses the county for good. @returns the word by which the new house opens; the same when asked again */
export function handOver(cellar: Cellar, countyId: string, receipt: string): Promise<string | Problem> {
  return asOwner(cellar, async (client) => {
    const move = await moveOf(client, countyId);
    if (move === null || move.state === 'arriving') return noMove();
    const words = Words.parse(move.words);
    if (!sameWord(receipt, words.receipt)) return wrongWord('receipt');
    await client.query(`update engine.moves set state = 'left' where county_id = $1`, [countyId]);
    return words.release;
  });
}

/** The county goes on here. @param returned once it was handed over: the word of a new house that has let go of everything */
export function callOff(cellar: Cellar, countyId: string, returned: string | null): Promise<null | Problem> {
  return asOwner(cellar, async (client) => {
    const move = await moveOf(client, countyId);
    if (move === null || move.state === 'arriving') return noMove();
    if (move.state === 'left') {
      if (returned === null) return problem('conflict', 'admin.county-left', {}, 'return-word');
      if (!sameWord(returned, Words.parse(move.words).return)) return wrongWord('return-word');
    }
    await cellar.objects?.remove(markOf(countyId, move.move_id));
    await client.query('delete from engine.moves where county_id = $1', [countyId]);
    return null;
  });
}

/** Lets go of a county that is at home elsewhere, but for what its phones are told by. */
export function clearLeft(cellar: Cellar, countyId: string): Promise<null | Problem> {
  return asOwner(cellar, async (client) => {
    const move = await moveOf(client, countyId);
    if (move?.state !== 'left') return noMove();
    await removeFiles(cellar, countyId);
    // Out of the way for the length of this transaction: its deletions are no writing of the county's.
    const kept = await client.query('delete from engine.moves where county_id = $1 returning *', [countyId]);
    await removeRows(client, countyId, true);
    await client.query('insert into engine.moves select * from jsonb_populate_record(null::engine.moves, $1)', [
      JSON.stringify(kept.rows[0]),
    ]);
    return null;
  });
}
