/** Certificates of service, in English. */

import type { Words } from '../words.ts';
import type {
  certificateCommands as zhCommands,
  paperActs as zhPaperActs,
  certificateProblems as zhProblems,
  certificates as zhTexts,
} from '../zh-CN/certificates.ts';

export const certificates: Words<typeof zhTexts> = {
  title: 'Certificates of service',
  none: 'None so far. One is made when the volunteer wants it.',
  issue: 'Issue a certificate',
  issueTitle: 'Issue a certificate to {name}',
  issueSay:
    'It holds only hours that this station recorded and that count; those of another station or system are certified there. The name is that of the volunteer’s profile: if it is wrong, correct the profile first.',
  nothing: 'This station has recorded no hours that count, so there is nothing to certify.',
  station: 'Issuing station',
  from: 'From',
  to: 'To',
  askedFor:
    'The volunteer asked for it, and knows that whoever holds the paper can look up name and hours by its number',
  done: 'Issued; it can be printed',
  print: 'Print',
  withdraw: 'Withdraw',
  withdrawTitle: 'Withdraw {number}',
  withdrawSay:
    'Whoever checks it is then told that it was withdrawn. This cannot be undone; if it is needed, issue another.',
  reason: 'Why it is withdrawn',
  period: '{from} to {to}',
  issued: 'issued {day}',
  now: 'comes to {minutes} now',
  states: { valid: 'stands', replaced: 'replaced', withdrawn: 'withdrawn' },
};

export const certificateProblems: Words<typeof zhProblems> = {
  'certificate-letters-missing': {
    title: 'The font lacks letters of the name: {letters}',
    next: 'A certificate never shows a name with a gap. Open the page that checks it, print that page and put the seal on it.',
  },
  'nothing-to-certify': {
    title: 'There are no hours to certify in these days',
    next: 'Only hours that this station recorded and that count do. Have those that wait confirmed, or choose other days.',
  },
  'wrong-period': { title: 'The days are wrong', next: 'The end is after the beginning, and today at the latest.' },
  'certificate-number-taken': {
    title: 'This certificate is issued already',
    next: 'Nothing to do; refresh to see it.',
  },
  'no-such-certificate': { title: 'This certificate is not there', next: 'Refresh and look again.' },
  'certificate-withdrawn': {
    title: 'It is withdrawn already',
    next: 'Nothing to do; if one is needed, issue another.',
  },
};

export const certificateCommands: Words<typeof zhCommands> = {
  'issue-certificate': 'issued a certificate of service',
  'withdraw-certificate': 'withdrew a certificate of service',
};
export const paperActs: Words<typeof zhPaperActs> = { certificates: { paper: 'printed a certificate of service' } };
