/** Where a record stands, and what asks for the person: never shown as done before the server has said so. */
import { problem } from '@yimi/kernel';
import type { OwnVisit } from '@yimi/services';
import type { Entry } from '@yimi/sync';
import { describe, expect, it } from 'vitest';
import { questionedVisits, refusedEntries } from '../records/needs-you.ts';
import { standingOf, steps } from '../records/standing.ts';

const visit: OwnVisit = {
  id: 'v',
  authorId: 'a',
  clientId: 'c',
  clientName: '韦小妹',
  occurredOn: '2026-06-12',
  occurredAt: 1,
  plausible: true,
  mode: 'home',
  result: 'home',
  findings: null,
  needs: [],
  state: 'counted',
  stateReason: null,
  review: 'open',
  question: null,
  answer: null,
  archived: false,
  files: [],
};

function entry(state: Entry['state'], more: Partial<Entry['envelope']> = {}): Entry {
  const envelope = {
    id: 'e',
    name: 'services.record-visit',
    v: 1,
    occurredAt: 1,
    input: {},
    dependsOn: [],
    mends: null,
    hints: [],
    ...more,
  };
  const refused = state === 'refused' ? problem('conflict', 'services.client-not-active') : null;
  return { seq: 1, envelope, state, problem: refused, clocks: {}, recordedAt: null, settledBy: null };
}

describe('the receipt of a record', () => {
  it('stays at "on the phone" until the server has answered, with or without a network', () => {
    expect(standingOf(entry('pending'), visit, false)).toEqual({
      current: steps.kept,
      state: 'waiting',
      text: 'receipt.offline',
    });
    expect(standingOf(entry('pending'), visit, true)).toMatchObject({ current: steps.kept, text: 'receipt.sending' });
    expect(standingOf(entry('refused'), null, true)).toMatchObject({ current: steps.kept, state: 'needs-you' });
    expect(standingOf(entry('waiting'), visit, true)).toMatchObject({ current: steps.kept, state: 'waiting' });
  });

  it('says "counted" only of a confirmed row that counts (N5), and "reviewed" only when reviewed', () => {
    expect(standingOf(entry('accepted'), visit, true).current).toBe(steps.received);
    expect(standingOf(undefined, visit, true).current).toBe(steps.counted);
    expect(standingOf(undefined, { ...visit, review: 'reviewed' }, true).current).toBe(steps.reviewed);
    expect(standingOf(undefined, { ...visit, plausible: false }, true)).toMatchObject({
      current: steps.received,
      state: 'needs-you',
    });
    expect(standingOf(undefined, { ...visit, state: 'withdrawn' }, true)).toMatchObject({
      current: steps.received,
      state: 'withdrawn',
    });
  });

  it('keeps a questioned visit counted, and flags it', () => {
    expect(standingOf(undefined, { ...visit, review: 'questioned' }, true)).toMatchObject({
      current: steps.counted,
      state: 'questioned',
    });
  });
});

describe('what needs the person', () => {
  it('is each refused record until something mends it (C4), and each open question', () => {
    const refused = entry('refused');
    expect(refusedEntries([refused])).toEqual([refused]);
    expect(refusedEntries([refused, entry('pending', { id: 'm', mends: 'e' })])).toEqual([]);
    expect(
      questionedVisits([
        visit,
        { ...visit, id: 'q', review: 'questioned' },
        { ...visit, id: 'w', review: 'questioned', state: 'withdrawn' },
      ]).map((one) => one.id),
    ).toEqual(['q']);
  });
});
