/** The corpus, mess by mess: ledgers of past visits, lists of villages, lists of staff. */
import iconv from 'iconv-lite';
import { people } from './people.ts';
import type { SheetPlan } from './write-files.ts';
import { csv, xlsx } from './write-files.ts';

const { guilan, fuming, xiumei, dahai, laoliu } = people;
const sheet = (rows: SheetPlan['rows'], more: Partial<SheetPlan> = {}): SheetPlan => ({
  name: 'Sheet1',
  rows,
  ...more,
});

export const visitMesses: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  // A register of visits as one would wish it; one visit is on record already, one stands twice.
  'visits-plain.xlsx': () =>
    xlsx([
      sheet([
        ['清河乡社工站2025年探访记录表'],
        ['序号', '探访日期', '姓名', '身份证号', '探访方式', '是否在家', '探访情况', '需求', '探访人'],
        [1, '2025-03-05', guilan[0], guilan[1], '上门', '是', '精神不错，腿脚不便', '生活照料', '蓝秀英'],
        [2, '2025-03-06', fuming[0], fuming[1], '电话', '是', '药快吃完了', '代购、想装扶手', '石建国'],
        [3, '2025-03-06', fuming[0], fuming[1], '电话', '是', '药快吃完了', '', '石建国'],
        [4, '2025-03-07', guilan[0], guilan[1], '入户', '否', '', '', '蓝秀英'],
        ['合计', '', 4],
      ]),
    ]),
  // Month and day only: the year stands in the title; dates that are none; one sheet a village.
  'visits-days-without-year.xlsx': () =>
    xlsx([
      {
        name: '木桥村',
        rows: [
          ['2024年木桥村走访台账'],
          ['日期', '走访对象', '走访结果', '走访内容', '走访人员'],
          ['3月5日', laoliu[0], '在家', '和他聊了聊收成', '蓝秀英、韦小妹'],
          ['4.12', laoliu[0], '外出', '', '蓝秀英'],
          ['2月30日', laoliu[0], '在家', '', '蓝秀英'],
          ['5月1日、5月8日', laoliu[0], '在家', '去了两次', '蓝秀英'],
          [45450, laoliu[0], '空置', '', '覃海'],
        ],
      },
      {
        name: '枫香村',
        rows: [
          ['走访台账'],
          ['日期', '走访对象', '走访结果', '走访内容', '走访人员'],
          ['6月3日', xiumei[0], '在家', '', '石建国'],
          ['2024年6月3日 14:30', xiumei[0], '拒访', '', '石建国'],
        ],
      },
    ]),
  // Who is meant: namesakes in one village and in two, told apart by village, birth date or telephone, or not at all.
  'visits-namesakes.csv': () =>
    iconv.encode(
      csv([
        ['村', '服务对象', '出生日期', '联系电话', '走访时间', '走访记录', '社工'],
        ['木桥村', '韦小妹', '', '', '2025/4/1', '不知是哪一位', '蓝秀英'],
        ['木桥村', '韦小妹', '1962-05-05', '', '2025/4/1', '年轻的一位', '蓝秀英'],
        ['木桥村', '韦小妹', '', '13800000011', '2025/4/2', '年长的一位', '蓝秀英'],
        ['', '莫志强', '', '', '2025/4/2', '两个村各有一位', '蓝秀英'],
        ['石岭村', '莫志强', '', '', '2025/4/2', '石岭的', '蓝秀英'],
        ['木桥村', dahai[0], '', '', '2025/4/2', '不住这个村', '蓝秀英'],
        ['清河社区', '罗金花', '', '', '2025/4/3', '没有建档', '蓝秀英'],
        ['枫香', xiumei[0], '1960.2.30', '', '2025/4/3', '没有这一天', '蓝秀英'],
      ]),
      'gb18030',
    ),
  // Whoever wrote it: unknown to the station, somebody who has left, nobody; results in words that are none.
  'visits-authors.xlsx': () =>
    xlsx([
      sheet([
        ['入户时间', '姓名', '入户情况', '走访结果', '责任社工'],
        [new Date('2025-05-06T00:00:00Z'), guilan[0], '身体还好', '正常', '蓝 秀英'],
        [new Date('2025-05-07T00:00:00Z'), guilan[0], '身体还好', '在家', '覃海'],
        [new Date('2025-05-08T00:00:00Z'), guilan[0], '身体还好', '在家', '小蓝'],
        [new Date('2025-05-09T00:00:00Z'), guilan[0], '身体还好', '', ''],
        [new Date('2025-05-10T00:00:00Z'), guilan[0], '', '一言难尽', '石建国'],
        [new Date('2027-05-10T00:00:00Z'), guilan[0], '还没到', '在家', '石建国'],
      ]),
    ]),
  // 同上 and merged cells for those who were visited on one day.
  'visits-ditto.xlsx': () =>
    xlsx([
      sheet(
        [
          ['下乡日期', '走访对象', '身份证号', '在家情况', '情况记录', '备注', '走访人'],
          ['2025.7.1', guilan[0], guilan[1], '见到本人', '送了药', '下次带血压计', '蓝秀英'],
          ['同上', fuming[0], fuming[1], '锁门', '', '', '同上'],
          ['2025.7.2', laoliu[0], '', '拒访', '不愿开门', '', '石建国'],
          [null, guilan[0], guilan[1], '在家', '复查', '', '石建国'],
        ],
        { merges: ['A4:A5'] },
      ),
    ]),
};

export const villageMesses: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  // There already, new and in the list of divisions, in no list, a farm that is no village.
  'villages-plain.xlsx': () =>
    xlsx([
      sheet([
        ['测试县行政村一览表'],
        ['序号', '乡镇', '行政村', '区划代码', '车程(分钟)'],
        [1, '清河乡', '木桥村', '459901201201', 45],
        [2, '清河乡', '枫香村', '459901201202', 95],
        [3, '清河乡', '龙背村', '459901201206', 70],
        [4, '云岭镇', '新村', '459901102299', 30],
        [5, '云岭镇', '林场', '459901102498', ''],
        [6, '清河乡', '假桥村', '459901201201', ''],
      ]),
    ]),
  // No codes: the township merged over its villages, names as people say them.
  'villages-without-codes.xlsx': () =>
    xlsx([
      sheet(
        [
          ['所属乡镇', '村(社区)', '到站车程'],
          ['清河', '木桥', '40分钟'],
          [null, '平江村委会', '1小时10分'],
          [null, '清河社区居委会', '约5分钟'],
          ['云岭镇', '云上', '1.5小时'],
          [null, '云下村', '20公里'],
          ['白水乡', '白水村', ''],
        ],
        { merges: ['A2:A4', 'A5:A6'] },
      ),
    ]),
  // A row for each hamlet.
  'villages-hamlets.xlsx': () =>
    xlsx([
      sheet([
        ['清河乡村屯名册'],
        ['行政村', '自然屯', '户数'],
        ['石岭村', '上屯', 32],
        ['石岭村', '下屯', 41],
        ['龙背村', '龙头屯', 18],
        ['合计', '', 91],
      ]),
    ]),
  // Codes that a spreadsheet spoilt; semicolons would be too easy.
  'villages-codes-lost.csv': () =>
    Buffer.from(
      `\ufeff${csv([
        ['村名', '行政区划代码', '镇'],
        ['龙背村', '4.59901E+11', '清河乡'],
        ['平江村', "'459901201207", '清河乡'],
        ['云上村', '45990110220', '云岭镇'],
        ['', '459901102202', '云岭镇'],
      ])}`,
    ),
};

export const staffMesses: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  // Heads, workers, a supervisor, somebody who has left; days in every way.
  'staff-plain.xlsx': () =>
    xlsx([
      sheet([
        ['清河乡社工站工作人员花名册'],
        ['序号', '姓名', '岗位', '联系电话', '入职时间', '离职时间', '学历'],
        [1, '石建国', '站长', '13900000001', '2022-09-01', '', '本科'],
        [2, '罗婷', '一线社工', '13900000012', '2023.5', '至今', '大专'],
        [3, '潘勇', '社工', '13900000013', '2022年9月1日', '2024-03-31', '大专'],
        [4, '谢老师', '督导', '13900000014', '2023', '', '硕士'],
        [5, '陆有', '驻站社工', '1390000', '2025-02-30', '', ''],
      ]),
    ]),
  // Volunteers by village: the title says what they are, the sections where.
  'staff-volunteers.xlsx': () =>
    xlsx([
      sheet(
        [
          ['清河乡屯级志愿者名单'],
          ['姓名', '电话', '屯'],
          ['一、木桥村'],
          ['韦小妹', '', '上屯'],
          ['龙桂芳', '13900000021', '下屯'],
          ['二、枫香村'],
          ['吴老六', '13900000022', ''],
        ],
        { merges: ['A1:C1', 'A3:C3', 'A6:C6'] },
      ),
    ]),
  // One person at two posts, the same post twice, a namesake whom nothing tells apart.
  'staff-namesakes.csv': () =>
    iconv.encode(
      csv([
        ['姓名', '职务', '手机号码', '所在村', '到岗日期', '离岗日期'],
        ['黄燕', '村级社工', '13900000031', '木桥村', '2023-01-01', '2024-06-30'],
        ['黄燕', '驻站社工', '13900000031', '', '2024-07-01', ''],
        ['黄燕', '驻站社工', '13900000031', '', '2024-07-01', ''],
        ['蓝秀英', '社工', '', '', '2022-09-01', ''],
        ['蓝秀英', '村社工', '', '枫香村', '2022-09-01', ''],
        ['石建国', '社工', '13900000001', '', '2021-01-01', '2022-08-31'],
        ['覃海', '社工', '', '', '2021-01-01', '2020-12-31'],
      ]),
      'gb18030',
    ),
  // What a county's agency sends: all stations, posts in words of its own.
  'staff-odd-posts.xlsx': () =>
    xlsx([
      sheet([
        ['社工站点', '人员姓名', '人员身份', '村(居)', '上岗时间'],
        ['清河乡社会工作服务站', '梁一', '项目主管', '', '20220901'],
        ['清河', '梁二', '村(居)社工', '石岭村委会', '2022/9/1'],
        ['云岭镇', '梁三', '社工', '', '2022/9/1'],
        ['清河乡', '梁四', '司机', '', '2022/9/1'],
        ['清河乡', '梁五', '村级社工', '不存在村', '2022/9/1'],
        ['清河乡', '梁六', '村级社工', '', ''],
      ]),
    ]),
};
