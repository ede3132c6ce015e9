/** Hours of another volunteer system come in by the wizard, each once under its number there, and go as they came. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { TrialHouse } from '../trial-house.ts';
import { named, openTrialHouse, place } from '../trial-house.ts';
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

describe('An import of service hours', () => {
  const rows = [
    ['志愿服务时长明细（全国志愿服务信息系统）'],
    ['志愿者姓名', '志愿者编号', '记录编号', '服务日期', '开始时间', '结束时间', '服务时长'],
    ['罗师傅', '', 'ZY001', '2026-03-01', '8:30', '11:00', 2.5],
    ['罗师傅', '', 'ZY002', '2026-03-01', '10:00', '', '2小时'],
    ['莫来客', '', 'ZY003', '2026-03-02', '8:30', '11:00', ''],
    ['罗师傅', '', 'ZY001', '2026-03-01', '8:30', '11:00', 2.5],
    ['罗师傅', '', 'ZY004', '2026-03-03', '11:00', '8:30', ''],
    ['罗师傅', '', '', '2026-03-04', '8:30', '9:30', ''],
  ];
  const Hours = z.object({ outside: z.string(), state: z.string(), minutes: z.number() });
  const hours = () =>
    found(Hours, sql`select outside, state, minutes from activities.hours where source = 'imported' order by outside`);

  it('takes each in once under its number there, minutes that overlap once, and takes them back but for what was built on', async () => {
    await house.system('volunteers.add', {
      ...{ profileId: named('罗师傅'), withAccount: false, roomId: place.room, name: '罗师傅', phone: null, sex: null },
      ...{ skills: [], languages: [], free: 0, mostMinutes: 0, places: 0, insuredUntil: null, trainedOn: null },
      consentOn: null,
    });
    const asked = { target: 'hours' as const };
    const first = await desk.imported('lan', await sheet(rows), asked);
    expect(first.page).toMatchObject({ state: 'done', counts: { made: 2, refused: 4, there: 0 } });
    const both = [
      { outside: 'china-volunteer:ZY001', state: 'counted', minutes: 150 },
      { outside: 'china-volunteer:ZY002', state: 'counted', minutes: 60 },
    ];
    expect(await hours()).toEqual(both);
    const again = await desk.imported(
      'lan',
      await sheet([...rows, ['罗师傅', '', 'ZY009', '2026-03-05', '8:00', '9:00', 1]]),
      asked,
    );
    expect(again.page.counts).toMatchObject({ made: 1, there: 2 });
    expect(await desk.undone('shi', first.importId)).toMatchObject({ undoCounts: { withdrawn: 2, kept: 0 } });
    expect((await hours()).map((row) => [row.state, row.minutes])).toEqual([
      ['struck', 0],
      ['struck', 0],
      ['counted', 60],
    ]);
    // Taken back, they may come again; struck off by a person, they may not.
    const third = await desk.imported('lan', await sheet([...rows, ['', '', '', '', '', '', '']]), asked);
    expect(third.page.counts).toMatchObject({ made: 2, there: 0 });
    expect((await hours()).slice(0, 2)).toEqual(both);
    const [struck] = await found(
      z.object({ id: z.string() }),
      sql`select id from activities.hours where outside like '%ZY002'`,
    );
    await house.system('activities.strike-hours', { hoursId: struck?.id ?? '', reason: '那天没有来' });
    const fourth = await desk.imported(
      'lan',
      await sheet(rows.slice(0, 4).concat([['罗师傅', '', 'ZY010', '2026-03-06', '8:00', '9:00', 1]])),
      asked,
    );
    expect(fourth.page.counts).toMatchObject({ made: 1, there: 2 });
    expect(await desk.undone('shi', third.importId)).toMatchObject({ undoCounts: { withdrawn: 1, kept: 1 } });
  });
});
