/** English, complete: fetched when chosen. The type of zh-CN makes a missing key an error. */
import type { Messages } from '../words.ts';
import { codes, fields, problemKinds, problems } from './en-lists.ts';

export const en: Messages = {
  app: {
    name: 'Yimi', slogan: 'Record once in the village; it fills the rest', back: 'Back', close: 'Close', cancel: 'Not now', ok: 'Got it', save: 'Save',
    next: 'Next', working: 'One moment…', open: 'Open', call: 'Call', callTo: 'Call {name}, {who}',
  },
  tones: { info: 'Note', done: 'Done', warn: 'Look', problem: 'Problem' },
  tabs: { label: 'Main pages', today: 'Today', people: 'People', records: 'Records', me: 'Me' },
  days: { today: 'today', yesterday: 'yesterday', tomorrow: 'tomorrow' },
  unsupported: {
    title: 'Please open this in a browser',
    why: {
      wechat: 'You opened this inside WeChat. Records cannot be kept here without a network, so it cannot be used here.',
      'no-storage': 'This browser is too old to keep records without a network, so it cannot be used here.',
      'no-worker': 'This browser cannot open Yimi without a network, so it cannot be used here.',
      insecure: 'This address is not safe (it does not begin with https), so data cannot be locked. Ask the station head for the right address.',
    },
    step1: 'Tap “···” at the top right and choose “Open in browser”.',
    step2: 'Not there? Copy the address below into your phone’s own browser, Chrome or Edge.',
    step3: 'Once open, choose “Add to home screen”; then it works without a network.',
    address: 'Address', copy: 'Copy the address', copied: 'Copied. Paste it into the browser.', copyByHand: 'Copying is not allowed here. Press the address long to copy it.',
  },
  signIn: {
    title: 'Sign in', lead: 'The first time on this phone needs a network. Later it opens without one.',
    login: 'User name or phone number', password: 'Password', show: 'Show the password', hide: 'Hide the password', submit: 'Sign in',
    needLogin: 'Please give your user name or phone number', needPassword: 'Please give your password',
    forgotten: 'Forgotten? Ask the station head for a new code, then tap “I have a code”.', haveCode: 'I have a code',
    againTitle: 'Please sign in again', againLead: 'Your sign-in has run out. Everything is still on the phone; once signed in it goes on being sent.',
    otherPerson: 'This is another person’s account. Lock first, then let them in by “Somebody else”.',
  },
  enrol: {
    title: 'Set up this phone', lead: 'The station head gives you the code. It works once.', code: 'Code', needCode: 'Please give the code',
    password: 'Choose a password', passwordHint: 'At least 8 characters. You need it for a new phone; do not keep it on the phone.', repeat: 'The password again',
    tooShort: 'The password needs at least 8 characters', mismatch: 'The two differ; please look again', submit: 'Set up', toSignIn: 'I have a user name and password',
  },
  pin: {
    setTitle: 'Choose a 6-digit PIN', setLead: 'It opens Yimi each day and locks the data, without a network.', againTitle: 'Once more', againLead: 'Remember it: nobody can look it up.',
    mismatch: 'The two differ. Please begin again.', tooEasy: 'Too easy to guess. Please choose another.', label: 'Six-digit PIN', delete: 'Delete a digit',
    progress: '{n} of {of} digits', changed: 'The new PIN is set', change: 'Change the PIN',
  },
  unlock: {
    morning: 'Good morning, {name}', noon: 'Good afternoon, {name}', evening: 'Good evening, {name}', lead: 'Type your PIN. It works without a network.',
    who: 'Who is it?', whoLead: 'Several people keep data on this phone, each under their own lock.', another: 'Sign in somebody else', switch: 'Somebody else', forgot: 'Forgotten',
    wrong: 'Wrong PIN. Please try again.', wait: 'Wrong PIN. Wait {n} seconds.', opening: 'Opening…',
  },
  forgot: {
    title: 'Forgotten PIN', why: 'The data of {name} is locked with this PIN. Neither station nor county can open it; it has to be cleared.',
    kept: 'What was sent is on the server and comes back when you sign in again.',
    counting: 'Looking for unsent records…', none: 'Nothing is unsent. Clearing loses nothing.',
    some: '{n} records are not sent. Go online and tap “Send sealed”: no PIN is needed, the station takes them in.',
    send: 'Send sealed', sending: 'Sending…', sent: 'All sent. It is safe to clear.',
    left: '{n} records could not be sent. Try again where there is a signal.',
    clear: 'Clear and sign in again', clearGo: 'Clear', sure: '{n} records are not sent. They stay on this phone, sealed, and go out by themselves when there is a network. Until then do not remove Yimi or clear the browser’s data, or they are gone.',
  },
  today: {
    station: 'Station', room: 'Village room', mine: 'My people', chooseRoom: 'Another village', search: 'Find: name, wxm, last four',
    monthOwn: 'Your visits this month:', times: '', metThis: '{room}: {n} of {of} people met this month', metMine: '{n} of your {of} people met this month', metLabel: 'People met this month',
    due: '{n} to visit', noneDue: 'Nobody is due these days', overdue: '{n} days overdue', firstGo: '{n} days overdue: go first', dueToday: 'due today', dueIn: 'by {day}',
    record: 'Record a visit', emptyTitle: 'Everybody has been seen', emptyNext: 'Next is {name}, by {day}. There is time to register somebody, or to see who has not been met for long.',
    nobodyTitle: 'Nobody here yet', nobodyWorker: 'Register the people of the village who need care. Once registered, this page says who is to be visited, and when.', nobodyVolunteer: 'The station has not given you anybody yet. When it does, this page says whom to visit, and when.',
    loadingTitle: 'Fetching your list', loadingNext: 'The first time needs a network; later it works without.', register: 'Register a person',
    draft: 'The visit to {name} is not finished', draftGo: 'Go on', needsYou: '{n} need you', needsYouGo: 'Look', signedOut: 'Signed out; records stay on the phone', signInAgain: 'Sign in',
  },
  sync: {
    sent: 'All sent', pending: '{n} waiting', files: '{n} files waiting', turn: '{n} need you', offline: 'Offline', open: 'Where things stand',
  },
  search: {
    title: 'Find', forVisit: 'Whom did you visit?', label: 'Find a person', placeholder: 'Name, pinyin, wxm, last four', clear: 'Clear', found: '{n} found', first: 'The first {n}; type one more letter', recent: 'Due soon',
    noneTitle: 'No “{typed}”', noneWorker: 'Try one character of the name or the first letters of its pinyin. If they are new, register them.', noneVolunteer: 'Try another way to write it. You see only the people given to you; for others ring the station.',
    register: 'Register somebody new', howTitle: 'How to find fast', how: '韦小妹: type wxm, xiaomei, 小妹, or the phone’s last four.',
  },
  person: {
    gone: 'This person is not on your list any more', goneNext: 'They may have moved or been given to somebody else. Ask the station.', record: 'Record a visit', call: 'Call', noPhone: 'No phone number',
    age: '{n} years', male: 'male', female: 'female', due: 'Next visit', dueOn: 'by {day}', overdue: '{n} days overdue', lastMet: 'Last met', never: 'never', visits: '{n} visits in all',
    groups: 'Groups', noGroups: 'In no special group', risk: { high: 'High risk', key: 'Key', ordinary: 'Ordinary' }, riskTerm: { high: 'weekly', key: 'monthly', ordinary: 'quarterly' },
    consent: 'Agreed to', consents: { service: 'Service', photo: 'Photos', location: 'Location', sharing: 'Sharing with others' }, consentYes: 'yes', consentNo: 'no', consentGuardian: 'guardian agreed', guardian: 'Guardian',
    history: 'History', historyMine: 'Your visits', noHistory: 'No visits yet. The first one starts a calendar here.', heat: '{n} days with visits in the last half year', heatDay: '{day}: {n}', tableOpen: 'As a list of days', tableDate: 'Date', tableValue: 'Visits', less: 'fewer', more: 'more',
    by: '{name}', byYou: 'you', weekdays: { mon: 'M', wed: 'W', fri: 'F', sun: 'S' }, cardOnly: 'You hold only what you need to keep in touch. Id number, groups and risk are not on this phone.', since: 'Registered {day}',
  },
  visit: {
    step: 'Step {n} of {of}', door: 'Did you meet anybody?', doorPhone: 'Did you get through?', mode: 'How', modes: { home: 'At the door', phone: 'By phone' },
    results: { home: 'At home', nobody: 'Nobody', vacant: 'Vacant', refused: 'Not let in' }, resultHints: { home: 'met', nobody: 'no answer', vacant: 'nobody lives there', refused: 'not this time' },
    phoneResults: { home: 'Got through', nobody: 'No answer', vacant: 'Dead number', refused: 'Would not talk' }, phoneHints: { home: 'talked', nobody: 'it rang', vacant: 'cannot connect', refused: 'not this time' },
    when: 'Time: {at}', changeTime: 'Change', whenLabel: 'When were you there?', future: 'That lies in the future; please change it', last: 'Last time · {day} · {who}', lastNothing: 'Nothing was written',
    tell: 'How are things?', needs: 'Needs noticed', moreNeeds: 'More…', voice: 'Say it', voiceMore: 'Say more', voiceStop: 'Done', recording: 'Recording {time}', play: 'Play', stopPlay: 'Stop', remove: 'Remove this',
    voiceNo: 'The microphone cannot be opened. Allow it for the browser in the phone’s settings, or write a line.', voiceOnly: 'Record only your own words.', photo: 'Photo', photoMore: 'Another', photoAlt: 'Photo {n}',
    noPhoto: '{name} has not agreed to photos, so none can be taken here.', optional: 'Photos and sound may be left out; the visit counts the same.', sentence: 'A sentence, if you like', save: 'Save', saving: 'Saving…',
    fileFailed: 'This file was not kept. The phone may be full: delete something and try again. All else is still here.', leaveTitle: 'Not saved yet', leave: 'This visit is not saved. It stays if you leave this page, and is lost if you close Yimi.', draftHeld: 'Leaving loses nothing; come back and go on.',
    mending: 'Mended and sent again: the first record is kept and marked as replaced.', needResult: 'Please choose one',
  },
  call: {
    title: 'Nobody answered', titlePhone: 'No answer by phone', titleRefused: 'Not let in this time', lastMet: 'Last met {day}.', lastMetDays: 'Last met {n} days ago.', neverMet: 'Nobody has met them on record.', heading: 'Ring and ask',
    self: 'themselves', household: 'same household', neighbour: 'neighbour', station: 'the station', staff: { 'station-head': 'station head', 'station-worker': 'station worker', 'village-worker': 'village worker', 'hamlet-volunteer': 'volunteer' },
    offline: 'Calls work without a network.', nobody: 'There is no number on this phone. Ask next door, then tell the village committee.', urgent: 'If you fear for them (no reply, a smell, lights left on): 120 or 110 first, then the station.', emergency: 'Ambulance 120', police: 'Police 110',
    fine: 'Asked: all is well', unreached: 'Cannot reach anybody', other: 'Just record it', fineText: 'No answer at the door; by phone we learned that all is well. ', unreachedText: 'No answer at the door and nobody could be reached by phone; the station should follow up. ', fineRefused: 'Not let in this time; we asked, and all is well. ', unreachedRefused: 'Not let in this time and nothing learned; the station should follow up. ',
  },
  saved: {
    title: 'Saved', filled: 'This visit filled', ledger: 'Visit register', ledgerHow: 'one line, {day}', month: 'Visits this month', monthHow: 'your no. {n}', village: '{room} this month', villageHow: 'no. {n}', file: 'File of {name}', fileHow: '{n} in all', next: 'Next visit', nextHow: 'by {day}', nextLater: 'known once received', notCounted: 'not counted: the phone’s clock is wrong',
    clock: 'The phone’s clock is far off. The record is kept but not counted yet. Set the clock to automatic, then tap “Correct”.', nextPerson: 'Next: {name}', home: 'Back to today', mend: 'Correct', callStation: 'Nobody reached: ring the station now',
  },
  receipt: {
    label: 'Where this record stands', reached: 'reached', pending: 'not yet', kept: 'On phone', received: 'Received', counted: 'Counted', reviewed: 'Reviewed',
    offline: 'No network. It goes out by itself when there is one.', sending: 'Going out by itself.', waits: 'Waits for the one before it.', refused: 'The station could not take it: it needs you.', questioned: 'The station has a question. It stays counted.', answered: 'Answered; the station will read it.', withdrawn: 'Withdrawn, not counted.', rejected: 'Sent back, not counted: {reason}', implausible: 'The phone’s clock was wrong: not counted yet.', deposited: 'Record received, files on their way',
    photo: 'Photo', voice: 'Voice note', fileHere: 'On phone, waits for a network', fileOnWay: 'On its way', fileThere: 'Received',
  },
  outbox: {
    title: 'Where things stand', lastSync: 'Last sent: {at}', neverSynced: 'Never connected yet', turn: 'Need you · {n}', waiting: 'Waiting · {n}', nothing: 'All sent', nothingNext: 'Nothing waits on this phone and nothing needs you.', syncNow: 'Send now', syncing: 'Sending…', offlineNow: 'No network now. No need to watch: it goes out by itself.', fix: 'Mend and send', drop: 'Withdraw', dropSure: 'Withdraw this one? Its content stays on record but is not sent again.', why: 'Why it was not taken', files: '{n} files waiting', answer: 'Answer', all: 'All records', done: 'Sent', content: 'Content', predicted: 'Note: {why}',
  },
  records: {
    title: 'My records', filters: { all: 'All', waiting: 'On the way', turn: 'Need me' }, emptyTitle: 'No records yet', emptyNext: 'Record a visit, and its receipt is here: received, counted, read by the station.', emptyFilter: 'Nothing here', emptyFilterNext: 'No record fits.', legend: 'Which ones', outbox: 'Where things stand',
    numbers: 'My numbers', more: '{n} more', filtered: '{month} · {what} · {n}', showAll: 'Show all',
  },
  record: {
    title: 'Visit', gone: 'No such record', goneNext: 'It may not be on this phone any more.', findings: 'What was found', noFindings: 'Nothing written', needs: 'Needs noticed', files: 'Photos and sound', question: 'The station asks', yourAnswer: 'Your answer', answer: 'Answer', send: 'Send', needAnswer: 'Please write an answer', sent: 'The answer is kept and goes out with the network',
    correct: 'Correct', withdraw: 'Withdraw', withdrawTitle: 'Why withdraw?', reasons: { twice: 'recorded twice', person: 'wrong person', notDone: 'did not take place', other: 'another reason' }, withdrawDo: 'Withdraw', withdrawKeep: 'The record stays; it only stops counting, and the station sees why.', correctTitle: 'Correct this visit', correctLead: 'Change result, findings and needs. What was written first is kept.', correctSave: 'Done', person: 'See this person', fileMissing: 'Not on this phone any more; the station has it.',
    mine: 'Recorded by you', stateReason: 'Reason',
  },
  commands: {
    'record-visit': 'visit', 'correct-visit': 'correction', 'withdraw-visit': 'withdrawal', 'answer-question': 'answer', 'register-client': 'registration', 'correct-client': 'file corrected', 'withdraw-command': 'withdrawal', 'withdraw-consent': 'consent taken back', other: 'an act',
  },
  numbers: {
    title: 'My numbers', month: 'Month', previous: 'Month before', following: 'Month after', own: 'Your visits', ownUnit: '', asOf: 'as of {at}', pending: '{n} of them not received yet', byResult: 'By result', heads: { what: 'Result', bar: 'How many', value: 'Visits' }, village: 'Visits in {room}', villageNote: 'by everybody', villagePending: 'with your {n} not received yet', left: '{n} not counted', leftWhy: { withdrawn: 'withdrawn', rejected: 'sent back', implausible: 'clock was wrong' }, met: 'People met', metUnit: '', people: 'People in care', overdue: 'Overdue', overdueNote: '{n} of them high risk', none: 'Nothing this month yet', villageRecords: '{room} · {month}', villageCount: '{n}, newest first', villageEmpty: 'No visits in the village this month yet',
    same: 'Station and county see the same number.', open: 'Tap a number to see each record.',
  },
  register: {
    title: 'Register a person', mend: 'Mend the registration', name: 'Name', needName: 'Please give the name', pinyin: 'Pinyin', pinyinHint: 'Check it, and correct it if wrong. It is how they are found.', id: 'Id number', idHint: 'May be left out. With it, birth day and sex are known.', idWrong: 'This number is not right. Please compare it with the card.', idOk: 'The number is right: born {birth}, {sex}', idHeld: 'Kept at the station only; village phones do not show it.', sex: 'Sex', sexes: { male: 'Male', female: 'Female', unknown: 'Leave out' }, birth: 'Birth day', phone: 'Phone', phoneHint: 'Their own or their family’s', room: 'Village', hamlet: 'Hamlet', hamletHint: 'For example 上屯', groups: 'Groups', groupsHint: 'Several, or none', moreGroups: 'More groups…', risk: 'How often to visit', consent: 'What they agree to', consentLead: 'Ask one by one; leave open what they do not want.', consentAsk: { service: 'Being registered and visited', photo: 'Photos during visits', location: 'The place of visits', sharing: 'Sharing with other offices when needed' }, guardian: 'Guardian’s name', guardianWhy: 'Under 14: the guardian agrees for them.', needGuardian: 'Under 14: please name the guardian who agrees', needConsent: 'They (or the guardian) must agree to the service first', twin: 'Perhaps registered already', twinNext: 'If it is the same person, open them; if not, register all the same and the station will check.', save: 'Register', saved: '{name} is registered', savedNext: 'You can record a visit to them now.', another: 'One more', toPerson: 'Open the file', assignee: 'Who keeps in touch', nobody: 'Nobody yet', birthFuture: 'The birth day lies in the future; please change it',
  },
  me: {
    title: 'Me', posts: 'Posts', language: 'Language', room: 'My village', lock: 'Lock', changePin: 'Change the PIN', signOut: 'Sign out', signOutLead: 'Your data stays locked on this phone; what is unsent still goes out.', signOutSure: 'Sign out?', unsentWarn: '{n} are not sent yet. Better go online first.', storage: 'Storage', storageYes: 'The browser has promised to keep your data.', storageNo: 'The browser has not promised to keep your data: it may clear it when space is short. Add Yimi to the home screen and go online often.', storageAsking: 'Asking the browser…', ask: 'Ask again', version: 'version', update: 'A new version is here', updateLead: 'Updating loses nothing unsent.', updateDo: 'Update', numbers: 'My numbers', outbox: 'Where things stand', register: 'Register a person', draftWarn: 'A visit is not saved; locking loses it.', help: 'Ring the station for help',
  },
  roles: {
    'hamlet-volunteer': 'hamlet volunteer', 'village-worker': 'village worker', 'station-worker': 'station worker', 'station-head': 'station head', 'agency-manager': 'agency manager', 'county-officer': 'county officer', 'township-officer': 'township officer', 'city-officer': 'city officer', evaluator: 'evaluator', supervisor: 'supervisor', administrator: 'administrator',
  },
  deskRole: { title: 'Please use a computer', next: 'Your post records no visits in villages; numbers and reviews are on the computer.' },
  problems,
  problemKinds,
  fields,
  codes,
};
