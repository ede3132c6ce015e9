/** What happens at the county's office and on the server: re-scoping, rules, jobs. Repeated until the server answers. */
import { addDays, dayOf, derivedId } from '@yimi/kernel';
import type { Room } from '@yimi/network';
import { posts, rooms } from '@yimi/network';
import type { Client } from '@yimi/people';
import { clients, likenessChecks, sameIdNotices } from '@yimi/people';
import { evidence, visits } from '@yimi/services';
import type { Person } from '../county.ts';
import { officer, people, personOf, stationIds } from '../county.ts';
import type { Dice } from '../dice.ts';
import type { Log } from '../log.ts';
import { short } from '../log.ts';
import type { Picture } from '../picture.ts';
import type { SimulatedServer } from '../server.ts';

export interface Office {
  readonly server: SimulatedServer;
  readonly log: Log;
  readonly picture: () => Promise<Picture>;
  /** Who registered somebody and has not sent it yet. */
  readonly registering: () => readonly string[];
}

export type Act = (office: Office, dice: Dice) => Promise<void>;

export async function command(
  office: Office,
  dice: Dice,
  userId: string | null,
  name: string,
  input: unknown,
): Promise<void> {
  const { server, log } = office;
  const outcome =
    userId === null
      ? await server.asSystem(name, input, dice)
      : await server.insist(userId, server.envelope(name, input, dice));
  log.command(name);
  log.say('office', `${name} ${JSON.stringify(input).slice(0, 160)}: ${outcome.status} ${outcome.problem?.code ?? ''}`);
}

export async function liveRooms(office: Office): Promise<Room[]> {
  const all = (await office.picture()).rows(rooms);
  return all.filter((room) => room.mergedInto === null).sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Who holds an active post, and which. */
export async function posted(office: Office) {
  const today = dayOf(office.server.time.now);
  return (await office.picture())
    .rows(posts)
    .filter((post) => post.toDay === null || today <= post.toDay)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** The right ends yesterday, that is: now. */
export const revoke: Act = async (office, dice) => {
  const all = await posted(office);
  // Rather of somebody whose registrations still lie on the phone: they are refused, and mended later (law C4).
  const registering = new Set(dice.chance(0.5) ? office.registering() : []);
  const post = dice.pick(all.filter((one) => registering.has(one.userId))) ?? dice.pick(all);
  if (post === undefined) return;
  const lastDay = addDays(dayOf(office.server.time.now), -1);
  office.log.fault('right revoked');
  await command(office, dice, null, 'network.end-post', { postId: post.id, userId: post.userId, lastDay });
};

async function openPostFor(office: Office, dice: Dice, person: Person, roomId: string | null): Promise<void> {
  const { server } = office;
  const room = (await office.picture()).rows(rooms).find((one) => one.id === roomId);
  await command(office, dice, null, 'network.open-post', {
    postId: derivedId(person.userId, `post ${server.time.now}`),
    userId: person.userId,
    name: person.name,
    phone: null,
    role: person.role,
    stationId: room?.stationId ?? person.stationId,
    roomId,
    agencyId: null,
    fromDay: addDays(dayOf(server.time.now), -1),
  });
}

/** Somebody without a post gets their old one back; of a merged village, that of the village it became part of. */
export const restore: Act = async (office, dice) => {
  const active = new Set((await posted(office)).map((post) => post.userId));
  const person = dice.pick(people.filter((one) => !active.has(one.userId)));
  if (person === undefined) return;
  const all = (await office.picture()).rows(rooms);
  let room = all.find((one) => one.id === person.roomId);
  while (room !== undefined && room.mergedInto !== null) room = all.find((one) => one.id === room?.mergedInto);
  await openPostFor(office, dice, person, room?.id ?? person.roomId);
};

/** Somebody from the village also serves at the station for a while: two posts, and the village is seen in full. */
export const promote: Act = async (office, dice) => {
  const post = dice.pick((await posted(office)).filter((one) => one.role === 'village-worker'));
  const person = post === undefined ? undefined : personOf(post.userId);
  if (post === undefined || person === undefined) return;
  office.log.fault('two posts at once');
  const promoted = { ...person, role: 'station-worker' as const, stationId: post.stationId };
  await openPostFor(office, dice, promoted, null);
};

export const changeStation: Act = async (office, dice) => {
  const room = dice.pick(await liveRooms(office));
  const stationId = dice.pick(stationIds.filter((id) => id !== room?.stationId));
  if (room === undefined || stationId === undefined) return;
  const fromDay = addDays(dayOf(office.server.time.now), -dice.below(5));
  office.log.fault('village given to another station');
  const input = { roomId: room.id, stationId, fromDay };
  await command(office, dice, officer.userId, 'network.change-station-of-room', input);
  await command(office, dice, null, 'services.re-date-room', { roomId: room.id });
};

/** Two villages become one; the people follow in chunks with derived ids (law S10). */
export const mergeRooms: Act = async (office, dice) => {
  const live = await liveRooms(office);
  const room = dice.pick(live);
  const into = dice.pick(live.filter((one) => one.id !== room?.id));
  if (room === undefined || into === undefined || live.length < 5) return;
  office.log.fault('villages merged');
  await command(office, dice, officer.userId, 'network.merge-rooms', { roomId: room.id, intoRoomId: into.id });
  const fromDay = dayOf(office.server.time.now);
  for (let chunk = 0; ; chunk++) {
    const left = (await office.picture()).rows(clients).filter((client) => client.roomId === room.id);
    if (left.length === 0 || chunk > 200) return;
    const clientIds = left.slice(0, 6).map((client) => client.id);
    await command(office, dice, null, 'people.move-clients', {
      clientIds,
      fromRoomId: room.id,
      toRoomId: into.id,
      fromDay,
    });
    await office.server.time.sleep(dice.between(1, 40) * 1_000);
  }
};

export const changeDueRule: Act = async (office, dice) => {
  const input = {
    high: dice.between(3, 14),
    key: dice.between(15, 45),
    ordinary: dice.between(60, 120),
    fromDay: dayOf(office.server.time.now),
    calls: {
      high: dice.oneOf([0, 1, null]),
      key: dice.oneOf([1, 2, null]),
      ordinary: dice.oneOf([2, 3, null]),
    },
  };
  office.log.fault('due rule changed');
  await command(office, dice, officer.userId, 'services.change-due-rule', input);
  const place = dice.oneOf(['off', 'coarse', 'exact']);
  const pictures = { longestSide: dice.between(800, 2400), quality: dice.between(60, 90), place };
  await command(office, dice, officer.userId, 'services.change-evidence-rule', pictures);
  await command(office, dice, officer.userId, 'services.change-trip-rule', {
    ...{ leaveAt: dice.between(450, 540), backBy: dice.between(1000, 1100), visitMinutes: dice.between(15, 40) },
    ...{ errandMinutes: 10, restMinutes: 45, seats: dice.between(4, 7), teamSize: 2 },
  });
  for (const room of (await office.picture()).rows(rooms)) {
    await command(office, dice, null, 'services.re-date-room', { roomId: room.id });
    await office.server.time.sleep(dice.between(1, 30) * 1_000);
  }
};

/** Some of the files that are still owed arrive. */
export const filesArrive: Act = async (office, dice) => {
  const owed = (await office.picture()).rows(evidence).filter((file) => file.arrivedAt === null);
  for (const file of owed.filter(() => dice.chance(0.5))) {
    const input = { evidenceId: file.id, arrivedAt: office.server.time.now };
    await command(office, dice, null, 'services.confirm-evidence', input);
  }
};

/** The rights of somebody whose file was merged away: by the old id. */
export const eraseMerged: Act = async (office, dice) => {
  const merged = dice.pick((await office.picture()).rows(clients).filter((client) => client.state === 'merged'));
  if (merged === undefined) return;
  office.log.say('office', `erases ${short(merged.id)}, merged into ${short(merged.mergedInto ?? '')}`);
  await command(office, dice, null, 'people.erase-client', { clientId: merged.id });
};

/** The server looks at whoever waits to be looked at, among people whose name sounds alike. */
export const lookAlike: Act = async (office, dice) => {
  const picture = await office.picture();
  const all = picture.rows(clients).filter((client) => client.state === 'active');
  const day = dayOf(office.server.time.now);
  for (const { id: clientId } of picture
    .rows(likenessChecks)
    .filter(() => dice.chance(0.3))
    .slice(0, 10)) {
    const client = all.find((one) => one.id === clientId);
    const sameNumber = (one: Client): boolean => client?.idNumber != null && one.idNumber === client.idNumber;
    const alike = all.filter((one) => one.id !== clientId && (one.soundKey === client?.soundKey || sameNumber(one)));
    const otherIds = alike.slice(0, 20).map((one) => one.id);
    await command(office, dice, null, 'people.look-alike', { clientId, otherIds, day });
  }
  await settleSameId(office, dice);
};

/** The heads of two stations spoke about a number that both have: one of them lays the notice aside. */
async function settleSameId(office: Office, dice: Dice): Promise<void> {
  const open = (await office.picture()).rows(sameIdNotices).filter((one) => one.state === 'open');
  const notice = dice.pick(open.sort((one, other) => (one.id < other.id ? -1 : 1)));
  if (notice === undefined) return;
  const head = (await posted(office)).find(
    (post) => post.role === 'station-head' && post.stationId === notice.stationId,
  );
  if (head === undefined) return;
  await command(office, dice, head.userId, 'people.settle-same-id', { noticeId: notice.id });
}

/** A village's window moves on: older visits leave the phones (law S7). */
export const moveWindow: Act = async (office, dice) => {
  const picture = await office.picture();
  const room = dice.pick(await liveRooms(office));
  if (room === undefined) return;
  const fromDay = addDays(dayOf(office.server.time.now), -dice.between(5, 40));
  const old = picture
    .rows(visits)
    .filter((visit) => visit.heldIn === room.id && visit.occurredOn < fromDay && !visit.archived);
  office.log.fault('history window moved');
  const input = { roomId: room.id, fromDay, visitIds: old.slice(0, 300).map((visit) => visit.id) };
  await command(office, dice, null, 'services.archive-visits', input);
};
