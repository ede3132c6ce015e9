/**
 * POST /api/registers/export: a register as a spreadsheet. First the act is written (who, what for, which columns, how many
 * rows) and committed; then the rows of one snapshot stream out, made as fast as they are taken, so that 50,000 of them
 * cost no more memory than fifty.
 */
import { randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isProblem, uuidv7 } from '@yimi/kernel';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sql } from 'kysely';
import * as z from 'zod';
import { takes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import { logAccess } from '../reads/access-log.ts';
import { parseInput } from '../reads/input.ts';
import type { ReadContext, ReadParts } from '../reads/read-context.ts';
import { readAs } from '../reads/read-context.ts';
import type { Actor } from '../reads/reader.ts';
import { fileName } from '../xlsx/sheet-text.ts';
import type { Workbook } from '../xlsx/workbook.ts';
import { workbookBytes } from '../xlsx/workbook.ts';
import type { Asked } from './asked.ts';
import { Purpose, purposeNeeded, RegisterInput } from './asked.ts';
import type { Cursor } from './conditions.ts';
import { periodOf, titleOf, workbookOf } from './paper.ts';
import { actOf, askedWithPins, sources } from './routes.ts';
import type { RegisterRow } from './source.ts';

const ExportInput = RegisterInput.extend({ purpose: Purpose.optional() });

/** Rows fetched at once: enough that the journey does not count, few enough that none is noticed in memory. */
const rowsAtOnce = 500;

export function registerExportRoute(app: FastifyInstance, parts: ReadParts): void {
  app.post('/api/registers/export', takes(ExportInput), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const input = parseInput(ExportInput, request.body);
    if (isProblem(input)) return sendProblem(reply, input);
    const { purpose } = input.value;
    if (purpose === undefined) return sendProblem(reply, purposeNeeded());
    const id = uuidv7(parts.now(), randomBytes(10));
    const written = await readAs(parts, actor, (context) => announce(context, input.value, id));
    if (isProblem(written)) return sendProblem(reply, written);
    const { by, name } = Announced.parse(written);
    const provenance = { id, by, at: parts.now(), purpose: purpose.trim() };
    return sendWorkbook(reply, name, (out) =>
      within(parts, actor, out, async (context) => {
        const asked = await askedWithPins(input.value, context);
        if (isProblem(asked)) throw new Error('what could be asked a moment ago can no longer be asked');
        const source = sources[asked.register.name];
        const leaving = { ...asked, leaves: true };
        const summary = await source.summary(context, asked);
        return workbookOf({ asked, summary, provenance, rows: (kind) => allRows(context, ofKind(leaving, kind)) });
      }),
    );
  });
}

const Announced = z.object({ by: z.string(), name: z.string() });

/** The act itself, before anything leaves. */
async function announce(context: ReadContext, input: RegisterInput, id: string) {
  const asked = await askedWithPins(input, context);
  if (isProblem(asked)) return asked;
  const { total } = await sources[asked.register.name].summary(context, asked);
  const content = { ...actOf(asked), rows: String(total), exportId: id };
  await logAccess(context, { action: 'registers.export', outcome: 'accepted', subject: null, content });
  const name = `${titleOf(asked)} ${periodOf(asked, context.now)}.xlsx`;
  return { by: await nameOf(context), name };
}

const Named = z.array(z.object({ name: z.string() }));

/** The name under which the reader works here. */
export async function nameOf({ trx, actor }: ReadContext): Promise<string> {
  const found = await sql`select name from network.staff s where coalesce(s.user_id, s.id) = ${actor.userId}
    union all select name from login.accounts l where l.user_id = ${actor.userId} limit 1`.execute(trx);
  return Named.parse(found.rows)[0]?.name ?? '';
}

function ofKind(asked: Asked, kind: 'counted' | 'left-out'): Asked {
  return kind === 'counted' ? asked : { ...asked, rows: 'left-out' };
}

async function* allRows(context: ReadContext, asked: Asked): AsyncGenerator<RegisterRow> {
  const source = sources[asked.register.name];
  let cursor: Cursor | null = null;
  do {
    const { rows, next } = await source.page(context, asked, cursor, rowsAtOnce);
    yield* rows;
    cursor = next;
  } while (cursor !== null);
}

/** One snapshot from the first row to the last; whoever goes away in the middle ends it. */
export async function within(
  parts: ReadParts,
  actor: Actor,
  out: PassThrough,
  make: (context: ReadContext) => Promise<Workbook>,
): Promise<void> {
  await readAs(parts, actor, async (context) => {
    await pipeline(Readable.from(workbookBytes(await make(context))), out);
    return {};
  });
}

/** Begins the answer at once; what goes wrong later cuts it off, which the browser shows as a download that failed. */
export function sendWorkbook(
  reply: FastifyReply,
  name: string,
  write: (out: PassThrough) => Promise<void>,
): FastifyReply {
  const out = new PassThrough();
  write(out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('export failed')));
  reply.header('cache-control', 'no-store');
  reply.header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
  // RFC 6266: the name in UTF-8, and a plain one for who cannot read that.
  reply.header(
    'content-disposition',
    `attachment; filename="register.xlsx"; filename*=UTF-8''${encodeURIComponent(fileName(name))}`,
  );
  return reply.send(out);
}
