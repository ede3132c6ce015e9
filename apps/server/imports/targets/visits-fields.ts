/** What a ledger of past visits (走访台账) may hold, and the headings under which stations' ledgers have it. */
import type { Cell } from '../reading/ledger.ts';
import { FieldList } from '../understanding/field.ts';
import { plainText } from '../understanding/plain.ts';
import { field, personFields, phoneField, share } from './people-fields.ts';
import { readMode, readResult } from './visit-words.ts';

/** A day of the last decades, written in any way, with or without its year. */
const looksLikeRecentDay = (cells: readonly Cell[]): number =>
  share(cells, (cell) => {
    const text = plainText(cell.text);
    const recent = cell.kind === 'date' ? (cell.day ?? '') >= '2005' : /^20[012]\d\s*[-/.年]\s*\d{1,2}/.test(text);
    return recent || /^\d{1,2}月\d{1,2}[日号]?$/.test(text);
  });
const looksLikeResult = (cells: readonly Cell[]): number =>
  share(cells, ({ text }) => readResult(text) !== null && plainText(text).length >= 2);
const looksLikeMode = (cells: readonly Cell[]): number => share(cells, ({ text }) => readMode(text) !== null);

export const visitFields = new FieldList([
  ...personFields,
  field('birthDay', ['出生日期', '出生年月', '出生年月日', '生日'], { secondary: true }),
  phoneField,
  field(
    'day',
    [
      ...['走访日期', '探访日期', '走访时间', '探访时间', '入户日期', '入户时间', '服务日期', '服务时间', '访问日期'],
      ...['日期', '时间', '走访月日', '回访日期', '下乡日期', '登记日期'],
    ],
    { looks: looksLikeRecentDay },
  ),
  field('mode', ['走访方式', '探访方式', '服务方式', '走访形式', '探访形式', '方式', '形式'], {
    secondary: true,
    looks: looksLikeMode,
  }),
  field(
    'result',
    ['走访结果', '探访结果', '是否在家', '在家情况', '见面情况', '在家与否', '结果', '是否见到本人', '走访状态'],
    { secondary: true, looks: looksLikeResult },
  ),
  field(
    'findings',
    [
      ...['走访情况', '走访记录', '走访内容', '探访记录', '探访情况', '探访内容', '服务记录', '服务内容', '入户情况'],
      ...[
        '情况记录',
        '基本情况',
        '主要情况',
        '谈话内容',
        '情况说明',
        '家庭情况',
        '身体状况',
        '走访纪要',
        '情况',
        '备注',
      ],
    ],
    { several: true },
  ),
  field('needs', ['需求', '服务需求', '诉求', '困难诉求', '需求类别', '反映问题', '困难和诉求', '需求情况'], {
    secondary: true,
    several: true,
  }),
  field('author', [
    ...['走访人', '走访人员', '探访人', '探访人员', '走访社工', '探访社工', '社工', '入户人员', '服务人员'],
    ...['记录人', '经办人', '责任人', '责任社工', '走访干部', '社工姓名'],
  ]),
]);
