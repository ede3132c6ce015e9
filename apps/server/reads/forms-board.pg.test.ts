/** Questionnaires as they are read: who sees which, what stands behind each bar, and what small numbers do not give away. */
import { answers, paperAnswerId } from '@yimi/forms';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReadingCounty } from './reading-county.ts';
import { named, openReadingCounty, others, place, who } from './reading-county.ts';

let county: ReadingCounty;
const day = 86_400_000;

const choice = (name: string, text: string, need: string | null = null) => ({
  ...{ name, labels: { zh: text }, audio: {}, need },
});
const question = (name: string, type: string, text: string, more: object = {}) => ({
  ...{ name, type, labels: { zh: text }, audio: {}, required: false, relevant: null, constraint: null, choices: [] },
  ...more,
});
const model = {
  languages: ['zh'],
  questions: [
    question('lives', 'select_one', '和谁住？', { choices: [choice('alone', '自己住'), choice('family', '和家里人')] }),
    question('wish', 'select_multiple', '想要什么？', {
      choices: [
        choice('meal', '送饭', '助餐'),
        choice('drum', '腰鼓', '文体健康'),
        choice('law', '打官司', '权益维护'),
      ],
    }),
    question('age', 'integer', '多大年纪？'),
    question('more', 'text', '还有什么？'),
  ],
};

async function sent(userId: string, name: string, input: unknown): Promise<void> {
  const [outcome] = await county.world.send(userId, county.world.envelope(name, input));
  expect(outcome?.problem?.code ?? outcome?.status).toBe('accepted');
}
async function out(id: string, followsId: string | null = null): Promise<void> {
  const formId = named(id);
  const draft = { formId, stationId: place.station, title: `问卷 ${id}`, lead: '', followsId, model };
  await sent(who.lan, 'forms.save-draft', draft);
  await sent(who.lan, 'forms.publish', { formId });
}
async function paper(id: string, n: number, values: object, more: object = {}): Promise<void> {
  const formId = named(id);
  await sent(who.lan, 'forms.answer', {
    ...{ answerId: paperAnswerId(formId, `${n}`), formId, revision: 1, roomId: place.room, paper: `${n}` },
    ...{ byProxy: false, answeredOn: new Date(county.world.now).toISOString().slice(0, 10), values, ...more },
  });
}

beforeAll(async () => {
  county = await openReadingCounty();
  await out('one');
  for (let n = 1; n <= 6; n++) await paper('one', n, { lives: 'alone', wish: n < 6 ? ['drum'] : ['meal'] });
  county.world.now += day;
  await out('two', named('one'));
  for (let n = 1; n <= 10; n++) {
    const wish = n <= 8 ? ['meal', 'drum'] : ['meal'];
    const more = n <= 8 ? {} : { roomId: place.far };
    await paper('two', n, { lives: n <= 3 ? 'alone' : 'family', wish, age: 60 + n, more: `话 ${n}` }, more);
  }
  await paper('two', 11, { lives: 'alone', wish: ['law'], more: '儿子不管' });
  await paper('two', 12, { lives: 'alone' });
  await sent(who.lan, 'forms.strike-answer', { answerId: paperAnswerId(named('two'), '12') });
  await sent(who.lan, 'forms.save-draft', {
    ...{ formId: named('three'), stationId: place.station, title: '还没写完', lead: '', followsId: null },
    model: { languages: ['zh'], questions: [] },
  });
});
afterAll(() => county.close());

interface One {
  readonly form: { answers: number };
  readonly draft: object | null;
  readonly openable: boolean;
  readonly rooms: readonly { id: string; answers: number }[];
  readonly questions: readonly { name: string; choices: { name: string; value: number | null }[] }[];
  readonly kinds: readonly { kind: string; value: number | null; before: number | null }[];
  readonly beforeAnswers: number | null;
  readonly written: readonly { name: string; n: number; numbers: object | null; texts: string[] }[];
}
async function one(userId: string, id: string): Promise<One> {
  const { status, body } = await county.get(userId, `/api/forms/${named(id)}`);
  expect(status).toBe(200);
  return body as One;
}
const ticks = ({ questions }: One, name: string) =>
  questions.find((one) => one.name === name)?.choices.map(({ value }) => value);

it('lists to a station its own with its drafts, to the county what went out, and nothing of it to another station', async () => {
  const titles = async (userId: string): Promise<string[]> => {
    const { body } = await county.get(userId, '/api/forms');
    return (body as { rows: { title: string }[] }).rows.map(({ title }) => title);
  };
  expect(await titles(who.lan)).toEqual(['还没写完', '问卷 two', '问卷 one']);
  for (const userId of [who.wu, others.tong, who.qin]) expect(await titles(userId)).toEqual(['问卷 two', '问卷 one']);
  for (const userId of [others.long, others.he]) expect(await titles(userId)).toEqual([]);
  for (const userId of [who.wei, others.guan, others.shiyuan]) {
    expect((await county.get(userId, '/api/forms')).status).toBe(403);
  }
  expect((await county.get(others.long, `/api/forms/${named('two')}`)).status).toBe(404);
  expect((await county.get(who.wu, `/api/forms/${named('three')}`)).status).toBe(404);
});

it('shows the station each bar, the kinds beside the questionnaire before, and what was written', async () => {
  const two = await one(who.lan, 'two');
  expect(two.form.answers).toBe(11);
  expect(ticks(two, 'lives')).toEqual([4, 7]);
  expect(ticks(two, 'wish')).toEqual([10, 8, 1]);
  expect(two.kinds).toEqual([
    { kind: '助餐', value: 10, before: 1 },
    { kind: '文体健康', value: 8, before: 5 },
    { kind: '权益维护', value: 1, before: 0 },
  ]);
  expect(two.beforeAnswers).toBe(6);
  expect(two.written).toMatchObject([
    { name: 'age', n: 10, numbers: { least: 61, middle: 65, most: 70 }, texts: [] },
    { name: 'more', n: 11, numbers: null },
  ]);
  expect(two.written[1]?.texts).toContain('儿子不管');
  expect(two.rooms).toMatchObject([{ answers: 9 }, { answers: 2 }]);
});

it('shows who reads figures only neither small numbers nor what was written, and opens nothing to them', async () => {
  for (const userId of [who.wu, others.mo, others.ping]) {
    const two = await one(userId, 'two');
    // Four under eleven: the seven would tell.
    expect(ticks(two, 'lives')).toEqual([null, null]);
    // Ten of eleven would tell who did not; eight leave three.
    expect(ticks(two, 'wish')).toEqual([null, null, null]);
    expect(two.kinds.map(({ value, before }) => [value, before])).toEqual([
      [null, 0],
      [null, null],
      [null, null],
    ]);
    expect([two.draft, two.openable, two.written]).toEqual([null, false, []]);
    for (const figure of ['forms.answers', 'forms.picks', 'forms.kinds']) {
      expect((await county.get(userId, `/api/figures/${figure}/records`)).status).toBe(403);
    }
  }
});

it('opens each bar to as many answers as it counts, with what was asked and answered; struck ones stand apart', async () => {
  const { questions } = await one(who.lan, 'two');
  for (const { name, choices } of questions) {
    for (const choice of choices) {
      const dims = encodeURIComponent(JSON.stringify({ formId: named('two'), picks: `${name}/${choice.name}` }));
      const { body } = await county.get(who.lan, `/api/figures/forms.picks/records?dims=${dims}`);
      expect(body).toMatchObject({ total: choice.value });
    }
  }
  const dims = encodeURIComponent(JSON.stringify({ formId: named('two') }));
  const { body } = await county.get(who.lan, `/api/figures/forms.answers/records?dims=${dims}`);
  const { total, rows, leftOut } = body as {
    total: number;
    rows: { paper: string; said: object[] }[];
    leftOut: object;
  };
  expect(total).toBe(11);
  expect(leftOut).toEqual([{ reason: 'struck', n: 1 }]);
  expect(rows.find((row) => row.paper === '11')).toMatchObject({
    title: '问卷 two',
    said: [
      { asked: '和谁住？', answered: '自己住' },
      { asked: '想要什么？', answered: '打官司' },
      { asked: '还有什么？', answered: '儿子不管' },
    ],
  });
});

it('stands in the ranked list beside what was told, of the place and its months, with the newest questionnaire and the one before', async () => {
  const nobody = { clientId: null, householdId: null, askerName: null, askerPhone: null, proxyName: null };
  await county.world.system('needs.record', {
    ...{ needId: named('told'), channel: '来电来访', kind: '文体健康', words: '', roomId: place.room, ...nobody },
    ...{ byProxy: false, visitId: null, receivedAt: county.world.now, urgency: null, numberHash: null },
  });
  const { body } = await county.get(who.lan, '/api/needs/ranked?months=1');
  expect(body).toMatchObject({
    answers: 17,
    rows: [
      { kind: '文体健康', value: 1, ticked: 13 },
      { kind: '助餐', value: 0, ticked: 11 },
      { kind: '权益维护', value: 0, ticked: 1 },
    ],
    survey: {
      ...{ id: named('two'), answers: 11, before: { id: named('one'), answers: 6 } },
      kinds: [{ kind: '助餐', value: 10, before: 1 }, { kind: '文体健康' }, { kind: '权益维护' }],
    },
  });
  for (const [kind, ticked] of [
    ['文体健康', 13],
    ['助餐', 11],
  ] as const) {
    const dims = encodeURIComponent(JSON.stringify({ kinds: kind }));
    const opened = await county.get(who.lan, `/api/figures/forms.kinds/records?months=1&dims=${dims}`);
    expect(opened.body).toMatchObject({ total: ticked });
  }
  const far = await county.get(who.lan, `/api/needs/ranked?months=1&level=room&place=${place.far}`);
  expect(far.body).toMatchObject({ answers: 2, rows: [{ kind: '助餐', value: 0, ticked: 2 }], survey: { answers: 2 } });
  const outside = await county.get(who.wu, '/api/needs/ranked?months=1');
  // Told by one: hidden. Thirteen of seventeen would tell of the four who did not.
  expect(outside.body).toMatchObject({
    survey: null,
    rows: [
      { value: null, ticked: null },
      { value: 0, ticked: 11 },
      { value: 0, ticked: null },
    ],
  });
  expect((await county.get(others.long, '/api/needs/ranked?months=1')).body).toMatchObject({ answers: 0, rows: [] });
});

it('keeps what was written encrypted and what was ticked countable', async () => {
  const [row] = await county.asOwner(
    `select picks, encode(written, 'hex') as written from forms.answers where paper = '11'`,
  );
  expect(JSON.stringify(row?.picks)).toContain('wish/law');
  expect(String(row?.written)).toMatch(/^[0-9a-f]{64,}$/);
  expect(String(row?.written)).not.toContain(Buffer.from('儿子不管').toString('hex'));
  expect(answers.columns.written?.mark).toBe('sealed');
});
