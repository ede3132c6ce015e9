/** What a wizard's decisions are, from the first proposal on: pure, so that it can be told without a screen. */
import type { FileSeen, ImportColumn, ImportKind, Preview, SheetSeen } from '../../api-imports.ts';

export interface SheetDecision {
  readonly seen: SheetSeen;
  taken: boolean;
  roomId: string | null;
}

export interface Decisions {
  readonly sheets: SheetDecision[];
  /** Heading → field; null: left out. */
  readonly columns: Map<string, string | null>;
  hidden: boolean;
  fillDown: boolean;
  leaveBlank: string[];
  fill: boolean;
  consent: boolean;
  /** Villages that no list of divisions has. */
  unlisted: boolean;
}

export function firstDecisions(file: FileSeen): Decisions {
  const decisions: Decisions = {
    sheets: file.sheets.map((seen) => ({ seen, taken: seen.proposed, roomId: seen.roomId })),
    columns: new Map(),
    hidden: false,
    fillDown: false,
    leaveBlank: [],
    fill: false,
    consent: false,
    unlisted: false,
  };
  const [only] = decisions.sheets;
  if (decisions.sheets.length === 1 && only !== undefined) only.taken = true;
  for (const { heading, field } of columnsOf(decisions)) decisions.columns.set(heading, field);
  return decisions;
}

/** Each heading once, as the first sheet that is taken has it. */
export function columnsOf({ sheets }: Pick<Decisions, 'sheets'>): ImportColumn[] {
  const found = new Map<string, ImportColumn>();
  for (const { seen } of sheets.filter((sheet) => sheet.taken)) {
    for (const column of seen.columns) {
      const known = found.get(column.heading);
      if (known === undefined || (known.field === null && column.field !== null)) found.set(column.heading, column);
    }
  }
  return [...found.values()];
}

/** Fields that several columns may carry. */
const several: ReadonlySet<string> = new Set(['groups', 'findings', 'needs']);

/** A field that two columns of one sheet were given, though it can be only one. */
export function doubledField({ sheets, columns }: Decisions): string | null {
  for (const { seen } of sheets.filter((sheet) => sheet.taken)) {
    const used = new Set<string>();
    for (const { heading } of seen.columns) {
      const field = columns.get(heading);
      if (field === null || field === undefined || several.has(field)) continue;
      if (used.has(field)) return field;
      used.add(field);
    }
  }
  return null;
}

/** The first field that the kind cannot do without and no column is yet. */
export function missingField({ columns }: Decisions, { required }: Pick<FileSeen, 'required'>): string | null {
  const chosen = new Set(columns.values());
  return required.find((group) => !group.some((field) => chosen.has(field)))?.[0] ?? null;
}

/** Where a ledger of a kind most likely goes: to the one place there is, else to one's own station. */
export function likelyPlace(kind: ImportKind, own: readonly string[]): string | null {
  const { stations, wholeCounty } = kind;
  if (stations.length === 1 && !wholeCounty) return stations[0]?.id ?? null;
  const mine = stations.find((station) => own.includes(station.id));
  return mine?.id ?? (wholeCounty ? null : (stations[0]?.id ?? null));
}

/** As the server takes it. */
export function choicesOf(decisions: Decisions, target: string): object {
  const headings = new Set(columnsOf(decisions).map((column) => column.heading));
  return {
    target,
    sheets: decisions.sheets
      .filter((sheet) => sheet.taken)
      .map(({ seen, roomId }) => ({ index: seen.index, top: seen.top, bottom: seen.bottom, roomId })),
    columns: [...decisions.columns]
      .filter(([heading]) => headings.has(heading))
      .map(([heading, field]) => ({ heading, field })),
    hidden: decisions.hidden,
    fillDown: decisions.fillDown,
    leaveBlank: decisions.leaveBlank,
    there: decisions.fill ? 'fill' : 'skip',
    consent: decisions.consent,
    unlisted: decisions.unlisted,
  };
}

/** What was decided otherwise than proposed: worth remembering for the next ledger. */
export function learnedBy(decisions: Decisions): { heading: string; field: string | null }[] {
  return columnsOf(decisions).flatMap(({ heading, field }) => {
    const chosen = decisions.columns.get(heading) ?? null;
    return chosen === field ? [] : [{ heading, field: chosen }];
  });
}

/** Fields that stand in the preview's table: those that were chosen, in the file's order. */
export function previewFields(decisions: Decisions): string[] {
  return [...new Set(columnsOf(decisions).flatMap(({ heading }) => decisions.columns.get(heading) ?? []))];
}

export function sumOf(leftOut: Preview['leftOut']): number {
  return Object.values(leftOut).reduce((sum, n) => sum + n, 0);
}
