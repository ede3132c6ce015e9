/**
 * Import of staff (人员花名册). A row becomes one `network.open-post`: somebody's post with its days, over or not. No account
 * is opened by it: whoever is to use the program is enrolled by hand, one by one. Somebody of the same name who works at the
 * station is the same person only if the telephone says so, or if the row tells of the post they hold.
 */
import { derivedId } from '@yimi/kernel';
import { posts, staff } from '@yimi/network';
import { sql } from 'kysely';
import * as z from 'zod';
import { scopesOfRows } from '../scopes-of-rows.ts';
import type { Draft, ImportTarget, Looking, Naming, Planned, Setting, StaffMember } from '../target.ts';
import type { Fault } from '../understanding/fault.ts';
import type { StaffValues } from './staff-draft.ts';
import { needsRoom, staffReader } from './staff-draft.ts';
import { staffFields } from './staff-fields.ts';

export interface KnownStaff {
  /** By name, the posts there are, this import's own left out by their ids. */
  readonly byName: ReadonlyMap<string, readonly StaffMember[]>;
}

const Ids = z.array(z.object({ id: z.string() }));

const columnOf = (draft: Draft<StaffValues>, field: string) => draft.record.cells.get(field)?.[0]?.column ?? null;

/** The post that the row tells of, the person who holds others, nobody, or the doubt. */
function known(
  draft: Draft<StaffValues>,
  { byName }: KnownStaff,
  ownId: string,
): { post: StaffMember } | { userId: string } | { fault: Fault } | null {
  const { values } = draft;
  const alike = (byName.get(values.name) ?? []).filter((one) => one.postId !== ownId);
  const same = alike.filter((one) => values.phone !== null && one.phone === values.phone);
  const people = new Set((same.length > 0 ? same : alike).map((one) => one.userId));
  const sure = same.length > 0 || alike.every((one) => one.phone === null || values.phone === null);
  if (alike.length === 0 || (same.length === 0 && !sure)) return null;
  const post = (same.length > 0 ? same : alike).find(
    (one) =>
      one.role === values.role &&
      one.stationId === values.stationId &&
      (!needsRoom(values.role) || one.roomId === values.roomId) &&
      one.active === (values.toDay === null),
  );
  if (post !== undefined && people.size === 1) return { post };
  const [userId] = people;
  if (same.length > 0 && people.size === 1 && userId !== undefined) return { userId };
  return { fault: { code: 'staff-same-name', column: columnOf(draft, 'name'), field: 'name', details: {} } };
}

function plan(draft: Draft<StaffValues>, there: KnownStaff, setting: Setting, naming: Naming): Planned {
  const { record, values, remarks } = draft;
  const common = { record, remarks, commands: [] };
  const refused = (faults: readonly Fault[]): Planned => ({ ...common, outcome: 'refused', subjectId: null, faults });
  const { role, stationId } = values;
  if (draft.faults.length > 0 || role === null || stationId === null) return refused(draft.faults);
  const postId = naming.subjectOf(record);
  const found = known(draft, there, postId);
  if (found !== null && 'fault' in found) return refused([found.fault]);
  if (found !== null && 'post' in found)
    return { ...common, outcome: 'there', subjectId: found.post.postId, faults: [] };
  const of = values.phone === null ? `row/${record.sheet}/${record.row}` : `${values.name}/${values.phone}`;
  const input = {
    postId,
    // Several posts of one person, told by the telephone, are one person.
    userId: found?.userId ?? derivedId(naming.importId, `person/${of}`),
    name: values.name,
    phone: values.phone,
    role,
    stationId,
    roomId: needsRoom(role) ? values.roomId : null,
    agencyId: null,
    fromDay: values.fromDay ?? setting.today,
    toDay: values.toDay,
    hamlet: role === 'hamlet-volunteer' ? values.hamlet : '',
  };
  const over = values.toDay !== null && values.toDay < setting.today;
  const said = over || found !== null ? [] : [{ code: 'no-account' as const, column: null, field: '' }];
  const command = { label: 'post', name: 'network.open-post', input };
  return {
    ...common,
    outcome: 'new',
    subjectId: postId,
    faults: [],
    remarks: [...remarks, ...said],
    commands: [command],
  };
}

/** The same person at the same post from the same day stands in the list twice. */
function together(drafts: readonly Draft<StaffValues>[]): Draft<StaffValues>[] {
  const first = new Map<string, number>();
  return drafts.map((draft) => {
    const { values, record } = draft;
    if (draft.faults.length > 0) return draft;
    const key = [values.name, values.phone, values.role, values.stationId, values.roomId, values.fromDay].join('/');
    const row = first.get(key);
    if (row === undefined) {
      first.set(key, record.row);
      return draft;
    }
    const fault: Fault = { code: 'twice-in-file', column: columnOf(draft, 'name'), field: 'name', details: { row } };
    return { ...draft, faults: [fault] };
  });
}

/** Still as it was opened, and nobody has signed in, written or been given anything as the person whose only post it is. */
async function untouched({ trx }: Looking, subjectIds: readonly string[]): Promise<string[]> {
  const found =
    await sql`select p.id from network.posts p join network.staff s on s.county_id = p.county_id and s.id = p.id
    where p.id = any(${subjectIds}::uuid[]) and s.station_id = p.station_id and s.to_day is not distinct from p.to_day
      and (exists (select 1 from network.posts o where o.user_id = p.user_id and not o.id = any(${subjectIds}::uuid[]))
        or not exists (select 1 from login.accounts a where a.user_id = p.user_id)
          and not exists (select 1 from services.own_visits v
            where v.scope in ('self:' || p.user_id, 'archive:' || p.user_id) and v.state = 'counted')
          and not exists (select 1 from services.cards c where c.scope = 'self:' || p.user_id))`.execute(trx);
  return Ids.parse(found.rows).map((row) => row.id);
}

async function look(_looking: Looking, setting: Setting): Promise<KnownStaff> {
  return { byName: Map.groupBy(setting.staff, (one) => one.name.replace(/\s/g, '')) };
}

export const staffTarget: ImportTarget<StaffValues, KnownStaff> = {
  name: 'staff',
  command: 'network.open-post',
  reach: 'either',
  tells: /(?:工作人员|人员花名册|员工|社工|站员|岗位|志愿者).*(?:名册|名单|一览|花名册|统计)|花名册.*(?:社工|员工)/,
  needsConsent: false,
  fields: staffFields,
  required: [['name']],
  reader: staffReader,
  together,
  look,
  knowsNothing: { byName: new Map() },
  plan,
  afterwards: null,
  undo: {
    command: 'network.open-post',
    bySystem: true,
    untouched,
    scopes: ({ trx }, subjectIds) => scopesOfRows(trx, [posts, staff], subjectIds),
    withdraw: (postId) => ({ name: 'network.remove-imported-post', input: { postId } }),
    restore: async () => new Map(),
    leave: null,
  },
};
