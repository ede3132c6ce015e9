/** Checking in by a code, at the desk. */

import type { Words } from '../words.ts';
import type { checkIn as zh, checkInCommands as zhCommands, checkInProblems as zhProblems } from '../zh-CN/check-in.ts';

export const checkIn: Words<typeof zh> = {
  title: 'Check-in code',
  lead: 'Eight digits that change every minute, on the organiser’s phone. Volunteers type them, with or without a network; attendance and hours follow.',
  heldBy: 'It is on the phone of {name}.',
  mine: 'It is on your phone: open “Today” in Yimi and tap “Show the check-in code”.',
  none: 'No code yet. There is one when sign-up is open and the day less than a week away; refresh in a while.',
  take: 'Put the code on my phone',
  poster: 'Check-in poster',
  posterSay: 'For when nobody stands at the door with a phone. Who checks in by it counts once you confirm it below.',
  back: 'Back to the activity',
  print: 'Print',
  posterIn: 'Coming: check in',
  posterOut: 'Leaving: check out',
  posterHow:
    'Open Yimi on your phone, “Me”, “Check in at an activity”, and type these eight digits. No network needed.',
  qrAlt: 'picture to scan: {what}',
  waiting: 'Check-ins for you to confirm ({n})',
  waitingSay:
    'By the poster, and of people ticked as absent. Confirmed, they count as come; hours once both in and out are confirmed.',
  confirmAll: 'Confirm all',
  confirm: 'Confirm',
  decline: 'Does not count',
  done: { in: 'in {time}', out: 'out {time}' },
  source: { code: 'by code', print: 'by poster' },
  state: { waiting: 'to be confirmed', declined: 'not counted' },
};

export const checkInProblems: Words<typeof zhProblems> = {
  'code-mistyped': { title: 'These digits cannot be right', next: 'Type them once more from the organiser’s phone.' },
  'code-unknown': { title: 'No code of an activity of that day', next: 'Tick the person on the list.' },
  'code-past': { title: 'This code was shown at another time', next: 'It had changed when typed. Tick on the list.' },
  'code-clock': { title: 'The phone’s date or time is off', next: 'Set the clock right, then tick on the list.' },
  'code-not-on-list': { title: 'Not on the list', next: 'Add the person first, then tick.' },
  'code-over': { title: 'Summed up or called off: no more check-ins', next: 'Reopen a closed activity, then add it.' },
  'already-checked-in': { title: 'Checked in already', next: 'Nothing to do.' },
  'already-checked-out': { title: 'Checked out already', next: 'Nothing to do.' },
  'no-code-yet': {
    title: 'No check-in code yet',
    next: 'There is one when sign-up is open and the day less than a week away; just opened, wait a minute.',
  },
  'no-such-check-in': { title: 'This check-in is not there', next: 'Refresh to see the newest list.' },
};

export const checkInCommands: Words<typeof zhCommands> = {
  'check-in': 'checked in or out at an activity',
  'judge-check-ins': 'confirmed check-ins',
  'take-code': 'took an activity’s check-in code onto their phone',
  'lay-out-code': 'gave out an activity’s check-in code',
  'put-away-codes': 'took back check-in codes of past days',
};
