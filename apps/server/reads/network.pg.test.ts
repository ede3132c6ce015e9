/** The network as the console reads it: levels, completeness, contradictions, large operations; each for whom it is meant. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ReadingCounty } from './reading-county.ts';
import { countyId, farRoom, named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
beforeAll(async () => {
  county = await openReadingCounty();
});
afterAll(() => county.close());

const Odd = z.object({ code: z.string(), places: z.array(z.object({ id: z.string(), name: z.string() })) });
const Tree = z.object({
  offices: z.array(
    z.object({
      level: z.string(),
      name: z.string(),
      people: z.number().nullable(),
      staff: z.array(z.object({ name: z.string() })),
    }),
  ),
  contradictions: z.array(Odd),
  stations: z.array(
    z.object({
      id: z.string(),
      model: z.object({ whole: z.number(), of: z.number() }).nullable(),
      staff: z.array(z.object({ name: z.string(), comesOn: z.string().nullable() })),
      rooms: z.array(z.object({ id: z.string(), mergedFrom: z.array(z.string()), splitFrom: z.string().nullable() })),
    }),
  ),
});
const tree = async (by: string) => Tree.parse((await county.get(by, '/api/places')).body);
const codes = async (by: string) => (await tree(by)).contradictions.map((one) => [one.code, one.places[0]?.name]);

describe('the tree of places', () => {
  it('names the city’s centre and the county’s head station with their people, also before anybody named them', async () => {
    const { offices } = await tree(who.wu);
    expect(offices.map((one) => [one.level, one.name])).toEqual([
      ['city-centre', '临江市社工指导中心'],
      ['county-head', '三水县社工总站'],
    ]);
    expect(offices[1]?.staff.map((one) => one.name)).toContain('吴局');
    await county.world.system('network.name-office', {
      officeId: named('head station'),
      ...{ level: 'county-head', name: '三水县社会工作总站', phone: '0772-1234567', address: '民政局三楼' },
    });
    expect((await tree(who.lan)).offices[1]?.name).toBe('三水县社会工作总站');
    expect((await tree(who.lan)).offices[1]?.staff).toEqual([]);
  });

  it('tells the county what does not add up, and a station only what concerns it', async () => {
    expect(await codes(who.wu)).toEqual([
      ['workers-overall', undefined],
      ['station-few', '云岭乡社工站'],
      ['no-head', '云岭乡社工站'],
    ]);
    expect(await codes(who.shi)).toEqual([]);
    expect(await codes(others.long)).toEqual([
      ['station-few', '云岭乡社工站'],
      ['no-head', '云岭乡社工站'],
    ]);
    expect(await codes(others.mo)).toEqual([]);
  });

  it('tells whoever may not know names how many there are: unknown is not vacant', async () => {
    const Counted = z.object({
      stations: z.array(
        z.object({
          ...{ id: z.string(), workers: z.number(), vacant: z.array(z.string()), agencyName: z.string().nullable() },
          staff: z.array(z.unknown()),
          rooms: z.array(z.object({ id: z.string(), volunteers: z.number(), vacant: z.array(z.string()) })),
        }),
      ),
    });
    const at = async (by: string) => {
      const { stations } = Counted.parse((await county.get(by, '/api/places')).body);
      return stations.find((one) => one.id === place.station);
    };
    const [named, counted] = [await at(who.wu), await at(others.ping)];
    expect(named?.staff.length).toBeGreaterThan(0);
    expect(counted).toEqual({
      ...{ ...named, staff: [] },
      rooms: named?.rooms,
    });
    expect(counted).toMatchObject({ vacant: [], agencyName: '同行社工服务中心' });
  });

  it('shows how far a station has come with its model, derived from what it recorded', async () => {
    const parts = [
      { key: 'platform', name: '平台', required: 1, source: 'recorded' },
      { key: 'rooms', name: '社工室', required: 2, source: 'rooms' },
    ];
    await county.world.system('network.define-model', { modelId: named('1138N'), code: '1138N', parts });
    await county.world.system('network.choose-model', { stationId: place.station, modelId: named('1138N') });
    const of = async () => (await tree(who.shi)).stations.find((one) => one.id === place.station)?.model;
    expect(await of()).toEqual({ whole: 1, of: 2 });
    const platform = { partId: named('part'), stationId: place.station, part: 'platform', name: '清河平台' };
    const record = county.world.envelope('network.record-model-part', { ...platform, fromDay: '2026-03-01' });
    expect(await county.world.send(who.shi, record)).toMatchObject([{ status: 'accepted' }]);
    expect(await of()).toEqual({ whole: 2, of: 2 });
    const typed = county.world.envelope('network.record-model-part', {
      ...{ ...platform, partId: named('typed'), part: 'rooms' },
      fromDay: '2026-03-01',
    });
    expect(await county.world.send(who.shi, typed)).toMatchObject([
      { status: 'refused', problem: { code: 'network.no-such-part' } },
    ]);
  });
});

describe('large operations', () => {
  const Work = z.object({
    rows: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        to: z.array(z.string()),
        done: z.number(),
        total: z.number(),
        running: z.boolean(),
      }),
    ),
  });
  const work = async () => Work.parse((await county.get(who.wu, '/api/network/work')).body).rows;

  it('are shown with their progress to the county’s desk, and to nobody else', async () => {
    expect((await county.get(who.shi, '/api/network/work')).status).toBe(403);
    expect(await work()).toEqual([]);
    await county.world.system('network.split-room', {
      roomId: place.room,
      fromDay: '2026-03-10',
      parts: [
        {
          ...{ roomId: named('upper'), name: '木桥上村', code: '459901201299', minutesAway: null },
          ...{ hamlets: ['上屯'], clientIds: [] },
        },
      ],
    });
    expect(await work()).toEqual([
      { kind: 'split', name: '木桥村', to: ['木桥上村'], done: 0, total: 1, running: true },
    ]);
    const go = {
      clientIds: [named('client')],
      fromRoomId: place.room,
      toRoomId: named('upper'),
      fromDay: '2026-03-10',
    };
    await county.world.system('people.move-clients', go);
    await county.world.system('network.merge-rooms', { roomId: place.far, intoRoomId: named('upper') });
    expect(await work()).toMatchObject([
      { kind: 'split', done: 1, total: 1, running: true },
      { kind: 'merge', name: '枫香村', to: ['木桥上村'], done: 0, total: 1, running: true },
    ]);
    const rooms = (await tree(who.wu)).stations.flatMap((one) => one.rooms);
    expect(rooms.find((one) => one.id === named('upper'))).toMatchObject({
      splitFrom: '木桥村',
      mergedFrom: ['枫香村'],
    });
  });

  it('tell beforehand what a change of a village touches', async () => {
    const answer = await county.get(who.wu, `/api/network/room?room=${named('upper')}`);
    expect(answer.body).toEqual({ hamlets: [{ name: '上屯', people: 1 }], people: 1, visits: 0, phones: 0 });
    expect((await county.get(who.shi, `/api/network/room?room=${farRoom}`)).status).toBe(403);
    expect((await county.get(who.wu, `/api/network/room?room=${countyId}`)).status).toBe(404);
  });

  it('say that a county’s divisions are not in the reference yet', async () => {
    const answer = await county.get(who.wu, '/api/divisions');
    expect(answer.body).toMatchObject({ countyCode: '459901', loaded: false, rows: [] });
    expect((await county.get(who.lan, '/api/divisions')).status).toBe(403);
  });
});

describe('the county’s book', () => {
  const Book = z.object({
    agencies: z.array(
      z.object({ name: z.string(), contracts: z.array(z.object({ stationName: z.string(), lot: z.string() })) }),
    ),
    models: z.array(z.object({ code: z.string(), stations: z.array(z.string()) })),
    statements: z.array(z.object({ source: z.string(), total: z.number().nullable() })),
  });

  it('shows its desk agencies with their contracts, models with who follows them, and papers; and nobody else', async () => {
    expect((await county.get(who.shi, '/api/network/book')).status).toBe(403);
    expect((await county.get(others.mo, '/api/network/book')).status).toBe(403);
    await county.world.system('network.note-statement', {
      ...{ statementId: named('paper'), subject: 'workers', source: '年报', total: 23, least: null, most: null },
      ...{ divided: [[{ name: '男', n: 10 }]], day: '2026-01-31' },
    });
    const book = Book.parse((await county.get(who.wu, '/api/network/book')).body);
    expect(book.agencies.flatMap((one) => one.contracts).length).toBeGreaterThan(0);
    expect(book.models).toMatchObject([{ code: '1138N', stations: ['清河乡社工站'] }]);
    expect(book.statements).toEqual([{ source: '年报', total: 23 }]);
  });

  it('names a village’s people for a stated purpose, which is kept; a station’s own people are not asked', async () => {
    const purpose = '拆村时逐户核对';
    const asked = (by: string, body: object) => county.post(by, '/api/network/villagers', body);
    const roomId = named('upper');
    expect((await asked(who.wu, { roomId })).status).toBe(400);
    expect((await asked(who.shi, { roomId, purpose })).status).toBe(403);
    expect((await asked(who.wu, { roomId: countyId, purpose })).status).toBe(404);
    const told = z
      .object({ rows: z.array(z.object({ name: z.string(), hamlet: z.string() })) })
      .parse((await asked(who.wu, { roomId, purpose })).body);
    expect(told.rows.length).toBeGreaterThan(0);
    const kept = z
      .object({ rows: z.array(z.object({ action: z.string(), purpose: z.string().nullable() })) })
      .parse((await county.get(who.wu, '/api/audit?action=people.list-villagers')).body);
    expect(kept.rows).toMatchObject([{ purpose }]);
  });

  it('tells of one person all posts, with their first and last days', async () => {
    const told = await county.get(who.shi, `/api/staff?user=${who.lan}`);
    const rows = z.object({ rows: z.array(z.object({ fromDay: z.string(), toDay: z.string().nullable() })) });
    expect(rows.parse(told.body).rows).toEqual([{ fromDay: '2026-01-01', toDay: null }]);
  });
});
