/** The commands that no phone may give: the county's rules, and the server's own jobs. */
import { changeDueRule, changeEvidenceRule, changeTripRule } from './commands/rules.ts';
import { signReport } from './commands/sign-report.ts';
import { archiveVisits, confirmEvidence, redateRoom } from './commands/system.ts';
import { withdrawImportedVisit } from './commands/withdraw-imported.ts';

export const officeCommands = [
  ...[changeDueRule, changeEvidenceRule, changeTripRule],
  ...[confirmEvidence, redateRoom, archiveVisits, signReport, withdrawImportedVisit],
];
