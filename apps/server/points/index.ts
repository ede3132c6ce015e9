/** Points at the desk: the board, one helper's points, the slip of a voucher as a PDF, and a merchant's settlement sheet. */
import { randomBytes } from 'node:crypto';
import type { Problem } from '@yimi/kernel';
import { Id, isProblem, uuidv7 } from '@yimi/kernel';
import { graceDays, merchants, vouchers } from '@yimi/points';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Slip } from '../certificates/draw-slip.ts';
import { paperOf } from '../certificates/paper.ts';
import { takes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import { logAccess } from '../reads/access-log.ts';
import { MonthInput, parseInput } from '../reads/input.ts';
import { notForYou, notFound } from '../reads/problems.ts';
import type { ReadContext, ReadParts } from '../reads/read-context.ts';
import { addRoute, readAs } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import { Purpose, purposeNeeded } from '../registers/asked.ts';
import { nameOf, sendWorkbook, within } from '../registers/export.ts';
import { helperPointsRoute, keeps, pointsRoute, stationsOf } from './board.ts';
import type { Settlement } from './settlement.ts';
import { settlementBook, settlementOf, titleOf } from './settlement.ts';

const SlipInput = z.strictObject({ voucherId: Id });
const SettlementInput = z.strictObject({ merchantId: Id, month: MonthInput, purpose: Purpose.optional() });
type Asked = z.infer<typeof SettlementInput>;
const Announced = z.object({ by: z.string(), title: z.string() });

export function pointRoutes(app: FastifyInstance, parts: ReadParts, publicUrl: string): void {
  addRoute(app, parts, pointsRoute(publicUrl));
  addRoute(app, parts, helperPointsRoute);
  app.post('/api/points/slip', takes(SlipInput), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const input = parseInput(SlipInput, request.body);
    if (isProblem(input)) return sendProblem(reply, input);
    const found = await readAs(parts, actor, (context) => slipOf(context, input.value.voucherId));
    if (isProblem(found)) return sendProblem(reply, found);
    // What `slipOf` answers when it is no problem.
    const slip = found as Slip;
    const pdf = await paperOf({ slip });
    if (isProblem(pdf)) return sendProblem(reply, pdf);
    const name = encodeURIComponent(`积分兑换券 ${slip.number}.pdf`);
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="voucher.pdf"; filename*=UTF-8''${name}`)
      .type('application/pdf')
      .send(Buffer.from(pdf));
  });
  app.post('/api/points/settlement', takes(SettlementInput), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const input = parseInput(SettlementInput, request.body);
    if (isProblem(input)) return sendProblem(reply, input);
    const { purpose } = input.value;
    if (purpose === undefined) return sendProblem(reply, purposeNeeded());
    const id = uuidv7(parts.now(), randomBytes(10));
    const written = await readAs(parts, actor, (context) => announce(context, input.value, purpose.trim(), id));
    if (isProblem(written)) return sendProblem(reply, written);
    const { by, title } = Announced.parse(written);
    const provenance = { id, by, at: parts.now(), purpose: purpose.trim() };
    return sendWorkbook(reply, `${title}.xlsx`, (out) =>
      within(parts, actor, out, async (context) => {
        const found = await settled(context, input.value);
        if (isProblem(found)) throw new Error('what could be asked a moment ago can no longer be asked');
        return settlementBook(found, provenance);
      }),
    );
  });
}

/** What is out of reach, over, or not there is one answer (law A5). */
async function slipOf(context: ReadContext, id: string): Promise<Slip | Problem> {
  const stations = stationsOf(context);
  if (stations.length === 0) return notForYou();
  const where = `id = $1::uuid and station_id = any($2::uuid[]) and state = 'reserved'`;
  const [voucher] = await rowsWhere(context, vouchers, where, [id, stations]);
  if (voucher === undefined) return notFound();
  const [merchant] = await rowsWhere(context, merchants, 'id = $1::uuid', [voucher.merchantId]);
  const content = { voucher: id, station: voucher.stationId };
  await logAccess(context, { action: 'points.slip', outcome: 'accepted', subject: null, content });
  const { number, what, points, reservedOn, lastDay } = voucher;
  const stationName = context.reader.places.stations.get(voucher.stationId)?.name ?? '';
  return { number, what, points, reservedOn, lastDay, graceDays, stationName, merchantName: merchant?.name ?? '' };
}

/** The station whose merchant it is, and the county. */
async function settled(context: ReadContext, { merchantId, month }: Asked): Promise<Settlement | Problem> {
  const [merchant] = await rowsWhere(context, merchants, 'id = $1::uuid', [merchantId]);
  if (merchant === undefined) return notFound();
  const own = merchant.stationId !== null && stationsOf(context).includes(merchant.stationId);
  if (!own && !keeps(context, merchant)) return notFound();
  const { places } = context.reader;
  const keeper =
    merchant.stationId === null ? places.county.name : (places.stations.get(merchant.stationId)?.name ?? '');
  return settlementOf(context, merchant, keeper, month);
}

/** The act itself, before anything leaves. */
async function announce(context: ReadContext, asked: Asked, purpose: string, exportId: string) {
  const found = await settled(context, asked);
  if (isProblem(found)) return found;
  const content = {
    purpose,
    month: asked.month,
    merchant: asked.merchantId,
    rows: String(found.rows.length),
    exportId,
  };
  await logAccess(context, { action: 'points.settlement', outcome: 'accepted', subject: null, content });
  return { by: await nameOf(context), title: titleOf(found) };
}
