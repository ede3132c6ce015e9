import type { CoverageBand, CoverageCell, IconName, RankedRow, ReceiptStep } from '../index.ts';

/** Invented people of an invented county (云溪县), for the pictures only. */
export const receipt: readonly ReceiptStep[] = [
  { label: '存在手机', icon: 'device' },
  { label: '已送达', icon: 'double-check' },
  { label: '已计入', icon: 'tally' },
  { label: '已审阅', icon: 'stamp' },
];

export const villages: readonly CoverageCell[] = [
  { id: 'gc', label: '归冲', days: 1, detail: '昨天' },
  { id: 'bn', label: '岜稔', days: 3, detail: '3 天前' },
  { id: 'fm', label: '枫木', days: 0, detail: '今天' },
  { id: 'st', label: '上塘', days: 6, detail: '6 天前' },
  { id: 'gp', label: '高坡寨', days: 12, detail: '12 天前' },
  { id: 'pd', label: '平岽', days: 15, detail: '15 天前' },
  { id: 'gl', label: '古兰', days: 19, detail: '19 天前' },
  { id: 'aj', label: '坳脚', days: 27, detail: '27 天前' },
  { id: 'lj', label: '六甲冲', days: 38, detail: '38 天前' },
  { id: 'sd', label: '三洞口', days: 52, detail: '52 天前' },
  { id: 'dy', label: '大瑶冲', days: 74, detail: '74 天前' },
  { id: 'ns', label: '弄沙', days: null, detail: '还没去过' },
];
export const bandText: Readonly<Record<CoverageBand, string>> = {
  fresh: '7 天内',
  month: '8–30 天',
  late: '31–60 天',
  overdue: '超过 60 天',
  never: '没去过',
};

export const needs: readonly RankedRow[] = [
  { id: 'meal', label: '助餐送餐', value: 64, display: '64 户', note: '已有 2 队志愿者接' },
  { id: 'trip', label: '出行看病', value: 51, display: '51 户', note: '缺车，找合伙人' },
  { id: 'talk', label: '陪伴说话', value: 43, display: '43 户', note: '一对一结对 18 对' },
  { id: 'study', label: '孩子作业', value: 29, display: '29 户', note: '暑期小组可接' },
  { id: 'aid', label: '救助申请', value: 22, display: '22 户' },
  { id: 'skill', label: '学门手艺', value: 17, display: '17 户', note: '合伙人 蓝师傅愿教竹编' },
  { id: 'fun', label: '唱歌跳舞', value: 14, display: '14 户' },
  { id: 'law', label: '调解维权', value: 9, display: '9 户' },
];

/** A fixed, plausible half-year: market days busy, Sundays rare, ten quiet days around Spring Festival. */
export function visitDays(): Record<string, number> {
  const values: Record<string, number> = {};
  const start = Date.UTC(2025, 0, 1);
  for (let n = 0; n < 163; n += 1) {
    const day = new Date(start + n * 86_400_000);
    const weekday = day.getUTCDay();
    const festival = n >= 26 && n <= 36;
    const wave = (n * 37 + weekday * 11 + ((n * n) % 13)) % 12;
    const value =
      festival || weekday === 0 ? (wave === 7 && !festival ? 1 : 0) : weekday === 6 ? Math.max(0, wave - 8) : wave;
    values[day.toISOString().slice(0, 10)] = value;
  }
  // June adds up to the 148 of the tile.
  [3, 14, 17, 13, 19, 11, 5, 2, 16, 18, 17, 13].forEach((value, i) => {
    values[`2025-06-${String(i + 1).padStart(2, '0')}`] = value;
  });
  return values;
}
export const weekdays = ['一', '', '三', '', '五', '', '日'] as const;
export const heatWords = { table: '看每天的数', date: '日期', value: '探访（户次）', less: '少', more: '多' };

export type QueueItem = {
  id: string;
  kind: string;
  icon: IconName;
  title: string;
  who: string;
  found: string;
  age: string;
  turn: boolean;
};
export const queue: readonly QueueItem[] = [
  {
    id: '1',
    kind: '个案计划',
    icon: 'file',
    title: '覃桂香 · 居家照料',
    who: '杨秀梅',
    found: '3 处要看',
    age: '昨天',
    turn: true,
  },
  {
    id: '2',
    kind: '探访',
    icon: 'visit',
    title: '归冲村 11 条',
    who: '韦彩云',
    found: '1 处要看',
    age: '昨天',
    turn: true,
  },
  {
    id: '3',
    kind: '小组',
    icon: 'people',
    title: '暑期作业小组 · 第 2 节',
    who: '杨秀梅',
    found: '没有问题',
    age: '2 天',
    turn: false,
  },
  {
    id: '4',
    kind: '报销',
    icon: 'coin',
    title: '大瑶冲下乡车费 86.00 元',
    who: '梁国栋',
    found: '没有问题',
    age: '3 天',
    turn: false,
  },
  {
    id: '5',
    kind: '活动',
    icon: 'calendar',
    title: '鼓楼下的义诊 · 46 人次',
    who: '杨秀梅',
    found: '没有问题',
    age: '3 天',
    turn: false,
  },
  {
    id: '6',
    kind: '个案结案',
    icon: 'file',
    title: '潘老六 · 危机已过',
    who: '梁国栋',
    found: '没有问题',
    age: '4 天',
    turn: false,
  },
];

export type VisitRow = {
  id: string;
  at: string;
  name: string;
  village: string;
  risk: 'high' | 'key' | 'ordinary';
  result: string;
  content: string;
  who: string;
  reached: number;
  state?: 'questioned' | 'waiting';
};
export const visitRows: readonly VisitRow[] = [
  {
    id: 'v1',
    at: '6月12日 09:24',
    name: '韦小妹',
    village: '归冲村 上屯',
    risk: 'high',
    result: '在家',
    content: '精神慰藉、文体健康',
    who: '韦彩云',
    reached: 2,
  },
  {
    id: 'v2',
    at: '6月12日 08:50',
    name: '蓝阿妹',
    village: '枫木村 大寨',
    risk: 'key',
    result: '在家',
    content: '政策咨询',
    who: '石明远',
    reached: 2,
  },
  {
    id: 'v3',
    at: '6月11日 16:10',
    name: '吴培安',
    village: '归冲村 鼓楼屯',
    risk: 'ordinary',
    result: '在家',
    content: '社会救助',
    who: '韦彩云',
    reached: 3,
  },
  {
    id: 'v4',
    at: '6月11日 15:32',
    name: '覃桂香',
    village: '归冲村 上屯',
    risk: 'key',
    result: '无人',
    content: '已打给邻居、女儿',
    who: '韦彩云',
    reached: 2,
    state: 'questioned',
  },
  {
    id: 'v5',
    at: '6月11日 10:05',
    name: '梁世昌',
    village: '岜稔村 下寨',
    risk: 'ordinary',
    result: '在家',
    content: '生活照料',
    who: '杨秀梅',
    reached: 3,
  },
  {
    id: 'v6',
    at: '6月10日 17:40',
    name: '石玉兰',
    village: '上塘村 桥头',
    risk: 'key',
    result: '在家',
    content: '能力提升',
    who: '杨秀梅',
    reached: 3,
  },
  {
    id: 'v7',
    at: '6月10日 11:18',
    name: '杨通顺',
    village: '上塘村 桥头',
    risk: 'ordinary',
    result: '拒访',
    content: '改天再约',
    who: '杨秀梅',
    reached: 3,
  },
  {
    id: 'v8',
    at: '6月9日 15:02',
    name: '潘老六',
    village: '高坡寨',
    risk: 'high',
    result: '在家',
    content: '危机干预、转介卫生院',
    who: '梁国栋',
    reached: 3,
  },
  {
    id: 'v9',
    at: '6月9日 11:47',
    name: '蓝正芳',
    village: '大瑶冲 老寨',
    risk: 'ordinary',
    result: '空置',
    content: '搬去县城，已问邻居',
    who: '梁国栋',
    reached: 3,
  },
  {
    id: 'v10',
    at: '6月9日 10:20',
    name: '韦建民',
    village: '归冲村 鼓楼屯',
    risk: 'ordinary',
    result: '在家',
    content: '能力提升',
    who: '韦彩云',
    reached: 3,
  },
  {
    id: 'v11',
    at: '6月8日 16:30',
    name: '覃秀英',
    village: '归冲村 上屯',
    risk: 'ordinary',
    result: '在家',
    content: '社会支持',
    who: '韦彩云',
    reached: 3,
  },
];
export const riskText = { high: '高风险', key: '重点', ordinary: '一般' } as const;
