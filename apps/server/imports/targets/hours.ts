/**
 * Import of service hours (志愿服务时长明细) from another volunteer system. A row becomes one `activities.import-hours` under the
 * number it has there: brought in twice, by whichever file, it counts once; what overlaps with hours of this house counts
 * each minute once, as everywhere.
 */
import { hours, importedHoursId } from '@yimi/activities';
import { erase } from '@yimi/sync';
import type { Profile } from '@yimi/volunteers';
import { profiles } from '@yimi/volunteers';
import { sql } from 'kysely';
import * as z from 'zod';
import { readRows } from '../../store/rows.ts';
import { SubjectKeys } from '../../store/subject-keys.ts';
import { scopesOfRows } from '../scopes-of-rows.ts';
import type { Draft, ImportTarget, Looking, Planned, Setting } from '../target.ts';
import type { Fault } from '../understanding/fault.ts';
import type { HoursValues } from './hours-draft.ts';
import { hoursReader } from './hours-draft.ts';
import { hoursFields } from './hours-fields.ts';

export interface KnownHelpers {
  readonly helpers: readonly Profile[];
  /** Hours that were here before this import, and count. */
  readonly there: ReadonlySet<string>;
}

const Ids = z.array(z.object({ id: z.string() }));
const idOf = ({ system, record }: HoursValues): string => importedHoursId({ system, number: record });
const columnOf = (draft: Draft<HoursValues>, field: string) => draft.record.cells.get(field)?.[0]?.column ?? null;

async function look(looking: Looking, setting: Setting, drafts: readonly Draft<HoursValues>[]): Promise<KnownHelpers> {
  const { trx, keyring, countyId } = looking;
  const keys = new SubjectKeys(trx, keyring, countyId);
  const found = await readRows(trx, keys, erase(profiles), 'station_id = $1::uuid', [setting.stationId]);
  const there =
    await sql`select id from activities.hours where id = any(${drafts.map(({ values }) => idOf(values))}::uuid[])
    and recorded_at < ${setting.since} and not (state = 'struck' and reason is null)`.execute(trx);
  return {
    helpers: found.map(({ row }) => profiles.schema.parse(row)),
    there: new Set(Ids.parse(there.rows).map((row) => row.id)),
  };
}

/** By the number of this house, else by a name that only one of the station has. */
function helperOf(draft: Draft<HoursValues>, { helpers }: KnownHelpers): Profile | Fault {
  const { name, helperNumber } = draft.values;
  const numbered = helperNumber === '' ? [] : helpers.filter((one) => one.number === helperNumber);
  const alike = numbered.length > 0 ? numbered : helpers.filter((one) => one.name.replace(/\s/g, '') === name);
  const [one] = alike;
  if (alike.length === 1 && one !== undefined) return one;
  const code = one === undefined ? 'helper-unknown' : 'helper-several';
  return { code, column: columnOf(draft, 'name') ?? columnOf(draft, 'helperNumber'), field: 'name', details: {} };
}

function plan(draft: Draft<HoursValues>, known: KnownHelpers): Planned {
  const { record, values, remarks } = draft;
  const common = { record, remarks, commands: [] };
  const refused = (faults: readonly Fault[]): Planned => ({ ...common, outcome: 'refused', subjectId: null, faults });
  if (draft.faults.length > 0) return refused(draft.faults);
  const id = idOf(values);
  if (known.there.has(id)) return { ...common, outcome: 'there', subjectId: id, faults: [] };
  const helper = helperOf(draft, known);
  if ('code' in helper) return refused([helper]);
  const at = (minutes: number): number => Date.parse(`${values.day}T00:00:00+08:00`) + minutes * 60_000;
  const input = {
    ...{ helperId: helper.id, helperName: helper.name, roomId: helper.roomId, system: values.system },
    ...{ number: values.record, fromAt: at(values.from), toAt: at(values.to) },
  };
  const command = { label: 'hours', name: 'activities.import-hours', input };
  return { ...common, outcome: 'new', subjectId: id, faults: [], commands: [command] };
}

/** One number stands for one stretch: a second row of it is a slip or a copy. */
function together(drafts: readonly Draft<HoursValues>[]): Draft<HoursValues>[] {
  const first = new Map<string, number>();
  return drafts.map((draft) => {
    if (draft.faults.length > 0) return draft;
    const id = idOf(draft.values);
    const row = first.get(id);
    if (row === undefined) {
      first.set(id, draft.record.row);
      return draft;
    }
    const fault: Fault = {
      code: 'twice-in-file',
      column: columnOf(draft, 'record'),
      field: 'record',
      details: { row },
    };
    return { ...draft, faults: [fault] };
  });
}

/** They still count, and no point of theirs was handed in. Certificates are over hours of this house alone. */
async function untouched({ trx }: Looking, subjectIds: readonly string[]): Promise<string[]> {
  const found = await sql`select h.id from activities.hours h
    where h.id = any(${subjectIds}::uuid[]) and h.state = 'counted' and h.source = 'imported'
      and not exists (select 1 from points.entries e where e.county_id = h.county_id and e.hours_id = h.id
        and e.voucher_id is not null)`.execute(trx);
  return Ids.parse(found.rows).map((row) => row.id);
}

export const hoursTarget: ImportTarget<HoursValues, KnownHelpers> = {
  name: 'hours',
  command: 'activities.import-hours',
  reach: 'station',
  tells: /志愿服务(?:时长|记录)|服务时长|时长(?:明细|记录|导出)/,
  needsConsent: false,
  fields: hoursFields,
  required: [['record'], ['name', 'helperNumber'], ['from', 'day']],
  reader: hoursReader,
  together,
  look,
  knowsNothing: { helpers: [], there: new Set() },
  plan,
  afterwards: null,
  undo: {
    command: 'activities.import-hours',
    bySystem: true,
    untouched,
    scopes: ({ trx }, subjectIds) => scopesOfRows(trx, [hours], subjectIds),
    withdraw: (hoursId) => ({ name: 'activities.withdraw-imported-hours', input: { hoursId } }),
    restore: async () => new Map(),
    leave: null,
  },
};
