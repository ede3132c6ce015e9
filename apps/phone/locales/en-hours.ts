/** What service hours and the certificates over them refuse, with those of checking in, from which hours come, apart from the rest because the lists are long. */
import { checkInProblems } from './en-check-in.ts';

export const hourProblems = {
  ...checkInProblems,
  'not-held-yet': 'Not open yet, or called off. Pictures go with an activity that takes place; open it first.',
  'too-many-photos': 'There are enough pictures. At most {most}; take some away first.',
  'no-such-photo': 'This picture is not there. Refresh; somebody may just have taken it away.',
  'not-trained':
    'This shift asks for training first. Note the day of the training in the volunteer’s profile, or choose somebody trained.',
  'not-insured':
    'This shift asks for insurance. Note in the volunteer’s profile until when they are insured, beyond that day, or choose another.',
  'hours-not-waiting': 'These hours do not wait any more. Somebody has judged them; refresh to see.',
  'second-person': 'A second person has to confirm. Neither who added them nor who helped: ask a colleague.',
  'did-not-come': 'Not ticked as having come. Tick that they came first, then grade.',
  'nothing-to-certify':
    'There are no hours to certify in these days. Only hours that this station recorded and that count do; choose other days.',
  'wrong-period': 'The days are wrong. The end is after the beginning, and today at the latest.',
  'certificate-number-taken': 'This certificate is issued already. Refresh to see it.',
  'no-such-certificate': 'This certificate is not there. Refresh and look again.',
  'certificate-withdrawn': 'It is withdrawn already. If one is needed, issue another.',
  'certificate-letters-missing':
    'The font lacks letters of the name: {letters}. Print the page that checks it and put the seal on it.',
};

export const pointProblems = {
  'unknown-village': 'This village is not on record. It may have been merged; refresh and try again.',
  'not-a-helper-here': 'Not a volunteer of this station. Ask the station that keeps them on its book.',
  'merchant-elsewhere': 'This merchant is not kept here. Its station or the county changes it.',
  'offers-alike': 'Two things are called the same. Change one name.',
  'merchant-closed': 'This merchant takes no vouchers now. Choose another.',
  'no-such-offer': 'What it gives has just changed. Refresh and choose again.',
  'not-enough': 'Not enough points; none were moved. Choose something for fewer.',
  'number-taken': 'This code was used before. Make out a new voucher.',
  'no-such-voucher': 'No voucher has this code. Compare it and try again.',
  'other-merchant': 'This voucher is for another merchant, named on it.',
  'voucher-spent': 'This voucher was used on {day}; each is good once.',
  'voucher-called-off': 'Called off on {day}; the points went back to its holder.',
  'voucher-lapsed': 'It has lapsed; its last day was {day}. Another can be made out.',
  'wrong-day': 'The day cannot be right: it lies between the day of the voucher and today.',
};
