/** services: visits and their evidence, who is due, and what volunteers hold of the people given to them. */
import { defineModule } from '@yimi/kernel';
import { correctVisit } from './commands/correct-visit.ts';
import { recordVisit } from './commands/record-visit.ts';
import { answerQuestion, questionVisit, rejectVisit, reviewVisit, withdrawVisit } from './commands/review.ts';
import { changeDueRule, confirmEvidence, redateRoom } from './commands/system.ts';
import { figures } from './figures.ts';
import { followers } from './followers.ts';
import { cards, care, dueRules, evidence, ownVisits, visits } from './tables.ts';

export { clientsVisited, dueDays, lastVisitDays, ownCount, visitCount } from './figures.ts';
export type { Card, Care, Evidence, OwnVisit, Visit } from './tables.ts';
export { cards, care, dueRules, evidence, needKinds, ownVisits, visitModes, visitResults, visits } from './tables.ts';

export const services = defineModule({
  name: 'services',
  tables: [visits, evidence, ownVisits, care, cards, dueRules],
  commands: [
    recordVisit,
    correctVisit,
    reviewVisit,
    questionVisit,
    rejectVisit,
    answerQuestion,
    withdrawVisit,
    confirmEvidence,
    changeDueRule,
    redateRoom,
  ],
  followers,
  figures,
});
