/** 下乡台账 on PostgreSQL: its total is the figure, what a trip came to is the sum of its visits, and it leaves as a paper. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import excel from '@protobi/exceljs';
import { tripCount, villageCalls } from '@yimi/services';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { convert } from '../../../scripts/office.ts';
import { drillTotal } from '../reads/figure-drill-sql.ts';
import { spanOf } from '../reads/figure-sql.ts';
import { countOf } from '../reads/query.ts';
import type { ReadingCounty } from '../reads/reading-county.ts';
import { countyId, named, openReadingCounty, others, place, visited, who } from '../reads/reading-county.ts';

let county: ReadingCounty;

const Answer = z.object({
  rows: z.array(
    z.looseObject({
      id: z.string(),
      cells: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      reason: z.string().nullable(),
    }),
  ),
  summary: z.object({
    total: z.number(),
    leftOut: z.array(z.object({ reason: z.string(), n: z.number() })),
    sums: z.record(z.string(), z.number()),
  }),
});

async function register(userId: string, more: object = {}) {
  const { status, body } = await county.post(userId, '/api/registers/rows', { register: 'trips', ...more });
  expect([status, body]).toEqual([200, expect.anything()]);
  return Answer.parse(body);
}

async function act(userId: string, name: string, input: unknown): Promise<void> {
  const [outcome] = await county.world.send(userId, county.world.envelope(name, input));
  if (outcome?.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
}

async function proposed(label: string, more: object = {}): Promise<string> {
  const stop = (roomId: string, clientIds: string[], errandIds: string[] = []) => ({
    ...{ stopId: named(`${label} ${roomId}`), roomId, arriveAt: 570, stayMinutes: 60, clientIds, errandIds },
  });
  await act(who.lan, 'services.propose-trip', {
    ...{ tripId: named(label), stationId: place.station, day: '2026-03-10', memberIds: [who.lan], car: 'none' },
    ...{ seats: 1, leaveAt: 510, backBy: 1050, supplies: [], note: '雨天路滑', ask: true },
    stops: [stop(place.room, [named('client')], [named('errand')]), stop(place.far, [named('潘')])],
    ...more,
  });
  return named(label);
}

beforeAll(async () => {
  county = await openReadingCounty();
  const errand = { errandId: named('errand'), roomId: place.room, clientId: null, kind: 'drop-off', text: '申请表' };
  await county.world.system('services.add-errand', { ...errand, byDay: null });
  const tripId = await proposed('went');
  const now = county.world.now;
  await act(who.lan, 'services.start-trip', { tripId, startedAt: now });
  await act(who.lan, 'services.reach-stop', { tripId, stopId: named(`went ${place.room}`), reachedAt: now });
  await visited(county, 'at the door', who.lan, named('client'), 0, { needs: ['助餐'] });
  await visited(county, 'by phone', who.lan, named('潘'), 0, { mode: 'phone' });
  await act(who.lan, 'services.settle-errand', { errandId: named('errand'), outcome: 'done', tripId, at: now });
  await act(who.lan, 'services.skip-stop', { tripId, stopId: named(`went ${place.far}`), reason: '路断了' });
  await act(who.lan, 'services.close-trip', { tripId, backAt: now + 3 * 3_600_000 });
  await proposed('called off', { day: '2026-03-16' });
  await act(who.lan, 'services.call-off-trip', { tripId: named('called off'), reason: '下大雨' });
  await proposed('ahead', { day: '2026-03-18', car: 'station' });
});
afterAll(() => county.close());

it('has as many rows as the figure counts, in the register, in the recount and behind the number (N1)', async () => {
  const at = { level: 'station' as const, id: place.station };
  const recount = await county.opened.database.snapshotOf(countyId, (trx) =>
    countOf(trx, drillTotal(tripCount, { at, span: spanOf('2026-03'), dims: {} })),
  );
  const shown = await register(who.lan);
  expect([shown.summary.total, shown.rows.length, recount]).toEqual([1, 1, 1]);
  expect(shown.summary.leftOut).toEqual([{ reason: 'trip-not-back', n: 2 }]);
  for (const [name, total, kind, left] of [
    [tripCount.name, 1, 'trip', 'trip-not-back'],
    [villageCalls.name, 1, 'call', 'village-not-reached'],
  ] as const) {
    const { body } = await county.get(who.lan, `/api/figures/${name}/records?month=2026-03`);
    const opened = z
      .object({ total: z.number(), rows: z.array(z.looseObject({ kind: z.string(), leftOut: z.string().nullable() })) })
      .parse(body);
    expect([name, opened.total]).toEqual([name, total]);
    expect(new Set(opened.rows.map((row) => row.kind))).toEqual(new Set([kind]));
    expect(new Set(opened.rows.flatMap((row) => row.leftOut ?? []))).toEqual(new Set([left]));
  }
  const { body } = await county.get(who.lan, '/api/figures?month=2026-03');
  expect(body).toMatchObject({ splits: { trips: { trips: 1, calls: 1 } } });
});

it('says of a trip what its visits come to: a phone call of that day is no visit of the trip', async () => {
  const columns = ['way', 'members', 'villages', 'skipped', 'visits', 'met', 'notReached', 'errands', 'needs', 'note'];
  const { rows, summary } = await register(who.lan, { columns, purpose: '核对下乡' });
  expect(rows[0]?.cells).toEqual({
    way: expect.stringContaining('、'),
    members: '蓝秀英',
    villages: 1,
    skipped: 1,
    visits: 1,
    met: 1,
    notReached: 1,
    errands: 1,
    needs: '助餐 1',
    note: '雨天路滑',
  });
  expect(summary.sums).toMatchObject({ villages: 1, visits: 1, errands: 1 });
});

it('is narrowed and sorted, with those that did not go apart', async () => {
  const total = async (filters: object, rows = 'counted') => (await register(who.lan, { filters, rows })).summary.total;
  expect(await total({ reached: 'no' })).toBe(1);
  expect(await total({ reached: 'yes' })).toBe(0);
  expect(await total({ back: 'in-time' })).toBe(1);
  expect(await total({ car: 'station' })).toBe(0);
  expect(await total({ car: 'station' }, 'left-out')).toBe(1);
  expect(await total({ state: 'called-off' }, 'left-out')).toBe(1);
  const byDay = await register(who.lan, { rows: 'left-out', sort: { by: 'day', order: 'desc' } });
  expect(byDay.rows.map((row) => row.id)).toEqual([named('ahead'), named('called off')]);
});

it('names workers and notes to those who may know them, and is out of reach for others (A1, A5)', async () => {
  const officer = await register(who.wu, { columns: ['way', 'members', 'visits'] });
  expect(officer.rows).toHaveLength(1);
  const asked = await county.post(who.wu, '/api/registers/rows', { register: 'trips', columns: ['note'] });
  expect(asked.body).toMatchObject({ code: 'registers.purpose-needed' });
  const rival = { register: 'trips', level: 'station', place: place.station };
  expect((await county.post(others.long, '/api/registers/rows', rival)).status).toBe(404);
  expect((await county.post(others.shiyuan, '/api/registers/rows', { register: 'trips' })).status).toBe(403);
});

it('leaves as a paper that LibreOffice opens, with its sums and those that did not go on a sheet of their own', async () => {
  const headers = { 'x-actor': who.shi, 'x-yimi': '1' };
  const payload = { register: 'trips', purpose: '县里核对用车' };
  const answer = await county.app.inject({ method: 'POST', url: '/api/registers/export', headers, payload });
  expect(answer.statusCode).toBe(200);
  const book = new excel.Workbook();
  await book.xlsx.load(new Uint8Array(answer.rawPayload).buffer as ArrayBuffer);
  expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['下乡台账', '未计入']);
  const text = book.worksheets[0]?.getSheetValues().flat().join('\n') ?? '';
  for (const said of ['清河乡社工站下乡台账', '1 次', '没有出去，或还没回来 2 条', '（盖章处）'])
    expect(text).toContain(said);
  const folder = mkdtempSync(join(tmpdir(), 'yimi-trips-'));
  try {
    writeFileSync(join(folder, 'trips.xlsx'), answer.rawPayload);
    const made = convert(join(folder, 'trips.xlsx'), 'html', join(folder, 'out'));
    const page = readFileSync(join(folder, 'out', made[0] ?? ''), 'utf8');
    for (const said of ['清河乡社工站下乡台账', '途经村（居）', '没有出去，或还没回来']) expect(page).toContain(said);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
