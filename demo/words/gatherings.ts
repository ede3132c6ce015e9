/** What the stations of the demo county held and hold, and who works with them. Partners are made up. */
import type { skills } from '@yimi/volunteers';
import type { Need } from './findings.ts';

export interface Gathering {
  readonly title: string;
  readonly aim: string;
  readonly kinds: readonly Need[];
  readonly venue: string;
  /** Days before the day of seeding, one a session; negative: still to come. */
  readonly days: readonly number[];
  /** Which of the station's villages. */
  readonly village: number;
  readonly from: number;
  readonly to: number;
  readonly places: number | null;
  /** On file and named on the list; heads besides without a name. */
  readonly people: number;
  readonly heads: number;
  /** Fen. */
  readonly budget: number;
  readonly spent: number;
  readonly notice: string | null;
  /** Null: it has not been summed up yet. */
  readonly summary: string | null;
}

const evening = { from: 19 * 60, to: 20 * 60 + 30 } as const;
const morning = { from: 9 * 60, to: 11 * 60 + 30 } as const;

export const gatherings: readonly Gathering[] = [
  {
    ...{ title: '重阳百家宴', aim: '让独居老人一起吃顿热饭、说说话。', kinds: ['精神慰藉', '助餐'], venue: '鼓楼前坪' },
    ...{ days: [33], village: 0, from: 10 * 60, to: 13 * 60, places: null, people: 14, heads: 46 },
    ...{ budget: 180_000, spent: 163_500, notice: '重阳百家宴请您来搭手：摆桌、端菜、接送老人，管饭。' },
    summary: '六十位老人和家人同桌，志愿者接送了七位走不动的。酸鱼和油茶最受欢迎，两位老人会后说想每月聚一次。',
  },
  {
    ...{ title: '周末作业班', aim: '放假没人看的孩子有地方写作业。', kinds: ['托幼', '能力提升'], venue: '村委会二楼' },
    ...{ days: [23, 16, 9, 2], village: 0, ...morning, places: 16, people: 8, heads: 0 },
    ...{ budget: 20_000, spent: 4_200, notice: '周末作业班找两位能教小学语文、数学的志愿者，每次两个半小时。' },
    summary: '孩子都来齐了，作业写完还玩了拼图。两个三年级的口算要补一补。',
  },
  {
    ...{
      title: '一起种花池',
      aim: '风雨桥边的花池大家种、大家管。',
      kinds: ['社区参与', '环境保护'],
      venue: '风雨桥头',
    },
    ...{ days: [19], village: 1, ...morning, places: null, people: 5, heads: 31 },
    ...{ budget: 60_000, spent: 57_800, notice: '周末一起种花池，自带锄头，花苗站里备好。' },
    summary: '种了四十米花池，推选三户轮流浇水。村支书当场定了管护牌的字。',
  },
  {
    ...{ title: '善益站量血压', aim: '老人在村里就能量血压、问用药。', kinds: ['文体健康'], venue: '善益站' },
    ...{ days: [12], village: 2, ...morning, places: null, people: 9, heads: 18 },
    ...{ budget: 0, spent: 0, notice: null },
    summary: '量了二十七人，三人偏高，已约镇卫生院复查。',
  },
  {
    ...{ title: '腰鼓班', aim: '晚上坪子热闹起来，想学的都能学。', kinds: ['文体健康', '社区参与'], venue: '鼓楼前坪' },
    ...{ days: [18, 11, 4, -3, -10, -17], village: 0, ...evening, places: 24, people: 6, heads: 9 },
    ...{ budget: 120_000, spent: 12_000, notice: '腰鼓班每周一次，共六次，鼓由文化馆借，不收钱。' },
    summary: '基本步法都会了，下次练变队形。',
  },
  {
    ...{ title: '手机卖果讲一讲', aim: '百香果卖得出去。', kinds: ['能力提升'], venue: '村委会会议室' },
    ...{ days: [-6], village: 3, ...evening, places: 40, people: 0, heads: 0 },
    ...{ budget: 30_000, spent: 0, notice: '电商服务站的老师来讲怎么拍、怎么卖，想学的来报名。' },
    summary: null,
  },
];

export interface Offer {
  readonly partner: string;
  readonly contact: string;
  readonly what: string;
  readonly project: string;
  readonly kinds: readonly Need[];
  readonly skills: readonly (typeof skills)[number][];
  readonly limits: string;
}

export const offers: readonly Offer[] = [
  {
    ...{ partner: '县文化馆', contact: '石老师', project: '腰鼓、大歌进村' },
    ...{ what: '派老师来教，乐器可以借。', kinds: ['文体健康', '社区参与'], skills: ['文艺'] },
    limits: '每村一年两期，每期不超过十次；要村里有场地和灯。',
  },
  {
    ...{ partner: '镇卫生院家庭医生队', contact: '潘医生', project: '每月量血压、问用药' },
    ...{ what: '量血压、血糖，讲用药。', kinds: ['文体健康'], skills: ['健康'] },
    limits: '每月十五，一次一个村，上午。',
  },
  {
    ...{ partner: '乡司法所', contact: '廖所长', project: '界线、欠款上门调解' },
    ...{ what: '上门调解，写调解书。', kinds: ['权益维护', '政策咨询'], skills: ['调解', '法律'] },
    limits: '要双方同意；涉及刑事的不接。',
  },
  {
    ...{ partner: '杉溪职业学校志愿队', contact: '韦老师', project: '周末作业班、修小家电' },
    ...{
      what: '学生周末来带作业，也会修灯、修收音机。',
      kinds: ['托幼', '能力提升', '生活照料'],
      skills: ['教学', '维修'],
    },
    limits: '只有周末；要有车接，每次至少四人。',
  },
];
