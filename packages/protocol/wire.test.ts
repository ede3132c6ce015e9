/** Law S9: whoever changes the wire raises its version; the fingerprint finds those who forgot. */

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import * as z from 'zod';
import {
  history,
  oldestServed,
  PackedSegment,
  PullRequest,
  PullResponse,
  PushRequest,
  PushResponse,
  protocolVersion,
} from './index.ts';

function fingerprint(): string {
  const shapes = [PushRequest, PushResponse, PullRequest, PullResponse, PackedSegment].map((schema) =>
    z.toJSONSchema(schema, { unrepresentable: 'any' }),
  );
  return createHash('sha256').update(JSON.stringify(shapes)).digest('hex').slice(0, 16);
}

it('S9: the newest version in the history is the one spoken, and its fingerprint is that of the schemas', () => {
  const newest = history.at(-1);
  expect(newest?.version).toBe(protocolVersion);
  expect(newest?.fingerprint).toBe(fingerprint());
});

it('S9: versions rise by one, and the oldest served is one of them', () => {
  expect(history.map((entry) => entry.version)).toEqual(history.map((_, at) => at + 1));
  expect(history.some((entry) => entry.version === oldestServed)).toBe(true);
});

it('S9: a version is served for a year after its successor came', () => {
  const newest = history.at(-1)?.since ?? '';
  const aYearBefore = `${Number(newest.slice(0, 4)) - 1}${newest.slice(4)}`;
  for (const [at, { version }] of history.entries()) {
    const succeeded = history[at + 1]?.since;
    const mayGo = succeeded !== undefined && succeeded <= aYearBefore;
    expect([version, mayGo || version >= oldestServed]).toEqual([version, true]);
  }
  expect(history.map((entry) => entry.since)).toEqual(history.map((entry) => entry.since).sort());
});
