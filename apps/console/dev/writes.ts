/** What commands do to the invented county: just enough for the screens to move. Their inputs are parsed as on the server. */
import type { Envelope, Outcome } from '@yimi/protocol';
import { Calls, registerNames, ViewSettings } from '@yimi/services';
import * as z from 'zod';
import { catalogue } from '../../catalogue.ts';
import { Periods } from '../api-data-protection.ts';
import type { Desk } from './desk.ts';
import type { Client, County } from './invented-county.ts';
import { now, today } from './invented-county.ts';
import { tripActs } from './invented-trips.ts';
import { bookActs } from './read-book.ts';
import { networkActs } from './read-network.ts';

const Loose = z.record(z.string(), z.unknown());
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function run(county: County, desk: Desk, envelope: Envelope): Outcome {
  const command = catalogue.commands.get(envelope.name);
  const parsed = command?.input.safeParse(envelope.input);
  const done = { id: envelope.id, recordedAt: now, clocks: {} };
  if (parsed === undefined || !parsed.success) {
    const problem = {
      problem: true as const,
      code: 'sync.wrong-shape',
      kind: 'invalid' as const,
      field: 'input',
      details: { fault: 'custom' },
    };
    return { ...done, status: 'refused', problem };
  }
  const input = Loose.parse(parsed.data);
  networkActs(county, envelope.name, input);
  bookActs(county, envelope.name, input);

  visitActs(county, envelope.name, input);
  clientActs(county, envelope.name, input);
  fileActs(county, envelope.name, input);
  tripActs(county, envelope.name, input);
  if (envelope.name === 'services.change-due-rule') {
    county.rule = {
      high: Number(input.high),
      key: Number(input.key),
      ordinary: Number(input.ordinary),
      fromDay: text(input.fromDay),
      calls: Calls.parse(input.calls),
    };
  }
  deskActs(desk, envelope.name, parsed.data);
  if (envelope.name === 'network.end-post')
    county.staff.splice(
      county.staff.findIndex((one) => one.postId === input.postId),
      1,
    );
  return { ...done, status: 'accepted' };
}

const ViewInput = z.object({
  viewId: z.string(),
  register: z.enum(registerNames),
  name: z.string(),
  settings: ViewSettings,
});
const NotesInput = z.object({ problems: z.string(), plans: z.string() });

function deskActs(desk: Desk, name: string, input: unknown): void {
  if (name === 'network.change-retention-rule') desk.retention = Periods.parse(input);
  const view = ViewInput.safeParse(input).data;
  if (name === 'services.save-view' && view !== undefined) {
    const { viewId: id, ...rest } = view;
    desk.views = [...desk.views.filter((one) => one.id !== id), { id, ...rest, mine: true, sharedWith: null }];
  }
  const notes = NotesInput.safeParse(input).data;
  if (name === 'services.write-report' && notes !== undefined) desk.notes = notes;
}

function visitActs(county: County, name: string, input: Record<string, unknown>): void {
  const visit = county.visits.find((one) => one.id === input.visitId);
  if (visit === undefined) return;
  if (name === 'services.review-visit') visit.review = 'reviewed';
  if (name === 'services.question-visit')
    Object.assign(visit, { review: 'questioned', question: text(input.question), answer: null });
  if (name === 'services.reject-visit')
    Object.assign(visit, { review: 'reviewed', state: 'rejected', stateReason: text(input.reason) });
}

function clientActs(county: County, name: string, input: Record<string, unknown>): void {
  const id = text(input.clientId);
  if (name === 'people.register-client') county.clients.set(id, registered(input));
  const client = county.clients.get(id);
  if (client === undefined) return;
  if (name === 'people.correct-client') {
    for (const [field, change] of Object.entries(Loose.parse(input.changes))) {
      const to = Loose.safeParse(change).data?.to;
      Object.assign(client, field === 'address' ? to : { [field]: to });
      county.conflicts = county.conflicts.filter((one) => one.clientId !== id || one.field !== field);
    }
  }
  if (name === 'people.merge-clients') {
    client.state = 'merged';
    client.mergedInto = text(input.intoClientId);
    county.proposals = county.proposals.filter((one) => one.clientId !== id && one.otherId !== id);
  }
  if (name === 'people.keep-apart') county.proposals = county.proposals.filter((one) => one.id !== input.proposalId);
  if (name === 'people.withdraw-consent') {
    client.consents = client.consents.map((one) =>
      one.purpose === input.purpose ? { ...one, withdrawnDay: today } : one,
    );
  }
  if (name === 'people.erase-client')
    Object.assign(client, { state: 'erased', name: '', pinyin: '', groups: [], phone: null, consents: [] });
}

/** What a file says beyond plain fields: groups over time, household, ties, consent, a merge taken back. */
function fileActs(county: County, name: string, input: Record<string, unknown>): void {
  const client = county.clients.get(text(input.clientId));
  if (name === 'people.make-household') {
    const { hamlet, address, headId, phone } = input;
    county.households.set(text(input.householdId), {
      ...{ hamlet: text(hamlet), address: text(address), headId: text(headId), phone: text(phone) || null },
    });
    for (const id of z.array(z.string()).parse(input.memberIds)) join(county.clients.get(id), text(input.householdId));
  }
  if (name === 'people.correct-household') {
    const household = county.households.get(text(input.householdId));
    for (const [field, change] of Object.entries(Loose.parse(input.changes)))
      if (household !== undefined) Object.assign(household, { [field]: Loose.parse(change).to });
  }
  if (name === 'people.settle-same-id') county.notices = county.notices.filter((one) => one.id !== input.noticeId);
  if (name === 'people.untie-clients') county.ties = county.ties.filter((one) => one.tieId !== input.tieId);
  if (client === undefined) return;
  if (name === 'people.join-household') join(client, text(input.householdId));
  if (name === 'people.leave-household') join(client, null);
  if (name === 'people.set-photo') client.photo = text(input.photo) || null;
  if (name === 'people.correct-document') {
    client.idLastFour = text(input.idNumber).slice(-4) || null;
    client.documentKind = text(Loose.safeParse(input.document).data?.kind) || null;
  }
  if (name === 'people.undo-merge') {
    client.state = 'active';
    delete client.mergedInto;
  }
  if (name === 'people.give-consent') {
    const given = { purpose: text(input.purpose), givenBy: 'person' as const, day: today, withdrawnDay: null };
    client.consents = [...client.consents, given];
  }
  if (name === 'people.tie-clients') {
    const other = county.clients.get(text(input.otherId));
    const contact = z.nullable(z.object({ name: z.string(), phone: z.nullable(z.string()) })).parse(input.contact);
    county.ties.push({
      tieId: text(input.tieId),
      clientId: client.id,
      kind: text(input.kind),
      otherId: other?.id ?? null,
      otherName: other?.name ?? contact?.name ?? null,
      otherPhone: other?.phone ?? contact?.phone ?? null,
    });
  }
  if (name === 'people.record-membership') {
    const told = Told.parse(input.membership);
    const others = (client.memberships ?? []).filter((one) => one.group !== told.group);
    client.memberships = [...others, told];
    if (!client.groups.includes(told.group)) client.groups = [...client.groups, told.group];
  }
}

const Told = z.object({
  group: z.string(),
  source: z.nullable(z.string()),
  fromDay: z.string(),
  toDay: z.nullable(z.string()),
});

function join(client: Client | undefined, householdId: string | null): void {
  if (client !== undefined) client.householdId = householdId;
}

function registered(input: Record<string, unknown>): Client {
  const consents = z.array(z.string()).parse(input.consents);
  return {
    id: text(input.clientId),
    name: text(input.name),
    pinyin: text(input.pinyin),
    sex: input.sex === 'male' ? 'male' : 'female',
    birthDay: text(input.birthDay) || '1950-01-01',
    phone: text(input.phone) || null,
    idLastFour: text(input.idNumber).slice(-4) || null,
    guardian: text(input.guardian) || null,
    groups: z.array(z.string()).parse(input.groups),
    risk: input.risk === 'high' ? 'high' : input.risk === 'key' ? 'key' : 'ordinary',
    roomId: text(input.roomId),
    hamlet: text(input.hamlet),
    state: 'active',
    registeredOn: today,
    assigneeId: text(input.assigneeId) || null,
    consents: consents.map((purpose) => ({ purpose, givenBy: 'person', day: today, withdrawnDay: null })),
    lastVisitOn: null,
    lastMetOn: null,
    visits: 0,
    householdId: null,
  };
}
