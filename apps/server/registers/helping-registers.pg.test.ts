/** The registers of needs, activities and service hours: as many rows as their figures count, and to nobody more than that. */

import excel from '@protobi/exceljs';
import { activityStates, hourSources } from '@yimi/activities';
import { doorOutcomes, mealStates } from '@yimi/meals';
import { answerKinds, channels, needStates, unmetReasons, urgencies } from '@yimi/needs';
import type { RegisterName } from '@yimi/services';
import { registers } from '@yimi/services';
import { declineReasons, offerIdOf, offerStates } from '@yimi/volunteers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ReadingCounty } from '../reads/reading-county.ts';
import { named, openReadingCounty, others, place, who } from '../reads/reading-county.ts';

let county: ReadingCounty;
const day = 86_400_000;
const month = '2026-03';
const activityId = named('dumplings');

const Page = z.object({
  rows: z.array(z.object({ id: z.string(), cells: z.record(z.string(), z.unknown()), reason: z.string().nullable() })),
  next: z.object({ key: z.union([z.string(), z.number()]), id: z.string() }).nullable(),
  summary: z.object({
    total: z.number(),
    leftOut: z.array(z.object({ reason: z.string(), n: z.number() })),
    sums: z.record(z.string(), z.number()),
  }),
});

async function open(userId: string, body: object) {
  const { status, body: answer } = await county.post(userId, '/api/registers/rows', {
    from: month,
    to: month,
    ...body,
  });
  expect([status, answer]).toEqual([200, expect.anything()]);
  return Page.parse(answer);
}
const total = async (body: object): Promise<number> => (await open(who.lan, body)).summary.total;

async function ask(id: string, more: object): Promise<void> {
  const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };
  await county.world.system('needs.record', {
    ...{ needId: named(id), channel: '来电来访', kind: '助餐', words: '想吃热的', roomId: place.room, ...nobody },
    ...{ byProxy: false, visitId: null, receivedAt: county.world.now, urgency: null, numberHash: null, ...more },
  });
}

const joining = (id: string, more: object) => ({
  ...{ entryId: named(id), activityId, part: 'participant', clientId: null, helperId: null, name: null, phone: null },
  ...{ shiftId: null, wholeSeries: false, ...more },
});

async function holdDumplings(): Promise<void> {
  const { world } = county;
  await world.system('activities.plan', {
    ...{ title: '包饺子', aim: '一起过节', kinds: ['社会融入', '助餐'], roomId: place.room, seriesId: null },
    ...{ sessions: [{ activityId, day: '2026-03-08' }], fromMinute: 540, toMinute: 660, venue: '村委会' },
    ...{ places: null, shifts: [], budget: 80_050, notice: null },
  });
  await world.system('activities.open', { activityId });
  await world.system('activities.sign-up', joining('e1', { clientId: named('client') }));
  await world.system('activities.sign-up', joining('e4', { part: 'helper', helperId: who.wei, name: '韦小妹' }));
  const ticks = ['e1', 'e4'].map((id) => ({ entryId: named(id), attended: 'came' }));
  await world.system('activities.tick', { activityId, ticks });
  await world.system('activities.count-heads', { activityId, heads: 7 });
  await world.system('activities.rate', { entryId: named('e1'), rating: 4, words: null });
  await world.system('activities.hold', { activityId });
  const at = (clock: string): number => Date.parse(`2026-03-08T${clock}:00+08:00`);
  await world.system('activities.note-hours', { entryId: named('e4'), fromAt: at('08:30'), toAt: at('11:00') });
  const byHand = {
    hoursId: named('h2'),
    helperId: who.wei,
    helperName: '韦小妹',
    roomId: place.room,
    reason: '忘了签到',
  };
  await world.system('activities.add-hours', { ...byHand, fromAt: at('14:00'), toAt: at('15:00') });
}

const helpers = [named('cook'), named('walker')] as const;

/** Two are asked for one need: one has done it, one could not come. */
async function askHelpers(): Promise<void> {
  const { world } = county;
  for (const profileId of helpers)
    await world.system('volunteers.add', {
      ...{
        profileId,
        name: profileId === helpers[0] ? '覃大姐' : '莫大哥',
        phone: null,
        sex: null,
        roomId: place.room,
      },
      ...{ skills: [], languages: [], free: 0b11, mostMinutes: 60, places: 2, withAccount: false },
      ...{ insuredUntil: null, trainedOn: null, consentOn: '2026-01-01' },
    });
  const needId = named('stranger');
  for (const helperId of helpers)
    await world.system('volunteers.offer', { needId, helperId, suits: '', answerBy: '2026-03-20' });
  const [cook, walker] = helpers.map((helperId) => offerIdOf(needId, helperId));
  await world.system('volunteers.answer-offer', { offerId: cook, accepted: true, reason: null });
  await world.system('volunteers.end-task', { offerId: cook, done: true, words: null });
  await world.system('volunteers.answer-offer', { offerId: walker, accepted: false, reason: 'too-far' });
}

beforeAll(async () => {
  county = await openReadingCounty();
  await ask('file', { clientId: named('client'), kind: '出行' });
  await ask('stranger', { askerName: '莫来客', askerPhone: '13800000009' });
  await ask('late', { receivedAt: county.world.now - 40 * day });
  await ask('sad', { kind: '精神慰藉', words: '夜里睡不着' });
  await ask('twice', { askerName: '莫来客' });
  await county.world.system('needs.merge', { needId: named('twice'), intoId: named('stranger') });
  await county.world.system('needs.answer', { needId: named('file'), by: 'person', note: '志愿者陪去', done: true });
  await county.world.system('needs.rate', { needId: named('file'), rating: 5 });
  await county.world.system('needs.leave-unmet', { needId: named('sad'), reason: 'no-helper', note: '找不到人' });
  await askHelpers();
  await holdDumplings();
});
afterAll(() => county.close());

describe('The words of the papers', () => {
  it('name every code that the modules keep', () => {
    const wordsOf = (register: RegisterName, key: string): string[] =>
      Object.keys(registers[register].columns.find((column) => column.key === key)?.words ?? {});
    expect(wordsOf('needs', 'channel')).toEqual([...channels]);
    expect(wordsOf('needs', 'state')).toEqual([...needStates]);
    expect(wordsOf('needs', 'urgency')).toEqual([...urgencies]);
    expect(wordsOf('needs', 'answerKind')).toEqual([...answerKinds]);
    expect(wordsOf('needs', 'unmetReason')).toEqual([...unmetReasons]);
    expect(wordsOf('activities', 'state')).toEqual([...activityStates]);
    expect(wordsOf('hours', 'source')).toEqual([...hourSources]);
    expect(wordsOf('offers', 'state')).toEqual([...offerStates]);
    expect(wordsOf('offers', 'declineReason')).toEqual([...declineReasons]);
    expect(wordsOf('meals', 'state')).toEqual([...mealStates]);
    expect(wordsOf('meals', 'outcome')).toEqual([...doorOutcomes]);
  });
});

describe('The register of needs', () => {
  it('has the needs that the figure counts, a merged one left out with its reason, narrowed by what became of them', async () => {
    const { rows, summary } = await open(who.lan, { register: 'needs', rows: 'counted' });
    expect([rows.length, summary.total, summary.leftOut]).toEqual([3, 3, [{ reason: 'merged-or-withdrawn', n: 1 }]]);
    const { body } = await county.get(who.lan, `/api/figures/needs.needs/records?month=${month}`);
    expect(body).toMatchObject({ total: 3 });
    expect(await total({ register: 'needs', filters: { answered: 'yes' } })).toBe(1);
    expect(await total({ register: 'needs', filters: { answered: 'no' } })).toBe(2);
    expect(await total({ register: 'needs', filters: { unmetReason: 'no-helper' } })).toBe(1);
    expect(await total({ register: 'needs', filters: { kind: '助餐' } })).toBe(1);
    expect(await total({ register: 'needs', rows: 'left-out' })).toBe(1);
    expect(await total({ register: 'needs', from: '2026-01', filters: { late: 'yes' } })).toBe(1);
    expect(await total({ register: 'needs', from: '2026-01', filters: { late: 'no' } })).toBe(3);
  });

  it('says who asked and what, the words only for a purpose', async () => {
    const columns = ['name', 'kind', 'state', 'rating', 'rater'];
    const { rows } = await open(who.lan, { register: 'needs', columns, sort: { by: 'kind', order: 'asc' } });
    expect(rows.map((row) => row.cells)).toEqual([
      { name: null, kind: '精神慰藉', state: 'unmet', rating: null, rater: null },
      { name: '莫来客', kind: '助餐', state: 'received', rating: null, rater: null },
      { name: '杨桂花', kind: '出行', state: 'closed', rating: 5, rater: 'own' },
    ]);
    const without = await county.post(who.lan, '/api/registers/rows', { register: 'needs', columns: ['words'] });
    expect(without.body).toMatchObject({ code: 'registers.purpose-needed' });
    const said = await open(who.lan, { register: 'needs', columns: ['words'], purpose: '核对答复' });
    expect(said.rows.map((row) => row.cells.words)).toContain('夜里睡不着');
  });

  it('stays at the desk: not offered, and not opened, to county, village and another station', async () => {
    for (const userId of [who.wu, who.qin, others.shiyuan]) {
      const { status } = await county.post(userId, '/api/registers/rows', { register: 'needs' });
      expect([userId, [403, 404].includes(status)]).toEqual([userId, true]);
    }
    const { body } = await county.get(who.wu, '/api/registers');
    const names = z.object({ registers: z.array(z.object({ name: z.string() })) }).parse(body).registers;
    expect(names.map((one) => one.name)).not.toContain('needs');
    expect(names.map((one) => one.name)).toContain('activities');
    const rival = { register: 'needs', level: 'station', place: place.station };
    expect((await county.post(others.long, '/api/registers/rows', rival)).status).toBe(404);
  });

  it('leaves the station without the name of who is on no file', async () => {
    const payload = { register: 'needs', columns: ['name', 'kind'], purpose: '县里核对', from: month, to: month };
    const headers = { 'x-actor': who.lan, 'x-yimi': '1' };
    const answer = await county.app.inject({ method: 'POST', url: '/api/registers/export', headers, payload });
    expect(answer.statusCode).toBe(200);
    const book = new excel.Workbook();
    await book.xlsx.load(new Uint8Array(answer.rawPayload).buffer as ArrayBuffer);
    const text = book.worksheets.flatMap((sheet) => sheet.getSheetValues().flat()).join('\n');
    expect(text).toContain('需求台账');
    expect(text).not.toContain('莫来客');
  });
});

describe('The registers of activities and service hours', () => {
  it('say of an activity who came, what it cost and what they say of it, in rows that add up', async () => {
    const columns = ['title', 'kinds', 'attendances', 'helpers', 'unnamed', 'rating', 'raters', 'budget'];
    const { rows, summary } = await open(who.wu, { register: 'activities', columns });
    expect(rows.map((row) => row.cells)).toEqual([
      {
        ...{ title: '包饺子', kinds: '社会融入、助餐', attendances: 8, helpers: 1, unnamed: 7 },
        ...{ rating: 4, raters: 1, budget: 800.5 },
      },
    ]);
    expect(summary.sums).toMatchObject({ attendances: 8, helpers: 1, budget: 800.5 });
    expect(await total({ register: 'activities', filters: { kind: '出行' } })).toBe(0);
  });

  it('count the stretch that stands, and show the one that waits apart with its reason', async () => {
    const { rows, summary } = await open(who.lan, { register: 'hours', columns: ['helper', 'from', 'to', 'hours'] });
    expect(rows.map((row) => row.cells)).toEqual([{ helper: '韦小妹', from: '08:30', to: '11:00', hours: 2.5 }]);
    expect([summary.sums, summary.leftOut]).toEqual([{ hours: 2.5 }, [{ reason: 'not-counted', n: 1 }]]);
  });

  it('list whom the desk asked and what they said, at the desk alone', async () => {
    const columns = ['kind', 'helper', 'state', 'declineReason', 'assisted'];
    const { rows, summary } = await open(who.lan, { register: 'offers', columns });
    expect(
      rows.map((row) => row.cells).sort((one, other) => (String(one.state) < String(other.state) ? -1 : 1)),
    ).toEqual([
      { kind: '助餐', helper: '莫大哥', state: 'declined', declineReason: 'too-far', assisted: 'yes' },
      { kind: '助餐', helper: '覃大姐', state: 'done', declineReason: null, assisted: 'yes' },
    ]);
    expect([summary.total, summary.leftOut]).toEqual([2, []]);
    expect(await total({ register: 'offers', filters: { said: 'yes' } })).toBe(1);
    expect(await total({ register: 'offers', filters: { said: 'none' } })).toBe(0);
    for (const userId of [who.wu, who.qin, others.shiyuan]) {
      const { status } = await county.post(userId, '/api/registers/rows', { register: 'offers' });
      expect([userId, [403, 404].includes(status)]).toEqual([userId, true]);
    }
  });

  it('are what the month’s report says of them', async () => {
    const { body } = await county.get(who.shi, `/api/reports?station=${place.station}&month=${month}`);
    const lines = z.object({ lines: z.array(z.object({ key: z.string(), value: z.number().nullable() })) }).parse(body);
    const said = Object.fromEntries(lines.lines.map(({ key, value }) => [key, value]));
    expect(said).toMatchObject({
      ...{ 'asked.total': 3, 'asked.answered': 1, 'asked.unmet': 1, 'activities.total': 1 },
      ...{ 'activities.attendances': 8, 'activities.helpers': 1 },
      ...{ 'volunteering.people': 1, 'volunteering.hours': 2 },
      ...{ 'offers.total': 2, 'offers.accepted': 1, 'offers.declined': 1, 'offers.done': 1 },
    });
  });
});
