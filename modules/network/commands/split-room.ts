/**
 * A village is parted (拆村): what was one room becomes several, and the old one goes on with whoever is not named. The
 * people follow in chunks (`people.move-clients`), a job of the server (law S10); their records keep the place of their own
 * day (law N6). A registration that was still on a phone goes to the old village and follows its hamlet from there.
 */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { splits } from '../changes.ts';
import { alreadyThere, noSuchRoom, roomIsMerged, twoPlacesAtOnce } from '../problems.ts';
import { rooms } from '../tables.ts';
import { anywhere, bySettings, Code, Name } from './by-settings.ts';
import { freshRoom } from './places.ts';

const Part = z.strictObject({
  roomId: Id,
  name: Name,
  code: Code,
  minutesAway: z.nullable(z.int().check(z.minimum(0), z.maximum(1440))),
  hamlets: z.array(z.string().check(z.minLength(1), z.maxLength(40))).check(z.maxLength(60)),
  /** People named one by one: they come whatever their hamlet does. */
  clientIds: z.array(Id).check(z.maxLength(500)),
});

function namesTwice(parts: readonly z.infer<typeof Part>[], stay: readonly string[]): boolean {
  const all = [...stay, ...parts.flatMap((part) => [part.roomId, ...part.hamlets, ...part.clientIds])];
  return new Set(all).size < all.length;
}

export const splitRoom = defineCommand({
  name: 'network.split-room',
  version: 2,
  // Version 2 may name people who stay although their hamlet goes.
  upcasts: { 1: (input) => input },
  input: z.strictObject({
    roomId: Id,
    fromDay: Day,
    parts: z.array(Part).check(z.minLength(1), z.maxLength(10)),
    stay: z._default(z.array(Id).check(z.maxLength(500)), []),
  }),
  permission: bySettings,
  keys: (input) => [keyOf(rooms, input.roomId), ...input.parts.map((part) => keyOf(rooms, part.roomId))],
  place: anywhere,
  execute: (tx, { roomId, fromDay, parts, stay }, context) => {
    const room = tx.get(rooms, roomId);
    if (room === 'absent' || room === 'not-held') return noSuchRoom();
    if (room.mergedInto !== null) return roomIsMerged();
    if (namesTwice(parts, stay)) return twoPlacesAtOnce();
    if (parts.some((part) => tx.get(rooms, part.roomId) !== 'absent')) return alreadyThere('input.parts');
    const { stationId } = room;
    for (const { roomId: id, name, code, minutesAway } of parts) {
      const stationHistory = [{ stationId, fromDay }];
      tx.put(rooms, { id, name, code, minutesAway, stationId, stationHistory, ...freshRoom, splitFrom: roomId });
    }
    const plan = parts.map((part) => ({ roomId: part.roomId, hamlets: part.hamlets, clientIds: part.clientIds }));
    const since = { fromDay, at: context.recordedAt };
    tx.put(splits, { id: context.commandId, roomId, parts: plan, stay, ...since, state: 'moving' });
    return undefined;
  },
});

/** Everybody named has followed; who comes in late with a phone's old work still does. */
export const finishSplit = defineCommand({
  name: 'network.finish-split',
  system: true,
  input: z.strictObject({ splitId: Id }),
  permission: {},
  keys: (input) => [keyOf(splits, input.splitId)],
  place: () => null,
  execute: (tx, { splitId }) => {
    const split = tx.get(splits, splitId);
    if (split !== 'absent' && split !== 'not-held') tx.put(splits, { ...split, state: 'done' });
    return undefined;
  },
});
