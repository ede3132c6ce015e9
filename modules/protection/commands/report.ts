/**
 * The report itself, what was done since, and its end. Anybody in service may report harm to anybody, also to people whom nobody gave
 * them: the duty is everyone's. A person who is not on file is named as the writer knows them.
 */
import type { Permission, Problem, Tx } from '@yimi/kernel';
import { allowingPost, defineCommand, Id, Instant, implausible, isProblem, keyOf, scopes } from '@yimi/kernel';
import { liveRoom, rooms } from '@yimi/network';
import { clients, liveClient } from '@yimi/people';
import * as z from 'zod/mini';
import type { OwnReport } from '../carried.ts';
import { ownReports } from '../carried.ts';
import {
  alreadyMade,
  noSuchReport,
  notPassedOn,
  reportClosed,
  stepToCome,
  tooManySteps,
  unknownVillage,
} from '../problems.ts';
import { copyIdOf, passOnBy, placeOfReport, reportedAt, toldOf } from '../report-rules.ts';
import type { Report } from '../tables.ts';
import { dangers, groups, mostSteps, outcomes, reports, signs, stepKinds, steps } from '../tables.ts';

const everybody: Permission = {
  ...{ 'hamlet-volunteer': 'own', 'village-worker': 'own', 'station-worker': 'own', 'station-head': 'own' },
  ...{ 'county-officer': 'own', supervisor: 'own' },
};
/** Who wrote it, the heads of its station, and whoever is named. */
const whoKnows: Permission = {
  ...{ 'hamlet-volunteer': 'own', 'village-worker': 'own', supervisor: 'own' },
  ...{ 'station-worker': 'assigned', 'station-head': 'station', 'county-officer': 'assigned' },
};
const whoDecides: Permission = { 'station-head': 'station', 'county-officer': 'assigned' };

const Line = (most: number) => z.nullable(z.string().check(z.minLength(1), z.maxLength(most)));
const StepInput = z.strictObject({
  stepId: Id,
  kind: z.enum(stepKinds),
  at: Instant,
  number: Line(40),
  note: Line(300),
});
type StepInput = z.infer<typeof StepInput>;
const Input = z.strictObject({
  reportId: Id,
  /** Where the person is, or was seen. */
  roomId: Id,
  clientId: z.nullable(Id),
  who: z.string().check(z.minLength(1), z.maxLength(40)),
  whereabouts: Line(120),
  whom: z.enum(groups),
  danger: z.enum(dangers),
  signs: z.array(z.enum(signs)).check(z.minLength(1), z.maxLength(signs.length)),
  seen: Line(1000),
  heard: Line(1000),
  observedAt: Instant,
  steps: z.array(StepInput).check(z.maxLength(10)),
});

/** What is still to come was not done. */
function isToCome(
  listed: readonly StepInput[],
  { occurredAt, recordedAt }: { occurredAt: number; recordedAt: number },
) {
  return listed.some(({ at }) => at > occurredAt && implausible(at, recordedAt));
}

function putSteps(tx: Tx, report: Report, listed: readonly StepInput[], byId: string): void {
  const { id: reportId, stationId, clientId } = report;
  for (const { stepId, ...step } of listed) tx.put(steps, { id: stepId, reportId, stationId, clientId, ...step, byId });
}

const untold = { alertedAt: null, outcome: null, closedAt: null, closedBy: null, closingNote: null } as const;

export const makeReport = defineCommand({
  name: 'protection.report',
  input: Input,
  permission: everybody,
  keys: (input) => [
    keyOf(reports, input.reportId),
    keyOf(rooms, input.roomId),
    ...(input.clientId === null ? [] : [keyOf(clients, input.clientId)]),
  ],
  subject: (input) => input.clientId,
  place: (_tx, _input, { actorId }) => ({ authorId: actorId }),
  execute: (tx, { reportId, steps: listed, signs: noted, ...input }, context) => {
    const known = tx.get(reports, reportId, scopes.self(context.actorId));
    if (known !== 'absent' && known !== 'not-held') return alreadyMade();
    const seenIn = liveRoom(tx, input.roomId);
    if (seenIn === null) return unknownVillage();
    if (isToCome(listed, context)) return stepToCome();
    const client = input.clientId === null ? 'absent' : liveClient(tx, input.clientId);
    const home = client === 'absent' || client === 'not-held' ? seenIn : (liveRoom(tx, client.roomId) ?? seenIn);
    // Nobody is on file under that id: the report stands all the same, with the name that was written.
    const clientId = client === 'absent' ? null : client === 'not-held' ? input.clientId : client.id;
    const authorId = context.onBehalfOf ?? context.actorId;
    const at = reportedAt(context);
    const report: Report = {
      ...{ id: reportId, ...input, ...untold, clientId, roomId: home.id, stationId: home.stationId, authorId },
      signs: [...new Set(noted)].sort().join(' '),
      authorRole: allowingPost(context.posts, everybody, { authorId: context.actorId })?.role ?? null,
      recordedAt: context.recordedAt,
      plausible: !implausible(context.occurredAt, context.recordedAt),
      ...{ reportedAt: at, passOnBy: passOnBy(input.danger, at), state: 'open', ...toldOf([], listed) },
    };
    tx.put(reports, report);
    putSteps(tx, report, listed, authorId);
    return undefined;
  },
});

/** A change is laid over the report, or on a phone over the copy of it (law C6). */
function change(
  tx: Tx,
  reportId: string,
  actorId: string,
  of: <R extends Report | OwnReport>(report: R) => R | Problem,
): Report | Problem | undefined {
  const report = tx.get(reports, reportId);
  if (report === 'absent') return noSuchReport();
  if (report !== 'not-held') {
    const after = of(report);
    if (!isProblem(after)) tx.put(reports, after);
    return after;
  }
  const own = tx.get(ownReports, copyIdOf(reportId, actorId));
  if (own === 'absent' || own === 'not-held') return undefined;
  const after = of(own);
  if (isProblem(after)) return after;
  tx.put(ownReports, after);
  return undefined;
}

/** 告诉了谁: police, authority, rescue, station; also what became of it later. A closed report takes what is still found out. */
export const addStep = defineCommand({
  name: 'protection.add-step',
  input: z.strictObject({ reportId: Id, ...StepInput.shape }),
  permission: whoKnows,
  keys: (input) => [keyOf(reports, input.reportId), keyOf(steps, input.stepId)],
  place: (tx, input, context) => placeOfReport(tx, input.reportId, context),
  execute: (tx, { reportId, ...step }, context) => {
    if (isToCome([step], context)) return stepToCome();
    // The same step again changes nothing.
    const known = tx.get(steps, step.stepId);
    if (known !== 'absent' && known !== 'not-held') return known.reportId === reportId ? undefined : noSuchReport();
    const after = change(tx, reportId, context.actorId, (report) =>
      report.told.length >= mostSteps ? tooManySteps(mostSteps) : { ...report, ...toldOf(report.told, [step]) },
    );
    if (isProblem(after)) return after;
    if (after !== undefined) putSteps(tx, after, [step], context.onBehalfOf ?? context.actorId);
    return undefined;
  },
});

/** 办结: only what police or authority know of is closed, unless it had been reported already. */
export const closeReport = defineCommand({
  name: 'protection.close',
  input: z.strictObject({
    reportId: Id,
    outcome: z.enum(outcomes),
    note: z.string().check(z.minLength(2), z.maxLength(500)),
  }),
  permission: whoDecides,
  keys: (input) => [keyOf(reports, input.reportId)],
  place: (tx, input, context) => placeOfReport(tx, input.reportId, context),
  execute: (tx, { reportId, outcome, note }, { actorId, onBehalfOf, recordedAt }) => {
    const report = tx.get(reports, reportId);
    if (report === 'not-held') return undefined;
    if (report === 'absent') return noSuchReport();
    if (report.state === 'closed') return reportClosed();
    if (report.passedOnAt === null && outcome !== 'duplicate') return notPassedOn();
    const closed = { closedAt: recordedAt, closedBy: onBehalfOf ?? actorId, closingNote: note };
    tx.put(reports, { ...report, ...closed, state: 'closed', outcome });
    return undefined;
  },
});
