/** services: visits and their evidence, who is due, and what volunteers hold of the people given to them. */
import { defineModule } from '@yimi/kernel';
import { correctVisit } from './commands/correct-visit.ts';
import { importVisits } from './commands/import-visits.ts';
import { recordVisit } from './commands/record-visit.ts';
import { signReport, writeReport } from './commands/reports.ts';
import { answerQuestion, questionVisit, rejectVisit, reviewVisit, withdrawVisit } from './commands/review.ts';
import { archiveVisits, changeDueRule, confirmEvidence, redateRoom } from './commands/system.ts';
import { removeView, saveView, shareView } from './commands/views.ts';
import { figures } from './figures.ts';
import { followers } from './followers.ts';
import { registerViews, reportNotes, reportPins, signedReports } from './report-tables.ts';
import { cards, care, dueRules, evidence, ownVisits, visits, windows } from './tables.ts';

export { reportNotesId } from './commands/reports.ts';
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
export { groupLineKey, groupMeasures, groupOpens, pinnedFigures, reportSections } from './monthly-report.ts';
export type { ColumnMark, Register, RegisterColumn, RegisterFilter, RegisterName } from './registers.ts';
export { registerNames, registers } from './registers.ts';
export { ReportLines, registerViews, reportNotes, reportPins, signedReports, ViewSettings } from './report-tables.ts';
export type { Card, Care, Evidence, OwnVisit, Visit } from './tables.ts';
export {
  cards,
  care,
  dueRules,
  evidence,
  needKinds,
  ownVisits,
  visitModes,
  visitResults,
  visits,
  windows,
} from './tables.ts';

export const services = defineModule({
  name: 'services',
  tables: [
    visits,
    evidence,
    ownVisits,
    care,
    cards,
    dueRules,
    windows,
    registerViews,
    reportNotes,
    signedReports,
    reportPins,
  ],
  commands: [
    recordVisit,
    importVisits,
    correctVisit,
    reviewVisit,
    questionVisit,
    rejectVisit,
    answerQuestion,
    withdrawVisit,
    confirmEvidence,
    changeDueRule,
    redateRoom,
    archiveVisits,
    saveView,
    shareView,
    removeView,
    writeReport,
    signReport,
  ],
  followers,
  figures,
});
