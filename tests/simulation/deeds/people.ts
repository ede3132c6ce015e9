/** Deeds about the people served. */
import { addDays, dayOf } from '@yimi/kernel';
import { posts, rooms } from '@yimi/network';
import type { Client } from '@yimi/people';
import { clients, conflicts, mergeProposals, riskLevels, specialGroups, withCheckDigit } from '@yimi/people';
import { someName, volunteers } from '../county.ts';
import type { Dice } from '../dice.ts';
import { short } from '../log.ts';
import type { Deed, Scene } from './choose.ts';
import { followedChoices } from './families.ts';

/** Villages in which this person may register somebody. */
export function ownRooms(scene: Scene): string[] {
  const mine = scene.replica.rows(posts).filter((post) => post.userId === scene.userId && post.toDay === null);
  const places = scene.replica.rows(rooms);
  return mine.flatMap((post) => {
    if (post.role === 'village-worker' && post.roomId !== null) return [post.roomId];
    if (post.role !== 'station-worker' && post.role !== 'station-head') return [];
    return places.filter((room) => room.stationId === post.stationId).map((room) => room.id);
  });
}

function someVolunteer(dice: Dice, roomId: string | null): string | null {
  const here = volunteers.filter((one) => roomId === null || one.roomId === roomId);
  return (dice.pick(here) ?? dice.pick(volunteers))?.userId ?? null;
}

export interface Registration {
  readonly clientId: string;
  readonly roomId: string;
  readonly day: string;
  readonly assigneeId: string | null;
  readonly like?: Pick<Client, 'name' | 'pinyin' | 'birthDay'> | undefined;
}

/** Three numbers that are handed about. */
function sharedNumber(dice: Dice): string {
  return withCheckDigit(`4502261950010100${dice.between(1, 3)}`);
}

export function registration(dice: Dice, { clientId, roomId, day, assigneeId, like }: Registration): unknown {
  const child = dice.chance(0.08);
  const birthDay = child
    ? addDays(day, -365 * dice.between(3, 12))
    : `19${dice.between(30, 70)}-0${dice.between(1, 9)}-11`;
  const digits = `450226${birthDay.replaceAll('-', '')}${String(dice.below(1000)).padStart(3, '0')}`;
  return {
    clientId,
    ...(like === undefined ? someName(dice) : { name: like.name, pinyin: like.pinyin }),
    sex: dice.oneOf(['male', 'female', 'unknown']),
    birthDay: like === undefined ? birthDay : like.birthDay,
    phone: dice.chance(0.6) ? `138${dice.between(10_000_000, 99_999_999)}` : null,
    // Some bring the number of somebody else's card, wherever in the county that other lives.
    idNumber: dice.chance(0.05) ? sharedNumber(dice) : dice.chance(0.3) ? withCheckDigit(digits) : null,
    guardian: child || like !== undefined ? '外婆' : null,
    groups: dice.chance(0.5) ? [...new Set([dice.oneOf(specialGroups), dice.oneOf(specialGroups)])] : [],
    risk: dice.oneOf(riskLevels),
    roomId,
    hamlet: `${dice.between(1, 5)} 屯`,
    householdId: null,
    consents: dice.chance(0.6) ? ['service', 'photo'] : ['service'],
    assigneeId,
    day,
  };
}

export function registerClient(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const roomId = dice.pick(ownRooms(scene));
  if (roomId === undefined) return null;
  const here = replica.rows(clients).filter((client) => client.roomId === roomId && client.state === 'active');
  const like = dice.chance(0.3) ? dice.pick(here) : undefined;
  const clientId = replica.newId();
  const assigneeId = dice.chance(0.5) ? someVolunteer(dice, roomId) : null;
  const day = dayOf(scene.now);
  const input = registration(dice, { clientId, roomId, day, assigneeId, like });
  const what = `registers person ${short(clientId)}${like === undefined ? '' : ` like ${short(like.id)}`}`;
  return { name: 'people.register-client', input, mends: null, what };
}

/** Some people are edited by everybody: where two phones meet (law S8). */
function somebody(scene: Scene): Client | undefined {
  const shown = scene.replica.rows(clients).filter((client) => client.state === 'active');
  if (!scene.dice.chance(0.5)) return scene.dice.pick(shown);
  return scene.dice.pick(shown.sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, 3));
}

const editable = ['phone', 'risk', 'groups', 'guardian', 'address', 'assigneeId', 'name', 'state'] as const;

function edit(dice: Dice, client: Client, field: (typeof editable)[number]): { from: unknown; to: unknown } {
  switch (field) {
    case 'phone':
      return { from: client.phone, to: `139${dice.between(10_000_000, 99_999_999)}` };
    case 'risk':
      return { from: client.risk, to: dice.oneOf(riskLevels) };
    case 'groups':
      return { from: client.groups, to: [dice.oneOf(specialGroups)] };
    case 'guardian':
      return { from: client.guardian, to: dice.oneOf(['外婆', '舅舅', '姑妈']) };
    case 'address':
      return {
        from: { hamlet: client.hamlet, householdId: client.householdId },
        to: { hamlet: `${dice.between(1, 9)} 屯`, householdId: null },
      };
    case 'assigneeId':
      return { from: client.assigneeId, to: dice.chance(0.8) ? someVolunteer(dice, client.roomId) : null };
    case 'name':
      return { from: client.name, to: someName(dice).name };
    case 'state':
      return { from: client.state, to: dice.chance(0.2) ? 'moved-away' : 'active' };
  }
}

export function correctClient(scene: Scene): Deed | null {
  const { dice } = scene;
  const client = somebody(scene);
  if (client === undefined) return null;
  const fields = [...new Set([dice.oneOf(editable), dice.oneOf(editable)])];
  const changes = Object.fromEntries(fields.map((field) => [field, edit(dice, client, field)]));
  const what = `corrects ${fields.join(', ')} of person ${short(client.id)}`;
  return { name: 'people.correct-client', input: { clientId: client.id, changes }, mends: null, what };
}

export function withdrawConsent(scene: Scene): Deed | null {
  const client = somebody(scene);
  if (client === undefined) return null;
  const input = { clientId: client.id, purpose: scene.dice.oneOf(['photo', 'location', 'sharing', 'service']) };
  return { name: 'people.withdraw-consent', input, mends: null, what: `takes back a consent of ${short(client.id)}` };
}

export function moveClient(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const client = somebody(scene);
  const to = dice.pick(replica.rows(rooms).filter((room) => room.mergedInto === null));
  if (client === undefined || to === undefined) return null;
  const fromDay = addDays(dayOf(scene.now), -dice.below(10));
  const input = { clientIds: [client.id], fromRoomId: client.roomId, toRoomId: to.id, fromDay };
  const what = `moves person ${short(client.id)} to village ${short(to.id)}`;
  return { name: 'people.move-clients', input, mends: null, what };
}

export function mergeOrKeepApart(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const proposal = dice.pick(replica.rows(mergeProposals).filter((one) => one.state === 'open'));
  if (proposal === undefined) return null;
  const { clientId, otherId, id: proposalId } = proposal;
  if (dice.chance(0.35)) {
    const what = `keeps ${short(clientId)} and ${short(otherId)} apart`;
    return { name: 'people.keep-apart', input: { clientId, proposalId }, mends: null, what };
  }
  const take = followedChoices.filter(() => dice.chance(0.3));
  const input = { clientId, intoClientId: otherId, proposalId, take };
  const what = `merges person ${short(clientId)} into ${short(otherId)}`;
  return { name: 'people.merge-clients', input, mends: null, what };
}

export function eraseClient(scene: Scene): Deed | null {
  const client = scene.dice.pick(scene.replica.rows(clients).filter((one) => one.state === 'active'));
  if (client === undefined) return null;
  const what = `erases person ${short(client.id)}`;
  return { name: 'people.erase-client', input: { clientId: client.id }, mends: null, what };
}

/** Two edits crossed; somebody says which is right. */
export function settleConflict(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const conflict = dice.pick(replica.rows(conflicts).filter((one) => one.state === 'open'));
  if (conflict === undefined) return null;
  const keep = dice.oneOf(['earlier', 'later']);
  const input = { conflictId: conflict.id, clientId: conflict.clientId, keep };
  const what = `keeps the ${keep} ${conflict.field} of person ${short(conflict.clientId)}`;
  return { name: 'people.settle-conflict', input, mends: null, what };
}
