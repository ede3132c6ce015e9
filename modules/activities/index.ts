/** activities: what a station holds for its villages, from the plan to the summary, with everybody who took part. */
import { defineModule } from '@yimi/kernel';
import { issueCertificate, withdrawCertificate } from './certificates/commands.ts';
import { certificates } from './certificates/tables.ts';
import { countHeads, tickAttendance } from './commands/attendance.ts';
import { callOffActivity, closeActivity, holdActivity, openActivity, reopenActivity } from './commands/course.ts';
import { forgetNames } from './commands/forget-names.ts';
import { changeActivityPlan, planActivity } from './commands/plan.ts';
import { leaveActivity, rateActivity, signUp } from './commands/sign-up.ts';
import { figures } from './figures.ts';
import { followers } from './followers.ts';
import { addHours, confirmHours, importHours, noteHours, strikeHours } from './hours/commands.ts';
import { hours } from './hours/tables.ts';
import { activities, entries } from './tables.ts';

export { certificateId } from './certificates/commands.ts';
export { certifiable } from './certificates/rules.ts';
export type { Certificate } from './certificates/tables.ts';
export { CertifiedLine, certificateStates, certificates } from './certificates/tables.ts';
export {
  attendanceCount,
  attendancesByKind,
  gradeCount,
  heldByKind,
  heldCount,
  helperCount,
  peopleCount,
  stretchCount,
} from './figures.ts';
export { countedOnce, starsOf } from './hours/rules.ts';
export type { ServiceHours } from './hours/tables.ts';
export { hourSources, hourStates, hours } from './hours/tables.ts';
export type { Activity, ActivityState, Entry } from './tables.ts';
export { activities, activityStates, attendances, entries, mostSessions, parts, Shift, seats } from './tables.ts';

export const activitiesModule = defineModule({
  name: 'activities',
  tables: [activities, entries, hours, certificates],
  commands: [
    ...[planActivity, changeActivityPlan, openActivity, callOffActivity, holdActivity, closeActivity, reopenActivity],
    ...[signUp, leaveActivity, tickAttendance, countHeads, rateActivity, forgetNames],
    ...[noteHours, addHours, confirmHours, strikeHours, importHours],
    ...[issueCertificate, withdrawCertificate],
  ],
  followers,
  figures,
});
