/** What the person's page and the duplicates queue decide by themselves: the story, what was brought up, which values stay. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClientPage, ComparedFile, DuplicatePair } from '../api-people.ts';
import { County, today } from '../dev/invented-county.ts';
import { clientPage, duplicatesAt } from '../dev/read-people.ts';
import { wordsOfScreens } from '../locales/index.ts';
import { comparedLines, proposedToStay, proposedToTake, sayReasons } from '../screens/people/compare.ts';
import { pairCommand } from '../screens/people/duplicate-acts.ts';
import { broughtUp, openQuestions, storyOf } from '../screens/people/story.ts';

beforeAll(wordsOfScreens);
const county = new County();
const pairs = duplicatesAt(county, county.stations[0]?.id ?? '');
const pair = pairs.rows[0] as DuplicatePair;
const page = clientPage(county, [...county.clients.keys()][0] ?? '') as ClientPage;

describe('Two files side by side', () => {
  it('names what differs and passes over what neither says', () => {
    const lines = comparedLines(pair.one, { ...pair.other, guardian: null });
    expect(lines.find((line) => line.choice === 'birthDay')?.differs).toBe(false);
    expect(lines.find((line) => line.choice === 'phone')).toMatchObject({ differs: true, one: pair.one.phone });
    expect(lines.some((line) => line.choice === 'guardian')).toBe(false);
  });

  it('proposes that the file served more stays, and of two equals the older', () => {
    expect(proposedToStay(pair.one, pair.other)).toBe(pair.one.visits >= pair.other.visits ? 'one' : 'other');
    const twin: ComparedFile = { ...pair.one, registeredOn: '2023-01-01' };
    expect(proposedToStay(pair.one, twin)).toBe('other');
  });

  it('takes from the file that goes what the other does not know, and never drops a group', () => {
    const stays: ComparedFile = { ...pair.one, phone: null, ethnicity: '侗族', groups: ['低保对象'] };
    const goes: ComparedFile = { ...pair.other, phone: '13600000000', ethnicity: '壮族', groups: ['残疾人'] };
    const taken = proposedToTake(comparedLines(stays, goes), 'one');
    expect(taken).toContain('phone');
    expect(taken).toContain('groups');
    expect(taken).not.toContain('ethnicity');
  });

  it('says why they were put together, in words, older proposals too', () => {
    expect(sayReasons('alike', ['same-sound', 'birth-lunar'])).toEqual(['名字同音', '像是农历和公历之差']);
    expect(sayReasons('same-name-and-birth', [])).toEqual(['名字一样', '生日一样']);
    expect(sayReasons('same-id', ['something new'])).toEqual(['证件号一样']);
  });

  it('sends a merge with what was chosen, and two people as two people', () => {
    const decision = { clientId: pair.other.id, intoClientId: pair.one.id, take: ['phone'] };
    expect(pairCommand(pair, { kind: 'merge', ...decision })).toEqual({
      name: 'people.merge-clients',
      input: { ...decision, proposalId: pair.id },
    });
    expect(pairCommand(pair, { kind: 'apart' }).name).toBe('people.keep-apart');
  });
});

describe('A person’s story', () => {
  it('lays visits and the turns of the file into one line of time, newest first', () => {
    const days = storyOf(page).map((line) => line.day);
    expect(days).toEqual([...days].sort().reverse());
    const texts = storyOf(page).flatMap((line) => (line.kind === 'change' ? [line.text] : []));
    expect(texts).toContain('不再是独居老人');
    expect(texts).toContain('登记');
    expect(storyOf(page).filter((line) => line.kind === 'visit')).toHaveLength(page.visits.length);
  });

  it('counts what was brought up in half a year, and leaves withdrawn visits out', () => {
    const one = page.visits[0];
    if (one === undefined) throw new Error('the invented person was visited');
    const visits = [
      { ...one, id: 'a', occurredOn: today, needs: ['助餐'] },
      { ...one, id: 'b', occurredOn: '2025-03-01', needs: ['助餐', '出行'] },
      { ...one, id: 'c', occurredOn: '2024-08-01', needs: ['托幼'] },
      { ...one, id: 'd', occurredOn: today, needs: ['环境保护'], state: 'withdrawn' as const },
    ];
    expect(broughtUp(visits, today)).toEqual([
      { need: '助餐', times: 2, lastOn: today },
      { need: '出行', times: 1, lastOn: '2025-03-01' },
    ]);
    const asked = visits.map((visit, at) => ({
      ...visit,
      review: at === 0 ? ('questioned' as const) : ('reviewed' as const),
    }));
    expect(openQuestions(asked).map((visit) => visit.id)).toEqual(['a']);
  });
});
