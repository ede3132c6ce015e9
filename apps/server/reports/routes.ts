/**
 * GET /api/reports: a station's month as it stands, the month before, what was typed, the editions that were signed, and what
 * came since. POST /api/reports/sign: the head signs what they saw; the server freezes it (law N5).
 */
import type { Month, Problem } from '@yimi/kernel';
import { Id, isProblem, monthOf, problem } from '@yimi/kernel';
import type { Outcome } from '@yimi/protocol';
import { ReportLines, reportNotesId, reportSections } from '@yimi/services';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { takes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import { logAccess } from '../reads/access-log.ts';
import { placeAsked } from '../reads/dashboard.ts';
import { MonthInput, parseInput, TextInput } from '../reads/input.ts';
import { addMonths } from '../reads/months.ts';
import { staffNamed } from '../reads/named-people.ts';
import { notForYou, notFound } from '../reads/problems.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext, ReadParts, Route } from '../reads/read-context.ts';
import { readAs } from '../reads/read-context.ts';
import { pinsOf } from '../registers/pins.ts';
import { visitsSource } from '../registers/visits-register.ts';
import type { StationMonth } from './measured.ts';
import { askedFor, linesOf, measured, recordsOf } from './measured.ts';

export interface ReportParts extends ReadParts {
  readonly pushAsSystem: (countyId: string, name: string, input: unknown) => Promise<Outcome>;
}

const Input = z.object({ station: TextInput(40).optional(), month: MonthInput.optional() });

/** The lines that are counted; a blank that waits for a module has no number. */
export const countedKeys: readonly string[] = reportSections.flatMap(({ lines }) =>
  lines.flatMap((line) => (line.waitsFor === null ? [line.key] : [])),
);

/** The station that is asked for, or the reader's own, or the county's first. */
export function stationMonth(
  { reader, today }: ReadContext,
  { station, month = monthOf(today) }: { station?: string | undefined; month?: Month | undefined },
): StationMonth | Problem {
  const first = reader.stationsWhere((rights) => rights.figures)[0];
  if (first === undefined) return notForYou();
  const place = placeAsked(reader, { level: 'station', place: station ?? first });
  if (isProblem(place)) return place;
  if (month > monthOf(today)) return problem('invalid', 'reports.not-yet', {}, 'month');
  return { place: { ...place, level: 'station' }, month };
}

const Edition = z.object({
  id: z.string(),
  edition: z.number(),
  signed_by: z.string(),
  signed_at: z.number(),
  as_of: z.number(),
  lines: ReportLines,
  problems: z.string(),
  plans: z.string(),
});
export type Edition = z.infer<typeof Edition>;

/** The newest first. */
export function editionsOf({ trx }: ReadContext, { place, month }: StationMonth): Promise<Edition[]> {
  const text = `select id, edition, signed_by, signed_at, as_of, lines, problems, plans from services.signed_reports
    where station_id = $1::uuid and month = $2 order by edition desc`;
  return rowsOf(trx, Edition, { text, values: [place.id, month] });
}

export async function linesNow(context: ReadContext, of: StationMonth) {
  return linesOf(await measured(context, of, true), countedKeys);
}

export const reportRoute: Route<z.infer<typeof Input>> = {
  method: 'GET',
  url: '/api/reports',
  input: Input,
  answer: async (input, context) => {
    const of = stationMonth(context, input);
    if (isProblem(of)) return of;
    const { reader, trx, now, today } = context;
    const rights = reader.of('station', of.place.id);
    const before = { ...of, month: addMonths(of.month, -1) };
    const previous = await measured(context, before, false);
    const editions = await editionsOf(context, of);
    const signers = await staffNamed(
      trx,
      editions.map((one) => one.signed_by),
    );
    return {
      station: { id: of.place.id, name: of.place.name },
      month: of.month,
      asOf: now,
      today,
      lines: await linesNow(context, of),
      previous: Object.fromEntries(previous),
      notes: rights.review ? await notesOf(context, of) : null,
      editions: editions.map(({ signed_by, signed_at, as_of, ...one }) => ({
        ...one,
        signedAt: signed_at,
        asOf: as_of,
        signedByName: rights.staff ? (signers.get(signed_by)?.name ?? null) : null,
      })),
      since: editions[0] === undefined ? null : await sinceSigned(context, of, editions[0].id),
      months: await signedMonths(context, of),
      stations: stationsFor(context),
      mayWrite: rights.review,
      maySign: rights.sign,
      mayOpen: rights.records !== 'none',
    };
  },
};

function stationsFor({ reader }: ReadContext): object[] {
  return reader
    .stationsWhere((rights) => rights.figures)
    .map((id) => ({ id, name: reader.places.stations.get(id)?.name ?? '' }));
}

const Notes = z.object({ problems: z.string(), plans: z.string() });

export async function notesOf({ trx }: ReadContext, { place, month }: StationMonth): Promise<z.infer<typeof Notes>> {
  const text = 'select problems, plans from services.report_notes where id = $1::uuid';
  const [found] = await rowsOf(trx, Notes, { text, values: [reportNotesId(place.id, month)] });
  return found ?? { problems: '', plans: '' };
}

/** What came since the signature, and what it counted that was taken back; each opens to its records. */
export async function sinceSigned(context: ReadContext, of: StationMonth, reportId: string) {
  const recordIds = await pinsOf(context, reportId, 'services.visits');
  if (recordIds === null) return null;
  const n = async (what: 'come' | 'gone'): Promise<number> =>
    (await visitsSource.summary(context, { ...askedFor(of, 'visits'), since: { what, recordIds } })).total;
  return { report: reportId, come: await n('come'), gone: await n('gone') };
}

const Signed = z.object({ month: z.string(), edition: z.number(), signed_at: z.number() });

/** The months of the last two years that were signed, and when last. */
async function signedMonths({ trx, today }: ReadContext, { place }: StationMonth) {
  const text = `select month, max(edition) as edition, max(signed_at) as signed_at from services.signed_reports
    where station_id = $1::uuid and month > $2 group by month order by month desc`;
  const found = await rowsOf(trx, Signed, { text, values: [place.id, addMonths(monthOf(today), -24)] });
  return found.map(({ month, edition, signed_at }) => ({ month, edition, signedAt: signed_at }));
}

const SignInput = z.strictObject({
  reportId: Id,
  station: Id,
  month: MonthInput,
  /** The numbers as the head saw them: others are not signed. */
  seen: ReportLines,
});

export function signRoute(app: FastifyInstance, parts: ReportParts): void {
  app.post('/api/reports/sign', takes(SignInput), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const input = parseInput(SignInput, request.body);
    if (isProblem(input)) return sendProblem(reply, input);
    const frozen = await readAs(parts, actor, (context) => freeze(context, input.value));
    if (isProblem(frozen)) return sendProblem(reply, frozen);
    const outcome = await parts.pushAsSystem(actor.countyId, 'services.sign-report', frozen);
    if (outcome.problem !== undefined) {
      const { kind, code, details, field } = outcome.problem;
      return sendProblem(reply, problem(kind, code, details, field));
    }
    return { reportId: input.value.reportId };
  });
}

/** Numbers and the records behind them, of one moment. */
async function freeze(context: ReadContext, { reportId, station, month, seen }: z.infer<typeof SignInput>) {
  if (!context.reader.anywhere((rights) => rights.sign)) return notForYou();
  const of = stationMonth(context, { station, month });
  if (isProblem(of)) return of;
  if (!context.reader.of('station', of.place.id).sign) return notFound();
  const lines = await linesNow(context, of);
  if (JSON.stringify(lines) !== JSON.stringify(seen.map(({ key, value }) => ({ key, value })))) {
    return problem('conflict', 'reports.numbers-moved');
  }
  const content = { station: of.place.id, month, report: reportId };
  await logAccess(context, { action: 'reports.sign', outcome: 'accepted', subject: null, content });
  return frozen(context, of, reportId, lines);
}

/** What a signature freezes, as the input of its command. */
export async function frozen(context: ReadContext, of: StationMonth, reportId: string, lines: Edition['lines']) {
  return {
    reportId,
    stationId: of.place.id,
    month: of.month,
    signedBy: context.actor.userId,
    asOf: context.now,
    lines,
    ...(await notesOf(context, of)),
    pins: [{ figure: 'services.visits', recordIds: await recordsOf(context, of) }],
  };
}
