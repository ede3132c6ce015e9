/** The lists of DOMAIN.md 4 that a person's file uses, and the few that [ours] adds. Kept in Chinese where the records are. */

/** 特殊群体. */
export const specialGroups = [
  '低保对象',
  '特困人员',
  '低保边缘对象',
  '支出型困难对象',
  '残疾人',
  '老年人',
  '留守儿童',
  '留守妇女',
  '留守老人',
  '流浪乞讨返乡人员',
  '脱贫监测户',
  '防贫监测对象',
  '孤儿',
  '事实无人抚养儿童',
  '困境儿童',
  '独居老人',
  '空巢老人',
  '失能老人',
  '失独家庭',
  '重度残疾人',
] as const;
export type SpecialGroup = (typeof specialGroups)[number];

/** 风险等级: high weekly, key monthly, ordinary quarterly. */
export const riskLevels = ['high', 'key', 'ordinary'] as const;
export type Risk = (typeof riskLevels)[number];

/** 民族, in the order of GB/T 3304. */
export const ethnicGroups = [
  '汉族',
  '蒙古族',
  '回族',
  '藏族',
  '维吾尔族',
  '苗族',
  '彝族',
  '壮族',
  '布依族',
  '朝鲜族',
  '满族',
  '侗族',
  '瑶族',
  '白族',
  '土家族',
  '哈尼族',
  '哈萨克族',
  '傣族',
  '黎族',
  '傈僳族',
  '佤族',
  '畲族',
  '高山族',
  '拉祜族',
  '水族',
  '东乡族',
  '纳西族',
  '景颇族',
  '柯尔克孜族',
  '土族',
  '达斡尔族',
  '仫佬族',
  '羌族',
  '布朗族',
  '撒拉族',
  '毛南族',
  '仡佬族',
  '锡伯族',
  '阿昌族',
  '普米族',
  '塔吉克族',
  '怒族',
  '乌孜别克族',
  '俄罗斯族',
  '鄂温克族',
  '德昂族',
  '保安族',
  '裕固族',
  '京族',
  '塔塔尔族',
  '独龙族',
  '鄂伦春族',
  '赫哲族',
  '门巴族',
  '珞巴族',
  '基诺族',
] as const;
export type EthnicGroup = (typeof ethnicGroups)[number];

/** 语言: what the person can be spoken to in. */
export const languages = [
  '普通话',
  '桂柳话',
  '平话',
  '粤',
  '客家',
  '侗',
  '苗',
  '瑶',
  '壮',
  '仫佬',
  '毛南',
  '彝',
  '水',
  '京',
  '仡佬',
] as const;
export type Language = (typeof languages)[number];

/** 户在人在、户在人不在、人在户不在: household register and person, which of them is here. */
export const whereaboutsKinds = ['both-here', 'register-only', 'person-only'] as const;
export type Whereabouts = (typeof whereaboutsKinds)[number];

/** 自理、半自理支持充足、半自理支持不足、不能自理. */
export const selfCareLevels = ['independent', 'partly-supported', 'partly-unsupported', 'dependent'] as const;
export type SelfCare = (typeof selfCareLevels)[number];

/** 其他证件, where a person has no citizen id; none: asked, and there is no document at all. */
export const otherDocuments = [
  'passport',
  'birth-certificate',
  'officer-card',
  'hong-kong-macau-permit',
  'taiwan-permit',
  'residence-permit',
  'household-register',
  'other',
  'none',
] as const;
export type OtherDocument = (typeof otherDocuments)[number];

/** What the other is to the person: A's `child` is B, and so B's `parent` is A. */
export const relationKinds = [
  'spouse',
  'child',
  'parent',
  'sibling',
  'grandchild',
  'grandparent',
  'guardian',
  'ward',
  'neighbour',
  'other',
] as const;
export type RelationKind = (typeof relationKinds)[number];

/** The same tie, seen from the other end. */
export const inverseRelation: Readonly<Record<RelationKind, RelationKind>> = {
  spouse: 'spouse',
  child: 'parent',
  parent: 'child',
  sibling: 'sibling',
  grandchild: 'grandparent',
  grandparent: 'grandchild',
  guardian: 'ward',
  ward: 'guardian',
  neighbour: 'neighbour',
  other: 'other',
};

/** 单独同意: what somebody may agree to, each by itself. */
export const consentPurposes = ['service', 'photo', 'location', 'sharing'] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** Why two files may be one person; shown to whoever decides, strongest first. */
export const likenessReasons = [
  'same-id',
  'same-document',
  'same-name',
  'same-sound',
  'like-sound',
  'one-character-apart',
  'same-birth',
  'birth-digits',
  'birth-year-off',
  'birth-lunar',
  'same-phone',
  'same-household',
] as const;
export type LikenessReason = (typeof likenessReasons)[number];
