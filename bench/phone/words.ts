/** Words of which the bench's names, villages and findings are made: characters with their reading, clauses of real notes. */
type Syllable = readonly [character: string, reading: string];

const syllables = (text: string): readonly Syllable[] =>
  text.split(' ').map((part): Syllable => [part.slice(0, 1), part.slice(1)]);

export const surnames = syllables(
  '王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 吴wu 周zhou 徐xu 孙sun 马ma 朱zhu 胡hu 郭guo 何he 高gao 林lin 罗luo 韦wei 覃qin 蓝lan 莫mo 龙long 石shi 潘pan 陆lu',
);
export const given = syllables(
  '桂gui 兰lan 福fu 明ming 秀xiu 梅mei 大da 海hai 小xiao 志zhi 强qiang 顺shun 英ying 美mei 莲lian 金jin 花hua 有you 才cai 建jian 国guo 玉yu 珍zhen 春chun 生sheng 水shui 清qing 木mu 火huo 土tu 宝bao 贵gui 祥xiang 云yun 彩cai 凤feng 德de 全quan',
);

export const villageNames = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${'东南西北中上下前后左'.charAt(at % 10)}${'山河桥岭'.charAt(at / 10)}村`);

export const clauses = [
  '腿脚不便，上下楼要人扶',
  '药快吃完了，提醒家属去镇上取',
  '说孩子过年才回来',
  '想装个扶手，答应下次带表格来',
  '精神还好，能自己做饭',
  '屋顶漏雨，已报村委',
  '低保金已到账，数目对得上',
  '水缸见底，帮着挑了两担水',
  '孙子在镇上读书，周末回来',
  '夜里睡不好，常常醒',
  '灶台边堆了柴火，劝其搬远',
  '电线老化，拍照报给电工',
  '上次开的膏药有效，还想要',
  '耳朵背，要大声说话',
  '和邻居有口角，劝了几句',
  '菜地荒了一半，说没力气种',
  '残疾证到期，要换新证',
  '轮椅轮子松了，回站里借工具',
  '血糖偏高，劝少吃甜的',
  '家里只有一床薄被，登记冬被',
  '愿意参加村里的老年活动',
  '儿媳照顾得周到，家里干净',
  '门锁着，邻居说去女儿家了',
  '讲起老伴掉了眼泪，陪坐了半小时',
  '医保还没交，说下个月有钱再交',
  '养了六只鸡，托人卖了两只',
  '路滑摔过一跤，没有伤到骨头',
  '要办高龄补贴，缺一张照片',
  '手机坏了，打不通',
  '牙痛几天了，约好周四去卫生院',
] as const;
