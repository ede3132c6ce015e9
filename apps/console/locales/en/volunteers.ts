/** Volunteers: typed after zh-CN. */
import type { Words } from '../words.ts';
import type { volunteerCommands as zhCommands, volunteerProblems as zhProblems } from '../zh-CN/volunteers.ts';

export const volunteerCommands: Words<typeof zhCommands> = {
  volunteers: {
    add: 'added a volunteer',
    correct: 'corrected a volunteer’s profile',
    pause: 'marked a volunteer as resting',
    resume: 'marked a volunteer as helping again',
    end: 'marked a volunteer as having left',
    'save-partner': 'saved a partner',
    'save-project': 'saved a service project',
    offer: 'offered a need to a volunteer',
    'accept-offer': 'noted that a volunteer accepted',
    'decline-offer': 'noted that a volunteer declined',
    'withdraw-offer': 'withdrew an offer',
    'finish-task': 'noted a task as done or given back',
    export: 'exported volunteers and hours',
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
    'no-such-partner': {
      title: 'This partner is not on the list',
      next: 'Add the partner first, or choose the station itself.',
    },
    'no-such-offer': {
      title: 'This offer is not there',
      next: 'Refresh to see how it stands.',
    },
    'need-not-open': {
      title: 'This need is settled or withdrawn',
      next: 'Nobody has to be asked; if it is not solved, reopen the need first.',
    },
    'need-stays-at-desk': {
      title: 'This need stays with the station',
      next: 'It touches privacy or safety: no volunteer is asked; a social worker of the station follows it up.',
    },
    'not-to-be-asked': {
      title: 'This volunteer is not to be asked now',
      next: 'They rest, have left, or have not agreed to be asked. Choose somebody else.',
    },
    'somebody-asked': {
      title: 'Somebody is asked for this need already',
      next: 'Wait for their answer, or withdraw that offer first.',
    },
    'asked-before': {
      title: 'This volunteer was asked for this need before',
      next: 'They have answered; choose somebody else.',
    },
    'offer-settled': {
      title: 'This offer has been answered or withdrawn',
      next: 'Refresh to see how it stands.',
    },
    'no-task': {
      title: 'Nobody is at this task',
      next: 'It can be finished or given back once somebody has accepted it.',
    },
  },
};
