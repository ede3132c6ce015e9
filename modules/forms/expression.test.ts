// biome-ignore-all lint/suspicious/noTemplateCurlyInString: conditions of a questionnaire are written so
/** Conditions of a questionnaire: what they mean, what is refused, and that no text whatever makes the reading do anything else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression, Values } from './expression.ts';
import { answersIn, deepestExpression, holds, longestExpression, parseExpression } from './expression.ts';

const values: Values = { age: 71, lives: 'alone', help: ['meal', 'trip'], day: '2024-11-05', said: '' };
function said(text: string, own?: Values[string]): boolean | null {
  const read = parseExpression(text);
  return read === null ? null : holds(read, values, own);
}

describe('a condition', () => {
  it('compares an answer with a text, a number or a day', () => {
    expect(said("${lives} = 'alone'")).toBe(true);
    expect(said('${lives} != "alone"')).toBe(false);
    expect(said('${age} >= 60')).toBe(true);
    expect(said('${age} < 60')).toBe(false);
    // As numbers, not as texts.
    expect(said('${age} > 8')).toBe(true);
    expect(said("${day} > '2024-09-30'")).toBe(true);
  });

  it('asks whether one box of several was ticked', () => {
    expect(said("selected(${help}, 'meal')")).toBe(true);
    expect(said("selected(${help}, 'mea')")).toBe(false);
    expect(said("selected(${lives}, 'alone')")).toBe(true);
    expect(said("${help} = 'meal trip'")).toBe(true);
  });

  it('binds and before or, comparisons before both, and parentheses above all', () => {
    expect(said("${age} < 60 and ${age} < 60 or ${lives} = 'alone'")).toBe(true);
    expect(said("${age} < 60 and (${age} < 60 or ${lives} = 'alone')")).toBe(false);
    expect(said("not(${age} < 60) and not(selected(${help}, 'repair'))")).toBe(true);
  });

  it('takes what was not answered for nothing, which is neither more nor less than anything', () => {
    expect(said("${never} = ''")).toBe(true);
    expect(said('${never} < 5')).toBe(false);
    expect(said('${never} >= 0')).toBe(false);
    expect(said('${never}')).toBe(false);
    expect(said('${toString}')).toBe(false);
  });

  it('means by a point the answer that is being checked', () => {
    expect(said('. >= 1 and . <= 120', 71)).toBe(true);
    expect(said('. >= 1 and . <= 120', 1710)).toBe(false);
  });

  it('is refused where it ends in the middle, says two things, or is no condition', () => {
    for (const text of [
      '',
      ' ',
      '${age',
      '${age} >',
      '> 5',
      '(${age} > 5',
      '${age} 5',
      'not ${age}',
      "'open",
      'eval(1)',
    ])
      expect(said(text), text).toBe(null);
    for (const text of [
      'selected(${help})',
      "selected('meal', ${help})",
      '1 = 1 = 1',
      '${a} and',
      '${1a} = 1',
      '${a.b} = 1',
    ])
      expect(said(text), text).toBe(null);
  });

  it('is refused where it is longer or deeper than anybody writes', () => {
    const deep = (n: number): string => `${'('.repeat(n)}1${')'.repeat(n)}`;
    expect(parseExpression(deep(deepestExpression))).not.toBe(null);
    expect(parseExpression(deep(deepestExpression + 1))).toBe(null);
    expect(parseExpression(`1${' '.repeat(longestExpression)}`)).toBe(null);
    expect(
      parseExpression(
        Array(deepestExpression + 2)
          .fill('1')
          .join(' or '),
      ),
    ).toBe(null);
  });
});

/** As a person would write it down again. */
function written(one: Expression): string {
  if (one.is === 'text') return `'${one.text}'`;
  if (one.is === 'number') return String(one.number);
  const name = (of: string | null): string => (of === null ? '.' : `\${${of}}`);
  if (one.is === 'answer') return name(one.of);
  if (one.is === 'selected') return `selected(${name(one.of)}, '${one.choice}')`;
  if (one.is === 'not') return `not(${written(one.one)})`;
  return `(${written(one.one)} ${one.is === 'compare' ? one.by : one.is} ${written(one.other)})`;
}

const name = fc.constantFrom('age', 'lives', 'help', 'never');
const of = fc.option(name, { nil: null });
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({ is: fc.constant('text' as const), text: fc.constantFrom('', 'meal', '独居', '2024-01-01') }),
  fc.record({ is: fc.constant('number' as const), number: fc.nat(999) }),
  fc.record({ is: fc.constant('answer' as const), of }),
  fc.record({ is: fc.constant('selected' as const), of, choice: fc.constantFrom('meal', 'trip') }),
);
const tree: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => {
  const one = tie('tree');
  const by = fc.constantFrom('=' as const, '!=' as const, '<' as const, '<=' as const, '>' as const, '>=' as const);
  return {
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.record({ is: fc.constant('not' as const), one }),
      fc.record({ is: fc.constantFrom('and' as const, 'or' as const), one, other: one }),
      fc.record({ is: fc.constant('compare' as const), by, one, other: one }),
    ),
  };
}).tree;

describe('any condition', () => {
  it('written down and read again is the same, and reads no other answers', () => {
    fc.assert(
      fc.property(tree, (one) => {
        const text = written(one);
        fc.pre(text.length <= longestExpression);
        const read = parseExpression(text);
        expect(read).toEqual(one);
        expect(new Set(answersIn(one))).toEqual(new Set([...text.matchAll(/\$\{(\w+)\}/g)].map((hit) => hit[1])));
      }),
      { numRuns: 2000 },
    );
  });

  it('is read or refused, whatever the text, and holds or does not', () => {
    const bits = fc.constantFrom(
      '${age}',
      "'x'",
      '(',
      ')',
      'not(',
      'and',
      'or',
      '=',
      '<=',
      '.',
      ',',
      'selected(',
      '7',
      ' ',
      '"',
      '${',
      '\\',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(bits, { maxLength: 40 }).map((all) => all.join(' ')),
        ),
        (text) => {
          const read = parseExpression(text);
          if (read !== null) expect(typeof holds(read, values, 3)).toBe('boolean');
        },
      ),
      { numRuns: 5000 },
    );
  });
});
