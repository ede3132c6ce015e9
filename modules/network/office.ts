/** The commands that no phone gives: the county's desk, ledgers brought in at a desk, and the server's own jobs. */
import { addAgency, correctAgency, endContract, openContract } from './commands/agencies.ts';
import { closeImport } from './commands/close-import.ts';
import { correctDivision, importDivisionChunk, importDivisions } from './commands/import-divisions.ts';
import { openImport, undoImport } from './commands/imports.ts';
import { endModelPart, recordModelPart } from './commands/model-parts.ts';
import { chooseModel, defineModel, noteStatement } from './commands/models.ts';
import {
  addRoom,
  addStation,
  changeStationOfRoom,
  correctRoom,
  correctStation,
  mergeRooms,
  nameOffice,
} from './commands/places.ts';
import { withholdPublicPage, writePublicPage } from './commands/public-pages.ts';
import { removeImportedPost, removeImportedRoom } from './commands/remove-imported.ts';
import { changeRetentionRule, forgetLeavers, noteRetentionRun } from './commands/retention.ts';
import { requireSecondFactor } from './commands/sign-in-rules.ts';
import { finishSplit, splitRoom } from './commands/split-room.ts';
import { publicPages } from './public-pages.ts';
import { retentionRules, retentionRuns } from './retention.ts';

export const officeCommands = [
  ...[addStation, correctStation, addRoom, correctRoom, nameOffice, changeStationOfRoom, mergeRooms],
  ...[splitRoom, finishSplit, importDivisions, importDivisionChunk, correctDivision],
  ...[addAgency, correctAgency, openContract, endContract],
  requireSecondFactor,
  ...[writePublicPage, withholdPublicPage],
  ...[changeRetentionRule, noteRetentionRun, forgetLeavers],
  ...[defineModel, chooseModel, noteStatement, recordModelPart, endModelPart],
  ...[openImport, undoImport, closeImport, removeImportedRoom, removeImportedPost],
];

/** What no phone ever receives. */
export const officeTables = [retentionRules, retentionRuns, publicPages];
