/**
 * The conditions of a questionnaire: when a question is asked (relevant), what an answer must meet (constraint). A small part
 * of what XLSForm writes in these columns (https://xlsform.org/en/#relevant): `${age} >= 60 and not(selected(${help}, 'meal'))`.
 * Parsed by hand into a tree and walked; nothing is ever evaluated as code. Length and depth are bounded, for a condition may
 * come from a file that somebody was sent.
 */
export type Value = string | number | readonly string[];
export type Values = Readonly<Record<string, Value>>;

const comparisons = ['<=', '>=', '!=', '=', '<', '>'] as const;
type Comparison = (typeof comparisons)[number];

export type Expression =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly number: number }
  /** Null: the answer that is being checked, `.` in XLSForm. */
  | { readonly is: 'answer'; readonly of: string | null }
  | { readonly is: 'selected'; readonly of: string | null; readonly choice: string }
  | { readonly is: 'not'; readonly one: Expression }
  | { readonly is: 'and' | 'or'; readonly one: Expression; readonly other: Expression }
  | { readonly is: 'compare'; readonly by: Comparison; readonly one: Expression; readonly other: Expression };

/** More than anybody writes; a tree this deep is walked without fear for the stack. */
export const longestExpression = 300;
export const deepestExpression = 20;

type Token =
  | { readonly kind: 'answer'; readonly text: string | null }
  | { readonly kind: 'text' | 'number' | 'sign' | 'word'; readonly text: string };

/** One token at a time, from where the last one ended; what fits none of them ends the reading. */
const pieces =
  /\s*(?:\$\{([A-Za-z_][A-Za-z0-9_]{0,31})\}|'([^']*)'|"([^"]*)"|(\d{1,9}(?:\.\d{1,4})?)|(<=|>=|!=|[=<>(),])|([a-z]+)|(\.))/y;

function tokensOf(text: string): Token[] | null {
  const found: Token[] = [];
  pieces.lastIndex = 0;
  let end = 0;
  const length = text.trimEnd().length;
  while (end < length) {
    const hit = pieces.exec(text);
    if (hit === null) return null;
    end = pieces.lastIndex;
    const [, answer, single, double, number, sign, word] = hit;
    if (answer !== undefined) found.push({ kind: 'answer', text: answer });
    else if (single !== undefined || double !== undefined) found.push({ kind: 'text', text: single ?? double ?? '' });
    else if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign });
    else if (word !== undefined) found.push({ kind: 'word', text: word });
    else found.push({ kind: 'answer', text: null });
  }
  return found;
}

/** Thrown and caught within this file only: a reading that ends in the middle. */
class Unreadable extends Error {}

class Reader {
  #at = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const read = this.#any(0);
    if (this.#at < this.#tokens.length) throw new Unreadable();
    return read;
  }

  #is(kind: Token['kind'], text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === kind && token.text === text;
  }

  #take(kind: Token['kind'], text: string): boolean {
    const is = this.#is(kind, text);
    if (is) this.#at += 1;
    return is;
  }

  #must(sign: string): void {
    if (!this.#take('sign', sign)) throw new Unreadable();
  }

  #any(depth: number): Expression {
    let read = this.#all(depth);
    for (let n = 1; this.#take('word', 'or'); n++) {
      if (depth + n > deepestExpression) throw new Unreadable();
      read = { is: 'or', one: read, other: this.#all(depth) };
    }
    return read;
  }

  #all(depth: number): Expression {
    let read = this.#comparison(depth);
    for (let n = 1; this.#take('word', 'and'); n++) {
      if (depth + n > deepestExpression) throw new Unreadable();
      read = { is: 'and', one: read, other: this.#comparison(depth) };
    }
    return read;
  }

  #comparison(depth: number): Expression {
    const one = this.#operand(depth);
    const by = comparisons.find((sign) => this.#is('sign', sign));
    if (by === undefined) return one;
    this.#at += 1;
    return { is: 'compare', by, one, other: this.#operand(depth) };
  }

  #operand(depth: number): Expression {
    if (depth > deepestExpression) throw new Unreadable();
    if (this.#take('sign', '(')) return this.#closed(depth);
    if (this.#take('word', 'not')) {
      this.#must('(');
      return { is: 'not', one: this.#closed(depth) };
    }
    if (this.#take('word', 'selected')) return this.#selected();
    const token = this.#tokens[this.#at++];
    if (token?.kind === 'answer') return { is: 'answer', of: token.text };
    if (token?.kind === 'text') return { is: 'text', text: token.text };
    if (token?.kind === 'number') return { is: 'number', number: Number(token.text) };
    throw new Unreadable();
  }

  #closed(depth: number): Expression {
    const inner = this.#any(depth + 1);
    this.#must(')');
    return inner;
  }

  #selected(): Expression {
    this.#must('(');
    const of = this.#tokens[this.#at++];
    this.#must(',');
    const choice = this.#tokens[this.#at++];
    this.#must(')');
    if (of?.kind !== 'answer' || choice?.kind !== 'text') throw new Unreadable();
    return { is: 'selected', of: of.text, choice: choice.text };
  }
}

/** Null if it cannot be read. */
export function parseExpression(text: string): Expression | null {
  if (text.length > longestExpression) return null;
  const tokens = tokensOf(text);
  if (tokens === null || tokens.length === 0) return null;
  try {
    return new Reader(tokens).whole();
  } catch (thrown) {
    if (thrown instanceof Unreadable) return null;
    throw thrown;
  }
}

/** The questions whose answers it reads. */
export function answersIn(expression: Expression): string[] {
  if ('one' in expression) {
    return [...answersIn(expression.one), ...('other' in expression ? answersIn(expression.other) : [])];
  }
  return 'of' in expression && expression.of !== null ? [expression.of] : [];
}

/** XLSForm's reading of a list in a comparison: its choices with a space between. */
function plain(value: Value | undefined): string | number {
  if (value === undefined) return '';
  return typeof value === 'object' ? value.join(' ') : value;
}

function operand(expression: Expression, values: Values, own: Value | undefined): string | number {
  if (expression.is === 'text') return expression.text;
  if (expression.is === 'number') return expression.number;
  if (expression.is === 'answer') return plain(answerOf(expression.of, values, own));
  return holds(expression, values, own) ? 1 : 0;
}

function answerOf(of: string | null, values: Values, own: Value | undefined): Value | undefined {
  if (of === null) return own;
  return Object.hasOwn(values, of) ? values[of] : undefined;
}

/** Numbers by size, else texts as they are: days are written so that their texts stand in order. Nothing given: nothing holds. */
function compared(by: Comparison, one: string | number, other: string | number): boolean {
  if (by === '=') return String(one) === String(other);
  if (by === '!=') return String(one) !== String(other);
  if (one === '' || other === '') return false;
  const numbers = [Number(one), Number(other)] as const;
  const [a, b] = numbers.some(Number.isNaN) ? [String(one), String(other)] : numbers;
  if (by === '<') return a < b;
  if (by === '>') return a > b;
  return by === '<=' ? a <= b : a >= b;
}

/** @param own the answer that is being checked, for `.` */
export function holds(expression: Expression, values: Values, own?: Value): boolean {
  if (expression.is === 'and') return holds(expression.one, values, own) && holds(expression.other, values, own);
  if (expression.is === 'or') return holds(expression.one, values, own) || holds(expression.other, values, own);
  if (expression.is === 'not') return !holds(expression.one, values, own);
  if (expression.is === 'selected') {
    const answer = answerOf(expression.of, values, own);
    return typeof answer === 'object' ? answer.includes(expression.choice) : answer === expression.choice;
  }
  if (expression.is === 'compare') {
    return compared(expression.by, operand(expression.one, values, own), operand(expression.other, values, own));
  }
  const alone = operand(expression, values, own);
  return alone !== '' && alone !== 0;
}
