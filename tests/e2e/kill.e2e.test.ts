/**
 * Laws S1 and C3 on the whole program: the server's Node, its PostgreSQL, or both are killed with -9 in the middle of a
 * push, and the program is started again on the same folder. What had been acknowledged must be there, for `verify` and
 * for a phone that loads everything anew; what had not may be sent again and happens once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Envelope } from '@yimi/protocol';
import { ownVisits } from '@yimi/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { named } from '../world/world.ts';
import { HttpPhone } from './http-phone.ts';
import { clearAway, newDataFolder, RunningHouse } from './running-house.ts';
import { furnish, password } from './small-house.ts';

const batchSize = 4;
/** Enough that a push is under way when the blow falls. */
const acknowledgedFirst = 3;

let data = '';
let house: RunningHouse | null = null;
const acknowledged = new Map<string, string>();
const unsure: Envelope[] = [];

function visit(phone: HttpPhone, n: number): Envelope {
  const input = {
    visitId: phone.newId(),
    clientId: named('client'),
    visitedAt: Date.now(),
    mode: 'home',
    result: 'home',
    findings: `第 ${n} 次去看`,
    needs: [],
    files: [],
  };
  return phone.envelope('services.record-visit', input);
}
const visitIdOf = (envelope: Envelope): string => String(Reflect.get(Object(envelope.input), 'visitId'));

/** Pushes until the line breaks. @param enough resolves once so many batches were acknowledged */
async function pushOnAndOn(phone: HttpPhone, enough: () => void): Promise<void> {
  for (let batches = 0; ; batches += 1) {
    const batch = Array.from({ length: batchSize }, (_, i) => visit(phone, batches * batchSize + i));
    if (batches === acknowledgedFirst) enough();
    try {
      const { outcomes } = await phone.push(batch);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(batch.map(() => 'accepted'));
      for (const envelope of batch) acknowledged.set(visitIdOf(envelope), envelope.id);
    } catch (error) {
      if (error instanceof Error && error.name === 'AssertionError') throw error;
      unsure.push(...batch);
      return;
    }
  }
}

async function killPostgres(): Promise<void> {
  const note = await readFile(join(data, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  process.kill(Number(note.split('\n')[0]), 'SIGKILL');
}

const blows = {
  'its Node': async (running: RunningHouse) => running.kill(),
  'its PostgreSQL': async (running: RunningHouse) => {
    await killPostgres();
    await running.untilGone();
  },
  'both at once': async (running: RunningHouse) => {
    await Promise.all([killPostgres(), running.kill()]);
  },
} as const;
const rounds: readonly (keyof typeof blows)[] = [
  'its Node',
  'its PostgreSQL',
  'its Node',
  'both at once',
  'its Node',
  'its PostgreSQL',
];

beforeAll(async () => {
  data = await newDataFolder();
  await furnish(data);
}, 300_000);

afterAll(async () => {
  await clearAway(house, data);
}, 120_000);

describe('a server killed in the middle of a push has everything it acknowledged (S1)', () => {
  it.each(rounds.map((whom, round) => [round + 1, whom] as const))(
    'round %i: %s is killed with -9 and the program started again',
    async (round, whom) => {
      house = await RunningHouse.start(data);
      const phone = await HttpPhone.signIn(house.origin, 'wei', password);
      const before = acknowledged.size;
      const { promise, resolve } = Promise.withResolvers<void>();
      const pushing = pushOnAndOn(phone, resolve);
      await Promise.race([promise, pushing]);
      // Each round strikes at another moment of the push.
      await pause(round * 9);
      await blows[whom](house);
      await pushing;
      expect(acknowledged.size).toBeGreaterThanOrEqual(before + acknowledgedFirst * batchSize);

      house = await RunningHouse.start(data);
      process.stderr.write(
        `    ${whom}: ${acknowledged.size} acknowledged, ready again in ${house.readySeconds.toFixed(1)} s\n`,
      );
      const again = await HttpPhone.signIn(house.origin, 'wei', password);
      const held = new Set((await again.fresh()).rows(ownVisits).map((row) => row.id));
      expect([...acknowledged.keys()].filter((id) => !held.has(id))).toEqual([]);
      await expectOnce(again);
      expect(house.verify()).toEqual({ audit: true, rollups: true, hashes: true, journal: true });
      expect(await house.stop()).toBe(true);
    },
    300_000,
  );
});

/** C3: the phone sends again what it has no answer for; whatever became of it, it has now happened once. */
async function expectOnce(phone: HttpPhone): Promise<void> {
  const batch = unsure.splice(0);
  const { outcomes } = await phone.push(batch);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(batch.map(() => 'accepted'));
  for (const envelope of batch) acknowledged.set(visitIdOf(envelope), envelope.id);
  const held = (await phone.fresh()).rows(ownVisits).map((row) => row.id);
  expect(held.sort()).toEqual([...acknowledged.keys()].sort());
}
