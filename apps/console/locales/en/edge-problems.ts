/** What the server's edge refuses: accounts, deposits, files, reading. */
import type { Words } from '../words.ts';
import type * as zh from '../zh-CN/edge-problems.ts';

export const edgeProblems: Words<typeof zh.edgeProblems> = {
  accounts: {
    'not-signed-in': { title: 'Not signed in', next: 'Sign in first.' },
  },
  auth: {
    'not-signed-in': { title: 'Not signed in', next: 'Sign in first.' },
    'signed-out': { title: 'The session has ended', next: 'Sign in again.' },
    'account-disabled': {
      title: 'This account is disabled',
      next: 'The station head or the county administrator can enable it.',
    },
    'another-person': {
      title: 'Somebody else is signed in on this device',
      next: 'Sign out, then sign in as yourself.',
    },
    'device-revoked': { title: 'This device was revoked', next: 'Ask the station head for a new enrolment code.' },
    'wrong-login': {
      title: 'User name or password is wrong',
      next: 'Check capitals and input method. Next try in {waitSeconds} s.',
    },
    wait: { title: 'Too many tries', next: 'Wait {waitSeconds} s and try again.' },
    busy: { title: 'Too many people are signing in', next: 'Try again in a few seconds.' },
    'password-too-short': { title: 'The password is too short', next: 'At least {least} characters.' },
    'password-too-long': { title: 'The password is too long', next: '{most} characters at most.' },
    'password-too-weak': { title: 'The password is easy to guess', next: 'No birthdays, sequences or common words.' },
    'password-is-login': { title: 'The password is the user name', next: 'Choose another.' },
    'wrong-password': { title: 'The present password is wrong', next: 'Type it again; next try in {waitSeconds} s.' },
    'second-factor-needed': { title: 'One more step', next: 'Type the six digits of your authenticator app.' },
    'wrong-code': {
      title: 'Wrong digits, or used before',
      next: 'Wait for the app’s next digits. You can try again in {waitSeconds} seconds.',
    },
    'step-expired': { title: 'That took too long', next: 'Begin again with user name and password.' },
    'second-factor-there': {
      title: 'Two-step sign-in is on already',
      next: 'To change the app, turn the present one off first.',
    },
    'second-factor-not-begun': {
      title: 'No picture was scanned yet',
      next: 'Tap “Set up” and scan it, then type the digits.',
    },
    'second-factor-required': {
      title: 'The county asks your post to sign in in two steps',
      next: 'It cannot be turned off. For a new phone, ask the station head or the county to reset it.',
    },
    'passkey-refused': { title: 'The passkey was not recognised', next: 'Try again, or sign in with your password.' },
    'no-such-passkey': { title: 'This passkey is gone already', next: 'Refresh to see it.' },
    'passkeys-need-name': {
      title: 'Passkeys do not work at a bare IP address',
      next: 'Open the console by its name and try again.',
    },
    'code-unknown': { title: 'No such enrolment code', next: 'Type it again, or ask the station head for a new one.' },
    'code-used': { title: 'The enrolment code was used already', next: 'Ask the station head for a new one.' },
    'code-expired': { title: 'The enrolment code has run out', next: 'Ask the station head for a new one.' },
    'out-of-reach': { title: 'This person is not in your charge', next: 'Their station head or the county can do it.' },
    'no-such-session': { title: 'That device is signed out already', next: 'Refresh to see it.' },
    'has-account': {
      title: 'They have an account already',
      next: 'For another phone or a forgotten password choose “New phone”.',
    },
    'login-taken': { title: 'The user name is taken', next: 'Choose another, e.g. with the village’s pinyin.' },
    'phone-taken': { title: 'The phone number is taken', next: 'The person may have an account already.' },
    'wrong-phone': { title: 'The phone number is wrong', next: 'Enter an 11-digit mobile number.' },
    'wrong-login-name': { title: 'The user name won’t do', next: 'Letters and digits, no blanks, no phone number.' },
    'evaluator-needs-end': { title: 'An evaluator’s account needs an end', next: 'Enter the last day.' },
    'city-role': { title: 'City accounts are not opened by a county', next: 'The city centre opens them.' },
  },
  deposits: {
    'wrong-token': {
      title: 'The deposit’s credential is wrong',
      next: 'The person should sign in on that phone once.',
    },
    'not-own-device': {
      title: 'Sent from somebody else’s phone',
      next: 'Make sure the author wrote it, then take it in.',
    },
    'device-revoked': { title: 'Sent from a revoked phone', next: 'Make sure the author wrote it, then take it in.' },
    'account-disabled': {
      title: 'The author’s account is disabled',
      next: 'Check the content; if it counts, take it in.',
    },
    'other-county': { title: 'Sent from another county', next: 'Get in touch with that county.' },
    'wrong-shape': { title: 'The deposit can’t be read', next: 'The person should record it again.' },
    'does-not-open': { title: 'The deposit does not open', next: 'The person should record it again.' },
    'no-such-deposit': { title: 'No such deposit', next: 'Somebody may have settled it; refresh.' },
    'already-settled': { title: 'Settled already', next: 'Refresh to see it.' },
    'wrong-hash': { title: 'The file was damaged on its way', next: 'It is sent again by itself.' },
  },
  files: {
    'too-many-pixels': {
      title: 'The picture claims to be larger than any camera makes',
      next: 'Take it anew, or save it smaller.',
    },
    'too-large': { title: 'The file is too large', next: 'Photos and voice notes may have 10 MB.' },
    'wrong-metadata': { title: 'The file’s description is incomplete', next: 'Reload the page and send it again.' },
    'not-what-it-says': { title: 'Neither a photo nor a voice note', next: 'Choose another file.' },
    'hash-differs': { title: 'The file was damaged on its way', next: 'It is sent again by itself.' },
    'has-location': {
      title: 'The photo carries its location',
      next: 'Take it with Yimi on the phone, which leaves the location out.',
    },
    'no-such-file': {
      title: 'Not here yet, or not for you to see',
      next: 'Look again when the author’s phone has network.',
    },
    'may-not-send': {
      title: 'This file is not yours to send',
      next: 'Send it with the account that recorded the visit.',
    },
    'range-outside': { title: 'The file has no such part', next: 'Play it again from the beginning.' },
    'cleared-meanwhile': { title: 'The server was clearing up just then', next: 'The file is sent again by itself.' },
    'upload-stopped': { title: 'The upload stopped half-way', next: 'It goes on by itself.' },
    'wrong-offset': { title: 'The parts of the file don’t join', next: 'It goes on from the gap by itself.' },
    'wrong-upload': { title: 'The upload was not right', next: 'It is sent again by itself.' },
    'too-many-uploads': { title: 'Too many uploads at once', next: 'They go on by themselves.' },
  },
  imports: {
    'not-a-spreadsheet': {
      title: 'This file is no spreadsheet',
      next: 'Save it as .xlsx or .csv in your spreadsheet program and send it again.',
    },
    'old-format': {
      title: 'A spreadsheet of the old kind (.xls)',
      next: 'Open it, choose “Save as” .xlsx, and send that.',
    },
    'web-page': {
      title: 'This is really a web page',
      next: 'Open it in your spreadsheet program, choose “Save as” .xlsx, and send that.',
    },
    'password-protected': {
      title: 'The spreadsheet has a password',
      next: 'Take the password off, save it, and send it again.',
    },
    damaged: {
      title: 'The spreadsheet cannot be opened; perhaps it is cut off',
      next: 'Open it in your spreadsheet program; if it opens there, save a copy and send that.',
    },
    empty: { title: 'The spreadsheet is empty', next: 'See whether this is the right file.' },
    'unreadable-text': {
      title: 'The text of this file cannot be read',
      next: 'Open it in your spreadsheet program and save it as .xlsx.',
    },
    'too-much': {
      title: 'The spreadsheet is too large',
      next: 'At most 200,000 rows, 300 columns, 40 MB. Split it by village or year.',
    },
    'took-too-long': {
      title: 'Reading took too long and was stopped',
      next: 'Split the spreadsheet by village or year.',
    },
    'no-header': { title: 'No heading was recognised', next: 'Click the row of headings in the table.' },
    'field-missing': { title: 'No column is “{name}” yet', next: 'Choose a column for “{name}”.' },
    'consent-not-confirmed': {
      title: 'Consent has not been confirmed',
      next: 'If everybody on the list has signed, tick the box and import.',
    },
    'file-forgotten': { title: 'The file is no longer kept', next: 'Files are kept for 30 days. Send it again.' },
  },
  reads: {
    'not-for-you': {
      title: 'Your posts don’t open this',
      next: 'If you need it, ask the county for the post that does.',
    },
    'not-found': { title: 'Not there, or not for you to see', next: 'Go back, or ask who looks after this place.' },
    'wrong-input': { title: '“{field}” is not right', next: 'Put it right and try again.' },
  },
  county: {
    moving: { title: 'The county is moving to another server', next: 'Nothing can be changed until it has arrived.' },
    moved: { title: 'The county has moved to {to}', next: 'Open the new address and sign in as before.' },
  },
  server: {
    'bad-request': { title: 'The request can’t be read', next: 'Reload the page and try again.' },
    'too-often': { title: 'Too much was sent from here', next: 'Try again in an hour.' },
    busy: { title: 'The server has its hands full', next: 'Try again in a few seconds.' },
    'database-away': { title: 'The server is starting again', next: 'Try again in a moment; what was saved is safe.' },
    'disk-full': {
      title: 'The server’s disk is full',
      next: 'What was saved is safe, and nothing new can be saved. Ask the administrator to make room.',
    },
    'body-too-large': { title: 'Too much at once', next: 'Do it in several parts.' },
    fault: {
      title: 'The server made an error',
      next: 'Try again in a while. If it goes on, tell the administrator the time.',
    },
    'forged-request': { title: 'The request did not come from this site', next: 'Use the pages of the console.' },
    'no-such-page': { title: 'There is no such page', next: 'Go back.' },
    'not-json': { title: 'The request can’t be read', next: 'Reload the page and try again.' },
    'wrong-content-type': { title: 'The request can’t be read', next: 'Reload the page and try again.' },
    'wrong-shape': { title: '“{field}” is not right', next: 'Put it right and try again.' },
  },
};
