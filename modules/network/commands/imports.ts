/**
 * An import is one parent command; its rows are commands whose ids derive from it (laws C1, S10). Undoing is another parent.
 * Both only say what is to be done and who said so; the server's own job does it, and closes them with what came of it (`close-import.ts`).
 */
import type { Permission, Place, Tx } from '@yimi/kernel';
import { dayOf, defineCommand, derivedId, Id, keyOf, problem, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { headings, imports, importTargets } from '../imports.ts';
import { alreadyThere, noSuchImport } from '../problems.ts';
import { contracts } from '../tables.ts';

const byStation: Permission = {
  'station-worker': 'station',
  'station-head': 'station',
  administrator: 'county',
  'county-officer': 'county',
};
const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const Learned = z.strictObject({
  heading: z.string().check(z.minLength(1), z.maxLength(120)),
  field: z.nullable(z.string().check(z.maxLength(60))),
});

const notYours = () => problem('invalid', 'network.headings-of-another', {}, 'input.learnedFor');
const notDone = () => problem('conflict', 'network.import-not-done', {}, 'input.importId');

export const openImport = defineCommand({
  name: 'network.open-import',
  input: z.strictObject({
    importId: Id,
    target: z.enum(importTargets),
    stationId: z.nullable(Id),
    fileSha256: Sha256,
    fileName: z.string().check(z.minLength(1), z.maxLength(120)),
    choices: z.record(z.string(), z.unknown()),
    /** What the headings mean, for next time; the agency's, where one runs the station. */
    learnedFor: z.nullable(Id),
    learned: z.array(Learned).check(z.maxLength(300)),
  }),
  permission: byStation,
  keys: (input) => [keyOf(imports, input.importId)],
  place: (_tx, input): Place => ({ stationId: input.stationId }),
  serverCheck: (tx, { learnedFor, stationId }, context) => {
    if (learnedFor === null || learnedFor === stationId) return undefined;
    const all = tx.list(contracts, { column: 'agencyId', value: learnedFor }, scopes.office);
    const today = dayOf(context.recordedAt);
    const theirs = all !== 'not-held' && all.some((one) => one.stationId === stationId && isActive(one, today));
    return theirs ? undefined : notYours();
  },
  execute: (tx, { importId, learnedFor, learned, ...rest }, context) => {
    if (tx.get(imports, importId) !== 'absent') return alreadyThere('input.importId');
    tx.put(imports, {
      id: importId,
      ...rest,
      openedBy: context.actorId,
      openedAt: context.recordedAt,
      state: 'running',
      closedAt: null,
      counts: null,
      undoneBy: null,
      undoneAt: null,
      undoCounts: null,
    });
    if (learnedFor !== null)
      for (const { heading, field } of learned)
        remember(tx, { ownerId: learnedFor, target: rest.target, heading, field, setBy: context.actorId });
    return undefined;
  },
});

function isActive(contract: { fromDay: string; toDay: string | null }, today: string): boolean {
  return contract.fromDay <= today && (contract.toDay === null || today <= contract.toDay);
}

function remember(
  tx: Tx,
  row: {
    ownerId: string;
    target: (typeof importTargets)[number];
    heading: string;
    field: string | null;
    setBy: string;
  },
): void {
  tx.put(headings, { id: derivedId(row.ownerId, `${row.target}/${row.heading}`), ...row });
}

/** What a batch made is taken back, as far as nobody has built on it since. */
export const undoImport = defineCommand({
  name: 'network.undo-import',
  input: z.strictObject({ importId: Id }),
  permission: { 'station-head': 'station', administrator: 'county', 'county-officer': 'county' },
  keys: (input) => [keyOf(imports, input.importId)],
  place: (tx, input) => {
    const found = tx.get(imports, input.importId);
    if (found === 'not-held') return 'not-held';
    return found === 'absent' ? null : { stationId: found.stationId };
  },
  execute: (tx, { importId }, context) => {
    const found = tx.get(imports, importId);
    if (found === 'not-held') return undefined;
    if (found === 'absent') return noSuchImport();
    if (found.state !== 'done') return notDone();
    tx.put(imports, { ...found, state: 'undoing', undoneBy: context.actorId, undoneAt: context.recordedAt });
    return undefined;
  },
});
