/** The engine on both ends. It knows no business: modules bring tables, commands and figures. */
export { Confirmed } from './confirmed.ts';
export { MemoryPersistence } from './memory-persistence.ts';
export { MemoryStore } from './memory-store.ts';
export type { Entry, EntryState, Persistence, Segment, Transport } from './persistence.ts';
export { pull } from './pull.ts';
export type { ReplicaParts, SyncReport } from './replica.ts';
export { Replica } from './replica.ts';
export { moveRollup, parseInput, runCommand, systemActor } from './run-command.ts';
export type { ServerEngineParts, Session } from './server-engine.ts';
export { canonical, ServerEngine } from './server-engine.ts';
export type * from './server-store.ts';
export type { SetHash } from './set-hash.ts';
export { emptyHash, hashText, parseHash, shift } from './set-hash.ts';
export { syncModule, withdrawCommand } from './withdraw-command.ts';
export type { ListKey, Source, StoredRow } from './workspace.ts';
export { erase, Miss, Workspace } from './workspace.ts';
export { grainDims } from './write-set.ts';
