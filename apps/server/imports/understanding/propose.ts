/**
 * Which column is what: what somebody of this agency said of the same heading before, then the heading's name, then what
 * the values look like. Names and values together decide; where they contradict each other the proposal says that it is unsure.
 */
import type { Cell, LedgerRow } from '../reading/ledger.ts';
import { isBlank } from '../reading/ledger.ts';
import type { FieldList, Proposal } from './field.ts';
import type { Header, Heading } from './header.ts';
import { saysNothing } from './plain.ts';

/** Heading key → field key, or null where it is to be left out. */
export type Memory = ReadonlyMap<string, string | null>;

/** Enough to know a column by, few enough to look at every column of a wide sheet. */
const samples = 60;

interface Candidate {
  readonly heading: Heading;
  readonly field: string;
  readonly score: number;
  readonly because: Proposal['because'];
}

export function proposeColumns(
  fields: FieldList,
  header: Header,
  body: readonly LedgerRow[],
  memory: Memory,
): Proposal[] {
  const taken = new Map<string, Proposal>();
  const used = new Set<string>();
  const candidates: Candidate[] = [];
  for (const heading of header.headings) {
    const remembered = memory.get(heading.key);
    if (remembered !== undefined && (remembered === null || fields.field(remembered) !== undefined)) {
      candidates.push({ heading, field: remembered ?? '', score: 2, because: 'remembered' });
    } else candidates.push(...candidatesOf(fields, heading, samplesOf(body, heading.column)));
  }
  candidates.sort((one, other) => other.score - one.score || one.heading.column - other.heading.column);
  for (const { heading, field, score, because } of candidates) {
    const several = field === '' || fields.field(field)?.several === true;
    if (taken.has(heading.key) || (!several && used.has(field))) continue;
    used.add(field);
    taken.set(heading.key, {
      heading: heading.key,
      field: field === '' ? null : field,
      confidence: Math.min(1, score),
      because,
    });
  }
  return header.headings.map(
    ({ key }) => taken.get(key) ?? { heading: key, field: null, confidence: 0, because: 'nothing' as const },
  );
}

export function samplesOf(body: readonly LedgerRow[], column: number): Cell[] {
  const found: Cell[] = [];
  for (const row of body) {
    const cell = row.cells[column];
    if (cell && !isBlank(cell) && !saysNothing(cell.text)) found.push(cell);
    if (found.length === samples) break;
  }
  return found;
}

/** Below this a guess is no help. */
const leastScore = 0.45;

function candidatesOf(fields: FieldList, heading: Heading, cells: readonly Cell[]): Candidate[] {
  const named = fields.meant([heading.last, heading.key.replace(/#\d+$/, '').replaceAll('/', '')]);
  return fields.fields.flatMap((field): Candidate[] => {
    const byName = named.get(field.key) ?? 0;
    const looks = cells.length === 0 ? null : (field.looks?.(cells) ?? null);
    if (byName > 0) {
      const doubt = looks !== null && looks < 0.2 && cells.length >= 3 ? 0.45 : 0;
      const score = Math.min(1, byName + (looks ?? 0) * 0.1) - doubt;
      return score < leastScore ? [] : [{ heading, field: field.key, score, because: 'heading' }];
    }
    if (looks === null || looks < 0.8 || cells.length < 2) return [];
    return [{ heading, field: field.key, score: looks * 0.75, because: 'values' }];
  });
}
