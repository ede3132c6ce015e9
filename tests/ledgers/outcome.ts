/** What the program makes of a file, written so that a person can read it line by line and say whether it is right. */
import { isProblem } from '@yimi/kernel';
import { likeliest } from '../../apps/server/imports/kinds.ts';
import { lookOver, proposedChoices } from '../../apps/server/imports/look-over.ts';
import { draftAll, namingOf } from '../../apps/server/imports/plan.ts';
import { readLedger } from '../../apps/server/imports/reading/read-ledger.ts';
import type { Draft, ImportTarget, Planned, Setting } from '../../apps/server/imports/target.ts';
import type { HoursValues } from '../../apps/server/imports/targets/hours-draft.ts';
import { targets } from '../../apps/server/imports/targets/index.ts';
import { needsTarget } from '../../apps/server/imports/targets/needs.ts';
import type { NeedValues } from '../../apps/server/imports/targets/needs-draft.ts';
import type { KnownPeople } from '../../apps/server/imports/targets/people.ts';
import type { TogetherValues } from '../../apps/server/imports/targets/people-together.ts';
import type { StaffValues } from '../../apps/server/imports/targets/staff-draft.ts';
import type { VillageValues } from '../../apps/server/imports/targets/villages-draft.ts';
import type { VisitValues } from '../../apps/server/imports/targets/visits-draft.ts';
import { countyId, knownVillages, knownVisits, nameOnFile, staff, station, stations, villages } from './county.ts';

const importId = '00000000-0000-8000-8000-00000000c001';
const today = '2026-01-05';

const villageName = (id: string | null) => villages.find((village) => village.id === id)?.name ?? null;
const stationName = (id: string | null) => stations.find((one) => one.id === id)?.name ?? null;
const kinds = [...targets.keys()].map((target) => ({ target, stations: [], wholeCounty: true }));

/** What of the county a target finds when it looks. */
function knownTo(name: ImportTarget['name']): unknown {
  const nobody: KnownPeople = { byMatch: new Map(), byName: new Map(), matchOf: (idNumber) => idNumber };
  const byName = Map.groupBy(staff, (one) => one.name);
  const needs = { ...needsTarget.knowsNothing, byName: knownVisits.byName };
  const helpers = staff.map(({ userId, name: helper, roomId }) => ({ id: userId, name: helper, number: '', roomId }));
  const hours = { helpers, there: new Set() };
  return { people: nobody, visits: knownVisits, villages: knownVillages, staff: { byName }, needs, hours }[name];
}

export async function outcomeOf(bytes: Buffer): Promise<object> {
  const ledger = await readLedger(bytes);
  if (isProblem(ledger)) return { refused: ledger.code };
  const target = targets.get(likeliest(ledger, kinds) ?? 'people');
  if (target === undefined) throw new Error('no such kind');
  const seen = lookOver(ledger, target, villages, new Map());
  const choices = proposedChoices(seen, target.name);
  if (isProblem(choices)) return { refused: choices.code };
  const setting: Setting = {
    countyId,
    stationId: target.reach === 'county' ? null : station,
    villages,
    stations,
    staff,
    today,
    since: Date.parse(`${today}T09:00:00+08:00`),
    fromDesk: target.reach === 'county',
    date1904: ledger.format.kind === 'xlsx' && ledger.format.date1904,
    userId: staff[0]?.userId ?? '',
    choices,
  };
  const { drafts, leftOut } = draftAll(ledger, choices, target, setting);
  const known = knownTo(target.name);
  const lines = drafts.map((draft) => lineOf(target, draft, target.plan(draft, known, setting, namingOf(importId))));
  return {
    kind: target.name,
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

function lineOf(target: ImportTarget, draft: Draft<unknown>, { outcome, faults, remarks, commands }: Planned): string {
  const { record } = draft;
  const place = `${record.sheet + 1}!${record.row}`;
  const said = remarks.map((remark) => `(${remark.code}${columnName(remark.column)})`).join('');
  if (outcome === 'refused') {
    return [place, 'refused', ...faults.map((fault) => `${fault.code}${columnName(fault.column)}`), said]
      .filter(Boolean)
      .join(' ');
  }
  // Each target's values are its own; the list of targets has forgotten whose they are.
  const of = {
    people: () => personSaid(draft.values as TogetherValues),
    visits: () => visitSaid(draft.values as VisitValues, commands[0]?.input),
    villages: () => villageSaid(draft.values as VillageValues, commands[0]?.input),
    staff: () => staffSaid(draft.values as StaffValues),
    needs: () => needSaid(draft.values as NeedValues, commands[0]?.input),
    hours: () => hoursSaid(draft.values as HoursValues),
  }[target.name]();
  return [place, outcome, ...of, said].filter(Boolean).join(' ');
}

function personSaid(values: TogetherValues) {
  return [
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
  ];
}

function visitSaid({ moment, mode, result, findings, needs, author, name }: VisitValues, input: unknown) {
  const rows: unknown = Reflect.get(Object(input), 'rows');
  const clientId = Array.isArray(rows) ? String(Reflect.get(Object(rows[0]), 'clientId')) : null;
  return [
    clientId === null ? name : nameOnFile(clientId),
    moment.day,
    moment.minutes === null ? '' : `${Math.floor(moment.minutes / 60)}:${String(moment.minutes % 60).padStart(2, '0')}`,
    mode,
    result,
    findings === null ? '' : `「${findings}」`,
    needs.join('+'),
    `by ${author?.name ?? '?'}`,
  ];
}

function needSaid(
  { moment, name, phone, channel, kind, words, urgency, proxyName, answer }: NeedValues,
  input: unknown,
) {
  const clientId: unknown = Reflect.get(Object(input), 'clientId');
  return [
    typeof clientId === 'string' ? `${nameOnFile(clientId)} on file` : name,
    phone,
    villageName(String(Reflect.get(Object(input), 'roomId'))),
    moment.day,
    moment.minutes === null ? '' : `${Math.floor(moment.minutes / 60)}:${String(moment.minutes % 60).padStart(2, '0')}`,
    channel,
    kind,
    urgency,
    `「${words}」`,
    proxyName === null ? '' : `for them ${proxyName}`,
    answer === null ? '' : `answered ${answer.day} by ${answer.by}「${answer.note}」`,
  ];
}

function hoursSaid({ name, helperNumber, system, record, day, from, to }: HoursValues) {
  const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return [name || helperNumber, `${system}:${record}`, day, `${clock(from)}–${clock(to)}`];
}

function villageSaid({ name, stationId, minutes }: VillageValues, input: unknown) {
  const code: unknown = Reflect.get(Object(input), 'code');
  const made: unknown = Reflect.get(Object(input), 'name');
  return [
    stationName(stationId),
    typeof made === 'string' ? made : name,
    typeof code === 'string' ? code : '',
    minutes === null ? '' : `${minutes} min`,
  ];
}

function staffSaid({ name, phone, role, stationId, roomId, hamlet, fromDay, toDay }: StaffValues) {
  const place = [stationName(stationId), villageName(roomId), hamlet].filter(Boolean).join('/');
  return [name, phone, role, place, `${fromDay ?? '?'}–${toDay ?? ''}`];
}

function columnName(column: number | null): string {
  return column === null ? '' : `@${String.fromCharCode(65 + column)}`;
}
