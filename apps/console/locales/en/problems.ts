/** What went wrong, by stable code: what it is, and what to do next. */
import type { Words } from '../words.ts';
import type * as zh from '../zh-CN/problems.ts';

export const problems: Words<typeof zh.problems> = {
  kind: {
    invalid: { title: 'Something is filled in wrongly', next: 'Look at the marked field, put it right and try again.' },
    unauthenticated: { title: 'You are signed out', next: 'Sign in again; copy what is not saved first.' },
    forbidden: { title: 'Your posts don’t allow this', next: 'Ask the station head or the county to do it, or for the post that can.' },
    'not-found': { title: 'No longer there', next: 'It may have been moved or merged. Go back and refresh.' },
    conflict: { title: 'Somebody else changed this', next: 'Refresh to see how it stands, then decide.' },
    'stale-client': { title: 'This page is out of date', next: 'Reload the page and try again.' },
    unavailable: { title: 'The server can’t keep up just now', next: 'Try again in a while; everything saved is safe.' },
  },
  console: {
    'no-connection': { title: 'The server can’t be reached', next: 'Check the network and try again. Everything saved is safe.' },
    'server-fault': { title: 'The server made an error', next: 'Try again in a while. If it goes on, tell the administrator the time.' },
    'unreadable-answer': { title: 'Page and server differ in version', next: 'Reload the page and try again.' },
    'no-outcome': { title: 'No outcome came back', next: 'Refresh to see whether it was done before trying again.' },
  },
  sync: {
    'unknown-command': { title: 'The server doesn’t know this action', next: 'Reload the page and try again.' },
    'wrong-shape': { title: '“{field}” is not right', next: 'Put it right and try again.' },
    'too-long': { title: '“{field}” is too long', next: 'Make it shorter, {most} at most.' },
    'too-short': { title: '“{field}” is missing', next: 'Fill it in and try again.' },
    'out-of-reach': { title: 'Outside the reach of your posts', next: 'Ask a colleague who looks after this place.' },
    'id-reused': { title: 'One id came with two contents', next: 'Reload the page and enter it again.' },
    'waits-for-another': { title: 'Waits for the one before it', next: 'Once that is mended or withdrawn, this goes on by itself.' },
    'nothing-to-mend': { title: 'There is nothing to mend', next: 'It may be settled already; refresh.' },
    'already-mended': { title: 'That one was mended already', next: 'Nothing to do; refresh to see it.' },
    'newer-than-server': { title: 'The server is older than the phone', next: 'Goes out by itself after the server’s update; nothing is lost.' },
    'too-old': { title: 'The program is too old', next: 'Update and try again; nothing is lost.' },
    fault: { title: 'The server failed on this', next: 'It is kept and tried again. If it goes on, tell the administrator.' },
  },
  network: {
    'already-there': { title: 'Already there', next: 'Refresh to see it; no need to add it again.' },
    'no-such-station': { title: 'No such station', next: 'Choose a station again.' },
    'no-such-room': { title: 'No such village', next: 'Choose a village again.' },
    'room-is-merged': { title: 'This village was merged', next: 'Choose the village it became part of.' },
    'post-needs-place': { title: 'This post needs a place', next: 'Choose a station, village or agency.' },
    'post-already-ended': { title: 'This post has ended already', next: 'Refresh to see it.' },
    'no-such-post': { title: 'No such post', next: 'Refresh; somebody may have changed it.' },
  },
  people: {
    'already-registered': { title: 'This person is registered already', next: 'Find the file instead.' },
    'no-such-room': { title: 'No such village', next: 'Choose a village again.' },
    'invalid-citizen-id': { title: 'The card number is wrong', next: 'The check digit does not fit; compare with the card.' },
    'guardian-needed': { title: 'Under fourteen a guardian is needed', next: 'Enter the guardian’s name.' },
    'consent-needed': { title: 'Consent is missing', next: 'The person must agree to the service first.' },
    'no-such-client': { title: 'This person can’t be found', next: 'The file may be merged or moved; search again.' },
    'not-active': { title: 'This file is no longer in use', next: 'It may be merged or erased; open the current one.' },
    'same-client': { title: 'That is the same file', next: 'Choose another file to merge.' },
  },
  services: {
    'already-recorded': { title: 'This visit is recorded already', next: 'Nothing to do.' },
    'no-such-client': { title: 'This person can’t be found', next: 'The file may be merged or moved; search again.' },
    'client-not-active': { title: 'This person is no longer served', next: 'Look at the state of the file first.' },
    'no-such-visit': { title: 'This visit can’t be found', next: 'Refresh the list.' },
    'not-counted': { title: 'It was withdrawn or rejected', next: 'Nothing to review; refresh and it goes.' },
    'not-questioned': { title: 'Nothing is being asked here', next: 'Refresh to see.' },
    'own-visit': { title: 'Nobody reviews their own visit', next: 'Ask a colleague to review it.' },
    'no-photo-consent': { title: 'The person did not agree to photos', next: 'Remove the photo or ask for consent first.' },
    'unknown-room': { title: 'The person’s village is not on record', next: 'Put the village on record first.' },
  },
};

export const fields: Words<typeof zh.fields> = {
  name: 'name', pinyin: 'pinyin', phone: 'phone', idNumber: 'card number', birthDay: 'birth date', sex: 'sex',
  guardian: 'guardian', groups: 'groups', risk: 'risk level', roomId: 'village', stationId: 'station', agencyId: 'agency',
  hamlet: 'hamlet', householdId: 'household', consents: 'consent', assigneeId: 'given to', address: 'home', state: 'state',
  question: 'question', reason: 'reason', role: 'post', login: 'user name', password: 'password', purpose: 'purpose',
  fromDay: 'from which day', lastDay: 'last day', high: 'high risk', key: 'key', ordinary: 'ordinary', findings: 'findings',
  needs: 'needs', result: 'result', mode: 'mode', files: 'photos and voice notes', answer: 'answer', clientId: 'person',
  visitId: 'visit', visitedAt: 'time of the visit', input: 'content', userId: 'account', code: 'enrolment code',
  postId: 'post', intoClientId: 'the other file', proposalId: 'merge proposal',
};

export const commandNames: Words<typeof zh.commandNames> = {
  sync: { 'withdraw-command': 'withdrew a refused action' },
  network: {
    'add-station': 'added a station', 'add-room': 'added a village', 'change-station-of-room': 'moved a village to a station',
    'merge-rooms': 'merged villages', 'add-agency': 'added an agency', 'open-contract': 'opened a contract',
    'open-post': 'opened a post', 'end-post': 'ended a post',
  },
  people: {
    'register-client': 'registered a person', 'correct-client': 'corrected a file', 'move-clients': 'moved people',
    'merge-clients': 'merged two files', 'keep-apart': 'kept two files apart', 'withdraw-consent': 'withdrew consent',
    'erase-client': 'erased a person', 'settle-conflict': 'settled a conflict', reveal: 'looked at a card number',
  },
  services: {
    'record-visit': 'recorded a visit', 'correct-visit': 'corrected a visit', 'review-visit': 'reviewed a visit',
    'question-visit': 'asked about a visit', 'reject-visit': 'rejected a visit', 'answer-question': 'answered a question',
    'withdraw-visit': 'withdrew a visit', 'confirm-evidence': 'a file arrived', 'change-due-rule': 'changed the due rule',
    're-date-room': 'worked out due days',
  },
};
