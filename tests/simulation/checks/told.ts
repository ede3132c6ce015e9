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
  readonly conflicts: { commandId: string; clientId: string; field: string; earlier: unknown }[];
}

export function tell(picture: Picture): Told {
  const told: Told = { clients: new Map(), visits: new Map(), conflicts: [] };
  const merged = new Map<string, string>();
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
      for (const id of input.clientIds as string[]) {
        const client = told.clients.get(id);
        if (client !== undefined && client.roomId === input.fromRoomId)
          client.roomId = through(roomsInto, input.toRoomId);
      }
      return;
    case 'people.merge-clients': {
      merged.set(String(input.clientId), String(input.intoClientId));
      const client = told.clients.get(String(input.clientId));
      if (client !== undefined) client.state = 'merged';
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

/** S8: a field that changed since the writer saw it is a conflict, unless both wrote the same. */
function correct(told: Told, commandId: string, clientId: string, changes: Record<string, Change>): void {
  const client = told.clients.get(clientId);
  if (client === undefined) return;
  const before = { ...client };
  for (const [field, { from, to }] of Object.entries(changes)) {
    const group = field === 'address';
    const now = group ? { hamlet: before.hamlet, householdId: before.householdId } : before[field];
    const [seen, current, next] = [from, now, to].map((value) => JSON.stringify(value ?? null));
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

function eraseTold(told: Told, input: Fields): void {
  const client = told.clients.get(String(input.clientId));
  if (client === undefined) return;
  const empty = { name: '', phone: null, guardian: null, groups: [], hamlet: '', householdId: null, assigneeId: null };
  Object.assign(client, empty, { state: 'erased' });
}
