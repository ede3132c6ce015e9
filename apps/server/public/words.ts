/** The words of the public pages, as one would say them at the door. Both languages whole: a missing one does not compile. */
const zh = {
  lang: 'zh-CN',
  other: { code: 'en', name: 'English' },
  skip: '直接看内容',
  title: (station: string) => `${station}：乡亲有事，说一声`,
  lead: '家里有难处、村里缺点什么，都可以告诉我们。不收钱，不用注册，您说的话不会公开。',
  reach: '怎么找到我们',
  address: '地址',
  hours: '开门时间',
  phone: '电话',
  does: '我们做什么',
  doesList: [
    '上门看望独居老人、残疾人、困难家庭和留守的孩子',
    '帮您打听政策，陪您跑手续',
    '替您找人帮忙：志愿者、有手艺的邻居、热心的单位',
    '办活动、办小组，让大家走出来、聚起来',
    '听您说说心里话；您的事我们替您保密',
  ],
  differs: '和村（居）委会有什么不一样',
  differsHead: ['', '社工站', '村（居）委会'],
  differsRows: [
    ['是什么', '县里请来的专业社工，专门为人服务', '村民（居民）自己选出来的自治组织'],
    ['做什么', '上门探访、陪伴、找资源，陪您把难处一步步解决', '管村里的公共事务：开证明、评议低保、调解、选举'],
    ['不做什么', '不开证明、不审批、不收钱', '不提供一对一的长期陪伴'],
    ['找谁', '拿不准找哪边，先告诉我们，我们帮您转过去', ''],
  ],
  figures: '今年的数字',
  figureNames: { visits: '上门探访（人次）' },
  hiddenCount: '不足 5',
  figuresNote: '不足 5 的数不写出来，免得让人猜到是谁。',
  refused: {
    'not-found': { title: '没有这个页面', next: '可能地址写错了，或者这个站的页面还没有开放。' },
    busy: { title: '来的人有点多', next: '请过一会儿再试。' },
    fault: { title: '出了点差错', next: '请过一会儿再试。急事请直接打电话或到站里来。' },
  },
};

export type PublicWords = typeof zh;
export type Refusal = keyof PublicWords['refused'];

const en: PublicWords = {
  lang: 'en',
  other: { code: 'zh-CN', name: '中文' },
  skip: 'Skip to the content',
  title: (station) => `${station}: tell us what is missing`,
  lead: 'Is something hard at home, or missing in the village? Tell us. It costs nothing, needs no account, and what you say is not made public.',
  reach: 'How to reach us',
  address: 'Address',
  hours: 'Open',
  phone: 'Telephone',
  does: 'What we do',
  doesList: [
    'We call on older people living alone, disabled people, families in hardship and children left behind',
    'We find out about policies for you and go through the papers with you',
    'We find people who can help: volunteers, skilled neighbours, partner units',
    'We hold activities and groups that bring people together',
    'We listen, and we keep what you tell us to ourselves',
  ],
  differs: 'How we differ from the village committee',
  differsHead: ['', 'Social work station', 'Village committee'],
  differsRows: [
    [
      'What it is',
      'Professional social workers, hired by the county to serve people',
      'Self-government, elected by the residents',
    ],
    [
      'What it does',
      'Visits, companionship, finding resources, staying with you until it is solved',
      'Public affairs: certificates, review of allowances, mediation, elections',
    ],
    ['What it does not', 'No certificates, no approvals, no fees', 'No long-term support of single persons'],
    ['Whom to ask', 'If you are not sure, tell us and we pass it on', ''],
  ],
  figures: 'This year in numbers',
  figureNames: { visits: 'Visits' },
  hiddenCount: 'under 5',
  figuresNote: 'Numbers under five are not shown, so that nobody can be guessed.',
  refused: {
    'not-found': {
      title: 'There is no such page',
      next: 'The address may be wrong, or this station’s page is not open.',
    },
    busy: {
      title: 'Many people are here at once',
      next: 'Please try again in a while.',
    },
    fault: {
      title: 'Something went wrong',
      next: 'Please try again in a while. If it is urgent, call or come to the station.',
    },
  },
};

export const publicWords = { 'zh-CN': zh, en } as const;
export type PublicLang = keyof typeof publicWords;
export const langOf = (asked: unknown): PublicLang => (asked === 'en' ? 'en' : 'zh-CN');
