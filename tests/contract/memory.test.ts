/** The contract suite on plain maps. */
import { MemoryStore } from '@yimi/sync';
import { firstSlice } from './first-slice.ts';
import { engineLaws } from './engine-laws.ts';

firstSlice(() => Promise.resolve(new MemoryStore()));
engineLaws(() => Promise.resolve(new MemoryStore()));
