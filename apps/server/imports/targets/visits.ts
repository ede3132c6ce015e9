/**
 * Import of past visits (旧走访台账). A row becomes one `services.import-visits` of one visit, whose words lie under its
 * person's key. The person must be on file: found by id number, else by name with village, birth day or telephone; of two
 * who could be meant neither is taken, and the row says what would tell them apart.
 */
import { visits } from '@yimi/services';
import { sql } from 'kysely';
import * as z from 'zod';
import { scopesOfRows } from '../scopes-of-rows.ts';
import type { Draft, ImportTarget, Looking, Naming, Planned, Setting } from '../target.ts';
import type { Fault } from '../understanding/fault.ts';
import type { KnownPersons, Person } from './people-meant.ts';
import { lookForPersons, nobodyKnown, personsMeant } from './people-meant.ts';
import type { VisitValues } from './visits-draft.ts';
import { visitReader } from './visits-draft.ts';
import { visitFields } from './visits-fields.ts';

const Recorded = z.object({ client_id: z.string(), occurred_on: z.string(), author_id: z.string() });
const Ids = z.array(z.object({ id: z.string() }));

export interface KnownVisits extends KnownPersons {
  /** Visits that were on record before this import: person, day, author. */
  readonly recorded: ReadonlySet<string>;
}

const visitKey = (clientId: string, day: string, authorId: string) => `${clientId}/${day}/${authorId}`;

async function look(looking: Looking, setting: Setting, drafts: readonly Draft<VisitValues>[]): Promise<KnownVisits> {
  const known = await lookForPersons(looking, setting, drafts);
  const people = [...known.byName.values(), [...known.byMatch.values()]].flat();
  const days = [...new Set(drafts.map(({ values }) => values.moment.day))].filter((day) => day !== '');
  const visits = await sql`select client_id, occurred_on, author_id from services.visits
    where client_id = any(${people.map((one) => one.id)}::uuid[]) and occurred_on = any(${days}::text[])
      and state = 'counted' and recorded_at < ${setting.since}`.execute(looking.trx);
  return {
    ...known,
    recorded: new Set(
      z
        .array(Recorded)
        .parse(visits.rows)
        .map((one) => visitKey(one.client_id, one.occurred_on, one.author_id)),
    ),
  };
}

/** The one person whom the row can mean, or why there is none. */
function personOf(values: VisitValues, known: KnownVisits, nameColumn: number | null): Person | Fault {
  const found = personsMeant(values, known);
  if (found === 'other-name')
    return { code: 'id-elsewhere-other-name', column: nameColumn, field: 'idNumber', details: {} };
  const [one] = found;
  if (one === undefined) return { code: 'no-such-person', column: nameColumn, field: 'name', details: {} };
  return found.length === 1
    ? one
    : { code: 'several-persons', column: nameColumn, field: 'name', details: { n: found.length } };
}

function plan(draft: Draft<VisitValues>, known: KnownVisits, setting: Setting, naming: Naming): Planned {
  const { record, values, remarks } = draft;
  const common = { record, remarks, commands: [] };
  const refused = (faults: readonly Fault[]): Planned => ({ ...common, outcome: 'refused', subjectId: null, faults });
  if (draft.faults.length > 0 || values.author === null) return refused(draft.faults);
  if (values.sameAs !== null) return { ...common, outcome: 'there', subjectId: null, faults: [] };
  const person = personOf(values, known, record.cells.get('name')?.[0]?.column ?? null);
  if ('code' in person) return refused([person]);
  if (known.recorded.has(visitKey(person.id, values.moment.day, values.author.userId)))
    return { ...common, outcome: 'there', subjectId: null, faults: [] };
  const visitId = naming.subjectOf(record);
  const { author } = values;
  const row = {
    visitId,
    clientId: person.id,
    visitedAt: Date.parse(`${values.moment.day}T00:00:00+08:00`) + (values.moment.minutes ?? 600) * 60_000,
    authorId: author.userId,
    authorRole: author.role,
    mode: values.mode,
    result: values.result,
    findings: values.findings,
    needs: [...values.needs],
    // Nobody reviews their own (四眼): what the importer wrote themselves waits for somebody else.
    reviewedBy: author.userId === setting.userId ? null : setting.userId,
  };
  const input = { stationId: setting.stationId, ledger: '台账导入', importedOn: setting.today, rows: [row] };
  const command = { label: 'visit', name: 'services.import-visits', input };
  return { ...common, outcome: 'new', subjectId: visitId, faults: [], commands: [command] };
}

/** The same person, day and author once more is the same visit. */
function together(drafts: readonly Draft<VisitValues>[]): Draft<VisitValues>[] {
  const first = new Map<string, number>();
  return drafts.map((draft) => {
    const { values, record } = draft;
    if (draft.faults.length > 0) return draft;
    const whom = values.idNumber ?? `${values.name}/${values.roomId ?? ''}/${values.birthDay ?? values.phone ?? ''}`;
    const key = visitKey(whom, values.moment.day, values.author?.userId ?? '');
    const row = first.get(key);
    if (row === undefined) {
      first.set(key, record.row);
      return draft;
    }
    const remarks = [...draft.remarks, { code: 'same-visit-again' as const, column: null, field: 'day' }];
    return { ...draft, remarks, values: { ...values, sameAs: row } };
  });
}

/** Counted still, not asked about, and nobody has put a picture or a paper with it. */
async function untouched({ trx }: Looking, subjectIds: readonly string[]): Promise<string[]> {
  const found = await sql`select v.id from services.visits v where v.id = any(${subjectIds}::uuid[])
    and v.state = 'counted' and v.review in ('open', 'reviewed')
    and not exists (select 1 from services.evidence e where e.visit_id = v.id)`.execute(trx);
  return Ids.parse(found.rows).map((row) => row.id);
}

export const visitsTarget: ImportTarget<VisitValues, KnownVisits> = {
  name: 'visits',
  command: 'services.import-visits',
  reach: 'station',
  tells: /走访|探访|入户|家访|回访/,
  needsConsent: false,
  fields: visitFields,
  required: [['name', 'idNumber'], ['day']],
  reader: visitReader,
  together,
  look,
  knowsNothing: { ...nobodyKnown, recorded: new Set() },
  plan,
  afterwards: null,
  undo: {
    command: 'services.import-visits',
    bySystem: true,
    untouched,
    scopes: ({ trx }, subjectIds) => scopesOfRows(trx, [visits], subjectIds),
    withdraw: (visitId) => ({
      name: 'services.withdraw-imported-visit',
      input: { visitId, reason: '整批撤回了这次导入' },
    }),
    restore: async () => new Map(),
    leave: null,
  },
};
