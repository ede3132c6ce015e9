/** Two-step sign-in and passkeys. */
import type { Words } from '../words.ts';
import type { secondFactor as zh } from '../zh-CN/second-factor.ts';

export const secondFactor: Words<typeof zh> = {
  title: 'Two-step sign-in',
  say: 'Besides the password you type six digits that an app on your phone shows. Who knows the password alone stays out.',
  on: 'on',
  off: 'off',
  required: 'The county asks it of your post.',
  setUp: 'Set up',
  turnOff: 'Turn off',
  turnOffSay: 'After this, the password alone signs in.',
  password: 'First type your password',
  next: 'Next',
  scan: 'Scan this picture with the authenticator app on your phone',
  scanSay:
    'Any authenticator app will do (Microsoft Authenticator, FreeOTP and others). If it cannot scan, type the key below by hand.',
  qrAlt: 'QR picture for the authenticator app',
  secret: 'Key',
  code: 'The app’s six digits',
  codeOrRecovery: 'The app’s six digits, or a recovery code',
  confirm: 'Confirm',
  enter: 'Enter',
  doorTitle: 'One more step',
  doorSay: 'Open the authenticator app on your phone and type the six digits that it shows now.',
  doorSetUp:
    'The county asks your post to sign in in two steps. Scan the picture to go on; from then on you are asked at each sign-in.',
  back: 'Another account',
  lost: 'App lost? Use a recovery code, or ask the station head or the county to reset it.',
  codesTitle: 'Recovery codes',
  codesSay:
    'Write them down or print them, and keep them safe. Where the app is not at hand one of them signs you in, each once. They are not shown again.',
  codesLeft: '{n} recovery code left | {n} recovery codes left',
  codesAnew: 'New recovery codes',
  copy: 'Copy',
  kept: 'I have kept them',
  passkeys: 'Passkeys',
  passkeysSay:
    'Sign in with the fingerprint, face or PIN of your own computer or phone, without password and digits. Add only devices that you alone use.',
  passkeyAdd: 'Add this device',
  passkeyName: 'Give it a name',
  passkeyNameHint: 'Such as “desk at the station”',
  passkeyMade: 'added {when}',
  passkeyUsed: 'used {when}',
  passkeyRemove: 'Remove',
  passkeyNone: 'None yet.',
  passkeySignIn: 'Sign in with a passkey',
  passkeyStopped: 'That was not completed. Try again, or sign in with your password.',
  reset: 'Reset two-step sign-in',
  resetAsk: 'Reset two-step sign-in of {name}?',
  resetSay:
    'Only when the phone or the app is gone. Make sure, in person or by telephone, that it is they who ask. App, recovery codes and passkeys become void, all devices are signed out, and the act is written down.',
  rule: 'Who must sign in in two steps',
  ruleSay:
    'Whoever holds a ticked post has to set it up at the next sign-in at a computer. All others may do so of their own accord.',
};
