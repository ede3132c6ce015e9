/** people: the people served, their households and ties, their consent and rights, and who may be one person twice. */
import { defineModule } from '@yimi/kernel';
import { correctDocument, recordMembership, setPhoto } from './commands/complete-file.ts';
import { correctClient } from './commands/correct-client.ts';
import {
  correctHousehold,
  joinHousehold,
  leaveHousehold,
  makeHousehold,
  mergeHouseholds,
} from './commands/households.ts';
import { keepApart, mergeClients, undoMerge } from './commands/merge-clients.ts';
import { moveClients } from './commands/move-clients.ts';
import { registerClient } from './commands/register-client.ts';
import { eraseClient, giveConsent, withdrawConsent } from './commands/rights.ts';
import { settleSameId } from './commands/same-id.ts';
import { settleConflict } from './commands/settle-conflict.ts';
import { tieClients, untieClients } from './commands/ties.ts';
import { proposeMerges } from './duplicates.ts';
import {
  householdFollowsMembers,
  notesFollowClient,
  notesFollowErasure,
  tiesFollowMerge,
  tiesFollowUndo,
} from './followers.ts';
import {
  clients,
  conflicts,
  households,
  likenessChecks,
  mergeProposals,
  merges,
  sameIdNotices,
  ties,
} from './tables.ts';

export type { CitizenId } from './citizen-id.ts';
export { isOldCitizenId, readCitizenId, withCheckDigit } from './citizen-id.ts';
export { dayOfDeed, liveClient, placeOfClient, recordedFor, roomOn } from './client-rules.ts';
export type {
  ConsentPurpose,
  EthnicGroup,
  Language,
  LikenessReason,
  OtherDocument,
  RelationKind,
  Risk,
  SelfCare,
  SpecialGroup,
  Whereabouts,
} from './code-lists.ts';
export {
  consentPurposes,
  ethnicGroups,
  inverseRelation,
  languages,
  likenessReasons,
  otherDocuments,
  relationKinds,
  riskLevels,
  selfCareLevels,
  specialGroups,
  whereaboutsKinds,
} from './code-lists.ts';
export { hadWithdrawn, hasConsent, hasWithdrawn, isServed, mayBeNamedOutside, needsGuardian } from './consent.ts';
export type { Comparable, Likeness } from './likeness.ts';
export { likeness, proposedFrom } from './likeness.ts';
export { groupsOn, membershipsOf } from './memberships.ts';
export type { ChoosableField } from './merge-rules.ts';
export { choosableFields, columnsOfChoice, mergeId } from './merge-rules.ts';
export { officeCommands as peopleOffice, officeTables as peopleOfficeTables } from './office.ts';
export { matches, searchTokens, tokenPrefix } from './search-tokens.ts';
export type { Client, Guardian, Household, Membership, Merge, SameIdNotice, Tie } from './tables.ts';
export {
  Consent,
  clients,
  conflicts,
  households,
  likenessChecks,
  mergeProposals,
  merges,
  sameIdNotices,
  ties,
} from './tables.ts';
export { tieEndId } from './tie-rules.ts';

export const people = defineModule({
  name: 'people',
  tables: [clients, mergeProposals, conflicts, merges, households, ties, likenessChecks, sameIdNotices],
  commands: [
    registerClient,
    correctClient,
    correctDocument,
    recordMembership,
    setPhoto,
    moveClients,
    mergeClients,
    undoMerge,
    keepApart,
    settleSameId,
    makeHousehold,
    joinHousehold,
    leaveHousehold,
    correctHousehold,
    mergeHouseholds,
    tieClients,
    untieClients,
    giveConsent,
    withdrawConsent,
    eraseClient,
    settleConflict,
  ],
  followers: [
    proposeMerges,
    notesFollowClient,
    notesFollowErasure,
    tiesFollowMerge,
    tiesFollowUndo,
    householdFollowsMembers,
  ],
});
