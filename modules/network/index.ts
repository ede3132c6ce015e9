/** network: levels, stations, villages, agencies, divisions, and the posts of their people. */
import { defineModule } from '@yimi/kernel';
import { correctedDivisions, divisionImports, modelParts, splits, statements, stationModels } from './changes.ts';
import { endPost, moveWorker, openPost } from './commands/posts.ts';
import { headings, imports } from './imports.ts';
import { signInRules } from './sign-in-rules.ts';
import { agencies, contracts, offices, posts, rooms, staff, stations } from './tables.ts';

export type { DivisionImport, RecordedPart, Split, Statement, StationModel } from './changes.ts';
export {
  divisionImports,
  ModelPart,
  modelParts,
  namedInSplit,
  SplitPart,
  splits,
  statementSubjects,
  statements,
  stationModels,
} from './changes.ts';
export { divisionChunk } from './commands/import-divisions.ts';
export type { Contradiction, ContradictionCode, NetworkFacts } from './contradictions.ts';
export { contradictionCodes, contradictionsOf } from './contradictions.ts';
export type { DivisionLevel, DivisionMark, TownKind } from './divisions.ts';
export {
  digitsOf,
  divisionLevels,
  divisionMarks,
  fullCode,
  markOf,
  shortVillageNames,
  townKindOf,
} from './divisions.ts';
export type { Import, ImportTargetName } from './imports.ts';
export { headings, ImportCounts, imports, importTargets, UndoCounts } from './imports.ts';
export type { Completeness } from './model-completeness.ts';
export { completenessOf } from './model-completeness.ts';
export { officeCommands as networkOffice, officeTables as networkOfficeTables } from './office.ts';
export { codeOn, heldScopes, holderOf, liveRoom, nameOn, stationOn, worksOn } from './places.ts';
export type { PublicPage } from './public-pages.ts';
export { publicPages } from './public-pages.ts';
export type { RetentionKind } from './retention.ts';
export { retentionBounds, retentionKinds, retentionRuleId, retentionRules, retentionRuns } from './retention.ts';
export { signInRules } from './sign-in-rules.ts';
export type { Office, Room, Staff, Station } from './tables.ts';
export {
  agencies,
  contracts,
  founders,
  officeLevels,
  offices,
  posts,
  registrationLevels,
  rooms,
  staff,
  stations,
} from './tables.ts';

export const network = defineModule({
  name: 'network',
  tables: [
    ...[stations, rooms, offices, agencies, contracts, posts, staff],
    ...[splits, divisionImports, correctedDivisions, stationModels, modelParts, statements],
    ...[imports, headings, signInRules],
  ],
  commands: [openPost, endPost, moveWorker],
});
