/** services: visits and their evidence, who is due, and what volunteers hold of the people given to them. */
import { defineModule } from '@yimi/kernel';
import { correctVisit } from './commands/correct-visit.ts';
import { importVisits } from './commands/import-visits.ts';
import { recordVisit } from './commands/record-visit.ts';
import { answerQuestion, questionVisit, rejectVisit, reviewVisit, withdrawVisit } from './commands/review.ts';
import { archiveVisits, changeDueRule, confirmEvidence, redateRoom } from './commands/system.ts';
import { figures } from './figures.ts';
import { followers } from './followers.ts';
import { cards, care, dueRules, evidence, ownVisits, visits, windows } from './tables.ts';

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
  tables: [visits, evidence, ownVisits, care, cards, dueRules, windows],
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
  ],
  followers,
  figures,
});
