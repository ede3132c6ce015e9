/**
 * What the records say is what people did, in the order in which the server accepted it. The accepted commands are read
 * from the audit and played over a model of their own, written from the laws and not from the modules: later edits win
 * and the earlier value is kept (S8), cards go only to who is given the person, care and own copies follow the visits.
 */
import { addDays, derivedId } from '@yimi/kernel';
import { rooms } from '@yimi/network';
import type { Client } from '@yimi/people';
import { clients, conflicts, mergeProposals, merges, ties } from '@yimi/people';
import type { Visit } from '@yimi/services';
import { cards, care, dueRules, evidence, ownVisits, visits } from '@yimi/services';
import type { Log } from '../log.ts';
import { short } from '../log.ts';
import type { Picture } from '../picture.ts';
import type { Told } from './told.ts';
import { inOrder, tell } from './told.ts';

export function checkMeaning(picture: Picture, log: Log): void {
  const people = new Map(picture.rows(clients).map((client) => [client.id, client]));
  const told = tell(picture);
  checkClients(people, told, log);
  checkConflicts(picture, people, told, log);
  checkTies(picture, people, log);
  const all = picture.rows(visits);
  checkVisits(all, people, told, log);
  checkOwnVisits(picture, all, people, log);
  checkCare(picture, all, people, log);
  checkCards(picture, people, log);
}

/** The person, through merges. */
function live(people: ReadonlyMap<string, Client>, id: string): Client | undefined {
  let client = people.get(id);
  while (client !== undefined && client.mergedInto !== null) client = people.get(client.mergedInto);
  return client;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

const followed = [
  'name',
  'phone',
  'guardian',
  'groups',
  'risk',
  'hamlet',
  'householdId',
  'assigneeId',
  'state',
  'roomId',
] as const;

function checkClients(people: ReadonlyMap<string, Client>, told: Told, log: Log): void {
  for (const [id, model] of told.clients) {
    const row = people.get(id);
    if (row === undefined) {
      log.fail('lost', 'S1 nothing accepted is lost', `person ${short(id)}`);
      continue;
    }
    for (const field of followed) {
      const [kept, said] =
        field === 'groups' ? [inOrder(row.groups), inOrder(model.groups)] : [row[field], model[field]];
      if (!same(kept, said)) {
        log.fail('broken', 'S8 the later accepted wins', `person ${short(id)}: ${field} is not what was last accepted`);
      }
    }
  }
  if (people.size !== told.clients.size) log.fail('broken', 'C3 one person a registration', `${people.size} people`);
}

/** A tie lies with its person, never with a merged or erased file, and has its other end unless that was erased. */
function checkTies(picture: Picture, people: ReadonlyMap<string, Client>, log: Log): void {
  const rows = picture.rows(ties);
  for (const tie of rows) {
    const client = people.get(tie.clientId);
    const mine = live(people, tie.recordedFor ?? tie.clientId)?.id === tie.clientId;
    if (client === undefined || client.roomId !== tie.roomId || client.mergedInto !== null || !mine)
      log.fail('broken', 'S2 what is about a person moves with them', `tie ${short(tie.tieId)}`);
    if (client?.state === 'erased') log.fail('broken', 'A7 erasure leaves no tie', `tie ${short(tie.tieId)}`);
    const ends = rows.filter((one) => one.tieId === tie.tieId).length;
    if (ends !== (tie.otherId === null ? 1 : 2))
      log.fail('broken', 'a tie has both ends', `${ends} of ${short(tie.tieId)}`);
  }
  for (const { clientId, intoId, roomId, state } of picture.rows(merges)) {
    if (people.get(intoId)?.roomId !== roomId)
      log.fail('broken', 'S2 what is about a person moves with them', `merge of ${short(clientId)}`);
    const merged = people.get(clientId)?.mergedInto === intoId;
    if (merged !== (state === 'merged'))
      log.fail('broken', 'C7 a merge is told', `merge of ${short(clientId)}: ${state}`);
  }
}

function sameEarlier(kept: string | null, earlier: unknown): boolean {
  return kept !== null && JSON.stringify(inOrder(JSON.parse(kept))) === JSON.stringify(inOrder(earlier ?? null));
}

function checkConflicts(picture: Picture, people: ReadonlyMap<string, Client>, told: Told, log: Log): void {
  const kept = new Map(picture.rows(conflicts).map((row) => [row.id, row]));
  for (const { commandId, field, earlier, clientId } of told.conflicts) {
    const id = derivedId(commandId, `conflict/${field}`);
    const row = kept.get(id);
    kept.delete(id);
    if (people.get(clientId)?.state === 'erased') {
      if (row?.earlier || row?.later)
        log.fail('broken', 'A7 erasure leaves no value behind', `conflict of ${short(clientId)}`);
      continue;
    }
    if (row === undefined || !sameEarlier(row.earlier, earlier)) {
      log.fail('lost', 'S8 the earlier value is kept', `${field} of person ${short(clientId)} by ${short(commandId)}`);
    } else if (row.roomId !== people.get(clientId)?.roomId) {
      log.fail('broken', 'S2 what is about a person moves with them', `conflict of ${short(clientId)}`);
    }
  }
  for (const { clientId, roomId } of picture.rows(mergeProposals)) {
    if (roomId !== people.get(clientId)?.roomId) {
      log.fail('broken', 'S2 what is about a person moves with them', `proposal about ${short(clientId)}`);
    }
  }
  for (const row of kept.values())
    log.fail('broken', 'S8 a conflict needs two edits', `${row.field} of ${short(row.clientId)}`);
}

const texts = ['findings', 'result', 'needs', 'state', 'review', 'question', 'answer', 'stateReason'] as const;
const personal = ['findings', 'question', 'answer'] as const;

function checkVisits(all: readonly Visit[], people: ReadonlyMap<string, Client>, told: Told, log: Log): void {
  const rows = new Map(all.map((visit) => [visit.id, visit]));
  if (rows.size !== told.visits.size)
    log.fail('broken', 'C3 one visit a recording', `${rows.size} of ${told.visits.size}`);
  for (const [id, model] of told.visits) {
    const row = rows.get(id);
    if (row === undefined) {
      log.fail('lost', 'S1 nothing accepted is lost', `visit ${short(id)}`);
      continue;
    }
    const client = live(people, row.clientId);
    if (client !== live(people, model.clientId))
      log.fail('broken', 'C7 an old id goes on resolving', `visit ${short(id)}`);
    if (row.heldIn !== client?.roomId) log.fail('broken', 'S2 records follow the person', `visit ${short(id)}`);
    if (client?.state === 'erased') {
      if (personal.some((field) => row[field] !== null))
        log.fail('broken', 'A7 erasure leaves no text', `visit ${short(id)}`);
      continue;
    }
    for (const field of texts) {
      if (!same(row[field], model[field]))
        log.fail('lost', 'C4 what was typed is there', `visit ${short(id)}: ${field}`);
    }
  }
}

const copied = [
  'clientId',
  'archived',
  'occurredOn',
  'plausible',
  'mode',
  'result',
  'findings',
  'needs',
  'state',
  'review',
  'question',
  'answer',
  'stateReason',
] as const;

function checkOwnVisits(picture: Picture, all: readonly Visit[], people: ReadonlyMap<string, Client>, log: Log): void {
  const own = new Map(picture.rows(ownVisits).map((row) => [row.id, row]));
  if (own.size !== all.length)
    log.fail('broken', 'N5 one own copy a visit', `${own.size} copies, ${all.length} visits`);
  const files = Map.groupBy(picture.rows(evidence), (file) => file.visitId);
  for (const visit of all) {
    const copy = own.get(visit.id);
    if (copy === undefined || copy.authorId !== visit.authorId) {
      log.fail('broken', 'N5 the author has a copy', `visit ${short(visit.id)}`);
      continue;
    }
    for (const field of copied) {
      if (!same(copy[field], visit[field]))
        log.fail('broken', 'N5 the copy agrees', `visit ${short(visit.id)}: ${field}`);
    }
    const here = (files.get(visit.id) ?? []).map(({ id, arrivedAt }) => `${id}/${arrivedAt}`).sort();
    if (
      !same(
        copy.files.map(({ id, arrivedAt }) => `${id}/${arrivedAt}`),
        here,
      )
    ) {
      log.fail('broken', 'S6 the copy lists its files', `visit ${short(visit.id)}`);
    }
    const client = live(people, visit.clientId);
    if (client?.state === 'erased' && copy.clientName !== '')
      log.fail('broken', 'A7 erasure leaves no name', `visit ${short(visit.id)}`);
  }
  for (const file of picture.rows(evidence)) {
    if (file.heldIn !== live(people, file.clientId)?.roomId)
      log.fail('broken', 'S2 records follow the person', `file ${short(file.id)}`);
  }
}

function latest(days: readonly string[]): string | null {
  return days.reduce<string | null>((last, day) => (last === null || day > last ? day : last), null);
}

/** Asked at the registration, so that there is always one: the last word is what counts. */
function agreesToService(client: Client): boolean {
  return client.consents.some((one) => one.purpose === 'service' && one.withdrawnDay === null);
}

function checkCare(picture: Picture, all: readonly Visit[], people: ReadonlyMap<string, Client>, log: Log): void {
  const rule = picture.rows(dueRules)[0] ?? {
    high: 7,
    key: 30,
    ordinary: 90,
    calls: { high: null, key: null, ordinary: null },
  };
  const stationOf = new Map(picture.rows(rooms).map((room) => [room.id, room.stationId]));
  const counted = all.filter((visit) => visit.state === 'counted' && visit.plausible);
  const byPerson = Map.groupBy(counted, (visit) => live(people, visit.clientId)?.id ?? '');
  const states = new Map(picture.rows(care).map((row) => [row.id, row]));
  for (const client of people.values()) {
    const row = states.get(client.id);
    // A merged file stands for nothing any more: its numbers belong to the person it was merged into.
    if (client.mergedInto !== null && row?.active === false) continue;
    const mine = byPerson.get(client.id) ?? [];
    const lastVisitOn = latest(mine.map((visit) => visit.occurredOn));
    const lastMetOn = latest(mine.filter((visit) => visit.result === 'home').map((visit) => visit.occurredOn));
    const doors = mine.filter((visit) => visit.result === 'home' && visit.mode === 'home');
    const lastSeenOn = latest(doors.map((visit) => visit.occurredOn));
    const every = rule[client.risk];
    const inRow = rule.calls[client.risk];
    const byCall = addDays(lastMetOn ?? client.registeredOn, every);
    const byDoor = inRow === null ? byCall : addDays(lastSeenOn ?? client.registeredOn, every * (inRow + 1));
    const dueOn = byDoor < byCall ? byDoor : byCall;
    const { roomId, risk, groups } = client;
    const active = client.state === 'active' && agreesToService(client);
    const right = {
      roomId,
      risk,
      groups,
      active,
      stationId: stationOf.get(roomId),
      visits: mine.length,
      lastVisitOn,
      lastMetOn,
      lastSeenOn,
      dueOn,
    };
    for (const [field, value] of Object.entries(right)) {
      const kept = row === undefined ? undefined : (row as Record<string, unknown>)[field];
      if (!same(kept, value)) {
        log.fail(
          'rollup',
          'N2 care follows the visits',
          `person ${short(client.id)}: ${field} is ${String(kept)}, not ${String(value)}`,
        );
      }
    }
  }
}

/** A volunteer holds a card of each person given to them, and of nobody else. */
function checkCards(picture: Picture, people: ReadonlyMap<string, Client>, log: Log): void {
  const states = new Map(picture.rows(care).map((row) => [row.id, row]));
  const dealt = new Map(picture.rows(cards).map((card) => [card.id, card]));
  for (const client of people.values()) {
    const card = dealt.get(client.id);
    dealt.delete(client.id);
    if (client.state !== 'active' || client.assigneeId === null || !agreesToService(client)) {
      if (card !== undefined) log.fail('broken', 'S2 a card only of people given', `person ${short(client.id)}`);
      continue;
    }
    const { name, phone, hamlet, assigneeId, roomId } = client;
    const right = { name, phone, hamlet, assigneeId, roomId, dueOn: states.get(client.id)?.dueOn };
    for (const [field, value] of Object.entries(right)) {
      const kept = card === undefined ? undefined : (card as Record<string, unknown>)[field];
      if (!same(kept, value))
        log.fail('broken', 'S2 a card agrees with the person', `person ${short(client.id)}: ${field}`);
    }
  }
  for (const card of dealt.values()) log.fail('broken', 'S2 a card only of people given', `card ${short(card.id)}`);
}
