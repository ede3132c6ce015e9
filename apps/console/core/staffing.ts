/**
 * Who is there and who is missing, as the server counted it: it knows everybody, also whom the reader may not name. What a
 * reader may not know (a village's people, for an administrator) is unknown, and neither good nor bad.
 */
import type { RoomNode, StationNode } from '../api.ts';

export function hasHead(station: StationNode): boolean {
  return !station.vacant.includes('station-head');
}

export function isVacant(room: RoomNode): boolean {
  return room.vacant.includes('village-worker');
}

/** Whether the reader may know when somebody was last there. */
export function isKnown(room: RoomNode): boolean {
  return room.clients !== null;
}

/** Nobody went for thirty days, though there are people on record (the figure's own rule). */
export function isWaiting(room: RoomNode): boolean {
  return isKnown(room) && room.clients !== 0 && (room.daysSince === null || room.daysSince > 30);
}

/** Nobody on record and nobody went: no debt. */
export function isEmpty(room: RoomNode): boolean {
  return room.clients === 0 && room.daysSince === null;
}
