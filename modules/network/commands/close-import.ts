/** The end of an import or of its undoing, said by the server's own job with what came of it. */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { ImportCounts, imports, UndoCounts } from '../imports.ts';
import { noSuchImport } from '../problems.ts';

/** The job has come to the end of the file, or of the undoing. */
export const closeImport = defineCommand({
  name: 'network.close-import',
  system: true,
  input: z.strictObject({
    importId: Id,
    state: z.enum(['done', 'stopped', 'undone']),
    counts: z.nullable(ImportCounts),
    undoCounts: z.nullable(UndoCounts),
  }),
  permission: {},
  keys: (input) => [keyOf(imports, input.importId)],
  place: () => null,
  execute: (tx, { importId, state, counts, undoCounts }, context) => {
    const found = tx.get(imports, importId);
    if (found === 'absent' || found === 'not-held') return noSuchImport();
    // Closed by another process, which came first.
    if (found.state !== (state === 'undone' ? 'undoing' : 'running')) return undefined;
    if (state === 'undone') tx.put(imports, { ...found, state, undoCounts });
    else tx.put(imports, { ...found, state, counts, closedAt: context.recordedAt });
    return undefined;
  },
});
