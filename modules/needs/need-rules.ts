/** What follows from the words and the urgency of a need: deadline, alarm, who may hold it. Pure, the same on both sides. */
import type { Place, Problem, Tx } from '@yimi/kernel';
import { addDays, derivedId, scopes } from '@yimi/kernel';
import { rooms } from '@yimi/network';
import { liveClient } from '@yimi/people';
import type { needKinds } from '@yimi/services';
import { carriedRules } from './carried.ts';
import { noSuchNeed } from './problems.ts';
import type { answerTimes, Need, NeedRule, Urgency } from './tables.ts';
import { needRules, needs } from './tables.ts';

export const needRuleId = derivedId('needs', 'rule');

/** Until a county says otherwise. [ours, editable] */
export const usualNeedRule: NeedRule = {
  id: needRuleId,
  ...{ urgentDays: 1, soonDays: 7, ordinaryDays: 30 },
  crisisWords: ['自杀', '轻生', '不想活', '活不下去', '想死', '跳楼', '割腕', '喝农药', '家暴', '虐待', '性侵', '被打'],
};

/** A visit's need of one kind becomes one need, on whichever phone and however often somebody taps. */
export function needOfVisit(visitId: string, kind: (typeof needKinds)[number]): string {
  return derivedId(visitId, `need/${kind}`);
}

export function needRuleOf(tx: Tx): NeedRule {
  const rule = tx.get(needRules, needRuleId, scopes.county);
  if (rule === 'absent') return usualNeedRule;
  if (rule !== 'not-held') return rule;
  const carried = tx.get(carriedRules, needRuleId, scopes.county);
  return carried === 'absent' || carried === 'not-held' ? usualNeedRule : carried;
}

export function answerBy(rule: NeedRule, receivedOn: string, urgency: Urgency | null): string {
  const days = { 紧急: rule.urgentDays, 较急: rule.soonDays, 一般: rule.ordinaryDays };
  return addDays(receivedOn, days[urgency ?? '一般']);
}

/** The words of the county's list that stand in the text; spaces between them hide nothing. */
export function crisisWordsIn(text: string, words: readonly string[]): string[] {
  const close = text.replace(/\s+/g, '');
  return words.filter((word) => close.includes(word.replace(/\s+/g, '')));
}

/** Social relief, comfort, crisis and rights: of no concern to the neighbours, so the station's alone. */
const sensitiveKinds: readonly (typeof needKinds)[number][] = ['社会救助', '精神慰藉', '危机干预', '权益维护'];

export function isSensitive({ kind, crisis }: Pick<Need, 'kind' | 'crisis'>): boolean {
  return sensitiveKinds.includes(kind) || crisis === 'flagged' || crisis === 'confirmed';
}

const day = 86_400_000;
const bounds = [1, 3, 7, 15, 30] as const;

/** The bucket of days that passed from receipt to answer. */
export function answerTimeOf(receivedOn: string, answeredOn: string): (typeof answerTimes)[number] {
  const days = (Date.parse(answeredOn) - Date.parse(receivedOn)) / day;
  const bound = bounds.find((most) => days <= most);
  return bound === undefined ? 'later' : `${bound}`;
}

/** Where a need lies, for permission: its village and station, who recorded it, to whom the person is given. */
export function placeOfNeed(tx: Tx, needId: string): Place | 'not-held' | null {
  const need = tx.get(needs, needId);
  if (need === 'not-held') return 'not-held';
  if (need === 'absent') return null;
  const room = tx.get(rooms, need.heldIn, scopes.county);
  const stationId = room === 'absent' || room === 'not-held' ? need.heldBy : room.stationId;
  const client = need.clientId === null ? 'absent' : liveClient(tx, need.clientId);
  const assigneeId = client === 'absent' || client === 'not-held' ? null : client.assigneeId;
  // What is the station's is not the village's, whoever asks for it.
  return { roomId: need.sensitive ? null : need.heldIn, stationId, authorId: need.authorId, assigneeId };
}

/** The need, or what to answer: a phone that does not hold it lets the server decide (law C6). */
export function needOf(tx: Tx, needId: string): { need: Need } | { answer: Problem | undefined } {
  const need = tx.get(needs, needId);
  if (need === 'not-held') return { answer: undefined };
  return need === 'absent' ? { answer: noSuchNeed() } : { need };
}

/** What stands of a need once its asker is to be forgotten (law A7, 保存期限): that somebody asked, and what became of it. */
export function withoutWords(need: Need): Need {
  const nothing = {
    words: null,
    note: null,
    crisisNote: null,
    askerName: null,
    askerPhone: null,
    proxyName: null,
    voice: null,
  };
  return { ...need, ...nothing, publicWords: null, helperSex: null, times: 0 };
}
