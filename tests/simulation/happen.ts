/** What each kind of happening does when its hour comes. */

import { dayOf } from '@yimi/kernel';
import { posts, rooms } from '@yimi/network';
import { clients } from '@yimi/people';
import { chooseDeed } from './deeds/choose.ts';
import { askForHelp } from './deeds/helping.ts';
import * as ledgers from './deeds/ledgers.ts';
import * as network from './deeds/network.ts';
import * as office from './deeds/office.ts';
import { Dice } from './dice.ts';
import { Life } from './disk.ts';
import { short } from './log.ts';
import { Cut, hour, minute } from './network.ts';
import type { Holder, Phone } from './phone.ts';
import type { Happening, Kind } from './plan.ts';
import { plainInput } from './two-versions.ts';
import type { World } from './world.ts';

type OnPhone = (world: World, phone: Phone, dice: Dice) => Promise<void>;

async function deed({ log }: World, phone: Phone, dice: Dice): Promise<void> {
  const holder = phone.inUse();
  const replica = holder?.replica ?? null;
  if (holder === null || replica === null) return;
  const { userId } = holder.person;
  // Somebody who was moved acts as what they are now.
  const role = replica.rows(posts).find((post) => post.toDay === null)?.role ?? holder.person.role;
  const scene = { replica, dice, userId, role, now: phone.now(), age: phone.age };
  const chosen = chooseDeed(scene);
  if (chosen === null) return;
  const first = holder.record(chosen.name, chosen.input, chosen.mends, chosen.what);
  const second = dice.chance(0.05) ? chooseDeed(scene) : null;
  if (second !== null) {
    log.fault('two records at once');
    await holder.record(second.name, second.input, second.mends, second.what);
  }
  await first;
}

/** More in the outbox than fits into one batch. */
async function burst(world: World, phone: Phone, dice: Dice): Promise<void> {
  world.log.fault('outbox longer than a batch');
  for (let n = 0; n < 520; n++) await deed(world, phone, dice);
}

async function fillStorage(world: World, phone: Phone, dice: Dice): Promise<void> {
  const { holder } = phone;
  if (holder === null || holder.disk.full) return;
  world.log.say(holder.who, 'the storage is full');
  holder.disk.full = true;
  world.time.at(world.time.now + dice.between(10, 180) * minute, () => {
    holder.disk.full = false;
  });
}

async function jumpClock(world: World, phone: Phone, dice: Dice): Promise<void> {
  const year = 365 * 24 * hour;
  const skews = [0, 0, 5 * minute, -3 * hour, 2 * 24 * hour, year, -year];
  phone.skew = (dice.pick(skews) ?? 0) + dice.below(minute);
  world.log.fault('clock jumped');
  world.log.say(`phone ${phone.n}`, `its clock is wrong by ${Math.round(phone.skew / hour)} hours`);
  // Somebody notices, or the network sets it right.
  world.time.at(world.time.now + dice.between(1, 10) * hour, () => {
    phone.skew = 0;
  });
}

async function switchUser(world: World, phone: Phone, dice: Dice): Promise<void> {
  const next = dice.below(phone.holders.length);
  if (phone.off || next === phone.active) return;
  world.log.fault('another user took the phone');
  world.log.say(`phone ${phone.n}`, `is taken by ${phone.holders[next]?.person.name}`);
  await phone.switchTo(next);
}

/** Law S5: what lies in an outbox goes out by a device credential too, each entry by itself, perhaps a second time. */
async function deposit(world: World, phone: Phone, dice: Dice): Promise<void> {
  if (phone.off) return;
  const holder = dice.pick(phone.holders);
  if (holder === undefined) return;
  const unsent = holder.disk.readEntries().filter((entry) => entry.state === 'pending');
  if (unsent.length === 0) return;
  world.log.fault('deposited without the user');
  world.log.say(holder.who, `${unsent.length} entries are deposited`);
  const life = new Life(() => undefined);
  for (const { envelope } of unsent) {
    try {
      await world.network.push(holder.person.userId, holder.who, life, dice, [envelope]);
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
    }
  }
}

/** Law S5: an unsent visit lies in the tray; the station's head adopts it, on behalf of its author. */
async function adopt(world: World, phone: Phone, dice: Dice): Promise<void> {
  const holder = dice.pick(phone.holders);
  const unsent = holder?.disk.readEntries().filter(({ state, envelope }) => {
    return state === 'pending' && envelope.name === 'services.record-visit' && envelope.dependsOn.length === 0;
  });
  const entry = dice.pick(unsent ?? []);
  if (holder === undefined || entry === undefined || entry.envelope.v > 1 !== (world.server.age === 'new')) return;
  const { clientId, files } = plainInput(entry.envelope) as { clientId: string; files: unknown[] };
  const head = await headOver(world, clientId);
  if (head === null || files.length > 0) return;
  const { status } = await world.server.insist(head, entry.envelope, holder.person.userId);
  if (status === 'accepted') world.log.fault('adopted by a station head');
  world.log.say('office', `${holder.who}: ${short(entry.envelope.id)} is adopted: ${status}`);
}

/** Who heads the station that the person belongs to now, if the person is served at all. */
async function headOver(world: World, clientId: string): Promise<string | null> {
  const picture = await world.picture();
  const client = picture.rows(clients).find((one) => one.id === clientId && one.state === 'active');
  const room = picture.rows(rooms).find((one) => one.id === client?.roomId);
  const today = dayOf(world.time.now);
  const heads = picture.rows(posts).filter(({ role, stationId, toDay }) => {
    return role === 'station-head' && stationId === room?.stationId && (toDay === null || today <= toDay);
  });
  return heads[0]?.userId ?? null;
}

/** A row disappears from the phone's disk: the next sync must find the divergence and repair it (law S3). */
async function rot(world: World, phone: Phone, dice: Dice): Promise<void> {
  const holder = phone.inUse();
  if (holder === null || !loseRow(holder, dice)) return;
  holder.rotted = true;
  world.log.fault('a row rotted away on the phone');
  world.log.say(holder.who, 'a row rots away on the disk');
  await holder.open();
}

function loseRow(holder: Holder, dice: Dice): boolean {
  const { segments } = holder.disk;
  const at = dice.below(segments.length);
  const segment = segments[at];
  const part = segment?.parts.find((one) => one.tables.some((table) => table.rows.length > 0));
  const table = part?.tables.find((one) => one.rows.length > 0);
  if (segment === undefined || part === undefined || table === undefined) return false;
  const shorter = { ...table, rows: table.rows.slice(1), versions: table.versions.slice(1) };
  const tables = part.tables.map((one) => (one === table ? shorter : one));
  const parts = segment.parts.map((one) => (one === part ? { ...part, tables } : one));
  holder.disk.segments = segments.map((one, index) => (index === at ? { ...segment, parts } : one));
  return true;
}

async function upgradePhone(world: World, phone: Phone): Promise<void> {
  if (phone.age === 'new') return;
  phone.age = 'new';
  world.log.fault(world.server.age === 'old' ? 'new app, old server' : 'app upgraded after the server');
  world.log.say(`phone ${phone.n}`, 'gets the new app');
  if (!phone.off) await phone.holder?.open();
}

const onPhone: Partial<Record<Kind, OnPhone>> = {
  deed,
  sync: async (_world, phone, dice) => phone.inUse()?.sync(dice),
  crash: async (_world, phone, dice) => {
    const life = phone.inUse()?.life;
    if (life) life.fuse = dice.between(1, 14);
  },
  'full-storage': fillStorage,
  skew: jumpClock,
  'switch-user': switchUser,
  deposit,
  adopt,
  rot,
  'upgrade-phone': upgradePhone,
  burst,
};

const atOffice: Partial<Record<Kind, (desk: office.Office, dice: Dice) => Promise<void>>> = {
  'files-arrive': office.filesArrive,
  revoke: office.revoke,
  restore: office.restore,
  'move-worker': network.moveWorker,
  'change-station': office.changeStation,
  'merge-rooms': office.mergeRooms,
  'split-room': network.splitRoom,
  'import-divisions': network.importDivisions,
  'import-ledger': ledgers.importLedger,
  'take-ledger-back': ledgers.takeLedgerBack,
  'due-rule': office.changeDueRule,
  window: office.moveWindow,
  promote: office.promote,
  'erase-merged': office.eraseMerged,
  'look-alike': office.lookAlike,
  'ask-for-help': askForHelp,
};

function registering({ phones }: World): string[] {
  const holders = phones.flatMap((phone) => phone.holders);
  const unsent = holders.filter(({ disk }) =>
    disk.readEntries().some(({ state, envelope }) => state === 'pending' && envelope.name === 'people.register-client'),
  );
  return unsent.map((holder) => holder.person.userId);
}

export async function happen(world: World, happening: Happening): Promise<void> {
  const dice = new Dice(happening.seed);
  const { server, log } = world;
  const phone = world.phones.find((one) => one.n === happening.phone);
  if (phone !== undefined) return onPhone[happening.kind]?.(world, phone, dice);
  if (happening.kind === 'server-crash') {
    server.fuse = dice.between(1, 9);
    return undefined;
  }
  if (happening.kind === 'upgrade-server') {
    server.age = 'new';
    log.fault('server upgraded');
    log.say('server', 'is upgraded');
    return undefined;
  }
  if (happening.kind === 'clear-tombstones') {
    if (world.ground.clearTombstones === undefined) return undefined;
    log.fault('old tombstones cleared away');
    log.say('server', 'clears old tombstones away');
    return world.ground.clearTombstones();
  }
  const desk = { server, log, picture: () => world.picture(), registering: () => registering(world) };
  return atOffice[happening.kind]?.(desk, dice);
}
