/**
 * Imports of the invented county: one messy ledger, whatever file is chosen, understood by the server's own reading and
 * planning, so that the wizard is built and tested on true proposals. Nothing is registered.
 */

import { derivedId } from '@yimi/kernel';
import { importTargets } from '@yimi/network';
import { withCheckDigit } from '@yimi/people';
import * as z from 'zod';
import type { TargetName } from '../../server/imports/choices.ts';
import { Choices } from '../../server/imports/choices.ts';
import { lookAgain, lookOver } from '../../server/imports/look-over.ts';
import { draftAll, namingOf } from '../../server/imports/plan.ts';
import type { Cell, Ledger } from '../../server/imports/reading/ledger.ts';
import type { ImportTarget, Setting } from '../../server/imports/target.ts';
import { targets } from '../../server/imports/targets/index.ts';
import { fieldWord, wordsIn } from '../../server/imports/words/index.ts';
import type { County } from './invented-county.ts';
import { now } from './invented-county.ts';
import { volunteersAt } from './read-volunteers.ts';

const id = (birth: string, sequence: string) => withCheckDigit(`450226${birth}${sequence}`);
const names = '韦福明 覃大海 杨秀梅 蓝小兰 莫志强 石三妹 龙桂芳 吴老六 欧阳顺英 潘美莲 罗金花 陆有才'.split(' ');

function peopleLedger(county: County): Ledger {
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

/** The lists that are no ledgers of people: title, heading, rows. */
function plainLedger(title: string, headings: string, rows: readonly string[]): Ledger {
  const text = (value: string): Cell | null => (value === '' || value === '-' ? null : { text: value, kind: 'text' });
  const cells = [headings, ...rows].map((row) => row.split(' ').map(text));
  const titled = text(title);
  const all = [Array.from({ length: cells[0]?.length ?? 1 }, () => titled), ...cells];
  const sheet = { name: 'Sheet1', hidden: false, merges: [], hiddenColumns: [], widths: [] };
  const numbered = all.map((row, at) => ({ number: at + 1, hidden: false, cells: row }));
  return { format: { kind: 'xlsx', date1904: false }, sheets: [{ ...sheet, rows: numbered }] };
}

function ledgerOf(county: County, target: TargetName): Ledger {
  const [one = '木桥村', other = '石岭村'] = villagesOf(county).map((village) => village.name);
  if (target === 'visits')
    return plainLedger(`${one}2025年走访台账`, '日期 走访对象 是否在家 走访情况 走访人', [
      '3月5日 韦福明 是 腿脚不便，药快吃完了 蓝青',
      '3月5日 覃大海 否 锁着门 蓝青',
      '2月30日 杨秀梅 是 - 蓝青',
      '4月12日 莫志强 拒访 不愿开门 小蓝',
      '4月13日 石三妹 是 和她聊了聊收成 蓝青',
    ]);
  if (target === 'villages')
    return plainLedger('行政村一览表', '乡镇 行政村 区划代码 车程(分钟)', [
      `林溪乡 ${one} 450226201201 45`,
      '林溪乡 龙背村 450226201209 1小时10分',
      '林溪乡 平江村 - 20公里',
    ]);
  if (target === 'staff')
    return plainLedger('林溪乡社工站人员花名册', '姓名 岗位 联系电话 村 入职时间', [
      '罗婷 驻站社工 13800000012 - 2023.5',
      `龙桂芳 村级社工 13800000013 ${other} 2024-03-01`,
      '谢老师 督导 13800000014 - 2023-01-01',
      '陆有 司机 13800000015 - 2023-01-01',
    ]);
  if (target === 'needs')
    return plainLedger('12345热线工单', '来电时间 来电人 联系电话 所属村 诉求内容 诉求类别 办理情况 办结时间', [
      `2026-03-02 韦福明 13800000012 ${one} 想订中午一顿饭 助餐 已办结 2026-03-04`,
      `2026-03-03 覃大海 - ${one} 去县医院没有车 出行 正在联系车辆 -`,
      `2026-03-05 莫志强 - ${other} 村口路灯不亮 城乡建设 - -`,
    ]);
  if (target === 'hours')
    return plainLedger(
      '志愿服务时长明细（全国志愿服务信息系统）',
      '志愿者姓名 记录编号 服务日期 开始时间 结束时间 服务时长',
      [
        '覃大姐 ZY20250601 2025-06-01 8:30 11:00 2.5',
        '莫老师 ZY20250602 2025-06-02 14:00 - 1.5',
        '罗师傅 ZY20250603 2025-06-03 9:00 10:00 1',
        '覃大姐 ZY20250601 2025-06-01 8:30 11:00 2.5',
      ],
    );
  return peopleLedger(county);
}

const Look = z.looseObject({ target: z.enum(importTargets), sheet: z.number(), top: z.number(), bottom: z.number() });
const LookAs = z.looseObject({ target: z.enum(importTargets) });
const Start = z.looseObject({ importId: z.string(), choices: Choices });

function targetOf(name: TargetName): ImportTarget {
  const target = targets.get(name);
  if (target === undefined) throw new Error(`no import of ${name}`);
  return target;
}

/** Everybody whom the ledger of visits names is on file, once. */
function knownTo(county: County, name: TargetName): unknown {
  const village = villagesOf(county)[0]?.id ?? '';
  const onFile = names.map((each) => ({
    id: derivedId('invented file', each),
    ...{ match: null, name: each, room_id: village, birth_day: null, phone: null },
  }));
  const byName = Map.groupBy(onFile, (each) => each.name);
  const visits = { byMatch: new Map(), byName, matchOf: (idNumber: string) => idNumber, recorded: new Set() };
  const rooms = villagesOf(county).map((room, at) => ({
    id: room.id,
    station_id: room.stationId,
    name: room.name,
    code: `45022620120${at + 1}`,
    minutes_away: null,
  }));
  const listed = { sourceCode: '450226201209', code: '450226201209', name: '龙背村民委员会', mark: 'real' };
  const villages = { rooms, own: new Set(), listed: [{ ...listed, level: 'village', corrected: false }] };
  const { people, needs } = { people: targetOf('people').knowsNothing, needs: targetOf('needs').knowsNothing };
  const hours = { helpers: volunteersAt(county).profiles, there: new Set() };
  return { people, visits, villages, staff: { byName: new Map() }, needs, hours }[name];
}

function planned(county: County, choices: Choices) {
  const of = targetOf(choices.target);
  const ledger = ledgerOf(county, choices.target);
  const stationId = county.stations[0]?.id ?? '';
  const head = { postId: derivedId('invented', 'post'), userId: derivedId('invented', 'head'), name: '蓝青' };
  const setting: Setting = {
    countyId: derivedId('invented', 'county'),
    stationId,
    villages: villagesOf(county),
    stations: [{ id: stationId, name: '林溪乡社工站', code: '450226201000' }],
    staff: [{ ...head, phone: null, role: 'station-head', stationId, roomId: null, active: true }],
    today: '2026-03-10',
    since: now,
    fromDesk: false,
    date1904: false,
    userId: head.userId,
    choices,
  };
  const { drafts, leftOut } = draftAll(ledger, choices, of, setting);
  const known = knownTo(county, choices.target);
  const naming = namingOf(derivedId('invented', 'import'));
  return { leftOut, rows: drafts.map((draft) => of.plan(draft, known, setting, naming)) };
}

function preview(county: County, choices: Choices): object {
  const { fields } = targetOf(choices.target);
  const { rows, leftOut } = planned(county, choices);
  const n = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  const counted = (all: readonly { field: string; code: string }[]) =>
    Object.values(Object.groupBy(all, ({ field, code }) => `${field}/${code}`)).flatMap((alike) => {
      const [first] = alike ?? [];
      if (first === undefined) return [];
      const { code, field } = first;
      return [{ code, field, n: alike?.length ?? 0, secondary: fields.field(field)?.secondary === true }];
    });
  return {
    counts: { new: n('new'), filled: n('filled'), there: n('there'), refused: n('refused') },
    leftOut,
    reasons: counted(rows.flatMap((row) => row.faults)),
    remarks: counted(rows.flatMap((row) => row.remarks)),
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

function seen(county: County, name: TargetName): object {
  const target = targetOf(name);
  const villages = villagesOf(county);
  return {
    fileId: derivedId('invented', 'ledger'),
    name: `${{ people: '2025年困难群众花名册', visits: '2025年走访台账', villages: '行政村一览表', staff: '人员花名册', needs: '12345热线工单', hours: '志愿服务时长明细' }[name]}.xlsx`,
    bytes: 18_000,
    sheets: lookOver(ledgerOf(county, name), target, villages, new Map()),
    villages: villages.map(({ id: roomId, name: village }) => ({ id: roomId, name: village })),
    required: target.required,
    needsConsent: target.needsConsent,
  };
}

/** How often an import was asked for since it began: it is under way at first, and done a moment later. */
const asked = new Map<string, { n: number; undone: boolean; target: TargetName }>();
const past = derivedId('invented', 'an import of last week');

function pageOf(importId: string): object {
  const state = asked.get(importId) ?? { n: 9, undone: false, target: 'people' as const };
  asked.set(importId, { ...state, n: state.n + 1 });
  const running = state.n < 2;
  const counts = { made: 8, filled: 0, there: 1, refused: 3, leftOut: 2 };
  return {
    id: importId,
    target: state.target,
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
    const fields = [...targets].map(([name, of]) => [
      name,
      of.fields.fields.map(({ key }) => ({ key, word: fieldWord(words, key) })),
    ]);
    return { faults: words.faults, remarks: words.remarks, fields: Object.fromEntries(fields) };
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
          clientId: derivedId('invented', 'kept'),
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
    const stations = county.stations.slice(0, 1).map(({ id: stationId, name }) => ({ id: stationId, name }));
    const kinds = importTargets.map((target) => ({ target, stations, wholeCounty: false }));
    return { fileId: derivedId('invented', 'ledger'), kinds, proposed: 'people' };
  }
  if (path === '/api/imports/look-as') return seen(county, LookAs.parse(body).target);
  if (path === '/api/imports/look') {
    const { target, sheet, top, bottom } = Look.parse(body);
    const ledger = ledgerOf(county, target);
    return lookAgain(ledger, sheet, { top, bottom }, targetOf(target), villagesOf(county), new Map());
  }
  if (path === '/api/imports/preview') return preview(county, Choices.parse(Reflect.get(Object(body), 'choices')));
  if (path === '/api/imports') {
    const { importId, choices } = Start.parse(body);
    asked.set(importId, { n: 0, undone: false, target: choices.target });
    return { importId };
  }
  const undone = /^\/api\/imports\/([^/]+)\/undo$/.exec(path)?.[1];
  if (undone === undefined) return null;
  asked.set(undone, { n: 9, undone: true, target: asked.get(undone)?.target ?? 'people' });
  return { importId: undone };
}
