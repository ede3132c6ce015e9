/**
 * Under which words ledgers write the special groups (特殊群体, DOMAIN.md 4). Old names of the same thing are taken as the
 * new one (五保 is 特困人员 since 2016); a word that is no group of the list is told, not bent to the nearest.
 */
import { specialGroups } from '@yimi/people';
import { plainText, saysNothing } from '../understanding/plain.ts';

export type Group = (typeof specialGroups)[number];

const words: Readonly<Partial<Record<Group, readonly string[]>>> = {
  低保对象: [
    '低保',
    '低保户',
    '农村低保',
    '城市低保',
    '城镇低保',
    '最低生活保障',
    '低保人员',
    '享受低保',
    '在保',
    '低保家庭',
  ],
  特困人员: [
    '特困',
    '特困户',
    '特困供养',
    '特困供养人员',
    '五保',
    '五保户',
    '五保老人',
    '分散供养',
    '集中供养',
    '分散特困',
    '集中特困',
    '特困对象',
  ],
  低保边缘对象: ['低保边缘', '低保边缘户', '低边', '低边户', '低保边缘家庭', '低收入家庭', '低收入'],
  支出型困难对象: ['支出型困难', '支出型', '支出型困难家庭', '刚性支出困难', '刚性支出困难家庭', '刚性支出'],
  残疾人: [
    '残疾',
    '残疾对象',
    '持证残疾人',
    '肢体残疾',
    '视力残疾',
    '听力残疾',
    '言语残疾',
    '智力残疾',
    '精神残疾',
    '多重残疾',
    '三级残疾',
    '四级残疾',
    '残疾三级',
    '残疾四级',
    '三级',
    '四级',
  ],
  重度残疾人: ['重残', '重度残疾', '一级残疾', '二级残疾', '残疾一级', '残疾二级', '一级', '二级'],
  老年人: ['老人', '高龄', '高龄老人', '老龄', '60岁以上', '60岁以上老人', '80岁以上', '80岁以上老人', '高龄津贴'],
  留守儿童: ['农村留守儿童', '留守'],
  留守妇女: ['农村留守妇女'],
  留守老人: ['农村留守老人', '留守老年人'],
  流浪乞讨返乡人员: ['流浪乞讨', '流浪返乡', '流浪乞讨人员'],
  脱贫监测户: ['监测户', '脱贫不稳定户', '脱贫不稳定', '脱贫监测', '脱贫监测对象'],
  防贫监测对象: [
    '边缘易致贫户',
    '边缘易致贫',
    '突发严重困难户',
    '突发严重困难',
    '防返贫监测',
    '防返贫监测对象',
    '防止返贫监测对象',
    '三类监测对象',
    '三类对象',
    '监测对象',
  ],
  孤儿: ['社会散居孤儿', '散居孤儿', '集中养育孤儿'],
  事实无人抚养儿童: ['事实无人抚养', '事实孤儿', '事无儿童'],
  困境儿童: ['困境未成年人', '困境'],
  独居老人: ['独居', '独居老年人'],
  空巢老人: ['空巢', '空巢老年人'],
  失能老人: ['失能', '失能老年人', '完全失能'],
  失独家庭: ['失独', '失独老人', '计生特殊家庭', '计划生育特殊家庭', '计生特扶', '特扶'],
};

/** People who are in no list of need; said so, they are in no group. */
const ordinary =
  /^(?:一般户?|一般农户|普通|普通户|普通居民|群众|村民|其他|其它|脱贫户|已脱贫户|建档立卡户?|非低保|正常)$/;

const byWord = new Map<string, Group>();
for (const group of specialGroups) {
  byWord.set(group, group);
  for (const word of words[group] ?? []) if (!byWord.has(word)) byWord.set(word, group);
}

/** Headings of a column of ticks for a group. */
export function tickNames(group: Group): string[] {
  // 一级 as a heading is a grade of anything.
  const short = (words[group] ?? []).filter((word) => !/^[一二三四]级$/.test(word) && word !== '监测对象');
  return [group, ...short].flatMap((word) => [word, `是否${word}`, `是否为${word}`, `是否属于${word}`]);
}

export interface GroupsSaid {
  readonly groups: readonly Group[];
  /** Whether something stood there that is no group. */
  readonly unknown: boolean;
}

export function readGroups(text: string): GroupsSaid {
  const parts = plainText(text)
    .split(/[、,，;；/+|&\s]+|(?<=\p{Script=Han})和(?=\p{Script=Han})/u)
    .map((part) => part.replace(/^\d+[.)]?(?=\p{Script=Han})/u, '').replace(/\([^)]*\)$/, ''))
    .filter((part) => part !== '' && !saysNothing(part) && part !== '否' && !ordinary.test(part));
  const found = parts.map(
    (part) => byWord.get(part) ?? byWord.get(part.replace(/(?:人员|对象|家庭|户|人)$/, '')) ?? null,
  );
  const groups = [...new Set(found.filter((group) => group !== null))];
  // Who is severely disabled is disabled.
  if (groups.includes('重度残疾人') && !groups.includes('残疾人')) groups.push('残疾人');
  return { groups, unknown: found.includes(null) };
}

/** The groups that a title or a section line speaks of: 木桥村低保对象花名册. The longest word of each place wins. */
export function groupsInTitle(text: string): Group[] {
  let rest = plainText(text).replace(/\s/g, '');
  const found = new Set<Group>();
  const known = [...byWord]
    .filter(([word]) => [...word].length >= 2 && !/^[一二三四]级$/.test(word))
    .sort(([one], [other]) => other.length - one.length);
  for (const [word, group] of known) {
    if (!rest.includes(word)) continue;
    rest = rest.replaceAll(word, '|');
    found.add(group);
  }
  return [...found];
}
