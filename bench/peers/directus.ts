/**
 * The peer of `import` and `list`: Directus, installed from npm into a temporary folder and started on SQLite, the database
 * that it brings along. It is given the rows of our ledger under headings of its own and asked for pages of fifty; its process
 * is measured as ours is. `YIMI_DIRECTUS` names a folder in which it is installed already.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { messyLedger, villageNames } from '../import/ledger.ts';
import type { BenchRun, Figures } from '../main.ts';

/** 12.4.1 asks for a part that the registry did not hold on the day of measuring. */
const version = '12.4.0';
const account = { email: 'bench@example.com', password: 'only-for-measuring' };
const fields = ['serial', 'name', 'sex', 'id_number', 'born', 'phone', 'village', 'address', 'kind'];
/** As many as our own bench of lists. */
const rounds = 40;
const run = promisify(execFile);

/** Said beside its figures: a row there is less than a row here. */
const lacks =
  'keeps the rows as they stand and an activity entry each; checks no id, day or village, seeks no duplicates, rolls nothing up, ' +
  'encrypts no column, has no search by pinyin or initials, and no rights by village here';

interface Peer {
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  send(path: string, file: Blob): Promise<void>;
  /** The most that lay in memory, as the system noted it. */
  peakMb(): number;
}

/** Imports our ledger, and asks for pages and searches in it. */
export async function measureDirectus(rows: number, { say }: Pick<BenchRun, 'say'>): Promise<Figures> {
  return withDirectus(say, async (peer) => {
    await peer.ask('POST', '/collections', {
      collection: 'people',
      schema: {},
      meta: { accountability: 'all' },
      fields: [
        { field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true } },
        ...fields.map((field) => ({ field, type: 'string', schema: {} })),
      ],
    });
    say(`directus takes ${rows} rows`);
    const begun = performance.now();
    await peer.send('/utils/import/people', ledgerFor(rows));
    const ms = performance.now() - begun;
    const counted = JSON.stringify(await peer.ask('GET', '/items/people?aggregate[count]=*'));
    const taken = { rows_per_s: Math.round((rows / ms) * 1000), peak_mb: peer.peakMb(), counted };
    say(`directus ${JSON.stringify(taken)}`);
    return { peer: `directus ${version} on SQLite`, ...taken, ...(await pages(peer)), lacks };
  });
}

async function pages(peer: Peer): Promise<Figures> {
  const page = '/items/people?limit=50&sort=name,id';
  const listed = await timed(peer, [page, `${page}&filter[kind][_eq]=低保`, `${page}&filter[village][_eq]=东山村`]);
  const sought = await timed(peer, [`${page}&search=韦桂`, `${page}&search=3456`]);
  return {
    p50: at(listed, 0.5),
    p99: at(listed, 0.99),
    search_p50: at(sought, 0.5),
    search_p99: at(sought, 0.99),
  };
}

async function timed(peer: Peer, paths: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (let round = -3; round < rounds; round++) {
    for (const path of paths) {
      const begun = performance.now();
      await peer.ask('GET', encodeURI(path));
      // The first rounds only warm, as in our own.
      if (round >= 0) times.push(performance.now() - begun);
    }
  }
  return times.sort((one, other) => one - other);
}

const at = (sorted: readonly number[], share: number) =>
  Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;

/** The same lines under headings that it can take; what it makes of them is its own affair. */
function ledgerFor(rows: number): Blob {
  const [, , ...lines] = messyLedger(rows, villageNames).toString('utf8').split('\n');
  return new Blob([[fields.join(','), ...lines].join('\n')], { type: 'text/csv' });
}

async function withDirectus(say: BenchRun['say'], work: (peer: Peer) => Promise<Figures>): Promise<Figures> {
  const place = await mkdtemp(join(tmpdir(), 'yimi-directus-'));
  try {
    const installed = process.env.YIMI_DIRECTUS ?? (await installIn(place, say));
    return await started(installed, place, say, work);
  } catch (error) {
    // Said and not thrown: our own figures stand without it.
    return { peer: `directus ${version}`, not_run: error instanceof Error ? error.message.slice(0, 400) : 'unknown' };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function installIn(place: string, say: BenchRun['say']): Promise<string> {
  say(`installing directus ${version}: some minutes, 730 MB`);
  await writeFile(join(place, 'package.json'), '{"private":true}');
  const options = ['install', '--no-audit', '--no-fund', `directus@${version}`];
  await run('npm', options, { cwd: place, maxBuffer: 1 << 26 });
  return place;
}

/** Its native parts are built for one Node, which need not be the one that runs this. */
async function nodeFor(installed: string): Promise<string> {
  const others = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  for (const node of [process.execPath, ...others]) {
    const fits = access(node).then(() =>
      run(node, ['-e', "require('isolated-vm'); require('argon2'); require('sqlite3')"], { cwd: installed }),
    );
    if ((await fits.catch(() => null)) !== null) return node;
  }
  throw new Error('its native parts (isolated-vm, argon2, sqlite3) load in no Node of this machine');
}

async function started(
  installed: string,
  place: string,
  say: BenchRun['say'],
  work: (peer: Peer) => Promise<Figures>,
): Promise<Figures> {
  const port = await freePort();
  const node = await nodeFor(installed);
  const program = join(installed, 'node_modules', '.bin', 'directus');
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    HOST: '127.0.0.1',
    PORT: String(port),
    DB_CLIENT: 'sqlite3',
    DB_FILENAME: join(place, 'data.db'),
    SECRET: 'only-for-measuring-00000000000000',
    ADMIN_EMAIL: account.email,
    ADMIN_PASSWORD: account.password,
    ACCESS_TOKEN_TTL: '2h',
    TELEMETRY: 'false',
    LOG_LEVEL: 'error',
    MAX_BATCH_MUTATION: 'Infinity',
  };
  await run(node, [program, 'bootstrap'], { cwd: installed, env, maxBuffer: 1 << 26 });
  const child = spawn(node, [program, 'start'], { cwd: installed, env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    const address = `http://127.0.0.1:${port}`;
    await answering(address);
    say('directus answers');
    return await work(await signedIn(address, child.pid ?? 0));
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function answering(address: string): Promise<void> {
  for (let second = 0; second < 90; second++) {
    const answer = await fetch(`${address}/server/ping`).catch(() => null);
    if (answer?.ok === true) return;
    await sleep(1000);
  }
  throw new Error('it did not answer within 90 seconds');
}

async function signedIn(address: string, pid: number): Promise<Peer> {
  const call = async (path: string, init: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${address}${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} ${answer.status} ${text.slice(0, 200)}`);
    return text === '' ? null : JSON.parse(text);
  };
  const json = { 'content-type': 'application/json' };
  const login = await call('/auth/login', { method: 'POST', headers: json, body: JSON.stringify(account) });
  const token = /"access_token":"([^"]+)"/.exec(JSON.stringify(login))?.[1] ?? '';
  const headers = { authorization: `Bearer ${token}` };
  return {
    ask: (method, path, body) =>
      call(path, {
        method,
        headers: { ...headers, ...json },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    send: async (path, file) => {
      const form = new FormData();
      form.set('file', file, 'ledger.csv');
      await call(path, { method: 'POST', headers, body: form });
    },
    peakMb: () => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}
