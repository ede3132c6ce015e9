/** What a paper says, as somebody copies it out of the paper: numbers as they stand there, divisions as one line each. */
import type { BookStatement } from '../../../api-book.ts';

export interface StatementDraft {
  subject: BookStatement['subject'];
  source: string;
  day: string;
  total: string;
  least: string;
  most: string;
  /** 男 10、女 13 */
  divided: string[];
}

/** Said of each station, as a range; every other subject has a total. */
export const isRange = (subject: BookStatement['subject']): boolean => subject === 'workers-per-station';

export type Share = BookStatement['divided'][number][number];

/** A line as the paper has it; null where a part has no name or no number. */
export function sharesIn(line: string): Share[] | null {
  const pieces = line
    .normalize('NFKC')
    .split(/[、,;\n]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const shares = pieces.flatMap((piece): Share[] => {
    const found = /^(\D+?)[\s:]*(\d{1,8})\s*\D{0,2}$/.exec(piece);
    const name = found?.[1]?.trim() ?? '';
    return name === '' || name.length > 20 ? [] : [{ name, n: Number(found?.[2]) }];
  });
  return pieces.length > 0 && shares.length === pieces.length ? shares : null;
}

export const lineOf = (shares: readonly Share[]): string => shares.map(({ name, n }) => `${name} ${n}`).join('、');

export const sumOf = (shares: readonly Share[]): number => shares.reduce((sum, { n }) => sum + n, 0);

export function draftOf(said: BookStatement | null, today: string): StatementDraft {
  if (said === null)
    return { subject: 'workers', source: '', day: today, total: '', least: '', most: '', divided: [''] };
  const { subject, source, day, total, least, most, divided } = said;
  const typed = (n: number | null): string => (n === null ? '' : String(n));
  return {
    ...{ subject, source, day, total: typed(total), least: typed(least), most: typed(most) },
    divided: divided.length === 0 ? [''] : divided.map(lineOf),
  };
}

const numberIn = (text: string): number | null => (/^\d{1,8}$/.test(text.trim()) ? Number(text) : null);

export function statementWrong(draft: StatementDraft): 'source' | 'range' | 'nothing' | 'line' | null {
  if (draft.source.trim() === '') return 'source';
  if (isRange(draft.subject)) {
    const [least, most] = [numberIn(draft.least), numberIn(draft.most)];
    return least === null || most === null || least > most ? 'range' : null;
  }
  const lines = draft.divided.filter((line) => line.trim() !== '');
  if (lines.some((line) => sharesIn(line) === null)) return 'line';
  return numberIn(draft.total) === null && lines.length === 0 ? 'nothing' : null;
}

export function statementInput(draft: StatementDraft, statementId: string) {
  const { subject, source, day } = draft;
  const range = isRange(subject);
  return {
    ...{ statementId, subject, source: source.trim(), day, total: range ? null : numberIn(draft.total) },
    ...{ least: range ? numberIn(draft.least) : null, most: range ? numberIn(draft.most) : null },
    divided: range ? [] : draft.divided.flatMap((line) => (line.trim() === '' ? [] : [sharesIn(line) ?? []])),
  };
}
