/** The contract suite on plain maps. */
import { MemoryStore } from '@yimi/sync';
import { consentKept } from './consent-kept.ts';
import { countedByGroup } from './counted-by-group.ts';
import { engineLaws } from './engine-laws.ts';
import { fieldTrips } from './field-trips.ts';
import { filesOfPeople } from './files-of-people.ts';
import { firstSlice } from './first-slice.ts';
import { gathered } from './gathered.ts';
import { networkChanges } from './network-changes.ts';
import { orderAndScale } from './order-and-scale.ts';
import { peopleLaws } from './people-laws.ts';

firstSlice(() => Promise.resolve(new MemoryStore()));
countedByGroup(() => Promise.resolve(new MemoryStore()));
engineLaws(() => Promise.resolve(new MemoryStore()));
networkChanges(() => Promise.resolve(new MemoryStore()));
orderAndScale(() => Promise.resolve(new MemoryStore()), 60);
gathered(() => Promise.resolve(new MemoryStore()));
peopleLaws(() => Promise.resolve(new MemoryStore()));
consentKept(() => Promise.resolve(new MemoryStore()));
filesOfPeople(() => Promise.resolve(new MemoryStore()));
fieldTrips(() => Promise.resolve(new MemoryStore()));
