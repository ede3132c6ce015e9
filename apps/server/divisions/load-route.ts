/**
 * POST /api/divisions/load: the statistics' branch of the asker's own county, so that the townships can be looked through
 * before anything is made of them. The reference belongs to the database's owner and to no county (law Z1), so this is no
 * command; a branch that is there is not loaded again.
 */
import { isProblem } from '@yimi/kernel';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from '../database.ts';
import { takes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import { keepsNetwork } from '../reads/county-book.ts';
import { notForYou } from '../reads/problems.ts';
import type { ReadParts } from '../reads/read-context.ts';
import { readAs } from '../reads/read-context.ts';
import { isLoaded, loadDivisions } from './reference.ts';

const Code = z.object({ code: z.string().regex(/^\d{6}$/) });

export function loadRoute(app: FastifyInstance, parts: ReadParts & { readonly owner: Database }): void {
  app.post('/api/divisions/load', takes(z.object({})), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const asked = await readAs(parts, actor, async (context) => {
      if (!keepsNetwork(context)) return notForYou();
      const found = await sql`select code from public.counties where id = ${context.reader.places.county.id}`.execute(
        context.trx,
      );
      return Code.parse(found.rows[0]);
    });
    if (isProblem(asked)) return sendProblem(reply, asked);
    const { code } = Code.parse(asked);
    if (!(await isLoaded(parts.database, code))) await loadDivisions(parts.owner, code, () => undefined);
    return reply.code(204).send();
  });
}
