/** How ledgers say what came of a visit, how it was made, and what was needed. What is not known is not bent to the nearest. */
import type { Visit } from '@yimi/services';
import { needKinds } from '@yimi/services';
import { plainText, saysNothing, saysYes } from '../understanding/plain.ts';

export type NeedKind = (typeof needKinds)[number];

const results: readonly (readonly [Visit['result'], RegExp])[] = [
  ['refused', /^(?:拒访|拒绝|拒绝走访|拒绝探访|不配合|不愿见面|不开门|拒不开门)$/],
  ['vacant', /^(?:空置|空户|空房|空挂户|房屋空置|无人居住|长期无人居住|人户分离|已搬走|已搬离|搬走|搬迁)$/],
  [
    'nobody',
    /^(?:无人|没人|无人在家|家中无人|不在家|不在|未在家|外出|外出务工|外出未归|锁门|未遇|未见|未见到|未见到本人|没见到|无人应答|未接|未接通|无人接听)$/,
  ],
  ['home', /^(?:在家|见到|已见|见面|已见面|见到本人|本人在家|正常|已走访|已探访|完成|已完成|接通|已接通|在家中)$/],
];

/** A column that asks 是否在家 is answered by yes and no. */
export function readResult(text: string): Visit['result'] | null {
  const said = plainText(text).replace(/\s|[。.]$/g, '');
  const found = results.find(([, words]) => words.test(said));
  if (found !== undefined) return found[0];
  const yes = saysNothing(said) ? null : saysYes(said);
  return yes === null ? null : yes ? 'home' : 'nobody';
}

export function readMode(text: string): Visit['mode'] | null {
  const said = plainText(text).replace(/\s/g, '');
  if (/^(?:上门|入户|上门走访|入户走访|上门探访|入户探访|实地|实地走访|面访|走访|探访|面谈|家访|现场)$/.test(said))
    return 'home';
  return /^(?:电话|电访|电话访问|电话探访|电话回访|微信|视频|语音|线上|电话或微信|打电话)$/.test(said) ? 'phone' : null;
}

const otherNeedWords: Readonly<Partial<Record<NeedKind, readonly string[]>>> = {
  政策咨询: ['政策', '咨询', '政策解答', '政策宣传'],
  社会救助: ['救助', '临时救助', '申请低保', '低保', '困难救助', '物资救助', '医疗救助'],
  精神慰藉: ['陪伴', '聊天', '心理', '心理疏导', '情绪疏导', '精神关爱', '陪聊'],
  危机干预: ['危机'],
  权益维护: ['维权', '法律援助', '法律咨询'],
  社会融入: ['融入'],
  文体健康: ['健康', '文体', '体检', '医疗', '看病'],
  助餐: ['送餐', '餐食', '用餐', '吃饭'],
  出行: ['接送', '陪诊', '交通'],
  托幼: ['托管', '照看孩子', '带孩子'],
  生活照料: ['照料', '家政', '打扫', '助洁', '护理', '家务', '买药', '代购'],
};
/** Each kind of need with all that ledgers call it. */
export const needWords = needKinds.map((kind) => [kind, [kind, ...(otherNeedWords[kind] ?? [])]] as const);
const needOf = new Map<string, NeedKind>(
  needWords.flatMap(([kind, words]) => words.map((word) => [word, kind] as const)),
);

/** The needs of the list, and whether something stood there that is none. */
export function readNeeds(text: string): { needs: readonly NeedKind[]; unknown: boolean } {
  const parts = plainText(text)
    .split(/[、,，;；/+|&\s]+/u)
    .map((part) => part.replace(/^\d+[.)]?(?=\p{Script=Han})/u, '').replace(/(?:需求|服务|方面)$/u, ''))
    .filter((part) => part !== '' && !saysNothing(part));
  const found = parts.map((part) => needOf.get(part) ?? null);
  return { needs: [...new Set(found.filter((need) => need !== null))], unknown: found.includes(null) };
}
