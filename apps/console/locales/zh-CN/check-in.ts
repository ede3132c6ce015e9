/** 签到 by a code, at the desk: whose phone shows it, the poster, who waits to be confirmed. */
export const checkIn = {
  title: '签到码',
  lead: '每分钟换一次的八个数字，亮在组织者的手机上。志愿者照着打，没有网也行；到场和时长自己算好。',
  heldBy: '现在在{name}的手机上。',
  mine: '现在在您的手机上：打开一米的“今天”，点“亮签到码”。',
  none: '还没有码。开始招募、离那天不到一周，过一会儿刷新就有。',
  take: '签到码放到我的手机上',
  poster: '签到海报',
  posterSay: '没有人拿手机站在门口时，贴这张纸。用它签到的，要您在下面确认了才算。',
  back: '回到活动',
  print: '打印',
  posterIn: '来了，签到',
  posterOut: '走了，签退',
  posterHow: '打开手机上的“一米”，点“我”里的“活动签到”，打下面的八个数字；没有网也行。',
  qrAlt: '{what}的二维码',
  waiting: '等您确认的签到（{n}）',
  waitingSay: '用海报签到的，和名单上点了“没来”的。确认了才算到场，签到签退都确认了才记时长。',
  confirmAll: '都确认',
  confirm: '确认',
  decline: '不算',
  done: { in: '{time} 签到', out: '{time} 签退' },
  source: { code: '签到码', print: '海报' },
  state: { waiting: '等确认', declined: '不算' },
} as const;

/** Of module `activities`, which owns them. */
export const checkInProblems = {
  'code-mistyped': { title: '这八个数字不对', next: '照着组织者的手机再打一遍。' },
  'code-unknown': { title: '这不是那天活动的签到码', next: '请在名单上点到。' },
  'code-past': { title: '这个码是别的时候亮的', next: '打的时候已经换了。请在名单上点到。' },
  'code-clock': { title: '手机的日期或时间不对', next: '把手机时间调准，再在名单上点到。' },
  'code-not-on-list': { title: '名单里没有这个人', next: '先加进名单，再点到。' },
  'code-over': { title: '活动已经总结或取消，不再收签到', next: '已总结的先退回修改，再补。' },
  'already-checked-in': { title: '已经签过到了', next: '不用再签。' },
  'already-checked-out': { title: '已经签退了', next: '不用再签。' },
  'no-code-yet': { title: '还没有签到码', next: '开始招募、离那天不到一周才有；刚开始招募的，等一分钟再点。' },
  'no-such-check-in': { title: '找不到这条签到', next: '刷新看看最新的名单。' },
} as const;

export const checkInCommands = {
  'check-in': '活动签到签退',
  'judge-check-ins': '确认签到',
  'take-code': '把签到码放到自己手机上',
  'lay-out-code': '发出活动的签到码',
  'put-away-codes': '收回过期的签到码',
} as const;
