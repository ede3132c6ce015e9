/**
 * A county's townships and villages brought in from the statistics' divisions: a parent command that says what is wanted,
 * and chunks of the server with derived ids (law S10). What is there already stays as it is, so an import that was cut off,
 * or is asked for again next year, adds only what is missing.
 */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { correctedDivisions, divisionImports } from '../changes.ts';
import { divisionMarks } from '../divisions.ts';
import { alreadyThere, importIsDone } from '../problems.ts';
import { rooms, stations } from '../tables.ts';
import { anywhere, bySettings, Code, Name } from './by-settings.ts';
import { freshRoom, freshStation } from './places.ts';

const Township = z.string().check(z.regex(/^\d{9}$/));

export const importDivisions = defineCommand({
  name: 'network.import-divisions',
  input: z.strictObject({
    importId: Id,
    countyCode: z.string().check(z.regex(/^\d{6}$/)),
    openTownships: z.nullable(z.array(Township).check(z.maxLength(200))),
    include: z.array(Code).check(z.maxLength(500)),
    fromDay: Day,
  }),
  permission: bySettings,
  keys: (input) => [keyOf(divisionImports, input.importId)],
  place: anywhere,
  execute: (tx, { importId, ...wanted }, context) => {
    if (tx.get(divisionImports, importId) !== 'absent') return alreadyThere('input.importId');
    const { recordedAt: at } = context;
    tx.put(divisionImports, { id: importId, ...wanted, at, total: 0, done: 0, state: 'running' });
    return undefined;
  },
});

/** How many places of one chunk: a transaction well under a second. */
export const divisionChunk = 200;

export const importDivisionChunk = defineCommand({
  name: 'network.import-division-chunk',
  system: true,
  input: z.strictObject({
    importId: Id,
    stations: z.array(z.strictObject({ stationId: Id, name: Name, code: Code, state: z.enum(['open', 'planned']) })),
    rooms: z.array(z.strictObject({ roomId: Id, stationId: Id, name: Name, code: Code })),
    /** How many of the county's places stand once this chunk is in, of how many; equal means that it was the last. */
    done: z.int().check(z.minimum(0)),
    total: z.int().check(z.minimum(0)),
  }),
  permission: {},
  keys: (input) => [
    keyOf(divisionImports, input.importId),
    ...input.stations.map((one) => keyOf(stations, one.stationId)),
    ...input.rooms.map((one) => keyOf(rooms, one.roomId)),
  ],
  place: () => null,
  execute: (tx, input) => {
    const run = tx.get(divisionImports, input.importId);
    if (run === 'absent' || run === 'not-held' || run.state === 'done') return importIsDone();
    for (const { stationId, ...rest } of input.stations) {
      if (tx.get(stations, stationId) !== 'absent') continue;
      tx.put(stations, { id: stationId, ...rest, phone: null, ...freshStation });
    }
    for (const { roomId, stationId, ...rest } of input.rooms) {
      if (tx.get(rooms, roomId) !== 'absent') continue;
      const stationHistory = [{ stationId, fromDay: run.fromDay }];
      tx.put(rooms, { id: roomId, stationId, ...rest, minutesAway: null, stationHistory, ...freshRoom });
    }
    const { done, total } = input;
    tx.put(divisionImports, { ...run, done, total, state: done >= total ? 'done' : 'running' });
    return undefined;
  },
});

/** What the statistics have wrong, in the eyes of the county: a name, a mark, a code from a day on. */
export const correctDivision = defineCommand({
  name: 'network.correct-division',
  input: z.strictObject({
    correctionId: Id,
    sourceCode: Code,
    name: z.nullable(Name),
    mark: z.nullable(z.enum(divisionMarks)),
    code: z.nullable(Code),
    codeFrom: z.nullable(Day),
    reason: z.string().check(z.minLength(1), z.maxLength(200)),
  }),
  permission: bySettings,
  keys: (input) => [keyOf(correctedDivisions, input.correctionId)],
  place: anywhere,
  execute: (tx, { correctionId, ...rest }) => {
    tx.put(correctedDivisions, { id: correctionId, ...rest });
    return undefined;
  },
});
