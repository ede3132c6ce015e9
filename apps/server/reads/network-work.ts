/**
 * GET /api/network/work: the large operations of the network and how far each has come: imports, merged and parted villages.
 * GET /api/network/room: what a change of one village would touch, before anybody decides. Both for the county's desk.
 */
import { Id } from '@yimi/kernel';
import { sql } from 'kysely';
import * as z from 'zod';
import { keepsNetwork } from './county-book.ts';
import { notForYou, notFound } from './problems.ts';
import type { Route } from './read-context.ts';

const WorkRow = z.object({
  id: z.string(),
  kind: z.enum(['import', 'merge', 'split']),
  name: z.string(),
  to: z.array(z.string()),
  at: z.number(),
  done: z.number(),
  total: z.number(),
  running: z.boolean(),
});

/** Finished work is shown for this long: whoever began it has seen it end. */
const shownMs = 30 * 86_400_000;

export const networkWorkRoute: Route<object> = {
  method: 'GET',
  url: '/api/network/work',
  input: z.object({}),
  answer: async (_, context) => {
    if (!keepsNetwork(context)) return notForYou();
    const since = context.now - shownMs;
    // People who came with a village are those whose history says that they lived in it.
    const came = sql.raw(
      "(select count(*)::int from people.clients c where c.room_id = p.id and c.room_history @> jsonb_build_array(jsonb_build_object('roomId', r.id)))",
    );
    const found = await context.trx.executeQuery(
      sql`select i.id, 'import' as kind, i.county_code as name, '[]'::jsonb as "to", i.at, i.done, i.total, i.state = 'running' as running
        from network.division_imports i where i.at > ${since} or i.state = 'running'
      union all
      select m.id, 'merge', m.name, jsonb_build_array(m.into_name), m.at, m.moved, m.moved + m.remaining, m.remaining > 0 from (
        select r.id, r.name, p.name as into_name, r.merged_at as at, ${came} as moved,
          (select count(*)::int from people.clients c where c.room_id = r.id) as remaining
        from network.rooms r join network.rooms p on p.county_id = r.county_id and p.id = r.merged_into
        where r.merged_at > ${since} or exists (select 1 from people.clients c where c.room_id = r.id)) m
      union all
      select s.id, 'split', s.name, s.names, s.at, s.moved, s.moved + s.remaining, s.state = 'moving' from (
        select x.id, r.name, x.at, x.state,
          (select coalesce(jsonb_agg(p.name order by p.code, p.id), '[]') from network.rooms p
            where p.county_id = x.county_id and p.id::text in (select part->>'roomId' from jsonb_array_elements(x.parts) part)) as names,
          (select coalesce(sum(${came}), 0)::int from network.rooms p
            where p.county_id = x.county_id and p.id::text in (select part->>'roomId' from jsonb_array_elements(x.parts) part)) as moved,
          (select count(*)::int from people.clients c, jsonb_array_elements(x.parts) part where c.room_id = x.room_id
            and (part->'clientIds' ? c.id::text or (part->'hamlets' ? c.hamlet and not x.stay ? c.id::text
              and not exists (select 1 from jsonb_array_elements(x.parts) other where other->'clientIds' ? c.id::text)))
            and not c.room_history @> jsonb_build_array(jsonb_build_object('roomId', part->>'roomId'))) as remaining
        from network.splits x join network.rooms r on r.county_id = x.county_id and r.id = x.room_id
        where x.at > ${since} or x.state = 'moving') s
      order by at desc, id`.compile(context.trx),
    );
    return { rows: z.array(WorkRow).parse(found.rows) };
  },
};

const OfRoom = z.object({ room: Id });
const Hamlet = z.object({ name: z.string(), people: z.number() });
const Touched = z.object({ people: z.number(), visits: z.number() });

export const networkRoomRoute: Route<z.infer<typeof OfRoom>> = {
  method: 'GET',
  url: '/api/network/room',
  input: OfRoom,
  answer: async ({ room: roomId }, context) => {
    if (!keepsNetwork(context)) return notForYou();
    const room = context.reader.places.rooms.get(roomId);
    if (room === undefined) return notFound();
    const { trx, today } = context;
    const hamlets = await sql`select hamlet as name, count(*)::int as people from people.clients
      where room_id = ${roomId} and state = 'active' group by hamlet order by hamlet`.execute(trx);
    const touched = await sql`select
      (select count(*)::int from people.clients where room_id = ${roomId} and state = 'active') as people,
      (select count(*)::int from services.visits where room_id = ${roomId} and state = 'counted') as visits`.execute(
      trx,
    );
    const phones = await sql`select count(distinct l.device_id)::int as n from login.sessions l
      join network.posts p on p.user_id = l.user_id
      where l.ended_at is null and l.kind = 'phone' and p.from_day <= ${today} and (p.to_day is null or ${today} <= p.to_day)
        and (p.room_id = ${roomId} or (p.station_id = ${room.stationId} and p.room_id is null))`.execute(trx);
    return {
      hamlets: z.array(Hamlet).parse(hamlets.rows),
      ...z.array(Touched).parse(touched.rows)[0],
      phones: z.array(z.object({ n: z.number() })).parse(phones.rows)[0]?.n ?? 0,
    };
  },
};
