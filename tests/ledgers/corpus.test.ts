/** The messy-ledger corpus: every file is read as the expectation beside it says, row by row. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messes } from './messes.ts';
import { outcomeOf } from './outcome.ts';

const folder = join(import.meta.dirname, 'files');
const files = readdirSync(folder).filter((name) => !name.endsWith('.json'));

describe('The ledger with which a new station head begins', () => {
  it('is known for one of people, with every column but the running number', async () => {
    const file = readFileSync(join(import.meta.dirname, '../../demo/first-ledger.xlsx'));
    expect(await outcomeOf(file)).toMatchObject({ kind: 'people', ignored: ['序号'], leftOut: { total: 1 } });
  });
});

describe('The messy-ledger corpus', () => {
  it('holds at least 25 ledgers, each with its mess described and its outcome beside it', () => {
    expect(files.length).toBeGreaterThanOrEqual(25);
    expect(files.sort()).toEqual(Object.keys(messes).sort());
  });

  it.each(files)('reads %s as expected', async (name) => {
    const expected: unknown = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8'));
    expect(await outcomeOf(readFileSync(join(folder, name)))).toEqual(expected);
  });
});
