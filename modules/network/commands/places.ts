/** Stations, villages, agencies, contracts: set up by the county's administrator or officer. */

import type { Permission } from '@yimi/kernel';
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { alreadyThere, noSuchRoom, noSuchStation, roomIsMerged } from '../problems.ts';
import { agencies, contracts, rooms, stations } from '../tables.ts';

const bySettings: Permission = { administrator: 'county', 'county-officer': 'county' };
const anywhere = () => ({});
const Code = z.string().check(z.regex(/^\d{12}$/));

export const addStation = defineCommand({
  name: 'network.add-station',
  input: z.strictObject({
    stationId: Id,
    name: z.string().check(z.minLength(1), z.maxLength(60)),
    code: Code,
    state: z.enum(['open', 'planned']),
    phone: z.nullable(z.string().check(z.maxLength(20))),
  }),
  permission: bySettings,
  keys: (input) => [keyOf(stations, input.stationId)],
  place: anywhere,
  execute: (tx, { stationId, ...rest }) => {
    if (tx.get(stations, stationId) !== 'absent') return alreadyThere('input.stationId');
    tx.put(stations, { id: stationId, ...rest });
    return undefined;
  },
});

export const addRoom = defineCommand({
  name: 'network.add-room',
  input: z.strictObject({
    roomId: Id,
    stationId: Id,
    name: z.string().check(z.minLength(1), z.maxLength(60)),
    code: Code,
    minutesAway: z.nullable(z.int().check(z.minimum(0), z.maximum(1440))),
    fromDay: Day,
  }),
  permission: bySettings,
  keys: (input) => [keyOf(rooms, input.roomId), keyOf(stations, input.stationId)],
  place: anywhere,
  execute: (tx, { roomId, fromDay, ...rest }) => {
    if (tx.get(rooms, roomId) !== 'absent') return alreadyThere('input.roomId');
    if (tx.get(stations, rest.stationId) === 'absent') return noSuchStation();
    const stationHistory = [{ stationId: rest.stationId, fromDay }];
    tx.put(rooms, { id: roomId, ...rest, stationHistory, mergedInto: null, mergedBy: null, mergedAt: null });
    return undefined;
  },
});

/** A village passes to another station from a day on; its records keep the station of their own day (law N6). */
export const changeStationOfRoom = defineCommand({
  name: 'network.change-station-of-room',
  input: z.strictObject({ roomId: Id, stationId: Id, fromDay: Day }),
  permission: bySettings,
  keys: (input) => [keyOf(rooms, input.roomId), keyOf(stations, input.stationId)],
  place: anywhere,
  execute: (tx, input) => {
    const room = tx.get(rooms, input.roomId);
    if (room === 'absent' || room === 'not-held') return noSuchRoom();
    if (tx.get(stations, input.stationId) === 'absent') return noSuchStation();
    if (room.mergedInto !== null) return roomIsMerged();
    const kept = room.stationHistory.filter((since) => since.fromDay < input.fromDay);
    const stationHistory = [...kept, { stationId: input.stationId, fromDay: input.fromDay }];
    tx.put(rooms, { ...room, stationId: input.stationId, stationHistory });
    return undefined;
  },
});

/** Two villages become one (并村). Its people follow in chunks (`people.move-clients`), a job of the server (law S10). */
export const mergeRooms = defineCommand({
  name: 'network.merge-rooms',
  input: z.strictObject({ roomId: Id, intoRoomId: Id }),
  permission: bySettings,
  keys: (input) => [keyOf(rooms, input.roomId), keyOf(rooms, input.intoRoomId)],
  place: anywhere,
  execute: (tx, input, context) => {
    const room = tx.get(rooms, input.roomId);
    const into = tx.get(rooms, input.intoRoomId);
    if (room === 'absent' || room === 'not-held') return noSuchRoom();
    if (into === 'absent' || into === 'not-held' || input.roomId === input.intoRoomId)
      return noSuchRoom('input.intoRoomId');
    if (room.mergedInto !== null || into.mergedInto !== null) return roomIsMerged();
    tx.put(rooms, { ...room, mergedInto: into.id, mergedBy: context.commandId, mergedAt: context.recordedAt });
    return undefined;
  },
});

export const addAgency = defineCommand({
  name: 'network.add-agency',
  input: z.strictObject({ agencyId: Id, name: z.string().check(z.minLength(1), z.maxLength(60)) }),
  permission: bySettings,
  keys: (input) => [keyOf(agencies, input.agencyId)],
  place: anywhere,
  execute: (tx, { agencyId, name }) => {
    if (tx.get(agencies, agencyId) !== 'absent') return alreadyThere('input.agencyId');
    tx.put(agencies, { id: agencyId, name });
    return undefined;
  },
});

export const openContract = defineCommand({
  name: 'network.open-contract',
  input: z.strictObject({
    contractId: Id,
    agencyId: Id,
    stationId: Id,
    lot: z.string().check(z.maxLength(20)),
    fromDay: Day,
    toDay: z.nullable(Day),
  }),
  permission: bySettings,
  keys: (input) => [
    keyOf(contracts, input.contractId),
    keyOf(stations, input.stationId),
    keyOf(agencies, input.agencyId),
  ],
  place: anywhere,
  execute: (tx, { contractId, ...rest }) => {
    if (tx.get(contracts, contractId) !== 'absent') return alreadyThere('input.contractId');
    if (tx.get(stations, rest.stationId) === 'absent') return noSuchStation();
    tx.put(contracts, { id: contractId, ...rest });
    return undefined;
  },
});
