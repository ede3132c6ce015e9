/**
 * What each personal column is and what it is for, in the county's language and in English: the printed page and the
 * console's 数据保护 both read it here. Tables of the modules declare which columns are personal; what lies beside them
 * (accounts, receipts, files) is named below by hand, and a test compares that with the database.
 */
import type { Table } from '@yimi/kernel';
import { roleClasses, visibleColumns } from '@yimi/kernel';
import type { RetentionKind } from '@yimi/network';
import { catalogue } from '../../catalogue.ts';

export interface Said {
  readonly zh: string;
  readonly en: string;
}
type Told = readonly [label: Said, purpose: Said];

const told = (zh: string, en: string, whyZh: string, whyEn: string): Told => [
  { zh, en },
  { zh: whyZh, en: whyEn },
];

/** By column, or by table and column where the same name serves something else. */
const columnsTold: Readonly<Record<string, Told>> = {
  name: told('姓名', 'name', '认人', 'who it is'),
  pinyin: told('拼音', 'pinyin', '按拼音找人', 'finding by initials'),
  soundKey: told('读音', 'sound of the name', '查重', 'finding people registered twice'),
  birthDay: told('出生日期', 'birth day', '年龄', 'age, and whether groups apply'),
  phone: told('电话', 'phone', '电话联系', 'calling'),
  idNumber: told(
    '身份证号',
    'id number',
    '核对身份、报表',
    'telling people of one name apart; registers that ask for it',
  ),
  idLastFour: told('身份证后四位', 'last four of the id', '区分同名', 'telling people of one name apart'),
  documentNumber: told('其他证件号', 'other document', '无身份证者', 'the same, for who has no card'),
  guardian: told('监护人', 'guardian', '监护人', 'whom to call about a child or a person who cannot answer'),
  guardianContact: told('监护人联系方式', 'guardian’s contact', '监护人电话', 'the same'),
  groups: told('特殊群体', 'special groups', '特殊群体', 'whom the county serves first, counted by figures'),
  memberships: told('群体起止', 'memberships', '群体起止和依据', 'since when and by which paper'),
  groupsChangeOn: told('群体变动日', 'day of change', '群体变动日', 'the day on which that changes'),
  ethnicity: told('民族', 'ethnicity', '民族', 'asked for by the civil affairs registers'),
  whereabouts: told('在家外出', 'whereabouts', '在家、外出', 'whether anybody is at home'),
  selfCare: told('自理情况', 'self-care', '自理情况', 'how often and how to visit'),
  earlier: told('改前的内容', 'value before', '待核对', 'both sides of a conflict, until a person settles it'),
  later: told('改后的内容', 'value after', '待核对', 'both sides of a conflict, until a person settles it'),
  replaced: told('合并前的内容', 'values before the merge', '撤销合并', 'undoing a merge'),
  address: told('住址', 'address', '住址', 'finding the house'),
  words: told('需求原话', 'words of a need', '办需求', 'what the resident asks for'),
  askerName: told('提需求的人', 'who asked', '找到提需求的人', 'finding whoever asked'),
  askerPhone: told('提需求的人的电话', 'who asked, phone', '回电话', 'calling them back'),
  proxyName: told('代填人', 'who spoke for them', '核对代填', 'asking again of who filled it in'),
  crisisNote: told('危机判断的理由', 'judgement of danger', '判断危机', 'why danger was seen, or not'),
  note: told('需求的答复', 'answer to a need', '答复和办不了的原因', 'what was answered, or why it cannot be met'),
  written: told(
    '问卷上写的话和数',
    'what was written on a questionnaire',
    '看大家要什么',
    'seeing what people ask for',
  ),
  ratingWords: told('活动反馈', 'words on an activity', '改进活动', 'doing the next one better'),
  helperName: told('志愿者姓名', 'volunteer’s name', '志愿服务时长和证明', 'whose service hours or certificate it is'),
  secret: told('签到密钥', 'secret of a check-in code', '核对签到', 'proving who checked in'),
  'activities.certificates.number': told('证明编号', 'number of a certificate', '核验证明', 'checking a certificate'),
  'activities.entries.name': told('姓名', 'name', '活动名单', 'the list of an activity'),
  'activities.entries.phone': told('电话', 'phone', '通知候补和变动', 'telling who waits, or that the day changed'),
  'volunteers.profiles.name': told('姓名', 'name', '认人', 'who it is'),
  'volunteers.profiles.phone': told('电话', 'phone', '请志愿者帮忙', 'asking for help'),
  'volunteers.own_tasks.words': told('想要什么', 'what was asked for', '帮这一次忙', 'helping this once'),
  'volunteers.own_tasks.name': told('姓名', 'name', '认人', 'who it is'),
  'volunteers.own_tasks.phone': told('电话', 'phone', '电话联系', 'calling'),
  endWords: told('办得怎样', 'how it went', '站里接着办', 'what the station does next'),
  contacts: told('没人应门找谁', 'whom to ring', '没人应门时打电话', 'ringing when nobody opens'),
  callees: told('站里的电话', 'the station’s phones', '送餐路上找人', 'whom to ring on a round'),
  'meals.diners.note': told('忌口和送法', 'what to mind', '送对饭、送到门', 'the right meal at the right door'),
  'meals.doors.note': told('忌口和送法', 'what to mind', '送对饭、送到门', 'the right meal at the right door'),
  'protection.reports.who': told('谁受到伤害', 'who is harmed', '强制报告', 'protecting somebody from harm'),
  'protection.own_reports.who': told('谁受到伤害', 'who is harmed', '报的人接着办', 'doing what is still to be done'),
  'protection.reports.whereabouts': told(
    '在哪里能找到',
    'where to find them',
    '强制报告',
    'protecting somebody from harm',
  ),
  signs: told('受伤害的样子', 'signs of harm', '强制报告', 'protecting somebody from harm'),
  seen: told('看到的', 'what was seen', '强制报告', 'protecting somebody from harm'),
  heard: told('本人原话', 'the person’s own words', '强制报告', 'protecting somebody from harm'),
  closingNote: told('办结的情况', 'what became of it', '强制报告', 'protecting somebody from harm'),
  'protection.steps.number': told('报警回执号', 'police report number', '证明报过', 'proof that it was reported'),
  'protection.steps.note': told(
    '转报时说的',
    'what was said on passing it on',
    '强制报告',
    'protecting somebody from harm',
  ),
  contactName: told('联系人', 'contact', '联系合伙人', 'whom to call at a partner'),
  contactPhone: told('联系电话', 'contact’s phone', '联系合伙人', 'calling a partner'),
  otherName: told('亲属姓名', 'relative’s name', '未登记的亲属', 'a relative who is not registered'),
  otherPhone: told('亲属电话', 'relative’s phone', '亲属电话', 'calling them'),
  findings: told('探访情况', 'findings', '探访情况', 'what was seen and is needed at a visit'),
  question: told('复核问题', 'question', '复核问题', 'a supervisor’s question about a record'),
  answer: told('复核答复', 'answer', '复核答复', 'its answer'),
  place: told('拍摄地点', 'place', '拍摄地点', 'where a picture was taken, if the county wants it'),
  'services.errands.text': told('捎办的事', 'errand', '捎办的事', 'what somebody was asked to bring or settle'),
  who: told('谁的需求', 'whose need', '本人报的需求里的姓名', 'the list of needs one brought in'),
  clientName: told('服务对象姓名', 'person’s name', '本人记录里的姓名', 'the list of one’s own visits'),
  fileName: told('台账文件名', 'file name', '台账文件名', 'which ledger was imported'),
  'services.evidence.name': told('文件名', 'file name', '文件名', 'a file’s name'),
  'network.staff.name': told('姓名', 'name', '工作人员', 'who works where'),
  'network.staff.phone': told('电话', 'phone', '工作电话', 'calling colleagues'),
};

/** How tables are called; the name of a module’s table where none stands here. */
const tablesTold: Readonly<Record<string, Said>> = {
  'network.staff': { zh: '工作人员', en: 'workers' },
  'network.imports': { zh: '导入台账', en: 'imported ledgers' },
  'people.clients': { zh: '服务对象档案', en: 'people’s files' },
  'people.conflicts': { zh: '待核对的改动', en: 'conflicting changes' },
  'people.merges': { zh: '合并记录', en: 'merges' },
  'people.households': { zh: '户', en: 'households' },
  'people.ties': { zh: '亲属邻里', en: 'ties' },
  'services.visits': { zh: '探访记录', en: 'visits' },
  'services.evidence': { zh: '佐证材料', en: 'evidence' },
  'services.own_visits': { zh: '本人记录', en: 'own records' },
  'services.care': { zh: '到期安排', en: 'care' },
  'services.cards': { zh: '志愿者名片', en: 'volunteers’ cards' },
  'services.errands': { zh: '捎办', en: 'errands' },
  'needs.needs': { zh: '需求', en: 'needs' },
  'needs.village_needs': { zh: '村里的需求', en: 'needs on a village’s phones' },
  'needs.own_needs': { zh: '本人报的需求', en: 'needs one brought in' },
  'volunteers.profiles': { zh: '志愿者档案', en: 'volunteers’ profiles' },
  'volunteers.partners': { zh: '合伙人', en: 'partners' },
  'volunteers.offers': { zh: '邀约', en: 'offers' },
  'volunteers.own_tasks': { zh: '答应去帮的人', en: 'whom a volunteer agreed to help' },
  'activities.hours': { zh: '志愿服务时长', en: 'service hours' },
  'activities.certificates': { zh: '志愿服务证明', en: 'certificates of service' },
  'forms.answers': { zh: '问卷答卷', en: 'answers to questionnaires' },
  'meals.diners': { zh: '用餐人', en: 'diners' },
  'meals.doors': { zh: '送餐单', en: 'doors of a round' },
  'meals.own_sheets': { zh: '送餐单抬头', en: 'head of a round’s sheet' },
  'protection.reports': { zh: '强制报告', en: 'mandatory reports' },
  'protection.steps': { zh: '强制报告的转报', en: 'what was done about mandatory reports' },
  'protection.own_reports': { zh: '手机上的强制报告', en: 'mandatory reports on phones' },
  'activities.codes': { zh: '签到码', en: 'check-in codes' },
  'activities.own_codes': { zh: '手机上的签到码', en: 'check-in codes on the organiser’s phone' },
  'activities.entries': { zh: '活动名单', en: 'lists of activities' },
};

/** Which of the county's periods ends a column's time, besides the person's own erasure. */
function endsBy(table: string, column: string): RetentionKind | null {
  if (table === 'network.staff') return column === 'phone' ? 'leavers' : null;
  if (table === 'people.conflicts') return 'settled';
  // Who asked and is nobody's client has no file whose period could end: the period for words ends theirs.
  if (table === 'forms.answers') return 'findings';
  if (['askerName', 'askerPhone', 'proxyName'].includes(column)) return 'findings';
  // A list of an activity stands with the activity; its phones go when that is closed.
  if (table === 'activities.hours' || table === 'activities.certificates') return null;
  // What harm was reported stands until the person is erased: it may be asked for years later.
  if (table.startsWith('protection.')) return null;
  // Phones of colleagues, taken off the phone when the day is over.
  if (table === 'meals.own_sheets') return null;
  // Of no person: it leaves the organiser's phone when the day is over, and the server with the last late check-in.
  if (table === 'activities.codes' || table === 'activities.own_codes') return null;
  // A volunteer’s phone goes when they leave; the name stands with the hours. A partner is corrected or closed at the desk.
  if (table.startsWith('volunteers.')) return null;
  if (table === 'activities.entries' && column !== 'ratingWords') return null;
  if (table.startsWith('network.')) return null;
  if (['services.visits', 'services.own_visits'].includes(table) && ['findings', 'question', 'answer'].includes(column))
    return 'findings';
  return table === 'services.evidence' ? 'findings' : 'gone';
}

export interface PersonalColumn {
  readonly table: string;
  readonly column: string;
  readonly mark: 'guarded' | 'sealed';
  readonly tableName: Said;
  readonly label: Said;
  /** Null where nobody said why it is kept: a test fails then. */
  readonly purpose: Said | null;
  /** Role classes whose phones receive it. */
  readonly phones: readonly string[];
  readonly endsBy: RetentionKind | null;
}

function columnsOf(table: Table): PersonalColumn[] {
  return Object.entries(table.columns).flatMap(([column, { mark }]): PersonalColumn[] => {
    if (mark === 'plain') return [];
    const words = columnsTold[`${table.name}.${column}`] ?? columnsTold[column];
    return [
      {
        ...{ table: table.name, column, mark },
        tableName: tablesTold[table.name] ?? { zh: table.name, en: table.name },
        label: words?.[0] ?? { zh: column, en: column },
        purpose: words?.[1] ?? null,
        phones: roleClasses.filter((one) => visibleColumns(table, one).includes(column)),
        endsBy: endsBy(table.name, column),
      },
    ];
  });
}

export const personalColumns = (): PersonalColumn[] => [...catalogue.tables.values()].flatMap(columnsOf);

export interface BesideColumn {
  readonly columns: readonly string[];
  readonly tableName: Said;
  readonly purpose: Said;
  readonly kept: Said;
}

const beside = (columns: readonly string[], tableName: Said, purpose: Said, kept: Said): BesideColumn => ({
  ...{ columns, tableName, purpose, kept },
});
const withThePerson: Said = {
  zh: '用本人的密钥加密；本人资料删除时密钥销毁，再也打不开',
  en: 'encrypted under the person’s key, which an erasure destroys: it cannot be opened after',
};

/** What is personal and lies outside the modules' tables. No phone receives any of it. */
export const personalBeside: readonly BesideColumn[] = [
  beside(
    ['login.accounts.login', 'login.accounts.name', 'login.accounts.phone', 'login.accounts.password_hash'],
    { zh: '登录账号', en: 'accounts' },
    { zh: '登录；密码只存散列', en: 'signing in; of the password only a hash' },
    { zh: '账号在就在', en: 'as long as the account' },
  ),
  beside(
    ['login.sessions.device_name', 'login.devices.name'],
    { zh: '登录和手机', en: 'sessions and phones' },
    { zh: '谁的哪部手机，丢了好停用', en: 'whose phone it is, so that a lost one can be shut out' },
    { zh: '登录结束后一年；手机随账号', en: 'a year after the session ended; phones with the account' },
  ),
  beside(
    ['login.totp.secret', 'login.recovery_codes.code_hash', 'login.passkeys.public_key', 'login.passkeys.name'],
    { zh: '两步验证', en: 'second factors' },
    { zh: '登录时的第二步', en: 'the second step of signing in' },
    { zh: '本人停用前', en: 'until the person turns it off' },
  ),
  beside(
    ['login.steps.device', 'login.steps.challenge'],
    { zh: '登录过程', en: 'sign-ins under way' },
    { zh: '两步之间', en: 'between the two steps' },
    { zh: '几分钟', en: 'minutes' },
  ),
  beside(
    ['login.deposits.content', 'login.deposits.problem'],
    { zh: '寄存的记录', en: 'deposited work' },
    { zh: '手机锁着时交来的记录，等人处理', en: 'work handed in by a locked phone, until a person settles it' },
    { zh: '处理完为止', en: 'until it is settled' },
  ),
  beside(
    ['engine.receipts.content', 'engine.receipts.problem'],
    { zh: '操作回执', en: 'receipts' },
    { zh: '同一件事不做两遍；没通过的原样留着', en: 'nothing is done twice; what was refused is kept as it was' },
    withThePerson,
  ),
  beside(
    ['engine.audit.content'],
    { zh: '操作记录', en: 'audit' },
    { zh: '谁在什么时候为什么看过、改过', en: 'who looked or changed what, when and why' },
    withThePerson,
  ),
  beside(
    ['engine.search_tokens.token'],
    { zh: '检索', en: 'search' },
    { zh: '按姓名拼音找人', en: 'finding people by name' },
    { zh: '随档案', en: 'with the file' },
  ),
  beside(
    ['imports.files.name', 'imports.files.sha256', 'imports.lines.faults', 'imports.lines.remarks'],
    { zh: '导入的台账', en: 'imported ledgers' },
    {
      zh: '核对和导入；文件加密，逐行只记对错',
      en: 'checking and importing; files are encrypted, of each row only what was wrong',
    },
    { zh: '文件三十天；对错随导入记录', en: 'the file thirty days; what was wrong with the import' },
  ),
  beside(
    ['files.files.sha256'],
    { zh: '照片、录音和文件', en: 'pictures, voice notes, papers' },
    { zh: '佐证材料', en: 'evidence' },
    { zh: '随探访记录；没有记录再用到时删除', en: 'with the visit; removed when no record may show it any more' },
  ),
  beside(
    ['login.public_counts.key'],
    { zh: '公开页面的来访', en: 'senders of public forms' },
    {
      zh: '防止刷表单；只存地址的加密摘要，看不出是谁',
      en: 'so that nobody floods the forms: a keyed digest of the address, which cannot be read back',
    },
    { zh: '两小时', en: 'two hours' },
  ),
  beside(
    ['login.accounts.name', 'login.accounts.phone', 'login.devices.name'],
    { zh: '搬走的县留下的账号', en: 'accounts of a county that moved away' },
    { zh: '告诉还连着旧地址的手机搬到了哪里', en: 'so that phones at the old address are told the new one' },
    { zh: '旧服务器停用前', en: 'until the old server is given up' },
  ),
];
