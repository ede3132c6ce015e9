/** Who may read a mandatory report on PostgreSQL, who may not even know of it, and what is written down of each reading. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTray } from '../deposits/tray.ts';
import { alertLateReports } from '../protection-jobs.ts';
import type { ReadingCounty } from './reading-county.ts';
import { countyId, named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
const reportId = named('report');
const at = () => county.world.now;
const url = `/api/protection/${reportId}`;

async function accepted(userId: string, name: string, input: unknown): Promise<void> {
  const [outcome] = await county.world.send(userId, county.world.envelope(`protection.${name}`, input));
  expect(outcome).toMatchObject({ status: 'accepted' });
}
const report = (id: string, more: object = {}) => ({
  ...{
    reportId: id,
    roomId: place.room,
    clientId: named('client'),
    who: '杨桂花',
    whereabouts: '学校后门',
    whom: 'child',
  },
  ...{
    danger: 'now',
    signs: ['injury'],
    seen: '手臂上有旧伤',
    heard: '“不要告诉爸爸”',
    observedAt: at(),
    steps: [],
    ...more,
  },
});
/** How often the report was opened, and how often somebody tried who may not. */
const reads = async (): Promise<{ accepted: number; refused: number }> => {
  const rows = await county.asOwner("select outcome from engine.audit where action = 'protection.open'");
  const of = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
  return { accepted: of('accepted'), refused: of('refused') };
};

beforeAll(async () => {
  county = await openReadingCounty();
  await accepted(who.wei, 'report', report(reportId));
}, 120_000);
afterAll(() => county.close());

describe('a mandatory report on PostgreSQL', () => {
  it('is sealed where it lies: no word of it, and no name, stands in the table', async () => {
    const rows = await county.asOwner('select row_to_json(r)::text as row from protection.reports r');
    expect(rows).toHaveLength(1);
    for (const word of ['旧伤', '爸爸', '杨桂花', '学校', 'injury']) {
      expect(rows[0]?.row).not.toContain(word);
      expect(rows[0]?.row).not.toContain(Buffer.from(word).toString('hex'));
    }
  });

  it('is listed without name and words, and opened whole by the head; the reading is in the audit', async () => {
    const { body } = await county.get(who.shi, '/api/protection');
    expect(body).toMatchObject({
      mayRead: true,
      reports: [{ id: reportId, danger: 'now', late: false, roomName: expect.any(String) }],
    });
    expect(JSON.stringify(body)).not.toMatch(/杨桂花|旧伤|爸爸|injury/);
    const before = await reads();
    const opened = await county.get(who.shi, url);
    expect(opened.body).toMatchObject({
      who: '杨桂花',
      seen: '手臂上有旧伤',
      heard: '“不要告诉爸爸”',
      signs: ['injury'],
      mayClose: true,
    });
    expect(await reads()).toEqual({ ...before, accepted: before.accepted + 1 });
  });

  it('is closed to its own writer’s colleagues, the other station, the township, the county unless named, evaluators and the city, and each try is in the audit', async () => {
    const before = await reads();
    const without = [
      who.wei,
      who.qin,
      who.lan,
      who.wu,
      others.long,
      others.mo,
      others.ping,
      others.du,
      others.guan,
      others.tong,
    ];
    for (const user of without) expect((await county.get(user, url)).status, user).toBe(404);
    expect(await reads()).toEqual({ ...before, refused: before.refused + without.length });
    expect((await county.get(others.shiyuan, url)).status).not.toBe(200);
    for (const user of [who.qin, who.lan, others.long]) {
      expect((await county.get(user, '/api/protection')).body).toMatchObject({
        mayRead: false,
        reports: [],
        own: [],
        county: null,
        readers: null,
      });
    }
    for (const user of [others.mo, others.ping, others.tong, others.shiyuan])
      expect((await county.get(user, '/api/protection')).status).toBe(403);
  });

  it('tells its writer how far it has come, and no word back', async () => {
    const { body } = await county.get(who.wei, '/api/protection');
    expect(body).toMatchObject({ mayRead: false, reports: [], own: [{ id: reportId, state: 'open' }] });
    expect(JSON.stringify(body)).not.toMatch(/杨桂花|旧伤|爸爸/);
  });

  it('alerts when it was not passed on: the county hears where, and not how many while they are few', async () => {
    expect((await county.get(who.wu, '/api/protection')).body).toMatchObject({
      county: { made: null, open: null, late: [] },
      reports: [],
    });
    county.world.now += 3 * 3_600_000;
    const jobs = () =>
      alertLateReports({ database: county.opened.database, engine: county.world.engine, now: at }, countyId);
    await jobs();
    await jobs();
    const alerted = await county.asOwner(
      "select count(*)::int as n from engine.audit where action = 'protection.alert'",
    );
    expect(alerted).toEqual([{ n: 1 }]);
    const told = (await county.get(who.wu, '/api/protection')).body;
    expect(told).toMatchObject({ county: { made: null, late: [{ stationId: place.station }] }, reports: [] });
    expect((await county.get(who.shi, '/api/protection')).body).toMatchObject({
      reports: [{ id: reportId, late: true }],
    });
    for (let n = 0; n < 5; n++) await accepted(who.wei, 'report', report(named(`more ${n}`)));
    expect((await county.get(who.wu, '/api/protection')).body).toMatchObject({ county: { made: 6, open: 6 } });
  });

  it('opens to an officer of the county and a worker once they are named, and no longer when that ends', async () => {
    expect((await county.get(others.guan, '/api/protection')).body).toMatchObject({
      mayRead: false,
      readers: { candidates: [{ id: who.wu }] },
    });
    await accepted(others.guan, 'name-reader', { userId: who.wu, stationId: null, ended: false });
    await accepted(who.shi, 'name-reader', { userId: who.lan, stationId: place.station, ended: false });
    for (const user of [who.wu, who.lan]) expect((await county.get(user, url)).status).toBe(200);
    expect((await county.get(others.long, url)).status).toBe(404);
    await accepted(others.guan, 'name-reader', { userId: who.wu, stationId: null, ended: true });
    await accepted(who.shi, 'name-reader', { userId: who.lan, stationId: place.station, ended: true });
    for (const user of [who.wu, who.lan]) expect((await county.get(user, url)).status).toBe(404);
  });

  it('says nothing of what was seen in the tray either, where it was refused: a worker learns that, a head what', async () => {
    const gone = report(named('refused'), { roomId: named('no such village'), clientId: null });
    const [outcome] = await county.world.send(who.wei, county.world.envelope('protection.report', gone));
    expect(outcome).toMatchObject({ status: 'refused', problem: { code: 'protection.unknown-village' } });
    const { database, store } = county.opened;
    const trayOf = async (userId: string, role: 'station-worker' | 'station-head') => {
      const post = { id: userId, userId, role, stationId: place.station, roomId: null, agencyId: null };
      const posts = [{ ...post, fromDay: '2026-01-01', toDay: null }];
      // The tray asks an actor for posts and roles, and of its parts for rows only.
      const { rows } = await readTray(
        { database, store } as never,
        { countyId, userId, posts, roles: [role] } as never,
      );
      return rows.filter((row) => row.name === 'protection.report').map((row) => row.input);
    };
    expect(await trayOf(who.lan, 'station-worker')).toEqual([null]);
    expect(await trayOf(who.shi, 'station-head')).toMatchObject([{ seen: '手臂上有旧伤' }]);
  });
});
