/** What of activities stays at desks and on the server: all but checking in, which phones give (`index.ts`'s module). */
import { issueCertificate, withdrawCertificate } from './certificates/commands.ts';
import { certificates } from './certificates/tables.ts';
import { layOutCheckIn, putAwayCheckIns } from './check-in/by-the-program.ts';
import { judgeCheckIns, takeCode } from './check-in/commands.ts';
import { checkInFollowers } from './check-in/followers.ts';
import { checkIns, codes } from './check-in/tables.ts';
import { countHeads, tickAttendance } from './commands/attendance.ts';
import { callOffActivity, closeActivity, holdActivity, openActivity, reopenActivity } from './commands/course.ts';
import { forgetNames } from './commands/forget-names.ts';
import { addPhoto, forgetPhotos, removePhoto } from './commands/photos.ts';
import { changeActivityPlan, planActivity } from './commands/plan.ts';
import { leaveActivity, rateActivity, signUp } from './commands/sign-up.ts';
import { followers } from './followers.ts';
import {
  addHours,
  confirmHours,
  importHours,
  noteHours,
  strikeHours,
  withdrawImportedHours,
} from './hours/commands.ts';
import { hours } from './hours/tables.ts';
import { activities, entries, photos } from './tables.ts';

export { figures as activitiesFigures } from './figures.ts';

export const activitiesFollowers = [...followers, ...checkInFollowers];
export const activitiesOfficeTables = [activities, entries, photos, hours, certificates, codes, checkIns];
export const activitiesOffice = [
  ...[planActivity, changeActivityPlan, openActivity, callOffActivity, holdActivity, closeActivity, reopenActivity],
  ...[signUp, leaveActivity, tickAttendance, countHeads, rateActivity, forgetNames],
  ...[addPhoto, removePhoto, forgetPhotos],
  ...[noteHours, addHours, confirmHours, strikeHours, importHours, withdrawImportedHours],
  ...[issueCertificate, withdrawCertificate],
  ...[judgeCheckIns, takeCode, layOutCheckIn, putAwayCheckIns],
];
