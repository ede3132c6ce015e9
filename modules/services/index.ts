/** services: visits and their evidence, who is due, and what volunteers hold of the people given to them. */
import { defineModule } from '@yimi/kernel';
import { correctVisit } from './commands/correct-visit.ts';
import { attachEvidence, turnPicture } from './commands/evidence.ts';
import { recordVisit } from './commands/record-visit.ts';
import { writeReport } from './commands/reports.ts';
import { answerQuestion, questionVisit, rejectVisit, reviewVisit, withdrawVisit } from './commands/review.ts';
import { figures } from './figures.ts';
import { followers } from './followers.ts';
import { registerViews, reportNotes, reportPins, signedReports } from './report-tables.ts';
import { cards, care, dueRules, evidence, evidenceRules, ownVisits, visits, windows } from './tables.ts';
import { closeTrip, reachStop, skipStop, startTrip, tickPacking } from './trips/commands/on-the-way.ts';
import { callOffTrip, changeTrip, decideTrip, proposeTrip } from './trips/commands/plan-trip.ts';
import { addErrand, requirePair, setDrive, settleErrand, setVillageFacts } from './trips/commands/village.ts';
import { drives, errands, packTicks, stops, tripRules, trips, villageDays, villageFacts } from './trips/tables.ts';

export { reportNotesId } from './commands/reports.ts';
export { defaultRule } from './due.ts';

export type { FileInput } from './evidence-rules.ts';
export {
  defaultEvidenceRule,
  evidenceRuleId,
  heardTypes,
  largestFile,
  mostFiles,
  paperTypes,
  pictureTypes,
  soundTypes,
  whereTaken,
  whereText,
} from './evidence-rules.ts';
export {
  clientsVisited,
  clientsVisitedByGroup,
  dueByGroup,
  dueDays,
  lastVisitDays,
  neverVisited,
  neverVisitedByGroup,
  ownCount,
  visitCount,
  visitsByGroup,
} from './figures.ts';
export type { GroupMeasure, Opens, ReportLine, ReportSection } from './monthly-report.ts';
export { groupLineKey, groupMeasures, groupOpens, opensTo, pinnedFigures, reportSections } from './monthly-report.ts';
export { officeCommands as servicesOffice } from './office.ts';
export { pairReasons, suggestedPair } from './pair-reasons.ts';
export type { ColumnMark, Register, RegisterColumn, RegisterFilter } from './register-columns.ts';
export { registers } from './registers.ts';
export type { RegisterName } from './report-tables.ts';
export {
  ReportLines,
  registerNames,
  registerViews,
  reportNotes,
  reportPins,
  signedReports,
  ViewSettings,
} from './report-tables.ts';
export type { Card, Care, DueRule, Evidence, EvidenceNote, EvidenceRule, OwnVisit, Visit } from './tables.ts';
export {
  Calls,
  callsAsBefore,
  cards,
  care,
  channels,
  dueRules,
  evidence,
  evidencePlaces,
  evidenceRules,
  mostCallsInRow,
  needKinds,
  ownVisits,
  visitModes,
  visitResults,
  visits,
  windows,
} from './tables.ts';
export { backByInstant, backByMinute, dayDriven, notBack } from './trips/back-by.ts';
export type { DraftAround, DraftStop, Hours, TripDraft } from './trips/draft.ts';
export { clockOf, commandOfDraft, draftOfTrip, hoursOfDraft, minutesOf, moved } from './trips/draft.ts';
export { tripCount, villageCalls } from './trips/figures.ts';
export type { Packed } from './trips/packing.ts';
export { packingList } from './trips/packing.ts';
export type { DueVisit, Plan, Proposal, Situation } from './trips/planner.ts';
export { planTrips, reasonsUnserved, weekday, workdays } from './trips/planner.ts';
export { bestOrder } from './trips/route.ts';
export { needsApproval } from './trips/rules.ts';
export type { StationRows } from './trips/situation.ts';
export { situationOf } from './trips/situation.ts';
export type { Drive, Errand, Stop, Supply, Trip, TripRule, VillageDay, VillageFacts } from './trips/tables.ts';
export {
  cars,
  directions,
  drives,
  errandKinds,
  errands,
  packTicks,
  stopStates,
  stops,
  tripRules,
  tripStates,
  trips,
  villageDays,
  villageFacts,
} from './trips/tables.ts';
export type { Habits } from './trips/timetable.ts';
export { stayFor, timetable, usualHabits } from './trips/timetable.ts';
export type { Ways } from './trips/travel.ts';
export { placeOf, waysOf } from './trips/travel.ts';
export type { TripReport, TripVisit } from './trips/trip-report.ts';
export { tripOfVisit, tripReport, wentOut } from './trips/trip-report.ts';
export { tripRuleId, usualTripRule } from './trips/trip-rule.ts';
export type { Assumptions, VillageLoad } from './workload.ts';
export { daysThereAre, usualAssumptions, workload } from './workload.ts';

export const services = defineModule({
  name: 'services',
  tables: [
    visits,
    evidence,
    ownVisits,
    care,
    cards,
    dueRules,
    evidenceRules,
    windows,
    registerViews,
    reportNotes,
    signedReports,
    reportPins,
    ...[trips, stops, errands, packTicks, villageFacts, drives, villageDays, tripRules],
  ],
  commands: [
    recordVisit,
    correctVisit,
    reviewVisit,
    questionVisit,
    rejectVisit,
    answerQuestion,
    withdrawVisit,
    attachEvidence,
    turnPicture,
    writeReport,
    proposeTrip,
    changeTrip,
    decideTrip,
    callOffTrip,
    tickPacking,
    startTrip,
    reachStop,
    skipStop,
    closeTrip,
    addErrand,
    settleErrand,
    setVillageFacts,
    setDrive,
    requirePair,
  ],
  followers,
  figures,
});
