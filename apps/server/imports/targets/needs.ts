/**
 * Import of needs (民情台账、微心愿清单、热线工单). A row becomes one `needs.record` of the channel it came by, and, where the list
 * has it as done with and says when, a `needs.answer` of that day. Whoever is on file is tied to it; who is not, or could be
 * two, stands with it by name. The same need once more, word for word, is not taken twice.
 */
import { derivedId, implausible } from '@yimi/kernel';
import { needs } from '@yimi/needs';
import { erase } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import { readRows } from '../../store/rows.ts';
import { SubjectKeys } from '../../store/subject-keys.ts';
import { rowLabel } from '../plan.ts';
import { scopesOfRows } from '../scopes-of-rows.ts';
import type { Draft, ImportTarget, Looking, Naming, Planned, PlannedCommand, Setting } from '../target.ts';
import type { Fault, Remark } from '../understanding/fault.ts';
import type { NeedValues } from './needs-draft.ts';
import { needReader } from './needs-draft.ts';
import { needFields } from './needs-fields.ts';
import type { KnownPersons, Person } from './people-meant.ts';
import { lookForPersons, nobodyKnown, personsMeant } from './people-meant.ts';

export interface KnownNeeds extends KnownPersons {
  /** Needs that were on record before this import. */
  readonly recorded: ReadonlySet<string>;
}

const Ids = z.array(z.object({ id: z.string() }));
const Free = z.array(z.object({ id: z.string(), state: z.string(), sheet: z.number(), line: z.number() }));
type Free = z.infer<typeof Free>;
/** Names the second command of a row: the undoing tells by it who answered. */
const answerLabel = 'answer';

const needKey = (day: string, asker: string, words: string) => `${day}/${asker}/${words}`;
const momentAt = (day: string, minutes: number | null) =>
  Date.parse(`${day}T00:00:00+08:00`) + (minutes ?? 600) * 60_000;

/** Words are sealed: those of the same days are opened in memory, compared and forgotten (as when needs alike are sought). */
async function look(looking: Looking, setting: Setting, drafts: readonly Draft<NeedValues>[]): Promise<KnownNeeds> {
  const known = await lookForPersons(looking, setting, drafts);
  const rooms = setting.villages.map((village) => village.id);
  const days = [...new Set(drafts.map(({ values }) => values.moment.day))].filter((day) => day !== '');
  const keys = new SubjectKeys(looking.trx, looking.keyring, looking.countyId);
  const where = `held_in = any($1::uuid[]) and received_on = any($2::text[]) and state <> 'withdrawn' and recorded_at < $3`;
  const found = await readRows(looking.trx, keys, erase(needs), where, [rooms, days, setting.since]);
  const recorded = found.map(({ row }) => {
    const need = needs.schema.parse(row);
    return needKey(need.receivedOn, need.clientId ?? need.askerName ?? need.heldIn, need.words ?? '');
  });
  return { ...known, recorded: new Set(recorded) };
}

function plan(draft: Draft<NeedValues>, known: KnownNeeds, setting: Setting, naming: Naming): Planned {
  const { record, values } = draft;
  const remarks: Remark[] = [...draft.remarks];
  const refused = (faults: readonly Fault[]): Planned => ({
    ...{ record, remarks, commands: [], outcome: 'refused', subjectId: null },
    faults,
  });
  if (draft.faults.length > 0) return refused(draft.faults);
  const there: Planned = { record, remarks, commands: [], outcome: 'there', subjectId: null, faults: [] };
  if (values.sameAs !== null) return there;
  const meant = personsMeant(values, known);
  const nameColumn = record.cells.get('name')?.[0]?.column ?? null;
  if (meant === 'other-name')
    return refused([{ code: 'id-elsewhere-other-name', column: nameColumn, field: 'idNumber', details: {} }]);
  if (meant.length > 1) remarks.push({ code: 'asker-unsure', column: nameColumn, field: 'name' });
  const person = meant.length === 1 ? (meant[0] ?? null) : null;
  const roomId = person?.room_id ?? values.roomId;
  if (roomId === null) return refused([{ code: 'missing', column: null, field: 'village', details: {} }]);
  if (known.recorded.has(needKey(values.moment.day, person?.id ?? (values.name || roomId), values.words))) return there;
  if (implausible(momentAt(values.moment.day, values.moment.minutes), setting.since))
    remarks.push({ code: 'need-too-old', column: record.cells.get('day')?.[0]?.column ?? null, field: 'day' });
  const needId = naming.subjectOf(record);
  const commands = commandsFor(needId, values, person, roomId);
  return { record, remarks, commands, outcome: 'new', subjectId: needId, faults: [] };
}

function commandsFor(needId: string, values: NeedValues, person: Person | null, roomId: string): PlannedCommand[] {
  const { kind, channel, urgency, words, proxyName, answer, moment } = values;
  const asker = person === null ? { askerName: values.name || null, askerPhone: values.phone } : null;
  const input = {
    ...{ needId, channel, kind, words, roomId, clientId: person?.id ?? null, householdId: null },
    ...(asker ?? { askerName: null, askerPhone: null }),
    ...{ byProxy: proxyName !== null, proxyName, visitId: null, urgency, numberHash: null },
    receivedAt: momentAt(moment.day, moment.minutes),
  };
  const record = { label: 'need', name: 'needs.record', input };
  if (answer === null) return [record];
  const answered = { needId, by: answer.by, note: answer.note, done: true };
  // Never before it came in, were both on one day.
  const occurredAt = Math.max(momentAt(answer.day, 17 * 60), input.receivedAt);
  return [record, { label: answerLabel, name: 'needs.answer', input: answered, occurredAt }];
}

function together(drafts: readonly Draft<NeedValues>[]): Draft<NeedValues>[] {
  const first = new Map<string, number>();
  return drafts.map((draft) => {
    const { values, record } = draft;
    if (draft.faults.length > 0) return draft;
    const key = needKey(values.moment.day, `${values.name}/${values.idNumber}/${values.roomId}`, values.words);
    const row = first.get(key);
    if (row === undefined) {
      first.set(key, record.row);
      return draft;
    }
    const remarks = [...draft.remarks, { code: 'same-need-again' as const, column: null, field: 'words' }];
    return { ...draft, remarks, values: { ...values, sameAs: row } };
  });
}

/** Nobody has judged it, rated it, merged it, asked somebody to help; and if it is answered, the ledger itself had it so. */
async function untouched({ trx }: Looking, subjectIds: readonly string[], importId: string): Promise<string[]> {
  const found = await sql`select n.id, n.state, l.sheet, l.line from needs.needs n
    join imports.lines l on l.county_id = n.county_id and l.subject_id = n.id and l.import_id = ${importId}
    where n.id = any(${subjectIds}::uuid[])
      and n.triaged_on is null and n.rating is null and n.reopened = 0 and n.state in ('received', 'answered')
      and not exists (select 1 from volunteers.offers o where o.county_id = n.county_id and o.need_id = n.id)
      and not exists (select 1 from needs.needs m where m.county_id = n.county_id and m.merged_into = n.id)`.execute(
    trx,
  );
  const free = Free.parse(found.rows);
  const answerOf = ({ sheet, line }: Free[number]) =>
    derivedId(importId, `${rowLabel({ sheet, row: line })}/${answerLabel}`);
  const sent = await sql`select id from engine.receipts where id = any(${free.map(answerOf)}::uuid[])
    and status = 'accepted'`.execute(trx);
  const answers = new Set(Ids.parse(sent.rows).map((row) => row.id));
  return free.filter((row) => row.state === 'received' || answers.has(answerOf(row))).map((row) => row.id);
}

export const needsTarget: ImportTarget<NeedValues, KnownNeeds> = {
  name: 'needs',
  command: 'needs.record',
  reach: 'either',
  tells: /诉求|需求|心愿|民情|热线|工单|茶摊/,
  needsConsent: false,
  fields: needFields,
  required: [['words'], ['day']],
  reader: needReader,
  together,
  look,
  knowsNothing: { ...nobodyKnown, recorded: new Set() },
  plan,
  afterwards: null,
  undo: {
    command: 'needs.record',
    bySystem: true,
    untouched,
    scopes: ({ trx }, subjectIds) => scopesOfRows(trx, [needs], subjectIds),
    withdraw: (needId) => ({ name: 'needs.withdraw-imported', input: { needId, reason: '整批撤回了这次导入' } }),
    restore: async () => new Map(),
    leave: null,
  },
};
