/** A month for the national volunteer system: who agreed is in it, each minute once, and nobody of another station. */
import excel from '@protobi/exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadingCounty } from '../reads/reading-county.ts';
import { farRoom, named, openReadingCounty, others, place, who } from '../reads/reading-county.ts';

let county: ReadingCounty;
const purpose = '按月报送全国志愿服务系统';
const at = (clock: string): number => Date.parse(`2026-03-03T${clock}:00+08:00`);

const profile = (id: string, more: object) => ({
  ...{
    profileId: named(id),
    withAccount: false,
    phone: '13800000021',
    sex: 'male',
    skills: ['文艺'],
    languages: ['壮'],
  },
  ...{ free: 3, mostMinutes: 40, places: 2, insuredUntil: null, trainedOn: null, consentOn: '2026-03-01', ...more },
});
const stretch = (id: string, helperName: string, from: string, to: string, roomId = place.room) => ({
  ...{ helperId: named(id), helperName, roomId, fromAt: at(from), toAt: at(to) },
});

/** 罗师傅 helped at the drum class from nine to eleven, as the list of the activity has it. */
async function helpedAtClass(): Promise<void> {
  const { world } = county;
  const activityId = named('class');
  await world.system('activities.plan', {
    ...{ title: '腰鼓班第一课', aim: '学腰鼓', kinds: ['文体健康'], roomId: place.room, seriesId: null },
    ...{ sessions: [{ activityId, day: '2026-03-03' }], fromMinute: 540, toMinute: 660, venue: '村委会' },
    ...{ places: null, shifts: [], budget: 0, notice: null },
  });
  await world.system('activities.open', { activityId });
  await world.system('activities.sign-up', {
    ...{ entryId: named('entry'), activityId, part: 'helper', clientId: null, helperId: named('v1'), name: '罗师傅' },
    ...{ phone: null, shiftId: null, wholeSeries: false },
  });
  await world.system('activities.tick', { activityId, ticks: [{ entryId: named('entry'), attended: 'came' }] });
  await world.system('activities.hold', { activityId });
  await world.system('activities.note-hours', { entryId: named('entry'), fromAt: at('09:00'), toAt: at('11:00') });
}

async function addedByHand(id: string, input: object, confirmed = true): Promise<void> {
  const [outcome] = await county.world.send(
    who.lan,
    county.world.envelope('activities.add-hours', { ...input, hoursId: named(id), reason: '没有签到表' }),
  );
  if (outcome?.status !== 'accepted') throw new Error(JSON.stringify(outcome));
  if (confirmed) {
    await county.world.system('activities.confirm-hours', { hoursId: named(id), confirmed: true, reason: null });
  }
}

beforeAll(async () => {
  county = await openReadingCounty();
  const { world } = county;
  await world.system('volunteers.add', profile('v1', { roomId: place.room, name: '罗师傅' }));
  await world.system('volunteers.add', profile('v2', { roomId: place.room, name: '蒙阿妹', consentOn: null }));
  await world.system('volunteers.add', profile('v3', { roomId: farRoom, name: '龙大伯' }));
  await helpedAtClass();
  await addedByHand('overlaps', stretch('v1', '罗师傅', '10:30', '12:00'));
  await addedByHand('waits', stretch('v1', '罗师傅', '14:00', '15:00'), false);
  await addedByHand('unagreed', stretch('v2', '蒙阿妹', '09:00', '10:00'));
  const brought = { ...stretch('v1', '罗师傅', '19:00', '20:00'), system: 'zhiyuanyun', number: '7' };
  await world.system('activities.import-hours', brought);
});
afterAll(() => county.close());

async function exported(userId: string, body: object) {
  const headers = { 'x-actor': userId, 'x-yimi': '1' };
  return county.app.inject({ method: 'POST', url: '/api/volunteers/export', headers, payload: body });
}

type Answer = Awaited<ReturnType<typeof exported>>;
/** Each sheet as lines of what its cells hold. */
async function sheetsOf(answer: Answer): Promise<Map<string, unknown[][]>> {
  const book = new excel.Workbook();
  // The library's types are older than Node's.
  await book.xlsx.load(new Uint8Array(answer.rawPayload).buffer as ArrayBuffer);
  return new Map(
    book.worksheets.map((sheet) => [
      sheet.name,
      sheet
        .getSheetValues()
        .slice(1)
        .map((row) => (Array.isArray(row) ? row.slice(1) : [])),
    ]),
  );
}

describe('The month for the national volunteer system', () => {
  it('has volunteers, projects and hours under their headings, and each minute once', async () => {
    const answer = await exported(who.lan, { month: '2026-03', purpose });
    expect(answer.statusCode).toBe(200);
    const sheets = await sheetsOf(answer);
    expect([...sheets.keys()]).toEqual(['志愿者', '志愿项目', '服务时长', '说明']);
    const [heads, ...people] = sheets.get('志愿者') ?? [];
    expect(heads?.slice(0, 4)).toEqual(['志愿者编号', '姓名', '性别', '联系电话']);
    expect(people).toHaveLength(1);
    expect(people[0]?.slice(1, 4)).toEqual(['罗师傅', '男', '13800000021']);
    // Two hours, the hour that no other stretch covers, and the hour from the other system.
    expect(people[0]?.slice(-2)).toEqual([240, 0]);
    const [, ...held] = sheets.get('志愿项目') ?? [];
    expect(held.map((row) => row.slice(0, 3))).toEqual([[named('class'), '活动', '腰鼓班第一课']]);
    expect(held[0]?.slice(8)).toEqual(['09:00', '11:00', 1, 120]);
    const [, ...rows] = sheets.get('服务时长') ?? [];
    expect(rows.map((row) => [row[1] === people[0]?.[0], row[2], row[8], row[9], row[10], row[11]])).toEqual([
      [true, '罗师傅', '09:00', '11:00', 120, '签到'],
      [true, '罗师傅', '10:30', '12:00', 60, '补录，经第二人确认'],
    ]);
  });

  it('says what it leaves out as sums, and never names who did not agree or who is of another station', async () => {
    const sheets = await sheetsOf(await exported(who.shi, { month: '2026-03', purpose }));
    const text = [...sheets.values()].flat(2).join('\n');
    expect(text).toContain('1 条 60 分钟：没有志愿者档案');
    expect(text).toContain('1 条 60 分钟：从别的志愿系统导入');
    expect(text).toContain(purpose);
    for (const hidden of ['蒙阿妹', '龙大伯']) expect(text).not.toContain(hidden);
  });

  it('of another month has the people and no hours', async () => {
    const sheets = await sheetsOf(await exported(who.lan, { month: '2026-02', purpose }));
    expect(sheets.get('志愿者')).toHaveLength(2);
    expect(sheets.get('服务时长')).toHaveLength(1);
  });

  it('is for stations only, and refused without a purpose', async () => {
    expect((await exported(who.lan, { month: '2026-03' })).json()).toMatchObject({ code: 'registers.purpose-needed' });
    for (const nobody of [who.qin, who.wei, who.wu, others.shiyuan, others.ping, others.tong]) {
      expect((await exported(nobody, { month: '2026-03', purpose })).statusCode).toBe(403);
    }
    const theirs = await sheetsOf(await exported(others.long, { month: '2026-03', purpose }));
    expect([...theirs.values()].flat(2).join('\n')).not.toContain('罗师傅');
  });

  it('is on record with what for, before anything leaves', async () => {
    const before = await county.asOwner("select 1 from engine.audit where action = 'volunteers.export'");
    await exported(who.lan, { month: '2026-03', purpose });
    const after = await county.asOwner("select 1 from engine.audit where action = 'volunteers.export'");
    expect(after).toHaveLength(before.length + 1);
    const { body } = await county.get(who.wu, '/api/audit?action=volunteers.export');
    expect(body).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ actorId: who.lan, purpose })]),
    });
  });
});
