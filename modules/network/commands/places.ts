/** Stations, villages and the offices above them: set up, renamed, re-coded, merged by the county's administrator or officer. */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { renamed } from '../places.ts';
import { alreadyThere, noSuchRoom, noSuchStation, roomIsMerged } from '../problems.ts';
import type { Room, Station } from '../tables.ts';
import { officeLevels, offices, rooms, stations } from '../tables.ts';
import { anywhere, bySettings, Code, Name } from './by-settings.ts';

/** What a station has not had yet on its first day. */
export const freshStation = { codeHistory: [], formerNames: [], modelId: null } satisfies Partial<Station>;
export const freshRoom = {
  ...{ mergedInto: null, mergedBy: null, mergedAt: null, splitFrom: null },
  ...{ codeHistory: [], formerNames: [] },
} satisfies Partial<Room>;

export const addStation = defineCommand({
  name: 'network.add-station',
  input: z.strictObject({
    stationId: Id,
    name: Name,
    code: Code,
    state: z.enum(['open', 'planned']),
    phone: z.nullable(z.string().check(z.maxLength(20))),
  }),
  permission: bySettings,
  keys: (input) => [keyOf(stations, input.stationId)],
  place: anywhere,
  execute: (tx, { stationId, ...rest }) => {
    if (tx.get(stations, stationId) !== 'absent') return alreadyThere('input.stationId');
    tx.put(stations, { id: stationId, ...rest, ...freshStation });
    return undefined;
  },
});

export const addRoom = defineCommand({
  name: 'network.add-room',
  input: z.strictObject({
    roomId: Id,
    stationId: Id,
    name: Name,
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
    tx.put(rooms, { id: roomId, ...rest, stationHistory, ...freshRoom });
    return undefined;
  },
});

/** A station opens, changes its name or number; its township's code changes from a day on. */
export const correctStation = defineCommand({
  name: 'network.correct-station',
  input: z.strictObject({
    stationId: Id,
    name: Name,
    code: Code,
    state: z.enum(['open', 'planned']),
    phone: z.nullable(z.string().check(z.maxLength(20))),
    fromDay: Day,
  }),
  permission: bySettings,
  keys: (input) => [keyOf(stations, input.stationId)],
  place: anywhere,
  execute: (tx, { stationId, name, code, state, phone, fromDay }) => {
    const station = tx.get(stations, stationId);
    if (station === 'absent' || station === 'not-held') return noSuchStation();
    tx.put(stations, { ...renamed(station, { name, code }, fromDay), state, phone });
    return undefined;
  },
});

/** A village changes its name or code from a day on, or somebody has measured the way. */
export const correctRoom = defineCommand({
  name: 'network.correct-room',
  input: z.strictObject({
    roomId: Id,
    name: Name,
    code: Code,
    minutesAway: z.nullable(z.int().check(z.minimum(0), z.maximum(1440))),
    fromDay: Day,
  }),
  permission: bySettings,
  keys: (input) => [keyOf(rooms, input.roomId)],
  place: anywhere,
  execute: (tx, { roomId, name, code, minutesAway, fromDay }) => {
    const room = tx.get(rooms, roomId);
    if (room === 'absent' || room === 'not-held') return noSuchRoom();
    if (room.mergedInto !== null) return roomIsMerged();
    tx.put(rooms, { ...renamed(room, { name, code }, fromDay), minutesAway });
    return undefined;
  },
});

/** The city's guidance centre and the county's head station, named in the tree above the stations. */
export const nameOffice = defineCommand({
  name: 'network.name-office',
  input: z.strictObject({
    officeId: Id,
    level: z.enum(officeLevels),
    name: Name,
    phone: z.nullable(z.string().check(z.maxLength(20))),
    address: z.string().check(z.maxLength(100)),
  }),
  permission: bySettings,
  keys: (input) => [keyOf(offices, input.officeId)],
  place: anywhere,
  execute: (tx, { officeId, ...rest }) => {
    tx.put(offices, { id: officeId, ...rest });
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
