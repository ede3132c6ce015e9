/**
 * Seeded stories on real IndexedDB: a station worker records, takes back and corrects, while the network is cut, answers
 * are lost and the browser is killed, between any two steps. In the end everything acknowledged is on the server, once,
 * and the phone holds what a fresh phone is given (laws S1, S3, S4, C3). The same is told to the memory store by the
 * thousand in tests/simulation; here it is told to the disk that people's phones have.
 */
import { care, visits } from '@yimi/services';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { erase, named, seededRandom, who } from '../../../../tests/world/world.ts';
import { type Bench, newPhone, openPhone, phone, server, serverAndPhone } from './phone-at-server.ts';

declare const self: Bench & {
  rowsOf(table: string): Record<string, unknown>[];
};

/** What has happened, over all seeds: a kind that never did would make the stories say less than they seem to. */
const happened = { cut: 0, 'answers lost': 0, killed: 0, withdrawn: 0, corrected: 0, recorded: 0 };
const pin = '2468';
const steps = 26;

serverAndPhone();

/** Opens the page, unlocks, and signs in again where there is a network: the session ended with the browser. */
async function opened(first: boolean): Promise<Page> {
  const { cut, loseAnswers } = server;
  // The page itself comes from the service worker on a real phone; here it has to be fetched.
  Object.assign(server, { cut: false, loseAnswers: false });
  const page = await openPhone();
  await page.evaluate(
    async ([user, digits, fresh]) => {
      const me = await self.device.signIn('lan', 'right');
      if ('problem' in me) throw new Error(me.code);
      const answer =
        fresh === 'first'
          ? await self.device.setPin(me, digits ?? '')
          : await self.device.unlock(user ?? '', digits ?? '');
      if ('problem' in answer) throw new Error(answer.code);
      self.user = answer;
      if (fresh === 'first') await answer.syncNow();
    },
    [who.lan, pin, first ? 'first' : 'again'],
  );
  Object.assign(server, { cut, loseAnswers });
  return page;
}

/** @returns the state of the entry, or the code of what the phone says against it */
function record(page: Page, name: string, input: unknown): Promise<string> {
  return page.evaluate(
    async ([command, sent]) => {
      const entry = await self.user.record(String(command), sent);
      return 'state' in entry ? entry.state : entry.code;
    },
    [name, input],
  );
}

async function tell(seed: number): Promise<{ page: Page; recorded: string[]; withdrawn: Set<string>; kills: number }> {
  const bytes = seededRandom(seed);
  const dice = (sides: number) => (bytes(1)[0] ?? 0) % sides;
  newPhone();
  let page = await opened(true);
  const recorded: string[] = [];
  const withdrawn = new Set<string>();
  let kills = 0;
  for (let step = 0; step < steps; step++) {
    const deed = dice(10);
    const earlier = recorded[dice(Math.max(1, recorded.length))];
    if (deed === 0) {
      server.cut = !server.cut;
      happened.cut += 1;
    } else if (deed === 1) {
      server.loseAnswers = !server.loseAnswers;
      happened['answers lost'] += 1;
    } else if (deed === 2 && kills < 3) {
      await phone.kill();
      kills += 1;
      happened.killed += 1;
      page = await opened(false);
    } else if (deed === 3) await page.evaluate(() => self.user.syncNow().catch(() => undefined));
    else if (deed === 4 && earlier !== undefined && !withdrawn.has(earlier)) {
      expect(await record(page, 'services.withdraw-visit', { visitId: earlier, reason: '记重了' })).toBe('pending');
      withdrawn.add(earlier);
      happened.withdrawn += 1;
    } else if (deed === 5 && earlier !== undefined && !withdrawn.has(earlier)) {
      happened.corrected += 1;
      const change = { visitId: earlier, result: 'nobody', findings: `改过 ${step}`, needs: [] };
      expect(await record(page, 'services.correct-visit', change)).toBe('pending');
    } else {
      const visitId = named(`story ${seed} ${step}`);
      const input = {
        visitId,
        clientId: named('client'),
        visitedAt: server.now,
        mode: 'home',
        result: 'home',
        findings: `第 ${step} 步`,
        needs: [],
        files: [],
      };
      expect(await record(page, 'services.record-visit', input)).toBe('pending');
      recorded.push(visitId);
      happened.recorded += 1;
    }
  }
  return { page, recorded, withdrawn, kills };
}

describe('stories on IndexedDB', () => {
  it.each([11, 12, 13])(
    'seed %i: nothing acknowledged is lost or counted twice, and the phone holds what a fresh one is given (S1, S3, S4, C3)',
    async (seed) => {
      const { page, recorded, withdrawn } = await tell(seed);
      Object.assign(server, { cut: false, loseAnswers: false });
      await expect
        .poll(
          async () => {
            await page.evaluate(() => self.user.syncNow().catch(() => undefined));
            return page.evaluate(() => self.user.status.value.pending);
          },
          { timeout: 30_000 },
        )
        .toBe(0);
      const mine = server
        .rows(visits)
        .map(({ row }) => row)
        .filter((row) => recorded.includes(row.id));
      expect(mine.map((row) => row.id).sort()).toEqual([...recorded].sort());
      expect(
        mine
          .filter((row) => row.state === 'withdrawn')
          .map((row) => row.id)
          .sort(),
      ).toEqual([...withdrawn].sort());
      const counted = server.rows(visits).filter(({ row }) => row.state === 'counted').length;
      expect(server.rows(care).map(({ row }) => row.visits)).toEqual([counted]);
      const fresh = await server.world.phone(who.lan);
      await fresh.sync();
      await page.evaluate(() => self.user.syncNow());
      const held = await page.evaluate(() => self.rowsOf('services.visits'));
      const byId = (one: { id?: unknown }, other: { id?: unknown }) => (String(one.id) < String(other.id) ? -1 : 1);
      expect([...held].sort(byId)).toEqual([...fresh.confirmedRows(erase(visits))].sort(byId));
    },
  );

  it('have met each kind of deed and fault at least once', () => {
    expect(Object.entries(happened).filter(([, times]) => times === 0)).toEqual([]);
  });
});
