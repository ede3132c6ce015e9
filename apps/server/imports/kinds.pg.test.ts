/**
 * Past visits, villages and staff come in as people do: proposed as what they are, planned against what is there, imported
 * by the same job, and taken back as one batch as far as nobody has built on them.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { people, idOf as personId } from '../../../tests/ledgers/people.ts';
import type { SheetPlan } from '../../../tests/ledgers/write-files.ts';
import type { TrialHouse } from '../trial-house.ts';
import { client, idOf, named, newClient, openTrialHouse, place } from '../trial-house.ts';
import type { Desk } from './trial-desk.ts';
import { openDesk, sheet } from './trial-desk.ts';

let house: TrialHouse;
let desk: Desk;

beforeAll(async () => {
  house = await openTrialHouse();
  desk = await openDesk(house);
});
afterAll(() => house.close());

const found: Desk['found'] = (of, query) => desk.found(of, query);

const Visit = z.object({
  author_id: z.string(),
  occurred_on: z.string(),
  result: z.string(),
  state: z.string(),
  review: z.string(),
});
const visitsOf = (clientId: string) =>
  found(
    Visit,
    sql`select author_id, occurred_on, result, state, review from services.visits
      where client_id = ${clientId} order by occurred_on`,
  );

describe('A file that was sent in', () => {
  it('is proposed as the kind that its headings and titles tell of, among those that one may import', async () => {
    const name = { 'x-file-name': encodeURIComponent('走访台账.xlsx') };
    const visits = await sheet([
      ['2025年走访台账'],
      ['日期', '姓名', '走访情况', '走访人'],
      ['3月5日', '杨桂花', '好', '蓝秀英'],
    ]);
    const asHead = (await desk.call('shi', 'POST', '/api/imports/files', visits, name)).json();
    expect(asHead).toMatchObject({ proposed: 'visits' });
    expect(asHead.kinds.map((kind: { target: string }) => kind.target)).toEqual([
      ...['people', 'visits', 'staff', 'needs', 'hours'],
    ]);
    const asWorker = (await desk.call('lan', 'POST', '/api/imports/files', visits, name)).json();
    const own = { stations: [{ id: place.station, name: '清河乡社工站' }], wholeCounty: false };
    expect(asWorker.kinds).toEqual([
      { target: 'people', ...own },
      { target: 'needs', ...own },
      { target: 'hours', ...own },
    ]);
    const asOfficer = (await desk.call('wu', 'GET', '/api/imports/kinds')).json();
    expect(asOfficer.kinds).toEqual([
      { target: 'villages', stations: [], wholeCounty: true },
      {
        target: 'staff',
        stations: [
          { id: place.station, name: '清河乡社工站' },
          { id: place.rival, name: '云岭乡社工站' },
        ],
        wholeCounty: true,
      },
      {
        target: 'needs',
        stations: [
          { id: place.station, name: '清河乡社工站' },
          { id: place.rival, name: '云岭乡社工站' },
        ],
        wholeCounty: true,
      },
    ]);
    expect((await desk.call('wei', 'POST', '/api/imports/files', visits, name)).statusCode).toBe(403);
  });

  it('A5: is looked at as no kind and for no station that one may not import', async () => {
    const bytes = await sheet([
      ['行政村', '乡镇'],
      ['木桥村', '清河乡'],
    ]);
    expect((await desk.upload('shi', bytes, 'villages', null)).status).toBe(403);
    expect((await desk.upload('wu', bytes, 'villages', place.station)).status).toBe(403);
    expect((await desk.upload('shi', bytes, 'visits', place.rival)).status).toBe(403);
    expect((await desk.upload('lan', bytes, 'visits')).status).toBe(403);
    expect((await desk.upload('wu', bytes, 'villages', null)).status).toBe(200);
  });
});

describe('An import of past visits', () => {
  it('records each for the person who is meant, and is withdrawn as one batch but for what was asked about', async () => {
    await house.system('people.register-client', {
      ...newClient(named('the other 杨桂花'), place.room),
      birthDay: '1950-01-01',
    });
    const bytes = await sheet([
      ['2025年木桥村走访台账'],
      ['日期', '走访对象', '出生日期', '是否在家', '走访情况', '走访人'],
      ['3月5日', '杨桂花', '1942-05-01', '是', '腿脚不便', '蓝秀英'],
      ['3月9日', '杨桂花', '1942-05-01', '否', '', '石建国'],
      ['3月9日', '杨桂花', '', '是', '不知是哪一位', '石建国'],
      ['3月10日', '没有这人', '', '是', '', '石建国'],
      ['合计', '', '', '', '', '4'],
    ]);
    const { importId, page } = await desk.imported('shi', bytes, { target: 'visits' });
    expect(page).toMatchObject({ state: 'done', counts: { made: 2, refused: 2, leftOut: 1 } });
    expect(await visitsOf(client)).toEqual([
      { author_id: idOf('lan'), occurred_on: '2025-03-05', result: 'home', state: 'counted', review: 'reviewed' },
      { author_id: idOf('shi'), occurred_on: '2025-03-09', result: 'nobody', state: 'counted', review: 'open' },
    ]);
    const lines = (await desk.call('shi', 'GET', `/api/imports/${importId}/lines?outcome=refused`)).json();
    expect(lines.rows.map((row: { faults: { code: string }[] }) => row.faults[0]?.code)).toEqual([
      'several-persons',
      'no-such-person',
    ]);
    // The same ledger once more changes nothing.
    const again = await desk.imported(
      'shi',
      await sheet([
        ['2025年木桥村走访台账'],
        ['日期', '走访对象', '出生日期', '是否在家', '走访情况', '走访人'],
        ['3月5日', '杨桂花', '1942-05-01', '是', '腿脚不便', '蓝秀英'],
      ]),
      { target: 'visits' },
    );
    expect(again.page.counts).toMatchObject({ made: 0, there: 1 });
    const [asked] = await found(
      z.object({ id: z.string() }),
      sql`select id from services.visits where client_id = ${client} and occurred_on = '2025-03-09'`,
    );
    await house.system('services.question-visit', { visitId: asked?.id ?? '', question: '门上留了字条吗？' });
    expect(await desk.undone('shi', importId)).toMatchObject({
      state: 'undone',
      undoCounts: { withdrawn: 1, kept: 1 },
    });
    expect((await visitsOf(client)).map((visit) => visit.state)).toEqual(['withdrawn', 'counted']);
    const kept = (await desk.call('shi', 'GET', `/api/imports/${importId}/lines?outcome=kept`)).json();
    expect(kept.rows).toMatchObject([{ name: '杨桂花', clientId: client }]);
  });
});

describe('An import of needs', () => {
  const Need = z.object({
    ...{ id: z.string(), channel: z.string(), kind: z.string(), state: z.string(), client_id: z.string().nullable() },
    ...{ asker_name: z.string().nullable(), received_on: z.string(), answered_on: z.string().nullable() },
    ...{ answer_time: z.string().nullable(), plausible: z.boolean(), author_role: z.string().nullable() },
  });
  const day = (ago: number) => new Date(Date.now() + 8 * 3_600_000 - ago * 86_400_000).toISOString().slice(0, 10);
  const rows: SheetPlan['rows'] = [
    ['12345热线工单'],
    ['来电时间', '来电人', '所属村', '诉求内容', '诉求类别', '办理情况', '办结时间'],
    [day(20), '韦福来', '木桥村', '想订中午一顿饭', '助餐', '已办结，由饭店送餐', day(16)],
    [day(9), '', '木桥村', '村口的灯不亮', '城乡建设', '', ''],
    [day(8), '罗大哥', '枫香村', '想学唱山歌', '文体健康', '', ''],
    [day(200), '莫阿婆', '枫香村', '想有人陪聊天', '', '', ''],
    [day(7), '石阿公', '枫香村', '', '', '', ''],
  ];
  const needs = () =>
    found(
      Need,
      sql`select id, channel, kind, state, client_id, asker_name, received_on, answered_on, answer_time, plausible,
        author_role from needs.needs where channel = '市长热线' order by received_on`,
    );

  it('takes each in by its channel with the day of its answer, once, and takes back those nobody has touched', async () => {
    const { importId, page } = await desk.imported('shi', await sheet(rows), { target: 'needs' });
    // 枫香村 is the rival station's.
    expect(page).toMatchObject({ state: 'done', counts: { made: 2, refused: 3, there: 0 } });
    expect(await needs()).toMatchObject([
      {
        ...{ kind: '助餐', asker_name: '韦福来', client_id: null, author_role: 'station-head', plausible: true },
        ...{ state: 'answered', answered_on: day(16), answer_time: '7' },
      },
      { kind: '社会支持', asker_name: null, state: 'received', answered_on: null },
    ]);
    const asCounty = { target: 'needs' as const, stationId: null };
    const whole = await sheet([['12345热线工单', '全县'], ...rows.slice(1)]);
    const county = await desk.imported('wu', whole, asCounty);
    // That one is met is said by the station, what is there stays, the rest comes in.
    expect(county.page.counts).toMatchObject({ made: 2, there: 1, refused: 2 });
    expect((await needs()).filter((need) => need.author_role === 'county-officer')).toMatchObject([
      { asker_name: '莫阿婆', kind: '精神慰藉', plausible: false },
      { asker_name: '罗大哥', kind: '文体健康', plausible: true },
    ]);
    const lamp = (await needs()).find((need) => need.asker_name === null);
    const judged = { kind: '社会支持', urgency: '一般', difficulty: '易', inPublicInterest: true, achievable: true };
    await house.system('needs.triage', { needId: lamp?.id ?? '', ...judged, crisis: null });
    expect(await desk.undone('shi', importId)).toMatchObject({ undoCounts: { withdrawn: 1, kept: 1 } });
    const [sung] = (await needs()).filter((need) => need.asker_name === '罗大哥');
    await house.system('needs.answer', { needId: sung?.id ?? '', by: 'activity', note: '周六有歌会', done: true });
    expect(await desk.undone('wu', county.importId)).toMatchObject({ undoCounts: { withdrawn: 1, kept: 1 } });
    expect((await needs()).map((need) => need.state)).toEqual(['withdrawn', 'withdrawn', 'triaged', 'answered']);
  });
});

describe('An import of villages', () => {
  it('finds those that are there, fills what is blank, sets up others on a person’s word, and takes back the unused', async () => {
    const room = (name: string) =>
      found(
        z.object({ id: z.string(), minutes_away: z.number().nullable(), station_id: z.string() }),
        sql`select id, minutes_away, station_id from network.rooms where name = ${name}`,
      );
    await house.system('network.add-room', {
      ...{ roomId: named('石岭村'), stationId: place.station, name: '石岭村', code: '459901201203' },
      ...{ minutesAway: null, fromDay: '2025-01-01' },
    });
    const bytes = await sheet([
      ['乡镇', '行政村', '区划代码', '车程(分钟)'],
      ['清河乡', '木桥村委会', '459901201201', 30],
      ['清河乡', '石岭村', '', '1小时'],
      ['清河乡', '龙背村', '459901201209', 50],
      ['云岭乡', '云上村', '459901202209', ''],
      ['云岭乡', '无码村', '', ''],
    ]);
    const asked = { target: 'villages' as const, stationId: null };
    const first = await desk.imported('wu', bytes, asked);
    expect(first.page.counts).toMatchObject({ made: 0, there: 2, refused: 3 });
    const second = await desk.imported(
      'wu',
      await sheet([
        ['乡镇', '行政村', '区划代码', '车程(分钟)', '备注'],
        ['清河乡', '石岭村', '', '1小时', '补车程'],
        ['清河乡', '龙背村', '459901201209', 50, ''],
        ['云岭乡', '云上村', '459901202209', '', ''],
      ]),
      { ...asked, change: { unlisted: true, there: 'fill' } },
    );
    expect(second.page.counts).toMatchObject({ made: 2, filled: 1, refused: 0 });
    expect(await room('石岭村')).toMatchObject([{ minutes_away: 60 }]);
    expect(await room('云上村')).toMatchObject([{ station_id: place.rival }]);
    const [used] = await room('云上村');
    await house.system('people.register-client', newClient(named('who lives in 云上'), used?.id ?? ''));
    expect(await desk.undone('wu', second.importId)).toMatchObject({ undoCounts: { withdrawn: 2, kept: 1 } });
    expect(await room('龙背村')).toEqual([]);
    expect(await room('云上村')).toHaveLength(1);
    expect(await room('石岭村')).toMatchObject([{ minutes_away: null }]);
  });
});

describe('An import of staff', () => {
  it('opens posts with their days and no account, and takes back those who have not begun', async () => {
    const bytes = await sheet([
      ['清河乡社工站人员花名册'],
      ['姓名', '岗位', '联系电话', '村', '入职时间', '离职时间'],
      ['罗婷', '驻站社工', '13900000012', '', '2023.5', '至今'],
      ['潘勇', '村级社工', '13900000013', '木桥村', '2022-09-01', '2024-03-31'],
      ['谢老师', '督导', '13900000014', '', '2023-01-01', ''],
      ['蓝秀英', '社工', '', '', '2025-01-01', ''],
    ]);
    const { importId, page } = await desk.imported('shi', bytes, { target: 'staff' });
    expect(page.counts).toMatchObject({ made: 2, there: 1, refused: 1 });
    const Post = z.object({
      user_id: z.string(),
      role: z.string(),
      from_day: z.string(),
      to_day: z.string().nullable(),
      active: z.boolean(),
    });
    const posts = () =>
      found(
        Post,
        sql`select p.user_id, p.role, p.from_day, p.to_day, s.active from network.posts p
          join network.staff s on s.county_id = p.county_id and s.id = p.id
          where s.name in ('罗婷', '潘勇') order by p.from_day`,
      );
    expect(await posts()).toMatchObject([
      { role: 'village-worker', from_day: '2022-09-01', to_day: '2024-03-31', active: false },
      { role: 'station-worker', from_day: '2023-05-01', to_day: null, active: true },
    ]);
    const [pan] = await posts();
    await house.system('services.import-visits', {
      ...{ stationId: place.station, ledger: '旧台账', importedOn: '2025-01-01' },
      rows: [
        {
          ...{
            visitId: named('a visit of 潘勇'),
            clientId: client,
            visitedAt: Date.parse('2025-02-01T09:00:00+08:00'),
          },
          ...{ authorId: pan?.user_id ?? '', authorRole: 'village-worker', mode: 'home', result: 'home' },
          ...{ findings: null, needs: [], reviewedBy: null },
        },
      ],
    });
    // Out of the phones' window, as the nightly job leaves it: what somebody did long ago is done all the same.
    await house.system('services.archive-visits', {
      ...{ roomId: place.room, fromDay: '2025-06-01', visitIds: [named('a visit of 潘勇')] },
    });
    expect(await desk.undone('shi', importId)).toMatchObject({ undoCounts: { withdrawn: 1, kept: 1 } });
    expect((await posts()).map((post) => post.role)).toEqual(['village-worker']);
  });
});

describe('An import of people, taken back', () => {
  const headings = ['户主', '姓名', '与户主关系', '身份证号', '电话', '村', '类别'];

  it('gives filled cells back, but for those that somebody has changed since', async () => {
    const one = [people.dahai[0], people.dahai[0], '户主', people.dahai[1]];
    const other = [people.laoliu[0], people.laoliu[0], '户主', people.laoliu[1]];
    const plain = await sheet([headings, [...one, '', '木桥村', ''], [...other, '', '木桥村', '']]);
    await desk.imported('shi', plain, { change: { consent: true } });
    const fuller = await sheet([
      headings,
      [...one, '13800000077', '木桥村', '残疾'],
      [...other, '13800000078', '木桥村', '低保'],
    ]);
    const { importId, page } = await desk.imported('shi', fuller, { change: { consent: true, there: 'fill' } });
    expect(page.counts).toMatchObject({ filled: 2 });
    const Person = z.object({ id: z.string(), phone: z.string().nullable(), groups: z.array(z.string()) });
    const named_ = (name: string) =>
      found(Person, sql`select id, phone, groups from people.clients where name = ${name}`);
    const [changed] = await named_(people.laoliu[0]);
    await house.system('people.correct-client', {
      clientId: changed?.id ?? '',
      changes: { phone: { from: '13800000078', to: '13811111111' } },
    });
    expect(await desk.undone('shi', importId)).toMatchObject({ undoCounts: { withdrawn: 2, kept: 0 } });
    expect(await named_(people.dahai[0])).toMatchObject([{ phone: null, groups: [] }]);
    expect(await named_(people.laoliu[0])).toMatchObject([{ phone: '13811111111', groups: [] }]);
  });

  it('lets those who come later join the household that is there, and takes them out of it again', async () => {
    const father = [people.zhiqiang[0], people.zhiqiang[0], '户主', people.zhiqiang[1], '', '木桥村', ''];
    const mother = [people.zhiqiang[0], people.shunying[0], '母亲', people.shunying[1], '', '木桥村', ''];
    const son = [people.zhiqiang[0], '莫小志', '儿子', personId('19820101', '119'), '', '木桥村', ''];
    const change = { consent: true };
    await desk.imported('shi', await sheet([headings, father, mother]), { change });
    const Home = z.object({ household_id: z.string().nullable() });
    const homeOf = async (name: string) =>
      (await found(Home, sql`select household_id from people.clients where name = ${name} and state = 'active'`))[0]
        ?.household_id;
    const home = await homeOf(people.zhiqiang[0]);
    expect(home).toEqual(expect.any(String));
    const { importId } = await desk.imported('shi', await sheet([headings, father, mother, son]), { change });
    expect(await homeOf('莫小志')).toBe(home);
    expect(await desk.undone('shi', importId)).toMatchObject({ undoCounts: { withdrawn: 1, kept: 0 } });
    expect(await homeOf('莫小志')).toBeUndefined();
    expect(await homeOf(people.zhiqiang[0])).toBe(home);
  });

  it('takes people who were there out of a household that it made', async () => {
    const change = { consent: true };
    const lone = ['', '龙大', '', personId('19500101', '113'), '', '木桥村', ''];
    await desk.imported('shi', await sheet([headings, lone]), { change });
    const members = [
      ['龙大', '龙大', '户主', personId('19500101', '113'), '', '木桥村', ''],
      ['龙大', '龙小', '儿子', personId('19800101', '117'), '', '木桥村', ''],
    ];
    const { importId } = await desk.imported('shi', await sheet([headings, ...members]), { change });
    const Home = z.object({ name: z.string(), household_id: z.string().nullable() });
    const homes = () =>
      found(Home, sql`select name, household_id from people.clients where name in ('龙大', '龙小') order by name`);
    const [big, small] = await homes();
    expect(big?.household_id).not.toBeNull();
    expect(small?.household_id).toBe(big?.household_id);
    await desk.undone('shi', importId);
    expect(await homes()).toEqual([{ name: '龙大', household_id: null }]);
    const State = z.object({ state: z.string() });
    expect(await found(State, sql`select state from people.households where id = ${big?.household_id}`)).toEqual([
      { state: 'empty' },
    ]);
  });
});
