/** What a list of service hours (志愿服务时长明细) of another volunteer system may hold, and the headings under which such systems export it. */
import { FieldList } from '../understanding/field.ts';
import { field, staffNameField } from './people-fields.ts';

export const hoursFields = new FieldList([
  staffNameField,
  field('helperNumber', ['志愿者编号', '志愿者号', '注册号', '志愿者ID', '志愿者注册号']),
  field('record', [
    ...['记录编号', '时长编号', '时长记录编号', '服务记录编号', '服务编号', '记录号', '流水号', '签到编号', '记录ID'],
  ]),
  field('day', ['服务日期', '服务时间', '活动日期', '活动时间', '签到日期', '日期']),
  field('from', ['开始时间', '签到时间', '服务开始时间', '起始时间', '起止时间', '开始', '服务时段', '时段']),
  field('to', ['结束时间', '签退时间', '服务结束时间', '终止时间', '结束']),
  field('length', ['服务时长', '时长', '服务时长(小时)', '时长(小时)', '小时数', '服务小时']),
  field('system', ['来源系统', '来源平台', '平台', '系统'], { secondary: true }),
]);
