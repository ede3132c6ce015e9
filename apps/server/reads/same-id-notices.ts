/**
 * GET /api/people/same-id: the same id number is on file at another station. The head learns that there is such a file and
 * where, so that the two can speak; not whose, and nothing of what it says (law A5).
 */
import * as z from 'zod';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { Route } from './read-context.ts';

const Input = z.object({});

const Notice = z.object({
  id: z.string(),
  client_id: z.string(),
  name: z.string(),
  room_id: z.string(),
  other_station_id: z.string(),
  other_station: z.string().nullable(),
  noticed_on: z.string(),
});

export const sameIdRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/people/same-id',
  input: Input,
  answer: async (_input, { reader, trx }) => {
    // Heads alone: they sign for their station.
    if (!reader.anywhere((rights) => rights.people && rights.sign)) return notForYou();
    const rooms = reader.roomsWhere((rights) => rights.people && rights.sign);
    const text = `select n.id, n.client_id, c.name, c.room_id, n.other_station_id, s.name as other_station, n.noticed_on
      from people.same_id_notices n
      join people.clients c on c.id = n.client_id and c.state = 'active'
      left join network.stations s on s.id = n.other_station_id
      where n.state = 'open' and c.room_id = any($1::uuid[]) order by n.noticed_on, n.id limit 200`;
    const found = await rowsOf(trx, Notice, { text, values: [rooms] });
    return {
      rows: found.map((row) => ({
        id: row.id,
        clientId: row.client_id,
        name: row.name,
        roomName: reader.places.rooms.get(row.room_id)?.name ?? '',
        otherStationId: row.other_station_id,
        otherStationName: row.other_station,
        noticedOn: row.noticed_on,
      })),
    };
  },
};
