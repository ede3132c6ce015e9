/**
 * What Luqiao did (DOMAIN.md 6), replayed on PostgreSQL by a station's own commands and read by its own routes: a first
 * questionnaire puts drums on top of the ranked list, a partner is found by skill, ten classes are held with their lists of names,
 * and the third questionnaire of the year, of over two hundred papers, gives the newest list with the change. Names are invented.
 */
import { paperAnswerId } from '@yimi/forms';
import { dayOf } from '@yimi/kernel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReadingCounty } from '../apps/server/reads/reading-county.ts';
import { named, openReadingCounty, place, who } from '../apps/server/reads/reading-county.ts';

let county: ReadingCounty;
const day = 86_400_000;
const week = 7 * day;
const classes = 10;
const learners = 24;

const choice = (name: string, text: string, need: string | null) => ({ name, labels: { zh: text }, audio: {}, need });
const question = (name: string, type: string, text: string, choices: object[] = []) => ({
  ...{ name, type, labels: { zh: text }, audio: {}, required: true, relevant: null, constraint: null, choices },
});
const wish = question('wish', 'select_multiple', '社区开什么，您最想来？', [
  choice('drum', '腰鼓', '文体健康'),
  choice('dance', '跳舞', '文体健康'),
  choice('meal', '老人食堂', '助餐'),
  choice('child', '小主持人、绘画课', '托幼'),
  choice('none', '都不想', null),
]);
const who3 = question('lives', 'select_one', '家里有几代人？', [
  choice('one', '一代', null),
  choice('two', '两代', null),
  choice('three', '三代', null),
]);
const model = { languages: ['zh'], questions: [who3, wish] };

/** Papers of each survey by what was ticked. */
const ticked = {
  first: { drum: 58, meal: 34, child: 20, none: 8 },
  second: { drum: 22, meal: 24, child: 10, none: 4 },
  third: { drum: 40, meal: 86, child: 78, none: 12 },
} as const;
type Survey = keyof typeof ticked;
const papersOf = (survey: Survey): number => Object.values(ticked[survey]).reduce((sum, n) => sum + n, 0);

async function send(name: string, input: unknown): Promise<void> {
  const [outcome] = await county.world.send(who.lan, county.world.envelope(name, input));
  expect(outcome?.problem?.code ?? outcome?.status, name).toBe('accepted');
}
async function read<T>(url: string, userId = who.lan): Promise<T> {
  const { status, body } = await county.get(userId, url);
  expect(status, url).toBe(200);
  return body as T;
}

async function survey(name: Survey, follows: Survey | null): Promise<void> {
  const formId = named(name);
  const followsId = follows === null ? null : named(follows);
  const draft = {
    formId,
    stationId: place.station,
    title: `路东居民需求问卷 ${name}`,
    lead: '不用写名字。',
    followsId,
    model,
  };
  await send('forms.save-draft', draft);
  await send('forms.publish', { formId });
  let n = 0;
  for (const [ticks, papers] of Object.entries(ticked[name])) {
    for (let at = 0; at < papers; at++) {
      n += 1;
      await send('forms.answer', {
        ...{ answerId: paperAnswerId(formId, `${n}`), formId, revision: 1, paper: `${n}`, byProxy: at % 9 === 0 },
        ...{ roomId: n % 3 === 0 ? place.far : place.room, answeredOn: dayOf(county.world.now) },
        // Whoever wants drums would dance as well, and is one person all the same.
        values: { lives: ['one', 'two', 'three'][n % 3], wish: ticks === 'drum' ? ['drum', 'dance'] : [ticks] },
      });
    }
  }
  await send('forms.close', { formId });
}

interface RankedList {
  readonly answers: number;
  readonly rows: readonly { kind: string; value: number; ticked: number }[];
  readonly survey: {
    id: string;
    answers: number;
    before: { id: string; answers: number } | null;
    kinds: { kind: string; value: number; before: number | null }[];
  } | null;
}
const ranked = (): Promise<RankedList> => read('/api/needs/ranked?months=1');

beforeAll(async () => {
  county = await openReadingCounty();
});
afterAll(() => county.close());

it('a first questionnaire puts drums on top of the ranked list, beside what somebody said at the door', async () => {
  const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };
  await send('needs.record', {
    ...{
      needId: named('said'),
      channel: '上门走访',
      kind: '文体健康',
      words: '想学打腰鼓',
      roomId: place.room,
      ...nobody,
    },
    ...{ byProxy: false, visitId: null, receivedAt: county.world.now, urgency: null, numberHash: null },
  });
  await survey('first', null);
  const list = await ranked();
  expect(list.answers).toBe(papersOf('first'));
  expect(list.rows.map(({ kind, value, ticked }) => [kind, value, ticked])).toEqual([
    ['文体健康', 1, 58],
    ['助餐', 0, 34],
    ['托幼', 0, 20],
  ]);
  expect(list.survey).toMatchObject({ id: named('first'), before: null });
});

it('a partner is found by skill, and gives ten classes: a series with everybody who came to each', async () => {
  const partner = {
    ...{
      stationId: place.station,
      name: '叶老师',
      what: '国家社会体育指导员，会教腰鼓',
      kinds: ['文体健康'],
      skills: ['文艺', '体育'],
    },
    ...{
      languages: [],
      times: 0,
      roomIds: [],
      limits: '',
      open: true,
      contactName: '叶秀兰',
      contactPhone: '13800000021',
    },
  };
  await send('volunteers.save-partner', { partnerId: named('叶'), ...partner });
  const cook = {
    ...partner,
    name: '老街食堂',
    what: '',
    kinds: ['助餐'],
    skills: ['送餐'],
    contactName: null,
    contactPhone: null,
  };
  await send('volunteers.save-partner', { partnerId: named('食堂'), ...cook });
  const library = await read<{ partners: { id: string; kinds: string[]; skills: string[] }[] }>('/api/volunteers');
  const [top] = (await ranked()).rows;
  const found = library.partners.filter(
    ({ kinds, skills }) => kinds.includes(top?.kind ?? '') && skills.includes('体育'),
  );
  expect(found.map(({ id }) => id)).toEqual([named('叶')]);

  const began = county.world.now + week;
  const sessions = Array.from({ length: classes }, (_, at) => ({
    activityId: named(`class ${at}`),
    day: dayOf(began + at * week),
  }));
  await send('activities.plan', {
    ...{
      title: '腰鼓课',
      aim: '问卷里想学的人最多',
      kinds: ['文体健康'],
      roomId: place.room,
      seriesId: named('drums'),
      sessions,
    },
    ...{ fromMinute: 1140, toMinute: 1230, venue: '社区广场', places: 30, shifts: [], budget: 0, notice: '想学的都来' },
  });
  for (const { activityId } of sessions) await send('activities.open', { activityId });
  for (let at = 0; at < learners; at++) {
    await send('activities.sign-up', {
      ...{ entryId: named(`learner ${at}`), activityId: named('class 0'), part: 'participant', clientId: null },
      ...{ helperId: null, name: `学员${at}`, phone: null, shiftId: null, wholeSeries: true },
    });
  }
  let came = 0;
  for (const [at, { activityId }] of sessions.entries()) {
    county.world.now = began + at * week;
    const { entries } = await read<{ entries: { id: string }[] }>(`/api/activities/${activityId}`);
    expect(entries).toHaveLength(learners);
    // One more stays away each third week.
    const ticks = entries.map(({ id }, one) => ({
      entryId: id,
      attended: one < Math.floor(at / 3) ? 'absent' : 'came',
    }));
    came += ticks.filter(({ attended }) => attended === 'came').length;
    await send('activities.tick', { activityId, ticks });
    await send('activities.hold', { activityId });
    await send('activities.close', { activityId, spent: 0, summary: `第 ${at + 1} 次课` });
  }
  const months = [...new Set(sessions.map((session) => session.day.slice(0, 7)))];
  const boards = await Promise.all(
    months.map((month) => read<{ sums: { held: number; attendances: number } }>(`/api/activities?month=${month}`)),
  );
  expect(boards.reduce((sum, { sums }) => sum + sums.held, 0)).toBe(classes);
  expect(boards.reduce((sum, { sums }) => sum + sums.attendances, 0)).toBe(came);
  expect(came).toBe(classes * learners - (1 + 1 + 1 + 2 + 2 + 2 + 3));
  await send('needs.answer', { needId: named('said'), by: 'partner', note: '来上腰鼓课了', done: true });
});

it('the third questionnaire, of over two hundred papers, gives the newest list with the change since the one before', async () => {
  county.world.now += 5 * week;
  await survey('second', 'first');
  county.world.now += 9 * week;
  await survey('third', 'second');
  expect(papersOf('third')).toBeGreaterThan(200);
  const list = await ranked();
  // Drums are taught by now: meals and classes for children come first.
  expect(list.rows.map(({ kind, ticked }) => [kind, ticked])).toEqual([
    ['助餐', 86],
    ['托幼', 78],
    ['文体健康', 40],
  ]);
  expect(list.survey).toMatchObject({
    ...{ id: named('third'), answers: papersOf('third'), before: { id: named('second'), answers: papersOf('second') } },
    kinds: [
      { kind: '助餐', value: 86, before: 24 },
      { kind: '托幼', value: 78, before: 10 },
      { kind: '文体健康', value: 40, before: 22 },
    ],
  });
  // Each number opens to its papers, at the station and in the village.
  for (const { kind, ticked } of list.rows) {
    const dims = encodeURIComponent(JSON.stringify({ kinds: kind }));
    expect(await read(`/api/figures/forms.kinds/records?months=1&dims=${dims}`)).toMatchObject({ total: ticked });
  }
  const far = await read<RankedList>(`/api/needs/ranked?months=1&level=room&place=${place.far}`);
  expect(far.answers).toBe(papersOf('third') / 3);
  // The year holds all three; the county reads the same sums.
  const year = await read<RankedList>('/api/needs/ranked?months=12', who.wu);
  expect(year.answers).toBe(papersOf('first') + papersOf('second') + papersOf('third'));
});
