/** What follows a report: the copies of its writer and of the station's heads; and what becomes of it when a file is merged or erased. */
import type { Tx } from '@yimi/kernel';
import { dayOf, defineFollower, scopes } from '@yimi/kernel';
import type { Staff } from '@yimi/network';
import { holderOf, liveRoom, staff, worksOn } from '@yimi/network';
import type { Client } from '@yimi/people';
import { clients, liveClient } from '@yimi/people';
import { carriedBy, ownReports } from './carried.ts';
import { copyIdOf } from './report-rules.ts';
import type { Report } from './tables.ts';
import { reports, steps } from './tables.ts';

function headsOf(tx: Tx, stationId: string, day: string): string[] {
  const all = tx.list(staff, { column: 'stationId', value: stationId }, scopes.station(stationId));
  if (all === 'not-held') return [];
  return all.filter((one) => one.role === 'station-head' && worksOn(one, day)).map(holderOf);
}

const copiesFollowReport = defineFollower(reports, (tx: Tx, _before: Report | null, after: Report | null, context) => {
  if (after === null) return;
  const heads = headsOf(tx, after.stationId, dayOf(context.recordedAt));
  for (const holderId of new Set([after.authorId, ...heads])) {
    const id = copyIdOf(after.id, holderId);
    if (tx.get(ownReports, id, scopes.self(holderId)) === 'not-held') continue;
    tx.put(ownReports, carriedBy(after, holderId, id));
  }
});

/** A head who leaves takes no name along; one who comes finds what is open. */
const copiesFollowStaff = defineFollower(staff, (tx: Tx, before: Staff | null, after: Staff | null, context) => {
  const today = dayOf(context.recordedAt);
  const isHead = (one: Staff | null): one is Staff => one?.role === 'station-head' && worksOn(one, today);
  if (isHead(before) && (!isHead(after) || after.stationId !== before.stationId)) {
    const held = tx.list(ownReports, { column: 'holderId', value: holderOf(before) }, scopes.self(holderOf(before)));
    if (held !== 'not-held')
      for (const one of held)
        if (one.stationId === before.stationId && one.authorId !== one.holderId) tx.remove(ownReports, one.id);
  }
  if (!isHead(after) || (isHead(before) && after.stationId === before.stationId) || after.stationId === null) return;
  const open = tx.list(reports, { column: 'stationId', value: after.stationId }, scopes.desk(after.stationId));
  if (open === 'not-held') return;
  for (const report of open) {
    if (report.state === 'open')
      tx.put(ownReports, carriedBy(report, holderOf(after), copyIdOf(report.id, holderOf(after))));
  }
});

/** Of a person, at every station in whose villages they lived. */
function reportsOf(tx: Tx, client: Client): Report[] {
  const stations = new Set(
    [client.roomId, ...client.roomHistory.map((one) => one.roomId)].flatMap((id) => liveRoom(tx, id)?.stationId ?? []),
  );
  return [...stations].flatMap((stationId) => {
    const found = tx.list(reports, { column: 'clientId', value: client.id }, scopes.desk(stationId));
    return found === 'not-held' ? [] : found;
  });
}

function stepsOf(tx: Tx, { id, stationId }: Report) {
  const found = tx.list(steps, { column: 'reportId', value: id }, scopes.desk(stationId));
  return found === 'not-held' ? [] : found;
}

/** Two files become one (law C7). */
const reportsFollowMerge = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.mergedInto !== null || after.mergedInto === null) return;
  const into = liveClient(tx, after.mergedInto);
  if (into === 'absent' || into === 'not-held') return;
  for (const report of reportsOf(tx, after)) {
    tx.put(reports, { ...report, clientId: into.id });
    for (const step of stepsOf(tx, report)) tx.put(steps, { ...step, clientId: into.id });
  }
});

/** Erasure (law A7): the words go with the person; that harm was reported, and to whom, stands. */
const reportsFollowErasure = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (after === null || after.state !== 'erased' || before?.state === 'erased') return;
  const nothing = { who: null, whereabouts: null, signs: null, seen: null, heard: null, closingNote: null };
  for (const report of reportsOf(tx, after)) {
    tx.put(reports, { ...report, ...nothing });
    for (const step of stepsOf(tx, report)) tx.put(steps, { ...step, number: null, note: null });
  }
});

export const followers = [copiesFollowReport, copiesFollowStaff, reportsFollowMerge, reportsFollowErasure];
