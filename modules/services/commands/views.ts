/** Views of a register: everybody keeps their own; a head shares one with the station, and may take it away again. */
import type { Permission, Tx } from '@yimi/kernel';
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { noSuchView } from '../problems.ts';
import { registerNames, registerViews, ViewSettings } from '../report-tables.ts';

const byOwner: Permission = {
  'village-worker': 'own',
  'station-worker': 'own',
  'station-head': 'own',
  'agency-manager': 'own',
  'county-officer': 'own',
  evaluator: 'own',
  supervisor: 'own',
};

function viewOf(tx: Tx, viewId: string) {
  const view = tx.get(registerViews, viewId);
  return view === 'absent' || view === 'not-held' ? null : view;
}

export const saveView = defineCommand({
  name: 'services.save-view',
  input: z.strictObject({
    viewId: Id,
    register: z.enum(registerNames),
    name: z.string().check(z.minLength(1), z.maxLength(40)),
    settings: ViewSettings,
  }),
  permission: byOwner,
  keys: (input) => [keyOf(registerViews, input.viewId)],
  place: (tx, input, context) => ({ authorId: viewOf(tx, input.viewId)?.ownerId ?? context.actorId }),
  execute: (tx, { viewId, ...input }, context) => {
    const known = viewOf(tx, viewId);
    const sharedWith = known?.sharedWith ?? null;
    tx.put(registerViews, { id: viewId, ownerId: known?.ownerId ?? context.actorId, sharedWith, ...input });
    return undefined;
  },
});

/** To the head's own station; null takes it back. */
export const shareView = defineCommand({
  name: 'services.share-view',
  input: z.strictObject({ viewId: Id, stationId: z.nullable(Id) }),
  permission: { 'station-head': 'station' },
  keys: (input) => [keyOf(registerViews, input.viewId)],
  place: (tx, input, context) => {
    const view = viewOf(tx, input.viewId);
    if (view === null) return null;
    // What others keep for themselves is theirs: a head shares their own, and unshares what lies with their station.
    if (view.sharedWith === null && view.ownerId !== context.actorId) return null;
    return { stationId: input.stationId ?? view.sharedWith };
  },
  execute: (tx, input) => {
    const view = viewOf(tx, input.viewId);
    if (view === null) return noSuchView();
    tx.put(registerViews, { ...view, sharedWith: input.stationId });
    return undefined;
  },
});

export const removeView = defineCommand({
  name: 'services.remove-view',
  input: z.strictObject({ viewId: Id }),
  permission: byOwner,
  keys: (input) => [keyOf(registerViews, input.viewId)],
  place: (tx, input) => {
    const view = viewOf(tx, input.viewId);
    return view === null ? null : { authorId: view.ownerId };
  },
  execute: (tx, input) => {
    if (viewOf(tx, input.viewId) === null) return noSuchView();
    tx.remove(registerViews, input.viewId);
    return undefined;
  },
});
