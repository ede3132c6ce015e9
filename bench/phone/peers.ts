/**
 * `--peers`: RxDB (Dexie storage) and PouchDB with pouchdb-server's own app, installed from npm into a temporary folder, on the
 * people and visits of the same station, over the same line, on the same slow phone. Their pages and server: bench/phone/peers.
 * They are given less to do: two tables of nine, nothing sealed, nobody's rights asked for (`lacks`).
 */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { Handset } from './handset.ts';
import { Link } from './link.ts';
import type { Tables } from './records.ts';
import { initialsOf, somebody } from './records.ts';

const peers = {
  rxdb: {
    packages: ['rxdb@17', 'rxjs@7'],
    lacks:
      'rights by role and scope, commands checked by the server, sealing on the disk, an outbox that outlives a lost key, hashes that show divergence, rollups, a server',
  },
  pouchdb: {
    // `events` is Node's own, which PouchDB's page needs too.
    packages: ['pouchdb@9', 'pouchdb-find@9', 'pouchdb-server@4', 'events@3'],
    lacks:
      'rights by role and scope (a database a scope), commands checked by the server, sealing on the disk, deposit of what a locked phone owes, rollups; conflicts are kept, and nobody is shown them',
  },
} as const;
type Name = keyof typeof peers;
const peerNames: readonly Name[] = ['rxdb', 'pouchdb'];

declare global {
  /** In a peer's page only. */
  var peer: {
    people(columns: readonly string[]): Promise<void>;
    rest(columns: readonly string[]): Promise<void>;
    find(initials: string): Promise<string[]>;
    record(rows: readonly object[]): Promise<unknown>;
    sync(): Promise<void>;
  };
}

const here = join(import.meta.dirname, 'peers');

/** Installed, its page bundled, the station's records beside it. */
async function installed(name: Name, data: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yimi-bench-peer-'));
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  const done = spawnSync('npm', ['install', '--no-audit', '--no-fund', ...peers[name].packages], { cwd: folder });
  if (done.status !== 0) throw new Error(`${name} cannot be installed: ${done.stderr.toString('utf8').slice(-500)}`);
  await copyFile(join(here, 'server.mjs'), join(folder, 'server.mjs'));
  await copyFile(join(here, `${name}-page.mjs`), join(folder, 'source.mjs'));
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    build: {
      outDir: folder,
      emptyOutDir: false,
      lib: { entry: join(folder, 'source.mjs'), formats: ['iife'], name: 'page', fileName: () => 'page.js' },
    },
  });
  await writeFile(join(folder, 'data.json'), JSON.stringify(data));
  return folder;
}

export class Peer {
  readonly name: Name;
  readonly #folder: string;
  readonly #server: ChildProcess;
  readonly #origin: string;
  readonly #link: Link;
  readonly #phone: Handset;
  readonly #tables: Tables;

  private constructor(
    name: Name,
    folder: string,
    server: ChildProcess,
    origin: string,
    link: Link,
    phone: Handset,
    tables: Tables,
  ) {
    this.name = name;
    this.#folder = folder;
    this.#server = server;
    this.#origin = origin;
    this.#link = link;
    this.#phone = phone;
    this.#tables = tables;
  }

  static async start(name: Name, tables: Tables): Promise<Peer> {
    const clients = (tables['people.clients'] ?? []).map((row) => ({ ...row, initials: initialsOf(row.pinyin) }));
    const folder = await installed(name, { clients, visits: tables['services.visits'] ?? [] });
    const server = spawn(process.execPath, ['server.mjs', name, 'data.json'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    while (!said.includes('\n')) said += String((await once(server.stdout, 'data'))[0]);
    const origin = `http://localhost:${said.trim().split(' ')[1]}`;
    const link = await Link.to(origin);
    const phone = await Handset.fresh();
    await phone.switchOn();
    await phone.page.goto(link.origin);
    await phone.page.waitForFunction(() => 'peer' in globalThis, undefined, { timeout: 60_000 });
    return new Peer(name, folder, server, origin, link, phone, tables);
  }

  /** The same as ours: until a person is found by initials, and until all visits are there; their page is there already. */
  async load() {
    const { page } = this.#phone;
    const columns = (table: string) => Object.keys(this.#tables[table]?.[0] ?? {});
    const { name, initials } = somebody(this.#tables);
    this.#link.reset();
    const begun = performance.now();
    const seconds = () => Math.round((performance.now() - begun) / 10) / 100;
    await page.evaluate((all) => peer.people(all), columns('people.clients'));
    const found = await page.evaluate((typed) => peer.find(typed), initials);
    if (!found.includes(name)) throw new Error(`${this.name}: nobody is found by initials`);
    const usable_s = seconds();
    await page.evaluate((all) => peer.rest(all), columns('services.visits'));
    const { up, down, requests } = this.#link.passed;
    const { lacks } = peers[this.name];
    return { usable_s, complete_s: seconds(), bytes: up + down, requests: requests.length, lacks };
  }

  async #round(): Promise<{ ms: number; bytes: number }> {
    this.#link.reset();
    const ms = await this.#phone.page.evaluate(async () => {
      const begun = performance.now();
      await peer.sync();
      return Math.round(performance.now() - begun);
    });
    return { ms, bytes: this.#link.passed.up + this.#link.passed.down };
  }

  /** After `load`: nothing new, `changed` visits by others, `offline` of one's own until the server has taken them. */
  async rounds(changed: number, offline: number) {
    await this.#round();
    const noop = await this.#round();
    await fetch(`${this.#origin}/made/${changed}`, { method: 'POST' });
    const incr = await this.#round();
    const own = (this.#tables['services.visits'] ?? [])
      .slice(0, offline)
      .map((row, at) => ({ ...row, id: `own-${at}` }));
    this.#link.cut();
    await this.#phone.page.evaluate((rows) => peer.record(rows).then(() => undefined), own);
    this.#link.mend();
    const push = await this.#round();
    return {
      noop_bytes: noop.bytes,
      noop_ms: noop.ms,
      incr100_bytes: incr.bytes,
      incr100_ms: incr.ms,
      push500_bytes: push.bytes,
      push500_ms: push.ms,
    };
  }

  async stop(): Promise<void> {
    await this.#phone.throwAway();
    await this.#link.close();
    this.#server.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Each peer by itself, one after another. A peer that cannot be run is told of by its reason, and does not end the bench. */
export async function withPeers<Found>(
  tables: Tables,
  say: (line: string) => void,
  use: (peer: Peer) => Promise<Found>,
): Promise<Record<string, Found | string>> {
  const found: Record<string, Found | string> = {};
  for (const name of peerNames) {
    let peer: Peer | null = null;
    try {
      peer = await Peer.start(name, tables);
      found[name] = await use(peer);
    } catch (error) {
      found[name] = error instanceof Error ? error.message : String(error);
    } finally {
      await peer?.stop();
    }
    say(`${name}: ${JSON.stringify(found[name])}`);
  }
  return found;
}
