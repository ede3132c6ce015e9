/** Finding people, who is due, whom to ring, what a registration asks: pure, over plain rows. */
import { addDays } from '@yimi/kernel';
import { searchTokens } from '@yimi/people';
import { describe, expect, it } from 'vitest';
import { isEasyPin } from '../account/pin-rules.ts';
import type { HeldPerson } from '../people/held-person.ts';
import { emptyForm, formErrors, isChild, registerInput, twinsOf } from '../people/register-form.ts';
import { SearchIndex } from '../people/search-index.ts';
import { dueList } from '../people/today-list.ts';
import { callList } from '../visits/call-list.ts';

const today = '2026-06-12';

function person(id: string, name: string, pinyin: string, more: Partial<HeldPerson> = {}): HeldPerson {
  const phone = more.phone === undefined ? null : more.phone;
  return {
    id,
    name,
    pinyin,
    phone,
    roomId: 'room',
    roomName: '归冲村',
    hamlet: '上屯',
    dueOn: null,
    lastMetOn: null,
    mayPhotograph: true,
    mayLocate: false,
    tokens: searchTokens({ name, pinyin, phone }),
    risk: null,
    groups: [],
    file: null,
    care: null,
    ...more,
  };
}

describe('finding a person', () => {
  const people = [
    person('1', '韦小妹', 'wei xiao mei', { phone: '13877201234' }),
    person('2', '韦小明', 'wei xiao ming'),
    person('3', '吴香梅', 'wu xiang mei', { roomName: '枫木村', hamlet: '桥头' }),
    person('4', '王小米', 'wang xiao mi'),
    person('5', '韦小妹', 'wei xiao mei', { hamlet: '鼓楼屯' }),
  ];
  const index = new SearchIndex(people);
  const found = (typed: string): string[] => index.find(typed).found.map((one) => one.id);

  it('goes by initials, name, a later syllable, full pinyin, village, and the last four', () => {
    expect(found('wxm').sort()).toEqual(['1', '2', '3', '4', '5']);
    expect(found('小妹')).toEqual(['1', '5']);
    expect(found('xiaomei')).toEqual(['1', '5']);
    expect(found('weixiaom').sort()).toEqual(['1', '2', '5']);
    expect(found('枫木')).toEqual(['3']);
    expect(found('桥头')).toEqual(['3']);
    expect(found('1234')).toEqual(['1']);
  });

  it('puts the exact name before names that only begin so, and ignores case and spaces', () => {
    const more = new SearchIndex([person('a', '韦小', 'wei xiao'), ...people]);
    expect(more.find('韦小').found[0]?.id).toBe('a');
    expect(found(' Wei Xiao Mei ')).toEqual(['1', '5']);
  });

  it('does not match every two-character name, and finds nothing for nothing', () => {
    expect(found('zz')).toEqual([]);
    expect(found('  ')).toEqual([]);
    expect(found('妹')).toEqual(['1', '5']);
  });

  it('looks at each of 5,000 people once for what was typed, and says when there are more than it lists', () => {
    const sounds = ['wei xiao mei', 'qin da hai', 'wu pei an', 'shi yu lan', 'lan xiu ying'];
    const made = (count: number) => {
      let looked = 0;
      const many = Array.from({ length: count }, (_, at) => {
        const one = person(`p${at}`, `某某${at}`, sounds[at % 5] ?? '', { phone: `138${String(at).padStart(8, '0')}` });
        const { tokens } = one;
        // Whoever is looked at beyond name and pinyin has their tokens read.
        return {
          ...one,
          get tokens() {
            looked += 1;
            return tokens;
          },
        };
      });
      const index = new SearchIndex(many);
      return {
        index,
        lookedFor: (typed: string) => {
          looked = 0;
          index.find(typed);
          return looked;
        },
      };
    };
    const large = made(5_000);
    for (const typed of ['w', 'wx', 'wxm', '0042', '归冲']) {
      expect(large.index.find(typed).found.length, typed).toBeGreaterThan(0);
      // One pass: never more than a look a person, whatever is typed (UX.md 3).
      expect(large.lookedFor(typed), typed).toBeLessThanOrEqual(5_000);
    }
    // Ten times the people, ten times the looks, and no more: nothing is compared with everything.
    expect(large.lookedFor('zz')).toBe(10 * made(500).lookedFor('zz'));
    expect(large.index.find('wxm')).toMatchObject({ more: true });
    expect(large.index.find('wxm').found).toHaveLength(60);
  });
});

describe('the list of today', () => {
  it('puts high risk overdue first, then the longest overdue, then the coming week, and nobody later', () => {
    const people = [
      person('later', '甲', 'jia', { dueOn: addDays(today, 8) }),
      person('soon', '乙', 'yi', { dueOn: addDays(today, 3) }),
      person('late', '丙', 'bing', { dueOn: addDays(today, -20), risk: 'ordinary' }),
      person('high', '丁', 'ding', { dueOn: addDays(today, -2), risk: 'high' }),
      person('today', '戊', 'wu', { dueOn: today }),
      person('elsewhere', '己', 'ji', { dueOn: today, roomId: 'far' }),
    ];
    const list = dueList(people, 'room', today);
    expect(list.map((one) => one.person.id)).toEqual(['high', 'late', 'today', 'soon']);
    expect(list.map((one) => one.late)).toEqual([2, 20, 0, -3]);
    expect(dueList(people, null, today).map((one) => one.person.id)).toContain('elsewhere');
  });
});

describe('the call sheet', () => {
  it('names the person, neighbours of the hamlet, the station and its head, and nobody without a number', () => {
    const shut = person('1', '韦小妹', 'wei xiao mei', { phone: '138' });
    const people = [
      shut,
      person('2', '覃桂香', 'qin gui xiang', { phone: '139' }),
      person('3', '远', 'yuan', { phone: '137', hamlet: '下寨' }),
      person('4', '无', 'wu'),
    ];
    const station = {
      id: 's',
      name: '清河乡社工站',
      code: '459901201000',
      state: 'open' as const,
      phone: '0772',
      codeHistory: [],
      formerNames: [],
      modelId: null,
    };
    const head = {
      id: 'h',
      name: '石明远',
      phone: '136',
      stationId: 's',
      roomId: null,
      role: 'station-head' as const,
      active: true,
      userId: 'u',
      hamlet: '',
      fromDay: '2025-01-01',
      toDay: null,
    };
    const gone = { ...head, id: 'g', active: false };
    const coming = { ...head, id: 'c', fromDay: '2999-01-01' };
    const left = { ...head, id: 'l', toDay: '2025-12-31' };
    const list = callList(shut, people, station, [gone, coming, left, head], 'me', today);
    expect(list.map((one) => [one.id, one.who])).toEqual([
      ['1', 'self'],
      ['2', 'neighbour'],
      ['s', 'station'],
      ['h', 'station-head'],
    ]);
  });
});

describe('a registration', () => {
  const filled = () => ({
    ...emptyForm('room'),
    name: ' 韦小妹 ',
    pinyin: 'wei xiao mei',
    consents: ['service' as const],
  });

  it('takes birth day and sex from the number, and refuses a number that is none', () => {
    const form = { ...filled(), idNumber: '11010519491231002x' };
    expect(formErrors(form, today)).toEqual({});
    expect(registerInput(form, 'id', today)).toMatchObject({
      name: '韦小妹',
      birthDay: '1949-12-31',
      sex: 'female',
      idNumber: '11010519491231002X',
    });
    expect(formErrors({ ...form, idNumber: '110105194912310021' }, today)).toEqual({ idNumber: true });
  });

  it('asks for the guardian of a child under fourteen, and for consent to the service', () => {
    const child = { ...filled(), birthDay: '2018-05-01', consents: [] };
    expect(isChild(child, today)).toBe(true);
    expect(formErrors(child, today)).toEqual({ guardian: true, consents: true });
    expect(formErrors({ ...filled(), name: ' ', birthDay: '2027-01-01', guardian: '韦大' }, today)).toEqual({
      name: true,
      birthDay: true,
    });
  });

  it('shows who may be registered already, unless the birth days differ', () => {
    const held = [person('1', '韦小妹', 'wei xiao mei'), person('2', '韦小妹', 'wei xiao mei', { roomId: 'far' })];
    expect(twinsOf(filled(), held).map((one) => one.id)).toEqual(['1']);
    expect(twinsOf({ ...filled(), pinyin: '' }, held)).toEqual([]);
  });
});

describe('a PIN', () => {
  it('is refused when anybody would try it first', () => {
    for (const pin of ['000000', '123456', '654321', '121212', '123123']) expect(isEasyPin(pin), pin).toBe(true);
    for (const pin of ['246813', '285907', '112358']) expect(isEasyPin(pin), pin).toBe(false);
  });
});
