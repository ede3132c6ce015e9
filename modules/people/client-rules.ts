/** How people are found and placed: the rules that several commands share. */
import type { Context, Missing, Permission, Place, Tx } from '@yimi/kernel';
import { allowingPost, dayOf, implausible, scopes } from '@yimi/kernel';
import { rooms } from '@yimi/network';
import type { Client } from './tables.ts';
import { clients } from './tables.ts';

/** The person, through any merges (law C7). */
export function liveClient(tx: Tx, clientId: string): Client | Missing {
  let id = clientId;
  // Merges form a tree; 50 hops is far deeper than any person was ever merged.
  for (let hops = 0; hops < 50; hops++) {
    const client = tx.get(clients, id);
    if (client === 'absent' || client === 'not-held' || client.mergedInto === null) return client;
    id = client.mergedInto;
  }
  return 'absent';
}

/** The id that a record was made under, where the file has been merged since: what a record remembers of it (law C7). */
export function recordedFor(live: Client, id: string): string | null {
  return live.id === id ? null : id;
}

/** Where a person lived on that day (law N6). */
export function roomOn(client: Client, day: string): string {
  let found = client.roomHistory[0]?.roomId ?? client.roomId;
  for (const since of client.roomHistory) if (since.fromDay <= day) found = since.roomId;
  return found;
}

function stationOfRoom(tx: Tx, roomId: string): string | null {
  const room = tx.get(rooms, roomId, scopes.county);
  return room === 'absent' || room === 'not-held' ? null : room.stationId;
}

/** The place of a village, for permission. */
export function placeOfRoom(tx: Tx, roomId: string): Place | 'not-held' | null {
  const room = tx.get(rooms, roomId, scopes.county);
  if (room === 'not-held') return 'not-held';
  return room === 'absent' ? null : { roomId: room.id, stationId: room.stationId };
}

/** The place of a person, for permission: their village, its station, and to whom they are given. */
export function placeOfClient(tx: Tx, clientId: string): Place | 'not-held' | null {
  const client = liveClient(tx, clientId);
  if (client === 'not-held') return 'not-held';
  if (client === 'absent') return null;
  return { roomId: client.roomId, stationId: stationOfRoom(tx, client.roomId), assigneeId: client.assigneeId };
}

/**
 * Whether whoever acts may do so to a second person as well: a command's `place` speaks of the first only. On a phone that
 * cannot know, the server decides. The program itself holds no posts and may.
 */
export function reachesClient(tx: Tx, clientId: string, permission: Permission, context: Context): boolean {
  if (context.posts.length === 0) return true;
  const place = placeOfClient(tx, clientId);
  if (place === 'not-held') return true;
  return place !== null && allowingPost(context.posts, permission, place) !== null;
}

/** The same for a village. */
export function reachesRoom(tx: Tx, roomId: string, permission: Permission, context: Context): boolean {
  if (context.posts.length === 0) return true;
  return allowingPost(context.posts, permission, { roomId, stationId: stationOfRoom(tx, roomId) }) !== null;
}

/** The day on which it was done; a phone's impossible clock is not believed (law C5). */
export function dayOfDeed({ occurredAt, recordedAt }: Context): string {
  return dayOf(implausible(occurredAt, recordedAt) ? recordedAt : occurredAt);
}

export interface Days {
  /** Of the deed, and of its recording. What comes in late is dated by the first, and leaves alone what came since. */
  readonly day: string;
  readonly today: string;
}

export function daysOf(context: Context): Days {
  return { day: dayOfDeed(context), today: dayOf(context.recordedAt) };
}

/** What is left of a file when the person is erased (law A7): that there was one, in which villages, and since when. */
export function erasedFile(client: Client): Client {
  return {
    ...client,
    name: '',
    pinyin: '',
    sex: 'unknown',
    birthDay: null,
    phone: null,
    idNumber: null,
    idLastFour: null,
    documentKind: null,
    documentNumber: null,
    guardian: null,
    guardianContact: null,
    groups: [],
    memberships: [],
    groupsChangeOn: null,
    ethnicity: null,
    languages: [],
    whereabouts: null,
    selfCare: null,
    photo: null,
    soundKey: '',
    hamlet: '',
    householdId: null,
    consents: [],
    assigneeId: null,
    state: 'erased',
  };
}
