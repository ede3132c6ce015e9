/** Code lists in the words of both apps: a person, a document, a trip reads the same on the phone and on the desk. */
export const relationsZh = {
  spouse: '配偶',
  child: '子女',
  parent: '父母',
  sibling: '兄弟姐妹',
  grandchild: '孙辈',
  grandparent: '祖辈',
  guardian: '监护人',
  ward: '被监护人',
  neighbour: '邻居',
  other: '其他',
} as const;

export const relationsEn: Readonly<Record<keyof typeof relationsZh, string>> = {
  spouse: 'spouse',
  child: 'child',
  parent: 'parent',
  sibling: 'sibling',
  grandchild: 'grandchild',
  grandparent: 'grandparent',
  guardian: 'guardian',
  ward: 'ward',
  neighbour: 'neighbour',
  other: 'other',
};

export const documentsZh = {
  passport: '护照',
  'birth-certificate': '出生证明',
  'officer-card': '军官证',
  'hong-kong-macau-permit': '港澳通行证',
  'taiwan-permit': '台湾通行证',
  'residence-permit': '居留证',
  'household-register': '户口簿',
  other: '别的证件',
  none: '什么证件都没有',
} as const;

export const documentsEn: Readonly<Record<keyof typeof documentsZh, string>> = {
  passport: 'passport',
  'birth-certificate': 'birth certificate',
  'officer-card': 'officer card',
  'hong-kong-macau-permit': 'Hong Kong and Macau permit',
  'taiwan-permit': 'Taiwan permit',
  'residence-permit': 'residence permit',
  'household-register': 'household register',
  other: 'other document',
  none: 'no document at all',
};

export const whereaboutsZh = {
  'both-here': '户在人在',
  'register-only': '户在人不在',
  'person-only': '人在户不在',
} as const;

export const whereaboutsEn: Readonly<Record<keyof typeof whereaboutsZh, string>> = {
  'both-here': 'registered and living here',
  'register-only': 'registered here, living elsewhere',
  'person-only': 'living here, registered elsewhere',
};

export const selfCareZh = {
  independent: '能自理',
  'partly-supported': '半自理，有人照应',
  'partly-unsupported': '半自理，照应不够',
  dependent: '不能自理',
} as const;

export const selfCareEn: Readonly<Record<keyof typeof selfCareZh, string>> = {
  independent: 'looks after themselves',
  'partly-supported': 'partly, with enough help',
  'partly-unsupported': 'partly, help is short',
  dependent: 'needs full care',
};

export const tripStatesZh = {
  draft: '草稿',
  requested: '等站长批',
  approved: '已批',
  declined: '没批',
  'under-way': '在路上',
  closed: '回来了',
  'called-off': '取消了',
} as const;

export const tripStatesEn: Readonly<Record<keyof typeof tripStatesZh, string>> = {
  draft: 'draft',
  requested: 'waits for the head',
  approved: 'approved',
  declined: 'sent back',
  'under-way': 'on the road',
  closed: 'back',
  'called-off': 'called off',
};
