/** The monthly report on PostgreSQL: every line is its register's number, and a signature holds what it froze (law N5). */
import excel from '@protobi/exceljs';
import { groupLineKey, groupMeasures, groupOpens, reportSections } from '@yimi/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ReadingCounty } from '../reads/reading-county.ts';
import { named, openReadingCounty, others, place, visited, who } from '../reads/reading-county.ts';

let county: ReadingCounty;
const month = '2026-03';

const Report = z.object({
  lines: z.array(z.object({ key: z.string(), value: z.number().nullable() })),
  previous: z.record(z.string(), z.number()),
  notes: z.object({ problems: z.string(), plans: z.string() }).nullable(),
  editions: z.array(
    z.looseObject({ id: z.string(), edition: z.number(), signedByName: z.string().nullable(), problems: z.string() }),
  ),
  since: z.object({ report: z.string(), come: z.number(), gone: z.number() }).nullable(),
  maySign: z.boolean(),
  mayWrite: z.boolean(),
});

async function report(userId: string) {
  const { status, body } = await county.get(userId, `/api/reports?station=${place.station}&month=${month}`);
  expect([status, body]).toEqual([200, expect.anything()]);
  return Report.parse(body);
}

async function total(body: object): Promise<number> {
  const { body: answer } = await county.post(who.shi, '/api/registers/rows', body);
  return z.object({ summary: z.object({ total: z.number() }) }).parse(answer).summary.total;
}

async function sign(userId: string, label: string, seen: unknown) {
  return county.post(userId, '/api/reports/sign', { reportId: named(label), station: place.station, month, seen });
}

async function act(userId: string, name: string, input: unknown) {
  const [outcome] = await county.world.send(userId, county.world.envelope(name, input));
  return [outcome?.status, outcome?.problem?.code];
}

beforeAll(async () => {
  county = await openReadingCounty();
  await visited(county, 'r1', who.lan, named('client'), 1);
  await visited(county, 'r2', who.lan, named('潘'), 2, { result: 'nobody', mode: 'phone', needs: ['助餐', '出行'] });
  await visited(county, 'r3', who.wei, named('client'), 3);
  await visited(county, 'r4', who.lan, named('潘'), 4);
  await visited(county, 'r5', who.lan, named('潘'), 20);
  expect(await act(who.lan, 'services.withdraw-visit', { visitId: named('r4'), reason: '记错了人' })).toEqual([
    'accepted',
    undefined,
  ]);
});
afterAll(() => county.close());

describe('Every line of the report', () => {
  it('is the number of the register that it opens to', async () => {
    const { lines } = await report(who.shi);
    const values = new Map(lines.map(({ key, value }) => [key, value]));
    const lineOf = reportSections.flatMap((section) => section.lines);
    // People, photos and recordings are counted within the visits that the line opens to.
    const within = [
      ...['clients.met', 'evidence.photos', 'evidence.voices'],
      ...['trips.villages', 'trips.visits', 'trips.errands'],
      ...['activities.attendances', 'activities.helpers', 'volunteering.people', 'volunteering.hours'],
    ];
    for (const { key, opens } of lineOf) {
      if (opens === null || within.includes(key)) continue;
      const { register, filters, leftOut } = opens;
      const rows = leftOut === true ? 'left-out' : 'counted';
      expect([key, values.get(key)]).toEqual([key, await total({ register, filters, rows, from: month, to: month })]);
    }
    expect(values.get('visits.total')).toBe(3);
    expect(values.get('clients.met')).toBe(1);
    for (const { key: measure } of groupMeasures) {
      const { register, filters } = groupOpens('独居老人', measure);
      if (measure === 'met') continue;
      const line = values.get(groupLineKey('独居老人', measure)) ?? 0;
      expect([measure, line]).toEqual([measure, await total({ register, filters, from: month, to: month })]);
    }
  });

  it('has the month before beside it', async () => {
    const { previous } = await report(who.shi);
    expect(previous['visits.total']).toBe(1);
  });
});

describe('The typed boxes', () => {
  it('are written by the station, kept for the signature and seen by nobody else before', async () => {
    const typed = { stationId: place.station, month, problems: '路断了，两个屯没去成。', plans: '补访。' };
    expect(await act(who.lan, 'services.write-report', typed)).toEqual(['accepted', undefined]);
    expect(await act(others.long, 'services.write-report', typed)).toEqual(['refused', 'sync.out-of-reach']);
    expect((await report(who.shi)).notes).toEqual({ problems: typed.problems, plans: typed.plans });
    expect((await report(who.wu)).notes).toBeNull();
  });
});

describe('A signed report', () => {
  it('is signed by the head alone, with the numbers that they saw', async () => {
    const seen = (await report(who.shi)).lines;
    expect((await sign(who.lan, 'edition x', seen)).status).toBe(403);
    expect((await sign(others.long, 'edition x', seen)).status).toBe(403);
    expect((await report(who.lan)).maySign).toBe(false);
    const other = seen.map((line) => (line.key === 'visits.total' ? { ...line, value: 99 } : line));
    expect(await sign(who.shi, 'edition x', other)).toMatchObject({
      status: 409,
      body: { code: 'reports.numbers-moved' },
    });
    expect(await act(who.shi, 'services.sign-report', {})).toEqual(['refused', 'sync.wrong-shape']);
    expect((await sign(who.shi, 'edition 1', seen)).status).toBe(200);
    expect(await report(who.wu)).toMatchObject({
      editions: [{ edition: 1, signedByName: '石建国', problems: '路断了，两个屯没去成。' }],
      since: { come: 0, gone: 0 },
    });
  });

  it('stays as it was; what comes later is one more since, and opens to that record', async () => {
    await visited(county, 'late', who.lan, named('client'), 0);
    expect(await act(who.shi, 'services.reject-visit', { visitId: named('r1'), reason: '没有去' })).toEqual([
      'accepted',
      undefined,
    ]);
    const now = await report(who.shi);
    expect(now.since).toEqual({ report: named('edition 1'), come: 1, gone: 1 });
    const frozen = z.object({ lines: z.array(z.object({ key: z.string(), value: z.number().nullable() })) });
    const before = frozen.parse(now.editions[0]).lines.find((line) => line.key === 'visits.total');
    expect(before?.value).toBe(3);
    for (const [what, id] of [
      ['come', named('late')],
      ['gone', named('r1')],
    ] as const) {
      const since = { report: named('edition 1'), what };
      const { body } = await county.post(who.shi, '/api/registers/rows', { register: 'visits', since });
      expect(z.object({ rows: z.array(z.object({ id: z.string() })) }).parse(body).rows).toMatchObject([{ id }]);
    }
  });

  it('is signed again as the next edition, and the first one stays', async () => {
    expect((await sign(who.shi, 'edition 2', (await report(who.shi)).lines)).status).toBe(200);
    const { editions, since } = await report(who.shi);
    expect(editions.map((one) => one.edition)).toEqual([2, 1]);
    expect(since).toEqual({ report: named('edition 2'), come: 0, gone: 0 });
    expect(await sign(who.shi, 'edition 2', (await report(who.shi)).lines)).toMatchObject({ status: 409 });
  });

  it('is on record with who signed', async () => {
    const rows = await county.asOwner("select actor_id from engine.audit where action = 'reports.sign'");
    expect(rows.map((row) => row.actor_id)).toEqual(expect.arrayContaining([who.shi]));
  });

  it('leaves as a paper with its own numbers, what came since, and a blank for each module to come', async () => {
    await visited(county, 'later', who.lan, named('client'), 0);
    const payload = { station: place.station, month, report: named('edition 2'), purpose: '报县总站' };
    const headers = { 'x-actor': who.shi, 'x-yimi': '1' };
    const answer = await county.app.inject({ method: 'POST', url: '/api/reports/export', headers, payload });
    expect(answer.statusCode).toBe(200);
    const book = new excel.Workbook();
    await book.xlsx.load(new Uint8Array(answer.rawPayload).buffer as ArrayBuffer);
    const sheet = book.worksheets[0];
    const text = sheet?.getSheetValues().flat().join('\n') ?? '';
    for (const said of [
      '清河乡社工站2026年3月工作月报',
      '第 2 版，石建国',
      '签后新增 1 户次',
      '等“个案”模块启用后自动汇总',
      '路断了，两个屯没去成。',
      '（盖章处）',
    ])
      expect(text).toContain(said);
    expect(sheet?.pageSetup).toMatchObject({ paperSize: 9, orientation: 'portrait' });
  });
});

describe('Whose report', () => {
  it('is out of reach as if it were not there, and a month that has not begun is none', async () => {
    const url = (station: string, of = month) => `/api/reports?station=${station}&month=${of}`;
    expect((await county.get(who.lan, url(place.other))).status).toBe(404);
    expect((await county.get(who.lan, url(named('nowhere')))).status).toBe(404);
    expect((await county.get(others.shiyuan, url(place.station))).status).toBe(403);
    expect((await county.get(others.guan, url(place.station))).status).toBe(403);
    expect((await county.get(who.shi, url(place.station, '2026-04'))).status).toBe(400);
  });
});
