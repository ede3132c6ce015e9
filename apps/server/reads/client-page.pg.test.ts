/** One person's page and the pairs that may be one person, on PostgreSQL, each reader seeing what is theirs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { newClient } from '../../../tests/world/world.ts';
import type { ReadingCounty } from './reading-county.ts';
import { farRoom, named, openReadingCounty, others, place, visited, who } from './reading-county.ts';

const client = named('client');
const twin = named('杨桂花 again');
const far = named('daughter at the other station');
let county: ReadingCounty;

const Page = z.looseObject({
  id: z.string(),
  memberships: z.array(z.looseObject({ group: z.string(), source: z.string().nullable(), fromDay: z.string() })),
  household: z.array(z.looseObject({ name: z.string() })),
  householdFacts: z.nullable(z.looseObject({ address: z.string(), headId: z.string().nullable() })),
  ties: z.array(z.looseObject({ kind: z.string(), otherId: z.string().nullable(), otherName: z.string().nullable() })),
  visits: z.array(
    z.looseObject({ findings: z.string().nullable(), photos: z.array(z.string()), needs: z.array(z.string()) }),
  ),
  proposals: z.array(
    z.looseObject({ id: z.string(), reasons: z.array(z.string()), other: z.looseObject({ id: z.string() }) }),
  ),
  merged: z.array(z.looseObject({ clientId: z.string() })),
  everyDays: z.number(),
});
const Pairs = z.object({
  total: z.number(),
  rows: z.array(
    z.looseObject({
      id: z.string(),
      reasons: z.array(z.string()),
      one: z.looseObject({ id: z.string(), visits: z.number(), groups: z.array(z.string()) }),
      other: z.looseObject({ id: z.string() }),
    }),
  ),
});

async function page(userId: string, id: string) {
  const { status, body } = await county.get(userId, `/api/people/${id}`);
  expect([status, body]).toEqual([200, expect.anything()]);
  return Page.parse(body);
}
async function pairs(userId: string) {
  const { status, body } = await county.get(userId, '/api/people/duplicates');
  expect([status, body]).toEqual([200, expect.anything()]);
  return Pairs.parse(body);
}
async function does(userId: string, name: string, input: unknown): Promise<void> {
  const [outcome] = await county.world.send(userId, county.world.envelope(name, input));
  expect([name, outcome]).toEqual([name, expect.objectContaining({ status: 'accepted' })]);
}

beforeAll(async () => {
  county = await openReadingCounty();
  await visited(county, 'v1', who.lan, client, 1, {
    findings: '腿脚不便',
    needs: ['助餐'],
    files: [{ id: named('photo'), kind: 'photo', sha256: 'b'.repeat(64), mime: 'image/jpeg', bytes: 9, takenAt: 1 }],
  });
  await county.world.system('services.confirm-evidence', {
    evidenceId: named('photo'),
    arrivedAt: county.world.now,
  });
  await does(who.lan, 'people.register-client', newClient(twin));
  await does(
    others.long,
    'people.register-client',
    newClient(far, {
      name: '杨春梅',
      pinyin: 'yang chun mei',
      birthDay: '1969-02-01',
      phone: '13900000009',
      roomId: farRoom,
    }),
  );
  await does(who.lan, 'people.make-household', {
    householdId: named('household'),
    ...{ roomId: place.room, hamlet: '上屯', address: '鼓楼后第三家', phone: null },
    ...{ headId: client, memberIds: [client, twin], day: '2026-03-01' },
  });
  await does(who.lan, 'people.tie-clients', {
    ...{
      tieId: named('tie'),
      clientId: client,
      kind: 'child',
      otherId: null,
      contact: { name: '杨阿妹', phone: '13600000001' },
    },
  });
  await does(who.lan, 'people.record-membership', {
    clientId: client,
    membership: { group: '低保对象', source: '民政系统', fromDay: '2026-02-01', toDay: null },
  });
});
afterAll(() => county.close());

describe('a person’s page', () => {
  it('tells household, ties, groups with their source, and what was found, needed and photographed', async () => {
    const shown = await page(who.lan, client);
    expect(shown.household.map((one) => one.name)).toEqual(['杨桂花']);
    expect(shown.householdFacts).toMatchObject({ address: '鼓楼后第三家', headId: client });
    expect(shown.ties).toEqual([expect.objectContaining({ kind: 'child', otherId: null, otherName: '杨阿妹' })]);
    expect(shown.memberships).toContainEqual(
      expect.objectContaining({ group: '低保对象', source: '民政系统', fromDay: '2026-02-01' }),
    );
    expect(shown.visits[0]).toMatchObject({ findings: '腿脚不便', needs: ['助餐'], photos: ['b'.repeat(64)] });
    expect(shown.everyDays).toBe(30);
  });

  it('keeps from a village worker what others found, the pictures, and whom somebody thinks a twin', async () => {
    const shown = await page(who.qin, client);
    expect(shown.visits[0]).toMatchObject({ findings: null, photos: [] });
    expect(shown.proposals).toEqual([]);
    expect(shown.household).toHaveLength(1);
  });

  it('shows no pictures from the moment consent to photos is taken back, and again when it is given anew', async () => {
    await does(who.lan, 'people.withdraw-consent', { clientId: client, purpose: 'photo' });
    expect((await page(who.lan, client)).visits[0]?.photos).toEqual([]);
    await does(who.lan, 'people.give-consent', { clientId: client, purpose: 'photo', givenBy: 'person' });
    expect((await page(who.lan, client)).visits[0]?.photos).toHaveLength(1);
  });
});

describe('pairs that may be one person', () => {
  it('are listed with their reasons and both files for those who decide, and for nobody else', async () => {
    const listed = await pairs(who.lan);
    const pair = listed.rows.find((one) => [one.one.id, one.other.id].includes(twin));
    expect(pair?.reasons).toEqual(expect.arrayContaining(['same-name', 'same-birth']));
    expect(listed.total).toBe(listed.rows.length);
    expect((await pairs(others.long)).rows).toEqual([]);
    expect((await county.get(who.qin, '/api/people/duplicates')).status).toBe(403);
    expect((await county.get(who.wu, '/api/people/duplicates')).status).toBe(403);
  });

  it('leave the list when they are merged, stand on the page that stayed, and come back when the merge is undone', async () => {
    const before = await pairs(who.lan);
    const pair = before.rows.find((one) => [one.one.id, one.other.id].includes(twin));
    await does(who.lan, 'people.merge-clients', {
      clientId: twin,
      intoClientId: client,
      proposalId: pair?.id,
      take: ['groups'],
    });
    expect((await pairs(who.lan)).total).toBe(before.total - 1);
    const merged = await page(who.lan, twin);
    expect(merged.id).toBe(client);
    expect(merged.merged.map((one) => one.clientId)).toEqual([twin]);
    await does(who.lan, 'people.undo-merge', { clientId: twin, takeVisits: [] });
    expect((await page(who.lan, client)).merged).toEqual([]);
    expect((await page(who.lan, twin)).id).toBe(twin);
  });
});

describe('the households of a village', () => {
  it('are found by the name of a member, and only by who may open the village', async () => {
    const found = async (search: string) => {
      const { body } = await county.post(who.lan, '/api/households/search', { room: place.room, search });
      return z
        .object({ rows: z.array(z.looseObject({ address: z.string(), members: z.array(z.string()) })) })
        .parse(body).rows;
    };
    expect(await found('ygh')).toEqual([
      expect.objectContaining({ address: '鼓楼后第三家', members: expect.arrayContaining(['杨桂花']) }),
    ]);
    expect(await found('wang')).toEqual([]);
    const elsewhere = { room: place.room, search: 'ygh' };
    expect((await county.get(others.long, `/api/households?room=${place.room}`)).status).toBe(404);
    expect((await county.post(others.long, '/api/households/search', elsewhere)).status).toBe(404);
  });
});
