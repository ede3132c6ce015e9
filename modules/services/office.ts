/** The commands that no phone gives: the county's rules, ledgers brought in at a desk, and the server's own jobs. */
import { forgetFindings } from './commands/forget-findings.ts';
import { importVisits } from './commands/import-visits.ts';
import { changeDueRule, changeEvidenceRule, changeTripRule } from './commands/rules.ts';
import { signReport } from './commands/sign-report.ts';
import { archiveVisits, confirmEvidence, redateRoom } from './commands/system.ts';
import { removeView, saveView, shareView } from './commands/views.ts';
import { withdrawImportedVisit } from './commands/withdraw-imported.ts';

export const officeCommands = [
  ...[changeDueRule, changeEvidenceRule, changeTripRule],
  ...[confirmEvidence, redateRoom, archiveVisits, forgetFindings, signReport, importVisits, withdrawImportedVisit],
  ...[saveView, shareView, removeView],
];
