/**
 * Runs county after county until the wished device-days are over; at the first failure it stops and looks for the
 * shortest story. Short-lived counties keep a device-day cheap and meet more different beginnings than one long life.
 */
import { createHash } from 'node:crypto';
import { phoneHolders } from './county.ts';
import { seedOf } from './dice.ts';
import { commandKinds, deviceDaysForAllKinds, faultKinds } from './kinds.ts';
import type { Failure } from './log.ts';
import type { PlanOptions } from './plan.ts';
import { makePlan } from './plan.ts';
import type { Story } from './shrink.ts';
import { Shrinker } from './shrink.ts';
import { suspectsOf } from './suspects.ts';
import type { Ground } from './world.ts';
import { memoryGround, runWorld } from './world.ts';

export interface SimulateOptions {
  readonly seed: number;
  readonly deviceDays: number;
  readonly makeGround?: () => Ground | Promise<Ground>;
  /** Happenings that looking for the shortest story may run; 0 leaves the story as long as it was. */
  readonly shrinkBudget?: number;
  readonly onProgress?: (deviceDays: number) => void;
}

export interface Result {
  readonly seed: number;
  readonly deviceDays: number;
  readonly failures: readonly Failure[];
  /** The county in which it failed: `simulate --seed` this runs it first. */
  readonly failedSeed: number | null;
  readonly story: Story | null;
  readonly commands: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** Commands acknowledged by phones, per device-day. */
  readonly commandsADay: number;
  /** Kinds of which a run of this length should have seen one. */
  readonly unseen: readonly string[];
  readonly trace: string;
}

const phones = phoneHolders.length;
const daysOfACounty = 4;

export async function simulate(options: SimulateOptions): Promise<Result> {
  const makeGround = options.makeGround ?? memoryGround;
  const commands = new Map<string, number>();
  const faults = new Map<string, number>();
  const trace = createHash('sha256');
  let acknowledged = 0;
  let deviceDays = 0;
  let failures: readonly Failure[] = [];
  let failed: PlanOptions | null = null;
  let suspects: number[][] = [];
  for (let county = 0; failed === null && deviceDays < options.deviceDays; county++) {
    const seed = county === 0 ? options.seed : seedOf(options.seed, 'county', county);
    const days = Math.min(daysOfACounty, Math.ceil((options.deviceDays - deviceDays) / phones));
    const plan = { seed, phones, days };
    const world = await runWorld({ seed, stretches: makePlan(plan), keepLines: false, makeGround });
    deviceDays += phones * days;
    for (const [kind, n] of world.log.commands) commands.set(kind, (commands.get(kind) ?? 0) + n);
    for (const [kind, n] of world.log.faults) faults.set(kind, (faults.get(kind) ?? 0) + n);
    acknowledged += world.ledger.length;
    trace.update(world.log.hash());
    failures = world.log.failures;
    if (failures.length > 0) failed = plan;
    suspects = suspectsOf(failures[0], world.ledger);
    options.onProgress?.(deviceDays);
  }
  const [first] = failures;
  const budget = options.shrinkBudget ?? 60_000;
  const story =
    failed === null || first === undefined || budget === 0
      ? null
      : await new Shrinker({
          seed: failed.seed,
          stretches: makePlan(failed),
          law: first.law,
          suspects,
          makeGround,
          budget,
        }).shrink();
  const long = deviceDays >= deviceDaysForAllKinds && failed === null;
  return {
    seed: options.seed,
    deviceDays,
    failures,
    failedSeed: failed?.seed ?? null,
    story,
    commands: Object.fromEntries([...commands].sort()),
    faults: Object.fromEntries([...faults].sort()),
    commandsADay: acknowledged / deviceDays,
    unseen: long
      ? [...commandKinds.filter((one) => !commands.has(one)), ...faultKinds.filter((one) => !faults.has(one))]
      : [],
    trace: trace.digest('hex').slice(0, 16),
  };
}
