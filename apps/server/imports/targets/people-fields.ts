/** What a ledger of people may hold, and the headings under which stations' ledgers have it. */
import { specialGroups } from '@yimi/people';
import type { Cell } from '../reading/ledger.ts';
import { parseDay } from '../understanding/day-values.ts';
import type { Field } from '../understanding/field.ts';
import { FieldList } from '../understanding/field.ts';
import { looksLikeName, parsePhone, parseSex } from '../understanding/person-values.ts';
import { plainText, saysYes } from '../understanding/plain.ts';
import { readGroups, tickNames } from './group-words.ts';

export type Looks = (cells: readonly Cell[]) => number | null;

export const share = (cells: readonly Cell[], fits: (cell: Cell) => boolean): number =>
  cells.filter(fits).length / cells.length;

export function field(key: string, names: readonly string[], more: Partial<Field> = {}): Field {
  return { key, names, secondary: false, several: false, exact: false, ...more };
}

const looksLikeId: Looks = (cells) =>
  share(cells, (cell) => /^\d{15}(?:\d{2}[\dXx])?$|^[1-9]\.\d+E\+1[67]$/.test(plainText(cell.text).replace(/\s/g, '')));
const looksLikeDay: Looks = (cells) =>
  share(cells, (cell) => {
    const parsed = parseDay(cell, { today: '9999-12-31', date1904: false });
    const shown = /[-/.年]/.test(cell.text) || plainText(cell.text).length === 8 || cell.kind === 'date';
    return shown && parsed.fault === undefined;
  });
const looksLikePhone: Looks = (cells) =>
  share(cells, (cell) => parsePhone(cell).fault === undefined && /^1[3-9]/.test(plainText(cell.text)));
const looksLikeSex: Looks = (cells) =>
  share(cells, (cell) => /^[男女]$/.test(plainText(cell.text)) && parseSex(cell).value !== null);
const looksLikeGroups: Looks = (cells) => share(cells, (cell) => readGroups(cell.text).groups.length > 0);
const looksLikeTicks: Looks = (cells) => share(cells, (cell) => saysYes(cell.text) !== null);
const looksLikeVillage: Looks = (cells) =>
  share(cells, (cell) => /(?:村|社区|村委会|居委会)$/.test(plainText(cell.text)));

/** The hundred commonest surnames and those of 桂 and 黔: enough to tell a column of names from one of places. */
const surnames = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤蓝兰银农欧甘零闭岑侬石粟吴闵仇吉包盘赖凤邝庞班樊温翁',
);
const compound = /^(?:欧阳|上官|司马|诸葛|皇甫|令狐|尉迟|长孙|慕容)/u;
const looksLikePersons: Looks = (cells) =>
  0.85 *
  share(cells, ({ text }) => {
    const plain = plainText(text).replace(/\s/g, '');
    return (
      looksLikeName(plain) &&
      plain.length <= 4 &&
      (surnames.has(plain.charAt(0)) || compound.test(plain)) &&
      !/[村屯组寨乡镇区族]$/u.test(plain)
    );
  });

/** In a list of staff 社工 and the like stand for a name; in one of people they would be whoever looked after them. */
export const staffNameField: Field = field(
  'name',
  ['姓名', '名字', '人员姓名', '员工姓名', '社工姓名', '工作人员', '工作人员姓名', '志愿者姓名', '志愿者', '社工'],
  { looks: looksLikePersons },
);
export const villageField: Field = field(
  'village',
  [
    '村',
    '村居',
    '村(居)',
    '村(社区)',
    '村/社区',
    '行政村',
    '所在村',
    '所属村',
    '村委',
    '村委会',
    '村名',
    '村别',
    '村社区',
    '村居委会',
    '社区',
    '居委会',
    '所在村居',
    '村居名称',
    '村(居)委会',
  ],
  { looks: (cells) => looksLikeVillage(cells) },
);
export const hamletField: Field = field('hamlet', [
  '屯',
  '自然屯',
  '自然村',
  '组',
  '村民小组',
  '小组',
  '村组',
  '屯别',
  '屯组',
  '组别',
  '门牌号',
  '屯名',
  '所在屯',
]);
export const phoneField: Field = field(
  'phone',
  ['联系电话', '电话', '手机', '手机号', '手机号码', '电话号码', '联系方式', '本人电话', '联系号码', '固定电话'],
  { secondary: true, looks: looksLikePhone },
);

export const personFields: readonly Field[] = [
  field(
    'name',
    [
      '姓名',
      '名字',
      '姓 名',
      '服务对象',
      '服务对象姓名',
      '对象姓名',
      '人员姓名',
      '老人姓名',
      '儿童姓名',
      '残疾人姓名',
      '申请人',
      '申请人姓名',
      '保障对象',
      '家庭成员',
      '家庭成员姓名',
      '成员姓名',
      '被探访人',
      '探访对象',
      '走访对象',
      '受访人',
      '案主',
    ],
    { looks: looksLikePersons },
  ),
  field(
    'idNumber',
    [
      '身份证号',
      '身份证号码',
      '公民身份号码',
      '公民身份证号码',
      '居民身份证号',
      '居民身份证号码',
      '证件号',
      '证件号码',
      '身份证',
      '身份证件号码',
      '身份号码',
      '身份证编号',
      'idcard',
    ],
    { looks: (cells) => looksLikeId(cells) },
  ),
  villageField,
];

const peopleOnly: readonly Field[] = [
  field('disabilityCard', ['残疾人证号', '残疾证号', '残疾证号码', '残疾人证号码', '残疾人证'], { secondary: true }),
  field('head', ['户主', '户主姓名', '户主名', '家长']),
  field('relation', ['与户主关系', '与户主的关系', '家庭关系', '户主关系', '关系']),
  field('householdNo', ['户编号', '户号', '家庭编号', '户口编号', '户籍编号']),
  field('birthDay', ['出生日期', '出生年月', '出生年月日', '生日', '出生时间', '出生'], {
    secondary: true,
    looks: looksLikeDay,
  }),
  field('age', ['年龄', '周岁', '岁数', '实足年龄', '年纪'], { secondary: true }),
  field('sex', ['性别'], { secondary: true, looks: looksLikeSex }),
  field('ethnicity', ['民族', '族别'], { secondary: true }),
  phoneField,
  hamletField,
  field('address', [
    '家庭住址',
    '住址',
    '地址',
    '家庭地址',
    '居住地址',
    '户籍地址',
    '现住址',
    '户口所在地',
    '户籍所在地',
    '详细地址',
    '居住地',
    '现居住地',
    '常住地址',
  ]),
  field(
    'groups',
    [
      '人员类别',
      '对象类别',
      '特殊群体',
      '类别',
      '困难类型',
      '困难类别',
      '人员类型',
      '对象类型',
      '服务对象类别',
      '群体类别',
      '救助类别',
      '保障类别',
      '特殊人群',
      '致困类型',
      '人群类别',
      '残疾等级',
      '残疾级别',
      '监测对象类别',
    ],
    { secondary: true, several: true, looks: looksLikeGroups },
  ),
  field('guardian', ['监护人', '监护人姓名', '法定监护人', '抚养人', '监护人(抚养人)']),
  field('guardianPhone', ['监护人电话', '监护人联系电话', '监护人联系方式', '监护人手机', '家长电话', '抚养人电话'], {
    secondary: true,
  }),
  field('guardianRelation', ['与监护人关系', '监护人与儿童关系', '监护关系', '与儿童关系', '监护人关系']),
  field('risk', ['风险等级', '关注等级', '风险级别', '走访等级', '分级', '关注程度'], { secondary: true }),
];

/** A column of ticks for each group. */
const ticks: readonly Field[] = specialGroups.map((group) =>
  field(`is:${group}`, tickNames(group), { secondary: true, exact: true, looks: looksLikeTicks }),
);

export const peopleFields = new FieldList([...personFields, ...peopleOnly, ...ticks]);

/** A relation by which a row is the head of its household. */
export function isHead(relation: string): boolean {
  return /^(?:户主|本人|本人或户主|户主本人|01|1|0)$/.test(plainText(relation));
}
