/** The county's rule of points, and a helper's word that they want none. */
import { hours } from '@yimi/activities';
import type { Permission, Tx } from '@yimi/kernel';
import { activePosts, dayOf, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { liveRoom, posts, rooms } from '@yimi/network';
import { profiles } from '@yimi/volunteers';
import * as z from 'zod/mini';
import { choiceOf, fewestMonths, pointRuleId } from './ledger.ts';
import { notAHelperHere, unknownVillage } from './problems.ts';
import { choices, pointRules } from './tables.ts';

const organisers: Permission = { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' };

/** For hours to come: what is given stays good as long as it was promised. */
export const changePointRule = defineCommand({
  name: 'points.change-rule',
  input: z.strictObject({
    inUse: z.boolean(),
    perHour: z.int().check(z.minimum(1), z.maximum(100)),
    months: z.int().check(z.minimum(fewestMonths), z.maximum(120)),
  }),
  permission: { 'county-officer': 'county', administrator: 'county' },
  keys: () => [keyOf(pointRules, pointRuleId)],
  place: () => ({}),
  execute: (tx, input) => {
    tx.put(pointRules, { id: pointRuleId, ...input });
    return undefined;
  },
});

/** Whether somebody helps at a station: is on its book, in post there, or has hours there. */
export function servesAt(tx: Tx, helperId: string, stationId: string, today: string): boolean {
  const profile = tx.get(profiles, helperId);
  if (profile !== 'absent' && profile !== 'not-held' && profile.stationId === stationId) return true;
  const own = scopes.self(helperId);
  const held = tx.list(posts, { column: 'userId', value: helperId }, own);
  if (held !== 'not-held' && activePosts(held, today).some((post) => post.stationId === stationId)) return true;
  const served = tx.list(hours, { column: 'helperId', value: helperId }, own);
  return served !== 'not-held' && served.some((row) => row.stationId === stationId);
}

/** 不要积分: from now on none are given; those given stay theirs. Their hours count as before. Taken back in the same way. */
export const declinePoints = defineCommand({
  name: 'points.decline',
  input: z.strictObject({ helperId: Id, roomId: Id, declined: z.boolean() }),
  permission: organisers,
  keys: (input) => [
    keyOf(choices, choiceOf(input.helperId)),
    keyOf(rooms, input.roomId),
    keyOf(profiles, input.helperId),
  ],
  place: (tx, input) => {
    const room = liveRoom(tx, input.roomId);
    return room === null ? null : { roomId: room.id, stationId: room.stationId };
  },
  execute: (tx, { helperId, roomId, declined }, context) => {
    const room = liveRoom(tx, roomId);
    if (room === null) return unknownVillage();
    if (!servesAt(tx, helperId, room.stationId, dayOf(context.recordedAt))) return notAHelperHere();
    tx.put(choices, { id: choiceOf(helperId), helperId, declined, recordedAt: context.recordedAt });
    return undefined;
  },
});
