/** What somebody copies into the county's book, and a village parted by hamlet and by name: decided without a screen. */
import { describe, expect, it } from 'vitest';
import { freshPart, draftOf as modelDraft, modelWrong, partsOf, usual } from '../screens/places/book/model-draft.ts';
import { draftOf, lineOf, sharesIn, statementInput, statementWrong } from '../screens/places/book/statement-draft.ts';
import {
  countAt,
  emptyDraft,
  splitInput,
  splitWrong,
  stays,
  withoutVillage,
  withPerson,
} from '../screens/places/split-draft.ts';

describe('A paper’s division', () => {
  it('is read as papers write it, with any separator, full-width digits and units', () => {
    expect(sharesIn('男 10、女 13')).toEqual([
      { name: '男', n: 10 },
      { name: '女', n: 13 },
    ]);
    expect(sharesIn('本科及以上：４人，大专 15 人;其他4')).toEqual([
      { name: '本科及以上', n: 4 },
      { name: '大专', n: 15 },
      { name: '其他', n: 4 },
    ]);
    expect(lineOf(sharesIn('镇 806, 乡 312') ?? [])).toBe('镇 806、乡 312');
  });

  it('is not guessed where a part has no number or no name', () => {
    for (const line of ['男、女 13', '23', '', '男 十']) expect(sharesIn(line)).toBeNull();
  });
});

describe('A statement', () => {
  const draft = { ...draftOf(null, '2026-03-01'), source: '《年报》' };

  it('says what is missing, and needs a total or a division', () => {
    expect(statementWrong({ ...draft, source: ' ' })).toBe('source');
    expect(statementWrong(draft)).toBe('nothing');
    expect(statementWrong({ ...draft, divided: ['男 十'] })).toBe('line');
    expect(statementWrong({ ...draft, total: '23' })).toBeNull();
    expect(statementWrong({ ...draft, subject: 'workers-per-station', least: '4', most: '2' })).toBe('range');
  });

  it('goes out as the command wants it, a range without a total and a total without a range', () => {
    const range = statementInput({ ...draft, subject: 'workers-per-station', least: '2', most: '4', total: '9' }, 'id');
    expect(range).toMatchObject({ total: null, least: 2, most: 4, divided: [] });
    const total = statementInput({ ...draft, total: '23', divided: ['男 10、女 13', ''] }, 'id');
    expect(total).toMatchObject({
      total: 23,
      least: null,
      divided: [
        [
          { name: '男', n: 10 },
          { name: '女', n: 13 },
        ],
      ],
    });
  });
});

describe('A station model', () => {
  it('keeps the keys under which stations recorded, and gives a new part one of its own', () => {
    const parts = modelDraft(usual);
    parts.push({ ...freshPart(parts), name: '志愿队' });
    expect(partsOf(parts).map((part) => part.key)).toEqual([
      'platform',
      'brand',
      'project',
      'rooms',
      'chosen',
      'part-6',
    ]);
    expect(partsOf(parts)[4]).toMatchObject({ required: null, source: 'recorded' });
  });

  it('refuses two parts of one name and numbers that are none', () => {
    const parts = modelDraft(usual);
    expect(modelWrong('1138N', parts)).toBeNull();
    expect(modelWrong('', parts)).toBe('code');
    expect(modelWrong('1138N', [...parts, { ...freshPart(parts), name: '平台' }])).toBe('twice');
    expect(modelWrong('1138N', [...parts, { ...freshPart(parts), name: '队', required: '0' }])).toBe('number');
  });
});

describe('A village that is parted', () => {
  const hamlets = [
    { name: '上屯', people: 20 },
    { name: '下屯', people: 10 },
    { name: '', people: 3 },
  ];
  const draft = () => ({ ...emptyDraft(), goes: { 上屯: 1 } });

  it('counts who goes by hamlet, and lets a name outweigh the hamlet', () => {
    const plan = draft();
    expect([countAt(plan, hamlets, 1), countAt(plan, hamlets, stays)]).toEqual([20, 13]);
    plan.people = withPerson(plan, 'a', { hamlet: '上屯', to: stays });
    plan.people = withPerson(plan, 'b', { hamlet: '下屯', to: 1 });
    plan.people = withPerson(plan, 'c', { hamlet: '', to: 1 });
    expect([countAt(plan, hamlets, 1), countAt(plan, hamlets, stays)]).toEqual([21, 12]);
    plan.people = withPerson(plan, 'b', { hamlet: '下屯', to: stays });
    expect(Object.keys(plan.people)).toEqual(['a', 'c']);
  });

  it('may take a new village by names alone, and sends who stays by name', () => {
    const plan = { ...emptyDraft(), villages: [{ key: 1, name: '新村', code: '450226100299' }] };
    expect(splitWrong(plan)).toBe('nobody');
    const people = withPerson(plan, 'a', { hamlet: '', to: 1 });
    const full = {
      ...plan,
      goes: { 上屯: 1 },
      people: withPerson({ ...plan, goes: { 上屯: 1 }, people }, 'b', { hamlet: '上屯', to: stays }),
    };
    expect(splitWrong(full)).toBeNull();
    const input = splitInput(full, 'room', '2026-03-01', () => 'new');
    expect(input).toMatchObject({ parts: [{ roomId: 'new', hamlets: ['上屯'], clientIds: ['a'] }], stay: ['b'] });
  });

  it('lets everybody stay again who was meant for a village that is taken back', () => {
    const plan = { ...draft(), people: { a: { hamlet: '下屯', to: 1 }, b: { hamlet: '上屯', to: stays } } };
    expect(withoutVillage(plan, 1)).toEqual({ villages: [], goes: {}, people: { b: { hamlet: '上屯', to: stays } } });
  });
});
