/** Who is there and who is missing, read off the tree of places. What does not add up is told by the server. */
import type { RoomNode, StaffRow, StationNode } from '../api.ts';

const isHere = (one: StaffRow): boolean => one.comesOn === null;

/** People, not posts: whoever holds two posts at one station is one worker there. */
export function workersOf(station: StationNode): number {
  const workers = station.staff.filter((one) => one.role === 'station-worker' || one.role === 'station-head');
  return new Set(workers.filter(isHere).map((one) => one.userId)).size;
}

export function hasHead(station: StationNode): boolean {
  return station.staff.some((one) => one.role === 'station-head' && isHere(one));
}

export function isVacant(room: RoomNode): boolean {
  return !room.staff.some((one) => one.role === 'village-worker' && isHere(one));
}

/** Nobody went for thirty days, though there are people on record (the figure's own rule). */
export function isWaiting(room: RoomNode): boolean {
  return room.clients !== 0 && (room.daysSince === null || room.daysSince > 30);
}

/** Nobody on record and nobody went: no debt. */
export function isEmpty(room: RoomNode): boolean {
  return room.clients === 0 && room.daysSince === null;
}
