/** Names of an invented county (云溪县) and a small generator that always draws the same lots. Nobody here exists. */
export function lots(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export const townships = [
  '枫木乡',
  '云溪镇',
  '归岭乡',
  '上塘镇',
  '古兰乡',
  '大瑶乡',
  '平岽镇',
  '三洞乡',
  '龙脊乡',
  '和睦镇',
  '良口乡',
  '富禄乡',
  '独洞乡',
  '八江镇',
  '林溪乡',
] as const;
/** The townships that have a station. */
export const openStations = 5;

export const villageNames = [
  '归冲',
  '岜稔',
  '枫木',
  '上塘',
  '高坡',
  '平岽',
  '古兰',
  '坳脚',
  '六甲',
  '弄沙',
  '三洞',
  '大瑶',
  '龙坪',
  '马胖',
  '高定',
  '冠洞',
  '程阳',
  '平寨',
  '岩寨',
  '亮寨',
  '东寨',
  '大寨',
  '盘贵',
  '林略',
  '高友',
  '高秀',
  '唐朝',
  '具河',
  '座龙',
  '岑旁',
] as const;
export const hamlets = ['上屯', '下屯', '鼓楼屯', '桥头', '大寨', '新寨', '老屋', '田坝'] as const;

/** Surname with its reading; then given names with theirs. */
export const surnames: readonly (readonly [string, string])[] = [
  ['韦', 'wei'],
  ['覃', 'qin'],
  ['蓝', 'lan'],
  ['石', 'shi'],
  ['吴', 'wu'],
  ['杨', 'yang'],
  ['梁', 'liang'],
  ['潘', 'pan'],
  ['陆', 'lu'],
  ['龙', 'long'],
  ['莫', 'mo'],
  ['罗', 'luo'],
];
export const givenNames: readonly (readonly [string, string])[] = [
  ['小妹', 'xiao mei'],
  ['桂香', 'gui xiang'],
  ['阿妹', 'a mei'],
  ['培安', 'pei an'],
  ['世昌', 'shi chang'],
  ['玉兰', 'yu lan'],
  ['通顺', 'tong shun'],
  ['老六', 'lao liu'],
  ['秀英', 'xiu ying'],
  ['国栋', 'guo dong'],
  ['美莲', 'mei lian'],
  ['志明', 'zhi ming'],
  ['春花', 'chun hua'],
  ['家旺', 'jia wang'],
  ['凤仙', 'feng xian'],
  ['永福', 'yong fu'],
  ['金凤', 'jin feng'],
  ['文斌', 'wen bin'],
];

export const findingsSaid = [
  '老人精神不错，坐在门口择菜。说夜里睡不好，已劝她去卫生院看看。家里米油够半个月。',
  '腿脚比上月利索，自己能上楼。儿子端午回来过。想学用手机和孙子视频。',
  '一个人在家，灶台冷，说中午随便吃点。邻居每天过来看一眼。问能不能送餐。',
  '孩子在写作业，数学跟不上，奶奶不识字。家里灯暗，已记下换灯。',
  '药还剩三天的量，赶圩日陪去卫生院拿。血压本上记得齐。',
  '屋顶漏的那处已经补好，下雨不怕了。想把低保的事问清楚，带了政策折页去。',
] as const;
