// biome-ignore-all lint/suspicious/noTemplateCurlyInString: conditions of a questionnaire are written so
/** Questionnaires as a station uses them: written, sent out, typed in from paper, counted, closed, and asked again. */
import { answers, forms, formsModule, paperAnswerId, revisions } from '@yimi/forms';
import { describe, expect, it } from 'vitest';
import { counted, memoryCounty, rowsOf, told } from './world/memory-county.ts';
import type { World } from './world/world.ts';
import { named, place, who } from './world/world.ts';

const choice = (name: string, text: string, need: string | null = null) => ({
  ...{ name, labels: { zh: text }, audio: {}, need },
});
const question = (name: string, type: string, text: string, more: object = {}) => ({
  ...{ name, type, labels: { zh: text }, audio: {}, required: true, relevant: null, constraint: null, choices: [] },
  ...more,
});
const wishes = [
  choice('meal', '有人送饭', '助餐'),
  choice('eat', '一起吃饭的地方', '助餐'),
  choice('drum', '打腰鼓', '文体健康'),
  choice('none', '没有什么要的'),
];
const model = {
  languages: ['zh'],
  questions: [
    question('lives', 'select_one', '您和谁住？', {
      choices: [choice('alone', '自己住'), choice('family', '和家里人')],
    }),
    question('hi', 'note', '下面问您想要什么。', { required: false }),
    question('wish', 'select_multiple', '您最想要什么？', { choices: wishes }),
    question('when', 'text', '几点送好？', { relevant: "selected(${wish}, 'meal')", required: false }),
    question('age', 'integer', '您多大年纪？', { constraint: '. >= 16 and . <= 120' }),
  ],
};
const draft = (id = 'first', more: object = {}) => ({
  ...{
    formId: named(id),
    stationId: place.station,
    title: '路东居民需求问卷',
    lead: '不用写名字。',
    followsId: null,
    model,
  },
  ...more,
});
const only = (id = 'first') => ({ formId: named(id) });
const values = { lives: 'alone', wish: ['meal', 'drum'], when: '十一点半', age: 78 };
const paper = (number: string, more: object = {}, id = 'first') => ({
  ...{ answerId: paperAnswerId(named(id), number), formId: named(id), revision: 1, roomId: place.room, paper: number },
  ...{ byProxy: false, answeredOn: '2026-03-08', values, ...more },
});
const send = (world: World, userId: string, name: string, input: unknown) =>
  told(world, userId, `forms.${name}`, input);
const formOf = (world: World, id = 'first') => rowsOf(world, forms).find((one) => one.id === named(id));

async function out(world: World, id = 'first', more: object = {}): Promise<void> {
  expect(await send(world, who.lan, 'save-draft', draft(id, more))).toBe('accepted');
  expect(await send(world, who.lan, 'publish', only(id))).toBe('accepted');
}

describe('who asks and who types in', () => {
  it('a station asks; a village worker types in the own village’s papers, and nobody else anything', async () => {
    const world = await memoryCounty();
    for (const nobody of [who.qin, who.wei, who.wu]) {
      expect(await send(world, nobody, 'save-draft', draft())).toBe('sync.out-of-reach');
    }
    await out(world);
    for (const nobody of [who.wei, who.wu]) {
      expect(await send(world, nobody, 'answer', paper('1'))).toBe('sync.out-of-reach');
    }
    expect(await send(world, who.qin, 'answer', paper('1'))).toBe('accepted');
    expect(await send(world, who.qin, 'answer', paper('2', { roomId: place.far }))).toBe('sync.out-of-reach');
    expect(await send(world, who.lan, 'answer', paper('2', { roomId: place.far }))).toBe('accepted');
    expect(await send(world, who.lan, 'save-draft', draft('far', { stationId: place.other }))).toBe(
      'sync.out-of-reach',
    );
  });

  it('no phone is sent a questionnaire or an answer', async () => {
    const world = await memoryCounty();
    await out(world);
    await send(world, who.lan, 'answer', paper('1'));
    for (const user of [who.wei, who.qin, who.lan]) {
      const phone = await world.phone(user);
      await phone.sync();
      for (const table of [forms, revisions, answers]) expect(phone.rows(table as typeof forms)).toEqual([]);
    }
  });
});

describe('a questionnaire on its way out', () => {
  it('is kept half written, and told by question what is missing when it is to go out', async () => {
    const world = await memoryCounty();
    const halves: [string, object][] = [
      ['forms.no-questions', { ...model, questions: [question('hi', 'note', '您好')] }],
      ['forms.no-label', { ...model, questions: [question('a', 'text', ' ')] }],
      ['forms.name-twice', { ...model, questions: [question('a', 'text', '一'), question('a', 'text', '二')] }],
      ['forms.few-choices', { ...model, questions: [question('a', 'select_one', '一', { choices: [wishes[0]] })] }],
      ['forms.choices-not-asked', { ...model, questions: [question('a', 'text', '一', { choices: wishes })] }],
      ['forms.unreadable', { ...model, questions: [question('a', 'text', '一', { relevant: '${b' })] }],
      ['forms.asks-later', { ...model, questions: [question('a', 'text', '一', { relevant: "${b} = '1'" })] }],
      ['forms.asks-later', { ...model, questions: [question('a', 'text', '一', { relevant: "${a} = '1'" })] }],
    ];
    for (const [code, half] of halves) {
      expect(await send(world, who.lan, 'save-draft', draft('first', { model: half }))).toBe('accepted');
      expect(await send(world, who.lan, 'publish', only())).toBe(code);
    }
    expect(formOf(world)).toMatchObject({ state: 'draft', revision: 0, openedOn: null });
    expect(await send(world, who.lan, 'answer', paper('1'))).toBe('forms.not-open');
  });

  it('goes out as a revision that never changes: papers of the old one are read by what it asked', async () => {
    const world = await memoryCounty();
    await out(world);
    expect(await send(world, who.lan, 'publish', only())).toBe('forms.nothing-new');
    const longer = { ...model, questions: [...model.questions, question('more', 'text', '还有呢？')] };
    await send(world, who.lan, 'save-draft', draft('first', { model: longer }));
    // Until it goes out, what is being written asks nobody anything.
    expect(await send(world, who.lan, 'answer', paper('1'))).toBe('accepted');
    expect(await send(world, who.lan, 'answer', paper('2', { revision: 2 }))).toBe('forms.no-such-revision');
    expect(await send(world, who.lan, 'publish', only())).toBe('accepted');
    expect(await send(world, who.lan, 'answer', paper('2'))).toBe('accepted');
    expect(await send(world, who.lan, 'answer', paper('3', { revision: 2 }))).toBe('forms.answer-missing');
    const more = { revision: 2, values: { ...values, more: '修路灯' } };
    expect(await send(world, who.lan, 'answer', paper('3', more))).toBe('accepted');
    expect(rowsOf(world, revisions).find((one) => one.revision === 1)?.model).toEqual(model);
  });

  it('is closed, opened for a late paper, and follows an earlier one of its own station only', async () => {
    const world = await memoryCounty();
    await out(world);
    expect(await send(world, who.lan, 'reopen', only())).toBe('forms.not-closed');
    expect(await send(world, who.lan, 'close', only())).toBe('accepted');
    expect(await send(world, who.lan, 'close', only())).toBe('forms.not-open');
    expect(await send(world, who.lan, 'answer', paper('1'))).toBe('forms.not-open');
    expect(await send(world, who.lan, 'save-draft', draft())).toBe('forms.closed');
    expect(await send(world, who.lan, 'publish', only())).toBe('forms.closed');
    expect(await send(world, who.lan, 'reopen', only())).toBe('accepted');
    expect(await send(world, who.lan, 'answer', paper('1'))).toBe('accepted');
    expect(await send(world, who.lan, 'save-draft', draft('first', { followsId: named('first') }))).toBe(
      'forms.follows-itself',
    );
    expect(await send(world, who.lan, 'save-draft', draft('second', { followsId: named('never') }))).toBe(
      'forms.elsewhere',
    );
    expect(await send(world, who.lan, 'save-draft', draft('second', { followsId: named('first') }))).toBe('accepted');
  });
});

describe('a questionnaire on the web', () => {
  it('is put there by its station while it is open; without a paper only the server answers, and only then', async () => {
    const world = await memoryCounty();
    const shown = { ...only(), shown: true };
    await send(world, who.lan, 'save-draft', draft());
    expect(await send(world, who.lan, 'show-on-web', shown)).toBe('forms.not-open');
    await send(world, who.lan, 'publish', only());
    expect(await send(world, who.qin, 'show-on-web', shown)).toBe('sync.out-of-reach');
    const unnamed = { ...paper('1'), answerId: named('by the resident'), paper: null };
    const refused = await world.system('forms.answer', unnamed).then(() => 'accepted', String);
    expect(refused).toContain('forms.not-open');
    expect(await send(world, who.lan, 'show-on-web', shown)).toBe('accepted');
    expect(await send(world, who.lan, 'answer', unnamed)).toBe('forms.paper-missing');
    await world.system('forms.answer', unnamed);
    expect(rowsOf(world, answers)).toMatchObject([{ origin: 'public', authorId: null, authorRole: null, paper: null }]);
  });
});

describe('a paper that is typed in', () => {
  it('is one, whoever types it in and however often; another station’s village has no papers here', async () => {
    const world = await memoryCounty();
    await out(world);
    expect(await send(world, who.lan, 'answer', paper('17'))).toBe('accepted');
    expect(await send(world, who.lan, 'answer', paper('17'))).toBe('forms.paper-taken');
    expect(await send(world, who.qin, 'answer', paper('17', { values: { ...values, age: 40 } }))).toBe(
      'forms.paper-taken',
    );
    const disguised = { ...paper('17'), answerId: named('another id') };
    expect(await send(world, who.lan, 'answer', disguised)).toBe('forms.wrong-id');
    expect(await send(world, who.lan, 'answer', { ...disguised, paper: null })).toBe('forms.paper-missing');
    expect(counted(world, 'forms.answers', named('first'))).toBe(1);
    expect(await send(world, who.lan, 'answer', paper('18', { answeredOn: '2027-01-01' }))).toBe('forms.day-ahead');
  });

  it('is counted by what was ticked, each kind of need once; words and ages lie apart', async () => {
    const world = await memoryCounty();
    await out(world);
    const both = { ...values, wish: ['meal', 'eat', 'drum'] };
    await send(world, who.lan, 'answer', paper('1', { values: both, byProxy: true }));
    await send(world, who.lan, 'answer', paper('2', { values: { lives: 'family', wish: ['none'], age: 66 } }));
    const [first] = rowsOf(world, answers).filter((one) => one.paper === '1');
    expect(first).toMatchObject({
      ...{ picks: ['lives/alone', 'wish/meal', 'wish/eat', 'wish/drum'], kinds: ['助餐', '文体健康'], byProxy: true },
      ...{
        written: JSON.stringify({ when: '十一点半', age: 78 }),
        origin: 'paper',
        authorId: who.lan,
        roomId: place.room,
      },
    });
    expect(counted(world, 'forms.answers', named('first'))).toBe(2);
    expect(counted(world, 'forms.kinds', '助餐')).toBe(1);
    expect(counted(world, 'forms.picks', 'wish/eat')).toBe(1);
    expect(counted(world, 'forms.picks', 'lives/alone')).toBe(1);
    expect(formsModule.figures.every((figure) => figure.stays)).toBe(true);
  });

  it('is refused where it answers what was not asked, or not as it was asked', async () => {
    const world = await memoryCounty();
    await out(world);
    const wrong: [string, object][] = [
      ['forms.answer-missing', { wish: ['meal'], age: 70 }],
      ['forms.answer-missing', { lives: 'alone', age: 70 }],
      ['forms.answer-no-such-choice', { ...values, lives: 'cat' }],
      ['forms.answer-no-such-choice', { ...values, wish: ['meal', 'car'] }],
      ['forms.answer-wrong-type', { ...values, wish: ['meal', 'meal'] }],
      ['forms.answer-wrong-type', { ...values, wish: 'meal' }],
      ['forms.answer-wrong-type', { ...values, age: 70.5 }],
      ['forms.answer-wrong-type', { ...values, age: '七十' }],
      ['forms.answer-constraint', { ...values, age: 7 }],
      ['forms.answer-not-asked', { ...values, wish: ['drum'] }],
      ['forms.answer-not-asked', { ...values, hi: '您好' }],
      ['forms.answer-not-asked', { ...values, never: 1 }],
    ];
    for (const [code, given] of wrong) {
      expect(await send(world, who.lan, 'answer', paper('1', { values: given })), JSON.stringify(given)).toBe(code);
    }
    expect(rowsOf(world, answers)).toEqual([]);
  });

  it('is struck where it was typed in wrongly, counts no more, and may be typed in anew', async () => {
    const world = await memoryCounty();
    await out(world);
    await send(world, who.lan, 'answer', paper('1'));
    const strike = { answerId: paperAnswerId(named('first'), '1') };
    expect(await send(world, who.wu, 'strike-answer', strike)).toBe('sync.out-of-reach');
    expect(await send(world, who.lan, 'strike-answer', strike)).toBe('accepted');
    expect(await send(world, who.lan, 'strike-answer', strike)).toBe('forms.no-such-answer');
    expect(counted(world, 'forms.answers')).toBe(0);
    expect(counted(world, 'forms.kinds')).toBe(0);
    expect(rowsOf(world, answers)[0]).toMatchObject({ state: 'struck', written: null });
    expect(await send(world, who.lan, 'answer', paper('1', { values: { ...values, age: 79 } }))).toBe('accepted');
    expect(counted(world, 'forms.answers')).toBe(1);
  });

  it('loses what was written once the county’s period for words is over; what was ticked stands', async () => {
    const world = await memoryCounty();
    await out(world);
    await send(world, who.lan, 'answer', paper('1'));
    await send(world, who.lan, 'answer', paper('2', { answeredOn: '2026-03-09' }));
    const answerIds = ['1', '2'].map((number) => paperAnswerId(named('first'), number));
    await world.system('forms.forget-words', { answerIds, before: '2026-03-09' });
    const kept = rowsOf(world, answers).sort((one, other) => String(one.paper).localeCompare(String(other.paper)));
    expect(kept.map((one) => one.written === null)).toEqual([true, false]);
    expect(counted(world, 'forms.kinds', '助餐')).toBe(2);
  });
});
