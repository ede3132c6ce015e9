// One Node a cluster. Who wants the folder first lays down a claim, a file with a name used once in the world, and then
// looks for others. A living rival means stepping back; no rival means the folder is held. Of two at once the later
// to look always sees the other, and since no name is ever used again, a dead claim can be removed without
// taking a living one's place: the race in every "delete the stale lock, then create mine". A claim names pid and
// start time, so that a pid used again is not taken for the owner. Whether a pid lives can only be asked on the same boot
// and in the same pid namespace (two containers on one volume see different pids, and PostgreSQL's own interlock is
// blind there too, which would ruin the data). For an owner from elsewhere its heartbeat decides: it touches its
// claim every few seconds, and a claim that does not move while we watch has no living owner.

import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './account.ts';
import { exists } from './place.ts';
import { type Problem, refuse } from './problem.ts';

export type Lock = { release(): Promise<void> };
type Owner = { readonly pid: number; readonly started: string; readonly machine: string };
type Rival = { readonly pid: number; readonly holds: boolean };

const heartbeatMs = 5_000;
/** More than two beats, so that a busy owner is not declared dead. */
const watchMs = 12_000;
/** A claim this much older than now needs no watching; a wrong clock only costs the watch. */
const surelyDeadMs = 60_000;
/** Rivals that all stepped back try again after waits drawn at random, up to this; they soon fall apart. */
const rounds = { most: 20, waitMs: 300 };

/** `watchForMs` is for tests of the watch only. */
export async function acquire(place: string, folder: string, watchForMs = watchMs): Promise<Lock | Problem> {
  let rivals: readonly Rival[] = [];
  for (let round = 0; round < rounds.most; round += 1) {
    const claim = await layClaim(place);
    rivals = await livingRivals(place, claim, watchForMs);
    if (rivals.length === 0) return hold(claim);
    await rm(claim, { force: true });
    if (rivals.some((rival) => rival.holds)) break;
    await pause(Math.random() * rounds.waitMs);
  }
  const owner = rivals.find((rival) => rival.holds) ?? rivals[0];
  return refuse('conflict', 'server.data-folder-in-use', { folder, pid: owner?.pid ?? null });
}

/** True if claims lie there and none has a living owner: such a scratch folder may be swept up. */
export async function abandoned(place: string): Promise<boolean> {
  if ((await claimsIn(place)).length === 0) return false;
  return (await livingRivals(place, null, watchMs)).length === 0;
}

async function claimsIn(place: string): Promise<readonly string[]> {
  const names = await readdir(place).catch((): string[] => []);
  return names.filter((name) => /^owner\..+\.claim$/.test(name)).map((name) => join(place, name));
}

/** Beside a claim whose owner found no rival. The claim stays, so that at every moment one of both can be seen. */
const markOf = (claim: string): string => claim.replace(/claim$/, 'holds');

async function layClaim(place: string): Promise<string> {
  const claim = join(place, `owner.${randomUUID()}.claim`);
  const draft = claim.replace(/claim$/, 'draft');
  const owner: Owner = {
    pid: process.pid,
    started: (await startOf(process.pid)) ?? 'unknown',
    machine: await thisMachine(),
  };
  await writeFile(draft, `${JSON.stringify(owner)}\n`, { mode: 0o644 });
  // Renamed: the claim appears with its content, so that an unreadable one is never one just being written.
  await rename(draft, claim);
  return claim;
}

async function livingRivals(place: string, mine: string | null, watchForMs: number): Promise<readonly Rival[]> {
  const found: Rival[] = [];
  for (const claim of await claimsIn(place)) {
    if (claim === mine) continue;
    const text = await readFile(claim, 'utf8').catch(() => null);
    // Withdrawn since it was listed.
    if (text === null) continue;
    const owner = parse(text);
    if (owner !== null && (await lives(owner, claim, watchForMs))) {
      found.push({ pid: owner.pid, holds: await exists(markOf(claim)) });
    } else if (mine !== null) {
      await rm(markOf(claim), { force: true });
      await rm(claim, { force: true });
    }
  }
  return found;
}

async function hold(claim: string): Promise<Lock> {
  await link(claim, markOf(claim));
  const beat = setInterval(() => {
    const now = new Date();
    utimes(claim, now, now).catch(() => undefined);
  }, heartbeatMs);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      await rm(markOf(claim), { force: true });
      await rm(claim, { force: true });
    },
  };
}

async function lives(owner: Owner, path: string, watchForMs: number): Promise<boolean> {
  if (owner.machine === (await thisMachine())) return (await startOf(owner.pid)) === owner.started;
  const before = (await stat(path).catch(() => null))?.mtimeMs;
  if (before === undefined || Date.now() - before > surelyDeadMs) return false;
  await pause(watchForMs);
  const after = (await stat(path).catch(() => null))?.mtimeMs;
  return after !== undefined && after !== before;
}

function parse(text: string): Owner | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    if (!('pid' in value && 'started' in value && 'machine' in value)) return null;
    const { pid, started, machine } = value;
    if (typeof pid !== 'number' || typeof started !== 'string' || typeof machine !== 'string') return null;
    return { pid, started, machine };
  } catch {
    // Half a claim can only be left by a power cut, since claims appear whole; its owner is gone with it.
    return null;
  }
}

/** Within what a pid means something: one boot of one kernel, one pid namespace. */
async function thisMachine(): Promise<string> {
  if (process.platform !== 'linux') return hostname();
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${hostname()} ${boot.trim()} ${namespace}`;
}

/** A text that differs for every process that ever has this pid; null if none has it now. */
export async function startOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    // The name in brackets may hold blanks and brackets: count fields after the last one. State is field 3, the
    // start in clock ticks since boot field 22 (proc_pid_stat(5)). A zombie has ended, only nobody asked.
    const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ') ?? [];
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  }
  if (process.platform === 'win32') {
    try {
      process.kill(pid, 0);
      return 'alive';
    } catch {
      return null;
    }
  }
  const { code, output } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], null);
  return code === 0 && output !== '' ? output : null;
}
