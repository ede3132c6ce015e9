/** English: what the station asks a volunteer for. */
import type { Messages } from '../words.ts';

export const asked: Messages['asked'] = {
  title: 'Asked of me',
  strip: 'Asked whether you can help: {n}',
  stripGo: 'answer',
  stripAgreed: 'You agreed to {n}: {what}',
  parts: { waiting: 'Waiting for your answer', agreed: 'You agreed to', over: 'These last days' },
  urgency: { 紧急: 'urgent', 较急: 'rather urgent' },
  answerBy: 'Please answer by {day} at the latest',
  yes: 'I will',
  no: 'Not this time',
  whoLater: 'Who it is, where they live and their number show once you agree.',
  why: 'Why not? You need not say',
  reasons: {
    'no-time': 'No time',
    'too-far': 'Too far',
    'not-able': 'I do not know how',
    unwell: 'Not well',
    'would-rather-not': 'Would rather not',
  },
  noReason: 'Not this time, no reason',
  backToChoice: 'Think again',
  whoComes: 'Noted. As soon as there is a network, who it is, where they live and their number show here.',
  settled: 'The station has settled it otherwise; no need to go. If you did go, tap “Done”.',
  said: 'Asked for: {words}',
  noPhone: 'No number was left. If you cannot find the door, ask the station.',
  giveBack: 'Cannot do it',
  done: 'Done',
  how: 'How did it go? You may leave this empty',
  whyBack: 'Why not? It helps the station find somebody else; you may leave this empty',
  goes: 'Once saved, their name and number leave this phone.',
  doneSave: 'Done, save',
  backSave: 'Give it back',
  states: {
    declined: 'You said not this time',
    withdrawn: 'The station took it back; no need to go',
    expired: 'The day for an answer has passed',
    done: 'You did it, thank you',
    'given-back': 'You gave it back',
  },
  none: 'Nobody asks for your help now',
  noneNext: 'When the station asks for your help it shows here; you can answer without a network.',
};

/** Only a desk pairs; a phone may still be told. */
export const pairProblems = {
  'no-such-person': 'This person is not there. They may have moved or left; choose from the list.',
  'no-such-pair': 'This pair is not there. Refresh the list.',
  'already-paired': 'They are paired already. Open that pair to change how often they meet.',
  'pair-ended': 'This pair has ended. If they begin again, pair them anew.',
  'contact-day': 'This day is wrong. Choose a day from {first} to {last}.',
  'no-such-contact': 'This meeting is not there. Refresh; somebody may just have struck it.',
  'from-a-visit': 'This meeting comes from a visit. Correct that visit; this follows by itself.',
};
