/** The invented county's answers about people: the list, one person's page, and pairs that may be one person. */
import { addDays, daysBetween } from '@yimi/kernel';
import type { ClientPage, ClientRow, ComparedFile, Duplicates, Households, People, StoryVisit } from '../api-people.ts';
import type { Client, County, Visit } from './invented-county.ts';
import { today } from './invented-county.ts';
import { visitRow } from './read-figures.ts';

const pageSize = 40;
function clientRow(county: County, client: Client): ClientRow {
  const { name, roomId, hamlet, sex, birthDay, phone, groups, risk, state, lastVisitOn } = client;
  return {
    id: client.id,
    name,
    roomId,
    roomName: county.rooms.find((room) => room.id === roomId)?.name ?? '',
    hamlet,
    sex,
    birthDay,
    phone,
    groups,
    risk,
    state,
    dueOn: addDays(client.lastMetOn ?? client.registeredOn, county.rule[risk]),
    lastVisitOn,
    assigneeName: county.staff.find((one) => one.userId === client.assigneeId)?.name ?? null,
  };
}

function careOf(county: County, client: Client): 'never' | 'overdue' | 'week' | 'later' {
  const left = daysBetween(today, clientRow(county, client).dueOn ?? today);
  if (client.visits === 0) return 'never';
  if (left < 0) return 'overdue';
  return left <= 7 ? 'week' : 'later';
}

function fits(client: Client, typed: string): boolean {
  const text = typed.toLowerCase().replace(/\s+/g, '');
  const syllables = client.pinyin.split(' ');
  const texts = [client.name, syllables.join(''), syllables.map((one) => one.slice(0, 1)).join('')];
  return (
    texts.some((one) => one.startsWith(text)) ||
    client.phone?.endsWith(text) === true ||
    client.idLastFour?.toLowerCase() === text
  );
}

export function peopleAt(county: County, stationId: string, query: URLSearchParams): People {
  const asked = (key: string): string => query.get(key) ?? '';
  const [search, room, group, risk, care] = ['search', 'room', 'group', 'risk', 'care'].map(asked);
  const cursor = Number(asked('cursor'));
  const rooms = new Set(
    county.rooms.filter((one) => one.stationId === stationId && (!room || one.id === room)).map((one) => one.id),
  );
  const found = [...county.clients.values()].filter(
    (client) =>
      rooms.has(client.roomId) &&
      client.state === 'active' &&
      (!search || fits(client, search)) &&
      (!group || client.groups.includes(group)) &&
      (!risk || client.risk === risk) &&
      (!care || careOf(county, client) === care),
  );
  const next = cursor + pageSize < found.length ? String(cursor + pageSize) : null;
  return {
    rows: found.slice(cursor, cursor + pageSize).map((client) => clientRow(county, client)),
    next,
    total: found.length,
  };
}

/** What a file says beside the list's row, drawn from the person's place in the list, so that it stays the same. */
function more(client: Client) {
  const at = Number.parseInt(client.id.slice(0, 4), 16);
  return {
    ethnicity: client.ethnicity ?? ['侗族', '壮族', '苗族', '瑶族', '汉族', null][at % 6] ?? null,
    languages: [['侗', '桂柳话'], ['壮', '普通话'], ['桂柳话'], []][at % 4] ?? [],
    whereabouts: (['both-here', 'both-here', 'register-only', 'person-only', null] as const)[at % 5] ?? null,
    selfCare: (['independent', 'partly-supported', 'partly-unsupported', 'dependent', null] as const)[at % 5] ?? null,
  };
}

function householdOf(county: County, client: Client): Client[] {
  const { householdId } = client;
  if (householdId === null) return [];
  return [...county.clients.values()].filter(
    (one) => one.householdId === householdId && one.id !== client.id && one.state === 'active',
  );
}

function compared(county: County, client: Client): ComparedFile {
  const { name, pinyin, sex, birthDay, phone, idLastFour, guardian, groups, risk, hamlet } = client;
  const row = clientRow(county, client);
  return {
    ...{ id: client.id, name, pinyin, sex, birthDay, phone, idLastFour, guardian, groups, risk, hamlet },
    ...more(client),
    documentKind: client.documentKind ?? null,
    photo: client.photo ?? null,
    roomName: row.roomName,
    household: householdOf(county, client).map((one) => one.name),
    assigneeName: row.assigneeName,
    registeredOn: client.registeredOn,
    lastVisitOn: client.lastVisitOn,
    visits: client.visits,
  };
}

export function duplicatesAt(county: County, stationId: string): Duplicates {
  const rooms = new Set(county.rooms.filter((one) => one.stationId === stationId).map((one) => one.id));
  const rows = county.proposals.flatMap(({ id: pairId, clientId, otherId, reason, reasons, score }) => {
    const [one, other] = [county.clients.get(clientId), county.clients.get(otherId)];
    if (one === undefined || other === undefined || !rooms.has(one.roomId)) return [];
    return [{ id: pairId, reason, reasons, score, one: compared(county, one), other: compared(county, other) }];
  });
  return { rows, next: null, total: rows.length };
}

export function householdsAt(county: County, roomId: string): Households {
  const people = [...county.clients.values()].filter((one) => one.roomId === roomId && one.state === 'active');
  const rows = [...county.households].flatMap(([id, { hamlet, address, headId }]) => {
    const members = people.filter((one) => one.householdId === id).map((one) => one.name);
    if (members.length === 0) return [];
    return [{ id, hamlet, address, members, headName: county.clients.get(headId ?? '')?.name ?? null }];
  });
  return { rows };
}

function storyVisit(county: County, visit: Visit): StoryVisit {
  const sha = (kind: string, n: number): string => `${kind}${n}${visit.id.replaceAll('-', '')}`.padEnd(64, '0');
  const arrived = visit.arrived;
  return {
    ...visitRow(county, visit, true),
    findings: visit.findings,
    needs: visit.needs,
    question: visit.question,
    answer: visit.answer,
    photos: arrived ? Array.from({ length: visit.photos }, (_, n) => sha('0', n)) : [],
    voices: arrived ? Array.from({ length: visit.voices }, () => sha('f', 0).replace('f0', 'ff')) : [],
  };
}

export function clientPage(county: County, clientId: string): ClientPage | null {
  const found = county.clients.get(clientId);
  const client = found?.mergedInto == null ? found : county.clients.get(found.mergedInto);
  const room = county.rooms.find((one) => one.id === client?.roomId);
  if (client === undefined || room === undefined) return null;
  const mine = [...county.clients.values()].filter((one) => one.mergedInto === client.id);
  const ids = new Set([client.id, ...mine.map((one) => one.id)]);
  const visits = county.visits.filter((visit) => ids.has(visit.clientId)).reverse();
  const row = clientRow(county, client);
  const household = county.households.get(client.householdId ?? '');
  return {
    ...row,
    ...more(client),
    pinyin: client.pinyin,
    guardian: client.guardian,
    guardianContact:
      client.guardian === null ? null : { name: client.guardian, relation: '奶奶', phone: '13677200418' },
    documentKind: client.documentKind ?? null,
    photo: client.photo ?? null,
    memberships: client.memberships ?? client.groups.map((group) => membership(client, group)),
    householdId: client.householdId,
    householdFacts: household ?? null,
    household: householdOf(county, client).map(({ id: memberId, name, sex, birthDay, risk }) => ({
      ...{ id: memberId, name, sex, birthDay, risk },
    })),
    ties: county.ties
      .filter((one) => one.clientId === client.id)
      .map(({ tieId, kind, otherId, otherName, otherPhone }) => ({ tieId, kind, otherId, otherName, otherPhone })),
    idLastFour: client.idLastFour,
    hasIdNumber: client.idLastFour !== null,
    assigneeId: client.assigneeId,
    stationId: room.stationId,
    stationName: county.stations.find((one) => one.id === room.stationId)?.name ?? '',
    registeredOn: client.registeredOn,
    homes: [{ roomName: row.roomName, fromDay: client.registeredOn }],
    consents: client.consents,
    care: {
      lastVisitOn: client.lastVisitOn,
      lastMetOn: client.lastMetOn,
      dueOn: row.dueOn ?? today,
      visits: client.visits,
    },
    everyDays: county.rule[client.risk],
    days: visits.filter((visit) => visit.state === 'counted').map((visit) => ({ day: visit.occurredOn, n: 1 })),
    visits: visits.slice(0, 20).map((visit) => storyVisit(county, visit)),
    proposals: county.proposals.flatMap((one) => {
      const other = county.clients.get(one.clientId === client.id ? one.otherId : one.clientId);
      if (other === undefined || (one.clientId !== client.id && one.otherId !== client.id)) return [];
      return [{ id: one.id, reason: one.reason, reasons: one.reasons, other: compared(county, other) }];
    }),
    merged: mine.map((one) => ({
      clientId: one.id,
      name: one.name,
      mergedAt: Date.parse(`${today}T01:00:00Z`),
      mergedByName: '石明远',
    })),
    conflicts: county.conflicts
      .filter((one) => one.clientId === client.id)
      .map(({ laterBy, at, clientId: _, ...one }) => ({ ...one, laterByName: laterBy, recordedAt: at })),
  };
}

function membership(client: Client, group: string) {
  return { group, source: group.includes('低保') ? '民政系统' : '入户走访', fromDay: client.registeredOn, toDay: null };
}
