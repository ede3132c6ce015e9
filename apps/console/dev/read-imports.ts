/**
 * Imports of the invented county: one messy ledger, whatever file is chosen, understood by the server's own reading and
 * planning, so that the wizard is built and tested on true proposals. Nothing is registered.
 */

import { derivedId } from '@yimi/kernel';
import { withCheckDigit } from '@yimi/people';
import * as z from 'zod';
import { Choices } from '../../server/imports/choices.ts';
import { lookAgain, lookOver } from '../../server/imports/look-over.ts';
import { draftAll, namingOf } from '../../server/imports/plan.ts';
import type { Cell, Ledger } from '../../server/imports/reading/ledger.ts';
import type { ImportTarget, Setting } from '../../server/imports/target.ts';
import { targets } from '../../server/imports/targets/index.ts';
import { fieldWord, wordsIn } from '../../server/imports/words/index.ts';
import type { County } from './invented-county.ts';
import { now } from './invented-county.ts';

const id = (birth: string, sequence: string) => withCheckDigit(`450226${birth}${sequence}`);
const names = '韦福明 覃大海 杨秀梅 蓝小兰 莫志强 石三妹 龙桂芳 吴老六 欧阳顺英 潘美莲 罗金花 陆有才'.split(' ');

function ledgerOf(county: County): Ledger {
  const village = villagesOf(county)[0]?.name ?? '木桥村';
  const text = (value: string): Cell | null => (value === '' ? null : { text: value, kind: 'text' });
  const people = names.map((name, at) => [
    String(at + 1),
    name,
    at % 2 === 0 ? '男' : '女',
    at === 2
      ? '4.50226E+17'
      : at === 5
        ? '450226195102300423'
        : id(`19${40 + at * 2}0${1 + (at % 9)}1${at % 9}`, String(101 + at * 2 + (at % 2))),
    at === 4 ? '1380772' : `1380772${String(1000 + at)}`,
    `${village}上屯${at + 1}号`,
    at % 3 === 0 ? '低保、残疾' : at === 7 ? '信访重点' : '独居老人',
    at % 4 === 0 ? '女儿在广东' : '',
  ]);
  const title = text(`${village}2025年困难群众花名册`);
  const rows = [
    Array.from({ length: 8 }, () => title),
    ['序号', '姓 名', '性别', '公民身份号码', '联系方式', '家庭住址', '对象类别', '帮扶备注'].map(text),
    ...people.map((cells) => cells.map(text)),
    ['合计', '', '', '', '', '', String(names.length), ''].map(text),
  ].map((cells, at) => ({ number: at + 1, hidden: at === 9, cells }));
  const sheet = { name: '2025年', hidden: false, rows, merges: [], hiddenColumns: [], widths: [] };
  return { format: { kind: 'xlsx', date1904: false }, sheets: [sheet] };
}

function villagesOf(county: County) {
  const station = county.stations[0];
  return county.rooms
    .filter((room) => room.stationId === station?.id)
    .map((room) => ({ id: room.id, name: room.name, stationId: room.stationId }));
}

const target = targets.get('people');
const Look = z.looseObject({ sheet: z.number(), top: z.number(), bottom: z.number() });
const Start = z.looseObject({ importId: z.string() });

function seen(county: County) {
  return target === undefined ? [] : lookOver(ledgerOf(county), target, villagesOf(county), new Map());
}

function planned(county: County, choices: Choices, of: ImportTarget) {
  const ledger = ledgerOf(county);
  const setting: Setting = {
    countyId: derivedId('invented', 'county'),
    stationId: county.stations[0]?.id ?? null,
    villages: villagesOf(county),
    stations: [],
    staff: [],
    today: '2026-03-10',
    since: now,
    fromDesk: false,
    date1904: false,
    userId: derivedId('invented', 'head'),
    choices,
  };
  const { drafts, leftOut } = draftAll(ledger, choices, of, setting);
  return {
    leftOut,
    rows: drafts.map((draft) => of.plan(draft, of.knowsNothing, setting, namingOf(derivedId('invented', 'import')))),
  };
}

function preview(county: County, choices: Choices): object {
  if (target === undefined) return {};
  const { rows, leftOut } = planned(county, choices, target);
  const n = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  const reasons = Object.values(
    Object.groupBy(
      rows.flatMap((row) => row.faults),
      ({ field, code }) => `${field}/${code}`,
    ),
  ).flatMap((faults) => {
    const [first] = faults ?? [];
    return first === undefined
      ? []
      : [
          {
            code: first.code,
            field: first.field,
            n: faults?.length ?? 0,
            secondary: target.fields.field(first.field)?.secondary === true,
          },
        ];
  });
  return {
    counts: { new: n('new'), filled: n('filled'), there: n('there'), refused: n('refused') },
    leftOut,
    reasons,
    remarks: [],
    rows: rows.map(({ record, outcome, faults, remarks }) => ({
      sheet: record.sheet,
      row: record.row,
      outcome,
      cells: Object.fromEntries(
        [...record.cells].map(([field, placed]) => [field, placed.map(({ cell }) => cell.text).join(' ')]),
      ),
      faults,
      remarks,
    })),
  };
}

/** How often an import was asked for since it began: it is under way at first, and done a moment later. */
const asked = new Map<string, { n: number; undone: boolean }>();
const past = derivedId('invented', 'an import of last week');

function pageOf(importId: string): object {
  const state = asked.get(importId) ?? { n: 9, undone: false };
  asked.set(importId, { ...state, n: state.n + 1 });
  const running = state.n < 2;
  const counts = { made: 8, filled: 0, there: 1, refused: 3, leftOut: 2 };
  return {
    id: importId,
    target: 'people',
    stationName: '林溪乡社工站',
    fileName: '2025年困难群众花名册.xlsx',
    openedByName: '蓝青',
    openedAt: now - 86_400_000,
    state: running ? 'running' : state.undone ? 'undone' : 'done',
    closedAt: running ? null : now,
    counts: running ? null : counts,
    undoneAt: state.undone ? now : null,
    undoCounts: state.undone ? { withdrawn: 7, kept: 1 } : null,
    progress: { done: running ? 5 : 12, of: 12 },
    mayUndo: !running && !state.undone,
    reasons: running
      ? []
      : [
          { code: 'id-exponent', field: 'idNumber', n: 1 },
          { code: 'id-check', field: 'idNumber', n: 1 },
          { code: 'group-unknown', field: 'groups', n: 1 },
        ],
    remarks: running ? [] : [{ code: 'left-blank', field: '', n: 1 }],
  };
}

export function readImports(path: string, language: string | null): object | null {
  if (path === '/api/imports') return { rows: [pageOf(past)] };
  if (path === '/api/imports/words') {
    const words = wordsIn(language === 'en' ? 'en' : 'zh-CN');
    const fields = (target?.fields.fields ?? []).map(({ key }) => ({ key, word: fieldWord(words, key) }));
    return { faults: words.faults, remarks: words.remarks, fields: { people: fields } };
  }
  const [, importId, part] = /^\/api\/imports\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
  if (importId === undefined) return null;
  if (part === 'lines')
    return {
      rows: [
        {
          sheet: 0,
          row: 4,
          outcome: 'new',
          subjectId: derivedId('invented', 'kept'),
          name: '覃大海',
          faults: [],
          remarks: [],
        },
      ],
      next: null,
    };
  return part === undefined ? pageOf(importId) : null;
}

export function writeImports(county: County, path: string, body: unknown): object | null {
  if (path === '/api/imports/files') {
    const villages = villagesOf(county).map(({ id: roomId, name }) => ({ id: roomId, name }));
    return {
      fileId: derivedId('invented', 'ledger'),
      name: '2025年困难群众花名册.xlsx',
      bytes: 18_000,
      sheets: seen(county),
      villages,
    };
  }
  if (path === '/api/imports/look' && target !== undefined) {
    const { sheet, top, bottom } = Look.parse(body);
    return lookAgain(ledgerOf(county), sheet, { top, bottom }, target, villagesOf(county), new Map());
  }
  if (path === '/api/imports/preview') return preview(county, Choices.parse(Reflect.get(Object(body), 'choices')));
  if (path === '/api/imports') {
    const { importId } = Start.parse(body);
    asked.set(importId, { n: 0, undone: false });
    return { importId };
  }
  const undone = /^\/api\/imports\/([^/]+)\/undo$/.exec(path)?.[1];
  if (undone === undefined) return null;
  asked.set(undone, { n: 9, undone: true });
  return { importId: undone };
}
