/**
 * A need is recorded, once, by whichever channel: on a phone after a visit, at a clerk's desk, from the public page (there
 * the server itself acts). Place, deadline, alarm and who may hold it are derived; a phone that does not hold where it
 * lies keeps its own copy only.
 */
import type { Context, Permission, Place, Problem, Tx } from '@yimi/kernel';
import { allowingPost, dayOf, defineCommand, Id, Instant, implausible, keyOf, scopes } from '@yimi/kernel';
import type { Room } from '@yimi/network';
import { liveRoom, rooms, stationOn } from '@yimi/network';
import { clients, households, liveClient, recordedFor } from '@yimi/people';
import { cards, channels, needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { answerBy, crisisWordsIn, isSensitive, needRuleId, needRuleOf } from '../need-rules.ts';
import { alreadyRecorded, noSuchAsker, unknownVillage } from '../problems.ts';
import type { Need } from '../tables.ts';
import { needRules, needs, urgencies } from '../tables.ts';

const permission: Permission = {
  'hamlet-volunteer': 'assigned',
  'village-worker': 'room',
  'station-worker': 'station',
  'station-head': 'station',
  /** The clerk of a hotline sits at the head station. */
  'county-officer': 'county',
};

const Name = z.nullable(z.string().check(z.minLength(1), z.maxLength(40)));
const Input = z.strictObject({
  needId: Id,
  channel: z.enum(channels),
  kind: z.enum(needKinds),
  words: z.string().check(z.maxLength(500)),
  /** The village from which it comes; where a person on file lives outweighs it. */
  roomId: Id,
  clientId: z.nullable(Id),
  householdId: z.nullable(Id),
  askerName: Name,
  askerPhone: z.nullable(z.string().check(z.regex(/^[\d +-]{5,20}$/))),
  byProxy: z.boolean(),
  proxyName: Name,
  visitId: z.nullable(Id),
  receivedAt: Instant,
  urgency: z.nullable(z.enum(urgencies)),
  numberHash: z.nullable(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
});
type Input = z.infer<typeof Input>;

function placeOf(tx: Tx, input: Input, context: Context): Place | 'not-held' | null {
  const room = liveRoom(tx, input.roomId);
  if (room === null) return null;
  if (input.clientId === null) {
    // A volunteer speaks for their own village, not for people whom nobody gave them.
    const neighbour = context.posts.some((post) => post.role === 'hamlet-volunteer' && post.roomId === room.id);
    return { roomId: room.id, stationId: room.stationId, assigneeId: neighbour ? context.actorId : null };
  }
  const client = liveClient(tx, input.clientId);
  if (client === 'absent') return null;
  if (client === 'not-held') {
    const card = tx.get(cards, input.clientId, scopes.self(context.actorId));
    if (card === 'absent') return null;
    return card === 'not-held' ? 'not-held' : { roomId: card.roomId, assigneeId: card.assigneeId };
  }
  const stationId = liveRoom(tx, client.roomId)?.stationId ?? null;
  return { roomId: client.roomId, stationId, assigneeId: client.assigneeId };
}

/** The person, and the village that holds what is noted of them. */
function asker(tx: Tx, input: Input, room: Room): (Pick<Need, 'clientId' | 'recordedFor'> & { room: Room }) | Problem {
  if (input.householdId !== null) {
    const household = tx.get(households, input.householdId);
    if (household === 'absent') return noSuchAsker();
  }
  if (input.clientId === null) return { clientId: null, recordedFor: null, room };
  const client = liveClient(tx, input.clientId);
  if (client === 'not-held') return { clientId: input.clientId, recordedFor: null, room };
  if (client === 'absent' || client.state !== 'active') return noSuchAsker();
  const home = liveRoom(tx, client.roomId);
  if (home === null) return unknownVillage();
  return { clientId: client.id, recordedFor: recordedFor(client, input.clientId), room: home };
}

const unanswered = {
  ...{ difficulty: null, inPublicInterest: null, achievable: null, triagedOn: null, escalatedOn: null },
  ...{ crisisNote: null, stateBefore: null, mergedInto: null, answerKind: null, answeredOn: null, answerTime: null },
  ...{ unmetReason: null, note: null, rating: null, ratingAssisted: null, ratedOn: null, reopened: 0, voice: null },
  ...{ publicWords: null, helperSex: null, times: 0 },
} as const;

export const recordNeed = defineCommand({
  name: 'needs.record',
  input: Input,
  permission,
  keys: (input) => [
    keyOf(needs, input.needId),
    keyOf(rooms, input.roomId),
    keyOf(needRules, needRuleId),
    ...(input.clientId === null ? [] : [keyOf(clients, input.clientId), keyOf(cards, input.clientId)]),
  ],
  subject: (input) => input.clientId,
  place: placeOf,
  execute: (tx, { needId, receivedAt, roomId, ...input }, context) => {
    const room = liveRoom(tx, roomId);
    if (room === null) return unknownVillage();
    const found = asker(tx, { needId, receivedAt, roomId, ...input }, room);
    if ('code' in found) return found;
    const known = tx.get(needs, needId, scopes.room(found.room.id));
    if (known !== 'absent' && known !== 'not-held') return alreadyRecorded();
    const rule = needRuleOf(tx);
    const receivedOn = dayOf(receivedAt);
    const crisis = crisisWordsIn(input.words, rule.crisisWords).length > 0 ? 'flagged' : 'none';
    const urgency = crisis === 'flagged' ? '紧急' : input.urgency;
    const stationId = stationOn(found.room, receivedOn);
    // The server itself holds no post: what it records, the resident wrote.
    const byResident = context.posts.length === 0;
    const place = placeOf(tx, { needId, receivedAt, roomId, ...input }, context);
    const post = place === null || place === 'not-held' ? null : allowingPost(context.posts, permission, place);
    tx.put(needs, {
      id: needId,
      ...input,
      ...{ clientId: found.clientId, recordedFor: found.recordedFor },
      ...{ heldIn: found.room.id, heldBy: found.room.stationId, roomId: found.room.id, stationId },
      sensitive: isSensitive({ kind: input.kind, crisis }),
      authorId: byResident ? null : (context.onBehalfOf ?? context.actorId),
      authorRole: post?.role ?? null,
      ...{ receivedOn, receivedAt, recordedAt: context.recordedAt, urgency, crisis, state: 'received' },
      plausible: !implausible(context.occurredAt, context.recordedAt) && !implausible(receivedAt, context.recordedAt),
      dueOn: answerBy(rule, receivedOn, urgency),
      ...unanswered,
    });
    return undefined;
  },
});
