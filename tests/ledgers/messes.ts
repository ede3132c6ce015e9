/** The corpus, mess by mess: the tables. Each entry's comment is what it is there for. */
import iconv from 'iconv-lite';
import { needsMesses } from './needs-messes.ts';
import { staffMesses, villageMesses, visitMesses } from './other-messes.ts';
import { idOf, people, wrongId } from './people.ts';
import { rawMesses } from './raw-messes.ts';
import type { SheetPlan, Value } from './write-files.ts';
import { csv, xlsx } from './write-files.ts';

const { guilan, fuming, xiumei, dahai, xiaolan, zhiqiang, shunying, laoliu } = people;

const sheet = (rows: SheetPlan['rows'], more: Partial<SheetPlan> = {}): SheetPlan => ({
  name: 'Sheet1',
  rows,
  ...more,
});
const head: Value[] = ['序号', '姓名', '性别', '身份证号', '联系电话', '村', '屯', '人员类别'];

/** File name → bytes. */
export const messes: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  // A ledger as one would wish it.
  'plain.xlsx': () =>
    xlsx([
      sheet([
        head,
        [1, ...guilan.slice(0, 1), guilan[2], guilan[1], '13800000001', '木桥村', '上屯', '低保对象'],
        [2, fuming[0], fuming[2], fuming[1], '13800000002', '木桥村', '下屯', '特困人员、残疾人'],
        [3, xiumei[0], xiumei[2], xiumei[1], '', '枫香村', '', ''],
      ]),
    ]),
  // Title, date and unit above the table, signatures and a remark beneath it.
  'title-rows.xlsx': () =>
    xlsx([
      sheet(
        [
          ['清河乡木桥村低保对象花名册'],
          ['填报单位：清河乡社工站', null, null, '填报日期：2025年12月30日'],
          ['序号', '姓 名', '公民身份号码', '联系方式', '家庭住址'],
          [1, guilan[0], guilan[1], '13800000001', '上屯3号'],
          [2, fuming[0], fuming[1], '13800000002', '下屯12号'],
          ['填表人：王某', null, '审核人：李某'],
          ['备注：本表一式两份'],
        ],
        { merges: ['A1:E1', 'A2:C2', 'D2:E2', 'A7:E7'] },
      ),
    ]),
  // A heading of two lines, the upper one merged over groups of columns; ticks for each group.
  'two-line-header.xlsx': () =>
    xlsx([
      sheet(
        [
          ['2025年度困难群众台账'],
          ['序号', '基本信息', null, null, '对象类别', null, null, '村居'],
          [null, '姓名', '身份证号码', '手机号码', '低保', '残疾', '独居老人', null],
          [1, guilan[0], guilan[1], 13800000001, '√', null, '√', '木桥村委会'],
          [2, fuming[0], fuming[1], 13800000002, null, '✓', null, '枫香村民委员会'],
          [3, dahai[0], dahai[1], 13800000003, '是', '否', '×', '清河社区居委会'],
        ],
        { merges: ['A1:H1', 'A2:A3', 'B2:D2', 'E2:G2', 'H2:H3'] },
      ),
    ]),
  // One sheet a village, named after it; an explanation in front, an old list hidden.
  'several-sheets.xlsx': () =>
    xlsx([
      { name: '填表说明', rows: [['请各村于12月25日前报送'], ['联系人：蓝某']] },
      {
        name: '木桥村',
        rows: [
          ['姓名', '身份证号', '电话'],
          [guilan[0], guilan[1], '13800000001'],
        ],
      },
      {
        name: '枫香',
        rows: [
          ['电话', '姓名', '身份证号'],
          ['13800000004', dahai[0], dahai[1]],
        ],
      },
      {
        name: '2024年旧表',
        rows: [
          ['姓名', '身份证号', '电话'],
          [fuming[0], fuming[1], '13800000002'],
        ],
        hidden: true,
      },
    ]),
  // What Chinese Windows writes as .csv.
  'gbk.csv': () =>
    iconv.encode(
      csv([
        ['姓名', '身份证号', '所在村'],
        [guilan[0], guilan[1], '木桥村'],
        [zhiqiang[0], zhiqiang[1], '石岭村'],
      ]),
      'gb18030',
    ),
  // Excel's "CSV UTF-8" in a place where the comma is decimal.
  'semicolons.csv': () =>
    Buffer.from(
      `\ufeff${csv(
        [
          ['姓名', '证件号码', '行政村'],
          [guilan[0], guilan[1], '木桥村'],
          [fuming[0], fuming[1], '枫香村'],
        ],
        ';',
      )}`,
    ),
  // Excel's "Unicode text".
  'unicode-text.csv': () =>
    Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      iconv.encode(
        csv(
          [
            ['姓名', '身份证', '村名'],
            [xiumei[0], xiumei[1], '枫香村'],
          ],
          '\t',
        ),
        'utf-16le',
      ),
    ]),
  // Line ends and separators inside quotes.
  'quoted.csv': () =>
    Buffer.from(
      csv([
        ['姓名', '身份证号', '村', '家庭住址', '备注'],
        [guilan[0], guilan[1], '木桥村', '"上屯,\n风雨桥头"', '"说""再来"""'],
        [fuming[0], fuming[1], '木桥村', '下屯', ''],
      ]),
    ),
  // Ids that a spreadsheet showed in exponents before the file was saved as text.
  'exponents.csv': () =>
    Buffer.from(
      csv([
        ['姓名', '身份证号', '村'],
        [guilan[0], '4.59901E+17', '木桥村'],
        [fuming[0], `="${fuming[1]}"`, '木桥村'],
        [dahai[0], `'${dahai[1]}`, '木桥村'],
      ]),
    ),
  // Ids that lie in the file as numbers: the last three digits are gone.
  'ids-as-numbers.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '身份证号', '村', '电话'],
        [guilan[0], 459901195307010400, '木桥村', 13800000001],
        [fuming[0], fuming[1], '木桥村', 1.38e10],
        [zhiqiang[0], '459901195509205000', '木桥村', '1.38E+10'],
      ]),
    ]),
  // Days in all the ways people write them.
  'text-days.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '出生年月', '村'],
        ['王一', '1953.7', '木桥村'],
        ['王二', '1953年7月1日', '木桥村'],
        ['王三', '53-07-01', '木桥村'],
        ['王四', '19530701', '木桥村'],
        ['王五', '1953/7/1', '木桥村'],
        ['王六', '1953.07.01', '木桥村'],
        ['王七', '1953', '木桥村'],
        ['王八一', '05-03-01', '木桥村'],
        ['王九', '1953-13-40', '木桥村'],
        ['王十', '七十二岁', '木桥村'],
        ['王十一', '1953-07-01 00:00:00', '木桥村'],
        ['王十二', '2030-01-01', '木桥村'],
        ['王十三', '195307', '木桥村'],
        ['王十四', '1953-02-29', '木桥村'],
      ]),
    ]),
  // Days as numbers: with a format, without one, and shown without the day of the month.
  'serial-days.xlsx': () =>
    xlsx([
      sheet(
        [
          ['姓名', '出生日期', '村'],
          ['王一', 19541, '木桥村'],
          ['王二', 19541, '木桥村'],
          ['王三', 19541, '木桥村'],
          ['王四', 19541.75, '木桥村'],
        ],
        {
          formats: { B3: 'yyyy/m/d', B4: 'yyyy"年"m"月"', B5: '[$-804]yyyy"年"m"月"d"日";@' },
        },
      ),
    ]),
  // The same counted from 1904, as old Macs do.
  'serial-days-1904.xlsx': () =>
    xlsx(
      [
        sheet(
          [
            ['姓名', '出生日期', '村'],
            ['王一', 18079, '木桥村'],
            ['王二', 18079, '木桥村'],
          ],
          { formats: { B3: 'yyyy-mm-dd' } },
        ),
      ],
      true,
    ),
  // An age instead of a day of birth; a child without anybody who answers for it.
  'ages.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '年龄', '监护人', '所在村'],
        [guilan[0], 72, null, '木桥村'],
        [fuming[0], '77岁', null, '木桥村'],
        [xiaolan[0], 9, '蓝秀英', '木桥村'],
        ['蓝小明', '8', null, '木桥村'],
        [dahai[0], '不详', null, '木桥村'],
      ]),
    ]),
  // Full-width digits, spaces in names and numbers, marks of no width.
  'full-width.xlsx': () =>
    xlsx([
      sheet([
        ['姓　名', '身 份 证 号 码', '联系电话', '村'],
        ['韦 明', toFullWidth(idOf('19530101', '011')), '１３８００００００１１', '木桥村 '],
        ['王　小 明', spaced(idOf('19540202', '022')), '138 0000 0012', '　木桥村'],
        ['\u200b蓝花\ufeff', `${idOf('19550303', '033')}\u200b`, '+86-138-0000-0013', '木桥村'],
        ['买买提 · 吐尔逊', idOf('19560404', '044'), '0772-2801234', '木桥村'],
      ]),
    ]),
  // Sections, subtotals, the heading again on the next page, blank lines, a running number dragged too far.
  'totals-and-sections.xlsx': () =>
    xlsx([
      sheet(
        [
          ['清河乡2025年救助对象汇总表'],
          ['序号', '姓名', '身份证号', '村别'],
          ['一、低保户'],
          [1, guilan[0], guilan[1], '木桥村'],
          [2, fuming[0], fuming[1], '木桥村'],
          ['小计', '2人'],
          [],
          ['序号', '姓名', '身份证号', '村别'],
          ['二、特困供养人员'],
          [3, dahai[0], dahai[1], '枫香村'],
          ['小 计', 1],
          ['合计', 3],
          [4, null, null, null],
          ['填表人：', null, '审核：'],
        ],
        { merges: ['A1:D1', 'A3:D3', 'A9:D9'] },
      ),
    ]),
  // Rows and a column that somebody hid, or filtered away.
  'hidden-rows.xlsx': () =>
    xlsx([
      sheet(
        [
          ['姓名', '身份证号', '村', '备注'],
          [guilan[0], guilan[1], '木桥村', '去年'],
          [fuming[0], fuming[1], '木桥村', null],
          [dahai[0], dahai[1], '枫香村', null],
        ],
        { hiddenRows: [3], hiddenColumns: [4] },
      ),
    ]),
  // Notes on cells.
  'notes.xlsx': () =>
    xlsx([
      sheet(
        [
          ['姓名', '身份证号', '村'],
          [guilan[0], guilan[1], '木桥村'],
          [`${fuming[0]}（外出）`, fuming[1], '木桥村'],
        ],
        { notes: { A2: '2025年8月已迁往县城女儿家' } },
      ),
    ]),
  // Several people in one cell, and names that only look like it.
  'several-in-a-cell.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '村'],
        ['王桂兰、王桂花', '木桥村'],
        ['王桂兰 韦福明', '木桥村'],
        ['王桂兰\n韦福明', '木桥村'],
        ['欧阳 英', '木桥村'],
        ['和 明', '木桥村'],
        ['王桂兰(低保)', '木桥村'],
        ['王桂兰等3人', '木桥村'],
        ['某', '木桥村'],
      ]),
    ]),
  // Households: the head's cells merged over the members, relations below one another.
  'households.xlsx': () =>
    xlsx([
      sheet(
        [
          ['户主姓名', '家庭成员姓名', '与户主关系', '身份证号', '行政村'],
          [fuming[0], fuming[0], '户主', fuming[1], '木桥村'],
          [null, guilan[0], '配偶', guilan[1], null],
          [null, xiaolan[0], '孙女', xiaolan[1], null],
          [dahai[0], dahai[0], '本人', dahai[1], '枫香村'],
        ],
        { merges: ['A2:A4', 'E2:E4'] },
      ),
    ]),
  // Only heads of households, under 户主.
  'heads.csv': () =>
    Buffer.from(
      csv([
        ['户主', '户主身份证号', '村组', '村'],
        [fuming[0], fuming[1], '3组', '木桥村'],
        [dahai[0], dahai[1], '5组', '木桥村'],
      ]),
    ),
  // Ticks in their variants, and a word where a tick should be.
  'ticks.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '村', '是否低保', '是否残疾人', '留守老人', '失独家庭'],
        ['王一', '木桥村', '是', '否', '√', null],
        ['王二', '木桥村', 'A类', 1, '☑', '无'],
        ['王三', '木桥村', '待定', 0, 'V', '—'],
        ['王四', '木桥村', true as unknown as string, null, null, null],
      ]),
    ]),
  // Villages inside addresses, with and without what kind of place it is; 大木桥 is not 木桥; one that is not there.
  'addresses.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '家庭住址'],
        ['王一', '清岭县清河乡木桥村上屯3号'],
        ['王二', '清河乡大木桥村民委员会下寨'],
        ['王三', '木桥村委会'],
        ['王四', '清河社区建设路8号2单元301'],
        ['王五', '清河乡白石村1组'],
        ['王六', '枫香'],
        ['王七', '上屯3号'],
      ]),
    ]),
  // Ids that are wrong, each in its way, and two that only look it.
  'wrong-ids.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '证件号', '村'],
        ['王一', wrongId('19530701', '042'), '木桥村'],
        ['王二', '459901530701042', '木桥村'],
        ['王三', guilan[1].slice(0, 17), '木桥村'],
        ['王四', `${guilan[1]}1`, '木桥村'],
        ['王五', xOf(), '木桥村'],
        ['王六', '无', '木桥村'],
        ['王七', `身份证：${fuming[1]}`, '木桥村'],
        ['王八一', '459901195313010427', '木桥村'],
      ]),
    ]),
  // The same people twice: under another group, under another name, without an id.
  'twice.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '身份证号', '出生日期', '村', '类别'],
        [guilan[0], guilan[1], null, '木桥村', '低保'],
        [fuming[0], fuming[1], null, '木桥村', '残疾'],
        [guilan[0], guilan[1], null, '木桥村', '独居老人'],
        ['韦福民', fuming[1], null, '木桥村', '低保'],
        ['王五', null, '1950-01-01', '木桥村', '低保'],
        ['王五', null, '1950-01-01', '木桥村', '残疾'],
        ['王五', null, null, '木桥村', '低保'],
      ]),
    ]),
  // No heading at all.
  'no-heading.csv': () =>
    Buffer.from(
      csv([
        [guilan[0], '女', guilan[1], '13800000001', '木桥村'],
        [fuming[0], '男', fuming[1], '13800000002', '木桥村'],
        [dahai[0], '男', dahai[1], '13800000003', '枫香村'],
      ]),
    ),
  // Headings nobody else uses; two telephones; a column that is nothing of ours.
  'odd-headings.xlsx': () =>
    xlsx([
      sheet([
        ['编码', '被帮扶人', '二代证', '本人电话', '子女电话', '落户', '年收入'],
        ['A01', guilan[0], guilan[1], '13800000001', '13900000001', '木桥村', 8200],
        ['A02', fuming[0], fuming[1], '13800000002', '13900000002', '枫香村', 7600],
        ['A03', dahai[0], dahai[1], '13800000003', '13900000003', '枫香村', 9100],
      ]),
    ]),
  // 同上, 〃, and villages merged over their people.
  'ditto.xlsx': () =>
    xlsx([
      sheet(
        [
          ['村', '屯', '姓名', '类别'],
          ['木桥村', '上屯', '王一', '低保'],
          ['同上', '〃', '王二', '同上'],
          ['枫香村', '下屯', '王三', '特困'],
          [null, null, '王四', '五保'],
        ],
        { merges: ['A4:A5'] },
      ),
    ]),
  // What the ledger says beside the id contradicts it.
  'contradictions.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '性别', '出生日期', '身份证号', '年龄', '村'],
        [guilan[0], '男', '1953-07-01', guilan[1], 72, '木桥村'],
        [fuming[0], '男', '1949-11-12', fuming[1], 76, '木桥村'],
        [dahai[0], '男', '1972.10', dahai[1], 30, '木桥村'],
        [xiumei[0], '不明', '1960-02-29', xiumei[1], null, '木桥村'],
      ]),
    ]),
  // Telephones.
  'phones.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '电话', '村'],
        ['王一', '13800000001/13900000001', '木桥村'],
        ['王二', '1380000000', '木桥村'],
        ['王三', '无', '木桥村'],
        ['王四', '13800000004（女儿）', '木桥村'],
        ['王五', '8613800000005', '木桥村'],
        ['王六', '2801234', '木桥村'],
      ]),
    ]),
  // Rare characters, and ones that were lost on the way.
  'rare-characters.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '村'],
        ['𠮷野花', '木桥村'],
        ['李\ue863', '木桥村'],
        ['王?', '木桥村'],
        ['阿依古丽·买买提', '木桥村'],
        ['韦〇', '木桥村'],
      ]),
    ]),
  // Formulas: their results count, also where they failed.
  'formulas.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '身份证号', '出生日期', '村'],
        [guilan[0], guilan[1], { formula: 'MID(B2,7,8)', result: '19530701' }, '木桥村'],
        [fuming[0], { formula: 'VLOOKUP(A3,Sheet2!A:B,2,0)', result: { error: '#N/A' } }, null, '木桥村'],
      ]),
    ]),
  // A list of disabled people by grade; the title says of what.
  'disability-grades.xlsx': () =>
    xlsx([
      sheet(
        [
          ['木桥村残疾人花名册'],
          ['姓名', '残疾人证号', '残疾等级', '民族'],
          [guilan[0], `${guilan[1]}43`, '一级', '侗'],
          [fuming[0], `${fuming[1]}13B1`, '四级', '壮族'],
          [laoliu[0], '', '不定级', '火星族'],
        ],
        { merges: ['A1:D1'] },
      ),
    ]),
  // Children, with and without a guardian.
  'children.xlsx': () =>
    xlsx([
      sheet(
        [
          ['留守儿童台账'],
          ['儿童姓名', '身份证件号码', '监护人', '监护人电话', '村'],
          [xiaolan[0], xiaolan[1], '蓝秀英', '13800000009', '木桥村'],
          ['蓝小明', idOf('20170501', '119'), '', '', '木桥村'],
        ],
        { merges: ['A1:E1'] },
      ),
    ]),
  // Long names, remarks, words that are no group.
  'unknown-groups.xlsx': () =>
    xlsx([
      sheet([
        ['姓名', '村', '人群类别'],
        [shunying[0], '木桥村', '五保户'],
        ['王二', '木桥村', '一般户'],
        ['王三', '木桥村', '信访重点'],
        ['王四', '木桥村', '低保户/重度残疾/空巢'],
        ['王五', '木桥村', '低保、信访重点'],
      ]),
    ]),
  ...rawMesses,
  ...visitMesses,
  ...villageMesses,
  ...staffMesses,
  ...needsMesses,
};

function toFullWidth(text: string): string {
  return text.replace(/[0-9X]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
}

function spaced(text: string): string {
  return `${text.slice(0, 6)} ${text.slice(6, 14)} ${text.slice(14)}`;
}

/** A valid id that ends in x, written small. */
function xOf(): string {
  for (let n = 100; n < 1000; n++) {
    const id = idOf('19560606', String(n));
    if (id.endsWith('X')) return id.toLowerCase();
  }
  throw new Error('no id ends in X');
}
