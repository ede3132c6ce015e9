/** Code lists are Chinese in the records (DOMAIN.md 4); here is how an English reader sees them. */
import type { specialGroups } from '@yimi/people';
import type { needKinds } from '@yimi/services';
import { language } from './index.ts';

const groupsInEnglish: Record<(typeof specialGroups)[number], string> = {
  低保对象: 'minimum living allowance',
  特困人员: 'extreme hardship',
  低保边缘对象: 'near the allowance line',
  支出型困难对象: 'hardship by expenses',
  残疾人: 'disabled',
  老年人: 'elderly',
  留守儿童: 'left-behind child',
  留守妇女: 'left-behind woman',
  留守老人: 'left-behind elder',
  流浪乞讨返乡人员: 'returned from the streets',
  脱贫监测户: 'monitored, out of poverty',
  防贫监测对象: 'monitored against poverty',
  孤儿: 'orphan',
  事实无人抚养儿童: 'child without carers',
  困境儿童: 'child in difficulty',
  独居老人: 'elder living alone',
  空巢老人: 'empty-nest elder',
  失能老人: 'elder needing care',
  失独家庭: 'lost their only child',
  重度残疾人: 'severely disabled',
};

const needsInEnglish: Record<(typeof needKinds)[number], string> = {
  政策咨询: 'policy advice',
  社会救助: 'social relief',
  精神慰藉: 'comfort',
  能力提升: 'skills',
  社会支持: 'support',
  危机干预: 'crisis help',
  权益维护: 'rights',
  社会融入: 'inclusion',
  社区参与: 'participation',
  文体健康: 'leisure and health',
  环境保护: 'environment',
  助餐: 'meals',
  出行: 'transport',
  托幼: 'child care',
  生活照料: 'daily care',
};

const english: Readonly<Record<string, string>> = { ...groupsInEnglish, ...needsInEnglish };

export function codeWord(value: string): string {
  return language() === 'en' ? (english[value] ?? value) : value;
}
