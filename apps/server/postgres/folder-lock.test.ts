// The lock without a PostgreSQL: who counts as a living owner, and that there is never more than one.

import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acquire, type Lock } from './folder-lock.ts';
import { isProblem } from './problem.ts';

let place = '';
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'yimi-lock-'));
});
afterEach(() => rm(place, { recursive: true }));

const rival = (): string => join(place, 'owner.rival.claim');

async function acquired(): Promise<Lock> {
  const lock = await acquire(place, place, 100);
  if (isProblem(lock)) throw new Error(lock.code);
  return lock;
}

/** What this process would write into a claim. */
async function mine(): Promise<{ pid: number; started: string; machine: string }> {
  const lock = await acquired();
  const [claim] = (await readdir(place)).filter((name) => name.endsWith('.claim'));
  const owner = JSON.parse(await readFile(join(place, claim ?? ''), 'utf8'));
  await lock.release();
  return owner;
}

it('a pid that a later process has got is not taken for the owner, and its claim is cleared away', async () => {
  await writeFile(rival(), JSON.stringify({ ...(await mine()), started: '1' }));
  const lock = await acquired();
  expect(await readdir(place)).not.toContain('owner.rival.claim');
  await lock.release();
  expect(await readdir(place)).toEqual([]);
});

it('the same pid and start is a living owner', async () => {
  await writeFile(rival(), JSON.stringify(await mine()));
  await writeFile(rival().replace('claim', 'holds'), '');
  expect(await acquire(place, '/data')).toMatchObject({ details: { folder: '/data', pid: process.pid } });
  expect((await readdir(place)).sort()).toEqual(['owner.rival.claim', 'owner.rival.holds']);
});

it('an owner in another container lives as long as its heartbeat moves, whatever its pid means here', async () => {
  await writeFile(rival(), JSON.stringify({ ...(await mine()), machine: 'another' }));
  await writeFile(rival().replace('claim', 'holds'), '');
  const beat = setInterval(() => {
    const now = new Date();
    utimes(rival(), now, now).catch(() => undefined);
  }, 20);
  expect(await acquire(place, place, 200)).toMatchObject({ code: 'server.data-folder-in-use' });
  clearInterval(beat);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await (await acquired()).release();
});

it('half a claim, as a power cut leaves it, holds nobody up', async () => {
  await writeFile(rival(), '{"pid": 1');
  await (await acquired()).release();
});

it('of many at once beside a dead claim exactly one wins, time after time', async () => {
  for (let repetition = 0; repetition < 10; repetition += 1) {
    await writeFile(rival(), JSON.stringify({ ...(await mine()), started: '1' }));
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => acquire(place, place)));
    const won = outcomes.flatMap((outcome) => (isProblem(outcome) ? [] : [outcome]));
    expect(won).toHaveLength(1);
    for (const lock of won) await lock.release();
    expect(await readdir(place)).toEqual([]);
  }
}, 30_000);

it('a folder handed from one to the next under a crowd is never held twice', async () => {
  let holders = 0;
  let most = 0;
  let turns = 0;
  const contend = async (): Promise<void> => {
    for (let attempt = 0; attempt < 15; attempt += 1) {
      const lock = await acquire(place, place);
      if (isProblem(lock)) continue;
      holders += 1;
      turns += 1;
      most = Math.max(most, holders);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
      holders -= 1;
      await lock.release();
    }
  };
  await Promise.all(Array.from({ length: 8 }, contend));
  expect(most).toBe(1);
  expect(turns).toBeGreaterThan(5);
}, 60_000);
