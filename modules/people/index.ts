/** people: the people served, their consent, their rights, and who may be one person twice. */
import { defineModule } from '@yimi/kernel';
import { correctClient } from './commands/correct-client.ts';
import { keepApart, mergeClients } from './commands/merge-clients.ts';
import { moveClients } from './commands/move-clients.ts';
import { registerClient } from './commands/register-client.ts';
import { eraseClient, withdrawConsent } from './commands/rights.ts';
import { settleConflict } from './commands/settle-conflict.ts';
import { proposeMerges } from './duplicates.ts';
import { notesFollowClient, notesFollowErasure } from './followers.ts';
import { clients, conflicts, mergeProposals } from './tables.ts';

export { readCitizenId, withCheckDigit } from './citizen-id.ts';
export { hasConsent, liveClient, needsGuardian, placeOfClient, roomOn } from './client-rules.ts';
export type { Client, Risk } from './tables.ts';
export {
  clients,
  conflicts,
  consentPurposes,
  matches,
  mergeProposals,
  riskLevels,
  searchTokens,
  specialGroups,
  tokenPrefix,
} from './tables.ts';

export const people = defineModule({
  name: 'people',
  tables: [clients, mergeProposals, conflicts],
  commands: [
    registerClient,
    correctClient,
    moveClients,
    mergeClients,
    keepApart,
    withdrawConsent,
    eraseClient,
    settleConflict,
  ],
  followers: [proposeMerges, notesFollowClient, notesFollowErasure],
});
