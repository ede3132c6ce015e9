/** What a phone says when a need is brought in: what the person decided, and what the phone knows of whom it is for. */
import type { channels, urgencies } from '@yimi/needs';
import { carriedRules, crisisWordsIn, usualNeedRule } from '@yimi/needs';
import type { needKinds, OwnVisit } from '@yimi/services';
import type { Live } from '../live.ts';
import type { HeldPerson } from '../people/held-person.ts';

export interface NeedSaid {
  readonly needId: string;
  readonly kind: (typeof needKinds)[number];
  readonly words: string;
  readonly urgency: (typeof urgencies)[number] | null;
  readonly byProxy: boolean;
  readonly proxyName: string;
  readonly visitId: string | null;
  readonly receivedAt: number;
}

/** What the command takes; longer findings are cut, for the visit has them whole. */
const mostWords = 500;

export function needInput(live: Live, person: HeldPerson, said: NeedSaid) {
  const { needId, kind, urgency, byProxy, visitId, receivedAt } = said;
  const channel: (typeof channels)[number] = live.isWorker.value ? '上门走访' : '志愿者上报';
  const nobody = { askerName: null, askerPhone: null, numberHash: null };
  const proxyName = byProxy && said.proxyName.trim() !== '' ? said.proxyName.trim() : null;
  return {
    ...{ needId, channel, kind, words: cut(said.words.trim()), roomId: person.roomId },
    ...{ clientId: person.id, householdId: person.file?.householdId ?? null, ...nobody },
    ...{ byProxy, proxyName, visitId, receivedAt, urgency },
  };
}

/** Not through the middle of a character. */
function cut(words: string): string {
  return words.length <= mostWords ? words : words.slice(0, mostWords).replace(/[\uD800-\uDBFF]$/, '');
}

/** The words that raise an alarm, as the county has them: known without a network. */
export function alarmIn(live: Live, words: string | null): string[] {
  const rule = live.rowsOf(carriedRules).value[0] ?? usualNeedRule;
  return crisisWordsIn(words ?? '', rule.crisisWords);
}

/** The kinds that a visit offers to bring in; words of an alarm offer themselves. */
export function offeredBy(live: Live, visit: OwnVisit): readonly (typeof needKinds)[number][] {
  const alarm = alarmIn(live, visit.findings).length > 0;
  return alarm && !visit.needs.includes('危机干预') ? ['危机干预', ...visit.needs] : visit.needs;
}
