/**
 * More than one machine, on one: three etcd, three Patroni each with its PostgreSQL, HAProxy in front, and servers behind
 * one address, all from Debian's packages and from the very files in `deploy/`, with addresses and folders put in their
 * place. Nothing outlives `close`.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { freePort, RunningHouse } from '../e2e/running-house.ts';

const deploy = join(import.meta.dirname, '../../deploy');
const nodes = ['db1', 'db2', 'db3'] as const;
type NodeName = (typeof nodes)[number];
/** initdb, a base backup for each standby: seconds; the rest is for a machine that does other things too. */
const readyWithinMs = 180_000;
const asRoot = process.getuid?.() === 0;

function binaries(): string | null {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const newest = versions.map(Number).sort((a, b) => b - a)[0];
  return newest === undefined ? null : `/usr/lib/postgresql/${newest}/bin`;
}

/** What is missing for a cluster, in words; null where it can be started. */
export function whyNoCluster(): string | null {
  const missing = ['etcd', 'patroni', 'haproxy'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status);
  if (binaries() === null) missing.push('postgresql');
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`;
}

interface Ports {
  readonly rest: number;
  readonly postgres: number;
  readonly etcd: number;
  readonly peer: number;
}

const Member = z.object({ name: z.string(), role: z.string(), state: z.string() });
const Members = z.object({ members: z.array(Member) });
export type Member = z.infer<typeof Member>;

export class Cluster {
  readonly folder: string;
  /** Of the owner, through HAProxy: always the primary. */
  readonly databaseUrl: string;
  /** Where people reach the servers. */
  readonly origin: string;
  readonly #ports: ReadonlyMap<NodeName, Ports>;
  readonly #running = new Map<string, ChildProcess>();
  readonly #apps: readonly number[];
  readonly #proxy: { database: number; servers: number };
  #houses: RunningHouse[] = [];

  private constructor(
    folder: string,
    ports: ReadonlyMap<NodeName, Ports>,
    apps: readonly number[],
    proxy: { database: number; servers: number },
  ) {
    this.folder = folder;
    this.#ports = ports;
    this.#apps = apps;
    this.#proxy = proxy;
    this.databaseUrl = `postgresql://postgres:only-for-this-cluster@127.0.0.1:${proxy.database}/postgres`;
    this.origin = `http://127.0.0.1:${proxy.servers}`;
  }

  /** The databases and HAProxy; servers come with `startServers`, once there is something to serve. */
  static async start(tell: (text: string) => void): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'yimi-cluster-'));
    // PostgreSQL's own account passes through.
    await chmod(folder, 0o711);
    const ports = new Map<NodeName, Ports>();
    for (const name of nodes)
      ports.set(name, {
        rest: await freePort(),
        postgres: await freePort(),
        etcd: await freePort(),
        peer: await freePort(),
      });
    const apps = [await freePort(), await freePort()];
    const cluster = new Cluster(folder, ports, apps, { database: await freePort(), servers: await freePort() });
    try {
      await cluster.#startEtcd();
      for (const name of nodes) await cluster.#startNode(name);
      await cluster.#startProxy();
      tell('waiting for a primary and two standbys, one of them synchronous');
      await cluster.untilSynchronous();
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  /** @param data keys and files, which the servers share */
  async startServers(data: string): Promise<void> {
    const environment = { DATABASE_URL: this.databaseUrl, YIMI_PUBLIC_URL: this.origin };
    for (const port of this.#apps)
      this.#houses.push(await RunningHouse.startWith(data, environment, '--port', String(port)));
    await this.#until('the servers behind one address', async () => {
      const answer = await fetch(`${this.origin}/health/ready`).catch(() => null);
      return answer?.status === 200;
    });
  }

  get server(): RunningHouse {
    const [first] = this.#houses;
    if (first === undefined) throw new Error('no server was started');
    return first;
  }

  /** As Patroni sees them: of whichever node answers. */
  async members(): Promise<Member[]> {
    for (const { rest } of this.#ports.values()) {
      const answer = await fetch(`http://127.0.0.1:${rest}/cluster`).catch(() => null);
      if (answer?.ok) return Members.parse(await answer.json()).members;
    }
    return [];
  }

  async primary(): Promise<NodeName> {
    const leader = (await this.members()).find(({ role }) => role === 'leader')?.name;
    const found = nodes.find((name) => name === leader);
    if (found === undefined) throw new Error('there is no primary');
    return found;
  }

  async untilSynchronous(): Promise<void> {
    await this.#until('three members, one of them synchronous', async () => {
      const members = await this.members();
      const roles = members.map(({ role }) => role);
      return members.length === 3 && roles.includes('leader') && roles.includes('sync_standby');
    });
  }

  /** PostgreSQL ends by SIGKILL; with `machine` Patroni too, so that nobody gives the leader's place back. */
  async kill(name: NodeName, machine: boolean): Promise<void> {
    const note = await readFile(join(this.folder, name, 'data', 'postmaster.pid'), 'utf8');
    if (machine) this.#running.get(name)?.kill('SIGKILL');
    process.kill(Number(note.split('\n')[0]), 'SIGKILL');
  }

  async startAgain(name: NodeName): Promise<void> {
    await this.#startNode(name);
    await this.#until(`${name} to be a standby again`, async () =>
      (await this.members()).some((one) => one.name === name && ['streaming', 'running'].includes(one.state)),
    );
  }

  async close(): Promise<void> {
    for (const house of this.#houses) await house.stop();
    this.#houses = [];
    for (const name of ['haproxy', ...nodes, ...nodes.map((node) => `etcd ${node}`)]) {
      const child = this.#running.get(name);
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await once(child, 'exit');
      clearTimeout(limit);
    }
    // A node whose Patroni was killed may have left its PostgreSQL.
    for (const name of nodes) {
      const note = await readFile(join(this.folder, name, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
      const pid = Number(note.split('\n')[0]);
      if (pid > 0) spawnSync('kill', ['-QUIT', String(pid)]);
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }

  async #until(what: string, done: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + readyWithinMs; !(await done()); await pause(200)) {
      if (Date.now() < end) continue;
      throw new Error(`waited in vain for ${what}: ${JSON.stringify(await this.members())}`);
    }
  }

  #of(name: NodeName): Ports {
    const ports = this.#ports.get(name);
    if (ports === undefined) throw new Error(`no node ${name}`);
    return ports;
  }

  #run(name: string, command: string, ...args: string[]): void {
    const log = openSync(join(this.folder, `${name.replace(' ', '-')}.log`), 'a');
    this.#running.set(name, spawn(command, args, { stdio: ['ignore', log, log] }));
  }

  async #startEtcd(): Promise<void> {
    const members = nodes.map((name) => `${name}=http://127.0.0.1:${this.#of(name).peer}`).join(',');
    for (const name of nodes) {
      const client = `http://127.0.0.1:${this.#of(name).etcd}`;
      const peer = `http://127.0.0.1:${this.#of(name).peer}`;
      this.#run(
        `etcd ${name}`,
        'etcd',
        ...['--name', name, '--data-dir', join(this.folder, `etcd-${name}`)],
        ...['--listen-client-urls', client, '--advertise-client-urls', client],
        ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', members],
      );
    }
    await this.#until('etcd', async () => {
      const answer = await fetch(`http://127.0.0.1:${this.#of('db1').etcd}/health`).catch(() => null);
      return answer?.ok === true && (await answer.text()).includes('true');
    });
  }

  /** The guide's addresses become ports of this machine; folders and passwords this cluster's own. */
  #inPlace(text: string, own: NodeName | null): string {
    let placed = text;
    for (const [at, name] of nodes.entries()) {
      const { rest, postgres, etcd } = this.#of(name);
      const address = `10.0.0.1${at + 1}`;
      placed = placed
        .replaceAll(`${address}:5432 check port 8008`, `127.0.0.1:${postgres} check port ${rest}`)
        .replaceAll(`${address}:2379`, `127.0.0.1:${etcd}`);
    }
    if (own !== null) {
      const { rest, postgres } = this.#of(own);
      placed = placed
        .replaceAll('10.0.0.11:8008', `127.0.0.1:${rest}`)
        .replaceAll('10.0.0.11:5432', `127.0.0.1:${postgres}`)
        .replace('name: db1', `name: ${own}`);
    }
    const bin = binaries() ?? '';
    const home = join(this.folder, own ?? '');
    return placed
      .replaceAll('10.0.0.0/24', '127.0.0.1/32')
      .replace('/var/lib/postgresql/15/yimi', join(home, 'data'))
      .replace('/usr/lib/postgresql/15/bin', bin)
      .replace('/var/lib/postgresql/pgpass-yimi', join(home, 'pgpass'))
      .replace('/var/run/postgresql', home)
      .replaceAll('SUPERUSER-PASSWORD', 'only-for-this-cluster')
      .replaceAll('REPLICATION-PASSWORD', 'only-for-this-cluster')
      .replace('10.0.0.20:5000', `127.0.0.1:${this.#proxy.database}`)
      .replace('10.0.0.20:8080', `127.0.0.1:${this.#proxy.servers}`)
      .replace('10.0.0.21:4870', `127.0.0.1:${this.#apps[0]}`)
      .replace('10.0.0.22:4870', `127.0.0.1:${this.#apps[1]}`);
  }

  async #startNode(name: NodeName): Promise<void> {
    const home = join(this.folder, name);
    await mkdir(home, { recursive: true, mode: 0o700 });
    const config = join(home, 'patroni.yml');
    await writeFile(config, this.#inPlace(await readFile(join(deploy, 'patroni.yml'), 'utf8'), name), { mode: 0o600 });
    // PostgreSQL does not run as root; on a machine of its own the package's unit sees to that.
    if (!asRoot) return this.#run(name, 'patroni', config);
    spawnSync('chown', ['-R', 'postgres:postgres', home]);
    this.#run(name, 'setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', 'patroni', config);
  }

  async #startProxy(): Promise<void> {
    const config = join(this.folder, 'haproxy.cfg');
    await writeFile(config, this.#inPlace(await readFile(join(deploy, 'haproxy.cfg'), 'utf8'), null));
    this.#run('haproxy', 'haproxy', '-db', '-f', config);
  }
}
