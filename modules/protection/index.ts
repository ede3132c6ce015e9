/** protection: suspected harm to somebody who cannot protect themselves, reported as the law asks (强制报告), and what was done about it. */
import { defineModule } from '@yimi/kernel';
import { ownReports } from './carried.ts';
import { addStep, makeReport } from './commands/report.ts';
import { followers } from './followers.ts';

export type { OwnReport } from './carried.ts';
export { ownReports } from './carried.ts';
export { protectionOffice, protectionOfficeTables } from './office.ts';
export { isLate, readerIdOf } from './report-rules.ts';
export type { Danger, Reader, Report, Step, StepKind } from './tables.ts';
export {
  dangers,
  groups,
  mostSteps,
  outcomes,
  passingKinds,
  readers,
  reportStates,
  reports,
  signs,
  stepKinds,
  steps,
} from './tables.ts';

/** What phones take in after their first list (ADR 30); `office.ts` has the rest. */
export const protectionModule = defineModule({
  name: 'protection',
  tables: [ownReports],
  commands: [makeReport, addStep],
  followers,
});
