/** What the program makes of a file, written so that a person can read it line by line and say whether it is right. */
import { isProblem } from '@yimi/kernel';
import { lookOver, proposedChoices } from '../../apps/server/imports/look-over.ts';
import { draftAll, namingOf } from '../../apps/server/imports/plan.ts';
import { readLedger } from '../../apps/server/imports/reading/read-ledger.ts';
import type { Draft, Setting } from '../../apps/server/imports/target.ts';
import { peopleTarget } from '../../apps/server/imports/targets/people.ts';
import type { TogetherValues } from '../../apps/server/imports/targets/people-together.ts';

const station = '00000000-0000-8000-8000-00000000a001';
const villages = ['木桥村', '枫香村', '大木桥村', '石岭村', '清河社区'].map((name, at) => ({
  id: `00000000-0000-8000-8000-00000000b00${at}`,
  name,
  stationId: station,
}));
const importId = '00000000-0000-8000-8000-00000000c001';
const today = '2026-01-05';

const villageName = (id: string | null) => villages.find((village) => village.id === id)?.name ?? null;

export async function outcomeOf(bytes: Buffer): Promise<object> {
  const ledger = await readLedger(bytes);
  if (isProblem(ledger)) return { refused: ledger.code };
  const seen = lookOver(ledger, peopleTarget, villages, new Map());
  const choices = proposedChoices(seen, 'people');
  if (isProblem(choices)) return { refused: choices.code };
  const setting: Setting = {
    countyId: station,
    stationId: station,
    villages,
    stations: [],
    staff: [],
    today,
    date1904: ledger.format.kind === 'xlsx' && ledger.format.date1904,
    userId: station,
    choices,
  };
  // The target's values are its own; the corpus is of people.
  const { drafts, leftOut } = draftAll(ledger, choices, peopleTarget as never, setting);
  const lines = (drafts as readonly Draft<TogetherValues>[]).map((draft) => lineOf(draft, setting));
  return {
    format: ledger.format,
    sheets: seen
      .filter((sheet) => sheet.proposed)
      .map((sheet) => ({ name: sheet.name, heading: [sheet.top, sheet.bottom], village: villageName(sheet.roomId) })),
    columns: Object.fromEntries(
      choices.columns.flatMap(({ heading, field }) => (field === null ? [] : [[heading, field]])),
    ),
    ignored: choices.columns.flatMap(({ heading, field }) => (field === null ? [heading] : [])),
    leftOut: Object.fromEntries(Object.entries(leftOut).filter(([, n]) => n > 0)),
    rows: lines,
  };
}

function lineOf(draft: Draft<TogetherValues>, setting: Setting): string {
  const { outcome, faults } = peopleTarget.plan(draft, peopleTarget.knowsNothing, setting, namingOf(importId));
  const { values, record } = draft;
  const place = `${record.sheet + 1}!${record.row}`;
  const said = draft.remarks.map((remark) => `(${remark.code}${columnName(remark.column)})`).join('');
  if (outcome === 'refused') {
    return [place, 'refused', ...faults.map((fault) => `${fault.code}${columnName(fault.column)}`), said]
      .filter(Boolean)
      .join(' ');
  }
  const of = [
    values.name,
    values.idNumber === null ? '' : `…${values.idNumber.slice(-4)}`,
    values.birthDay,
    values.sex === 'unknown' ? '' : values.sex,
    values.ethnicity,
    values.phone,
    [villageName(values.roomId), values.hamlet].filter(Boolean).join('/'),
    values.groups.join('+'),
    values.guardian === null
      ? ''
      : `guardian ${[values.guardian.name, values.guardian.relation, values.guardian.phone].filter(Boolean).join(' ')}`,
    values.householdKey === null ? '' : `household ${values.householdKey.split('/').slice(2).join('/')}`,
    said,
  ];
  return [place, outcome, ...of].filter(Boolean).join(' ');
}

function columnName(column: number | null): string {
  return column === null ? '' : `@${String.fromCharCode(65 + column)}`;
}
