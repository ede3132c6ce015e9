/** The accepted commands, in the order of acceptance, told over a plain model of people and visits. */
import { derivedId } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { Picture } from '../picture.ts';
import { plainInput } from '../two-versions.ts';

type Fields = Record<string, unknown>;

export interface ToldVisit extends Fields {
  clientId: string;
}

export interface Told {
  readonly clients: Map<string, Fields>;
  readonly visits: Map<string, ToldVisit>;
  /** Values that a later edit replaced although its writer had not seen them. */
  /** In which village each household is; which became part of which. */
  readonly households: Map<string, string>;
  readonly householdsInto: Map<string, string>;
  readonly mergedInto: Map<string, string>;
  /** By merged file: what the merge replaced on the one that stayed. */
  readonly replaced: Map<string, { field: string; was: unknown; became: unknown }[]>;
  readonly conflicts: { commandId: string; clientId: string; field: string; earlier: unknown }[];
}

export function tell(picture: Picture): Told {
  const told: Told = {
    clients: new Map(),
    visits: new Map(),
    conflicts: [],
    households: new Map(),
    householdsInto: new Map(),
    replaced: new Map(),
    mergedInto: new Map(),
  };
  const merged = told.mergedInto;
  const roomsInto = new Map<string, string>();
  for (const entry of picture.parts.audit) {
    const { command } = entry.content as { command: Envelope | null };
    if (entry.outcome !== 'accepted' || command === null) continue;
    tellOne(told, merged, roomsInto, command, plainInput(command) as Fields);
  }
  return told;
}

function through(links: ReadonlyMap<string, string>, id: unknown): string {
  let end = String(id);
  for (let next = links.get(end); next !== undefined; next = links.get(end)) end = next;
  return end;
}

function tellOne(
  told: Told,
  merged: Map<string, string>,
  roomsInto: Map<string, string>,
  command: Envelope,
  input: Fields,
): void {
  const visit = told.visits.get(String(input.visitId));
  switch (command.name) {
    case 'network.merge-rooms':
      roomsInto.set(String(input.roomId), String(input.intoRoomId));
      return;
    case 'people.register-client': {
      const { clientId, roomId, ...rest } = input;
      told.clients.set(String(clientId), { ...rest, roomId: through(roomsInto, roomId), state: 'active' });
      return;
    }
    case 'people.correct-client':
      correct(told, command.id, through(merged, input.clientId), input.changes as Record<string, Change>);
      return;
    case 'people.move-clients':
      moveTold(told, roomsInto, input);
      return;
    case 'people.make-household':
      told.households.set(String(input.householdId), through(roomsInto, input.roomId));
      for (const id of input.memberIds as string[]) live(told, merged, id).householdId = input.householdId;
      return;
    case 'people.join-household':
      live(told, merged, input.clientId).householdId = through(told.householdsInto, input.householdId);
      return;
    case 'people.leave-household':
      live(told, merged, input.clientId).householdId = null;
      return;
    case 'people.merge-households': {
      const [from, into] = [input.householdId, input.intoHouseholdId].map((id) => through(told.householdsInto, id));
      for (const client of told.clients.values()) {
        const here = client.roomId === told.households.get(from ?? '');
        if (here && client.householdId === from) client.householdId = into;
      }
      told.householdsInto.set(from ?? '', into ?? '');
      return;
    }
    case 'people.merge-clients':
      mergeTold(told, merged, input);
      return;
    case 'people.undo-merge':
      undoTold(told, merged, input);
      return;
    case 'people.record-membership': {
      const { group, toDay } = input.membership as { group: string; toDay: string | null };
      const client = told.clients.get(through(merged, input.clientId));
      if (client === undefined) return;
      const others = (client.groups as string[]).filter((one) => one !== group);
      client.groups = toDay === null ? [...others, group] : others;
      return;
    }
    case 'people.erase-client':
      eraseTold(told, input);
      return;
    case 'people.settle-conflict':
      settleTold(told, input);
      return;
    case 'services.record-visit':
      told.visits.set(String(input.visitId), recorded(input));
      return;
    case 'services.import-visits':
      for (const row of input.rows as Fields[]) {
        const review = row.reviewedBy === null ? 'open' : 'reviewed';
        told.visits.set(String(row.visitId), { ...recorded(row), review });
      }
      return;
    default:
      if (visit !== undefined) Object.assign(visit, changed(command.name, input));
  }
}

function recorded(input: Fields): ToldVisit {
  const { findings, result, needs } = input;
  const fresh = { state: 'counted', review: 'open', question: null, answer: null, stateReason: null };
  return { clientId: String(input.clientId), findings, result, needs, ...fresh };
}

function changed(name: string, input: Fields): Fields {
  const { findings, result, needs, question, answer, reason } = input;
  switch (name) {
    case 'services.correct-visit':
      return { findings, result, needs };
    case 'services.withdraw-visit':
      return { state: 'withdrawn', stateReason: reason };
    case 'services.review-visit':
      return { review: 'reviewed' };
    case 'services.question-visit':
      return { review: 'questioned', question, answer: null };
    case 'services.answer-question':
      return { review: 'answered', answer };
    case 'services.reject-visit':
      return { state: 'rejected', stateReason: reason, review: 'reviewed' };
    default:
      return {};
  }
}

interface Change {
  readonly from: unknown;
  readonly to: unknown;
}

/** The order of groups means nothing. */
export function inOrder(groups: unknown): unknown {
  return Array.isArray(groups) ? [...groups].sort() : groups;
}

/** S8: a field that changed since the writer saw it is a conflict, unless both wrote the same. */
function correct(told: Told, commandId: string, clientId: string, changes: Record<string, Change>): void {
  const client = told.clients.get(clientId);
  if (client === undefined) return;
  const before = { ...client };
  for (const [field, { from, to }] of Object.entries(changes)) {
    const group = field === 'address';
    const now = group ? { hamlet: before.hamlet, householdId: before.householdId } : before[field];
    const [seen, current, next] = [from, now, to].map((value) => JSON.stringify(inOrder(value) ?? null));
    if (seen !== current && current !== next) told.conflicts.push({ commandId, clientId, field, earlier: now });
    if (group) Object.assign(client, to);
    else client[field] = to;
  }
}

/** The earlier value comes back, whatever the field says by now. */
function settleTold(told: Told, input: Fields): void {
  const conflict = told.conflicts.find(
    ({ commandId, field }) => derivedId(commandId, `conflict/${field}`) === input.conflictId,
  );
  const client = told.clients.get(String(input.clientId));
  if (conflict === undefined || client === undefined || input.keep !== 'earlier') return;
  if (conflict.field === 'address') Object.assign(client, conflict.earlier);
  else client[conflict.field] = conflict.earlier;
}

function live(told: Told, merged: ReadonlyMap<string, string>, id: unknown): Fields {
  return told.clients.get(through(merged, id)) ?? {};
}

const columnsTaken: Readonly<Record<string, readonly string[]>> = { name: ['name', 'pinyin'] };

function mergeTold(told: Told, merged: Map<string, string>, input: Fields): void {
  const id = String(input.clientId);
  merged.set(id, String(input.intoClientId));
  const [client, into] = [told.clients.get(id), told.clients.get(String(input.intoClientId))];
  if (client === undefined || into === undefined) return;
  client.state = 'merged';
  const fields = ((input.take ?? []) as string[]).flatMap((choice) => columnsTaken[choice] ?? [choice]);
  const replaced = fields.map((field) => ({ field, was: into[field], became: client[field] }));
  told.replaced.set(
    id,
    replaced.filter(({ was, became }) => JSON.stringify(was) !== JSON.stringify(became)),
  );
  for (const { field, became } of replaced) into[field] = became;
}

/** What was replaced comes back where nobody wrote since; what was chosen of the later visits goes along. */
function undoTold(told: Told, merged: Map<string, string>, input: Fields): void {
  const id = String(input.clientId);
  const stayed = merged.get(id) ?? '';
  const last = through(merged, id);
  for (const visitId of input.takeVisits as string[]) {
    const visit = told.visits.get(visitId);
    if (visit !== undefined && visit.clientId === last) visit.clientId = id;
  }
  merged.delete(id);
  const [client, into] = [told.clients.get(id), told.clients.get(stayed)];
  if (client !== undefined) client.state = 'active';
  for (const { field, was, became } of told.replaced.get(id) ?? []) {
    if (into !== undefined && JSON.stringify(into[field]) === JSON.stringify(became)) into[field] = was;
  }
}

/** A household goes along with the last of its people, or when its village was merged; else who moves leaves it. */
function moveTold(told: Told, roomsInto: ReadonlyMap<string, string>, input: Fields): void {
  const [from, to] = [String(input.fromRoomId), through(roomsInto, input.toRoomId)];
  const moving = (input.clientIds as string[]).map((id) => told.clients.get(id)).filter((one) => one !== undefined);
  const moved = moving.filter((client) => client.roomId === from && from !== to);
  for (const client of moved) client.roomId = to;
  for (const client of moved) {
    const household = client.householdId;
    if (typeof household !== 'string' || told.households.get(household) === to) continue;
    const stay = [...told.clients.values()].some(
      (one) => one.householdId === household && one.roomId === from && one.state === 'active',
    );
    if (stay && !roomsInto.has(from)) client.householdId = null;
    else if (told.households.get(household) === from) told.households.set(household, to);
  }
}

function eraseTold(told: Told, input: Fields): void {
  const client = told.clients.get(String(input.clientId));
  if (client === undefined) return;
  // Whose files were merged into this one goes with it.
  for (const [id, into] of told.mergedInto) {
    if (into === input.clientId && told.clients.get(id)?.state === 'merged') eraseTold(told, { clientId: id });
  }
  const empty = { name: '', phone: null, guardian: null, groups: [], hamlet: '', householdId: null, assigneeId: null };
  Object.assign(client, empty, { state: 'erased' });
}
