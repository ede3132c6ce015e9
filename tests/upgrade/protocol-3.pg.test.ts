/** A released phone of protocol 3 at today's server (law S9): it loads, records, comes again, and survives a restored server. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { client, idOf, named, newVisit, openTrialHouse, place } from '../../apps/server/trial-house.ts';
import { PhoneOfProtocol3 } from './phone-of-protocol-3.ts';

let house: TrialHouse;
let phone: PhoneOfProtocol3;
beforeAll(async () => {
  house = await openTrialHouse();
  const cookie = await house.cookieOf('lan');
  phone = new PhoneOfProtocol3(async (path, payload) => {
    const headers = { 'x-yimi': '1', cookie, 'content-type': 'application/gzip' };
    const answer = await house.app.inject({ method: 'POST', url: `/api/sync/${path}`, headers, payload });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.rawPayload;
  });
}, 120_000);
afterAll(() => house.close());

const visit = (visitId: string, more: object = {}) => ({
  id: named(`command of ${visitId}`),
  name: 'services.record-visit',
  v: 1,
  occurredAt: Date.now(),
  input: { ...newVisit(visitId, client, Date.now()), ...more },
  dependsOn: [],
  mends: null,
  hints: [`room:${place.room}`],
});

it('S9: loads what its person may hold, and what it holds gives the hash that the server names', async () => {
  expect(await phone.pull()).toEqual([]);
  expect(phone.scopes.get(`room:${place.room}`)?.roleClass).toBe('station');
  expect(phone.rows('people.clients').map((row) => [row.id, row.name])).toEqual([[client, '杨桂花']]);
});

it('S9: records a visit by the input it knew, is refused what is wrong, and counts what it is sent', async () => {
  const [good, wrong] = [named('visit of protocol 3'), named('visit of nobody')];
  const outcomes = await phone.push([visit(good), visit(wrong, { clientId: named('nobody') })]);
  expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'refused']);
  expect(await phone.pull()).toEqual([]);
  const held = phone.rows('services.visits').map((row) => [row.id, row.findings, row.authorId]);
  expect(held).toEqual([[good, '腿脚不便，药快吃完了', idOf('lan')]]);
  const counted = phone.rows('figures.rollups').filter((row) => row.figure === 'services.visits');
  expect(counted.map((row) => [typeof row.id, row.n])).toEqual([['string', 1]]);
});

it('S9, C3: sends the same again after a cut, and is told the same', async () => {
  const again = visit(named('visit after a cut'));
  const first = await phone.push([again]);
  expect(await phone.push([again])).toEqual(first);
  expect(await phone.pull()).toEqual([]);
  expect(phone.rows('services.visits')).toHaveLength(2);
});
