/**
 * GET /api/volunteers: who helps in the reader's villages, the service projects and the partners of their stations. Phone numbers go to
 * the station only, which does the asking; a village worker knows the own volunteers by name.
 */
import { mayBeAsked, partners, profiles, projects } from '@yimi/volunteers';
import * as z from 'zod';
import { notForYou } from './problems.ts';
import type { ReadContext, Route } from './read-context.ts';
import { rowsWhere } from './table-rows.ts';

const mostShown = 2000;
const Input = z.object({});

export const volunteersRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/volunteers',
  input: Input,
  answer: async (_input, context) => {
    const { reader, today } = context;
    const may = (rights: { people: boolean }): boolean => rights.people;
    if (!reader.anywhere(may)) return notForYou();
    const stations = reader.stationsWhere(may);
    const rooms = reader.roomsWhere(may);
    const where = `(station_id = any($1::uuid[]) or room_id = any($2::uuid[]))
      order by state = 'ended', name, id limit ${mostShown}`;
    const found = await rowsWhere(context, profiles, where, [stations, rooms]);
    return {
      today,
      profiles: found.map((profile) => ({
        ...profile,
        phone: stations.includes(profile.stationId) ? profile.phone : null,
        askable: mayBeAsked(profile, today),
        insured: profile.insuredUntil !== null && profile.insuredUntil >= today,
        roomName: reader.places.rooms.get(profile.roomId)?.name ?? '',
        stationName: reader.places.stations.get(profile.stationId)?.name ?? '',
      })),
      ...(await libraryOf(context, stations, rooms)),
    };
  },
};

async function libraryOf(context: ReadContext, stations: readonly string[], rooms: readonly string[]): Promise<object> {
  const { places } = context.reader;
  const near = new Set([...stations, ...rooms.flatMap((id) => places.rooms.get(id)?.stationId ?? [])]);
  const where = `station_id = any($1::uuid[]) order by not open, name, id limit ${mostShown}`;
  const [held, helping] = await Promise.all([
    rowsWhere(context, projects, where, [[...near]]),
    rowsWhere(context, partners, where, [[...near]]),
  ]);
  return {
    projects: held,
    partners: helping.map((partner) =>
      stations.includes(partner.stationId) ? partner : { ...partner, contactName: null, contactPhone: null },
    ),
  };
}
