/** The county's rule of points, and a helper's word that they want none. */
import type { Permission } from '@yimi/kernel';
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import { liveRoom, rooms } from '@yimi/network';
import * as z from 'zod/mini';
import { choiceOf, fewestMonths, pointRuleId } from './ledger.ts';
import { unknownVillage } from './problems.ts';
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

/** 不要积分: from now on none are given; those given stay theirs. Their hours count as before. Taken back in the same way. */
export const declinePoints = defineCommand({
  name: 'points.decline',
  input: z.strictObject({ helperId: Id, roomId: Id, declined: z.boolean() }),
  permission: organisers,
  keys: (input) => [keyOf(choices, choiceOf(input.helperId)), keyOf(rooms, input.roomId)],
  place: (tx, input) => {
    const room = liveRoom(tx, input.roomId);
    return room === null ? null : { roomId: room.id, stationId: room.stationId };
  },
  execute: (tx, { helperId, roomId, declined }, context) => {
    if (liveRoom(tx, roomId) === null) return unknownVillage();
    tx.put(choices, { id: choiceOf(helperId), helperId, declined, recordedAt: context.recordedAt });
    return undefined;
  },
});
