/**
 * 杉溪侗族自治县, a county that does not exist, with the shape of S County (DOMAIN.md 6): fifteen townships, a hundred and
 * fifty villages, five stations of one agency and two of another; eight townships whose station is only planned. No code
 * here was ever given out (`4599` is no city), and no county or township of China bears these names: a test looks.
 */
import { derivedId } from '@yimi/kernel';
import { Random } from './random.ts';
import type { Scale } from './scale.ts';

export const demoPlace = {
  countyId: derivedId('demo', 'county'),
  countyName: '杉溪侗族自治县',
  code: '459926',
  cityName: '桂榕市',
  cityCode: '4599',
} as const;

export type People = 'dong' | 'zhuang' | 'miao' | 'yao' | 'han';

export interface Agency {
  readonly id: string;
  readonly name: string;
  readonly lot: string;
  readonly founder: 'association' | 'care-home';
  readonly registeredAt: 'county' | 'city';
  readonly incubator: string;
}

export interface Station {
  readonly id: string;
  readonly index: number;
  readonly township: string;
  readonly name: string;
  readonly code: string;
  readonly open: boolean;
  readonly agency: Agency | null;
  readonly workers: number;
  readonly villages: Village[];
  readonly people: People;
}

export interface Village {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly station: Station;
  readonly people: People;
  readonly minutesAway: number;
  readonly hamlets: readonly string[];
  /** Days at the end of the year in which nobody came; 0: visited as usual; 999: never in the year. */
  readonly quietDays: number;
}

/** Agency D of S County with lot 3, and a rival with another lot. */
export const agencies: readonly Agency[] = [
  {
    id: derivedId('demo', 'agency D'),
    name: '禾晾社会工作服务中心',
    lot: '第三标段',
    founder: 'association',
    registeredAt: 'city',
    incubator: '桂榕市社会组织孵化基地',
  },
  {
    id: derivedId('demo', 'agency E'),
    name: '木叶社会工作服务中心',
    lot: '第一标段',
    founder: 'care-home',
    registeredAt: 'county',
    incubator: '',
  },
];

/** Name, people, agency (index), workers. The fifth is station G, which somebody leaves in May for lack of money. */
const townships: readonly (readonly [string, People, number | null, number])[] = [
  ['鼓楼坪镇', 'dong', 0, 5],
  ['斗牛坡乡', 'dong', 0, 5],
  ['双梯乡', 'han', 0, 4],
  ['糯禾乡', 'dong', 0, 5],
  ['芦笙坪苗族乡', 'miao', 0, 4],
  ['大歌镇', 'dong', 1, 3],
  ['瑶鼓瑶族乡', 'yao', 1, 2],
  ['云脚乡', 'han', null, 0],
  ['白岩头乡', 'han', null, 0],
  ['油茶坡镇', 'dong', null, 0],
  ['百鸟冲乡', 'zhuang', null, 0],
  ['三叠乡', 'zhuang', null, 0],
  ['高禾乡', 'dong', null, 0],
  ['蓝靛瑶族乡', 'yao', null, 0],
  ['滕溪乡', 'miao', null, 0],
];
export const stationG = 4;

/** Where the public pages of the open stations lie: `/s/459926/gulouping` is the first one's. */
export const slugs = ['gulouping', 'douniupo', 'shuangti', 'nuohe', 'lushengping', 'dage', 'yaogu'] as const;

/** How many villages of which people lie in which township, in the order above. */
const mixture: readonly Partial<Record<People, number>>[] = [
  { dong: 7, han: 3 },
  { dong: 10 },
  { dong: 4, han: 6 },
  { dong: 10 },
  { miao: 10 },
  { dong: 10 },
  { yao: 10 },
  { han: 10 },
  { han: 10 },
  { dong: 8, han: 2 },
  { zhuang: 10 },
  { zhuang: 10 },
  { dong: 10 },
  { yao: 10 },
  { miao: 5, han: 5 },
];

const villageNames: Readonly<Record<People, string>> = {
  dong:
    '归杉 归稔 归垒 归盆 水碾寨 凉亭寨 老榕寨 岜稔 岜雅 岜榜 高雾 高糯 高步坳 平款 平糯 坪笙 八糯冲 八杉 程禾 良禾口 林歌 洋歌 ' +
    '独田寨 寨榜 寨糯 寨款 寨禾 寨歌 寨明坳 寨梨 款坪 鼓脚 楼脚寨 花桥脚 禾晾坪 禾仓坳 干冲寨 马鞍坳 枫木寨脚 上归坪 下归坪 ' +
    '中归坪 杉脑 杉皮冲 茶坡脚 吾榜 冠冲 孟糯 培坳 培禾 岑榜 岑糯 岑茶 登糯 纯禾 纯冲寨 牙糯 牙寨坪 平岽',
  zhuang:
    '那糯 那榜 那禾冲 那雷坡 弄雾 弄禾 弄歌 弄榕 弄牙坡 板榕 板歌 板糯 板雷坳 百榕 百雾 古榕坪 古雾 六榕坡 陇禾 巴榕',
  miao: '乌榜 乌歌 乌禾 党糯 党歌 羊糯坡 摆榜 摆笙 摆糯 苗坡脚 培笙 雨榜 江笙坪 香笙坡 安榜',
  yao:
    '盘鼓 盘雾 盘冲坳 大瑶坪冲 瑶鼓冲 瑶坳脚 六甲冲口 六鼓 长鼓坪 黄鼓冲 赵冲口 邓冲坪 蓝靛冲 靛坳 云冲坳 冷雾坪 岩雾 笋雾冲 ' +
    '八角冲口 桂皮坪',
  han:
    '木桥坪 石门坳 清水冲口 枫香坳脚 黄泥坳口 三叠水 柿子冲 板栗坳 杨梅冲口 樟木坪冲 竹筒坳 水车坪 牛栏坳 鱼梁滩 老屋冲口 ' +
    '新屋坳 百鸟坪 画眉坳 斑鸠冲 野猪坳 磨刀冲 烂泥冲口 茶籽坪 歇气坳 石板桥坪 双梯口 月亮冲 蜂桶岩 油麻坪 稻香坪 斑竹冲口 ' +
    '碓坎冲 瓦窑坳 炭窑冲 铁匠坪 药王冲',
};

const hamletNames = [
  '上屯',
  '下屯',
  '老寨',
  '新寨',
  '冲头屯',
  '桥头屯',
  '井边屯',
  '坡背屯',
  '大树脚屯',
  '岩洞口屯',
  '对门坡屯',
  '弄里屯',
  '田坝屯',
  '鼓楼边屯',
  '油榨屯',
  '半坡屯',
  '平寨',
  '岭脚屯',
  '沙坪屯',
  '杉木弄屯',
  '河边屯',
  '凉水屯',
];

export function planPlaces(scale: Scale): Station[] {
  const queues = Object.fromEntries(Object.entries(villageNames).map(([people, text]) => [people, text.split(' ')]));
  return townships.map(([township, people, agencyIndex, workers], index) => {
    const open = agencyIndex !== null || scale.allOpen;
    const agency = open ? (agencies[agencyIndex ?? 1] ?? null) : null;
    const station: Station = {
      id: derivedId('demo', `station ${index}`),
      index,
      township,
      name: `${township}社工站`,
      code: `${demoPlace.code}${township.endsWith('镇') ? 101 + index : 201 + index}000`,
      open,
      agency,
      workers: Math.max(workers, scale.allOpen ? scale.workersPerFurtherStation : 0),
      villages: [],
      people,
    };
    for (const [kind, n] of Object.entries(mixture[index] ?? {})) {
      for (let i = 0; i < n; i++) addVillage(station, kind as People, queues[kind]?.shift());
    }
    return station;
  });
}

/** Among a township's ten villages: the far ones are seldom reached, and some of them not at all. */
const quiet: Readonly<Record<string, number>> = {
  '0/9': 38,
  '1/8': 45,
  '1/9': 96,
  '2/9': 41,
  '3/8': 52,
  '3/9': 999,
  '4/7': 47,
  '4/8': 74,
  '4/9': 118,
  '5/9': 66,
  '6/8': 34,
  '6/9': 999,
  '0/6': 12,
  '1/7': 17,
  '2/7': 23,
  '3/6': 14,
  '4/6': 26,
  '5/8': 19,
  '6/6': 11,
};

function addVillage(station: Station, people: People, name: string | undefined): void {
  if (name === undefined) throw new Error(`no village name left for ${station.township}`);
  const at = station.villages.length;
  const random = new Random(`village ${name}`);
  const hamlets = new Set<string>();
  const wanted = random.between(3, 4);
  while (hamlets.size < wanted) hamlets.add(random.pick(hamletNames));
  // Near villages first: 20 minutes to two hours up the valley.
  const minutesAway = Math.min(120, 20 + Math.round(at * 8.6) + random.between(0, 18));
  station.villages.push({
    id: derivedId(station.id, `village ${at}`),
    name: `${name}村`,
    code: `${station.code.slice(0, 9)}${201 + at}`,
    station,
    people,
    minutesAway,
    hamlets: [...hamlets],
    quietDays: station.open ? (quiet[`${station.index}/${at}`] ?? 0) : 0,
  });
}
