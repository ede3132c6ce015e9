/**
 * Certificates of service (志愿服务证明) at the desk. GET /api/certificates?helper=: those that the reader's stations issued to one
 * volunteer, and what they could certify. POST /api/certificates/paper: one of them as a PDF; that it leaves the house stands in
 * the audit first.
 */
import { certifiable, certificates, hours } from '@yimi/activities';
import type { Problem } from '@yimi/kernel';
import { Id, isProblem } from '@yimi/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod';
import { takes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import { logAccess } from '../reads/access-log.ts';
import { parseInput } from '../reads/input.ts';
import { notForYou, notFound } from '../reads/problems.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext, ReadParts, Route } from '../reads/read-context.ts';
import { addRoute, readAs } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import type { Paper } from './draw.ts';
import { paperOf } from './paper.ts';

const ListInput = z.object({ helper: Id });
const PaperInput = z.strictObject({ certificateId: Id });
const Codes = z.object({ code: z.string() });

/** Whole stations: a village worker reads people too, but a certificate is the station's. */
const stationsOf = ({ reader }: ReadContext): readonly string[] => reader.stationsWhere((rights) => rights.people);

const certificatesRoute: Route<z.infer<typeof ListInput>> = {
  method: 'GET',
  url: '/api/certificates',
  input: ListInput,
  answer: async ({ helper }, context) => {
    const stations = stationsOf(context);
    if (stations.length === 0) return notForYou();
    const of = [helper, stations];
    const where = 'helper_id = $1::uuid and station_id = any($2::uuid[])';
    const rows = await rowsWhere(context, certificates, `${where} order by recorded_at desc, id`, of);
    const recorded = await rowsWhere(context, hours, `${where} and minutes > 0 order by day`, of);
    return {
      today: context.today,
      rows,
      stations: stations.flatMap((stationId) => {
        const own = certifiable({ stationId, fromDay: '0000-01-01', toDay: context.today }, recorded);
        const [first] = own;
        const name = context.reader.places.stations.get(stationId)?.name ?? '';
        return first === undefined ? [] : [{ id: stationId, name, fromDay: first.day }];
      }),
    };
  },
};

export function certificateRoutes(app: FastifyInstance, parts: ReadParts, publicUrl: string): void {
  addRoute(app, parts, certificatesRoute);
  app.post('/api/certificates/paper', takes(PaperInput), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const input = parseInput(PaperInput, request.body);
    if (isProblem(input)) return sendProblem(reply, input);
    const found = await readAs(parts, actor, (context) => opened(context, input.value.certificateId, publicUrl));
    if (isProblem(found)) return sendProblem(reply, found);
    // What `opened` answers when it is no problem.
    const paper = found as Paper;
    const pdf = await paperOf(paper);
    return isProblem(pdf) ? sendProblem(reply, pdf) : sendPaper(reply, pdf, paper.certificate.number);
  });
}

/** What is out of reach, withdrawn or not there is one answer (law A5). */
async function opened(context: ReadContext, id: string, publicUrl: string): Promise<Paper | Problem> {
  const stations = stationsOf(context);
  if (stations.length === 0) return notForYou();
  const [certificate] = await rowsWhere(
    context,
    certificates,
    `id = $1::uuid and station_id = any($2::uuid[]) and state = 'valid'`,
    [id, stations],
  );
  const [county] = await rowsOf(context.trx, Codes, {
    text: 'select code from public.counties where id = $1::uuid',
    values: [context.reader.places.county.id],
  });
  if (certificate === undefined || county === undefined) return notFound();
  const content = { certificate: id, station: certificate.stationId };
  await logAccess(context, { action: 'certificates.paper', outcome: 'accepted', subject: null, content });
  return { certificate, address: `${publicUrl}/c/${county.code}` };
}

function sendPaper(reply: FastifyReply, pdf: Uint8Array, number: string): FastifyReply {
  const name = encodeURIComponent(`志愿服务证明 ${number}.pdf`);
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="certificate.pdf"; filename*=UTF-8''${name}`)
    .type('application/pdf')
    .send(Buffer.from(pdf));
}
