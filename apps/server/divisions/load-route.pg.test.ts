/** The statistics' branch of a county, loaded because its desk asked to look through it; nothing is made of it yet. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { Login, TrialHouse } from '../trial-house.ts';
import { counties, openTrialHouse } from '../trial-house.ts';

let house: TrialHouse;
beforeAll(async () => {
  house = await openTrialHouse();
  await house.cellar.owner.outsideCounties((trx) =>
    sql`update public.counties set code = '450226' where id = ${counties.here}`.execute(trx),
  );
}, 120_000);
afterAll(() => house.close(), 60_000);

const Listed = z.object({ loaded: z.boolean(), marks: z.record(z.string(), z.number()), rows: z.array(z.unknown()) });

async function load(login: Login): Promise<number> {
  const headers = { cookie: await house.cookieOf(login), 'x-yimi': '1' };
  const answer = await house.app.inject({ method: 'POST', url: '/api/divisions/load', headers, payload: {} });
  return answer.statusCode;
}
async function listed(): Promise<z.infer<typeof Listed>> {
  const headers = { cookie: await house.cookieOf('wu') };
  return Listed.parse((await house.app.inject({ url: '/api/divisions', headers })).json());
}

it('is for the county’s desk alone, comes once, and makes no station of any township', async () => {
  expect(await load('shi')).toBe(403);
  expect(await listed()).toMatchObject({ loaded: false, rows: [] });
  expect(await load('wu')).toBe(204);
  const { loaded, marks, rows } = await listed();
  expect([loaded, rows.length, marks.real]).toEqual([true, 15, 15]);
  expect(await load('wu')).toBe(204);
  const found = await house.cellar.database.inCounty(counties.here, (trx) =>
    sql<{ n: number }>`select count(*)::int as n from network.stations`.execute(trx),
  );
  expect(found.rows).toEqual([{ n: 2 }]);
}, 120_000);
