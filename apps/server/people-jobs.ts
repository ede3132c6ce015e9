/**
 * What the server does about people by itself: it looks for people registered twice where no phone can see, and lets groups
 * begin and end on their day. Both act on what stands in the database through system commands with derived ids, so that a
 * restart or a second process repeats nothing (law Z2).
 */
import { dayOf, derivedId } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { ServerEngine } from '@yimi/sync';
import { systemActor } from '@yimi/sync';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from './database.ts';
import { systemEnvelope } from './engine.ts';
import { keysAreReplaced } from './keys/rotate.ts';

export interface PeopleJobParts {
  readonly database: Database;
  readonly engine: ServerEngine;
  readonly now: () => number;
}

/** People looked at in one transaction: well under a second. */
const chunk = 100;
/** Of a name that more people of a station share than this, nobody is told: it says nothing. */
const mostAlike = 50;

const Looked = z.array(z.object({ id: z.string(), since: z.number(), others: z.array(z.string()) }));
const Changing = z.array(z.object({ day: z.string(), ids: z.array(z.string()) }));

/**
 * Like people: the same id number or document anywhere in the county, by the match that the number was stored with (law A3);
 * a name of the same sound in the station, by a token (A6). Both are equalities, so row-level security keeps their indexes.
 */
async function lookedAt({ database }: PeopleJobParts, countyId: string) {
  const found = await database.inCounty(countyId, (trx) =>
    sql`select k.id, k.since, coalesce(alike.ids, '{}') as others
      from (select id, since from people.likeness_checks order by room_id, id limit ${chunk}) k
      left join people.clients c on c.id = k.id and c.state = 'active'
      left join network.rooms r on r.id = c.room_id
      left join lateral (
        select array_agg(distinct o.id) as ids from (
          select n.id from people.clients n where n.id_number_match = c.id_number_match and n.state = 'active'
          union all
          select d.id from people.clients d
          where d.document_number_match = c.document_number_match and d.state = 'active'
          union all
          (select t.row_id from network.rooms q
            join engine.search_tokens t on t.table_name = 'people.clients' and t.scope = 'room:' || q.id
              and t.token = '~' || c.sound_key
            where c.sound_key <> '' and q.station_id = r.station_id limit ${mostAlike})
        ) o where o.id <> c.id
      ) alike on true`.execute(trx),
  );
  return Looked.parse(found.rows);
}

/** Looks at everybody who waits to be looked at; the ones that are done leave the list by the command itself. */
export async function lookForAlike(parts: PeopleJobParts, countyId: string): Promise<void> {
  // Two rows under two keys do not match each other: whoever waits to be looked at waits until all are under one.
  if (await keysAreReplaced(parts.database)) return;
  for (let last = ''; ; ) {
    const people = await lookedAt(parts, countyId);
    // Whoever is still the first after having been looked at stays for the next round, and stops nobody's database.
    const first = people[0]?.id ?? '';
    if (first === '' || first === last) return;
    last = first;
    const batch = people.map(({ id: clientId, since, others }): Envelope => {
      const input = { clientId, otherIds: others.sort().slice(0, 200), day: dayOf(parts.now()) };
      return systemEnvelope('people.look-alike', input, since, derivedId(clientId, `look-alike/${since}`));
    });
    const outcomes = await parts.engine.push({ countyId, userId: systemActor }, batch);
    // What a second process did meanwhile is refused here as already done; what failed is tried in the next round.
    if (outcomes.every((one) => one.status !== 'accepted')) return;
  }
}

const Soundless = z.array(z.object({ id: z.string() }));

/** Files of before names had a sound are given one, 200 at a time; a name that has none is asked about once. */
export async function fillSoundKeys({ database, engine }: PeopleJobParts, countyId: string): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const found = await database.inCounty(countyId, (trx) =>
      sql`select id from people.clients where sound_key = '' and state = 'active' and pinyin <> '' and id > ${after}::uuid
          order by id limit 200`.execute(trx),
    );
    const clientIds = Soundless.parse(found.rows).map((row) => row.id);
    const last = clientIds.at(-1);
    if (last === undefined) return;
    after = last;
    const id = derivedId(clientIds[0] ?? '', `fill-sound-keys/${last}/${clientIds.length}`);
    await engine.push({ countyId, userId: systemActor }, [
      systemEnvelope('people.fill-sound-keys', { clientIds }, 0, id),
    ]);
  }
}

/** Memberships that begin or have ended by today: whoever they belong to is brought into step, 200 at a time. */
export async function refreshGroups({ database, engine, now }: PeopleJobParts, countyId: string): Promise<void> {
  const today = dayOf(now());
  for (let last = ''; ; ) {
    const found = await database.inCounty(countyId, (trx) =>
      sql`select day, array_agg(id order by id) as ids from (
          select groups_change_on as day, id from people.clients
          where groups_change_on is not null and groups_change_on <= ${today} order by groups_change_on, id limit 200
        ) due group by day order by day`.execute(trx),
    );
    const due = Changing.parse(found.rows);
    const first = due[0]?.ids[0] ?? '';
    if (first === '' || first === last) return;
    last = first;
    const batch = due.map(({ ids: clientIds, day }) => {
      const id = derivedId(clientIds[0] ?? '', `refresh-groups/${day}/${today}/${clientIds.length}`);
      return systemEnvelope('people.refresh-groups', { clientIds, day: today }, 0, id);
    });
    const outcomes = await engine.push({ countyId, userId: systemActor }, batch);
    if (outcomes.some((one) => one.status !== 'accepted')) return;
  }
}
