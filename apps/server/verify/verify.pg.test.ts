/** The proof, proved: whole on what commands wrote, and each kind of tampering found. */
import { randomUUID } from 'node:crypto';
import { hashText } from '@yimi/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue.ts';
import type { ReadingCounty } from '../reads/reading-county.ts';
import { countyId, named, openReadingCounty, others, place, visited, who } from '../reads/reading-county.ts';
import { sealAudit, verifyCounty } from './index.ts';

let county: ReadingCounty;

beforeEach(async () => {
  county = await openReadingCounty();
  for (let i = 0; i < 6; i++) await visited(county, `v${i}`, who.lan, named('client'), i * 9);
  await visited(county, 'w', others.long, named('梁'));
  await county.get(who.lan, `/api/people/${named('client')}`);
  await sealAudit(county.opened.database, countyId);
});
afterEach(() => county.close());

/** A minute later, when nothing may wait for the seal any more. */
async function proof() {
  const { database, store } = county.opened;
  const { details, ...verdict } = await verifyCounty(database, store, catalogue, countyId, county.world.now + 60_000);
  return { verdict, texts: details.map((one) => one.text) };
}

const whole = { audit: true, rollups: true, hashes: true, journal: true };

describe('verify', () => {
  it('finds nothing wrong with a county that commands wrote', async () => {
    expect(await proof()).toEqual({
      verdict: whole,
      texts: [expect.stringMatching(/账本还没有.*no money ledger yet/)],
    });
  });

  it('finds an audit entry that was changed, even by the owner (A4)', async () => {
    await county.asOwner(
      'update engine.audit set actor_id = $1 where id = (select entry_id from engine.audit_chain where seq = 5)',
      [who.shi],
    );
    const { verdict, texts } = await proof();
    expect(verdict).toEqual({ ...whole, audit: false });
    expect(texts[0]).toMatch(/^link 5 does not fit its entry/);
  });

  it('finds the last entry deleted', async () => {
    await county.asOwner(
      'delete from engine.audit where id = (select entry_id from engine.audit_chain order by seq desc limit 1)',
    );
    expect((await proof()).verdict).toEqual({ ...whole, audit: false });
  });

  it('finds a command’s entry cut off together with the end of the chain', async () => {
    await visited(county, 'last', who.lan, named('client'));
    await sealAudit(county.opened.database, countyId);
    await county.asOwner(`with cut as (delete from engine.audit_chain where seq = (select max(seq) from engine.audit_chain) returning entry_id)
      delete from engine.audit where id in (select entry_id from cut)`);
    const { verdict, texts } = await proof();
    expect(verdict).toEqual({ ...whole, audit: false });
    expect(texts[0]).toMatch(/has no audit entry$/);
  });

  it('finds links taken out of the middle and links put in another order', async () => {
    await county.asOwner('delete from engine.audit_chain where seq = 3');
    expect((await proof()).texts).toContain('link 3 is missing');
    await county.asOwner('update engine.audit_chain set seq = -seq where seq in (6, 7)');
    await county.asOwner('update engine.audit_chain set seq = 13 + seq where seq in (-6, -7)');
    expect((await proof()).texts.join('\n')).toMatch(/link 6 does not fit/);
  });

  it('finds entries that nobody sealed in time, and none that were just written', async () => {
    await visited(county, 'fresh', who.lan, named('client'));
    const { database, store } = county.opened;
    const early = await verifyCounty(database, store, catalogue, countyId, county.world.now + 1000);
    expect(early.audit).toBe(true);
    expect((await proof()).texts).toContain('1 entries have waited more than 30 seconds for the seal');
  });

  it('finds a rollup, a histogram and a contribution that were changed (N2, N3)', async () => {
    await county.asOwner(
      "update figures.rollups set n = n + 1 where id = (select id from figures.rollups where figure = 'services.visits' limit 1)",
    );
    await county.asOwner("delete from figures.day_histogram where figure = 'services.last-visit'");
    await county.asOwner("update engine.contributions set n = n + 1 where grain = 'station-month'");
    const { verdict, texts } = await proof();
    // The deleted histogram rows also fell out of their scopes, though no phone holds that table.
    expect(verdict).toEqual({ ...whole, rollups: false });
    for (const figure of [
      'services.visits at',
      'services.last-visit at',
      'contributions of services.clients-visited by station-month',
    ]) {
      expect(texts.join('\n')).toContain(figure);
    }
  });

  it('finds a record that was changed behind the engine’s back', async () => {
    await county.asOwner('delete from services.visits where id = $1', [named('v2')]);
    expect((await proof()).verdict).toEqual({ ...whole, rollups: false, hashes: false });
  });

  it('finds a row whose version no clock knows, and a clock whose hash is not its rows’ (S3)', async () => {
    await county.asOwner('update services.visits set version = version + 100 where id = $1', [named('v0')]);
    const { verdict, texts } = await proof();
    expect(verdict).toEqual({ ...whole, hashes: false });
    expect(texts.join('\n')).toMatch(new RegExp(`room:${place.room} for station: kept`));
    expect(texts.join('\n')).toContain(`above the clock's`);
  });

  it('holds what phones reported against the clocks of the same version (S3)', async () => {
    const scope = `room:${place.room}`;
    const [clock] = await county.opened.store.snapshot(countyId, (tx) => tx.clocks([scope]));
    const report = (version: number, hash: string) =>
      county.asOwner(
        `insert into engine.phone_states (county_id, device_id, scope, role_class, version, hash, seen_at) values ($1, $2, $3, 'station', $4, $5, 0)`,
        [countyId, randomUUID(), scope, version, hash],
      );
    const right = hashText(clock?.hashes.station ?? { a: 0, b: 0 });
    await report(clock?.version ?? 0, right);
    await report((clock?.version ?? 1) - 1, 'ffffffffffffffff');
    expect((await proof()).verdict).toEqual(whole);
    await report(clock?.version ?? 0, 'ffffffffffffffff');
    expect((await proof()).verdict).toEqual({ ...whole, hashes: false });
  });
});

describe('the sealer', () => {
  it('links each entry once, however many sealers run at a time', async () => {
    for (let i = 0; i < 20; i++) await visited(county, `s${i}`, who.lan, named('client'), i);
    const sealed = await Promise.all(Array.from({ length: 6 }, () => sealAudit(county.opened.database, countyId)));
    await sealAudit(county.opened.database, countyId);
    expect(sealed.reduce((sum, n) => sum + n, 0)).toBe(20);
    expect((await proof()).verdict).toEqual(whole);
    const [waiting] = await county.asOwner('select count(*)::int as n from engine.audit_unsealed');
    expect(waiting).toEqual({ n: 0 });
  });

  it('still holds after a person was erased, for it never read what was typed (A7)', async () => {
    const [outcome] = await county.world.send(
      who.shi,
      county.world.envelope('people.erase-client', { clientId: named('client') }),
    );
    expect(outcome?.status).toBe('accepted');
    await sealAudit(county.opened.database, countyId);
    expect((await proof()).verdict).toEqual(whole);
  });
});
