/**
 * Intake: whole commands over HTTP, validated, authorised, audited, rolled up and fsynced, against the floor of the same
 * run: Node and one committed INSERT. Server and floor share one embedded PostgreSQL; the load comes from a process of its
 * own, whose CPU is told apart. One scope: all clients record in one village, and wait for its lock; many: each in its own.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { derivedId, isProblem } from '@yimi/kernel';
import { catalogue } from '../../apps/catalogue.ts';
import { addAccounts, createCounty, hashPassword } from '../../apps/server/accounts/index.ts';
import { pushAsSystem, systemEnvelope } from '../../apps/server/engine.ts';
import { newClient, openTrialHouse, type TrialHouse } from '../../apps/server/trial-house.ts';
import type { BenchRun, Figures } from '../main.ts';
import { openFloor } from './floor.ts';
import type { Job, Told } from './load.ts';

/** Long enough for some thousand commands at 16 clients, and for the checkpoint not to decide alone. */
const seconds = 6;
const villages = 16;
const peopleEach = 120;
const named = (label: string): string => derivedId('bench intake', label);
const countyId = named('county');
const password = '木桥村的风雨桥头';

interface Load {
  per_s: number;
  p50: number;
  p99: number;
  /** Of server and database together, a command. */
  cpu_ms: number;
  /** Of the load generator, a command. */
  load_cpu_ms: number;
}

export async function run({ say }: BenchRun): Promise<Figures> {
  const house = await openTrialHouse();
  try {
    say('furnishing 16 villages');
    const workers = await furnish(house);
    const many = workers;
    const one = workers.map((worker) => ({ ...worker, ...(workers[0] ?? worker) }));
    const floor = await openFloor(house.cellar.owner.pool, await mkdtemp(join(house.folder, 'floor-')));
    const port = Number(new URL(house.address).port);
    const postmaster = await postmasterOf(house);
    const load = async (name: string, job: Omit<Job, 'port' | 'seconds'>): Promise<Load> => {
      const told = await loaded({ ...job, seconds, port: job.floor ? floor.port : port }, postmaster);
      say(`${name.padEnd(20)} ${JSON.stringify(told)}`);
      return told;
    };
    const plain = { floor: false, photo: false, batch: 1 };
    // Warm: caches, prepared code, the first extension of each file.
    await loaded({ ...plain, clients: many, seconds: 2, port }, postmaster);
    const figures = {
      c1: await load('c1', { ...plain, clients: many.slice(0, 1) }),
      c16: await load('c16, 16 villages', { ...plain, clients: many }),
      floor_c16: await load('floor c16', { ...plain, floor: true, clients: many }),
      floor_c1: await load('floor c1', { ...plain, floor: true, clients: many.slice(0, 1) }),
      c16_one_scope: await load('c16, one village', { ...plain, clients: one }),
      c1_photo: await load('c1 with photo', { ...plain, photo: true, clients: many.slice(0, 1) }),
      c16_photo: await load('c16 with photo', { ...plain, photo: true, clients: many }),
      floor_c1_photo: await load('floor c1 with photo', {
        floor: true,
        photo: true,
        batch: 1,
        clients: many.slice(0, 1),
      }),
      floor_c16_photo: await load('floor c16 with photo', { floor: true, photo: true, batch: 1, clients: many }),
      batch500: await load('batches of 500', { ...plain, batch: 500, clients: many.slice(0, 2) }),
    };
    await floor.close();
    return {
      ...figures,
      batch500_per_s: figures.batch500.per_s,
      ratio_to_floor_c16: round(figures.c16.per_s / figures.floor_c16.per_s, 3),
      ...(await sizes(house)),
    };
  } finally {
    await house.close();
  }
}

async function sizes(house: TrialHouse): Promise<Figures> {
  const found = await house.cellar.owner.pool.query<{ visits: string; audit: string; bytes: string }>(
    `select (select count(*) from services.visits) as visits, (select count(*) from engine.audit) as audit,
       pg_database_size(current_database()) as bytes`,
  );
  const row = found.rows[0];
  return {
    visits: Number(row?.visits),
    audit_entries: Number(row?.audit),
    database_mb: round(Number(row?.bytes) / 1e6, 0),
  };
}

async function furnish({ cellar, app }: TrialHouse): Promise<Job['clients']> {
  const clock = { now: cellar.now, random: (length: number) => new Uint8Array(randomBytes(length)) };
  await createCounty(cellar.owner, clock, { name: '量尺县', code: '459903', countyId });
  const system = async (name: string, input: unknown): Promise<void> => {
    const outcome = await pushAsSystem(cellar.engine, countyId, systemEnvelope(name, input, cellar.now()));
    if (outcome.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome.problem)}`);
  };
  const stationId = named('station');
  const hash = await hashPassword(password, cellar.secrets.pepper, randomBytes(16), { log: 10, r: 8, p: 1 });
  if (isProblem(hash)) throw new Error(hash.code);
  await system('network.add-station', { stationId, name: '站', code: '459903201000', state: 'open', phone: null });
  const workers: Job['clients'][number][] = [];
  for (let at = 0; at < villages; at++) {
    const roomId = named(`room ${at}`);
    const code = `4599032012${String(at).padStart(2, '0')}`;
    const userId = named(`user ${at}`);
    const login = `measure${at}`;
    const post = {
      postId: named(`post ${at}`),
      userId,
      name: '量',
      phone: null,
      role: 'village-worker',
      agencyId: null,
    };
    await system('network.add-room', {
      roomId,
      stationId,
      name: `村${at}`,
      code,
      minutesAway: 60,
      fromDay: '2025-01-01',
    });
    await system('network.open-post', { ...post, stationId, roomId, fromDay: '2025-01-01' });
    await addAccounts(cellar, countyId, [{ userId, login, phone: null, name: '量' }], hash);
    const people = Array.from({ length: peopleEach }, (_, index) => named(`client ${at}/${index}`));
    for (const id of people) await system('people.register-client', newClient(id, roomId));
    const payload = { login, password, device: { id: named(`device ${at}`), name: '手机' } };
    const answer = await app.inject({ method: 'POST', url: '/api/session', headers: { 'x-yimi': '1' }, payload });
    const cookie = /yimi_session=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0];
    if (cookie === undefined) throw new Error(answer.body);
    workers.push({ cookie, people, hints: [`room:${roomId}`, `self:${userId}`] });
  }
  return workers;
}

async function loaded(job: Job, postmaster: number): Promise<Load> {
  const before = serverCpuMs(postmaster);
  const child = fork(join(import.meta.dirname, 'load.ts'), {
    env: { ...process.env, YIMI_BENCH_V: String(catalogue.commands.get('services.record-visit')?.version ?? 1) },
  });
  const told = await new Promise<Told>((resolve, reject) => {
    child.on('message', (message) => resolve(message as Told));
    child.on('exit', () => reject(new Error('the load generator ended')));
    child.send(job);
  });
  child.removeAllListeners('exit');
  child.kill();
  if (told.refused.length > 0) throw new Error(`${told.refused.length} refused: ${told.refused[0]}`);
  const sorted = [...told.latencies].sort((one, other) => one - other);
  const at = (share: number): number => round(sorted[Math.floor(sorted.length * share)] ?? 0, 2);
  return {
    per_s: round(told.done / told.seconds, 0),
    p50: at(0.5),
    p99: at(0.99),
    cpu_ms: round((serverCpuMs(postmaster) - before) / told.done, 3),
    load_cpu_ms: round(told.cpuMs / told.done, 3),
  };
}

interface Stat {
  readonly parent: number;
  readonly ticks: number;
}

function statOf(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const after = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(after[1]), ticks: Number(after[11]) + Number(after[12]) };
  } catch {
    // The process ended while we looked.
    return null;
  }
}

/** This process, and all children of our postmaster, from the clock ticks in /proc (100 a second on Linux). */
function serverCpuMs(postmaster: number): number {
  const own = process.cpuUsage();
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => statOf(pid) ?? [])
    .filter((stat) => stat.parent === postmaster);
  return (own.user + own.system) / 1000 + children.reduce((sum, stat) => sum + stat.ticks, 0) * 10;
}

async function postmasterOf({ cellar }: TrialHouse): Promise<number> {
  const found = await cellar.owner.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  return statOf(String(found.rows[0]?.pid))?.parent ?? 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
