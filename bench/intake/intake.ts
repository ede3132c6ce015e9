/**
 * Intake: whole commands over HTTP, validated, authorised, audited, rolled up and fsynced, against the floor of the same
 * run: Node and one committed INSERT. Server and floor share one embedded PostgreSQL; the load comes from a process of its
 * own, whose CPU is told apart. One scope: all clients record in one village, and wait for its lock; many: each in its own.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { derivedId, isProblem } from '@yimi/kernel';
import { systemActor } from '@yimi/sync';
import { catalogue } from '../../apps/catalogue.ts';
import { addAccounts, createCounty, hashPassword } from '../../apps/server/accounts/index.ts';
import { pushAsSystem, systemEnvelope } from '../../apps/server/engine.ts';
import { newClient, openTrialHouse, type TrialHouse } from '../../apps/server/trial-house.ts';
import { Chance, someName } from '../duplicates/villagers.ts';
import type { BenchRun, Figures } from '../main.ts';
import { openFloor } from './floor.ts';
import type { Job, Told } from './load.ts';

/** Long enough for some thousand commands at 16 clients, and for the checkpoint not to decide alone. */
const seconds = 6;
const warmSeconds = 10;
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
  /** Of these, the database's. */
  db_cpu_ms: number;
  /** Of the load generator, a command. */
  load_cpu_ms: number;
}

/** What is measured, by its key. In this order: each after its like, so that a busy minute of the machine meets both. */
function jobsFor(many: Job['clients']): Readonly<Record<string, Omit<Job, 'port' | 'seconds'>>> {
  const first = many.slice(0, 1);
  const one = many.map((worker) => ({ ...worker, ...first[0] }));
  const plain = { floor: false, photo: false, batch: 1 };
  const photo = { ...plain, photo: true };
  return {
    c1: { ...plain, clients: first },
    floor_c1: { ...plain, floor: true, clients: first },
    c16: { ...plain, clients: many },
    floor_c16: { ...plain, floor: true, clients: many },
    c16_one_scope: { ...plain, clients: one },
    c1_photo: { ...photo, clients: first },
    floor_c1_photo: { ...photo, floor: true, clients: first },
    c16_photo: { ...photo, clients: many },
    floor_c16_photo: { ...photo, floor: true, clients: many },
    batch500: { ...plain, batch: 500, clients: many.slice(0, 2) },
  };
}

/** `YIMI_LOADS=c16,batch500`: only these, as a profile wants it. */
const chosen = (process.env.YIMI_LOADS ?? '').split(',').filter((name) => name !== '');

export async function run({ say }: BenchRun): Promise<Figures> {
  const house = await openTrialHouse();
  try {
    say(`furnishing ${villages} villages`);
    const workers = await furnish(house);
    await quiet(house);
    const floor = await openFloor(house.cellar.owner.pool, await mkdtemp(join(house.folder, 'floor-')));
    const port = Number(new URL(house.address).port);
    const postmaster = await postmasterOf(house);
    const jobs = Object.entries(jobsFor(workers)).filter(([name]) => chosen.length === 0 || chosen.includes(name));
    const load = (job: Omit<Job, 'port' | 'seconds'>, lasts = seconds): Promise<Load> =>
      loaded({ ...job, seconds: lasts, port: job.floor ? floor.port : port }, postmaster);
    // Warm: caches, plans, the first extension of each file, and code that V8 has compiled for what it does: a server runs for
    // weeks, and takes twice as long for a visit in its first seconds.
    await load({ floor: false, photo: false, batch: 1, clients: workers }, warmSeconds);
    const told: Record<string, Load> = {};
    for (const [name, job] of jobs) {
      told[name] = await profiled(name, () => load(job));
      say(`${name.padEnd(16)} ${JSON.stringify(told[name])}`);
    }
    await floor.close();
    const { c16, floor_c16, batch500 } = told;
    return {
      ...told,
      batch500_per_s: batch500?.per_s ?? null,
      ratio_to_floor_c16: c16 === undefined || floor_c16 === undefined ? null : round(c16.per_s / floor_c16.per_s, 3),
      ...(await sizes(house)),
    };
  } finally {
    await house.close();
  }
}

/** `YIMI_PROFILE=folder`: of each load the CPU profile of the server's process, as `node --cpu-prof` would write it. */
async function profiled<T>(name: string, work: () => Promise<T>): Promise<T> {
  const folder = process.env.YIMI_PROFILE;
  if (folder === undefined) return work();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  const done = await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  return done;
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

/** Names and days of birth as a township has them: of a hundred people with one name each would be compared with all. */
function someBody(id: string) {
  const chance = new Chance(id);
  const name = someName(chance, 'female');
  const [written, read] = [name.map((one) => one.written).join(''), name.map((one) => one.read).join(' ')];
  return { name: written, pinyin: read, birthDay: `${1930 + chance.below(30)}-0${1 + chance.below(9)}-11` };
}

/** People just registered are looked at for duplicates in the background, which is no part of a visit. */
async function quiet({ cellar }: TrialHouse): Promise<void> {
  const waiting = 'select 1 from people.likeness_checks limit 1';
  while ((await cellar.owner.pool.query(waiting)).rows.length > 0) await sleep(500);
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
    const registered = people.map((id) =>
      systemEnvelope('people.register-client', { ...newClient(id, roomId), ...someBody(id) }, cellar.now()),
    );
    const outcomes = await cellar.engine.push({ countyId, userId: systemActor }, registered);
    if (outcomes.some(({ status }) => status !== 'accepted')) throw new Error('a person was refused');
    const payload = { login, password, device: { id: named(`device ${at}`), name: '手机' } };
    const answer = await app.inject({ method: 'POST', url: '/api/session', headers: { 'x-yimi': '1' }, payload });
    const cookie = /yimi_session=[^;]+/.exec(String(answer.headers['set-cookie']))?.[0];
    if (cookie === undefined) throw new Error(answer.body);
    workers.push({ cookie, people, hints: [`room:${roomId}`, `self:${userId}`] });
  }
  return workers;
}

async function loaded(job: Job, postmaster: number): Promise<Load> {
  const own = process.cpuUsage();
  const database = databaseCpuMs(postmaster);
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
  const used = process.cpuUsage(own);
  const databaseMs = databaseCpuMs(postmaster) - database;
  const at = (share: number): number => round(sorted[Math.floor(sorted.length * share)] ?? 0, 2);
  return {
    per_s: round(told.done / told.seconds, 0),
    p50: at(0.5),
    p99: at(0.99),
    cpu_ms: round(((used.user + used.system) / 1000 + databaseMs) / told.done, 3),
    db_cpu_ms: round(databaseMs / told.done, 3),
    load_cpu_ms: round(told.cpuMs / told.done, 3),
  };
}

interface Stat {
  readonly parent: number;
  /** Clock ticks, 100 a second on Linux: its own, and those of its children that have ended. */
  readonly ticks: number;
  readonly ofEnded: number;
}

function statOf(pid: string): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const after = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      parent: Number(after[1]),
      ticks: Number(after[11]) + Number(after[12]),
      ofEnded: Number(after[13]) + Number(after[14]),
    };
  } catch {
    // The process ended while we looked.
    return null;
  }
}

/** All children of our postmaster, those that ended meanwhile included. */
function databaseCpuMs(postmaster: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => statOf(pid) ?? [])
    .filter((stat) => stat.parent === postmaster);
  return children.reduce((sum, stat) => sum + stat.ticks, statOf(String(postmaster))?.ofEnded ?? 0) * 10;
}

async function postmasterOf({ cellar }: TrialHouse): Promise<number> {
  const found = await cellar.owner.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  return statOf(String(found.rows[0]?.pid))?.parent ?? 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
