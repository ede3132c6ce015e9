/** What of mandatory reports stays with the office: the reports themselves, who may read them, their end, and the program's alarm. */
import { alertReports, nameReader } from './commands/office.ts';
import { closeReport } from './commands/report.ts';
import { readers, reports, steps } from './tables.ts';

export const protectionOfficeTables = [reports, steps, readers];
export const protectionOffice = [closeReport, nameReader, alertReports];
