/**
 * Laws S1 and C3 on the whole program, in twenty rounds (`npm run nightly -- crash` makes two hundred): Node, PostgreSQL
 * and a volunteer's browser are killed while people work. YIMI_SEED repeats a run.
 */
import { expect, it } from 'vitest';
import { crashRounds } from './crash.ts';

const rounds = 20;

it('nothing that was acknowledged, saved on a phone or typed into a form is lost when any part is killed at any moment', async () => {
  const seed = Number(process.env.YIMI_SEED ?? 20260301);
  process.stderr.write(`crash rounds: seed ${seed}\n`);
  const report = await crashRounds({ rounds, seed, tell: (text) => process.stderr.write(`    ${text}\n`) });
  expect(report).toMatchObject({ lost: [], proved: true, complaints: [] });
  expect(Math.min(...Object.values(report.blows))).toBeGreaterThan(0);
  expect(report.visits).toBeGreaterThan(rounds * 3);
  expect(report.photos).toBeGreaterThan(rounds / 2);
  expect(report.savedOnPhone).toBeGreaterThan(0);
}, 900_000);
