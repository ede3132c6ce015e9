/** What a list of staff (人员花名册) may hold, and the headings under which stations and agencies have it. */
import type { Cell } from '../reading/ledger.ts';
import { FieldList } from '../understanding/field.ts';
import { field, hamletField, phoneField, share, staffNameField, villageField } from './people-fields.ts';
import { readRole } from './role-words.ts';
import { stationField } from './villages-fields.ts';

const looksLikeRole = (cells: readonly Cell[]): number => share(cells, ({ text }) => readRole(text) !== null);

export const staffFields = new FieldList([
  staffNameField,
  phoneField,
  field(
    'role',
    [
      ...['岗位', '职务', '职位', '岗位名称', '工作岗位', '职务(岗位)', '岗位类别', '人员身份', '担任职务', '角色'],
      ...['人员类型', '现任职务', '岗位职务'],
    ],
    { looks: looksLikeRole },
  ),
  stationField,
  villageField,
  hamletField,
  field('fromDay', [
    ...['到岗日期', '到岗时间', '入职日期', '入职时间', '上岗日期', '上岗时间', '任职时间', '任职日期', '聘用日期'],
    ...['聘用时间', '开始日期', '入站时间', '来站时间', '合同开始日期'],
  ]),
  field(
    'toDay',
    ['离岗日期', '离岗时间', '离职日期', '离职时间', '结束日期', '退出时间', '合同到期日', '合同结束日期'],
    { secondary: true },
  ),
]);
