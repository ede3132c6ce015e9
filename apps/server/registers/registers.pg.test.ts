/**
 * Registers on PostgreSQL, as the program's own role, over what real commands wrote: their totals are the figures, their
 * pages neither skip nor repeat, and nobody sees more of a person than the drill-down shows.
 */
import { registers, visitCount } from '@yimi/services';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { newClient } from '../../../tests/world/world.ts';
import { drillTotal } from '../reads/figure-drill-sql.ts';
import { spanOf } from '../reads/figure-sql.ts';
import { countOf, rowsOf } from '../reads/query.ts';
import type { ReadingCounty } from '../reads/reading-county.ts';
import { countyId, named, openReadingCounty, others, place, visited, who } from '../reads/reading-county.ts';
import { Conditions, page } from './conditions.ts';

let county: ReadingCounty;

const Page = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      cells: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      reason: z.string().nullable(),
      clientId: z.string().nullable(),
    }),
  ),
  next: z.object({ key: z.union([z.string(), z.number()]), id: z.string() }).nullable(),
  columns: z.array(z.string()),
  summary: z
    .object({
      total: z.number(),
      leftOut: z.array(z.object({ reason: z.string(), n: z.number() })),
      sums: z.record(z.string(), z.number()),
      parts: z.array(z.object({ filter: z.string(), value: z.string(), n: z.number() })),
    })
    .optional(),
});
const purpose = '县民政局季度核对';

async function ask(userId: string, body: object): Promise<{ status: number; code: unknown }> {
  const { status, body: answer } = await county.post(userId, '/api/registers/rows', body);
  return { status, code: z.object({ code: z.string() }).safeParse(answer).data?.code };
}

async function open(userId: string, body: object) {
  const { status, body: answer } = await county.post(userId, '/api/registers/rows', body);
  expect([status, answer]).toEqual([200, expect.anything()]);
  const { summary, ...rest } = Page.parse(answer);
  const nothing = { total: -1, leftOut: [], sums: {} as Record<string, number>, parts: [] };
  return { ...rest, summary: summary ?? nothing };
}

async function act(userId: string, name: string, input: unknown): Promise<void> {
  const [outcome] = await county.world.send(userId, county.world.envelope(name, input));
  if (outcome?.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
}

async function figure(userId: string, name: string): Promise<number> {
  const { body } = await county.get(userId, `/api/figures/${name}/records`);
  return z.object({ total: z.number() }).parse(body).total;
}

async function acts(action: string): Promise<number> {
  return (await county.asOwner('select 1 from engine.audit where action = $1', [action])).length;
}

beforeAll(async () => {
  county = await openReadingCounty();
  const pan = named('潘');
  await visited(county, 'v1', who.lan, named('client'), 1);
  await visited(county, 'v2', who.lan, pan, 2, { result: 'nobody', mode: 'phone', needs: ['助餐'] });
  await visited(county, 'v3', who.wei, named('client'), 3);
  await visited(county, 'v4', who.lan, pan, 4, { findings: '=1+1 老人说屋顶漏雨' });
  await visited(county, 'v5', who.lan, pan, 5);
  await visited(county, 'v6', others.long, named('梁'), 1);
  await act(who.lan, 'services.withdraw-visit', { visitId: named('v5'), reason: '记错了人' });
  const groups = ['低保对象', '独居老人'];
  await county.world.system(
    'people.register-client',
    newClient(named('走'), { name: '@走老', pinyin: 'zou lao', groups, roomId: place.room, phone: '13900007777' }),
  );
  await county.world.system('network.open-post', {
    postId: named('post 新'),
    userId: named('新来的'),
    name: '新来的',
    phone: null,
    role: 'village-worker',
    stationId: place.station,
    roomId: place.far,
    agencyId: null,
    fromDay: '2026-03-02',
  });
  await county.world.system('network.open-post', {
    postId: named('post 旧'),
    userId: named('走了的'),
    name: '走了的',
    phone: null,
    role: 'station-worker',
    stationId: place.station,
    roomId: null,
    agencyId: null,
    fromDay: '2026-01-05',
  });
  await county.world.system('network.end-post', {
    postId: named('post 旧'),
    userId: named('走了的'),
    lastDay: '2026-03-04',
  });
});
afterAll(() => county.close());

describe('A register’s total', () => {
  it('is the figure, the recount and the number of rows, at station and county', async () => {
    for (const [userId, at] of [
      [who.lan, { level: 'station' as const, id: place.station }],
      [who.wu, { level: 'county' as const }],
    ] as const) {
      const register = await open(userId, { register: 'visits' });
      const drill = { at, span: spanOf('2026-03'), dims: {} };
      const recount = await county.opened.database.snapshotOf(countyId, (trx) =>
        countOf(trx, drillTotal(visitCount, drill)),
      );
      expect(register.summary.total).toBe(recount);
      expect(register.summary.total).toBe(await figure(userId, 'services.visits'));
      expect(register.rows).toHaveLength(recount);
      for (const filter of ['mode', 'result']) {
        const parts = register.summary.parts.filter((part) => part.filter === filter);
        expect(parts.reduce((sum, part) => sum + part.n, 0)).toBe(recount);
      }
    }
  });

  it('is the figure for the people served, and for the villages that nobody visits', async () => {
    expect((await open(who.lan, { register: 'clients' })).summary.total).toBe(
      await figure(who.lan, 'services.clients'),
    );
    const overdue = await open(who.lan, { register: 'clients', filters: { standing: 'overdue' } });
    expect(overdue.summary.total).toBe(await figure(who.lan, 'services.overdue'));
    const villages = await open(who.lan, { register: 'villages', filters: { unvisited: 'yes' } });
    expect(villages.summary.total).toBe(await figure(who.lan, 'services.rooms-unvisited'));
    const all = await open(who.lan, { register: 'villages' });
    expect(all.summary.sums.visits).toBe(await figure(who.lan, 'services.visits'));
  });

  it('leaves rows out with a reason, and shows them', async () => {
    const register = await open(who.lan, { register: 'visits' });
    expect(register.summary.leftOut).toEqual([{ reason: 'withdrawn-or-rejected', n: 1 }]);
    const left = await open(who.lan, { register: 'visits', rows: 'left-out' });
    expect(left.rows.map(({ id, reason }) => [id, reason])).toEqual([[named('v5'), 'withdrawn-or-rejected']]);
    const met = await open(who.lan, { register: 'visits', rows: 'left-out', filters: { mode: 'phone' } });
    expect(met.rows).toEqual([]);
  });

  it('is narrowed by filters that may be combined', async () => {
    const n = async (filters: object) => (await open(who.lan, { register: 'visits', filters })).summary.total;
    expect(await n({ mode: 'phone' })).toBe(1);
    expect(await n({ walker: 'volunteer' })).toBe(1);
    expect(await n({ walker: 'worker', result: 'home' })).toBe(2);
    expect(await n({ need: '助餐' })).toBe(1);
    expect(await n({ evidence: 'yes' })).toBe(0);
    const clients = async (filters: object) => (await open(who.lan, { register: 'clients', filters })).summary.total;
    expect(await clients({ group: '低保对象' })).toBe(1);
    expect(await clients({ group: '低保对象', met: 'no' })).toBe(1);
    expect((await clients({ met: 'yes' })) + (await clients({ met: 'no' }))).toBe(await clients({}));
  });

  it('of people in post tells who came and who left', async () => {
    const staff = await open(who.shi, { register: 'staff' });
    const named = staff.rows.map((row) => row.cells.name);
    expect(named).toContain('新来的');
    expect(named).not.toContain('走了的');
    expect(staff.summary.leftOut).toEqual([{ reason: 'left-in-period', n: 1 }]);
    const joined = await open(who.shi, { register: 'staff', filters: { turnover: 'joined' } });
    expect(joined.rows.map((row) => row.cells.name)).toEqual(['新来的']);
    const left = await open(who.shi, { register: 'staff', rows: 'left-out', filters: { turnover: 'left' } });
    expect(left.rows.map((row) => [row.cells.name, row.cells.toDay])).toEqual([['走了的', '2026-03-04']]);
    expect(
      (await open(who.shi, { register: 'staff', from: '2026-02', to: '2026-02' })).rows.map((row) => row.cells.name),
    ).toContain('走了的');
  });
});

describe('Pages', () => {
  it('follow each other without a gap or a repeat in every order, whatever arrives between them', async () => {
    for (let i = 0; i < 60; i++)
      await visited(county, `p${i}`, who.lan, i % 2 === 0 ? named('潘') : named('走'), i % 9);
    const sorts = registers.visits.columns.filter((column) => column.sortable).map(({ key }) => key);
    expect(sorts).toEqual(['day', 'room', 'name', 'risk', 'result', 'author']);
    for (const [at, by] of sorts.entries()) {
      for (const order of ['asc', 'desc'] as const) {
        const asked = { register: 'visits', sort: { by, order } };
        const first = await open(who.lan, asked);
        const then = await open(who.lan, { ...asked, cursor: first.next });
        const there = [...first.rows, ...then.rows].map((row) => row.id);
        expect(there.length).toBe(first.summary.total);
        await visited(county, `between ${by} ${order}`, who.lan, named('client'), at);
        const second = await open(who.lan, { ...asked, cursor: first.next });
        const ids = [...first.rows, ...second.rows].map((row) => row.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(there.filter((id) => !ids.includes(id))).toEqual([]);
        expect(second.next).toBeNull();
      }
    }
  });

  it('of villages and staff go on from their last row', async () => {
    const { next, rows } = await open(who.shi, { register: 'villages' });
    expect(next).toBeNull();
    expect(rows.map((row) => row.cells.room)).toEqual(['木桥村', '枫香村']);
    const after = await open(who.shi, { register: 'villages', cursor: { key: 0, id: rows[0]?.id } });
    expect(after.rows.map((row) => row.cells.room)).toEqual(['枫香村']);
  });
});

describe('Who sees what of a register', () => {
  const names = { register: 'visits', columns: ['day', 'name', 'room'] };

  it('shows the station its people, and sealed columns only for a purpose, on record', async () => {
    const plain = await open(who.lan, names);
    expect(plain.rows.every((row) => typeof row.cells.name === 'string')).toBe(true);
    const sealed = { register: 'visits', columns: ['day', 'findings', 'idNumber'], sort: { by: 'day', order: 'desc' } };
    expect(await ask(who.lan, sealed)).toEqual({ status: 400, code: 'registers.purpose-needed' });
    const before = await acts('registers.open');
    const opened = await open(who.lan, { ...sealed, purpose });
    expect(await acts('registers.open')).toBe(before + 1);
    expect(opened.rows.some((row) => row.cells.findings === '=1+1 老人说屋顶漏雨')).toBe(true);
    expect(opened.rows.some((row) => row.cells.idNumber === '11010519491231002X')).toBe(true);
  });

  it('asks a county officer what for before it names anybody, and never gives sealed columns', async () => {
    expect(await ask(who.wu, names)).toEqual({ status: 400, code: 'registers.purpose-needed' });
    const byGroup = { register: 'clients', columns: ['room'], filters: { group: '低保对象' } };
    expect(await ask(who.wu, byGroup)).toEqual({ status: 400, code: 'registers.purpose-needed' });
    expect(await ask(who.wu, { register: 'visits', sort: { by: 'name', order: 'asc' } })).toEqual({
      status: 400,
      code: 'registers.purpose-needed',
    });
    const opened = await open(who.wu, { ...names, purpose });
    expect(opened.rows.map((row) => row.cells.name)).toContain('潘老贵');
    expect((await open(who.wu, { register: 'visits' })).columns).not.toContain('name');
    expect(await ask(who.wu, { register: 'visits', columns: ['findings'], purpose })).toMatchObject({ status: 403 });
  });

  it('gives no person to those who read records only, and nothing at all to who reads figures only', async () => {
    for (const userId of [others.ping, others.du, others.tong]) {
      expect(await ask(userId, { ...names, purpose })).toMatchObject({ status: 403 });
      expect((await open(userId, { register: 'visits' })).rows.some((row) => row.clientId !== null)).toBe(false);
    }
    for (const userId of [others.mo, others.shiyuan, others.guan]) {
      expect(await ask(userId, { register: 'visits' })).toMatchObject({ status: 403 });
      expect((await county.get(userId, '/api/registers')).status).toBe(403);
    }
  });

  it('answers for a place out of reach as for one that is not there', async () => {
    const rival = await ask(who.lan, { register: 'visits', level: 'station', place: place.other });
    const nowhere = await ask(who.lan, { register: 'visits', level: 'station', place: named('nowhere') });
    expect(rival).toEqual(nowhere);
    expect(rival).toEqual({ status: 404, code: 'reads.not-found' });
  });

  it('keeps a village worker to the village, without sealed columns', async () => {
    const opened = await open(who.qin, { register: 'visits' });
    expect(new Set(opened.rows.map((row) => row.cells.room))).toEqual(new Set(['木桥村']));
    expect(await ask(who.qin, { register: 'visits', columns: ['findings'], purpose })).toMatchObject({ status: 403 });
  });

  it('offers each reader the columns they may have', async () => {
    const Offered = z.object({
      registers: z.array(
        z.object({ name: z.string(), columns: z.array(z.object({ key: z.string(), purpose: z.boolean() })) }),
      ),
    });
    const offered = async (userId: string) => {
      const { body } = await county.get(userId, '/api/registers');
      const columns = Offered.parse(body).registers.find(({ name }) => name === 'clients')?.columns ?? [];
      return new Map(columns.map(({ key, purpose: needed }) => [key, needed]));
    };
    expect((await offered(who.lan)).get('name')).toBe(false);
    expect((await offered(who.lan)).get('idNumber')).toBe(true);
    expect((await offered(who.wu)).get('name')).toBe(true);
    expect((await offered(who.wu)).has('idNumber')).toBe(false);
    expect((await offered(others.ping)).has('name')).toBe(false);
    expect((await offered(others.ping)).has('assignee')).toBe(false);
  });

  it('refuses columns, filters, orders and spans that are none', async () => {
    for (const wrong of [
      { columns: ['nothing'] },
      { columns: ['day', 'day'] },
      { filters: { nothing: 'x' } },
      { filters: { mode: 'by boat' } },
      { filters: { __proto__x: 'y' } },
      { sort: { by: 'findings', order: 'asc' } },
      { from: '2026-04', to: '2026-03' },
      { from: '2020-01', to: '2026-03' },
    ])
      expect(await ask(who.lan, { register: 'visits', ...wrong })).toMatchObject({ status: 400 });
  });
});

it('pages a county’s register by an index (Z3)', async () => {
  await county.asOwner(
    `insert into services.visits (county_id, id, scope, version, client_id, held_in, room_id, station_id, author_id, author_role,
        occurred_on, occurred_at, recorded_at, plausible, mode, result, risk, needs, state, review, archived)
      select $1, gen_random_uuid(), 'x', 1, md5('c' || n % 2500)::uuid, md5('r' || n % 150)::uuid, md5('r' || n % 150)::uuid,
        md5('s' || n % 15)::uuid, md5('a')::uuid, 'station-worker', to_char(date '2024-04-01' + n % 340, 'YYYY-MM-DD'), 0, 0, true,
        'home', 'home', 'key', '[]', 'counted', 'reviewed', false from generate_series(1, 18000) n`,
    [countyId],
  );
  await county.asOwner('vacuum analyze services.visits');
  const Line = z.object({ 'QUERY PLAN': z.string() });
  const plan = async (where: string): Promise<string> => {
    const all = new Conditions();
    all.add(where);
    const rest = page(
      all,
      { sql: 'occurred_on', type: 'text', direction: 'desc' },
      { key: '2024-06-20', id: named('x') },
      50,
    );
    const rows = await county.opened.database.snapshotOf(countyId, async (trx) => {
      await sql`set local enable_bitmapscan = off`.execute(trx);
      return rowsOf(trx, Line, {
        text: `explain select * from services.visits where ${all.text()}${rest}`,
        values: all.values,
      });
    });
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  expect(await plan("occurred_on >= '2024-06-01' and occurred_on <= '2024-06-31'")).toContain('using visits_by_day');
  const station = "station_id = md5('s3')::uuid and occurred_on >= '2024-06-01' and occurred_on <= '2024-06-31'";
  expect(await plan(station)).toMatch(/using visits_by_(station_)?day/);
  const room = "room_id = md5('r3')::uuid and occurred_on >= '2024-06-01' and occurred_on <= '2024-06-31'";
  expect(await plan(room)).toContain('using visits_by_room_day');
});
