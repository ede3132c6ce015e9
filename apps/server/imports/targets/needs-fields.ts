/** What a list of needs (民情台账、微心愿清单、热线工单) may hold, and the headings under which stations and desks have it. */
import { FieldList } from '../understanding/field.ts';
import { field, personFields, phoneField } from './people-fields.ts';

const [nameField, ...otherPersonFields] = personFields;
const askerNames = ['诉求人', '反映人', '来电人', '来访人', '心愿人', '许愿人', '提出人', '求助人', '居民姓名', '村民'];

export const needFields = new FieldList([
  ...(nameField === undefined ? [] : [{ ...nameField, names: [...nameField.names, ...askerNames] }]),
  ...otherPersonFields,
  phoneField,
  field('day', [
    ...['收到日期', '登记日期', '登记时间', '受理日期', '受理时间', '来电时间', '来访时间', '反映时间', '反映日期'],
    ...['提出时间', '诉求时间', '征集日期', '征集时间', '填表日期', '日期', '时间'],
  ]),
  field(
    'words',
    [
      ...['诉求内容', '需求内容', '反映问题', '反映内容', '心愿内容', '微心愿', '心愿', '问题描述', '事项内容', '诉求'],
      ...['具体需求', '需求描述', '来电内容', '工单内容', '民情内容', '困难诉求', '主要诉求', '内容', '事由'],
    ],
    { several: true },
  ),
  field('kind', ['需求类别', '需求类型', '诉求类别', '诉求类型', '问题类别', '事项类别', '心愿类别', '类别', '类型']),
  field('channel', ['诉求渠道', '来源渠道', '来源', '渠道', '途径', '收集渠道', '征集方式', '受理方式', '反映渠道'], {
    secondary: true,
  }),
  field('urgency', ['紧急程度', '缓急程度', '轻重缓急', '优先级', '紧急情况'], { secondary: true }),
  field('proxy', ['代诉人', '代填人', '代报人', '代为反映人', '代办人'], { secondary: true }),
  field('outcome', [
    '办理情况',
    '办理结果',
    '办结情况',
    '处理结果',
    '处理情况',
    '落实情况',
    '完成情况',
    '认领情况',
    '办理状态',
  ]),
  field(
    'answeredDay',
    ['办结日期', '办结时间', '答复日期', '答复时间', '回复时间', '完成日期', '完成时间', '落实时间'],
    {
      secondary: true,
    },
  ),
]);
