/** More phones at one instant than the server works on at once, and its database killed under the second wave. */
import { expect, it } from 'vitest';
import { loadWaves } from './load.ts';

const phones = 120;

it('a valley that comes back at one instant is told when to come again, and everything is counted, by itself', async () => {
  const tell = (text: string) => process.stderr.write(`    ${text}\n`);
  const report = await loadWaves({ phones, visitsEach: 5, waves: ['healthy', 'database killed'], tell });
  expect(report).toMatchObject({ sent: phones * 10, counted: phones * 10, proved: true });
  // A quick machine serves a healthy wave without turning anybody away (the gate: load-gate.test.ts); not one whose
  // database has gone.
  const killed = report.waves[1]?.turnedAway ?? {};
  expect((killed['server.database-away'] ?? 0) + (killed['server.busy'] ?? 0)).toBeGreaterThan(0);
  // Nobody hears of a fault of the program, whatever the machine does.
  for (const wave of report.waves) expect(Object.keys(wave.turnedAway)).not.toContain('server.fault');
}, 600_000);
