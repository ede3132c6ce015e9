/** GET /api/divisions: the county's townships (or one township's villages) as the statistics have them, marked and corrected. */
import { addDays } from '@yimi/kernel';
import { divisionMarks } from '@yimi/network';
import { sql } from 'kysely';
import * as z from 'zod';
import { roomIdOf, stationIdOf } from '../divisions/county-places.ts';
import { divisionsWithin } from '../divisions/reference.ts';
import { notForYou } from './problems.ts';
import type { Route } from './read-context.ts';

const Input = z.object({
  township: z
    .string()
    .regex(/^\d{9}$/)
    .optional(),
});

/** Villages stood before the program came: records of earlier years that are entered later have a station as well (N6). */
const daysBack = 5 * 365;

export const divisionsRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/divisions',
  input: Input,
  answer: async ({ township }, { reader, trx, today }) => {
    const { county, stations, rooms } = reader.places;
    if (!reader.of('county', county.id).settings) return notForYou();
    const found = await sql`select code from public.counties where id = ${county.id}`.execute(trx);
    const code = z.array(z.object({ code: z.string() })).parse(found.rows)[0]?.code ?? '';
    const loads = await sql`select 1 from reference.loads where prefix in ('', ${code}) and finished`.execute(trx);
    const level = township === undefined ? ('township' as const) : ('village' as const);
    const listed = await divisionsWithin(trx, township ?? code, [level], today);
    const rows = listed
      // A township of another county is asked for in vain, not refused: the reference is no secret.
      .filter((one) => one.sourceCode.startsWith(code))
      .map(({ sourceCode, mark, ...one }) => ({
        ...{ ...one, sourceCode, mark },
        there:
          level === 'township'
            ? stations.has(stationIdOf(county.id, sourceCode.slice(0, 9)))
            : rooms.has(roomIdOf(county.id, sourceCode)),
      }));
    const marks = Object.fromEntries(
      divisionMarks.map((mark) => [mark, rows.filter((one) => one.mark === mark).length]),
    );
    return { countyCode: code, loaded: loads.rows.length > 0, marks, rows, fromDay: addDays(today, -daysBack) };
  },
};
