/** The shelf of a county's places may spare a reading and never show a place as it was before a change. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TrialHouse } from '../trial-house.ts';
import { counties, openTrialHouse, place } from '../trial-house.ts';
import { PlacesShelf, placesOfCounty } from './places-of-county.ts';

let house: TrialHouse;
beforeAll(async () => {
  house = await openTrialHouse();
}, 120_000);
afterAll(() => house.close());

const read = (shelf: PlacesShelf | null, countyId = counties.here) =>
  house.cellar.database.snapshotOf(countyId, (trx) => placesOfCounty(trx, countyId, shelf));

it('what nothing has changed is read once, and a change is seen by the next reader', async () => {
  const shelf = new PlacesShelf();
  const first = await read(shelf);
  expect((await read(shelf)).rooms).toBe(first.rooms);
  const { name, code, minutesAway } = first.rooms.get(place.room) ?? {};
  expect(name).toBe('木桥村');
  await house.system('network.correct-room', {
    roomId: place.room,
    name: '木桥新村',
    code,
    minutesAway,
    fromDay: '2026-11-01',
  });
  const after = await read(shelf);
  expect(after.rooms.get(place.room)?.name).toBe('木桥新村');
  expect(after).toEqual(await read(null));
});

it('a county is never given the places of another, and the one asked for longest ago makes room', async () => {
  const shelf = new PlacesShelf(1);
  const here = await read(shelf);
  const there = await read(shelf, counties.there);
  expect([...there.rooms.keys()].filter((id) => here.rooms.has(id))).toEqual([]);
  const again = await read(shelf);
  expect(again.rooms).not.toBe(here.rooms);
  expect(again).toEqual(here);
});
