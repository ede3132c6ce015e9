/**
 * Visits as the reader may see them, column by column (laws A1, A2, A5). The record shows by the place of its day, which
 * the figure counts; the person shows by the village they live in now. So a station still opens its own old records of
 * somebody who moved away, without the name.
 */

import type { Visit } from '@yimi/services';
import { visits } from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import type { NamedClient, NamedStaff } from './named-people.ts';
import { clientsNamed, staffNamed } from './named-people.ts';
import { rowsOf } from './query.ts';
import type { ReadContext } from './read-context.ts';
import type { ReaderRights, RecordPlace } from './reader.ts';
import type { Rights } from './rights.ts';
import { together } from './rights.ts';

const Files = z.object({
  visit_id: z.string(),
  photo: z.number(),
  voice: z.number(),
  file: z.number(),
  arrived: z.number(),
});
type Files = z.infer<typeof Files>;

export interface VisitRow {
  readonly kind: 'visit';
  readonly id: string;
  readonly occurredAt: number;
  readonly occurredOn: string;
  readonly recordedAt: number;
  readonly roomId: string;
  readonly roomName: string;
  readonly stationId: string;
  readonly stationName: string;
  readonly clientId: string | null;
  readonly clientName: string | null;
  /** The person's data were erased; the record stands and is counted (A7). */
  readonly erased: boolean;
  readonly authorName: string | null;
  readonly authorRole: Visit['authorRole'];
  readonly mine: boolean;
  readonly mode: Visit['mode'];
  readonly result: Visit['result'];
  readonly risk: Visit['risk'];
  readonly state: Visit['state'];
  readonly review: Visit['review'];
  readonly plausible: boolean;
  readonly leftOut: string | null;
  readonly files: { readonly photo: number; readonly voice: number; readonly file: number; readonly arrived: number };
}

/** Rows of the visits table by a condition; sealed columns are opened only where they are named. */
export async function readVisits(
  { trx, tx }: ReadContext,
  where: string,
  values: readonly unknown[],
  sealed: readonly string[] = [],
): Promise<Visit[]> {
  const found = await readRows(trx, tx.keys, erase(visits), where, values, (column) => sealed.includes(column));
  return found.map(({ row }) => visits.schema.parse(row));
}

/** What the reader may see of the record, and what of its person. */
export function rightsTo(reader: ReaderRights, visit: Visit): { record: Rights; person: Rights } {
  const person = reader.atRoom(visit.heldIn);
  const then: RecordPlace = { stationId: visit.stationId, roomId: visit.roomId };
  return { record: together(reader.at(then), person), person };
}

interface Named {
  readonly staff: ReadonlyMap<string, NamedStaff>;
  readonly clients: ReadonlyMap<string, NamedClient>;
  readonly files: ReadonlyMap<string, Files>;
}

export async function visitRows(context: ReadContext, found: readonly Visit[]): Promise<VisitRow[]> {
  const ids = found.map((visit) => visit.id);
  const [staff, clients, files] = await Promise.all([
    staffNamed(
      context.trx,
      found.map((visit) => visit.authorId),
    ),
    clientsNamed(
      context.trx,
      found.map((visit) => visit.clientId),
    ),
    filesOf(context, ids),
  ]);
  const named = { staff, clients, files };
  return found.map((visit) => projected(context.reader, visit, named));
}

async function filesOf({ trx }: ReadContext, visitIds: readonly string[]): Promise<Map<string, Files>> {
  if (visitIds.length === 0) return new Map();
  const text = `select visit_id, count(*) filter (where kind = 'photo') as photo, count(*) filter (where kind = 'voice') as voice,
      count(*) filter (where kind = 'file') as file,
      count(arrived_at) as arrived from services.evidence where visit_id = any($1::uuid[]) group by visit_id`;
  return new Map((await rowsOf(trx, Files, { text, values: [visitIds] })).map((row) => [row.visit_id, row]));
}

function projected(reader: ReaderRights, visit: Visit, { staff, clients, files }: Named): VisitRow {
  const { record, person } = rightsTo(reader, visit);
  const client = clients.get(visit.clientId);
  const erased = client?.state === 'erased';
  const { photo = 0, voice = 0, file = 0, arrived = 0 } = files.get(visit.id) ?? {};
  return {
    kind: 'visit',
    id: visit.id,
    occurredAt: visit.occurredAt,
    occurredOn: visit.occurredOn,
    recordedAt: visit.recordedAt,
    roomId: visit.roomId,
    roomName: reader.places.rooms.get(visit.roomId)?.name ?? '',
    stationId: visit.stationId,
    stationName: reader.places.stations.get(visit.stationId)?.name ?? '',
    // The id tells nothing by itself; it goes only to those who can open the person or ask for them with a purpose.
    clientId: person.people || person.reveal ? visit.clientId : null,
    clientName: person.records === 'with-person' && !erased ? (client?.name ?? null) : null,
    erased,
    authorName: record.staff ? (staff.get(visit.authorId)?.name ?? null) : null,
    authorRole: visit.authorRole,
    mine: visit.authorId === reader.userId,
    mode: visit.mode,
    result: visit.result,
    risk: visit.risk,
    state: visit.state,
    review: visit.review,
    plausible: visit.plausible,
    leftOut: null,
    files: { photo, voice, file, arrived },
  };
}
