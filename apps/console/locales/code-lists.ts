/** Code lists are Chinese in the records (DOMAIN.md 4); here is how an English reader sees them. */
import type { channels, difficulties, urgencies } from '@yimi/needs';
import type { EthnicGroup, Language, specialGroups } from '@yimi/people';
import type { needKinds } from '@yimi/services';
import type { Skill } from '@yimi/volunteers';
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

const howAskedInEnglish: Record<(typeof channels | typeof urgencies | typeof difficulties)[number], string> = {
  市长热线: 'mayor’s hotline',
  上门走访: 'home visit',
  微心愿: 'micro-wish',
  书记茶摊: 'secretary’s tea stall',
  善益站: 'goodwill station',
  问卷: 'questionnaire',
  线上: 'online',
  来电来访: 'call or walk-in',
  转介: 'referral',
  志愿者上报: 'told by a volunteer',
  紧急: 'urgent',
  较急: 'soon',
  一般: 'ordinary',
  易: 'easy',
  中: 'middling',
  难: 'hard',
};

const skillsInEnglish: Record<Skill, string> = {
  文艺: 'arts',
  体育: 'sports',
  健康: 'health',
  调解: 'mediation',
  教学: 'teaching',
  送餐: 'meals to the door',
  维修: 'repairs',
  法律: 'law',
  心理: 'comfort',
  双语翻译: 'interpreting',
};

/** Names as in GB/T 3304. */
const ethnicGroupsInEnglish: Record<EthnicGroup, string> = {
  汉族: 'Han',
  蒙古族: 'Mongol',
  回族: 'Hui',
  藏族: 'Tibetan',
  维吾尔族: 'Uyghur',
  苗族: 'Miao',
  彝族: 'Yi',
  壮族: 'Zhuang',
  布依族: 'Buyi',
  朝鲜族: 'Korean',
  满族: 'Manchu',
  侗族: 'Dong',
  瑶族: 'Yao',
  白族: 'Bai',
  土家族: 'Tujia',
  哈尼族: 'Hani',
  哈萨克族: 'Kazakh',
  傣族: 'Dai',
  黎族: 'Li',
  傈僳族: 'Lisu',
  佤族: 'Va',
  畲族: 'She',
  高山族: 'Gaoshan',
  拉祜族: 'Lahu',
  水族: 'Sui',
  东乡族: 'Dongxiang',
  纳西族: 'Naxi',
  景颇族: 'Jingpo',
  柯尔克孜族: 'Kirgiz',
  土族: 'Tu',
  达斡尔族: 'Daur',
  仫佬族: 'Mulao',
  羌族: 'Qiang',
  布朗族: 'Blang',
  撒拉族: 'Salar',
  毛南族: 'Maonan',
  仡佬族: 'Gelao',
  锡伯族: 'Xibe',
  阿昌族: 'Achang',
  普米族: 'Pumi',
  塔吉克族: 'Tajik',
  怒族: 'Nu',
  乌孜别克族: 'Uzbek',
  俄罗斯族: 'Russian',
  鄂温克族: 'Ewenki',
  德昂族: 'Deang',
  保安族: 'Bonan',
  裕固族: 'Yugur',
  京族: 'Gin',
  塔塔尔族: 'Tatar',
  独龙族: 'Derung',
  鄂伦春族: 'Oroqen',
  赫哲族: 'Hezhen',
  门巴族: 'Monba',
  珞巴族: 'Lhoba',
  基诺族: 'Jino',
};

const languagesInEnglish: Record<Language, string> = {
  普通话: 'Mandarin',
  桂柳话: 'Guiliu',
  平话: 'Pinghua',
  粤: 'Cantonese',
  客家: 'Hakka',
  侗: 'Dong',
  苗: 'Miao',
  瑶: 'Yao',
  壮: 'Zhuang',
  仫佬: 'Mulao',
  毛南: 'Maonan',
  彝: 'Yi',
  水: 'Sui',
  京: 'Gin',
  仡佬: 'Gelao',
};

const english: Readonly<Record<string, string>> = {
  ...groupsInEnglish,
  ...needsInEnglish,
  ...howAskedInEnglish,
  ...skillsInEnglish,
  ...ethnicGroupsInEnglish,
};

export function codeWord(value: string): string {
  return language() === 'en' ? (english[value] ?? value) : value;
}

const isLanguage = (text: string): text is Language => text in languagesInEnglish;

/** The list keeps the short names (侗); people say 侗话, and 粤语. */
export function sayLanguage(value: string): string {
  if (!isLanguage(value)) return value;
  if (language() === 'en') return languagesInEnglish[value];
  if (value === '粤') return '粤语';
  return value.endsWith('话') ? value : `${value}话`;
}
