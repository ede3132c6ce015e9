/**
 * Import of a county's villages (村屯名册). A village that is there is found by its code, else by its name in the township,
 * and only a blank driving time is filled. A new one is set up with the code that the list of divisions has for it, so that
 * a later import of the divisions finds it; one that the list does not have needs its code and a person's word.
 */
import { shortVillageNames } from '@yimi/network';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Listed } from '../../divisions/county-places.ts';
import { roomIdOf } from '../../divisions/county-places.ts';
import { listedWithin } from '../../divisions/reference.ts';
import type { Draft, ImportTarget, Looking, Naming, Planned, Setting } from '../target.ts';
import type { Fault } from '../understanding/fault.ts';
import { sameVillage } from './place-words.ts';
import type { VillageValues } from './villages-draft.ts';
import { villageReader } from './villages-draft.ts';
import { villageFields } from './villages-fields.ts';

const Room = z.object({
  id: z.string(),
  station_id: z.string(),
  name: z.string(),
  code: z.string(),
  minutes_away: z.number().nullable(),
});
type Room = z.infer<typeof Room>;
const Ids = z.array(z.object({ id: z.string() }));

export interface KnownVillages {
  readonly rooms: readonly Room[];
  /** Commands of this import that have gone through: a restart finds its own villages there. */
  readonly own: ReadonlySet<string>;
  /** The county's villages by the list of divisions; none where it was not loaded. */
  readonly listed: readonly Listed[];
}

const addLabel = 'add';

async function look(
  { trx }: Looking,
  setting: Setting,
  drafts: readonly Draft<VillageValues>[],
  naming: Naming,
): Promise<KnownVillages> {
  const rooms = await sql`select id, station_id, name, code, minutes_away from network.rooms
    where merged_into is null order by code, id`.execute(trx);
  const county = setting.stations[0]?.code.slice(0, 6);
  const listed = county === undefined ? [] : await listedWithin(trx, county, setting.today);
  const commands = drafts.map(({ record }) => naming.commandOf(record, addLabel));
  const sent = await sql`select id from engine.receipts where id = any(${commands}::uuid[])
    and status = 'accepted'`.execute(trx);
  const own = new Set(Ids.parse(sent.rows).map((row) => row.id));
  return { rooms: z.array(Room).parse(rooms.rows), own, listed: listed.filter((one) => one.level === 'village') };
}

type Found = { readonly room: Room } | { readonly fault: Fault } | null;

function alreadyThere(draft: Draft<VillageValues>, known: KnownVillages): Found {
  const { values, record } = draft;
  const coded = values.code === null ? undefined : known.rooms.find((room) => room.code === values.code);
  if (coded !== undefined) {
    if (sameVillage(coded.name, values.name)) return { room: coded };
    const column = record.cells.get('code')?.[0]?.column ?? null;
    return { fault: { code: 'code-elsewhere-other-name', column, field: 'code', details: {} } };
  }
  const room = known.rooms.find((one) => one.station_id === values.stationId && sameVillage(one.name, values.name));
  return room === undefined ? null : { room };
}

/** What the list of divisions has for it: by code, else by name within the township. */
function listedAs({ code, name, stationCode }: VillageValues, { listed }: KnownVillages): Listed | null {
  const here = listed.filter((one) =>
    code === null ? one.code.startsWith(stationCode.slice(0, 9)) && sameVillage(one.name, name) : one.code === code,
  );
  return here.length === 1 ? (here[0] ?? null) : null;
}

/** 平江村民委员会 is called 平江村, as a village of the divisions' own import is. */
function calledAs(one: Listed, { listed }: KnownVillages): string {
  const township = one.sourceCode.slice(0, 9);
  const beside = listed
    .filter((other) => other.sourceCode.startsWith(township))
    .map((other) => ({ ...other, township }));
  return shortVillageNames(beside).find((other) => other.sourceCode === one.sourceCode)?.name ?? one.name;
}

function plan(draft: Draft<VillageValues>, known: KnownVillages, setting: Setting, naming: Naming): Planned {
  const { record, values } = draft;
  const common = { record, remarks: draft.remarks, commands: [] };
  const refused = (faults: readonly Fault[]): Planned => ({ ...common, outcome: 'refused', subjectId: null, faults });
  if (draft.faults.length > 0) return refused(draft.faults);
  if (values.sameAs !== null) return { ...common, outcome: 'there', subjectId: null, faults: [] };
  const listed = listedAs(values, known);
  const ownId =
    listed === null || listed.mark !== 'real'
      ? naming.subjectOf(record)
      : roomIdOf(setting.countyId, listed.sourceCode);
  const found = known.own.has(naming.commandOf(record, addLabel)) ? null : alreadyThere(draft, known);
  if (found !== null && 'fault' in found) return refused([found.fault]);
  if (found !== null) return withBlanksFilled(draft, found.room, setting);
  const code = values.code ?? listed?.code ?? null;
  const real = listed !== null && listed.mark === 'real';
  if (code === null || !(real || setting.choices.unlisted)) {
    const column = (record.cells.get('code') ?? record.cells.get('village'))?.[0]?.column ?? null;
    return refused([{ code: 'village-not-listed', column, field: 'code', details: {} }]);
  }
  const { stationId, minutes } = values;
  const name = real ? calledAs(listed, known) : values.name;
  const input = { roomId: ownId, stationId, name, code, minutesAway: minutes, fromDay: setting.today };
  const command = { label: addLabel, name: 'network.add-room', input };
  return { ...common, outcome: 'new', subjectId: ownId, faults: [], commands: [command] };
}

function withBlanksFilled({ record, values, remarks }: Draft<VillageValues>, room: Room, setting: Setting): Planned {
  const kept = { code: 'code-kept' as const, column: record.cells.get('code')?.[0]?.column ?? null, field: 'code' };
  const said = values.code === null || values.code === room.code ? remarks : [...remarks, kept];
  const common = { record, remarks: said, subjectId: room.id, faults: [] };
  if (setting.choices.there !== 'fill' || values.minutes === null || room.minutes_away !== null)
    return { ...common, outcome: 'there', commands: [] };
  const input = {
    roomId: room.id,
    name: room.name,
    code: room.code,
    minutesAway: values.minutes,
    fromDay: setting.today,
  };
  return { ...common, outcome: 'filled', commands: [{ label: 'fill', name: 'network.correct-room', input }] };
}

/** A row for each hamlet names its village again and again. */
function together(drafts: readonly Draft<VillageValues>[]): Draft<VillageValues>[] {
  const first = new Map<string, number>();
  return drafts.map((draft) => {
    const { values, record } = draft;
    if (draft.faults.length > 0) return draft;
    const key = `${values.stationId}/${values.name}`;
    const row = first.get(key);
    if (row === undefined) {
      first.set(key, record.row);
      return draft;
    }
    const remarks = [...draft.remarks, { code: 'same-village-again' as const, column: null, field: 'village' }];
    return { ...draft, remarks, values: { ...values, sameAs: row } };
  });
}

/** Nobody lives, works or was visited there, and it still is what it was set up as. */
async function untouched({ trx }: Looking, subjectIds: readonly string[]): Promise<string[]> {
  const found = await sql`select r.id from network.rooms r where r.id = any(${subjectIds}::uuid[])
    and r.merged_into is null and r.code_history = '[]' and r.former_names = '[]' and jsonb_array_length(r.station_history) = 1
    and not exists (select 1 from network.rooms m where m.merged_into = r.id or m.split_from = r.id)
    and not exists (select 1 from people.clients c where c.room_id = r.id)
    and not exists (select 1 from network.posts p where p.room_id = r.id)
    and not exists (select 1 from services.visits v where v.room_id = r.id)
    and not exists (select 1 from services.stops s where s.room_id = r.id)`.execute(trx);
  return Ids.parse(found.rows).map((row) => row.id);
}

const FilledInput = z.object({ roomId: z.string(), minutesAway: z.number(), fromDay: z.string() });

export const villagesTarget: ImportTarget<VillageValues, KnownVillages> = {
  name: 'villages',
  command: 'network.add-room',
  reach: 'county',
  tells: /村屯|行政村|村居|村(?:\(社区\))?(?:名册|名单|一览|基本情况)|自然屯|区划/,
  needsConsent: false,
  fields: villageFields,
  required: [['village']],
  reader: villageReader,
  together,
  look,
  knowsNothing: { rooms: [], own: new Set(), listed: [] },
  plan,
  afterwards: null,
  undo: {
    command: 'network.add-room',
    bySystem: true,
    untouched,
    scopes: async (_looking, subjectIds) => ['county', ...subjectIds.map((id) => `room:${id}`)],
    withdraw: (roomId) => ({ name: 'network.remove-imported-room', input: { roomId } }),
    restore: async ({ trx }, filled) => {
      const found = await sql`select id, station_id, name, code, minutes_away from network.rooms
        where id = any(${filled.map((one) => one.subjectId)}::uuid[]) and merged_into is null`.execute(trx);
      const rooms = new Map(
        z
          .array(Room)
          .parse(found.rows)
          .map((room) => [room.id, room]),
      );
      return new Map(
        filled.flatMap(({ subjectId, input }) => {
          const given = FilledInput.safeParse(input);
          const room = rooms.get(subjectId);
          if (!given.success || room === undefined || room.minutes_away !== given.data.minutesAway) return [];
          const back = { ...given.data, name: room.name, code: room.code, minutesAway: null };
          return [[subjectId, { name: 'network.correct-room', input: back }] as const];
        }),
      );
    },
    leave: null,
  },
};
