/**
 * Phones of the previous protocol are served for a year (law S9). The shapes below are those of version 1, word for word and
 * strict, as its phones parse what they are sent: a key too many, and they would stop.
 */
import { protocolVersion } from '@yimi/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { client, idOf, named, newVisit, openTrialHouse, place } from '../../apps/server/trial-house.ts';

const Outcome = z.strictObject({
  id: z.uuid(),
  status: z.enum(['accepted', 'refused', 'waiting']),
  problem: z.optional(z.unknown()),
  recordedAt: z.int(),
  clocks: z.record(z.string(), z.int()),
});
const PushAnswer = z.strictObject({ outcomes: z.array(Outcome) });
const Part = z.strictObject({
  scope: z.string(),
  roleClass: z.string(),
  reset: z.boolean(),
  version: z.int(),
  hash: z.string(),
  tables: z.array(
    z.strictObject({
      table: z.string(),
      columns: z.array(z.string()),
      rows: z.array(z.array(z.unknown())),
      versions: z.array(z.int()),
    }),
  ),
  gone: z.array(z.strictObject({ table: z.string(), id: z.string() })),
});
const PullAnswer = z.strictObject({
  parts: z.array(Part),
  dropped: z.array(z.string()),
  more: z.boolean(),
  serverTime: z.int(),
});

let house: TrialHouse;
let cookie: string;
beforeAll(async () => {
  house = await openTrialHouse();
  cookie = await house.cookieOf('lan');
}, 120_000);
afterAll(() => house.close());

async function ask(path: string, payload: object): Promise<{ status: number; body: unknown }> {
  const headers = { 'x-yimi': '1', cookie };
  const answer = await house.app.inject({ method: 'POST', url: `/api/sync/${path}`, headers, payload });
  return { status: answer.statusCode, body: answer.json() };
}

it('S9: a phone of protocol 1 loads, records, and comes again for what is new, in the shapes it knows', async () => {
  const first = PullAnswer.parse((await ask('pull', { protocol: 1, scopes: [], diverged: [] })).body);
  const held = first.parts.map(({ scope, roleClass, version, hash }) => ({ scope, roleClass, version, hash }));
  expect(held.map((one) => one.scope)).toContain(`room:${place.room}`);
  const visitId = named('visit of yesterday’s phone');
  const input = newVisit(visitId, client, Date.now());
  const envelope = { id: named('its command'), name: 'services.record-visit', v: 1, occurredAt: Date.now(), input };
  const batch = [{ ...envelope, dependsOn: [], mends: null, hints: [`room:${place.room}`] }];
  const pushed = PushAnswer.parse((await ask('push', { protocol: 1, batch })).body);
  expect(pushed.outcomes.map((one) => one.status)).toEqual(['accepted']);
  const next = PullAnswer.parse((await ask('pull', { protocol: 1, scopes: held, diverged: [] })).body);
  const rows = next.parts.flatMap((part) => part.tables).flatMap((table) => table.rows);
  expect(rows.flat()).toContain(visitId);
  expect(next.parts.every((part) => !part.reset)).toBe(true);
  expect(idOf('lan')).toBe(rows.flat().find((value) => value === idOf('lan')));
});

it('S9: a phone of today hears of the epoch; one of tomorrow is asked to wait, one of nowhere to say what it speaks', async () => {
  const today = await ask('pull', { protocol: protocolVersion, scopes: [], diverged: [] });
  const { epoch } = z.looseObject({ epoch: z.string() }).parse(today.body);
  const other = await ask('push', { protocol: protocolVersion, epoch: 'another life', batch: [] });
  expect(other.body).toEqual({ epoch, outcomes: [] });
  const tomorrow = await ask('pull', { protocol: protocolVersion + 1, scopes: [], diverged: [] });
  expect([tomorrow.status, tomorrow.body]).toEqual([503, expect.objectContaining({ code: 'sync.server-older' })]);
  const nowhere = await ask('pull', { scopes: [], diverged: [] });
  expect(nowhere.status).toBe(400);
});
