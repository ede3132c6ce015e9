/** English: checking in at an activity. */
import type { Messages } from '../words.ts';

export const checkIn: Messages['checkIn'] = {
  title: 'Check in',
  menu: 'Check in at an activity',
  digits: 'The eight digits on the organiser’s phone',
  hint: 'Look at the organiser’s phone and type them. No activity to choose, no network needed.',
  scan: 'Scan',
  scanning: 'Hold the code in the frame',
  scanStop: 'Stop scanning',
  noCamera: 'The camera does not open. Typing the eight digits does as well.',
  wrong: 'These eight digits cannot be right. Compare them once more.',
  is: { in: 'This checks you in', out: 'This checks you out' },
  save: { in: 'Check in', out: 'Check out' },
  kept: { in: 'Check-in noted ({time})', out: 'Check-out noted ({time})' },
  keptHow: 'It is on the phone and goes to the station with the next network.',
  twice: {
    in: 'You have just checked in. No need to type again.',
    out: 'You have just checked out. No need to type again.',
  },
  clockLead: 'The phone’s clock must be right: more than ten minutes from the organiser’s, and nothing matches.',
  mine: 'What I signed up for',
  done: { in: 'in at {time}', out: 'out at {time}' },
  doneState: { waiting: ' (the organiser has to confirm)', declined: ' (not confirmed)' },
  notYet: 'the station has no check-in of yours yet',
  calledOff: 'called off',
  noneMine: 'This phone holds nothing you signed up for. Who did sign up types the digits all the same.',
  strip: 'Today: {title}',
  stripIn: 'Check in',
  stripOut: 'Check out',
  stripShow: 'Show the check-in code: {title}',
  showTitle: 'Check-in code',
  showIn: 'In',
  showOut: 'Out',
  which: 'What people see now',
  next: 'the next in {n} s',
  how: 'Works without a network. Who comes opens Yimi, “Me”, “Check in at an activity”, and types these eight digits.',
  qr: 'the check-in code as a picture to scan',
  otherDay: 'Open it on {day}: the code is of use on that day only.',
  none: 'No check-in code of this activity on this phone',
  noneNext:
    'It comes to the organiser’s phone once sign-up is open and the day less than a week away. If somebody else organises, press “Put the code on my phone” at the desk.',
};

export const checkInProblems = {
  'code-mistyped': 'These digits cannot be right. Withdraw this and type them once more from the organiser’s phone.',
  'code-unknown':
    'This is no code of an activity of yours on that day. Withdraw this and ask the organiser to tick you on the list.',
  'code-past':
    'This code was shown at another time; when it was typed, it had changed. Withdraw this and ask the organiser to tick you on the list.',
  'code-clock':
    'The phone’s date or time is off, so it cannot be checked. Withdraw this, set the clock right, and ask the organiser to tick you.',
  'code-not-on-list':
    'You are not on this activity’s list. Withdraw this and ask the organiser to add you first and then tick you.',
  'code-over':
    'This activity is summed up or called off and takes no more check-ins. Withdraw this and ask the organiser to add it at the desk.',
  'already-checked-in': 'You have checked in already. Nothing to do: withdraw this one.',
  'already-checked-out': 'You have checked out already. Nothing to do: withdraw this one.',
  'no-code-yet':
    'This activity has no check-in code yet. It has one when sign-up is open and the day less than a week away; just opened, wait a minute.',
  'no-such-check-in': 'This check-in is not there. Refresh to see the newest list.',
};
