/** A person’s own copy of what is held about them (PIPL 45): whole, for a purpose, logged; and nobody else’s data in it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newVisit } from '../../../tests/world/world.ts';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, others, who } from './reading-county.ts';

const client = named('client');
let county: ReadingCounty;

beforeAll(async () => {
  county = await openReadingCounty();
});
afterAll(() => county.close());

const ask = (userId: string, clientId = client) =>
  county.post(userId, '/api/people/export', { clientId, purpose: '本人要一份自己的资料' });

it('holds the file, what was found on visits, and who has looked', async () => {
  const tie = { tieId: named('tie'), clientId: client, kind: 'child', otherId: null };
  const contact = { name: '杨小妹', phone: '13600000000' };
  await county.world.send(who.lan, county.world.envelope('people.tie-clients', { ...tie, contact }));
  await county.world.send(
    who.lan,
    county.world.envelope('services.record-visit', newVisit(named('told'), county.world)),
  );
  const { status, body } = await ask(who.lan);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    purpose: '本人要一份自己的资料',
    person: { name: '杨桂花', memberships: [{ group: '独居老人' }] },
    ties: [{ kind: 'child', otherName: '杨小妹' }],
  });
  expect(body).toMatchObject({ visits: [{ findings: '腿脚不便，药快吃完了', by: '蓝秀英', result: 'home' }] });
  const again = await ask(who.shi);
  expect(again.body).toMatchObject({ whoLooked: [{ action: 'people.export' }, { action: 'people.export' }] });
});

it('A5: is answered alike for a person who is elsewhere and one who is not there, and not at all without the right', async () => {
  expect((await ask(others.long)).status).toBe(404);
  expect((await ask(who.lan, named('nobody at all'))).status).toBe(404);
  expect((await ask(who.qin)).status).toBe(403);
  expect((await county.post(who.lan, '/api/people/export', { clientId: client, purpose: '' })).status).toBe(400);
});

it('the notice of an equal number is for heads alone', async () => {
  expect((await county.get(who.shi, '/api/people/same-id')).body).toEqual({ rows: [] });
  expect((await county.get(who.lan, '/api/people/same-id')).status).toBe(403);
});
