/**
 * GET /api/needs: the one queue of all channels at the reader's stations, alarms first, then what is due first. Only who may
 * read people with their records, at the station, is answered: the township, the county and the agency read figures.
 */
import { Day, Id } from '@yimi/kernel';
import { channels, needStates, needs, openStates } from '@yimi/needs';
import { needKinds } from '@yimi/services';
import * as z from 'zod';
import { clientsNamed, staffNamed } from './named-people.ts';
import { notForYou } from './problems.ts';
import { countOf } from './query.ts';
import type { Route } from './read-context.ts';
import type { Rights } from './rights.ts';
import { rowsWhere } from './table-rows.ts';

const pageSize = 50;
const Input = z.object({
  /** open: somebody has to do something about it; the default. */
  state: z.optional(z.enum(['open', ...needStates])),
  channel: z.optional(z.enum(channels)),
  kind: z.optional(z.enum(needKinds)),
  room: z.optional(Id),
  /** Past its day, or gone to the head station. */
  late: z.optional(z.enum(['yes'])),
  from: z.optional(Day),
  to: z.optional(Day),
  /** How many rows were shown before. */
  skip: z.optional(z.coerce.number().int().min(0).max(100_000)),
});
type Input = z.infer<typeof Input>;

function whereOf(input: Input, rooms: readonly string[], today: Day): { where: string; values: unknown[] } {
  const values: unknown[] = [rooms];
  const parts = ['held_in = any($1::uuid[])'];
  const add = (text: (n: string) => string, value: unknown): void => {
    parts.push(text(`$${values.push(value)}`));
  };
  const state = input.state ?? 'open';
  add((n) => `state = any(${n}::text[])`, state === 'open' ? openStates : [state]);
  if (input.channel !== undefined) add((n) => `channel = ${n}`, input.channel);
  if (input.kind !== undefined) add((n) => `kind = ${n}`, input.kind);
  if (input.room !== undefined) add((n) => `held_in = ${n}::uuid`, input.room);
  if (input.late === 'yes') add((n) => `due_on < ${n}`, today);
  if (input.from !== undefined) add((n) => `received_on >= ${n}`, input.from);
  if (input.to !== undefined) add((n) => `received_on <= ${n}`, input.to);
  return { where: parts.join(' and '), values };
}

/** A flag that nobody has judged stands above everything. */
const order = `order by (crisis = 'flagged') desc, (crisis = 'confirmed') desc, due_on, id`;

/** What tells of relief or health lies at the desk: whoever reads all findings reads it. */
export const mayReadNeeds = (rights: Pick<Rights, 'people' | 'findings'>): boolean =>
  rights.people && rights.findings === 'all';

export const needsRoute: Route<Input> = {
  method: 'GET',
  url: '/api/needs',
  input: Input,
  answer: async (input, { reader, trx, tx, today }) => {
    if (!reader.anywhere(mayReadNeeds)) return notForYou();
    const { where, values } = whereOf(input, reader.roomsWhere(mayReadNeeds), today);
    const total = await countOf(trx, { text: `select count(*) as n from needs.needs where ${where}`, values });
    const page = `${where} ${order} limit ${pageSize} offset $${values.length + 1}`;
    const found = await rowsWhere({ trx, tx }, needs, page, [...values, input.skip ?? 0]);
    const people = await clientsNamed(
      trx,
      found.flatMap((need) => need.clientId ?? []),
    );
    const staff = await staffNamed(
      trx,
      found.map((need) => need.authorId),
    );
    const rows = found.map(({ numberHash: _, recordedFor: __, ...need }) => ({
      ...need,
      name: people.get(need.clientId ?? '')?.name ?? need.askerName,
      hamlet: people.get(need.clientId ?? '')?.hamlet ?? null,
      author: staff.get(need.authorId ?? '')?.name ?? null,
      roomName: reader.places.rooms.get(need.heldIn)?.name ?? '',
      late: need.dueOn < today && openStates.some((state) => state === need.state),
    }));
    return { rows, total, today };
  },
};
