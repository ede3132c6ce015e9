/**
 * What residents of the demo county say is missing, and what became of it: one line a need, as a clerk, a worker or the
 * resident would put it. Said and answered by people who do not exist.
 */
import type { channels, difficulties, unmetReasons, urgencies } from '@yimi/needs';
import type { Situation } from '../clients.ts';
import type { Need } from './findings.ts';

/** Days from one step to the next; a step that would lie after the last evening has not happened yet. */
export interface Wish {
  readonly channel: (typeof channels)[number];
  readonly kind: Need;
  readonly words: string;
  /** Whose it is: somebody on file in this situation, or a neighbour who is nobody's client. */
  readonly who: Situation | 'neighbour';
  readonly urgency: (typeof urgencies)[number];
  readonly difficulty: (typeof difficulties)[number];
  readonly common?: boolean;
  /** 代填. */
  readonly proxy?: boolean;
  /** Somebody judges the flag of a crisis word. */
  readonly crisis?: readonly ['confirmed' | 'cleared', string];
  readonly fate: Fate;
  /** What a person wrote of it for the public page. */
  readonly told?: string;
}

export type Fate =
  | { readonly kind: 'waits' }
  | { readonly kind: 'judged' }
  | { readonly kind: 'begun'; readonly by: By; readonly note: string }
  | {
      readonly kind: 'answered';
      readonly by: By;
      readonly note: string;
      readonly after: number;
      readonly grade?: Grade;
    }
  | { readonly kind: 'unmet'; readonly reason: (typeof unmetReasons)[number]; readonly note: string }
  | { readonly kind: 'merged' }
  | { readonly kind: 'withdrawn'; readonly note: string };
type By = 'person' | 'partner' | 'merchant' | 'activity' | 'referral';
/** Of five; 'own': by the resident's own link, 'door': on a worker's phone. */
type Grade = readonly [number, 'own' | 'door'];

const waits: Fate = { kind: 'waits' };
const judged: Fate = { kind: 'judged' };
const begun = (by: By, note: string): Fate => ({ kind: 'begun', by, note });
const answered = (by: By, note: string, after: number, grade?: Grade): Fate => ({
  ...{ kind: 'answered', by, note, after },
  ...(grade === undefined ? {} : { grade }),
});
const unmet = (reason: (typeof unmetReasons)[number], note: string): Fate => ({ kind: 'unmet', reason, note });
const easy = { urgency: '一般', difficulty: '易' } as const;
const middling = { urgency: '一般', difficulty: '中' } as const;
const soon = { urgency: '较急', difficulty: '中' } as const;
const urgent = { urgency: '紧急', difficulty: '难' } as const;

/** The oldest first. A `merged` one says again what the line above it said. */
export const wishes: readonly Wish[] = [
  {
    ...{ channel: '问卷', kind: '文体健康', who: 'neighbour', ...middling, common: true },
    words: '想学打腰鼓，晚上鼓楼前的坪子空着，没人教。',
    fate: answered('activity', '请县文化馆的老师每周五晚上来教，先开十次。', 12, [5, 'own']),
    told: '想学腰鼓。已开班，每周五晚上在鼓楼前，共十次。',
  },
  {
    ...{ channel: '上门走访', kind: '助餐', who: 'alone', ...soon },
    words: '手抖端不稳锅，中午常常吃早上剩的。',
    fate: answered('person', '已排进送餐，周一到周五中午由邻屯志愿者送到家。', 5, [5, 'door']),
  },
  {
    ...{ channel: '书记茶摊', kind: '出行', who: 'neighbour', ...middling, common: true },
    words: '圩日班车早上八点就走，老人赶不上，下午又没有车回。',
    fate: unmet('out-of-scope', '班次由县客运公司定，已把意见转给乡政府，年底调线时再问。'),
    told: '圩日班车太早。班次由客运公司定，意见已转乡政府，还没有答复。',
  },
  {
    ...{ channel: '市长热线', kind: '环境保护', who: 'neighbour', ...middling, common: true },
    words: '村口垃圾池两个星期没有人清，天热味道大。',
    fate: answered('referral', '已转乡环卫，当天清了，以后每周三、周六各清一次。', 3, [4, 'own']),
    told: '村口垃圾池没人清。已清运，改为每周三、周六各一次。',
  },
  {
    ...{ channel: '市长热线', kind: '环境保护', who: 'neighbour', ...middling, common: true },
    words: '村口垃圾池两个星期没有人清了，天热，味道大得很。',
    fate: { kind: 'merged' },
  },
  {
    ...{ channel: '微心愿', kind: '生活照料', who: 'alone', ...easy },
    words: '想要一个大字的收音机，旧的听不清了。',
    fate: answered('merchant', '镇上五金店送了一台，志愿者帮调好了台。', 6, [5, 'door']),
  },
  {
    ...{ channel: '微心愿', kind: '能力提升', who: 'child', ...easy },
    words: '想有一盏台灯，晚上写作业看得清楚一点。',
    fate: answered('partner', '县团委爱心物资里领的，已送到家。', 8, [5, 'door']),
  },
  {
    ...{ channel: '上门走访', kind: '社会救助', who: 'poor', ...soon },
    words: '住院花了两万多，报销完还欠亲戚的钱，想问临时救助怎么办。',
    fate: answered('referral', '陪同到乡民政办交了材料，已批临时救助。', 14, [5, 'door']),
  },
  {
    ...{ channel: '来电来访', kind: '政策咨询', who: 'neighbour', ...easy },
    words: '残疾证过期了要到哪里换，一定要本人去吗？',
    fate: answered('person', '可以预约上门评定，已帮登记，乡残联下个月统一来。', 1, [4, 'own']),
  },
  {
    ...{ channel: '善益站', kind: '助餐', who: 'old', ...middling },
    words: '两老腿脚都不好，想每天中午在家吃上热饭。',
    fate: answered('person', '已排进送餐，先送一个月看看口味。', 9, [2, 'door']),
  },
  {
    ...{ channel: '志愿者上报', kind: '生活照料', who: 'alone', ...easy },
    words: '屋里灯泡坏了三天，老人自己不敢爬凳子换。',
    fate: answered('person', '当天下午去换好了，把开关线也接长了一截。', 1, [5, 'door']),
  },
  {
    ...{ channel: '上门走访', kind: '精神慰藉', who: 'alone', ...soon },
    words: '老伴走了以后睡不好，总一个人坐到半夜。',
    fate: answered('person', '志愿者每周二、周五去坐坐，说话到天黑，睡得好一些了。', 10),
  },
  {
    ...{ channel: '线上', kind: '托幼', who: 'neighbour', ...middling, common: true },
    words: '放假孩子没人看，能不能在村里开个写作业的地方？',
    fate: answered('activity', '村委会二楼周末开作业班，大学生志愿者来带。', 11, [5, 'own']),
    told: '孩子放假没人看。村委会二楼周末开作业班。',
  },
  {
    ...{ channel: '问卷', kind: '文体健康', who: 'neighbour', ...easy, common: true },
    words: '想在村里量血压，不用跑镇卫生院。',
    fate: answered('partner', '镇卫生院每月十五来村里一次，在善益站量。', 13, [5, 'own']),
    told: '想在村里量血压。镇卫生院每月十五来善益站。',
  },
  {
    ...{ channel: '上门走访', kind: '危机干预', who: 'woman', ...urgent },
    words: '说男人喝了酒就动手，前天又被打，胳膊上有青的。',
    crisis: ['confirmed', '看过伤，已按流程报告，孩子先接到外婆家。'],
    fate: begun('referral', '已陪同报警并联系妇联，住处先安排在外婆家，每天电话一次。'),
  },
  {
    ...{ channel: '转介', kind: '生活照料', who: 'disabled', ...middling },
    words: '轮椅轮子松了，门槛也过不去。',
    fate: answered('partner', '残联换了新轮椅，门口用水泥做了坡。', 15, [5, 'door']),
  },
  {
    ...{ channel: '问卷', kind: '社区参与', who: 'neighbour', ...easy, common: true },
    words: '想一起把风雨桥边的花池种起来，没有人牵头。',
    fate: answered('activity', '周末一起种的，来了三十几个人。', 10, [5, 'own']),
    told: '想把风雨桥边的花池种起来。已经一起种好。',
  },
  {
    ...{ channel: '书记茶摊', kind: '权益维护', who: 'neighbour', ...soon },
    words: '林地界线跟隔壁村说不清，吵了两次。',
    fate: begun('referral', '已请乡司法所的调解员，下周三两家一起去看界桩。'),
  },
  {
    ...{ channel: '上门走访', kind: '出行', who: 'old', ...soon },
    words: '每个月要去县医院拿药，没有人陪，路上怕摔。',
    fate: answered('person', '志愿者约好每月八号陪去，车费按县里标准报。', 7, [5, 'door']),
  },
  {
    ...{ channel: '微心愿', kind: '社会支持', who: 'child', ...easy },
    words: '想跟在广东的妈妈视频，奶奶的手机太旧打不开。',
    fate: answered('person', '每周日下午到善益站用平板视频半小时。', 4, [5, 'door']),
  },
  {
    ...{ channel: '来电来访', kind: '生活照料', who: 'neighbour', ...easy },
    words: '想借一台轮椅用两个星期，老人摔了腿。',
    fate: unmet('no-resource', '站里的两台都借出去了，最早一台月底还。'),
  },
  {
    ...{ channel: '线上', kind: '文体健康', who: 'neighbour', ...easy, common: true },
    words: '篮球架的板烂了一边，孩子打球怕砸到。',
    fate: unmet('no-resource', '村里今年没有这笔钱，已报进明年的公益金申请。'),
    told: '篮球板烂了。今年没有钱修，已报明年的公益金。',
  },
  {
    ...{ channel: '志愿者上报', kind: '助餐', who: 'alone', ...soon, proxy: true },
    words: '感冒好几天没有做饭，隔壁送了两餐。',
    fate: answered('person', '送餐临时加了五天，病好了又自己做。', 2, [5, 'door']),
  },
  {
    ...{ channel: '问卷', kind: '能力提升', who: 'neighbour', ...middling, common: true },
    words: '想学用手机卖百香果，家里几百斤卖不出去。',
    fate: begun('activity', '联系了电商服务站，正定时间来村里讲一次。'),
    told: '想学用手机卖果。正和电商服务站定时间。',
  },
  {
    ...{ channel: '上门走访', kind: '社会融入', who: 'disabled', ...middling },
    words: '想出门走走，可是没有人一起，也怕人看。',
    fate: answered('activity', '一起去了两次手工小组，编的竹篮卖出去三个。', 12, [5, 'door']),
  },
  {
    ...{ channel: '转介', kind: '社会救助', who: 'child', ...soon },
    words: '学校说孩子的营养餐补贴名单里没有，爷爷不会办。',
    fate: answered('referral', '材料已交中心校，下个月起补上。', 9, [4, 'door']),
  },
  {
    ...{ channel: '来电来访', kind: '政策咨询', who: 'neighbour', ...easy },
    words: '高龄津贴几月开始领，要去银行认证吗？',
    fate: answered('person', '满八十的当月起，手机上认证就行，志愿者上门帮认了。', 2),
  },
  {
    ...{ channel: '善益站', kind: '文体健康', who: 'neighbour', ...easy },
    words: '晚上想有个地方下棋，善益站能不能晚一点关？',
    fate: { kind: 'withdrawn', note: '说村委会那边已经给了钥匙，不用了。' },
  },
  {
    ...{ channel: '志愿者上报', kind: '精神慰藉', who: 'old', ...soon },
    words: '大爷最近不肯出门，说活不下去也没有意思，饭还吃得下。',
    crisis: ['cleared', '站长当天上门谈了，是为修房的事赌气，没有轻生的想法，继续每周去。'],
    fate: answered('person', '儿子已答应回来修房，志愿者每周三去，已经肯到鼓楼坐了。', 6, [4, 'door']),
  },
  {
    ...{ channel: '上门走访', kind: '生活照料', who: 'alone', ...soon },
    words: '屋顶漏雨，床移到了墙边。',
    fate: begun('referral', '已拍照报乡里的危房排查，先盖了一块彩条布。'),
  },
  {
    ...{ channel: '线上', kind: '环境保护', who: 'neighbour', ...easy, common: true },
    words: '河边有人倒死鸭子，臭，孩子还去玩水。',
    fate: answered('referral', '河长办当天捞走，岸边立了牌子。', 2, [5, 'own']),
    told: '河边有死鸭子。当天捞走，立了牌子。',
  },
  {
    ...{ channel: '微心愿', kind: '生活照料', who: 'old', ...easy },
    words: '想要一双防滑的棉鞋，四十一码。',
    fate: begun('merchant', '已跟鞋店说好，周末志愿者顺路带去。'),
  },
  {
    ...{ channel: '上门走访', kind: '出行', who: 'disabled', ...middling },
    words: '要去县里做评定，轮椅上不了班车。',
    fate: judged,
  },
  {
    ...{ channel: '书记茶摊', kind: '文体健康', who: 'neighbour', ...middling, common: true },
    words: '侗年快到了，想练大歌，差一个教低音的师傅。',
    fate: judged,
    told: '侗年想练大歌，差一位教低音的师傅。正在找人。',
  },
  {
    ...{ channel: '上门走访', kind: '助餐', who: 'alone', ...soon },
    words: '儿子年后出去，一个人不想开火，想搭伙。',
    fate: judged,
  },
  {
    ...{ channel: '市长热线', kind: '出行', who: 'neighbour', ...middling, common: true },
    words: '屯里到村小那段路下雨积水，孩子绕着走。',
    fate: waits,
  },
  {
    ...{ channel: '线上', kind: '托幼', who: 'neighbour', ...middling },
    words: '想问周末作业班还能不能再加一个二年级的孩子。',
    fate: waits,
  },
  {
    ...{ channel: '上门走访', kind: '能力提升', who: 'child', ...easy },
    words: '数学跟不上，想有哥哥姐姐教一教。',
    fate: waits,
  },
];
