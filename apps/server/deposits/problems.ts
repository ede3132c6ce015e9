/** Why a deposit lies in the tray instead of having run (law S5), and what depositing and adopting refuse. */
import { problem } from '@yimi/kernel';

export const wrongDepositToken = () => problem('unauthenticated', 'deposits.wrong-token', {}, 'depositToken');
/** The device proved somebody else: a shared phone, or a pretence. A person decides. */
export const notOwnDevice = () => problem('forbidden', 'deposits.not-own-device');
export const fromRevokedDevice = () => problem('forbidden', 'deposits.device-revoked');
export const fromDisabledAccount = () => problem('forbidden', 'deposits.account-disabled');
export const otherCounty = () => problem('forbidden', 'deposits.other-county');
export const unreadable = () => problem('conflict', 'deposits.does-not-open');
/** Alike for one that is not there and one of another station (law A5). */
export const noSuchDeposit = () => problem('not-found', 'deposits.no-such-deposit', {}, 'id');
export const alreadySettled = () => problem('conflict', 'deposits.already-settled', {}, 'id');
export const wrongHash = () => problem('invalid', 'deposits.wrong-hash', {}, 'x-sha256');
export const wrongHeader = (field: string) => problem('invalid', 'server.wrong-shape', {}, field);
