/** Law A7 on a page of visits of several people: whoever is erased is gone from it, wherever it was kept, and nobody else. */
import { randomBytes } from 'node:crypto';
import { derivedId } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { TestStore } from '../../../tests/world/postgres.ts';
import { openTestStore } from '../../../tests/world/postgres.ts';
import type { World } from '../../../tests/world/world.ts';
import { countyId, named, newClient, place, smallCounty, who } from '../../../tests/world/world.ts';
import { whoseParts } from './taken-apart.ts';

let test: TestStore;
let world: World;
const stays = named('client');
const goes = named('the one who is erased');

beforeAll(async () => {
  test = await openTestStore(randomBytes(32));
  world = await smallCounty(1, test.store);
  await world.system('people.register-client', newClient(goes, { name: '梁老七', pinyin: 'liang lao qi' }));
});
afterAll(() => test.close());

const row = (clientId: string, findings: string) => ({
  visitId: named(`visit of ${findings}`),
  clientId,
  visitedAt: world.now - 86_400_000,
  authorId: who.lan,
  authorRole: 'station-worker',
  mode: 'home',
  result: 'home',
  findings,
  needs: [],
  reviewedBy: null,
});

function page(): Envelope {
  const rows = [row(goes, '走的人腿脚不便'), row(stays, '留的人家里和睦')];
  return world.envelope('services.import-visits', {
    stationId: place.station,
    ledger: '旧台账',
    importedOn: '2026-03-10',
    rows,
  });
}

const Kept = z.array(z.object({ id: z.string(), content: z.instanceof(Buffer) }));

/** What somebody reads who has the county's key and everybody's who was not erased, but opens no part by itself. */
async function auditTexts(): Promise<string[]> {
  return test.database.inCounty(countyId, async (trx) => {
    const { keys } = test.store.within(trx, countyId);
    await keys.fetch([null], false);
    const found = await sql`select id, content from engine.audit where action = 'services.import-visits'`.execute(trx);
    return Kept.parse(found.rows).map(({ id, content }) => keys.open(null, content, `audit/${id}`) ?? '');
  });
}

async function refusedInput(id: string): Promise<string> {
  const [receipt] = await test.store.transaction(countyId, (tx) => tx.receipts([id]));
  return JSON.stringify(receipt?.content?.input ?? null);
}

describe('A7: a command about many people', () => {
  it('keeps each one’s part under their own key, gives it back whole, and loses only who is erased', async () => {
    const [accepted] = await world.send(who.shi, page());
    expect(accepted?.status).toBe('accepted');
    // The same rows once more are refused, and kept with all that was sent (law C4).
    const again = page();
    const [refused] = await world.send(who.shi, again);
    expect(refused?.status).toBe('refused');
    for (const text of await auditTexts()) {
      expect(text).toContain('旧台账');
      expect(text).not.toMatch(/腿脚不便|家里和睦/);
      expect(whoseParts(JSON.parse(text)).sort()).toEqual([goes, stays].sort());
    }
    expect(JSON.parse(await refusedInput(again.id))).toEqual(again.input);
    await world.system('people.erase-client', { clientId: goes });
    const left = await refusedInput(again.id);
    expect(left).not.toContain('腿脚不便');
    expect(left).toContain('家里和睦');
    expect(JSON.parse(left)).toMatchObject({ ledger: '旧台账', rows: [null, row(stays, '留的人家里和睦')] });
  });

  it('leaves what only looks like a sealed part as it was sent', async () => {
    const strange = { sealedFor: derivedId('nobody', 'at all'), box: 'AAAA' };
    const sent = world.envelope('people.register-client', { strange });
    expect((await world.send(who.shi, sent))[0]?.status).toBe('refused');
    expect(JSON.parse(await refusedInput(sent.id))).toEqual({ strange });
  });
});
