/** Volunteers: typed after zh-CN. */

import type { Words } from '../words.ts';
import type { volunteerCommands as zhCommands, volunteerProblems as zhProblems } from '../zh-CN/volunteers.ts';
import { companionCommands, companionProblems } from './companions.ts';

export const volunteerCommands: Words<typeof zhCommands> = {
  volunteers: {
    add: 'added a volunteer',
    correct: 'corrected a volunteer’s profile',
    pause: 'marked a volunteer as resting',
    resume: 'marked a volunteer as helping again',
    end: 'marked a volunteer as having left',
    'save-partner': 'saved a partner',
    'save-project': 'saved a service project',
    export: 'exported volunteers and hours',
    offer: 'asked a volunteer for help',
    'answer-offer': 'noted a volunteer’s answer',
    'withdraw-offer': 'took an offer back',
    'end-task': 'noted a task as done or given back',
    'expire-offers': 'offers ran out',
    ...companionCommands,
  },
};

export const volunteerProblems: Words<typeof zhProblems> = {
  volunteers: {
    'already-added': {
      title: 'This person is a volunteer already',
      next: 'No need to add them again; refresh the list.',
    },
    'no-such-profile': { title: 'This volunteer is not there', next: 'Refresh the list.' },
    'has-ended': {
      title: 'This volunteer has left',
      next: 'If they help again, add them once more; the number stays.',
    },
    'not-paused': { title: 'This volunteer is not resting', next: 'Nothing to resume; refresh to see.' },
    'no-post-there': {
      title: 'This account has no post at this station',
      next: 'Open a volunteer’s post first, or add them as somebody without an account.',
    },
    'unknown-village': { title: 'This village is not on record', next: 'It may have been merged; choose another.' },
    'village-elsewhere': {
      title: 'This village is not of this station',
      next: 'Choose a village of the station. Who moves to another one leaves here first and is added there.',
    },
    'day-to-come': {
      title: 'This day is still to come',
      next: 'Consent and training are days that have passed; correct it.',
    },
    'pause-is-past': { title: 'The pause would end in the past', next: 'Choose today or later, or leave it empty.' },
    'unknown-station': { title: 'This station is not on record', next: 'Refresh the page and choose again.' },
    'no-such-need': { title: 'This need is not there', next: 'Refresh; it may be another station’s by now.' },
    'need-not-open': { title: 'This need is settled', next: 'To ask somebody again, open it once more first.' },
    'not-theirs': {
      title: 'Volunteers are not asked where there is a sign of danger',
      next: 'Somebody of the station goes; judge the sign first.',
    },
    'helper-elsewhere': {
      title: 'This volunteer is of another station',
      next: 'Speak with that station; it asks them.',
    },
    'may-not-be-asked': {
      title: 'This volunteer cannot be asked now',
      next: 'They have not agreed to be asked, or are resting; speak with them and correct the profile.',
    },
    'offered-already': { title: 'They were asked already', next: 'Wait for the answer, or ring them if it is urgent.' },
    'declined-before': {
      title: 'They said they cannot do this',
      next: 'Nobody is asked twice for one need; ask another.',
    },
    'offer-is-past': { title: 'The day for the answer is wrong', next: 'Choose a day from today to {last}.' },
    'no-such-offer': { title: 'This offer is not there', next: 'Refresh to see how it stands.' },
    'not-offered': { title: 'This offer is settled already', next: 'Refresh; somebody may just have noted it.' },
    'no-such-partner': {
      title: 'This partner is not on the list',
      next: 'Add the partner first, or choose the station itself.',
    },
    ...companionProblems,
  },
};
