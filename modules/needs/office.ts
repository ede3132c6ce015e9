/** What of needs stays with the office: the needs themselves, their figures, and what only the desk, the county and the server do. */
import {
  correctNeed,
  leaveUnmet,
  publishNeed,
  reopenNeed,
  setWish,
  triageNeed,
  withdrawNeed,
} from './commands/desk.ts';
import { forgetAskers } from './commands/forget-askers.ts';
import { mergeNeeds, partNeeds } from './commands/merge.ts';
import { changeNeedRule, escalateNeeds, layOutNeeds } from './commands/rule.ts';
import { forgetVoices, leaveVoice } from './commands/voice.ts';
import { withdrawImportedNeed } from './commands/withdraw-imported.ts';
import { needRules, needs } from './tables.ts';

export { voiceDays } from './commands/voice.ts';
export { figures as needsFigures } from './figures.ts';

export const needsOfficeTables = [needs, needRules];
export const needsOffice = [
  ...[triageNeed, setWish, correctNeed, leaveUnmet, reopenNeed, withdrawNeed, publishNeed],
  ...[mergeNeeds, partNeeds, changeNeedRule, escalateNeeds, layOutNeeds, forgetAskers, withdrawImportedNeed],
  ...[leaveVoice, forgetVoices],
];
