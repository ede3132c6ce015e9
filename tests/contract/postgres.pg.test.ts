/** The contract suite on PostgreSQL, connected as the role that owns nothing. */
import { randomBytes } from 'node:crypto';
import { afterAll } from 'vitest';
import type { TestStore } from '../world/postgres.ts';
import { openTestStore } from '../world/postgres.ts';
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

const opened: TestStore[] = [];

async function freshStore() {
  const made = await openTestStore(randomBytes(32));
  opened.push(made);
  return made.store;
}

// A database each was made: dropping a hundred of them takes a while on a busy machine.
afterAll(async () => {
  for (const one of opened) await one.close();
}, 300_000);

firstSlice(freshStore);
countedByGroup(freshStore);
engineLaws(freshStore);
networkChanges(freshStore);
orderAndScale(freshStore, 3);
gathered(freshStore);
peopleLaws(freshStore);
consentKept(freshStore);
filesOfPeople(freshStore);
fieldTrips(freshStore);
