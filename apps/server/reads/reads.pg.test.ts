/** The console's reads on PostgreSQL, as the program's own role, over what real commands wrote. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { newClient } from '../../../tests/world/world.ts';
import type { ReadingCounty } from './reading-county.ts';
import { countyId, farRoom, named, openReadingCounty, others, place, visited, who } from './reading-county.ts';

const client = named('client');
let county: ReadingCounty;

const Row = z.object({
  id: z.string(),
  leftOut: z.string().nullable(),
  clientName: z.string().nullable(),
  clientId: z.string().nullable(),
  authorName: z.string().nullable(),
});
const Records = z.object({
  total: z.number(),
  rows: z.array(Row),
  leftOut: z.array(z.unknown()),
  next: z.string().nullable(),
});
const Figures = z.object({
  place: z.object({ level: z.string(), id: z.string(), name: z.string() }),
  parents: z.array(z.object({ name: z.string() })),
  tiles: z.array(
    z.looseObject({
      figure: z.string(),
      value: z.number().nullable(),
      previous: z.number().nullable(),
      of: z.number().nullable(),
    }),
  ),
  children: z.array(
    z.looseObject({
      id: z.string(),
      tiles: z.record(z.string(), z.number().nullable()),
      daysSince: z.number().nullable(),
    }),
  ),
  days: z.array(z.object({ day: z.string(), n: z.number() })),
});

async function figures(userId: string, query = '') {
  const { status, body } = await county.get(userId, `/api/figures${query}`);
  expect([status, body]).toEqual([200, expect.anything()]);
  return Figures.parse(body);
}

async function records(userId: string, name: string, query = '') {
  const { status, body } = await county.get(userId, `/api/figures/${name}/records${query}`);
  expect([status, body]).toEqual([200, expect.anything()]);
  const { rows, ...rest } = Records.parse(body);
  return {
    ...rest,
    rows: rows.filter((row) => row.leftOut === null),
    omitted: rows.filter((row) => row.leftOut !== null),
  };
}

function tile(of: z.infer<typeof Figures>, name: string) {
  return of.tiles.find((one) => one.figure === name);
}

beforeAll(async () => {
  county = await openReadingCounty();
  // March: 杨桂花 twice (韦 and 蓝) in 木桥, 潘老贵 once, not met; February: 潘老贵; a clock a year off; 梁秀珍 elsewhere.
  await visited(county, 'v1', who.wei, client, 0, { findings: '腿脚不便' });
  await visited(county, 'v2', who.lan, client, 2, {
    files: [{ id: named('photo'), kind: 'photo', sha256: 'a'.repeat(64), mime: 'image/jpeg', bytes: 9, takenAt: 1 }],
  });
  await visited(county, 'v3', who.lan, named('潘'), 1, { result: 'nobody' });
  await visited(county, 'v4', who.lan, named('潘'), 20);
  await visited(county, 'v5', who.qin, client, 300);
  await visited(county, 'v6', others.long, named('梁'), 40);
  await visited(county, 'v7', who.lan, client, 3);
  await county.world.send(
    who.lan,
    county.world.envelope('services.withdraw-visit', { visitId: named('v7'), reason: '重复' }),
  );
});
afterAll(() => county.close());

describe('figures', () => {
  it('count visits and people by month, each person once at the level that is shown (N1, N3)', async () => {
    const all = await figures(who.wu);
    expect(all.place).toEqual({ level: 'county', id: countyId, name: '三水县' });
    expect(tile(all, 'services.visits')).toMatchObject({ value: 3, previous: 1 });
    expect(tile(all, 'services.clients-visited')).toMatchObject({ value: 1, previous: 1 });
    expect(tile(all, 'services.clients')).toMatchObject({ value: 3 });
    const february = await figures(who.wu, '?month=2026-02');
    expect(tile(february, 'services.visits')).toMatchObject({ value: 1, previous: 1 });
  });

  it('sum the due days up to today, by risk, and name villages without a visit for 30 days (N2)', async () => {
    const all = await figures(who.wu);
    // 潘老贵 (high) was last met 20 days ago and is overdue by 13; 杨桂花 and 梁秀珍 are in time.
    expect(tile(all, 'services.in-time')).toMatchObject({
      value: 2,
      of: 3,
      parts: [
        { key: 'high', value: 0, of: 1 },
        { key: 'key', value: 1, of: 1 },
        { key: 'ordinary', value: 1, of: 1 },
      ],
    });
    expect(tile(all, 'services.rooms-unvisited')).toMatchObject({ value: 1, of: 3 });
  });

  it('open from county to station to village, the children adding up to the tile', async () => {
    const all = await figures(who.wu);
    const visits = all.children.map((child) => child.tiles['services.visits']);
    expect(visits.reduce<number>((sum, n) => sum + (n ?? 0), 0)).toBe(3);
    const station = await figures(who.wu, `?level=station&place=${place.station}`);
    expect(station.parents.map((parent) => parent.name)).toEqual(['三水县']);
    expect(station.children.map((child) => [child.id, child.tiles['services.visits'], child.daysSince])).toEqual([
      [place.room, 2, 0],
      [place.far, 1, 1],
    ]);
    const room = await figures(who.wu, `?level=room&place=${place.room}`);
    expect(room.parents.map((parent) => parent.name)).toEqual(['三水县', '清河乡社工站']);
    expect(room.days).toEqual([
      { day: '2026-03-08', n: 1 },
      { day: '2026-03-10', n: 1 },
    ]);
  });

  it('are the same number as the records behind them, with what was left out and why (N1, N5)', async () => {
    for (const name of ['services.visits', 'services.in-time', 'services.clients', 'services.rooms-unvisited']) {
      for (const query of ['', `?level=station&place=${place.station}`, `?level=room&place=${place.room}`]) {
        const shown = tile(await figures(who.wu, query), name)?.value;
        const { status, body } = await county.get(who.wu, `/api/figures/${name}/records${query}`);
        expect([status, name, query, z.object({ total: z.number() }).parse(body).total]).toEqual([
          200,
          name,
          query,
          shown,
        ]);
      }
    }
    const visits = await records(who.lan, 'services.visits');
    expect(visits.leftOut).toEqual([{ reason: 'withdrawn-or-rejected', n: 1 }]);
    expect(visits.omitted).toMatchObject([{ id: named('v7'), leftOut: 'withdrawn-or-rejected' }]);
    expect(visits.rows.length).toBe(visits.total);
    expect((await records(who.lan, 'services.visits', '?month=2025-05')).leftOut).toEqual([
      { reason: 'implausible-time', n: 1 },
    ]);
    expect((await records(who.lan, 'services.clients-visited')).leftOut).toEqual([
      { reason: 'not-met', n: 1 },
      { reason: 'withdrawn-or-rejected', n: 1 },
    ]);
  });

  it('open by one day of the heat map, in whichever month it lies', async () => {
    const day = await records(who.lan, 'services.visits', `?dims=${encodeURIComponent('{"occurredOn":"2026-02-18"}')}`);
    expect([day.total, day.rows.map((row) => row.id)]).toEqual([1, [named('v4')]]);
    const wrong = await county.get(
      who.lan,
      `/api/figures/services.visits/records?dims=${encodeURIComponent('{"occurredOn":"yesterday"}')}`,
    );
    expect(wrong).toMatchObject({ status: 400, body: { field: 'dims' } });
  });

  it('list those who are late beside those in time, the longest due first', async () => {
    const { body } = await county.get(who.lan, '/api/figures/services.in-time/records');
    expect(body).toMatchObject({
      total: 1,
      rows: [
        { kind: 'person', clientName: '潘老贵', inTime: false },
        { clientName: '杨桂花', inTime: true },
      ],
    });
    expect((await county.get(who.wu, '/api/figures/services.overdue/records')).body).toMatchObject({
      total: 1,
      rows: [{ clientName: null }],
      namesNeedPurpose: true,
    });
  });

  it('open by a dimension, and refuse one that the figure does not have', async () => {
    const nobody = await records(who.lan, 'services.visits', `?dims=${encodeURIComponent('{"result":"nobody"}')}`);
    expect(nobody.rows.map((row) => row.id)).toEqual([named('v3')]);
    const wrong = await county.get(
      who.lan,
      `/api/figures/services.visits/records?dims=${encodeURIComponent('{"findings":"x"}')}`,
    );
    expect(wrong).toMatchObject({ status: 400, body: { code: 'reads.wrong-input', field: 'dims' } });
  });
});

describe('who sees what (A1, A2, A5)', () => {
  it('shows a station its people by name, and the neighbour nothing of them', async () => {
    expect((await records(who.lan, 'services.visits')).rows.map((row) => row.clientName)).toEqual([
      '杨桂花',
      '潘老贵',
      '杨桂花',
    ]);
    expect((await figures(others.long)).place.id).toBe(place.other);
    for (const url of [
      `/api/figures?level=station&place=${place.station}`,
      `/api/figures?level=county&place=${countyId}`,
      `/api/figures/services.visits/records?level=room&place=${place.room}`,
      `/api/visits/${named('v1')}`,
      `/api/people/${client}`,
      `/api/people?room=${place.room}`,
    ]) {
      const there = await county.get(others.long, url);
      const nowhere = await county.get(others.long, url.replaceAll(/[0-9a-f-]{36}/g, named('nowhere')));
      expect([url, there.status]).toEqual([url, 404]);
      expect(there).toEqual(nowhere);
    }
  });

  it('shows the county officer every record and no person, until a purpose is stated and logged', async () => {
    const { rows } = await records(who.wu, 'services.visits');
    expect(rows.map((row) => row.clientName)).toEqual([null, null, null]);
    expect(rows[0]?.authorName).toBe('韦小妹');
    const page = await county.get(who.wu, `/api/visits/${named('v1')}`);
    expect(page).toMatchObject({
      status: 200,
      body: {
        clientName: null,
        findings: null,
        question: null,
        files: [],
        hamlet: '',
        groups: [],
        earlier: [],
        withheld: true,
      },
    });
    expect(JSON.stringify(page.body)).not.toMatch(/杨|腿脚|上屯|独居/);
    expect((await county.get(who.wu, `/api/people/${client}`)).status).toBe(404);
    expect((await county.get(who.wu, '/api/people')).status).toBe(403);
    const refused = await county.post(who.wu, '/api/reveal', { clientId: named('潘'), purpose: '查' });
    expect(refused).toMatchObject({ status: 400, body: { field: 'purpose' } });
    const shown = await county.post(who.wu, '/api/reveal', { clientId: named('潘'), purpose: '核对救助金发放' });
    expect(shown).toMatchObject({ status: 200, body: { name: '潘老贵', idNumber: '11010519491231002X' } });
    const audit = await county.get(who.wu, '/api/audit?action=people.reveal');
    expect(audit.body).toMatchObject({
      rows: [{ actorName: '吴局', outcome: 'accepted', purpose: '核对救助金发放', hasSubject: true }],
    });
    const [entry] = await county.asOwner("select content from engine.audit where action = 'people.reveal'");
    expect(String(entry?.content)).not.toContain('核对');
  });

  it('shows a village worker the village, without id numbers and without the findings of others', async () => {
    expect((await figures(who.qin)).place).toMatchObject({ level: 'room', id: place.room });
    const other = await county.get(who.qin, `/api/visits/${named('v1')}`);
    expect(other).toMatchObject({ status: 200, body: { clientName: '杨桂花', findings: null, files: [] } });
    const own = await county.get(who.qin, `/api/visits/${named('v5')}`);
    expect(own).toMatchObject({ status: 200, body: { findings: '腿脚不便，药快吃完了' } });
    expect(await county.get(who.qin, `/api/people/${client}`)).toMatchObject({
      status: 200,
      body: { name: '杨桂花', idLastFour: null, hasIdNumber: false },
    });
    expect((await county.get(who.qin, `/api/people/${named('潘')}`)).status).toBe(404);
    expect((await county.post(who.qin, '/api/reveal', { clientId: client, purpose: '核对号码' })).status).toBe(403);
    expect((await county.get(who.qin, '/api/visits/queue')).status).toBe(403);
  });

  it('shows two agencies their own stations and nothing of each other', async () => {
    const Places = z.object({ stations: z.array(z.object({ id: z.string() })) });
    for (const [manager, own, rival] of [
      [others.tong, place.station, place.other],
      [others.he, place.other, place.station],
    ] as const) {
      expect(Places.parse((await county.get(manager, '/api/places')).body).stations.map((one) => one.id)).toEqual([
        own,
      ]);
      expect((await figures(manager)).place.id).toBe(own);
      expect((await county.get(manager, `/api/figures?level=station&place=${rival}`)).status).toBe(404);
      const staff = z
        .object({ rows: z.array(z.object({ stationId: z.string() })) })
        .parse((await county.get(manager, '/api/staff')).body);
      expect(new Set(staff.rows.map((row) => row.stationId))).toEqual(new Set([own]));
    }
    const rows = (await records(others.tong, 'services.visits')).rows;
    expect(rows.map((row) => [row.clientName, row.clientId])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  it('ends an agency’s sight with its contract', async () => {
    await county.asOwner('update network.contracts set to_day = $1 where agency_id = $2', [
      '2026-03-09',
      named('和众'),
    ]);
    expect((await county.get(others.he, '/api/figures')).status).toBe(403);
    expect((await county.get(others.he, `/api/figures?level=station&place=${place.other}`)).status).toBe(403);
    await county.asOwner('update network.contracts set to_day = null where agency_id = $1', [named('和众')]);
  });

  it('shows the evaluator records without persons or authors, the township its figures only, the administrator no figure', async () => {
    const row = (await records(others.ping, 'services.visits')).rows[0];
    expect(row).toMatchObject({ clientName: null, clientId: null, authorName: null });
    expect((await figures(others.mo)).place.id).toBe(place.station);
    expect((await county.get(others.mo, '/api/figures/services.visits/records')).status).toBe(403);
    expect((await county.get(others.mo, `/api/visits/${named('v1')}`)).status).toBe(404);
    expect((await county.get(others.guan, '/api/figures')).status).toBe(403);
    expect((await county.get(others.guan, '/api/places')).status).toBe(200);
    expect((await county.get(who.wei, '/api/figures')).status).toBe(403);
  });

  it('shows the city its counties, small counts hidden, no record and nothing below (A2)', async () => {
    const city = await figures(others.shiyuan);
    expect(city.place).toMatchObject({ level: 'city', name: '临江市' });
    expect(tile(city, 'services.visits')).toMatchObject({ value: null, hidden: true, previous: null });
    expect(tile(city, 'services.rooms-unvisited')).toMatchObject({ value: 1, of: 3 });
    expect(city.children).toMatchObject([
      { id: countyId, tiles: { 'services.visits': null, 'services.clients': null } },
    ]);
    expect(city.days).toEqual([]);
    const one = await figures(others.shiyuan, `?level=county&place=${countyId}`);
    expect(one).toMatchObject({ parents: [{ name: '临江市' }], children: [] });
    expect(tile(one, 'services.visits')).toMatchObject({ value: null, hidden: true });
    expect((await county.get(others.shiyuan, `/api/figures?level=station&place=${place.station}`)).status).toBe(404);
    expect(
      (await county.get(others.shiyuan, `/api/figures/services.visits/records?level=county&place=${countyId}`)).status,
    ).toBe(403);
    expect((await county.get(others.shiyuan, `/api/visits/${named('v1')}`)).status).toBe(404);
  });
});

describe('reading pages', () => {
  it('lists what waits for review, oldest first, with where its files are', async () => {
    await county.world.send(
      who.shi,
      county.world.envelope('services.question-visit', { visitId: named('v3'), question: '邻居怎么说？' }),
    );
    const queue = await county.get(who.lan, '/api/visits/queue');
    expect(queue).toMatchObject({ status: 200, body: { counts: { open: 4, questioned: 1, answered: 0 }, next: null } });
    const { rows } = z
      .object({ rows: z.array(z.looseObject({ id: z.string(), mine: z.boolean(), files: z.unknown() })) })
      .parse(queue.body);
    expect(rows.map((row) => row.id)).toEqual([named('v5'), named('v4'), named('v2'), named('v1')]);
    expect(rows.find((row) => row.id === named('v2'))).toMatchObject({
      mine: true,
      files: { photo: 1, voice: 0, arrived: 0 },
    });
    const questioned = await county.get(who.lan, '/api/visits/queue?state=questioned');
    expect(questioned.body).toMatchObject({ rows: [{ id: named('v3'), clientName: '潘老贵' }] });
    expect((await county.get(who.lan, `/api/visits/${named('v3')}`)).body).toMatchObject({
      question: '邻居怎么说？',
      withheld: false,
    });
  });

  it('lists those of a group, of a risk, past their day, due within the week, and not served at all', async () => {
    const names = async (query: string): Promise<{ names: string[]; total: number | undefined }> => {
      const { status, body } = await county.get(who.lan, `/api/people?${query}`);
      expect([query, status]).toEqual([query, 200]);
      const parsed = z
        .object({ rows: z.array(z.object({ name: z.string() })), total: z.optional(z.number()) })
        .parse(body);
      return { names: parsed.rows.map((row) => row.name), total: parsed.total };
    };
    expect(await names('risk=high')).toEqual({ names: ['潘老贵'], total: 1 });
    expect(await names('care=overdue')).toEqual({ names: ['潘老贵'], total: 1 });
    expect(await names('care=never')).toEqual({ names: [], total: 0 });
    expect((await names('care=week')).names).not.toContain('潘老贵');
    const all = await names('');
    const { body } = await county.get(who.lan, '/api/people');
    const { rows } = z
      .object({ rows: z.array(z.object({ name: z.string(), groups: z.array(z.string()) })) })
      .parse(body);
    const group = rows.flatMap((row) => row.groups)[0] ?? '';
    const having = rows.filter((row) => row.groups.includes(group)).map((row) => row.name);
    expect(await names(`group=${encodeURIComponent(group)}`)).toEqual({ names: having, total: having.length });
    expect(all.total).toBe(2);
    expect((await county.get(who.lan, '/api/people?group=anything')).status).toBe(400);
  });

  it('finds people by name, pinyin, initials and last four, within the reader’s villages only (A6)', async () => {
    const found = async (userId: string, search: string): Promise<string[]> => {
      const { body } = await county.post(userId, '/api/people/search', { search });
      return z
        .object({ rows: z.array(z.object({ name: z.string() })) })
        .parse(body)
        .rows.map((row) => row.name);
    };
    for (const typed of ['杨', '桂花', 'ygh', 'yang gui', '0001'])
      expect([typed, await found(who.lan, typed)]).toEqual([typed, ['杨桂花']]);
    expect(await found(who.lan, '002x')).toEqual(['潘老贵']);
    expect(await found(who.lan, 'lxz')).toEqual([]);
    expect(await found(others.long, 'lxz')).toEqual(['梁秀珍']);
    expect(await found(who.lan, '%')).toEqual([]);
    const all = await county.get(who.lan, '/api/people');
    expect(all.body).toMatchObject({
      total: 2,
      rows: [
        { name: '潘老贵', idLastFour: '002X', dueOn: '2026-02-25' },
        { name: '杨桂花', assigneeName: '韦小妹' },
      ],
    });
  });

  it('opens a person’s file and logs that it was opened', async () => {
    const page = await county.get(who.lan, `/api/people/${named('潘')}`);
    expect(page).toMatchObject({
      status: 200,
      body: {
        name: '潘老贵',
        hasIdNumber: true,
        care: { lastMetOn: '2026-02-18', visits: 2 },
        days: [{ n: 1 }, { n: 1 }],
      },
    });
    expect(JSON.stringify(page.body)).not.toContain('11010519491231002X');
    const log = await county.asOwner(
      "select actor_id, subject from engine.audit where action = 'people.open-file' and actor_id = $1",
      [who.lan],
    );
    expect(log).toEqual([{ actor_id: who.lan, subject: named('潘') }]);
  });

  it('shows on one file the visits of a duplicate that was merged into it, and leads from the old id to the new (C7)', async () => {
    const { world } = county;
    const twin = named('潘 twice');
    await world.system(
      'people.register-client',
      newClient(twin, { name: '潘老贵', pinyin: 'pan lao gui', birthDay: null, roomId: place.far, phone: null }),
    );
    await visited(county, 'twin', who.lan, twin, 4);
    const page = await county.get(who.lan, `/api/people/${named('潘')}`);
    expect(page.body).toMatchObject({ proposals: [{ reason: 'same-name', other: { id: twin, visits: 1 } }] });
    const merge = { clientId: twin, intoClientId: named('潘'), proposalId: null };
    await world.send(who.shi, world.envelope('people.merge-clients', merge));
    const Page = z.object({ id: z.string(), visits: z.array(z.object({ id: z.string() })) });
    const led = Page.parse((await county.get(who.lan, `/api/people/${twin}`)).body);
    expect([led.id, led.visits.map((visit) => visit.id)]).toEqual([
      named('潘'),
      [named('v3'), named('twin'), named('v4')],
    ]);
    await world.send(who.lan, world.envelope('services.withdraw-visit', { visitId: named('twin'), reason: '测试' }));
  });

  it('shows the network with its people, vacant posts and last visits', async () => {
    const places = await county.get(who.wu, '/api/places');
    expect(places.body).toMatchObject({
      county: { name: '三水县' },
      stations: [
        {
          id: place.station,
          agencyName: '同行社工服务中心',
          vacant: [],
          rooms: [
            { id: place.room, vacant: [], lastVisitOn: '2026-03-10', daysSince: 0 },
            { id: place.far, vacant: ['village-worker'], clients: 1 },
          ],
        },
        {
          id: place.other,
          vacant: ['station-head'],
          rooms: [{ id: farRoom, lastVisitOn: '2026-01-29', unvisited: true }],
        },
      ],
    });
    const village = await county.get(who.qin, '/api/places');
    expect(village.body).toMatchObject({ stations: [{ id: place.station, staff: [], rooms: [{ id: place.room }] }] });
  });

  it('tells the county what a visit rule is held against: people by village and risk, the way there, who could go', async () => {
    const Loads = z.object({
      stations: z.array(
        z.object({
          id: z.string(),
          stationWorkers: z.number(),
          villageWorkers: z.number(),
          volunteers: z.number(),
          villages: z.array(z.object({ minutesAway: z.number().nullable(), people: z.record(z.string(), z.number()) })),
        }),
      ),
    });
    const { stations } = Loads.parse((await county.get(who.wu, '/api/settings')).body);
    const of = (id: string) => stations.find((one) => one.id === id);
    // 蓝 and 石 work at 清河, 覃 in a village, 韦 is a volunteer there; 杨桂花 lives 70 minutes away, 潘老贵 95.
    expect(of(place.station)).toMatchObject({ stationWorkers: 2, villageWorkers: 1, volunteers: 1 });
    expect(of(place.station)?.villages).toEqual([
      { minutesAway: 70, people: { high: 0, key: 1, ordinary: 0 } },
      { minutesAway: 95, people: { high: 1, key: 0, ordinary: 0 } },
    ]);
    expect(of(place.other)).toMatchObject({ stationWorkers: 1, villageWorkers: 0, volunteers: 0 });
    expect((await county.get(who.lan, '/api/settings')).body).not.toHaveProperty('stations');
  });

  it('pages through records without losing or repeating one', async () => {
    for (let i = 0; i < 60; i++) await visited(county, `many ${i}`, others.long, named('梁'), i % 3);
    const first = await records(others.long, 'services.visits');
    const second = await records(others.long, 'services.visits', `?cursor=${first.next ?? ''}`);
    expect([first.total, first.rows.length, second.rows.length, second.next]).toEqual([60, 50, 10, null]);
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(60);
    // Sixty-three visits in the city's only county point at nobody; three people, two of whom were met, still might.
    const city = await figures(others.shiyuan, `?level=county&place=${countyId}`);
    expect(tile(city, 'services.visits')).toMatchObject({ value: 63, hidden: false, previous: null });
    expect(tile(city, 'services.clients-visited')).toMatchObject({ value: null, hidden: true, of: null });
  });

  it('shows the city no day of fewer than five visits, nor what would tell of one (A2)', async () => {
    let few = 0;
    for (const daysAgo of [5, 6, 6]) await visited(county, `few ${few++}`, others.long, named('梁'), daysAgo);
    const ofMonth = (days: readonly { day: string; n: number }[]) =>
      days.filter(({ day }) => day.startsWith('2026-03'));
    const sum = (days: readonly { n: number }[]) => days.reduce((total, { n }) => total + n, 0);
    const own = ofMonth((await figures(who.wu)).days);
    const city = await figures(others.shiyuan);
    // The county itself sees the days on which one or two were visited.
    expect(own.filter(({ n }) => n < 5).length).toBeGreaterThan(0);
    expect(city.days.length).toBeGreaterThan(0);
    expect(city.days.filter(({ n }) => n < 5)).toEqual([]);
    for (const { day, n } of city.days) expect(own).toContainEqual({ day, n });
    // What is left of the month's total stands for several days and five visits at least.
    expect(tile(city, 'services.visits')?.value).toBe(sum(own));
    expect(own.length - city.days.length).toBeGreaterThan(1);
    expect(sum(own) - sum(city.days)).toBeGreaterThanOrEqual(5);
  });

  it('keeps the name of an erased person from every list and says so (A7)', async () => {
    await county.world.send(who.shi, county.world.envelope('people.erase-client', { clientId: client }));
    expect(county.world.faults).toEqual([]);
    const page = await county.get(who.lan, `/api/visits/${named('v1')}`);
    expect(page).toMatchObject({ status: 200, body: { erased: true, clientName: null, findings: null } });
    expect((await records(who.lan, 'services.visits')).total).toBe(3);
    expect((await county.get(who.wu, '/api/audit')).status).toBe(200);
    expect(await county.get(who.lan, `/api/people/${client}`)).toMatchObject({
      status: 200,
      body: { name: null, state: 'erased' },
    });
  });
});
