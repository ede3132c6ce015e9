/** activities: what a station holds for its villages, from the plan to the summary, with everybody who took part. */
import { defineModule } from '@yimi/kernel';
import { checkIn } from './check-in/commands.ts';
import { ownCodes, ownParts } from './check-in/tables.ts';

export { certificateId } from './certificates/commands.ts';
export { certifiable } from './certificates/rules.ts';
export type { Certificate } from './certificates/tables.ts';
export { CertifiedLine, certificateStates, certificates } from './certificates/tables.ts';
export { daysAhead, daysProven, daysShown } from './check-in/by-the-program.ts';
export type { CodeSource, Direction } from './check-in/codes.ts';
export {
  codeAt,
  codeSources,
  directionOf,
  directions,
  driftSteps,
  printedCode,
  provenBy,
  stepMs,
} from './check-in/codes.ts';
export { checkInIdOf } from './check-in/rules.ts';
export type { CheckIn, CheckInState, OwnCode, OwnPart } from './check-in/tables.ts';
export { checkInStates, checkIns, codes, ownCodes, ownParts } from './check-in/tables.ts';
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
export { hourSources, hourStates, hours, importedHoursId } from './hours/tables.ts';
export { activitiesFigures, activitiesFollowers, activitiesOffice, activitiesOfficeTables } from './office.ts';
export type { Activity, ActivityState, Entry } from './tables.ts';
export {
  activities,
  activityStates,
  attendances,
  entries,
  helperNeeds,
  mostPhotos,
  mostSessions,
  parts,
  photos,
  Shift,
  seats,
} from './tables.ts';

/** What phones take in after their first list (ADR 30); `office.ts` has the rest. What follows, follows on the server. */
export const activitiesModule = defineModule({
  name: 'activities',
  tables: [ownCodes, ownParts],
  commands: [checkIn],
});
