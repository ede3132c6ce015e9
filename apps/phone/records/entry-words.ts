/** An outbox entry in words: what it does, to whom, when. */
import type { Entry } from '@yimi/sync';
import type { Live } from '../live.ts';
import type { Words } from '../words.ts';
import { commandWord, looseContent } from './entry-content.ts';

const known = [
  'record-visit',
  'correct-visit',
  'withdraw-visit',
  'answer-question',
  'register-client',
  'correct-client',
  'withdraw-command',
  'withdraw-consent',
  ...(['propose-trip', 'change-trip', 'decide-trip', 'call-off-trip', 'tick-packing', 'start-trip'] as const),
  ...(['reach-stop', 'skip-stop', 'close-trip', 'add-errand', 'settle-errand', 'require-pair'] as const),
  ...(['needs-record', 'needs-answer', 'needs-rate'] as const),
  ...(['answer-offer', 'end-task', 'check-in'] as const),
  ...(['meals-tick', 'meals-report-door', 'meals-report-round'] as const),
  ...(['protection-report', 'protection-add-step'] as const),
] as const;

export function whatEntryDoes(entry: Entry, words: Words): string {
  const word = known.find((one) => one === commandWord(entry)) ?? 'other';
  return words.t(`commands.${word}`);
}

export function whomEntryConcerns(entry: Entry, live: Live, words: Words): string {
  const { name, clientId, visitId } = looseContent(entry);
  if (name !== undefined) return name;
  // A trip or a village's errand is about nobody in particular.
  if (clientId == null && visitId === undefined) return '';
  const visit = live.ownVisits.value.find((one) => one.id === visitId);
  return live.nameOf(clientId ?? visit?.clientId ?? '') ?? words.t('person.left');
}

/** Where the person puts right what was refused; null if it can only be withdrawn. */
export function mendingPlace(entry: Entry): string | null {
  const { clientId, visitId, needId } = looseContent(entry);
  const mends = `mends=${entry.envelope.id}`;
  switch (commandWord(entry)) {
    case 'record-visit':
      return clientId == null ? null : `/visit/${clientId}?${mends}`;
    case 'register-client':
      return `/register?${mends}`;
    case 'correct-visit':
      return visitId === undefined ? null : `/records/${visitId}/correct?${mends}`;
    case 'answer-question':
    case 'withdraw-visit':
      return visitId === undefined ? null : `/records/${visitId}?${mends}`;
    case 'needs-record':
      return clientId == null ? null : `/people/${clientId}/need?${mends}`;
    case 'needs-answer':
    case 'needs-rate':
      return needId === undefined ? null : `/needs/${needId}?${mends}`;
    default:
      return null;
  }
}
