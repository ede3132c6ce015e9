/** Finding people, who is due, whom to ring, what a registration asks: pure, over plain rows. */
import { addDays, derivedId } from '@yimi/kernel';
import type { Client, Tie } from '@yimi/people';
import { clients, households } from '@yimi/people';
import type { Visit } from '@yimi/services';
import { describe, expect, it, vi } from 'vitest';
import { isEasyPin } from '../account/pin-rules.ts';
import { personChanges, personForm } from '../people/correct-person.ts';
import type { HeldPerson } from '../people/held-person.ts';
import { broughtUp, homeOf, householdChoices } from '../people/home-of.ts';
import { emptyForm, formErrors, isChild, registerInput, twinsOf } from '../people/register-form.ts';
import { readyLines, SearchIndex } from '../people/search-index.ts';
import { dueList } from '../people/today-list.ts';
import { callList } from '../visits/call-list.ts';

const today = '2026-06-12';
const named = (label: string): string => derivedId('phone people test', label);

function person(id: string, name: string, pinyin: string, more: Partial<HeldPerson> = {}): HeldPerson {
  return {
    id,
    name,
    pinyin,
    phone: null,
    roomId: 'room',
    roomName: '归冲村',
    hamlet: '上屯',
    dueOn: null,
    lastMetOn: null,
    mayPhotograph: true,
    mayLocate: false,
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

  it('finds letter after letter what it finds for all letters at once, whichever way somebody types', () => {
    const typing = [
      'w',
      'we',
      'wei',
      'weix',
      'wei',
      'wx',
      'wxm',
      'w',
      '枫',
      '枫木',
      '枫木村',
      '1',
      '12',
      '123',
      '1234',
      '12345',
    ];
    for (const [at, typed] of typing.entries()) {
      const fresh = new SearchIndex(people).find(typed);
      expect(index.find(typed), `${typed} after ${typing[at - 1]}`).toEqual(fresh);
    }
  });

  it('makes what people are found by beforehand, and stops when nobody looks for anybody any more', async () => {
    const many = Array.from({ length: 200 }, (_, at) => person(`p${at}`, `某${at}`, 'mou'));
    const read = vi.fn();
    const watched = many.map((one) => {
      const get = (of: HeldPerson, key: string | symbol): unknown => {
        if (key === 'pinyin') read();
        return Reflect.get(of, key);
      };
      return new Proxy(one, { get });
    });
    let turns = 0;
    await readyLines(watched, () => Promise.resolve(++turns <= 2));
    const made = read.mock.calls.length;
    expect(made).toBeGreaterThan(0);
    await readyLines(watched, () => Promise.resolve(true));
    const all = read.mock.calls.length;
    expect(all).toBe(2 * made);
    expect(new SearchIndex(watched).find('无此人').found).toEqual([]);
    expect(read.mock.calls.length).toBe(all);
  });

  it('looks at each of 5,000 people once for what was typed, and says when there are more than it lists', () => {
    const sounds = ['wei xiao mei', 'qin da hai', 'wu pei an', 'shi yu lan', 'lan xiu ying'];
    const made = (count: number) => {
      const many = Array.from({ length: count }, (_, at) =>
        person(`p${at}`, `某某${String(at).padStart(4, '0')}`, sounds[at % 5] ?? '', {
          phone: `138${String(at).padStart(8, '0')}`,
        }),
      );
      const index = new SearchIndex(many);
      return {
        index,
        lookedFor: (typed: string) => {
          // Every comparison with what was typed is one of these.
          const compared = vi.spyOn(String.prototype, 'startsWith');
          index.find(typed);
          const looks = compared.mock.calls.length;
          compared.mockRestore();
          return looks;
        },
      };
    };
    /** Name, initials and full pinyin, then the tokens of a name of six characters, and whether a number's end is meant. */
    const looksEach = 20;
    const large = made(5_000);
    for (const typed of ['w', 'wx', 'wxm', '0042', '归冲']) {
      expect(large.index.find(typed).found.length, typed).toBeGreaterThan(0);
      // One pass over the people, whatever is typed (UX.md 3).
      expect(large.lookedFor(typed), typed).toBeLessThanOrEqual(5_000 * looksEach);
    }
    // Ten times the people, ten times the looks, and no more: nothing is compared with everything.
    const few = made(500).lookedFor('zz');
    expect(few).toBeGreaterThan(500);
    expect(large.lookedFor('zz')).toBe(10 * few);
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
    expect(twinsOf(filled(), held).map((one) => one.person.id)).toEqual(['1']);
    expect(twinsOf({ ...filled(), pinyin: '' }, held)).toEqual([]);
  });
});

describe('a person at home', () => {
  const base = clients.schema.parse({
    ...{
      id: named('a'),
      name: '韦小妹',
      pinyin: 'wei xiao mei',
      sex: 'female',
      birthDay: '1941-03-08',
      phone: '13607728801',
    },
    ...{
      idNumber: null,
      idLastFour: null,
      documentKind: null,
      documentNumber: null,
      guardian: null,
      guardianContact: null,
    },
    ...{
      groups: ['独居老人'],
      memberships: [],
      groupsChangeOn: null,
      ethnicity: null,
      languages: [],
      whereabouts: null,
    },
    ...{
      selfCare: null,
      photo: null,
      risk: 'high',
      roomId: named('room'),
      hamlet: '新寨',
      householdId: named('house'),
    },
    ...{
      roomHistory: [],
      consents: [],
      assigneeId: null,
      state: 'active',
      mergedInto: null,
      registeredOn: '2025-01-01',
    },
    soundKey: '',
  });
  const at = (id: string, name: string, more: Partial<Client> = {}): HeldPerson => {
    const file = { ...base, id: named(id), name, ...more };
    return person(named(id), name, file.pinyin, { roomId: file.roomId, hamlet: file.hamlet, phone: file.phone, file });
  };
  const wei = at('a', '韦小妹');
  const shi = at('b', '石世昌', { pinyin: 'shi shi chang', phone: null });
  const far = at('c', '潘美莲', { pinyin: 'pan mei lian', householdId: null, phone: '13600000002' });
  const held = new Map([wei, shi, far].map((one) => [one.id, one]));
  const house = households.schema.parse({
    ...{ id: named('house'), roomId: named('room'), hamlet: '新寨', address: '鼓楼后', headId: shi.id, phone: null },
    ...{ state: 'active', mergedInto: null, madeOn: '2025-01-01' },
  });
  const tie = (id: string, more: Partial<Tie>): Tie => ({
    ...{
      id: named(id),
      tieId: named(id),
      roomId: named('room'),
      clientId: wei.id,
      kind: 'neighbour',
      recordedFor: null,
    },
    ...{ otherId: null, otherName: null, otherPhone: null, ...more },
  });

  it('is shown with the household, its head, and the kin who can be rung; a tie to a file held elsewhere says nothing', () => {
    const all = [
      tie('1', { kind: 'child', otherName: '石春花', otherPhone: '13977211806' }),
      tie('2', { otherId: far.id }),
      tie('3', { otherId: named('somebody at another station') }),
    ];
    const home = homeOf(wei, held, [house], all);
    expect(home.members.map((one) => one.name)).toEqual(['石世昌']);
    expect([home.headId, home.address]).toEqual([shi.id, '鼓楼后']);
    expect(home.kin.map(({ kind, name, phone, clientId }) => [kind, name, phone, clientId])).toEqual([
      ['child', '石春花', '13977211806', null],
      ['neighbour', '潘美莲', '13600000002', far.id],
    ]);
  });

  it('tells the households of the hamlet first, by the head’s name', () => {
    const other = { ...house, id: named('other house'), hamlet: '上屯', headId: null };
    const people = [wei, shi, at('d', '吴老六', { householdId: other.id, hamlet: '上屯' })];
    const choices = householdChoices(named('room'), '上屯', people, [house, other]);
    expect(choices.map((one) => [one.name, one.place])).toEqual([
      ['吴老六', '上屯 鼓楼后'],
      ['石世昌', '新寨 鼓楼后'],
    ]);
    expect(householdChoices(named('far room'), '', people, [house, other])).toEqual([]);
  });

  it('counts what was brought up in half a year, by the latest day', () => {
    const visit = (occurredOn: string, needs: Visit['needs'], state: Visit['state'] = 'counted') => ({
      clientId: wei.id,
      ...{ occurredOn, needs, state },
    });
    const visits = [
      visit(today, ['助餐']),
      visit('2026-03-01', ['助餐', '出行']),
      visit('2025-08-01', ['托幼']),
      visit(today, ['出行'], 'rejected'),
    ];
    expect(broughtUp(visits, wei.id, today)).toEqual([
      { need: '助餐', times: 2, lastOn: today },
      { need: '出行', times: 1, lastOn: '2026-03-01' },
    ]);
  });

  it('is recognised when registered again with another character and a lunar birth day, and not for a like name alone', () => {
    const form = { ...emptyForm(named('room')), name: '伟小妹', pinyin: 'wei xiao mei', birthDay: '1941-03-08' };
    expect(twinsOf(form, [wei]).map((one) => [one.person.id, one.reasons])).toEqual([
      [wei.id, expect.arrayContaining(['same-birth'])],
    ]);
    expect(twinsOf({ ...form, birthDay: '1972-10-20' }, [wei])).toEqual([]);
  });

  it('is put right by what was changed alone; the guardian’s phone goes with the name', () => {
    const file = base;
    expect(personChanges(file, personForm(file))).toEqual({});
    const form = { ...personForm(file), phone: '', guardian: '石春花' };
    const changed = personChanges(file, {
      ...form,
      more: { ...form.more, guardianPhone: '13977211806', selfCare: 'dependent' },
    });
    expect(changed).toEqual({
      phone: { from: '13607728801', to: null },
      selfCare: { from: null, to: 'dependent' },
      guardianContact: { from: null, to: { name: '石春花', relation: null, phone: '13977211806' } },
    });
  });
});

describe('a PIN', () => {
  it('is refused when anybody would try it first', () => {
    for (const pin of ['000000', '123456', '654321', '121212', '123123']) expect(isEasyPin(pin), pin).toBe(true);
    for (const pin of ['246813', '285907', '112358']) expect(isEasyPin(pin), pin).toBe(false);
  });
});
