/** The commands that no phone may give: the county's desk, and the server's own jobs. */
import { addAgency, correctAgency, endContract, openContract } from './commands/agencies.ts';
import { closeImport } from './commands/close-import.ts';
import { correctDivision, importDivisionChunk, importDivisions } from './commands/import-divisions.ts';
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
import { removeImportedPost, removeImportedRoom } from './commands/remove-imported.ts';
import { requireSecondFactor } from './commands/sign-in-rules.ts';
import { finishSplit, splitRoom } from './commands/split-room.ts';

export const officeCommands = [
  ...[addStation, correctStation, addRoom, correctRoom, nameOffice, changeStationOfRoom, mergeRooms],
  ...[splitRoom, finishSplit, importDivisions, importDivisionChunk, correctDivision],
  ...[addAgency, correctAgency, openContract, endContract],
  requireSecondFactor,
  ...[defineModel, chooseModel, noteStatement, closeImport, removeImportedRoom, removeImportedPost],
];
