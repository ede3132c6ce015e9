/** The desk's board of trips: everything of the own station, nothing of another's, and nothing that was found at a door. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, others, place, visited, who } from './reading-county.ts';

let county: ReadingCounty;
const tripId = named('board trip');

beforeAll(async () => {
  county = await openReadingCounty();
  const { world } = county;
  await world.system('services.add-errand', {
    errandId: named('board errand'),
    roomId: place.room,
    clientId: null,
    kind: 'drop-off',
    text: '申请表',
    byDay: null,
  });
  await world.send(
    who.lan,
    world.envelope('services.propose-trip', {
      tripId,
      stationId: place.station,
      day: '2026-03-10',
      memberIds: [who.lan],
      car: 'none',
      seats: 1,
      leaveAt: 510,
      backBy: 1050,
      stops: [
        {
          stopId: named('board stop'),
          roomId: place.room,
          arriveAt: 580,
          stayMinutes: 50,
          clientIds: [named('client')],
          errandIds: [named('board errand')],
        },
      ],
      supplies: [],
      note: '',
      ask: true,
    }),
  );
  await world.send(who.lan, world.envelope('services.start-trip', { tripId, startedAt: world.now }));
  await visited(county, 'board visit', who.lan, named('client'), 0, { result: 'refused' });
});
afterAll(() => county.close());

it('holds trips, stops, errands, who is due, who can go, and the visits of the trip', async () => {
  const { status, body } = await county.get(who.shi, '/api/trips');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    stationId: place.station,
    trips: [{ id: tripId, state: 'under-way', memberIds: [who.lan] }],
    stops: [{ id: named('board stop'), clientIds: [named('client')] }],
    errands: [{ id: named('board errand'), text: '申请表' }],
    visits: [{ id: named('board visit'), result: 'refused' }],
  });
  const people = (body as { people: { id: string; pairReason: string | null; pairSuggested: string | null }[] }).people;
  // A door that was shut in somebody's face: the program suggests two, a person decides.
  expect(people.find((one) => one.id === named('client'))).toMatchObject({
    pairReason: null,
    pairSuggested: 'refused',
  });
  expect(JSON.stringify(body)).not.toContain('腿脚');
});

it('is nobody’s but the station’s (A1, A5)', async () => {
  const long = await county.get(others.long, '/api/trips');
  expect(long.body).toMatchObject({ stationId: place.other, trips: [], stops: [] });
  expect((await county.get(others.long, `/api/trips?station=${place.station}`)).status).toBe(404);
  expect((await county.get(others.long, `/api/trips?station=${named('nowhere')}`)).status).toBe(404);
  for (const reader of [who.qin, who.wu, others.tong, others.mo, others.ping, others.shiyuan]) {
    expect((await county.get(reader, '/api/trips')).status).toBe(403);
  }
});
