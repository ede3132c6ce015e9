/**
 * What follows from people and visits: care, the volunteer's card, the author's own copy. Each follower writes only rows
 * of this module, and skips what the side it runs on does not hold.
 */
import type { Context, Tx } from '@yimi/kernel';
import { dayOf, defineFollower, scopes } from '@yimi/kernel';
import { rooms, stationOn } from '@yimi/network';
import type { Client, Merge } from '@yimi/people';
import { clients, hasConsent, hasWithdrawn, isServed, liveClient, merges, recordedFor } from '@yimi/people';
import { counts, dueOn, fromVisits, ruleOf, withVisit } from './due.ts';
import { inOrder, noteOf } from './evidence-rules.ts';
import type { Care, Evidence, OwnVisit, Visit } from './tables.ts';
import { cards, care, evidence, ownVisits, visits } from './tables.ts';
import { tripFollowers } from './trips/followers.ts';

function stationNow(tx: Tx, roomId: string): string | null {
  const room = tx.get(rooms, roomId, scopes.county);
  return room === 'absent' || room === 'not-held' ? null : stationOn(room, '9999-12-31');
}

/** A registered person is due from the first day; a move, a changed risk, an end of service re-dates them. */
const careFollowsClient = defineFollower(clients, (tx: Tx, _before: Client | null, after: Client | null) => {
  if (after === null) return;
  const stationId = stationNow(tx, after.roomId);
  const state = tx.get(care, after.id, scopes.room(after.roomId));
  if (stationId === null || state === 'not-held') return;
  const rule = ruleOf(tx);
  const active = isServed(after);
  const { roomId, risk, groups, registeredOn } = after;
  const begun = { id: after.id, lastVisitOn: null, lastMetOn: null, lastSeenOn: null, visits: 0, pairReason: null };
  const base = state === 'absent' ? begun : state;
  const due = dueOn(rule, { ...base, risk, registeredOn });
  tx.put(care, { ...base, roomId, stationId, risk, groups, active, registeredOn, dueOn: due });
});

/** Files follow the person who moves, the archived ones too; what they prove keeps the place of its day. */
const recordsFollowClient = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.roomId === after.roomId) return;
  const by = { column: 'clientId', value: after.id } as const;
  for (const within of [scopes.room(before.roomId), scopes.archive(before.roomId)]) {
    const moved = tx.list(visits, by, within);
    if (moved !== 'not-held') for (const visit of moved) tx.put(visits, { ...visit, heldIn: after.roomId });
    const files = tx.list(evidence, by, within);
    if (files !== 'not-held') for (const file of files) tx.put(evidence, { ...file, heldIn: after.roomId });
  }
});

/**
 * Two files of one person become one (law C7): the records of the merged file pass to the person it was merged into, so
 * that care, distinct counts and the person's own rights see all of them.
 */
const recordsFollowMerge = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null || before.mergedInto !== null || after.mergedInto === null) return;
  const into = liveClient(tx, after.mergedInto);
  if (into === 'absent' || into === 'not-held') return;
  const passes = { clientId: into.id, heldIn: into.roomId };
  // Through several merges it is the first file that counts: whoever undoes one of them gets back what was theirs.
  const passed = (visit: Visit): Visit => ({ ...visit, ...passes, recordedFor: visit.recordedFor ?? after.id });
  const by = { column: 'clientId', value: after.id } as const;
  for (const within of [scopes.room(after.roomId), scopes.archive(after.roomId)]) {
    const theirs = tx.list(visits, by, within);
    if (theirs !== 'not-held') for (const visit of theirs) tx.put(visits, passed(visit));
    const files = tx.list(evidence, by, within);
    if (files !== 'not-held') for (const file of files) tx.put(evidence, { ...file, ...passes });
  }
});

/**
 * A merge was undone: each visit goes back to whoever its own file stands for now. What was recorded since stays with the
 * person who stayed, unless whoever undid the merge chose it.
 */
const recordsFollowUndo = defineFollower(merges, (tx: Tx, before: Merge | null, after: Merge | null) => {
  if (before?.state !== 'merged' || after?.state !== 'undone') return;
  const stayed = liveClient(tx, after.intoId);
  if (stayed === 'absent' || stayed === 'not-held') return;
  const chosen = new Set(after.takeVisits);
  const by = { column: 'clientId', value: stayed.id } as const;
  for (const within of [scopes.room(stayed.roomId), scopes.archive(stayed.roomId)]) {
    const theirs = tx.list(visits, by, within);
    for (const visit of theirs === 'not-held' ? [] : theirs) {
      const file = visit.recordedFor ?? (chosen.has(visit.id) ? after.clientId : stayed.id);
      const owner = liveClient(tx, file);
      if (owner === 'absent' || owner === 'not-held' || owner.id === stayed.id) continue;
      const passes = { clientId: owner.id, heldIn: owner.roomId };
      tx.put(visits, { ...visit, ...passes, recordedFor: recordedFor(owner, file) });
      const files = tx.list(evidence, { column: 'visitId', value: visit.id }, within);
      for (const one of files === 'not-held' ? [] : files) tx.put(evidence, { ...one, ...passes });
    }
  }
});

const cardFollowsClient = defineFollower(
  clients,
  (tx: Tx, before: Client | null, after: Client | null, context: Context) => {
    if (after === null) return;
    const state = tx.get(care, after.id, scopes.room(after.roomId));
    const due = state === 'absent' || state === 'not-held' ? null : state.dueOn;
    writeCard(tx, before?.assigneeId ?? null, after, due, dayOf(context.recordedAt));
  },
);

function writeCard(tx: Tx, formerAssignee: string | null, client: Client, due: string | null, today: string): void {
  const given = isServed(client) && client.assigneeId !== null;
  const within = formerAssignee === null ? undefined : scopes.self(formerAssignee);
  const old = tx.get(cards, client.id, within);
  if (!given) {
    if (old !== 'absent' && old !== 'not-held') tx.remove(cards, client.id);
    return;
  }
  const { id, name, pinyin, phone, roomId, hamlet, assigneeId } = client;
  if (assigneeId === null) return;
  const mayPhotograph = hasConsent(client, 'photo', today);
  const mayLocate = hasConsent(client, 'location', today);
  tx.put(cards, {
    id,
    clientId: id,
    assigneeId,
    name,
    pinyin,
    phone,
    roomId,
    hamlet,
    dueOn: due,
    mayPhotograph,
    mayLocate,
  });
}

const cardFollowsCare = defineFollower(care, (tx: Tx, before: Care | null, after: Care | null) => {
  if (after === null || before?.dueOn === after.dueOn) return;
  const card = tx.get(cards, after.id);
  if (card === 'absent' || card === 'not-held') return;
  tx.put(cards, { ...card, dueOn: after.dueOn });
});

const careFollowsVisit = defineFollower(visits, (tx: Tx, before: Visit | null, after: Visit | null) => {
  if (after === null) return;
  if (before !== null && before.clientId !== after.clientId) {
    recount(tx, before.clientId, null);
    recount(tx, after.clientId, after);
    return;
  }
  const did = before !== null && counts(before);
  const does = counts(after);
  const same =
    before !== null &&
    before.occurredOn === after.occurredOn &&
    before.result === after.result &&
    before.mode === after.mode;
  if (did === does && (same || !does)) return;
  const client = liveClient(tx, after.clientId);
  if (client === 'absent' || client === 'not-held') return;
  const state = tx.get(care, client.id, scopes.room(client.roomId));
  if (state === 'absent' || state === 'not-held') return;
  const rule = ruleOf(tx);
  if (does && !did) {
    tx.put(care, withVisit(state, after, rule));
    return;
  }
  // A visit was taken back: the last one that stands may be older than what a phone holds.
  const all = allVisits(tx, client.id, client.roomId);
  if (all !== 'not-held') tx.put(care, fromVisits(state, all, rule));
});

/**
 * A visit passed from one file to another, by a merge or its undoing: each file's care is what its own visits say. A phone,
 * which holds no archive, predicts only what the visit adds.
 */
function recount(tx: Tx, clientId: string, gained: Visit | null): void {
  const client = tx.get(clients, clientId);
  if (client === 'absent' || client === 'not-held') return;
  const state = tx.get(care, client.id, scopes.room(client.roomId));
  if (state === 'absent' || state === 'not-held') return;
  const all = allVisits(tx, client.id, client.roomId);
  if (all !== 'not-held') tx.put(care, fromVisits(state, all, ruleOf(tx)));
  else if (gained !== null && counts(gained)) tx.put(care, withVisit(state, gained, ruleOf(tx)));
}

function allVisits(tx: Tx, clientId: string, roomId: string): readonly Visit[] | 'not-held' {
  const by = { column: 'clientId', value: clientId } as const;
  const recent = tx.list(visits, by, scopes.room(roomId));
  const older = tx.list(visits, by, scopes.archive(roomId));
  return recent === 'not-held' || older === 'not-held' ? 'not-held' : [...recent, ...older];
}

const ownCopyFollowsVisit = defineFollower(visits, (tx: Tx, _before: Visit | null, after: Visit | null) => {
  if (after === null) return;
  const old = tx.get(ownVisits, after.id, scopes.self(after.authorId));
  // Only the author's phone and the server hold the copy; the name was taken over when it was made.
  if (old === 'not-held') return;
  const { id, authorId, archived, clientId, occurredOn, occurredAt, plausible, mode, result, needs, state, review } =
    after;
  tx.put(ownVisits, {
    id,
    authorId,
    archived,
    clientId,
    occurredOn,
    occurredAt,
    plausible,
    mode,
    result,
    needs,
    state,
    review,
    clientName: old === 'absent' ? nameFor(tx, after) : old.clientName,
    files: old === 'absent' ? [] : old.files,
    findings: seen(after.findings, old, 'findings'),
    stateReason: seen(after.stateReason, old, 'stateReason'),
    question: seen(after.question, old, 'question'),
    answer: seen(after.answer, old, 'answer'),
  });
});

/** A village worker's phone receives no findings with the village's row: there the own copy keeps what it had. */
function seen(
  value: string | null | undefined,
  old: OwnVisit | 'absent',
  column: 'findings' | 'stateReason' | 'question' | 'answer',
): string | null {
  if (value !== undefined) return value;
  return old === 'absent' ? null : old[column];
}

function nameFor(tx: Tx, visit: Visit): string {
  const client = liveClient(tx, visit.clientId);
  if (client !== 'absent' && client !== 'not-held') return client.name;
  const card = tx.get(cards, visit.clientId, scopes.self(visit.authorId));
  return card === 'absent' || card === 'not-held' ? '' : card.name;
}

const ownCopyFollowsEvidence = defineFollower(evidence, (tx: Tx, _before: Evidence | null, after: Evidence | null) => {
  if (after === null) return;
  const own = tx.get(ownVisits, after.visitId, scopes.self(after.authorId));
  if (own === 'absent' || own === 'not-held') return;
  // What the station put with it is the station's: the author could not open it.
  if (own.authorId !== after.authorId) return;
  const others = own.files.filter((file) => file.id !== after.id);
  tx.put(ownVisits, { ...own, files: inOrder([...others, noteOf(after)]) });
});

/** Erasure (law A7): what was written about the person leaves the records and the copies; the counts stand. */
const recordsFollowErasure = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (after === null || after.state !== 'erased' || before?.state === 'erased') return;
  const all = allVisits(tx, after.id, after.roomId);
  if (all === 'not-held') return;
  for (const visit of all) {
    tx.put(visits, { ...visit, findings: null, question: null, answer: null, needs: [] });
    const own = tx.get(ownVisits, visit.id, scopes.self(visit.authorId));
    if (own !== 'absent' && own !== 'not-held') tx.put(ownVisits, { ...own, clientName: '' });
  }
});

/** Consent to places taken back (PIPL 47): what is kept of where pictures were taken is struck out. */
const placesFollowConsent = defineFollower(clients, (tx: Tx, before: Client | null, after: Client | null) => {
  if (before === null || after === null) return;
  if (!hasWithdrawn(after, 'location') || hasWithdrawn(before, 'location')) return;
  for (const within of [scopes.room(after.roomId), scopes.archive(after.roomId)]) {
    const files = tx.list(evidence, { column: 'clientId', value: after.id }, within);
    for (const file of files === 'not-held' ? [] : files) {
      if (file.place !== null) tx.put(evidence, { ...file, place: null });
    }
  }
});

/** A person's consent to photos, taken back or given again, and erasure: what may be shown of them follows (A7, DOMAIN.md 7). */
const picturesFollowConsent = defineFollower(
  clients,
  (tx: Tx, before: Client | null, after: Client | null, context: Context) => {
    if (before === null || after === null) return;
    const today = dayOf(context.recordedAt);
    const erased = after.state === 'erased';
    const mayShow = !erased && hasConsent(after, 'photo', today);
    if (!(erased && before.state !== 'erased') && mayShow === hasConsent(before, 'photo', today)) return;
    const by = { column: 'clientId', value: after.id } as const;
    for (const within of [scopes.room(after.roomId), scopes.archive(after.roomId)]) {
      const files = tx.list(evidence, by, within);
      if (files === 'not-held') continue;
      for (const file of files) {
        if (erased) tx.put(evidence, { ...file, withheld: true, name: null, place: null });
        else if (file.kind === 'photo') tx.put(evidence, { ...file, withheld: !mayShow });
      }
    }
  },
);

/** What leaves the village's window leaves the phones, with its files and its author's copy (law S7). */
const filesFollowArchive = defineFollower(visits, (tx: Tx, before: Visit | null, after: Visit | null) => {
  if (before === null || after === null || before.archived === after.archived) return;
  const files = tx.list(evidence, { column: 'visitId', value: after.id }, scopes.room(before.heldIn));
  if (files !== 'not-held') for (const file of files) tx.put(evidence, { ...file, archived: after.archived });
});

export const followers = [
  recordsFollowErasure,
  picturesFollowConsent,
  placesFollowConsent,
  filesFollowArchive,
  careFollowsClient,
  recordsFollowClient,
  recordsFollowMerge,
  recordsFollowUndo,
  cardFollowsClient,
  cardFollowsCare,
  careFollowsVisit,
  ownCopyFollowsVisit,
  ownCopyFollowsEvidence,
  ...tripFollowers,
];
