/**
 * Import of people (服务对象). A row becomes one `people.register-client`, the same command as at the desk, so that nothing
 * can come in by a ledger that could not by hand. Who is there already is told by id within the importer's villages, else
 * by name, village and birth day; a mere likeness is registered, and the merge proposed as always (law C7).
 */
import { derivedId } from '@yimi/kernel';
import { clients } from '@yimi/people';
import { sql } from 'kysely';
import { pinyin } from 'pinyin-pro';
import * as z from 'zod';
import { scopesOfRows } from '../scopes-of-rows.ts';
import type {
  Draft,
  Filled,
  ImportTarget,
  Joining,
  Looking,
  Naming,
  Planned,
  PlannedCommand,
  Setting,
  Taken,
} from '../target.ts';
import type { Fault } from '../understanding/fault.ts';
import { matchesIn } from './matches.ts';
import { personReader } from './people-draft.ts';
import { peopleFields } from './people-fields.ts';
import type { TogetherValues } from './people-together.ts';
import { together } from './people-together.ts';

const Row = z.object({
  id: z.string(),
  match: z.string().nullable(),
  name: z.string(),
  room_id: z.string(),
  birth_day: z.string().nullable(),
  phone: z.string().nullable(),
  guardian: z.string().nullable(),
  groups: z.array(z.string()),
  hamlet: z.string(),
  ethnicity: z.string().nullable(),
});
type Known = z.infer<typeof Row>;

export interface KnownPeople {
  readonly byMatch: ReadonlyMap<string, Known>;
  readonly byName: ReadonlyMap<string, readonly Known[]>;
  readonly matchOf: (idNumber: string) => string;
}

const nameKey = (name: string, roomId: string) => `${roomId}/${name}`;

/** Of the importer's villages only: who is registered elsewhere is not told (law A5), and proposed for merging by the county. */
async function look(
  { trx, keyring, countyId }: Looking,
  setting: Setting,
  drafts: readonly Draft<TogetherValues>[],
): Promise<KnownPeople> {
  const { matchOf, allOf, asNewest } = await matchesIn({ trx, keyring, countyId });
  const rooms = setting.villages.map((village) => village.id);
  const matches = drafts.flatMap(({ values }) => (values.idNumber === null ? [] : allOf(values.idNumber)));
  const names = drafts.map(({ values }) => values.name).filter((name) => name !== '');
  const found =
    await sql`select id, encode(id_number_match, 'hex') as match, name, room_id, birth_day, phone, guardian, groups,
      hamlet, ethnicity
    from people.clients where state not in ('merged', 'erased') and room_id = any(${rooms}::uuid[])
      and (id_number_match = any(select decode(m, 'hex') from unnest(${matches}::text[]) m) or name = any(${names}::text[]))
    order by id`.execute(trx);
  const rows = z.array(Row).parse(found.rows);
  return {
    matchOf,
    byMatch: new Map(rows.flatMap((row) => (row.match === null ? [] : [[asNewest(row.match), row]]))),
    byName: Map.groupBy(rows, (row) => nameKey(row.name, row.room_id)),
  };
}

function alreadyThere(values: TogetherValues, known: KnownPeople, ownId: string): Known | null {
  if (values.idNumber !== null) {
    const same = known.byMatch.get(known.matchOf(values.idNumber));
    if (same !== undefined) return same.id === ownId ? null : same;
  }
  const named = known.byName.get(nameKey(values.name, values.roomId)) ?? [];
  return (
    named.find(
      (one) =>
        one.id !== ownId &&
        one.birth_day !== null &&
        one.birth_day === values.birthDay &&
        (one.match === null || values.idNumber === null),
    ) ?? null
  );
}

function plan(draft: Draft<TogetherValues>, known: KnownPeople, setting: Setting, naming: Naming): Planned {
  const { record, values, remarks } = draft;
  const common = { record, remarks, commands: [] };
  if (draft.faults.length > 0) return { ...common, outcome: 'refused', subjectId: null, faults: draft.faults };
  const ownId = naming.subjectOf(record);
  if (values.sameAs !== null) return { ...common, outcome: 'there', subjectId: null, faults: [] };
  const there = alreadyThere(values, known, ownId);
  if (there === null) {
    return {
      ...common,
      outcome: 'new',
      subjectId: ownId,
      faults: [],
      commands: [registration(values, setting, ownId)],
    };
  }
  if (there.name !== values.name) {
    const column = record.cells.get('idNumber')?.[0]?.column ?? null;
    const fault: Fault = { code: 'id-elsewhere-other-name', column, field: 'idNumber', details: {} };
    return { ...common, outcome: 'refused', subjectId: there.id, faults: [fault] };
  }
  const changes = setting.choices.there === 'fill' ? blanksFilled(values, there) : {};
  if (Object.keys(changes).length === 0) return { ...common, outcome: 'there', subjectId: there.id, faults: [] };
  const command = { label: 'fill', name: 'people.correct-client', input: { clientId: there.id, changes } };
  return { ...common, outcome: 'filled', subjectId: there.id, faults: [], commands: [command] };
}

/** Only what is blank: a ledger of last year does not overrule what the station has learnt since. */
function blanksFilled(values: TogetherValues, there: Known): Record<string, { from: unknown; to: unknown }> {
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  if (there.phone === null && values.phone !== null) changes.phone = { from: null, to: values.phone };
  if (there.guardian === null && values.guardian !== null)
    changes.guardianContact = { from: null, to: values.guardian };
  if (there.birth_day === null && values.birthDay !== null) changes.birthDay = { from: null, to: values.birthDay };
  if (there.ethnicity === null && values.ethnicity !== null) changes.ethnicity = { from: null, to: values.ethnicity };
  const more = values.groups.filter((group) => !there.groups.includes(group));
  if (more.length > 0) changes.groups = { from: there.groups, to: [...there.groups, ...more] };
  return changes;
}

function registration(values: TogetherValues, setting: Setting, clientId: string): PlannedCommand {
  const { name, idNumber, birthDay, sex, ethnicity, phone, guardian, groups, risk, roomId, hamlet } = values;
  const day = setting.today;
  // The membership began before the ledger was read, nobody knows when: from the day on which it was told.
  const memberships = groups.map((group) => ({ group, source: '台账导入', fromDay: day, toDay: null }));
  const input = {
    clientId,
    name,
    pinyin: pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'removed' })
      .join(' ')
      .slice(0, 200),
    sex,
    birthDay,
    phone,
    idNumber,
    guardian: guardian?.name ?? null,
    guardianContact: guardian,
    groups,
    memberships,
    ethnicity,
    risk,
    roomId,
    hamlet,
    householdId: null,
    consents: ['service'],
    assigneeId: null,
    day,
  };
  return { label: 'register', name: 'people.register-client', input };
}

const Living = z.array(
  z.object({ id: z.string(), room_id: z.string(), household_id: z.string().nullable(), state: z.string() }),
);

/**
 * Households of the people of the file: those who were there already take the new ones into theirs; without one a household
 * is made of all. What a household's command takes at once is 30 people.
 */
async function households(
  { trx }: Looking,
  taken: readonly Taken<TogetherValues>[],
  setting: Setting,
  { importId }: Naming,
): Promise<Joining> {
  const ids = taken.map((one) => one.subjectId);
  const found = await sql`select id, room_id, household_id, state from people.clients
    where id = any(${ids}::uuid[]) and state = 'active'`.execute(trx);
  const living = new Map(Living.parse(found.rows).map((row) => [row.id, row]));
  const commands: PlannedCommand[] = [];
  const joined = new Map<string, string>();
  for (const [key, rows] of Map.groupBy(taken, ({ draft }) => draft.values.householdKey)) {
    const [first] = rows;
    if (key === null || first === undefined || rows.length < 2) continue;
    const { roomId } = first.draft.values;
    const made = derivedId(importId, `household/${key}`);
    const members = rows.filter(({ subjectId }) => living.get(subjectId)?.room_id === roomId).slice(0, 30);
    // After a restart the household of the first run is there, and nobody's own.
    const ownOf = ({ subjectId }: Taken<TogetherValues>) => {
      const own = living.get(subjectId)?.household_id ?? null;
      return own === made ? null : own;
    };
    const head = members.find(({ draft }) => draft.values.household?.head === true) ?? null;
    const theirs = new Set(members.map(ownOf).filter((own) => own !== null));
    const into = (head === null ? null : ownOf(head)) ?? (theirs.size === 1 ? [...theirs][0] : undefined);
    const homeless = members.filter((member) => ownOf(member) === null);
    if (theirs.size > 0 && into === undefined) continue;
    for (const { subjectId } of homeless) joined.set(subjectId, into ?? made);
    if (into !== undefined) {
      for (const { subjectId: clientId } of homeless)
        commands.push({
          label: joinLabel(clientId),
          name: 'people.join-household',
          input: { clientId, householdId: into },
        });
    } else if (members.length > 1) {
      const hamlet = (head ?? first).draft.values.hamlet;
      const memberIds = members.map(({ subjectId }) => subjectId);
      const input = { householdId: made, roomId, hamlet, address: '', phone: null, headId: head?.subjectId ?? null };
      commands.push({
        label: `household/${key}`,
        name: 'people.make-household',
        input: { ...input, memberIds, day: setting.today },
      });
    }
  }
  return { commands, joined };
}

const Ids = z.array(z.object({ id: z.string() }));

/** Nobody has sent an accepted command about them but the import itself, and no visit tells of them. */
const joinLabel = (clientId: string) => `join/${clientId}`;

async function untouched({ trx }: Looking, subjectIds: readonly string[], importId: string): Promise<string[]> {
  const own = subjectIds.map((id) => derivedId(importId, joinLabel(id)));
  const found = await sql`select c.id from people.clients c
    where c.id = any(${subjectIds}::uuid[]) and (c.state = 'erased' or c.state = 'active' and c.assignee_id is null)
      and not exists (select 1 from engine.receipts r where r.subject = c.id and r.status = 'accepted'
        and not r.id = any(${own}::uuid[])
        and r.name not in ('people.register-client', 'people.erase-client'))
      and not exists (select 1 from services.visits v where v.client_id = c.id)
      and not exists (select 1 from people.clients m where m.merged_into = c.id)`.execute(trx);
  return Ids.parse(found.rows).map((row) => row.id);
}

const Given = z.object({ changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })) });
const Now = z.array(
  z.object({
    id: z.string(),
    phone: z.unknown(),
    guardianContact: z.unknown(),
    birthDay: z.unknown(),
    ethnicity: z.unknown(),
    groups: z.unknown(),
  }),
);

/** What was filled and still stands as it was filled goes blank again; what somebody wrote since stays. */
async function blankedAgain({ trx }: Looking, filled: readonly Filled[]) {
  const found =
    await sql`select id, phone, guardian_contact as "guardianContact", birth_day as "birthDay", ethnicity, groups
    from people.clients where id = any(${filled.map((one) => one.subjectId)}::uuid[]) and state = 'active'`.execute(
      trx,
    );
  const now = new Map(Now.parse(found.rows).map((row) => [row.id, row]));
  const back = new Map<string, Omit<PlannedCommand, 'label'>>();
  for (const { subjectId, input } of filled) {
    const given = Given.safeParse(input);
    const row: Readonly<Record<string, unknown>> | undefined = now.get(subjectId);
    if (!given.success || row === undefined) continue;
    const changes = Object.entries(given.data.changes).flatMap(([field, { from, to }]) =>
      asKept(row[field]) === asKept(to) ? [[field, { from: to, to: from }]] : [],
    );
    if (changes.length === 0) continue;
    const corrected = { clientId: subjectId, changes: Object.fromEntries(changes) };
    back.set(subjectId, { name: 'people.correct-client', input: corrected });
  }
  return back;
}

/** A list of groups is the same in any order. */
function asKept(value: unknown): string {
  const sorted = Array.isArray(value) ? [...value].sort() : value;
  return JSON.stringify(sorted, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

export const peopleTarget: ImportTarget<TogetherValues, KnownPeople> = {
  name: 'people',
  command: 'people.register-client',
  reach: 'station',
  tells: /低保|特困|五保|残疾|困难|老年|老人|儿童|监测|救助|服务对象|高龄|独居|留守/,
  needsConsent: true,
  fields: peopleFields,
  required: [['name', 'head']],
  reader: (setting) => {
    const read = personReader(setting);
    return (record) => {
      const draft = read(record);
      return { ...draft, values: { ...draft.values, sameAs: null, householdKey: null } };
    };
  },
  together: (drafts) => together(drafts),
  look,
  knowsNothing: { byMatch: new Map(), byName: new Map(), matchOf: (idNumber) => idNumber },
  plan,
  afterwards: households,
  undo: {
    command: 'people.erase-client',
    bySystem: false,
    untouched,
    scopes: ({ trx }, subjectIds) => scopesOfRows(trx, [clients], subjectIds),
    restore: blankedAgain,
    leave: (clientId) => ({ name: 'people.leave-household', input: { clientId } }),
    withdraw: (clientId) => ({ name: 'people.erase-client', input: { clientId } }),
  },
};
