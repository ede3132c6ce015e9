/** GET /api/visits/queue and /api/visits/:id: what waits for review, and one visit with its evidence. */

import type { Problem } from '@yimi/kernel';
import { Id } from '@yimi/kernel';
import type { Visit } from '@yimi/services';
import { evidence, whereTaken } from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { DayCursor } from './input.ts';
import { clientsNamed, staffNamed } from './named-people.ts';
import { notForYou, notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import { readVisits, rightsTo, visitRows } from './visit-rows.ts';

const pageSize = 50;
const states = ['open', 'questioned', 'answered'] as const;

const QueueInput = z.object({ state: z.enum(states).default('open'), cursor: DayCursor.optional() });

/** In the words of the partial index, so that the planner knows it holds all that is asked for. */
const waiting = `state = 'counted' and review in ('open', 'questioned', 'answered')`;

const Waiting = z.object({ review: z.string(), n: z.number() });

/** Oldest first: whoever wrote first is answered first. */
export const queueRoute: Route<z.infer<typeof QueueInput>> = {
  method: 'GET',
  url: '/api/visits/queue',
  input: QueueInput,
  answer: async ({ state, cursor }, context) => {
    const { reader, trx } = context;
    if (!reader.anywhere((rights) => rights.review)) return notForYou();
    const rooms = reader.roomsWhere((rights) => rights.review);
    const values: unknown[] = [rooms, state];
    const after =
      cursor === undefined
        ? ''
        : ` and (occurred_on, id) > ($${values.push(cursor.day)}, $${values.push(cursor.id)}::uuid)`;
    const where = `held_in = any($1::uuid[]) and review = $2 and ${waiting}${after} order by occurred_on, id limit ${pageSize + 1}`;
    const found = await readVisits(context, where, values);
    const rows = await visitRows(context, found.slice(0, pageSize));
    const last = found.length > pageSize ? rows.at(-1) : undefined;
    const text = `select review, count(*) as n from services.visits
      where held_in = any($1::uuid[]) and ${waiting} group by review`;
    const counted = await rowsOf(trx, Waiting, { text, values: [rooms] });
    const n = (review: string): number => counted.find((row) => row.review === review)?.n ?? 0;
    const counts = { open: n('open'), questioned: n('questioned'), answered: n('answered') };
    return { rows, next: last === undefined ? null : `${last.occurredOn}_${last.id}`, counts };
  },
};

const VisitInput = z.object({ id: Id });

export const visitRoute: Route<z.infer<typeof VisitInput>> = {
  method: 'GET',
  url: '/api/visits/:id',
  input: VisitInput,
  answer: async ({ id }, context) => {
    const [visit] = await readVisits(context, 'id = $1::uuid', [id], ['findings', 'question', 'answer']);
    return visit === undefined ? notFound() : visitPage(context, visit);
  },
};

async function visitPage(context: ReadContext, visit: Visit): Promise<object | Problem> {
  const { record, person } = rightsTo(context.reader, visit);
  if (record.records === 'none') return notFound();
  const [row] = await visitRows(context, [visit]);
  if (row === undefined) return notFound();
  const { leftOut: _, files: __, ...common } = row;
  // What was found goes with the person: whoever may not read the one reads none of the other.
  const reads = person.findings === 'all' || (person.findings === 'own' && visit.authorId === context.reader.userId);
  const client = (await clientsNamed(context.trx, [visit.clientId])).get(visit.clientId);
  const named = person.records === 'with-person';
  const reviewer = (await staffNamed(context.trx, [visit.reviewedBy])).get(visit.reviewedBy ?? '');
  return {
    ...common,
    hamlet: named ? (client?.hamlet ?? '') : '',
    groups: named ? (client?.groups ?? []) : [],
    authorId: visit.authorId,
    needs: visit.needs,
    withoutConsent: visit.withoutConsent,
    findings: reads ? (visit.findings ?? null) : null,
    question: reads ? (visit.question ?? null) : null,
    answer: reads ? (visit.answer ?? null) : null,
    stateReason: reads ? (visit.stateReason ?? null) : null,
    /** True if there is more than this reader is shown. */
    withheld: !reads,
    reviewedByName: record.staff ? (reviewer?.name ?? null) : null,
    files: reads ? await filesOf(context, visit.id) : [],
    earlier: named ? await earlierVisits(context, visit) : [],
  };
}

async function filesOf({ trx, tx }: ReadContext, visitId: string): Promise<object[]> {
  const found = await readRows(trx, tx.keys, erase(evidence), 'visit_id = $1::uuid order by taken_at, id', [visitId]);
  const authors = await staffNamed(
    trx,
    found.map(({ row }) => String(row.authorId)),
  );
  return found.map(({ row }) => {
    const file = evidence.schema.parse(row);
    const { id, kind, sha256, mime, bytes, takenAt, arrivedAt, name, turned, withheld, authorId } = file;
    const place = withheld ? null : whereTaken(file.place);
    const said = { id, kind, sha256, mime, bytes, takenAt, arrivedAt, name, turned, withheld, place };
    return { ...said, authorName: authors.get(authorId)?.name ?? null };
  });
}

async function earlierVisits(context: ReadContext, visit: Visit): Promise<object[]> {
  const where = `client_id = $1::uuid and (occurred_on, id) < ($2, $3::uuid) order by occurred_on desc, id desc limit 5`;
  return visitRows(context, await readVisits(context, where, [visit.clientId, visit.occurredOn, visit.id]));
}
