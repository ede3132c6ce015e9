/** What would happen, told without writing anything: how many of what, why, and the rows to see it on. */
import type { Database } from '../database.ts';
import type { Keyring } from '../store/keyring.ts';
import { draftAll, namingOf } from './plan.ts';
import type { Ledger } from './reading/ledger.ts';
import type { ImportTarget, Planned, Setting } from './target.ts';
import { plainText } from './understanding/plain.ts';

/** Rows shown of each kind: enough to see whether the columns are right, few enough to send. */
const shown = { refused: 60, new: 30, filled: 20, there: 20 } as const;
/** Looked up at once, so that no statement carries a hundred thousand names. */
const chunk = 500;

interface Reason {
  code: string;
  field: string;
  n: number;
  /** May be left blank instead. */
  secondary: boolean;
}

/** An import that never is: the rows are named after it all the same. */
const nowhere = '00000000-0000-8000-8000-000000000001';

export async function previewOf(
  { database, keyring }: { database: Database; keyring: Keyring },
  ledger: Ledger,
  target: ImportTarget,
  setting: Setting,
): Promise<object> {
  const { drafts, leftOut } = draftAll(ledger, setting.choices, target, setting);
  const naming = namingOf(nowhere);
  const counts = { new: 0, filled: 0, there: 0, refused: 0 };
  const reasons = new Map<string, Reason>();
  const remarks = new Map<string, number>();
  const rows: object[] = [];
  for (let at = 0; at < drafts.length; at += chunk) {
    const part = drafts.slice(at, at + chunk);
    const looking = { keyring, countyId: setting.countyId };
    const known = await database.inCounty(setting.countyId, (trx) =>
      target.look({ trx, ...looking }, setting, part, naming),
    );
    for (const draft of part) {
      const planned = target.plan(draft, known, setting, naming);
      if (counts[planned.outcome] < shown[planned.outcome]) rows.push(rowOf(planned));
      counts[planned.outcome]++;
      countReasons(planned, target, reasons, remarks);
    }
  }
  return {
    counts,
    leftOut,
    reasons: [...reasons.values()].sort((one, other) => other.n - one.n),
    remarks: [...remarks].map(([code, n]) => ({ code, n })),
    rows,
  };
}

function countReasons(
  planned: Planned,
  target: ImportTarget,
  reasons: Map<string, Reason>,
  remarks: Map<string, number>,
): void {
  for (const { code, field } of planned.faults) {
    const key = `${field}/${code}`;
    const secondary = target.fields.field(field)?.secondary === true;
    const reason = reasons.get(key) ?? { code, field, n: 0, secondary };
    reason.n++;
    reasons.set(key, reason);
  }
  for (const { code } of planned.remarks) remarks.set(code, (remarks.get(code) ?? 0) + 1);
}

/** The cells of one's own file, as they stand. */
function rowOf({ record, outcome, faults, remarks }: Planned): object {
  const cells = Object.fromEntries(
    [...record.cells].map(([field, placed]) => [
      field,
      placed.map(({ cell }) => plainText(cell.text).slice(0, 60)).join(' '),
    ]),
  );
  return { sheet: record.sheet, row: record.row, outcome, cells, faults, remarks };
}
