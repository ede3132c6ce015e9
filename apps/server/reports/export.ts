/**
 * POST /api/reports/export: the month as a paper. A signed edition leaves with its own numbers and says what came since;
 * one that is not signed says so in its title.
 */
import { randomBytes } from 'node:crypto';
import { Id, isProblem, uuidv7 } from '@yimi/kernel';
import { groupLineKey, groupMeasures, reportSections } from '@yimi/services';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { takes } from '../http/open-api.ts';
import { sendProblem } from '../http/problems.ts';
import { logAccess } from '../reads/access-log.ts';
import { MonthInput, parseInput, TextInput } from '../reads/input.ts';
import { addMonths } from '../reads/months.ts';
import { staffNamed } from '../reads/named-people.ts';
import { notFound } from '../reads/problems.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { readAs } from '../reads/read-context.ts';
import { Purpose } from '../registers/asked.ts';
import { nameOf, sendWorkbook, within } from '../registers/export.ts';
import { sayMoment, sayMonth, signatures } from '../registers/paper.ts';
import type { StyleName } from '../xlsx/styles.ts';
import type { Cell, Line, Workbook } from '../xlsx/workbook.ts';
import type { StationMonth } from './measured.ts';
import { groupsIn, measured } from './measured.ts';
import type { Edition, ReportParts } from './routes.ts';
import { editionsOf, linesNow, notesOf, sinceSigned, stationMonth } from './routes.ts';

const Input = z.strictObject({
  station: TextInput(40),
  month: MonthInput,
  /** Which edition; without it the numbers of this moment. */
  report: z.optional(Id),
  purpose: Purpose,
});
type Input = z.infer<typeof Input>;

interface Paper {
  readonly title: string;
  readonly note: string;
  readonly station: string;
  readonly month: string;
  readonly now: ReadonlyMap<string, number | null>;
  readonly before: ReadonlyMap<string, number>;
  readonly since: { come: number; gone: number } | null;
  readonly problems: string;
  readonly plans: string;
  readonly by: string;
  readonly at: number;
  readonly provenance: string;
}

export function reportExportRoute(app: FastifyInstance, parts: ReportParts): void {
  app.post('/api/reports/export', takes(Input), async (request, reply) => {
    const actor = await parts.actorOf(request);
    if (isProblem(actor)) return sendProblem(reply, actor);
    const input = parseInput(Input, request.body);
    if (isProblem(input)) return sendProblem(reply, input);
    const id = uuidv7(parts.now(), randomBytes(10));
    const written = await readAs(parts, actor, (context) => announce(context, input.value, id));
    if (isProblem(written)) return sendProblem(reply, written);
    const { name } = z.object({ name: z.string() }).parse(written);
    return sendWorkbook(reply, `${name}.xlsx`, (out) =>
      within(parts, actor, out, async (context) => {
        const paper = await paperOf(context, input.value, id);
        if (isProblem(paper)) throw new Error('what could be read a moment ago can no longer be read');
        return workbookOf(paper);
      }),
    );
  });
}

async function announce(context: ReadContext, input: Input, id: string) {
  const paper = await paperOf(context, input, id);
  if (isProblem(paper)) return paper;
  const content = { purpose: input.purpose.trim(), station: input.station, month: input.month, exportId: id };
  await logAccess(context, { action: 'reports.export', outcome: 'accepted', subject: null, content });
  return { name: paper.title };
}

async function paperOf(context: ReadContext, input: Input, id: string) {
  const of = stationMonth(context, input);
  if (isProblem(of)) return of;
  const rights = context.reader.of('station', of.place.id);
  const edition = (await editionsOf(context, of)).find((one) => one.id === input.report);
  if (input.report !== undefined && edition === undefined) return notFound();
  const lines = edition?.lines ?? (await linesNow(context, of));
  const by = await nameOf(context);
  const typed = edition ?? (rights.review ? await notesOf(context, of) : { problems: '', plans: '' });
  const said = `数据由原始记录自动汇总。${by} ${sayMoment(context.now)} 从“一米”导出，用途：${input.purpose.trim()}；导出编号 ${id}，已留痕。`;
  const paper: Paper = {
    title: `${of.place.name}${sayMonth(of.month)}工作月报`,
    note: edition === undefined ? '（未签，数字还会变）' : await signedNote(context, edition),
    station: of.place.name,
    month: of.month,
    now: new Map(lines.map(({ key, value }) => [key, value])),
    before: await measured(context, before(of), false),
    since: edition === undefined ? null : await sinceSigned(context, of, edition.id),
    problems: typed.problems,
    plans: typed.plans,
    by,
    at: context.now,
    provenance: said,
  };
  return paper;
}

function before(of: StationMonth): StationMonth {
  return { ...of, month: addMonths(of.month, -1) };
}

async function signedNote({ trx }: ReadContext, { edition, signed_by, signed_at }: Edition): Promise<string> {
  const name = (await staffNamed(trx, [signed_by])).get(signed_by)?.name ?? '';
  return `第 ${edition} 版，${name} ${sayMoment(signed_at)} 签`;
}

const width = 5;

function workbookOf(paper: Paper): Workbook {
  const sheet = {
    name: '工作月报',
    widths: [30, 9, 14, 14, 34],
    lines: lines(paper),
    frozen: 3,
    filtered: false,
    landscape: false,
  };
  return { sheets: [sheet], title: paper.title, author: paper.by, madeAt: paper.at };
}

function wide(text: string, style: StyleName, height?: number): Line {
  const cells: Cell[] = Array.from({ length: width }, (_, at) => ({ value: at === 0 ? text : null, style }));
  return { cells, joined: [[1, width]], ...(height === undefined ? {} : { height }) };
}

function* lines(paper: Paper): Generator<Line> {
  yield wide(paper.title, 'title', 36);
  yield wide(`填报单位：${paper.station}　　统计期间：${sayMonth(paper.month)}　　${paper.note}`, 'note', 22);
  const heads = ['项目', '单位', '本月', '上月', '备注'];
  yield { cells: heads.map((value) => ({ value, style: 'head' })), head: true };
  for (const section of reportSections) {
    yield wide(section.title, 'section', 22);
    for (const line of section.lines) {
      const note = line.waitsFor === null ? '' : `等“${line.waitsFor}”模块启用后自动汇总`;
      const label = line.part ? `　　${line.label}` : line.label;
      yield numberLine(paper, line.key, label, line.unit, note, line.waitsFor !== null);
    }
    if (section.key === 'visits') yield* sinceLines(paper);
  }
  yield* groupLines(paper);
  yield wide('存在问题', 'section', 22);
  yield wide(paper.problems, 'text', heightOf(paper.problems));
  yield wide('下月计划', 'section', 22);
  yield wide(paper.plans, 'text', heightOf(paper.plans));
  yield wide('', 'plain', 10);
  yield wide(signatures(paper.by), 'note', 26);
  yield wide('（盖章处）', 'stamp', 64);
  yield wide(paper.provenance, 'small', 34);
}

/** A joined cell does not fit its height to its text: about 48 characters a line. */
function heightOf(text: string): number {
  const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 48)), 0);
  return Math.min(400, Math.max(60, rows * 17));
}

function numberLine(paper: Paper, key: string, label: string, unit: string, note: string, blank: boolean): Line {
  const value = blank ? null : (paper.now.get(key) ?? 0);
  const cells: Cell[] = [
    { value: label, style: 'text' },
    { value: unit, style: 'centre' },
    { value, style: 'number' },
    { value: blank ? null : (paper.before.get(key) ?? null), style: 'number' },
    { value: note, style: 'text' },
  ];
  return { cells, row: true };
}

function* sinceLines({ since }: Paper): Generator<Line> {
  if (since === null || (since.come === 0 && since.gone === 0)) return;
  yield wide(`签后新增 ${since.come} 户次，签后撤销 ${since.gone} 户次，不在上面的数里。`, 'note', 20);
}

function* groupLines(paper: Paper): Generator<Line> {
  const known = [...paper.now].flatMap(([key, value]): [string, number][] => (value === null ? [] : [[key, value]]));
  const groups = groupsIn(new Map(known));
  if (groups.length === 0) return;
  yield wide('特殊群体（一人可属几类，各类不相加）', 'section', 22);
  for (const group of groups) {
    const said = groupMeasures.map(
      ({ key, label, unit }) => `${label} ${paper.now.get(groupLineKey(group, key)) ?? 0} ${unit}`,
    );
    const cells: Cell[] = [
      { value: group, style: 'text' },
      { value: said.join('，'), style: 'text' },
      ...Array.from({ length: 3 }, (): Cell => ({ value: null, style: 'text' })),
    ];
    yield { cells, joined: [[2, width]], row: true };
  }
}
