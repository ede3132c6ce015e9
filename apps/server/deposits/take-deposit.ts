/**
 * Taking deposits (law S5). Each sealed entry runs as its author, by the same engine and the same permissions as if the
 * author had sent it; where it may not run, it is laid in the tray of the author's station. An entry is `taken` once its
 * receipt or its place in the tray is committed (S1); whatever is not taken, the phone keeps and sends again.
 */
import type { Problem } from '@yimi/kernel';
import { Id, isProblem } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import { Outcome } from '@yimi/protocol';
import * as z from 'zod';
import type { AccountParts } from '../accounts/parts.ts';
import { accountOf } from '../accounts/people.ts';
import { depositKeysOf } from '../accounts/secrets.ts';
import type { Proven } from './depositor.ts';
import { provenBy } from './depositor.ts';
import { keep } from './keep.ts';
import { passOn } from './passed-on.ts';
import { fromDisabledAccount, fromRevokedDevice, notOwnDevice, otherCounty } from './problems.ts';
import type { DepositedEntry } from './sealed-box.ts';
import { openDeposit } from './sealed-box.ts';

export const Deposit = z.strictObject({
  deviceId: Id,
  depositToken: z.string().min(1).max(100),
  entries: z.array(z.string().max(1_500_000)).max(500),
});

export interface Taken {
  /** Indexes of the entries that are durably kept. */
  readonly taken: readonly number[];
  readonly outcomes: readonly Outcome[];
}

interface Opened {
  readonly index: number;
  readonly box: Buffer;
  readonly entry: DepositedEntry | null;
  /** Why it may not run; null if the engine shall decide. */
  readonly reason: Problem | null;
}

const TakenThere = z.object({ taken: z.array(z.int()), outcomes: z.array(Outcome) });

/** @param again it has been passed on by the house that the county left */
export async function takeDeposit(
  parts: AccountParts,
  sent: z.infer<typeof Deposit>,
  again = false,
): Promise<Taken | Problem> {
  const proven = await provenBy(parts, sent.deviceId, sent.depositToken);
  if (isProblem(proven)) return proven;
  const elsewhere = await passOn(parts, proven.county_id, {
    ...{ path: '/api/deposit', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) },
    ...{ answer: TakenThere, again },
  });
  if (elsewhere !== null) return elsewhere;
  const account = await parts.database.outsideCounties((trx) => accountOf(trx, proven.user_id));
  const disabled = account === null || account.disabled_at !== null;
  const opened = sent.entries.map((text, index) => {
    const box = Buffer.from(text, 'base64');
    const entry = openDeposit(box, ...depositKeysOf(parts.keys));
    if (isProblem(entry)) return { index, box, entry: null, reason: entry };
    return { index, box, entry, reason: whyNot(entry, proven, disabled) };
  });
  const taken: number[] = [];
  const outcomes: Outcome[] = [];
  for (const group of inRuns(opened)) {
    for (const [one, outcome] of await settle(parts, proven, group)) {
      if (outcome === null || outcome.problem?.code !== 'sync.fault') taken.push(one.index);
      if (outcome !== null) outcomes.push(outcome);
    }
  }
  return { taken, outcomes };
}

function whyNot(entry: DepositedEntry, proven: Proven, disabled: boolean): Problem | null {
  if (entry.userId !== proven.user_id) return notOwnDevice();
  if (entry.countyId !== proven.county_id) return otherCounty();
  if (proven.revoked_at !== null) return fromRevokedDevice();
  return disabled ? fromDisabledAccount() : null;
}

/** Neighbours that may run go to the engine together, in the order in which they were made (law S4). */
function inRuns(opened: readonly Opened[]): Opened[][] {
  const runs: Opened[][] = [];
  for (const one of opened) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const together =
      run !== undefined &&
      last !== undefined &&
      last.reason === null &&
      one.reason === null &&
      last.entry?.userId === one.entry?.userId;
    if (together) run.push(one);
    else runs.push([one]);
  }
  return runs;
}

async function settle(
  parts: AccountParts,
  depositor: Proven,
  group: readonly Opened[],
): Promise<(readonly [Opened, Outcome | null])[]> {
  const settled: (readonly [Opened, Outcome | null])[] = [];
  const author = group[0]?.entry ?? null;
  const runs = group.flatMap(({ entry, reason }): Envelope[] =>
    reason === null && entry !== null ? [entry.envelope] : [],
  );
  const ran = author === null || runs.length === 0 ? [] : await parts.push(author, runs);
  for (const [at, one] of group.entries()) {
    const outcome = ran[at] ?? null;
    const reason =
      one.reason ?? (outcome?.problem?.code === 'sync.out-of-reach' ? withoutUndefined(outcome.problem) : null);
    if (reason !== null) await keep(parts, depositor, one.box, one.entry, reason);
    settled.push([one, outcome ?? inTray(parts, one, reason)]);
  }
  return settled;
}

function withoutUndefined({ field, ...rest }: NonNullable<Outcome['problem']>): Problem {
  return field === undefined ? rest : { ...rest, field };
}

/** To the phone a deposit in the tray waits for a person. */
function inTray(parts: AccountParts, { entry }: Opened, reason: Problem | null): Outcome | null {
  if (entry === null || reason === null) return null;
  return {
    id: entry.envelope.id,
    status: 'waiting',
    problem: { ...reason, details: { ...reason.details } },
    recordedAt: parts.now(),
    clocks: {},
  };
}
