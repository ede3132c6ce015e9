/** What accounts refuse. Nothing here tells whether an account exists to somebody who may not know (law A5). */
import { problem } from '@yimi/kernel';

export const notSignedIn = () => problem('unauthenticated', 'auth.not-signed-in');
/** The session ended or ran out. */
export const signedOut = () => problem('unauthenticated', 'auth.signed-out');
/** Told only to who gave the right password or session. */
export const accountDisabled = () => problem('unauthenticated', 'auth.account-disabled');
/** `wipe`: the phone deposits what it has not sent yet, then clears itself (law S5). */
export const deviceRevoked = (wipe: boolean) => problem('unauthenticated', 'auth.device-revoked', { wipe });
/** Alike for a wrong name and a wrong password; `waitSeconds` until the next try. */
export const wrongLogin = (waitSeconds: number) => problem('unauthenticated', 'auth.wrong-login', { waitSeconds });
export const waitFirst = (waitSeconds: number) => problem('unauthenticated', 'auth.wait', { waitSeconds });
/** More sign-ins at once than the machine can check. */
export const busy = () => problem('unavailable', 'auth.busy', { waitSeconds: 5 });

export const passwordTooShort = () => problem('invalid', 'auth.password-too-short', { least: 8 }, 'password');
export const passwordTooLong = () => problem('invalid', 'auth.password-too-long', { most: 200 }, 'password');
export const passwordTooWeak = () => problem('invalid', 'auth.password-too-weak', {}, 'password');
export const passwordIsLogin = () => problem('invalid', 'auth.password-is-login', {}, 'password');
export const wrongPassword = (waitSeconds: number) =>
  problem('forbidden', 'auth.wrong-password', { waitSeconds }, 'current');

export const codeUnknown = () => problem('not-found', 'auth.code-unknown', {}, 'code');
export const codeUsed = () => problem('conflict', 'auth.code-used', {}, 'code');
export const codeExpired = () => problem('conflict', 'auth.code-expired', {}, 'code');

/** Alike for a person who is not there and one who is out of reach (law A5). */
export const outOfReach = () => problem('forbidden', 'auth.out-of-reach');
export const noSuchSession = () => problem('not-found', 'auth.no-such-session', {}, 'id');
/** Whoever has one already wants another phone, or a new password. */
export const hasAccount = () => problem('conflict', 'auth.has-account', {}, 'userId');
export const loginTaken = () => problem('conflict', 'auth.login-taken', {}, 'login');
export const phoneTaken = () => problem('conflict', 'auth.phone-taken', {}, 'phone');
export const wrongPhone = () => problem('invalid', 'auth.wrong-phone', {}, 'phone');
export const wrongLoginName = () => problem('invalid', 'auth.wrong-login-name', {}, 'login');
/** An evaluator's access is limited in time. */
export const evaluatorNeedsEnd = () => problem('invalid', 'auth.evaluator-needs-end', {}, 'lastDay');
export const cityNeedsCounty = () => problem('invalid', 'auth.city-role', {}, 'role');

/** The password was right; the sign-in goes on with this token. `setUp`: the person has to set up an app first. */
export const secondFactorNeeded = (token: string, setUp: boolean) =>
  problem('unauthenticated', 'auth.second-factor-needed', { token, setUp });
/** Not a 401: whoever sets up an app is signed in, and stays so. */
export const wrongCode = (waitSeconds: number) => problem('forbidden', 'auth.wrong-code', { waitSeconds }, 'code');
export const stepExpired = () => problem('conflict', 'auth.step-expired');
export const secondFactorThere = () => problem('conflict', 'auth.second-factor-there');
export const secondFactorNotBegun = () => problem('conflict', 'auth.second-factor-not-begun');
/** The county asks it of one of this person's roles. */
export const secondFactorRequired = () => problem('conflict', 'auth.second-factor-required');
export const passkeyRefused = () => problem('forbidden', 'auth.passkey-refused');
export const noSuchPasskey = () => problem('not-found', 'auth.no-such-passkey', {}, 'id');
/** Browsers bind passkeys to a name, never to a bare address. */
export const passkeysNeedName = () => problem('conflict', 'auth.passkeys-need-name');
